package intent_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/intent"
)

// sound are examples without anything to find: two labels of five texts.
func sound() []intent.Example {
	var list []intent.Example
	for label, texts := range map[string]string{
		"refund":   "I want my money back|please refund the order|how do I get reimbursed|return payment for shoes|我要退款",
		"tracking": "where is my parcel|has the box been shipped|when will it arrive|track the delivery|快递到哪里了",
	} {
		for s := range strings.SplitSeq(texts, "|") {
			list = append(list, intent.Example{Text: s, Label: label})
		}
	}
	return list
}

func ex(label string, texts ...string) (list []intent.Example) {
	for _, s := range texts {
		list = append(list, intent.Example{Text: s, Label: label})
	}
	return list
}

func TestValidate(t *testing.T) {
	at := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	dated := func(label string, years ...int) (list []intent.Example) {
		for i, y := range years {
			list = append(list, intent.Example{Text: fmt.Sprintf("%s %s%d words", label, strings.Repeat("x", i+1), y), Label: label, At: at.AddDate(-y, 0, 0)})
		}
		return list
	}
	for _, c := range []struct {
		name string
		add  []intent.Example // after the ten that are sound
		opts *intent.ValidateOptions
		want []intent.Finding
	}{
		{name: "nothing to find"},
		{
			"the same text, written otherwise, under two labels",
			append(ex("refund", "Cancel it, please!"), ex("tracking", "cancel it please")...), nil,
			[]intent.Finding{{Problem: intent.Contradiction, Severity: intent.Blocking, Examples: []int{10, 11}, Labels: []string{"refund", "tracking"}}},
		},
		{
			"full width and traditional characters are the same text",
			append(ex("refund", "請取消訂單ABC"), ex("tracking", "请取消订单ABC")...), nil,
			[]intent.Finding{{Problem: intent.Contradiction, Severity: intent.Blocking, Examples: []int{10, 11}, Labels: []string{"refund", "tracking"}}},
		},
		{
			"the same text three times", ex("refund", "give it back", "Give it back.", "give  it back"), nil,
			[]intent.Finding{{Problem: intent.Repeated, Severity: intent.Info, Examples: []int{10, 11, 12}, Labels: []string{"refund"}}},
		},
		{
			"an empty text and one of control characters", ex("refund", " ", "\x00\u200b"), nil,
			[]intent.Finding{
				{Problem: intent.EmptyText, Severity: intent.Blocking, Examples: []int{10}, Labels: []string{"refund"}},
				{Problem: intent.EmptyText, Severity: intent.Blocking, Examples: []int{11}, Labels: []string{"refund"}},
			},
		},
		{
			"no label", ex("", "what is this about"), nil,
			[]intent.Finding{{Problem: intent.EmptyLabel, Severity: intent.Blocking, Examples: []int{10}}},
		},
		{
			"a text too long", ex("refund", strings.Repeat("long ", 500)), nil,
			[]intent.Finding{{Problem: intent.TooLong, Severity: intent.Warning, Examples: []int{10}, Labels: []string{"refund"}, Value: 2500}},
		},
		{
			"a label with few different texts", ex("invoice", "send me an invoice", "Send me an invoice!"), nil,
			[]intent.Finding{
				{Problem: intent.ThinLabel, Severity: intent.Warning, Labels: []string{"invoice"}, Value: 1},
				{Problem: intent.Repeated, Severity: intent.Info, Examples: []int{10, 11}, Labels: []string{"invoice"}},
			},
		},
		{"out of scope may be thin", ex(intent.OutOfScope, "what is the weather"), nil, nil},
		{
			"a label that differs in case and space", ex("Refund ", "a b c", "d e f", "g h i", "j k l", "m n o"), nil,
			[]intent.Finding{{Problem: intent.SimilarLabels, Severity: intent.Warning, Labels: []string{"Refund ", "refund"}}},
		},
		{
			"a label with a letter too few", ex("refnd", "a b c", "d e f", "g h i", "j k l", "m n o"), nil,
			[]intent.Finding{{Problem: intent.SimilarLabels, Severity: intent.Warning, Labels: []string{"refnd", "refund"}}},
		},
		{
			"labels with other numbers are other labels",
			append(ex("level1", "a b c", "d e f", "g h i", "j k l", "m n o"), ex("level2", "p b r", "s q f", "u t v", "v r x", "y s a")...), nil, nil,
		},
		{
			"most of a label is old; a date in the future is not", append(dated("old", 3, 2, 0, 4, 5), dated("new", 2, 0, 0, 0, -1)...),
			&intent.ValidateOptions{At: at},
			[]intent.Finding{{Problem: intent.Stale, Severity: intent.Warning, Examples: []int{10, 11, 13, 14}, Labels: []string{"old"}, Value: 0.8}},
		},
		{
			"old by the newest date", dated("old", 8, 8, 8, 6, 6), nil,
			[]intent.Finding{{Problem: intent.Stale, Severity: intent.Warning, Examples: []int{10, 11, 12}, Labels: []string{"old"}, Value: 0.6}},
		},
		{"nothing is ever old", dated("old", 8, 8, 8, 6, 6), &intent.ValidateOptions{StaleAfter: -1}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, intent.Validate(append(sound(), c.add...), c.opts))
		})
	}
}

func TestValidateLabels(t *testing.T) {
	for name, examples := range map[string][]intent.Example{
		"none":                      nil,
		"one":                       sound()[:5],
		"one and what is no intent": append(sound()[:5], ex("oos:chat", "hello there")...),
	} {
		found := intent.Validate(examples, nil)
		if assert.Len(t, found, 1, name) {
			assert.Equal(t, intent.FewLabels, found[0].Problem)
			assert.Equal(t, intent.Blocking, found[0].Severity)
		}
	}
	var many []intent.Example
	for i := range 60 {
		many = append(many, intent.Example{Text: fmt.Sprintf("w%c%c q%c%c z%d", 'a'+i%7, 'a'+i%11, 'a'+i%13, 'a'+i/7, i), Label: "delivery"})
	}
	many = append(many, ex("invoice", "a b c", "d e f", "g h i", "j k l", "m n o")...)
	many = append(many, sound()...)
	found := intent.Validate(many, nil)
	assert.Equal(t, []intent.Finding{{Problem: intent.Dominant, Severity: intent.Warning, Labels: []string{"delivery"}, Value: 12}}, found)
}

func TestValidateNearDuplicates(t *testing.T) {
	examples := append(sound(),
		intent.Example{Text: "please tell me where the nearest branch of the bank is located", Label: "refund"},
		intent.Example{Text: "please tell me where the nearest branches of the bank are located", Label: "refund"},
		intent.Example{Text: "please tell me where is the nearest branch of the bank located", Label: "tracking"},
		intent.Example{Text: "please tell me where the nearest airport of the city is located", Label: "tracking"},
		intent.Example{Text: "请问一下我昨天在你们店里买的那双鞋子什么时候可以发货", Label: "refund"},
		intent.Example{Text: "请问一下我昨天在你们店里买的那双鞋子什么时候可以发货呢", Label: "tracking"})
	found := intent.Validate(examples, nil)
	got := map[string]intent.Finding{}
	for _, f := range found {
		got[fmt.Sprint(f.Problem, f.Examples)] = f
		assert.Greater(t, f.Value, 0.84)
		assert.Less(t, f.Value, 1.01)
	}
	assert.Len(t, got, 4, found)
	assert.Contains(t, got, "near duplicate[10 11]")
	assert.Contains(t, got, "suspicious[10 12]", "the same words in another order")
	assert.Contains(t, got, "suspicious[11 12]")
	assert.Contains(t, got, "suspicious[14 15]")
	assert.Len(t, intent.Validate(examples, &intent.ValidateOptions{Likeness: 1}), 1, "only what has all words")
}

func TestValidateSaysNoTexts(t *testing.T) {
	examples := append(sound(), ex("a", "secret words", "secret words!")...)
	examples = append(examples, ex("b", "secret words")...)
	for _, f := range intent.Validate(examples, nil) {
		assert.NotContains(t, f.String(), "secret")
	}
}

// templates returns n messages of few words under fifty labels.
func templates(n int) []intent.Example {
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 2000)
	for i := range words {
		words[i] = fmt.Sprintf("%c%c%c%c", 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26))
	}
	list := make([]intent.Example, n)
	for i := range list {
		var b strings.Builder
		for range 10 {
			b.WriteString(words[int(float64(len(words))*r.Float64()*r.Float64())] + " ")
		}
		list[i] = intent.Example{Text: b.String(), Label: fmt.Sprintf("label %c", 'a'+i%50)}
	}
	return list
}

func TestValidateManyCopies(t *testing.T) {
	list := make([]intent.Example, 20000)
	for i := range list {
		list[i] = intent.Example{Text: fmt.Sprintf("the template that was filled in again and again for case %d", i), Label: "ab"[i%2 : i%2+1]}
	}
	start := time.Now()
	intent.Validate(list, nil)
	assert.Less(t, time.Since(start), 20*time.Second, "compared with some, not with all")
}

func BenchmarkValidate(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		examples := templates(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				intent.Validate(examples, nil)
			}
		})
	}
}
