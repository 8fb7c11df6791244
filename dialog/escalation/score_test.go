package escalation_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// TestScoreAddsUp: each signal counts by itself, and what is out of range or no
// number counts as the end of the range.
func TestScoreAddsUp(t *testing.T) {
	p := escalation.Default()
	zero := p.Score(escalation.Signals{}, escalation.Memory{})
	assert.InDelta(t, 0.168, zero, 0.001)
	nan := math.NaN()
	for name, c := range map[string]struct {
		s    escalation.Signals
		want float64
	}{
		"low need":       {escalation.Signals{NeedsHuman: 0.05}, 0.168},
		"need":           {escalation.Signals{NeedsHuman: 0.9}, 0.757},
		"all need":       {escalation.Signals{NeedsHuman: 2}, 0.980},
		"same":           {escalation.Signals{NeedsHuman: 1}, 0.980},
		"no number":      {escalation.Signals{NeedsHuman: nan, Valence: nan, Doubt: nan, Trend: nan}, 0.168},
		"strong feeling": {escalation.Signals{Valence: -2, Intensity: 2, Doubt: 2}, 0.237},
		"feeling":        {escalation.Signals{Valence: -1, Intensity: 1}, 0.212},
		"pleasant":       {escalation.Signals{Valence: 1, Intensity: 1, Trend: 2}, 0.168},
		"numb":           {escalation.Signals{Valence: -1}, 0.168},
		"trend":          {escalation.Signals{Trend: -3}, 0.212},
		"peak":           {escalation.Signals{Peak: -2}, 0.189},
		"failures":       {escalation.Signals{Failures: 9}, 0.279},
		"unresolved":     {escalation.Signals{Unresolved: 1}, 0.200},
		"repeats":        {escalation.Signals{Repeats: 1}, 0.189},
		"doubt":          {escalation.Signals{Doubt: 1}, 0.189},
		"urgency":        {escalation.Signals{Urgency: 2}, 0.189},
		"no hurry":       {escalation.Signals{Urgency: 1}, 0.168},
		"waiting":        {escalation.Signals{Waited: time.Hour}, 0.200},
		"half an hour":   {escalation.Signals{Waited: 30 * time.Minute}, 0.200},
		"a quarter":      {escalation.Signals{Waited: 15 * time.Minute}, 0.183},
		"one topic":      {escalation.Signals{Topics: []string{"x"}}, 0.225},
		"topic":          {escalation.Signals{Topics: []string{"x", "y"}}, 0.225},
		"wish":           {escalation.Signals{WantsHuman: true}, 0.293},
	} {
		assert.InDelta(t, c.want, p.Score(c.s, escalation.Memory{}), 0.001, name)
	}
}

// TestPastFades: a bad message is felt for some turns, and half as much after two
// of them.
func TestPastFades(t *testing.T) {
	p := escalation.Default()
	_, m := p.Decide(escalation.Signals{NeedsHuman: 0.99}, escalation.Memory{})
	first := m.Past
	_, most := p.Decide(escalation.Signals{NeedsHuman: 1}, escalation.Memory{})
	assert.Equal(t, 228, most.Past, "three tenths of 6 and 1.6")
	assert.Greater(t, p.Score(escalation.Signals{}, m), p.Score(escalation.Signals{}, escalation.Memory{}))
	for range 2 {
		_, m = p.Decide(escalation.Signals{}, m)
	}
	assert.InDelta(t, float64(first)/2, float64(m.Past), 3)
}

// TestSteps: a score that just reaches a step is enough; a negative step is never
// reached, and the fourth is not unless it is set.
func TestSteps(t *testing.T) {
	s := escalation.Signals{NeedsHuman: 0.9}
	score := (&escalation.Policy{}).Score(s, escalation.Memory{})
	for _, c := range []struct {
		p    escalation.Policy
		want escalation.Action
	}{
		{escalation.Policy{Soothe: score, Offer: -1, HandOff: -1}, escalation.Soothe},
		{escalation.Policy{Soothe: 0.1, Offer: score, HandOff: -1}, escalation.Offer},
		{escalation.Policy{Soothe: 0.1, Offer: 0.2, HandOff: score}, escalation.HandOff},
		{escalation.Policy{Soothe: 0.1, Offer: 0.2, HandOff: 0.3, Supervisor: score}, escalation.Supervisor},
		{escalation.Policy{Soothe: -1, Offer: -1, HandOff: -1}, escalation.Stay},
		{escalation.Policy{}, escalation.Offer},
	} {
		d, _ := c.p.Decide(s, escalation.Memory{})
		assert.Equal(t, c.want, d.Action)
		if c.want == escalation.Stay {
			continue
		}
		assert.Equal(t, escalation.ByScore, d.Rule)
		limit := []float64{c.p.Soothe, c.p.Offer, c.p.HandOff, c.p.Supervisor}[c.want-1]
		if limit == 0 {
			limit = 0.75
		}
		assert.Equal(t, []escalation.Reason{{Code: escalation.Scored, Rule: escalation.ByScore, Value: score, Limit: limit}}, d.Reasons)
	}
	all := escalation.Signals{NeedsHuman: 1, Failures: 3, WantsHuman: true}
	d, _ := (&escalation.Policy{}).Decide(all, escalation.Memory{Past: 700})
	assert.Equal(t, escalation.HandOff, d.Action)
}
