package escalation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// busyTurn is a message about which most rules of the default policy match.
var busyTurn = escalation.Signals{
	Feeling: "angry", Valence: -0.9, Intensity: 0.9, Peak: -0.9, NeedsHuman: 0.95, Failures: 3, Unresolved: 2, Repeats: 2,
	Topics: []string{"legal"}, Category: "complaint/refund", Tier: "vip", Doubt: 1, Urgency: 3, Turns: 7, Locale: "en",
}

var calmTurn = escalation.Signals{Feeling: "neutral", NeedsHuman: 0.2, Category: "orders", Turns: 2, Doubt: 0.1, Urgency: 1}

// TestDecideAllocates: a calm turn costs no memory, any other one its reasons and
// skills.
func TestDecideAllocates(t *testing.T) {
	p := escalation.Default()
	assert.Zero(t, testing.AllocsPerRun(100, func() { p.Decide(calmTurn, escalation.Memory{}) }))
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { p.Decide(busyTurn, escalation.Memory{}) }), 2.0)
}

func BenchmarkDecide(b *testing.B) {
	p := escalation.Default()
	for name, s := range map[string]escalation.Signals{"calm": calmTurn, "busy": busyTurn} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var m escalation.Memory
			for b.Loop() {
				_, m = p.Decide(s, m)
			}
		})
	}
}

func BenchmarkTopics(b *testing.B) {
	for name, message := range map[string]string{
		"en": "I have been waiting for two weeks, and nobody answers. If this goes on you will hear from my lawyer.",
		"zh": "我已经等了两个星期了，一直没有人回复，再这样下去我就去消协投诉你们。",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				escalation.Topics(message)
			}
		})
	}
}
