package dialog

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// handoffOf is the record of what waits in the outbox.
func (f *flowTalk) handoff() *Handoff {
	f.t.Helper()
	for _, out := range f.outbox() {
		if out.Handoff != nil {
			return out.Handoff
		}
	}
	require.Fail(f.t, "nobody takes over")
	return nil
}

func people(o *Options) {
	o.Handoff = HandoffFunc(func(context.Context, Handoff) error { return nil })
}

// A step says how urgent its hand-off is and who should take it; flows that are data can
// say so, too. The policy adds to that and takes nothing from it.
func TestHandOffStepHasPriorityAndSkills(t *testing.T) {
	step := HandOff("dear", In("That is dear.", "很贵。")).Priority(3).Skills("sales", "fraud")
	spec := FlowSpec{Name: "buy", Phrases: []string{"buy"}, Steps: []StepSpec{{HandOff: "dear", Words: In("That is dear.", "很贵。"), Priority: 3, Skills: []string{"sales", "fraud"}}}}
	data, err := NewFlow(spec, Registry{})
	require.NoError(t, err)
	for name, flow := range map[string]*Flow{"code": {Name: "buy", Phrases: []string{"buy"}, Steps: []Step{step}}, "data": data} {
		d := talkWith(t, people, flow)
		d.say("buy")
		h := d.handoff()
		assert.Equal(t, HandoffReason("dear"), h.Reason, name)
		assert.Equal(t, 3, h.Priority, name)
		assert.Equal(t, []string{"sales", "fraud"}, h.Skills, name)

		d = talkWith(t, people, flow)
		d.say("buy, somebody stole my card and paid with it, this is fraud")
		h = d.handoff()
		assert.Equal(t, 4, h.Priority, name)
		assert.Equal(t, []string{"fraud", "sales"}, h.Skills, name)
		assert.Contains(t, h.Reasons, "topic", name)
	}
}

func TestHandOffStepFaults(t *testing.T) {
	for words, step := range map[string]Step{
		"has a Priority": Say(In("x", "x")).Priority(1),
		"has Skills":     End().Skills("a"),
	} {
		flow := &Flow{Name: "f", Steps: []Step{step}}
		require.ErrorContains(t, flow.Check(), words+", which only HandOff has")
	}
	_, err := NewFlow(FlowSpec{Name: "f", Steps: []StepSpec{{End: true, Priority: 1, Skills: []string{"a"}}}}, Registry{})
	require.ErrorContains(t, err, `has "priority", which only "hand_off" has`)
	require.ErrorContains(t, err, `has "skills", which only "hand_off" has`)
}

// Who gave no usable answer is a failure that counts, and one who asked for a person is none.
func TestHandOffOfLaddersIsMoreUrgent(t *testing.T) {
	d := talkWith(t, func(o *Options) { people(o); effects(o) }, oneStep("track", "track"))
	d.say("track")
	for range 3 {
		d.say("the one")
	}
	h := d.handoff()
	assert.Equal(t, SlotExhausted, h.Reason)
	assert.Equal(t, 1, h.Priority)
}
