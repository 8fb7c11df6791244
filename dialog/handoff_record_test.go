package dialog_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// fullHandoff returns a record with every field set, in the zone and precision
// of whoever made it.
func fullHandoff() *dialog.Handoff {
	at := time.Date(2026, 3, 1, 9, 0, 0, 123456789, time.FixedZone("", 8*3600))
	return &dialog.Handoff{
		ID: "h", Conversation: "c", Customer: "ann", Channel: "web", Locale: "zh", Reason: dialog.Upset, Reasons: []string{"peak"}, Priority: 2,
		Skills: []string{"refunds"}, Flow: "return", Slots: map[string]string{"return.order": "A-1"}, Question: "?",
		Transcript: []dialog.Line{{From: dialog.Customer, Text: "?", At: at}},
		Brief:      dialog.Brief{Category: "a/b", Tags: []string{"refund"}, Since: at},
		Course:     []float64{0.5}, Summary: dialog.Summary{Problem: "?", Tried: []string{"!"}, Details: []string{"A-1"}},
		Past: []dialog.PastConversation{{ID: "c0", Ended: at, Summary: "."}}, At: at,
	}
}

func TestHandoffCloneSharesNothing(t *testing.T) {
	h, untouched := fullHandoff(), fullHandoff()
	c := h.Clone()
	kept := time.Date(2026, 3, 1, 1, 0, 0, 123456000, time.UTC)
	for _, at := range []time.Time{c.At, c.Brief.Since, c.Transcript[0].At, c.Past[0].Ended} {
		assert.Equal(t, kept, at)
	}
	c.Reasons[0], c.Skills[0], c.Slots["return.order"], c.Brief.Tags[0], c.Course[0] = "", "", "", "", 0
	c.Transcript[0], c.Past[0], c.Summary.Tried[0], c.Summary.Details[0] = dialog.Line{}, dialog.PastConversation{}, "", ""
	assert.Equal(t, untouched, h)
	assert.Nil(t, (*dialog.Handoff)(nil).Clone())
}

func TestHandoffJSONHasNoEmptyFields(t *testing.T) {
	data, err := json.Marshal(dialog.Handoff{ID: "h", Conversation: "c", Reason: dialog.GuideEnded, At: time.Unix(0, 0).UTC()})
	require.NoError(t, err)
	assert.JSONEq(t, `{"id":"h","conversation":"c","reason":"guide","at":"1970-01-01T00:00:00Z"}`, string(data))
}

func TestMoodCourse(t *testing.T) {
	var readings []*dialog.Reading
	assert.Empty(t, dialog.MoodCourse(readings))
	for i := range 30 {
		readings = append(readings, &dialog.Reading{Emotion: "angry", Valence: -float64(i) / 100}, &dialog.Reading{Valence: 1}, nil)
	}
	course := dialog.MoodCourse(readings)
	require.Len(t, course, 20)
	assert.InDelta(t, -0.10, course[0], 1e-9, "the last twenty that show a feeling")
	assert.InDelta(t, -0.29, course[19], 1e-9)
}

func TestCategoryPolicies(t *testing.T) {
	policies := dialog.CategoryPolicies{
		{Category: "", Flow: "any"},
		{Category: "after_sales/refund", Flow: "refund"},
		{Category: "/after_sales/", Flow: "after"},
		{Category: "售后/退款", Flow: "退款"},
	}
	require.NoError(t, policies.Check())
	for path, flow := range map[string]string{
		"after_sales/refund":         "refund",
		"after_sales/refund/partial": "refund",
		"after_sales/ refund //late": "refund",
		"after_sales/refunds":        "after", // a segment, not a prefix of letters
		"after_sales":                "after",
		"":                           "any",
		"pre_sales":                  "any",
		"售后/退款/运费":                   "退款",
	} {
		p, ok := policies.For(path)
		assert.True(t, ok)
		assert.Equal(t, flow, p.Flow, path)
	}
	_, ok := policies[1:].For("pre_sales")
	assert.False(t, ok)
}

func TestCategoryWords(t *testing.T) {
	p := dialog.CategoryPolicy{Words: map[string]map[string][]string{
		"opening": {"zh": {"您好"}, "zh-Hant": {"妳好"}, "": {"Hello"}, "fr": {}},
		"refusal": {"en": {"No"}},
	}}
	for locale, want := range map[string]string{"zh-Hans-CN": "您好", "ZH-hant-HK": "妳好", "en": "Hello", "": "Hello", "fr-CA": "Hello"} {
		assert.Equal(t, []string{want}, p.Say("opening", locale), locale)
	}
	assert.Empty(t, p.Say("refusal", "zh"), "better nothing than a language he has not asked for")
	assert.Empty(t, p.Say("closing", "en"))
}

func TestCategoryHandoff(t *testing.T) {
	for _, c := range []struct {
		name       string
		rules      dialog.CategoryHandoff
		failures   int
		confidence float64
		want       bool
	}{
		{"no rules", dialog.CategoryHandoff{}, 99, 0, false},
		{"always", dialog.CategoryHandoff{Always: true}, 0, 1, true},
		{"never", dialog.CategoryHandoff{Never: true, Failures: 1, Confidence: 1}, 9, 0, false},
		{"failures reached", dialog.CategoryHandoff{Failures: 2}, 2, 1, true},
		{"failures not reached", dialog.CategoryHandoff{Failures: 2}, 1, 0, false},
		{"not sure enough", dialog.CategoryHandoff{Confidence: 0.8}, 0, 0.79, true},
		{"just sure enough", dialog.CategoryHandoff{Confidence: 0.8}, 0, 0.8, false},
	} {
		assert.Equal(t, c.want, c.rules.Hands(c.failures, c.confidence), c.name)
	}
}

func TestCategoryPoliciesCheck(t *testing.T) {
	for want, policies := range map[string]dialog.CategoryPolicies{
		"category a/b has two policies":                       {{Category: "a/b"}, {Category: " a / b/"}},
		"category a is handed off both always and never":      {{Category: "a", Handoff: dialog.CategoryHandoff{Always: true, Never: true}}},
		"category a has a negative number of failures":        {{Category: "a", Handoff: dialog.CategoryHandoff{Failures: -1}}},
		"category a has a confidence outside of 0 to 1":       {{Category: "a", Handoff: dialog.CategoryHandoff{Confidence: 1.01}}},
		"category after/x has a confidence outside of 0 to 1": {{}, {Category: "after/x", Handoff: dialog.CategoryHandoff{Confidence: -0.01}}},
	} {
		var field *dialog.FieldError
		err := policies.Check()
		require.ErrorAs(t, err, &field, want)
		assert.EqualError(t, err, "dialog: invalid input: "+want)
	}
}
