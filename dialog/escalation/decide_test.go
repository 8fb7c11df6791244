package escalation_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// codesOf are the codes of the reasons.
func codesOf(d escalation.Decision) (codes []escalation.Code) {
	for _, r := range d.Reasons {
		codes = append(codes, r.Code)
	}
	return codes
}

// TestDefaultRules: each rule of the default policy alone, at its limit and just
// below.
func TestDefaultRules(t *testing.T) {
	type signals = escalation.Signals
	for _, c := range []struct {
		rule         string
		below, s     signals
		do           escalation.Action
		priority     int
		skills       []string
		code         escalation.Code
		value, limit float64
		detail       string
	}{
		{"danger", signals{Topics: []string{"else"}}, signals{Topics: []string{"injury"}}, escalation.Supervisor, 5, []string{"safety"}, escalation.Sensitive, 0, 0, "injury"},
		{"legal", signals{}, signals{Topics: []string{"press"}}, escalation.Supervisor, 3, []string{"complaints"}, escalation.Sensitive, 0, 0, "press"},
		{"fraud", signals{}, signals{Topics: []string{"fraud"}}, escalation.HandOff, 4, []string{"fraud"}, escalation.Sensitive, 0, 0, "fraud"},
		{"privacy", signals{}, signals{Topics: []string{"data"}}, escalation.HandOff, 2, []string{"privacy"}, escalation.Sensitive, 0, 0, "data"},
		{"unresolved", signals{Unresolved: 1}, signals{Unresolved: 2}, escalation.HandOff, 1, nil, escalation.Unresolved, 2, 2, ""},
		{"failures", signals{Failures: 1}, signals{Failures: 3}, escalation.HandOff, 1, nil, escalation.Failed, 3, 2, ""},
		{"repeats", signals{Repeats: 1}, signals{Repeats: 2}, escalation.Offer, 0, nil, escalation.Repeated, 2, 2, ""},
		{"waiting", signals{Waited: 899 * time.Second}, signals{Waited: 900 * time.Second}, escalation.Offer, 1, nil, escalation.Waited, 900, 900, ""},
		{"critical", signals{Urgency: 2}, signals{Urgency: 3}, escalation.Offer, 4, nil, escalation.Pressing, 3, 3, ""},
		{"stuck", signals{Urgency: 2, Doubt: 1}, signals{Urgency: 3, Doubt: 0.5}, escalation.HandOff, 4, nil, escalation.Doubted, 0.5, 0.5, ""},
		{"upset", signals{Feeling: "frustrated", Intensity: 0.59}, signals{Feeling: "frustrated", Intensity: 0.6}, escalation.Soothe, 0, nil, escalation.Felt, 0, 0, "frustrated"},
		{"confused", signals{Feeling: "confused", Intensity: 0.49}, signals{Feeling: "confused", Intensity: 0.5}, escalation.Soothe, 0, nil, escalation.Felt, 0, 0, "confused"},
	} {
		p := escalation.Default()
		d, m := p.Decide(c.below, escalation.Memory{})
		assert.Equal(t, escalation.Stay, d.Action, c.rule)
		assert.Empty(t, d.Reasons, c.rule)
		assert.Equal(t, 1, m.Turn)
		d, _ = p.Decide(c.s, escalation.Memory{})
		assert.Equal(t, c.do, d.Action, c.rule)
		assert.Equal(t, c.do, d.Wanted, c.rule)
		assert.Equal(t, c.rule, d.Rule)
		assert.Equal(t, c.priority, d.Priority, c.rule)
		assert.Equal(t, c.skills, d.Skills, c.rule)
		require.NotEmpty(t, d.Reasons, c.rule)
		assert.Equal(t, escalation.Reason{Code: c.code, Rule: c.rule, Value: c.value, Limit: c.limit, Detail: c.detail}, d.Reasons[0])
	}
}

// TestWishForHuman: B71, what a customer who asks for a person gets depends on
// the desk alone.
func TestWishForHuman(t *testing.T) {
	p := &escalation.Policy{Soothe: -1, Offer: -1, HandOff: -1}
	for _, c := range []struct {
		s                    escalation.Signals
		do                   escalation.Action
		closed, busy, nobody bool
		codes                []escalation.Code
	}{
		{escalation.Signals{}, escalation.HandOff, false, false, false, []escalation.Code{escalation.Wish}},
		{escalation.Signals{Hours: escalation.Busy, Wait: time.Hour}, escalation.HandOff, false, true, false, []escalation.Code{escalation.Wish}},
		{escalation.Signals{Hours: escalation.Closed}, escalation.Offer, true, false, false, []escalation.Code{escalation.Wish, escalation.DeskClosed}},
		{escalation.Signals{Unreachable: true}, escalation.Soothe, false, false, true, []escalation.Code{escalation.Wish, escalation.NoPeople}},
	} {
		c.s.WantsHuman = true
		m := escalation.Memory{}
		for turn := range 3 { // asking again is respected again
			if turn == 1 {
				m = m.Decline()
			}
			var d escalation.Decision
			d, m = p.Decide(c.s, m)
			if turn > 0 && c.nobody {
				assert.Equal(t, escalation.Stay, d.Action)
				assert.True(t, d.Nobody)
				continue
			}
			assert.Equal(t, c.do, d.Action, "%+v", c.s)
			assert.Equal(t, escalation.ByWish, d.Rule)
			assert.Equal(t, escalation.HandOff, d.Wanted)
			assert.Equal(t, c.closed, d.Closed)
			assert.Equal(t, c.busy, d.Busy)
			assert.Equal(t, c.nobody, d.Nobody)
			assert.Equal(t, c.codes, codesOf(d))
			if c.busy {
				assert.Equal(t, time.Hour, d.Wait)
			}
		}
	}
}

// TestQueue: who did not ask for a person is asked before he is sent into a long
// queue; what cannot wait is handed over.
func TestQueue(t *testing.T) {
	p := escalation.Default()
	busy := escalation.Signals{Failures: 2, Hours: escalation.Busy, Wait: 10 * time.Minute}
	d, _ := p.Decide(busy, escalation.Memory{})
	assert.Equal(t, escalation.HandOff, d.Action)
	busy.Wait += time.Second
	d, _ = p.Decide(busy, escalation.Memory{})
	assert.Equal(t, escalation.Offer, d.Action)
	assert.True(t, d.Busy)
	assert.Equal(t, escalation.Reason{Code: escalation.QueueLong, Value: 601, Limit: 600}, d.Reasons[len(d.Reasons)-1])
	busy.Topics = []string{"fraud"}
	d, _ = p.Decide(busy, escalation.Memory{})
	assert.Equal(t, escalation.HandOff, d.Action)
	busy.Topics = []string{"legal"}
	d, _ = p.Decide(busy, escalation.Memory{})
	assert.Equal(t, escalation.Supervisor, d.Action)
	p.Patience, busy.Topics = -1, nil
	d, _ = p.Decide(busy, escalation.Memory{})
	assert.Equal(t, escalation.HandOff, d.Action)
}

// TestCategories: B29, a category has its own rules, least action and skills, and
// covers what is below it.
func TestCategories(t *testing.T) {
	p := &escalation.Policy{Categories: []escalation.Category{
		{
			Path: "complaint", Least: escalation.Offer, Priority: 2, Skills: []string{"complaints"},
			Rules: []escalation.Rule{{Name: "once is enough", If: escalation.If{Failures: 1}, Do: escalation.HandOff}},
		},
		{Path: "complaint/quality", Skills: []string{"quality", "complaints"}},
	}}
	d, _ := p.Decide(escalation.Signals{Category: "complaint"}, escalation.Memory{})
	assert.Equal(t, escalation.Offer, d.Action)
	assert.Equal(t, []escalation.Reason{{Code: escalation.InCategory, Rule: "complaint", Detail: "complaint"}}, d.Reasons)
	d, _ = p.Decide(escalation.Signals{Category: "complaint/quality/shoes", Failures: 1}, escalation.Memory{})
	assert.Equal(t, escalation.HandOff, d.Action)
	assert.Equal(t, "once is enough", d.Rule)
	assert.Equal(t, 2, d.Priority)
	assert.Equal(t, []string{"complaints", "quality"}, d.Skills)
	assert.Equal(t, []escalation.Code{escalation.Failed, escalation.InCategory}, codesOf(d))
	for _, other := range []string{"", "complaints", "sales/complaint"} {
		d, _ = p.Decide(escalation.Signals{Category: other, Failures: 1}, escalation.Memory{})
		assert.Equal(t, escalation.Stay, d.Action, other)
	}
}

// TestPriority: the highest of the rules, and what urgency and tier add; nothing
// where no person is called.
func TestPriority(t *testing.T) {
	p := escalation.Default()
	d, _ := p.Decide(escalation.Signals{Failures: 2, Topics: []string{"data", "legal"}, Tier: "vip", Urgency: 2}, escalation.Memory{})
	assert.Equal(t, 5, d.Priority)
	assert.Equal(t, []string{"complaints", "privacy"}, d.Skills)
	assert.Equal(t, []escalation.Code{escalation.Sensitive, escalation.Sensitive, escalation.Failed}, codesOf(d))
	assert.Equal(t, "legal", d.Reasons[0].Rule)
	p.Rules = append(p.Rules, escalation.Rule{Name: "only adds", If: escalation.If{Tiers: []string{"vip"}}, Priority: 7, Skills: []string{"vip"}})
	d, _ = p.Decide(escalation.Signals{Feeling: "angry", Intensity: 1, Tier: "vip"}, escalation.Memory{})
	assert.Equal(t, escalation.Soothe, d.Action)
	assert.Zero(t, d.Priority)
	assert.Nil(t, d.Skills)
	d, _ = p.Decide(escalation.Signals{Failures: 2, Tier: "vip"}, escalation.Memory{})
	assert.Equal(t, 8, d.Priority)
	assert.Equal(t, []string{"vip"}, d.Skills)
	assert.Equal(t, "failures", d.Rule)
}

// TestFunctions: a rule in Go sees what Decide got, may be combined with data,
// and does no harm when it panics.
func TestFunctions(t *testing.T) {
	p := &escalation.Policy{Rules: []escalation.Rule{
		{Name: "broken", When: func(escalation.Signals, escalation.Memory) bool { panic("oh") }, Do: escalation.Supervisor},
		{
			Name: "own", If: escalation.If{Turns: 2}, Do: escalation.HandOff,
			When: func(s escalation.Signals, m escalation.Memory) bool { return s.Intent == "cancel" && m.Turn == 1 },
		},
	}}
	s := escalation.Signals{Intent: "cancel", Turns: 2}
	d, m := p.Decide(s, escalation.Memory{})
	assert.Equal(t, escalation.Stay, d.Action)
	assert.Equal(t, []escalation.Reason{{Code: escalation.RuleBroken, Rule: "broken"}}, d.Reasons)
	d, _ = p.Decide(s, m)
	assert.Equal(t, escalation.HandOff, d.Action)
	assert.Equal(t, []escalation.Code{escalation.Long, escalation.ByFunction, escalation.RuleBroken}, codesOf(d))
	d, _ = (&escalation.Policy{Rules: p.Rules[1:]}).Decide(s, m)
	assert.NotContains(t, codesOf(d), escalation.RuleBroken)
	s.Turns = 1
	d, _ = p.Decide(s, m)
	assert.Equal(t, escalation.Stay, d.Action)
}

// TestConditions: every field of a condition by itself, its reason, and a signal
// that just does not reach it.
func TestConditions(t *testing.T) {
	minute := escalation.Span(time.Minute)
	for _, c := range []struct {
		cond    escalation.If
		yes, no escalation.Signals
		code    escalation.Code
	}{
		{escalation.If{Displeasure: 0.5}, escalation.Signals{Valence: -0.5}, escalation.Signals{Valence: -0.4}, escalation.Displeased},
		{escalation.If{Intensity: 0.5}, escalation.Signals{Intensity: 0.5}, escalation.Signals{Intensity: 0.4}, escalation.Intense},
		{escalation.If{Worst: 0.5}, escalation.Signals{Peak: -0.5}, escalation.Signals{Peak: -0.4}, escalation.WorstSoFar},
		{escalation.If{Fall: 0.5}, escalation.Signals{Trend: -0.5}, escalation.Signals{Trend: 0.5}, escalation.Falling},
		{escalation.If{NeedsHuman: 0.3}, escalation.Signals{NeedsHuman: 0.3}, escalation.Signals{NeedsHuman: 0.2}, escalation.NeedsPerson},
		{escalation.If{Score: 0.2}, escalation.Signals{NeedsHuman: 0.3}, escalation.Signals{}, escalation.Scored},
		{escalation.If{Doubt: 0.5}, escalation.Signals{Doubt: 0.5}, escalation.Signals{Doubt: 0.4}, escalation.Doubted},
		{escalation.If{Turns: 3}, escalation.Signals{Turns: 3}, escalation.Signals{Turns: 2}, escalation.Long},
		{escalation.If{Urgency: 2}, escalation.Signals{Urgency: 2}, escalation.Signals{Urgency: 1}, escalation.Pressing},
		{escalation.If{Intents: []string{"a", "b"}}, escalation.Signals{Intent: "b"}, escalation.Signals{Intent: "c"}, escalation.Intended},
		{escalation.If{Tiers: []string{"gold"}}, escalation.Signals{Tier: "gold"}, escalation.Signals{}, escalation.Tiered},
		{escalation.If{Categories: []string{"x", "a/b"}}, escalation.Signals{Category: "a/b/c"}, escalation.Signals{Category: "a"}, escalation.InCategory},
		{escalation.If{Locales: []string{"zh"}}, escalation.Signals{Locale: "ZH-TW"}, escalation.Signals{Locale: "zhx"}, escalation.InLocale},
		{escalation.If{Elapsed: minute}, escalation.Signals{Elapsed: time.Minute}, escalation.Signals{Waited: time.Minute}, escalation.Elapsed},
		{escalation.If{Value: 9}, escalation.Signals{Value: 9}, escalation.Signals{Value: 8}, escalation.AtStake},
		{escalation.If{Topics: []string{"t"}}, escalation.Signals{Topics: []string{"s", "t"}}, escalation.Signals{Topics: []string{"s"}}, escalation.Sensitive},
		{escalation.If{Any: []escalation.If{{Value: 9}, {Turns: 2}}}, escalation.Signals{Turns: 2}, escalation.Signals{Value: 8, Turns: 1}, escalation.Long},
		{escalation.If{Turns: 1, Any: []escalation.If{{Value: 9}}}, escalation.Signals{Turns: 1, Value: 9}, escalation.Signals{Value: 9}, escalation.Long},
	} {
		p := &escalation.Policy{Rules: []escalation.Rule{{Name: "r", If: c.cond, Do: escalation.Supervisor}}}
		require.NoError(t, p.Validate())
		d, _ := p.Decide(c.yes, escalation.Memory{})
		assert.Equal(t, escalation.Supervisor, d.Action, "%+v", c.cond)
		require.NotEmpty(t, d.Reasons)
		assert.Equal(t, c.code, d.Reasons[0].Code)
		d, _ = p.Decide(c.no, escalation.Memory{})
		assert.Equal(t, escalation.Stay, d.Action, "%+v", c.cond)
	}
	exact := (&escalation.Policy{}).Score(escalation.Signals{Failures: 1}, escalation.Memory{})
	nan := math.NaN()
	for _, c := range []struct {
		cond escalation.If
		s    escalation.Signals
		yes  bool
	}{
		{escalation.If{Score: exact}, escalation.Signals{Failures: 1}, true},
		{escalation.If{Turns: 1}, escalation.Signals{Turns: 1, NeedsHuman: nan, Doubt: nan, Value: nan, Valence: nan, Peak: nan, Trend: nan, Intensity: nan}, true},
		{escalation.If{Doubt: 0.1}, escalation.Signals{Doubt: nan}, false},
		{escalation.If{Categories: []string{"a"}}, escalation.Signals{Category: "A/b"}, false},
		{escalation.If{Categories: []string{"a"}}, escalation.Signals{Category: "a-b"}, false},
		{escalation.If{Locales: []string{"zh"}}, escalation.Signals{Locale: "en"}, false},
	} {
		p := &escalation.Policy{Rules: []escalation.Rule{{Name: "r", If: c.cond, Do: escalation.Supervisor}}}
		d, _ := p.Decide(c.s, escalation.Memory{})
		assert.Equal(t, c.yes, d.Action == escalation.Supervisor, "%+v", c.cond)
	}
	p := &escalation.Policy{Rules: []escalation.Rule{{Name: "r", If: escalation.If{WantsHuman: true, Value: 5}, Do: escalation.Supervisor}}}
	d, _ := p.Decide(escalation.Signals{WantsHuman: true, Value: 5}, escalation.Memory{})
	assert.Equal(t, escalation.Supervisor, d.Action)
	assert.Equal(t, []escalation.Code{escalation.Wish, escalation.AtStake, escalation.Wish}, codesOf(d))
	d, _ = p.Decide(escalation.Signals{Value: 5}, escalation.Memory{})
	assert.Equal(t, escalation.Stay, d.Action)
}

// TestManyRules: any number of rules may match; priority and skills of all count,
// and the reasons stay few.
func TestManyRules(t *testing.T) {
	p := &escalation.Policy{}
	for i := range 40 {
		p.Rules = append(p.Rules, escalation.Rule{
			Name: string(rune('A' + i)), If: escalation.If{Turns: 1}, Do: escalation.Offer, Priority: i, Skills: []string{"one", string(rune('A' + i))},
		})
	}
	d, _ := p.Decide(escalation.Signals{Turns: 1, Hours: escalation.Closed, WantsHuman: true}, escalation.Memory{})
	assert.Equal(t, escalation.Offer, d.Action)
	assert.Equal(t, 39, d.Priority)
	assert.Len(t, d.Skills, 41)
	assert.Equal(t, []escalation.Code{
		escalation.Wish, escalation.Long, escalation.Long, escalation.Long, escalation.Long, escalation.Long, escalation.DeskClosed,
	}, codesOf(d))
	many := escalation.If{
		Turns: 1, Failures: 1, Repeats: 1, Urgency: 1, Unresolved: 1, Value: 1, Doubt: 0.5, Intents: []string{"x"}, Categories: []string{"y"},
	}
	p = &escalation.Policy{Rules: []escalation.Rule{{Name: "a", If: many, Do: escalation.HandOff}}}
	d, _ = p.Decide(escalation.Signals{
		Turns: 1, Failures: 1, Repeats: 1, Urgency: 1, Unresolved: 1, Value: 1, Doubt: 0.5, Intent: "x", Category: "y",
	}, escalation.Memory{})
	assert.Len(t, d.Reasons, 6)
	p.Rules[0].If = escalation.If{Turns: 1, Intents: []string{"x"}, Categories: []string{"y"}}
	d, _ = p.Decide(escalation.Signals{Turns: 1, Intent: "x", Category: "y/z"}, escalation.Memory{})
	assert.Equal(t, []escalation.Reason{
		{Code: escalation.Long, Rule: "a", Value: 1, Limit: 1},
		{Code: escalation.Intended, Rule: "a", Detail: "x"},
		{Code: escalation.InCategory, Rule: "a", Detail: "y/z"},
	}, d.Reasons)
}
