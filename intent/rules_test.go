package intent_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

func TestRules(t *testing.T) {
	rules, err := intent.NewRules([]intent.Rule{
		{ID: "track", Label: "track_order", Expr: `(where|track).*(order|parcel)`},
		{ID: "refund", Label: "refund", Phrases: []string{"money back", "退钱", "退款"}, None: []string{"don't", "不要"}},
		{ID: "invoice", Label: "invoice", All: []string{"invoice", "order"}},
		{ID: "pay", Label: "payment", Any: []string{"pay", "payment", "付款"}, Priority: -1},
		{ID: "refund-status", Label: "refund_status", Phrases: []string{"退款进度"}},
		{ID: "vip", Label: "vip", Expr: `\bvip\s*\d+\b`, Priority: 5},
		{ID: "german", Label: "zurück", Any: []string{"geld"}, Lang: "de"},
		{ID: "joke", Label: intent.OutOfScope, Phrases: []string{"tell me a joke"}},
		{ID: "trad", Label: "return", Expr: `退貨|换[貨货]`},
		{ID: "plate", Label: "plate", Expr: `^[a-z]{2}\d{4}$`},
		{ID: "number", Label: "number", Expr: `barcode|\d{9,}`},
		{ID: "mixed", Label: "mixed", Phrases: []string{"转 agent"}},
		{ID: "wide", Label: "wide", Expr: `怎么\S*保修？|（[急催]－?）`},
		{ID: "escaped", Label: "escaped", Expr: `几折\？`},
		{ID: "tag", Label: "tag", Any: []string{"满减"}, Lang: "ZH-cn"},
	})
	require.NoError(t, err)
	for _, c := range []struct{ text, rule string }{
		{"Where is my ORDER", "track"},
		{"I want my money  back", "refund"},
		{"I don't want my money back", ""},
		{"不要退款", ""},
		{"要退款", "refund"},
		{"退款进度查询", "refund-status"}, // covers more
		{"the order has no invoice", "invoice"},
		{"invoice please", ""},
		{"how to pay", "pay"},
		{"pay my money back", "refund"}, // higher priority
		{"I paid", ""},                  // whole words
		{"vip 12 wants money back", "vip"},
		{"ＶＩＰ１２", "vip"}, // full width
		{"Ich will mein Geld zurück, bitte", "german"},
		{"geld", ""}, // not told to be German
		{"please tell me a joke", "joke"},
		{"我要退貨", "trad"},
		{"换貨", "trad"},
		{"AB1234", "plate"},
		{"给我转 Agent", "mixed"},
		{"it says 1234567890", "number"},
		{"money, back", ""}, // two clauses
		{"怎么申请保修？", "wide"},
		{"怎么申请保修?", "wide"},
		{"怎么申请保修", ""},
		{"(急)", "wide"},
		{"几折?", "escaped"},
		{"几", ""},
		{"满减怎么算", "tag"},
		{"", ""},
	} {
		got, err := rules.Classify(t.Context(), intent.Input{Text: c.text})
		require.NoError(t, err)
		assert.Equal(t, c.rule, got.Rule, c.text)
		assert.Equal(t, c.rule != "" && c.rule != "joke", got.Decision == intent.Confident, c.text)
	}
	assert.Equal(t, []string{"vip", "refund", "pay"}, rules.Matches(intent.Input{Text: "vip 12: pay me, money back"}))
	got, err := rules.Classify(t.Context(), intent.Input{Text: "geld", Locale: "de-AT"})
	require.NoError(t, err)
	assert.Empty(t, got.Rule, "the words tell more than the locale")
}

func TestRulesNameEveryFault(t *testing.T) {
	_, err := intent.NewRules([]intent.Rule{
		{Label: "a", Any: []string{"x"}},
		{ID: "b", Any: []string{"!!"}},
		{ID: "b", Label: "b", Expr: "("},
		{ID: "c", Label: "c", Expr: "x*"},
		{ID: "d", Label: "d", None: []string{"x"}},
		{ID: "f", Label: "f", Phrases: []string{"no.", "yes, please"}},
		{ID: "e", Label: "e", Expr: strings.Repeat("a", 1001)},
	})
	require.ErrorIs(t, err, intent.ErrInvalid)
	for _, fault := range []string{
		"rules[0].id is empty", "rules[1].label is empty", "rules[1].any[0] has no word", "rules[2].id is there twice", "rules[2].expr is no regular expression",
		"rules[3].expr matches the empty text", "rules[4].expr is empty, and so are phrases, all and any", "rules[6].expr is longer than 1000 bytes",
		"rules[5].phrases[1] has more than one clause",
	} {
		assert.ErrorContains(t, err, fault)
	}
}

// Whatever the fixed text is that a rule is looked up by, it is found exactly
// where the expression alone would be found.
func FuzzRuleExpr(f *testing.F) {
	f.Add("(refund|return)s? (my|the) order", "Return the order")
	f.Add("[ab]c{2,3}|退[款货]", "退貨")
	f.Add("(?i:K)elvin|ſ", "KELVIN s")
	f.Fuzz(func(t *testing.T, expr, message string) {
		plain, err := intent.NewRules([]intent.Rule{{ID: "r", Label: "l", Expr: expr}})
		if err != nil || len(message) > 500 {
			return
		}
		slow, err := intent.NewRules([]intent.Rule{{ID: "r", Label: "l", Expr: "(?:" + expr + ")|\\x{10ffff}{3}[\\x{10fffe}-\\x{10ffff}]"}})
		if err != nil {
			return
		}
		in := intent.Input{Text: message}
		if a, b := plain.Matches(in), slow.Matches(in); len(a) != len(b) {
			t.Fatalf("%q %q: %v %v", expr, message, a, b)
		}
	})
}

func BenchmarkRules(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		var rules []intent.Rule
		for i := range n {
			rules = append(rules, intent.Rule{ID: fmt.Sprint(i), Label: "l", Expr: fmt.Sprintf(`product%d\s+(is|was) broken`, i)})
			if i%2 == 0 {
				rules[i].Expr, rules[i].Phrases = "", []string{fmt.Sprintf("model x%d", i), fmt.Sprintf("型号%d", i)}
			}
		}
		set, err := intent.NewRules(rules)
		if err != nil {
			b.Fatal(err)
		}
		in := intent.Input{Text: "Hello, the product77 was broken when it arrived, and the model x78 too, can you send a new one?"}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got, _ := set.Classify(b.Context(), in); got.Rule == "" {
					b.Fatal("no rule")
				}
			}
		})
	}
}
