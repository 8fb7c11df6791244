package kb_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func hitsOf(scores ...float64) []kb.Hit {
	hits := make([]kb.Hit, len(scores))
	for i, s := range scores {
		hits[i] = kb.Hit{Entry: &kb.Entry{}, Score: s}
	}
	return hits
}

func TestDecide(t *testing.T) {
	strict := kb.Policy{Direct: 0.9, Suggest: 0.5, Margin: 0.3, MaxSuggest: 2}
	for _, c := range []struct {
		why    string
		policy kb.Policy
		scores []float64
		kind   kb.DecisionKind
		reason kb.Reason
		hits   int
	}{
		{"nothing", kb.Policy{}, nil, kb.None, kb.NoHit, 0},
		{"just below the least", kb.Policy{}, []float64{0.1999}, kb.None, kb.BelowSuggest, 0},
		{"the least", kb.Policy{}, []float64{0.2}, kb.Suggest, kb.BelowDirect, 1},
		{"just below an answer", kb.Policy{}, []float64{0.5999}, kb.Suggest, kb.BelowDirect, 1},
		{"an answer", kb.Policy{}, []float64{0.6}, kb.Direct, kb.AboveDirect, 1},
		{"two good ones", kb.Policy{}, []float64{0.9, 0.8}, kb.Suggest, kb.WithinMargin, 2},
		{"far enough ahead", kb.Policy{}, []float64{0.9, 0.7}, kb.Direct, kb.AboveDirect, 1},
		{"identical texts need no margin", kb.Policy{}, []float64{1, 1}, kb.Direct, kb.Identical, 1},
		{"three are offered", kb.Policy{}, []float64{0.5, 0.4, 0.3, 0.3}, kb.Suggest, kb.BelowDirect, 3},
		{"not what is far behind", kb.Policy{}, []float64{0.5, 0.126, 0.124}, kb.Suggest, kb.BelowDirect, 2},
		{"two are offered", strict, []float64{0.8, 0.7, 0.6}, kb.Suggest, kb.BelowDirect, 2},
		{"strict", strict, []float64{0.49}, kb.None, kb.BelowSuggest, 0},
		{"strict margin", strict, []float64{0.95, 0.7}, kb.Suggest, kb.WithinMargin, 2},
		{"no margin", kb.Policy{Margin: -1}, []float64{0.7, 0.7}, kb.Direct, kb.AboveDirect, 1},
		{"one threshold", kb.Policy{Direct: 0.3, Suggest: 0.3}, []float64{0.29}, kb.None, kb.BelowSuggest, 0},
		{"a low threshold pulls the other down", kb.Policy{Direct: 0.1}, []float64{0.1}, kb.Direct, kb.AboveDirect, 1},
		{"only identical texts", kb.Policy{Direct: 1}, []float64{0.9999}, kb.Suggest, kb.BelowDirect, 1},
		{"no limit below one", kb.Policy{MaxSuggest: -1}, []float64{0.5, 0.5, 0.5, 0.5}, kb.Suggest, kb.BelowDirect, 3},
	} {
		require.NoError(t, c.policy.Validate(), c.why)
		hits := hitsOf(c.scores...)
		d := c.policy.Decide(hits)
		assert.Equal(t, c.kind, d.Kind, c.why)
		assert.Equal(t, c.reason, d.Reason, c.why)
		if assert.Len(t, d.Hits, c.hits, c.why) {
			assert.Equal(t, hits[:c.hits], append([]kb.Hit{}, d.Hits...), "%s: the best ones, in their order", c.why)
		}
	}
}

// Entries of the same text whose answers differ are told apart by the tie rules, and by
// asking where those are silent, never by their ids.
func TestDecideAmbiguous(t *testing.T) {
	one, other := answered("a", "shipping cost", "five"), answered("b", "What is the postage?", "ten")
	other.Phrasings = []string{"Shipping cost?"}
	with := func(change func(e *kb.Entry)) []kb.Entry {
		b := other
		change(&b)
		return []kb.Entry{one, b}
	}
	for name, c := range map[string]struct {
		entries []kb.Entry
		reason  kb.Reason
		first   string
	}{
		"two answers":  {[]kb.Entry{one, other}, kb.Ambiguous, "a"},
		"a third":      {[]kb.Entry{one, answered("aa", "shipping cost", "five"), other}, kb.Ambiguous, "a"},
		"the same":     {with(func(e *kb.Entry) { e.Answer = kb.TextAnswer("Five") }), kb.Identical, "a"},
		"priority":     {with(func(e *kb.Entry) { e.Priority = 1 }), kb.Identical, "b"},
		"base":         {with(func(e *kb.Entry) { e.Base = "shop" }), kb.Identical, "b"},
		"locale":       {with(func(e *kb.Entry) { e.Locale = "en" }), kb.Identical, "b"},
		"small talk":   {with(func(e *kb.Entry) { e.Kind = kb.ChitChat }), kb.Identical, "a"},
		"only suggest": {with(func(e *kb.Entry) { e.Tags, e.Priority = []string{kb.SuggestOnly}, 1 }), kb.Limited, "b"},
	} {
		d, err := libraryOf(t, c.entries...).Decide(t.Context(), kb.Query{Text: "shipping cost"})
		require.NoError(t, err)
		assert.Equal(t, c.reason, d.Reason, name)
		require.NotEmpty(t, d.Hits, name)
		assert.Equal(t, c.first, d.Hits[0].Entry.ID, name)
		if c.reason == kb.Ambiguous {
			assert.Equal(t, kb.Suggest, d.Kind)
			assert.Len(t, d.Hits, len(c.entries), "the customer may choose")
		}
	}
}

func TestPolicyFaults(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		field  string
		policy kb.Policy
	}{
		{"direct", kb.Policy{Direct: 1.01}},
		{"direct", kb.Policy{Direct: -0.5}},
		{"direct", kb.Policy{Direct: nan}},
		{"direct", kb.Policy{Direct: inf}},
		{"suggest", kb.Policy{Suggest: 0.61}},
		{"suggest", kb.Policy{Direct: 0.5, Suggest: 0.6}},
		{"suggest", kb.Policy{Suggest: -0.1}},
		{"suggest", kb.Policy{Suggest: nan}},
		{"margin", kb.Policy{Margin: 1}},
		{"margin", kb.Policy{Margin: nan}},
		{"margin", kb.Policy{Margin: inf}},
	} {
		assertField(t, c.field, c.policy.Validate())
	}
}

func TestDecisionKindText(t *testing.T) {
	for kind, name := range map[kb.DecisionKind]string{kb.None: "none", kb.Suggest: "suggest", kb.Direct: "direct", 3: "invalid"} {
		assert.Equal(t, name, kind.String())
	}
}
