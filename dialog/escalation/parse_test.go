package escalation_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// faultsOf are the fields that an error names.
func faultsOf(err error) (fields []string) {
	if list, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range list.Unwrap() {
			fields = append(fields, faultsOf(one)...)
		}
		return fields
	}
	var field *escalation.FieldError
	if errors.As(err, &field) {
		return []string{field.Field + " " + field.Reason}
	}
	return nil
}

// TestValidate: every fault is named, with its place.
func TestValidate(t *testing.T) {
	require.NoError(t, escalation.Default().Validate())
	require.NoError(t, (&escalation.Policy{}).Validate())
	type (
		rule = escalation.Rule
		cond = escalation.If
	)
	turns := cond{Turns: 1}
	p := &escalation.Policy{
		Soothe: 0.8, HandOff: 1.1, Supervisor: math.NaN(), SootheAgain: -1, OfferAgain: -1, DeclineFor: -1, Worse: -1,
		Rules: []rule{
			{If: turns, Do: escalation.Offer},
			{Name: "a", Do: 9, If: turns},
			{Name: "a", Do: escalation.Offer},
			{Name: "nothing", If: turns, Skills: []string{}},
			{Name: "empty skill", If: turns, Do: escalation.Offer, Skills: []string{"x", ""}},
			{Name: "score", If: turns, Do: escalation.Offer},
			{Name: "ranges", Do: escalation.Offer, If: cond{Intensity: 1.5, Doubt: -1, Failures: -1, Waited: -1, Urgency: 4, Fall: math.NaN()}},
			{Name: "lists", Do: escalation.Offer, If: cond{Feelings: []string{""}, Categories: []string{"/a", ""}, Any: []cond{{}, {Score: 2}}}},
			{Name: "fine", Do: escalation.Offer, When: func(escalation.Signals, escalation.Memory) bool { return true }},
		},
		Categories: []escalation.Category{
			{Path: "", Least: 7},
			{Path: "a//b", Rules: []rule{{Name: "a", If: turns, Do: escalation.Offer}}},
		},
		Tiers: map[string]int{"": 1},
	}
	err := p.Validate()
	require.ErrorIs(t, err, escalation.ErrInvalid)
	assert.Equal(t, []string{
		"hand_off is above 1", "supervisor is above 1", "offer is below that of a lower action", "soothe_again is negative",
		"offer_again is negative", "decline_for is negative", "worse is not in [0,20]",
		"rules[0].name is empty", "rules[1].do is unknown", "rules[2].name is taken", "rules[2].if asks nothing", "rules[3].do does nothing",
		"rules[4].skills[1] is empty", "rules[5].name is taken",
		"rules[6].if.intensity is above 1", "rules[6].if.fall is negative", "rules[6].if.doubt is negative", "rules[6].if.failures is negative",
		"rules[6].if.urgency is above 3", "rules[6].if.waited is negative",
		"rules[7].if.feelings[0] is empty", "rules[7].if.categories[0] has an empty part", "rules[7].if.categories[1] is empty",
		"rules[7].if.any[0] asks nothing", "rules[7].if.any[1].score is above 1",
		"categories[0].path is empty", "categories[0].least is unknown", "categories[1].path has an empty part", "categories[1].rules[0].name is taken",
		"tiers have one without a name",
	}, faultsOf(err))
	assert.Contains(t, err.Error(), "escalation: invalid: rules[0].name is empty")
}

// TestRanges: each number may be at the ends of its range, and not beyond.
func TestRanges(t *testing.T) {
	rule := func(field string, x float64) error {
		_, err := escalation.Parse(fmt.Appendf(nil, `{"rules": [{"name": "a", "do": "offer", "if": {"intents": ["x"], %q: %g}}]}`, field, x))
		return err
	}
	for field, most := range map[string]float64{
		"displeasure": 1, "intensity": 1, "worst": 1, "fall": 2, "needs_human": 1, "score": 1, "doubt": 1, "urgency": 3,
		"value": 1e300, "failures": 1000, "unresolved": 1000, "repeats": 1000, "turns": 1000,
	} {
		require.NoError(t, rule(field, most), field)
		require.ErrorIs(t, rule(field, -1), escalation.ErrInvalid, field)
		if most <= 3 {
			require.ErrorIs(t, rule(field, most+1), escalation.ErrInvalid, field)
		}
	}
	for text, valid := range map[string]bool{
		`{"soothe": 0.05, "offer": 0.05, "hand_off": 1, "supervisor": 1}`: true,
		`{"soothe": -1, "offer": -1, "hand_off": -1, "supervisor": 0.5}`:  true,
		`{"soothe": 0.8}`: false, // above the default of offer
		`{"worse": 20}`:   true,
		`{"worse": 20.5}`: false,
		`{"rules": [{"name": "wish", "do": "offer", "if": {"turns": 1}}]}`: false,
	} {
		_, err := escalation.Parse([]byte(text))
		assert.Equal(t, valid, err == nil, text)
	}
}

// TestParse: what is misspelt or left over is an error, never a rule that asks
// less than it says.
func TestParse(t *testing.T) {
	p, err := escalation.Parse([]byte(`{"rules": [{"name": "late", "if": {"waited": "1h30m"}, "do": "supervisor"}], "offer": -1, "patience": "90s"}`))
	require.NoError(t, err)
	assert.Equal(t, &escalation.Policy{
		Rules: []escalation.Rule{{Name: "late", If: escalation.If{Waited: escalation.Span(90 * time.Minute)}, Do: escalation.Supervisor}},
		Offer: -1, Patience: escalation.Span(90 * time.Second),
	}, p)
	for name, text := range map[string]string{
		"misspelt condition": `{"rules": [{"name": "a", "if": {"failure": 2}, "do": "offer"}]}`,
		"unknown action":     `{"rules": [{"name": "a", "if": {"failures": 2}, "do": "escalate"}]}`,
		"no time":            `{"rules": [{"name": "a", "if": {"waited": 90}, "do": "offer"}]}`,
		"no such time":       `{"patience": "soon"}`,
		"two documents":      `{} {}`,
		"cut off":            `{"rules": [`,
		"asks nothing":       `{"rules": [{"name": "a", "do": "offer"}]}`,
		"nothing":            ``,
	} {
		p, err := escalation.Parse([]byte(text))
		assert.ErrorIs(t, err, escalation.ErrInvalid, name)
		assert.Nil(t, p, name)
	}
}

// TestRuleInGoHasNoJSON: a rule in Go is not written as one that asks less.
func TestRuleInGoHasNoJSON(t *testing.T) {
	p := escalation.Default()
	p.Rules[0].When = func(escalation.Signals, escalation.Memory) bool { return false }
	_, err := json.Marshal(p)
	require.ErrorIs(t, err, escalation.ErrInvalid)
}

// TestNamesOfValues: actions and hours are names in JSON, and unknown ones are
// errors both ways.
func TestNamesOfValues(t *testing.T) {
	data, err := json.Marshal(map[string]any{"action": escalation.HandOff, "hours": escalation.Busy})
	require.NoError(t, err)
	assert.JSONEq(t, `{"action": "hand_off", "hours": "busy"}`, string(data))
	var a escalation.Action
	var h escalation.Hours
	require.NoError(t, a.UnmarshalText([]byte("supervisor")))
	require.NoError(t, h.UnmarshalText([]byte("closed")))
	assert.Equal(t, escalation.Supervisor, a)
	assert.Equal(t, escalation.Closed, h)
	require.ErrorIs(t, a.UnmarshalText([]byte("HandOff")), escalation.ErrInvalid)
	require.ErrorIs(t, h.UnmarshalText([]byte("")), escalation.ErrInvalid)
	_, err = escalation.Action(5).MarshalText()
	require.ErrorIs(t, err, escalation.ErrInvalid)
	_, err = escalation.Hours(3).MarshalText()
	require.ErrorIs(t, err, escalation.ErrInvalid)
	assert.Equal(t, "unknown unknown", escalation.Action(9).String()+" "+escalation.Hours(3).String())
}

// FuzzParse: whatever is read is valid, decides, and comes back from its own JSON
// as the same policy.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"rules": [{"name": "a", "if": {"any": [{"score": 0.5}, {"waited": "1m"}]}, "do": "offer", "skills": ["x"]}], "tiers": {"vip": 2}}`))
	f.Add([]byte(`{"categories": [{"path": "a/b", "least": "soothe", "rules": [{"name": "b", "if": {"locales": ["zh"]}, "do": "supervisor", "always": true}]}]}`))
	data, err := json.Marshal(escalation.Default())
	require.NoError(f, err)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := escalation.Parse(data)
		if err != nil {
			require.ErrorIs(t, err, escalation.ErrInvalid)
			require.Nil(t, p)
			return
		}
		written, err := json.Marshal(p)
		require.NoError(t, err)
		again, err := escalation.Parse(written)
		require.NoError(t, err, string(written))
		s := escalation.Signals{Failures: 2, NeedsHuman: 0.9, Category: "a/b", Locale: "zh", Waited: time.Hour, Feeling: "angry", Intensity: 1}
		want, m := p.Decide(s, escalation.Memory{})
		got, n := again.Decide(s, escalation.Memory{})
		require.Equal(t, want, got)
		require.Equal(t, m, n)
	})
}
