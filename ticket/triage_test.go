package ticket_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// What is decided without any rule: type, priority, tags and the reasons, by what is
// known of the case.
func TestTriageByItself(t *testing.T) {
	for _, c := range []struct {
		name string
		in   ticket.TriageInput
		want ticket.Triage
	}{
		{"nothing is known", ticket.TriageInput{Urgency: 1}, ticket.Triage{Type: "question"}},
		{"low urgency takes nothing away", ticket.TriageInput{Category: "billing"}, ticket.Triage{Type: "question", Category: "billing"}},
		{"a complaint by its intent", ticket.TriageInput{Intent: "file_complaint"}, ticket.Triage{Type: "complaint", Priority: 1, Why: []string{"complaint: intent", "complains: intent"}}},
		{"by its category", ticket.TriageInput{Category: "complaint/delay"}, ticket.Triage{Type: "complaint", Category: "complaint/delay", Priority: 1, Why: []string{"complaint: category", "complains: category"}}},
		{"by a Chinese category", ticket.TriageInput{Category: "服务投诉"}, ticket.Triage{Type: "complaint", Category: "服务投诉", Priority: 1, Why: []string{"complaint: category", "complains: category"}}},
		{"by its words", ticket.TriageInput{Text: "This is UNACCEPTABLE."}, ticket.Triage{Type: "complaint", Priority: 1, Why: []string{"complaint: words", "complains: words"}}},
		{"by Chinese words", ticket.TriageInput{Text: "我要投訴你们"}, ticket.Triage{Type: "complaint", Priority: 1, Why: []string{"complaint: words", "complains: words"}}},
		{"a word is no part of one", ticket.TriageInput{Text: "How are issues pursued? Complainants?"}, ticket.Triage{Type: "question"}},
		{"a callback", ticket.TriageInput{Text: "Please call me back tomorrow"}, ticket.Triage{Type: "callback", Why: []string{"callback: words"}}},
		{"a Chinese callback", ticket.TriageInput{Text: "麻烦给我回个电话"}, ticket.Triage{Type: "callback", Why: []string{"callback: words"}}},
		{"urgent", ticket.TriageInput{Urgency: 2}, ticket.Triage{Type: "question", Priority: 1, Why: []string{"urgent: 2"}}},
		{"critical", ticket.TriageInput{Urgency: 3}, ticket.Triage{Type: "question", Priority: 2, Why: []string{"urgent: 3"}}},
		{"angry", ticket.TriageInput{Emotion: "Angry"}, ticket.Triage{Type: "question", Priority: 1, Tags: []string{"angry"}, Why: []string{"upset: angry"}}},
		{"bad by figures", ticket.TriageInput{Emotion: "disgust", Valence: -0.7, Intensity: 0.6}, ticket.Triage{Type: "question", Priority: 1, Tags: []string{"disgust"}, Why: []string{"upset: disgust"}}},
		{"bad but weak", ticket.TriageInput{Emotion: "confused", Valence: -0.7, Intensity: 0.4}, ticket.Triage{Type: "question", Tags: []string{"confused"}}},
		{"an important customer", ticket.TriageInput{Tier: "VIP"}, ticket.Triage{Type: "question", Priority: 1, Tags: []string{"vip"}, Why: []string{"tier: VIP"}}},
		{"an ordinary one", ticket.TriageInput{Tier: "standard", Emotion: "satisfied"}, ticket.Triage{Type: "question", Tags: []string{"standard"}}},
		{"not answered twice", ticket.TriageInput{Failures: 2, WantsHuman: true}, ticket.Triage{Type: "question", Priority: 1, Tags: []string{"wants-human"}, Why: []string{"failures: 2"}}},
		{"all at once has an end", ticket.TriageInput{Urgency: 3, Emotion: "angry", Tier: "vip", Failures: 5}, ticket.Triage{
			Type: "question", Priority: 3, Tags: []string{"angry", "vip"}, Why: []string{"urgent: 3", "upset: angry", "tier: vip", "failures: 5"},
		}},
		{"law", ticket.TriageInput{Text: "my lawyer will be in touch"}, ticket.Triage{Type: "question", Priority: 3, Tags: []string{"legal"}, Why: []string{"legal: words"}}},
		{"danger", ticket.TriageInput{Text: "充电器冒烟了"}, ticket.Triage{Type: "question", Priority: 3, Tags: []string{"safety"}, Why: []string{"safety: words"}}},
		{"the press", ticket.TriageInput{Text: "我要找媒体"}, ticket.Triage{Type: "question", Priority: 3, Tags: []string{"press"}, Why: []string{"press: words"}}},
		{"fraud by the hand-off", ticket.TriageInput{Reasons: []string{"fraud"}}, ticket.Triage{Type: "question", Priority: 3, Tags: []string{"fraud"}, Why: []string{"fraud: reason"}}},
	} {
		assert.Equal(t, c.want, ticket.Assess(c.in, nil), c.name)
	}
}

// Words that are denied are no complaint, as far as the clause goes.
func TestTriageReadsWhatIsDenied(t *testing.T) {
	for text, want := range map[string]string{
		"This is not a complaint":                     "question",
		"I don't want to complain":                    "question",
		"I have no complaints":                        "question",
		"No answer for days. I complain":              "complaint",
		"not a complaint? well, it is a complaint":    "complaint",
		"我不想投诉":                                       "question",
		"不是投诉,只是问问":                                   "question",
		"东西没到，投诉":                                     "complaint",
		"忍不住要投诉":                                      "complaint",
		"it is not here so far and so I now complain": "complaint",
		"我不是第一次来了，我要投诉":                               "complaint",
		"I never got it; terrible   SERVICE":          "complaint",
		"terrible, service was what I asked for":      "question",
		strings.Repeat("a ", 3000) + "complaint":      "question",  // beyond what is read
		"please rip\noff the label":                   "complaint", // lines do not part words
	} {
		assert.Equal(t, want, ticket.Assess(ticket.TriageInput{Text: text}, nil).Type, text)
	}
}

func TestTriageRules(t *testing.T) {
	five, low, yes := 5, -0.5, true
	rules := []ticket.TriageRule{
		{Name: "refunds", When: ticket.TriageWhen{Intents: []string{"refund"}, Categories: []string{"Billing"}}, Group: "billing", Template: "refund", Raise: 1},
		{Name: "german", When: ticket.TriageWhen{Languages: []string{"de"}}, Group: "berlin", Tags: []string{"de"}, Raise: 1},
		{Name: "sad", When: ticket.TriageWhen{Emotions: []string{"anxious"}, MaxValence: &low, MinIntensity: 0.5}, Type: "care"},
		{Name: "gold", When: ticket.TriageWhen{Tiers: []string{"gold"}, WantsHuman: &yes}, Priority: &five, Category: "gold", Last: true},
		{Name: "mail", When: ticket.TriageWhen{Channels: []string{"mail"}, MinUrgency: 2, MinFailures: 1}, Group: "mail"},
		{Name: "words", When: ticket.TriageWhen{Words: []string{"gift card", "礼品卡"}, Reasons: []string{"asked", "upset"}}, Type: "gift"},
	}
	holds := func(in ticket.TriageInput) []string {
		var names []string
		for _, why := range ticket.Assess(in, rules).Why {
			if !strings.Contains(why, ":") {
				names = append(names, why)
			}
		}
		return names
	}
	for _, c := range []struct {
		in   ticket.TriageInput
		want string
	}{
		{ticket.TriageInput{Intent: "refund/status", Category: "billing/card"}, "refunds"},
		{ticket.TriageInput{Intent: "refunds", Category: "billing"}, ""},
		{ticket.TriageInput{Intent: "refund", Category: "bill"}, ""},
		{ticket.TriageInput{Language: "de-AT"}, "german"},
		{ticket.TriageInput{Language: "den"}, ""},
		{ticket.TriageInput{Emotion: "ANXIOUS", Valence: -0.5, Intensity: 0.5}, "sad"},
		{ticket.TriageInput{Emotion: "anxious", Valence: -0.4, Intensity: 0.5}, ""},
		{ticket.TriageInput{Emotion: "anxious", Valence: -0.5, Intensity: 0.4}, ""},
		{ticket.TriageInput{Tier: "Gold", WantsHuman: true, Channel: "mail", Urgency: 2, Failures: 1}, "gold"},
		{ticket.TriageInput{Tier: "Gold", Channel: "mail", Urgency: 2, Failures: 1}, "mail"},
		{ticket.TriageInput{Channel: "mail", Urgency: 1, Failures: 1}, ""},
		{ticket.TriageInput{Channel: "mail", Urgency: 2}, ""},
		{ticket.TriageInput{Text: "about my Gift  Card", Reasons: []string{"x", "upset"}}, "words"},
		{ticket.TriageInput{Text: "我的礼品卡", Reasons: []string{"asked"}}, "words"},
		{ticket.TriageInput{Text: "a gift for a card", Reasons: []string{"asked"}}, ""},
		{ticket.TriageInput{Text: "gift card"}, ""},
	} {
		assert.Equal(t, c.want, strings.Join(holds(c.in), " "), "%+v", c.in)
	}
	both := ticket.Assess(ticket.TriageInput{Intent: "refund", Category: "billing", Language: "de", Emotion: "angry"}, rules)
	assert.Equal(t, ticket.Triage{
		Type: "question", Category: "billing", Priority: 3, Group: "billing", Tags: []string{"angry", "de"}, Template: "refund", Why: []string{"refunds", "german", "upset: angry"},
	}, both, "the first rule that says something decides; tags and raises add up")
	one, two := 1, 2
	first := ticket.Assess(ticket.TriageInput{}, []ticket.TriageRule{{Name: "a", Priority: &one}, {Name: "b", Priority: &two}, {Name: "c"}})
	assert.Equal(t, 1, first.Priority)
	gold := ticket.Assess(ticket.TriageInput{Tier: "gold", WantsHuman: true, Urgency: 3, Category: "x"}, rules)
	assert.Equal(t, 5, gold.Priority, "a rule's priority is not added to")
	assert.Equal(t, "gold", gold.Category)
	assert.Equal(t, []string{"gold"}, gold.Why, "the built-in rules do not say what does not count")
}

func TestTriageOfTheDesk(t *testing.T) {
	b := newBench(t, &ticket.Rules{Triage: []ticket.TriageRule{{Name: "all", Group: "first"}}})
	d := ticket.Draft{Subject: "s", Type: "own", Priority: 2, Tags: []string{"z"}}
	b.Triage(ticket.TriageInput{Emotion: "angry", Category: "c"}).Fill(&d)
	assert.Equal(t, ticket.Draft{Subject: "s", Type: "own", Category: "c", Priority: 2, Group: "first", Tags: []string{"angry", "z"}}, d)
	huge := 101
	_, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &ticket.Rules{Triage: []ticket.TriageRule{
		{Name: ""},
		{Name: "a", Priority: &huge, Tags: []string{"ok", " x"}},
		{Name: "a", Template: "none", When: ticket.TriageWhen{Words: []string{"!"}}, Type: strings.Repeat("x", 300)},
	}}})
	for _, path := range []string{
		"triage[0].name is empty", "triage[1].priority", "triage[1].tags[1]", "triage[2].name is that", "triage[2].template", "triage[2].when.words[0]", "triage[2].type",
	} {
		require.ErrorContains(t, err, path)
	}
}

// FuzzTriage: whatever is said, the outcome can be opened as it is.
func FuzzTriage(f *testing.F) {
	f.Add("I complain, 不是投诉", "refund", "angry", "vip", "legal", 3, 0.5)
	f.Add("\xff\x00", "a/b", "", "\x00", "x", -9, -1.0)
	rules := []ticket.TriageRule{{Name: "r", Raise: -100, When: ticket.TriageWhen{Words: []string{"b"}}}, {Name: "q", Raise: 100, When: ticket.TriageWhen{Words: []string{"a b", "不"}}}}
	b := newBench(f, &ticket.Rules{Triage: rules})
	f.Fuzz(func(t *testing.T, text, intent, emotion, tier, reason string, urgency int, valence float64) {
		in := ticket.TriageInput{Text: text, Intent: intent, Emotion: emotion, Tier: tier, Reasons: []string{reason}, Urgency: urgency, Valence: valence, Intensity: 1}
		one := b.Triage(in)
		require.Equal(t, one, b.Triage(in))
		require.NotEmpty(t, one.Type)
		require.True(t, slices.IsSorted(one.Tags))
		d := ticket.Draft{Subject: "s"}
		one.Fill(&d)
		_, err := b.Open(t.Context(), d, form)
		require.NoError(t, err)
	})
}
