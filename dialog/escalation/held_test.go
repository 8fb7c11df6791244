package escalation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// play runs a conversation and returns what was done.
func play(p *escalation.Policy, m escalation.Memory, turns ...escalation.Signals) (done []escalation.Action, last escalation.Decision, after escalation.Memory) {
	for _, s := range turns {
		last, m = p.Decide(s, m)
		done = append(done, last.Action)
	}
	return done, last, m
}

// TestSoothing: B70, an upset customer is soothed, not again at once, and offered
// a person when it does not help.
func TestSoothing(t *testing.T) {
	upset := escalation.Signals{Feeling: "angry", Intensity: 0.7}
	var turns []escalation.Signals
	for range 10 {
		turns = append(turns, upset)
	}
	done, d, _ := play(escalation.Default(), escalation.Memory{}, turns[:7]...)
	assert.Equal(t, []escalation.Action{
		escalation.Soothe, escalation.Stay, escalation.Stay, escalation.Soothe,
		escalation.Stay, escalation.Stay, escalation.Offer,
	}, done)
	assert.Equal(t, escalation.Soothe, d.Wanted)
	assert.Equal(t, escalation.Unhelped, codesOf(d)[len(d.Reasons)-1])
	done, d, _ = play(escalation.Default(), escalation.Memory{}, turns...)
	assert.Equal(t, escalation.Stay, done[9], "an offer is not repeated at once")
	assert.Equal(t, escalation.CoolingDown, codesOf(d)[len(d.Reasons)-1])

	p := escalation.Default()
	p.SootheMost, p.SootheAgain = -1, 1
	done, _, _ = play(p, escalation.Memory{}, turns[:4]...)
	assert.Equal(t, []escalation.Action{escalation.Soothe, escalation.Soothe, escalation.Soothe, escalation.Soothe}, done)
}

// TestDeclined: after a declined offer no person comes up but for what is clearly
// worse, has to be, or is asked for; after some turns again.
func TestDeclined(t *testing.T) {
	p := escalation.Default()
	p.Categories = []escalation.Category{{Path: "claims", Least: escalation.HandOff}}
	needs := escalation.Signals{NeedsHuman: 0.92}
	done, _, m := play(p, escalation.Memory{}, needs)
	require.Equal(t, []escalation.Action{escalation.Offer}, done)
	m = m.Decline()
	done, d, after := play(p, m, needs)
	assert.Equal(t, []escalation.Action{escalation.Soothe}, done)
	assert.Equal(t, escalation.DeclinedIt, codesOf(d)[1])

	for name, c := range map[string]struct {
		s    escalation.Signals
		want escalation.Action
	}{
		"the same":        {needs, escalation.Stay},
		"a little worse":  {escalation.Signals{NeedsHuman: 0.96}, escalation.Stay},
		"clearly worse":   {escalation.Signals{NeedsHuman: 0.98}, escalation.HandOff},
		"a rule":          {escalation.Signals{Failures: 2}, escalation.Stay},
		"a category":      {escalation.Signals{Category: "claims"}, escalation.Stay},
		"has to be":       {escalation.Signals{Topics: []string{"legal"}}, escalation.Supervisor},
		"danger":          {escalation.Signals{Topics: []string{"injury"}}, escalation.Supervisor},
		"money":           {escalation.Signals{Topics: []string{"fraud"}}, escalation.HandOff},
		"privacy":         {escalation.Signals{Topics: []string{"data"}}, escalation.HandOff},
		"no more than it": {escalation.Signals{Topics: []string{"legal"}, Hours: escalation.Closed}, escalation.Stay},
		"asked for":       {escalation.Signals{WantsHuman: true}, escalation.HandOff},
	} {
		got, _ := p.Decide(c.s, after)
		assert.Equal(t, c.want, got.Action, name)
	}
	_, calm := p.Decide(escalation.Signals{NeedsHuman: 0.5}, after)
	d, _ = p.Decide(escalation.Signals{NeedsHuman: 0.8, Failures: 2}, calm)
	assert.Equal(t, escalation.HandOff, d.Action, "worse than in between")

	failed := escalation.Signals{Failures: 2}
	done, _, _ = play(p, after, failed, failed, failed, failed, failed, failed)
	assert.NotContains(t, done[:5], escalation.HandOff)
	assert.Equal(t, escalation.HandOff, done[5], "six turns after it")
}

// TestMemory: a declined offer is remembered beside the rest; when a person gives
// the conversation back, only the turns and that remain.
func TestMemory(t *testing.T) {
	m := escalation.Memory{Turn: 7, Past: 100, Soothed: 5, Soothings: 2, Offered: 6, Declined: 3, Calm: 9}
	declined := m.Decline()
	assert.Greater(t, declined.Calm, 1500, "more than any evidence, until it is measured")
	assert.Equal(t, escalation.Memory{Turn: 7, Past: 100, Soothed: 5, Soothings: 2, Offered: 6, Declined: 8, Calm: declined.Calm}, declined)
	returned := m.Return()
	assert.Equal(t, escalation.Memory{Turn: 7, Returned: 8, Calm: declined.Calm}, returned)
}

// TestReturned: after a person gave the conversation back it does not go there
// again at once.
func TestReturned(t *testing.T) {
	p := escalation.Default()
	for name, c := range map[string]struct {
		turns []escalation.Signals
		want  []escalation.Action
	}{
		"rules wait for a turn":     {[]escalation.Signals{{Failures: 2}, {Failures: 2}}, []escalation.Action{escalation.Offer, escalation.HandOff}},
		"danger too":                {[]escalation.Signals{{Topics: []string{"injury"}}, {Topics: []string{"injury"}}}, []escalation.Action{escalation.Offer, escalation.Supervisor}},
		"a wish does not":           {[]escalation.Signals{{WantsHuman: true}}, []escalation.Action{escalation.HandOff}},
		"the score waits for worse": {[]escalation.Signals{{NeedsHuman: 0.98}, {NeedsHuman: 0.98}, {NeedsHuman: 0.993}}, []escalation.Action{escalation.Soothe, escalation.Stay, escalation.HandOff}},
	} {
		_, _, m := play(p, escalation.Memory{}, escalation.Signals{Failures: 2})
		done, d, _ := play(p, m.Return(), c.turns...)
		assert.Equal(t, c.want, done, name)
		if done[0] == escalation.Offer {
			first, _ := p.Decide(c.turns[0], m.Return())
			assert.Equal(t, escalation.JustBack, codesOf(first)[len(first.Reasons)-1])
		}
		assert.NotContains(t, codesOf(d), escalation.JustBack, name)
	}
	_, m := p.Decide(escalation.Signals{}, escalation.Memory{})
	p.Categories = []escalation.Category{{Path: "claims", Least: escalation.HandOff}}
	claim := escalation.Signals{Category: "claims"}
	done, _, _ := play(p, m.Return(), claim, claim, claim, claim, claim, claim, claim)
	assert.Equal(t, []escalation.Action{0, 0, 0, 0, 0, 0, escalation.HandOff}, done, "the category alone does not either")
	d, _ := p.Decide(claim, m.Return())
	assert.Equal(t, escalation.HandOff, d.Wanted)
	assert.Equal(t, []escalation.Code{escalation.InCategory, escalation.JustBack}, codesOf(d))

	// Six turns later the score alone may call for a person again.
	same := escalation.Signals{NeedsHuman: 0.98}
	done, _, _ = play(p, m.Return(), same, same, same, same, same, same, same)
	assert.Equal(t, escalation.HandOff, done[6])
	assert.NotContains(t, done[:6], escalation.HandOff)
}

// TestOffers: an offer is repeated after five turns; until then the customer is
// soothed, as seldom as always. The least that a category asks for is no
// exception.
func TestOffers(t *testing.T) {
	want := []escalation.Action{
		escalation.Offer, escalation.Soothe, escalation.Stay, escalation.Stay, escalation.Soothe, escalation.Offer, escalation.Stay,
	}
	p := escalation.Default()
	p.Categories = []escalation.Category{{Path: "claims", Least: escalation.Offer}}
	for _, s := range []escalation.Signals{{Repeats: 2}, {Category: "claims"}} {
		done, d, _ := play(p, escalation.Memory{}, s, s, s, s, s, s, s)
		assert.Equal(t, want, done)
		assert.Equal(t, escalation.Offer, d.Wanted)
		assert.Equal(t, escalation.CoolingDown, codesOf(d)[len(d.Reasons)-1])
	}
	for i := range p.Rules {
		p.Rules[i].Always = true
	}
	s := escalation.Signals{Repeats: 2}
	done, _, _ := play(p, escalation.Memory{}, s, s, s)
	assert.Equal(t, []escalation.Action{escalation.Offer, escalation.Offer, escalation.Offer}, done)
}

// TestClearlyWorse: what is clearly worse is measured from the calmest message
// since, to the hundredth, and forgotten when the time is over.
func TestClearlyWorse(t *testing.T) {
	p := &escalation.Policy{Worse: 0.6, DeclineFor: 3} // two failures are 0.6
	declined := escalation.Memory{Turn: 4}.Decline()
	assert.Equal(t, 5, declined.Declined)
	p.Rules = []escalation.Rule{{Name: "r", If: escalation.If{Turns: 1}, Do: escalation.HandOff}}
	calm := escalation.Signals{Turns: 1}
	d, m := p.Decide(calm, declined)
	assert.Equal(t, escalation.Soothe, d.Action)
	assert.Equal(t, 1, m.Calm, "no evidence at all")
	d, same := p.Decide(escalation.Signals{Turns: 1, Failures: 1}, m)
	assert.Equal(t, escalation.Stay, d.Action)
	assert.Equal(t, 1, same.Calm)
	d, _ = p.Decide(escalation.Signals{Turns: 1, Failures: 2}, m)
	assert.Equal(t, escalation.HandOff, d.Action)

	_, m = p.Decide(escalation.Signals{Turns: 1, Failures: 2, Doubt: 0.5}, declined)
	assert.Equal(t, 71, m.Calm, "0.6 and 0.1")
	_, more := p.Decide(escalation.Signals{Turns: 1, Failures: 2}, declined)
	d, _ = p.Decide(escalation.Signals{Turns: 1, Failures: 3, Repeats: 1, Doubt: 0.475}, more)
	assert.Equal(t, escalation.Stay, d.Action, "1.195 above 0.6 is not quite 0.6")
	d, _ = p.Decide(escalation.Signals{Turns: 1, Failures: 3, Repeats: 1, Doubt: 0.525}, more)
	assert.Equal(t, escalation.HandOff, d.Action)
	_, m = p.Decide(escalation.Signals{Turns: 1, Failures: 1}, m)
	assert.Equal(t, 31, m.Calm)
	d, m = p.Decide(calm, m)
	assert.Equal(t, escalation.Stay, d.Action)
	assert.Equal(t, 1, m.Calm)
	d, m = p.Decide(calm, m)
	assert.Equal(t, escalation.HandOff, d.Action, "three turns later")
	assert.Zero(t, m.Calm)
}

// TestOnlyWhatHeld: reasons name what held an action back, and not what would have
// held back a higher one.
func TestOnlyWhatHeld(t *testing.T) {
	upset := escalation.Signals{Feeling: "angry", Intensity: 0.7}
	asksAgain := escalation.Signals{Repeats: 2}
	nobody, closed := upset, asksAgain
	nobody.Unreachable, closed.Hours = true, escalation.Closed
	soothed, offered := escalation.Memory{Turn: 5, Soothed: 5, Soothings: 1}, escalation.Memory{Turn: 5, Soothed: 5, Soothings: 1, Offered: 4}
	for name, c := range map[string]struct {
		s escalation.Signals
		m escalation.Memory
	}{
		"declined": {upset, soothed.Decline()},
		"nobody":   {nobody, soothed},
		"closed":   {closed, offered},
		"back":     {asksAgain, escalation.Memory{Turn: 5, Soothed: 5, Soothings: 1, Offered: 5, Returned: 6, Calm: 1}},
	} {
		d, _ := escalation.Default().Decide(c.s, c.m)
		assert.Equal(t, escalation.Stay, d.Action, name)
		assert.Equal(t, escalation.CoolingDown, codesOf(d)[len(d.Reasons)-1], name)
		for _, other := range []escalation.Code{escalation.DeclinedIt, escalation.NoPeople, escalation.DeskClosed, escalation.JustBack} {
			assert.NotContains(t, codesOf(d), other, name)
		}
	}
	// Nor what held back another rule, where one of them got what it wanted.
	d, _ := escalation.Default().Decide(escalation.Signals{Failures: 2, Topics: []string{"legal"}}, soothed.Decline())
	assert.Equal(t, []escalation.Code{escalation.Sensitive, escalation.Failed}, codesOf(d))
	d, _ = escalation.Default().Decide(escalation.Signals{Repeats: 2, Feeling: "angry", Intensity: 0.7}, escalation.Memory{Turn: 9, Soothings: 2, Soothed: 1})
	assert.Equal(t, escalation.Offer, d.Action)
	assert.NotContains(t, codesOf(d), escalation.Unhelped)

	d, _ = escalation.Default().Decide(escalation.Signals{Urgency: 9, Hours: escalation.Busy}, escalation.Memory{})
	assert.Equal(t, 4, d.Priority, "more than critical is critical")
	assert.Zero(t, d.Wait, "not known")
}
