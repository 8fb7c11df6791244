package dialog_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
)

// shown is a question as a table can state it: "what: label=ids | ... | else".
func shownQuestion(q dialog.Question) string {
	s := string(q.By) + q.Fact + ":"
	for _, o := range q.Options {
		s += fmt.Sprintf(" %s=%v", o.Label, o.Candidates)
	}
	if len(q.Else) > 0 {
		s += fmt.Sprintf(" else=%v", q.Else)
	}
	return s
}

func TestNarrow(t *testing.T) {
	phone := func(id, category, colour string, score float64, tags ...string) dialog.Candidate {
		c := dialog.Candidate{ID: id, Text: "Text " + id, Category: category, Score: score, Tags: tags}
		if colour != "" {
			c.Facts = map[string]string{"colour": colour}
		}
		return c
	}
	cases := []struct {
		name string
		in   []dialog.Candidate
		max  int
		want string
	}{
		{"few are the choices themselves", []dialog.Candidate{
			{ID: "b", Text: "Change an address", Score: 0.2},
			{ID: "a", Text: "Track a parcel", Score: 0.7},
		}, 0, "answer: Track a parcel=[a] Change an address=[b]"},
		{"a fact that splits evenly beats a category that hardly does", []dialog.Candidate{
			phone("a", "phones", "red", 1), phone("b", "phones", "red", 1), phone("c", "phones", "blue", 1), phone("d", "phones", "blue", 1),
			phone("e", "phones", "green", 1), phone("f", "tablets", "green", 1),
		}, 3, "factcolour: blue=[c d] green=[e f] red=[a b]"},
		{"what lacks the fact is something else", []dialog.Candidate{
			phone("a", "", "red", 1), phone("b", "", "red", 1), phone("c", "", "blue", 1), phone("d", "", "blue", 1), phone("e", "", "", 1), phone("f", "", "", 1),
		}, 2, "factcolour: blue=[c d] red=[a b] else=[e f]"},
		{"a category at the level where paths part", []dialog.Candidate{
			phone("a", "shop/after/refund", "", 1), phone("b", "shop/after/repair", "", 1), phone("c", "shop/pre/price", "", 1), phone("d", "shop/pre/stock", "", 1),
		}, 2, "category: after=[a b] pre=[c d]"},
		{"scores weigh", []dialog.Candidate{
			phone("a", "x/m", "", 0.9), phone("b", "x/n", "", 0.9), phone("c", "y", "", 0.01), phone("d", "z", "", 0.01), phone("e", "w", "", 0.01),
		}, 2, "answer: Text a=[a] Text b=[b] else=[c d e]"},
		{"tags overlap, and the customer may mean either", []dialog.Candidate{
			{ID: "a", Tags: []string{"home", "paid"}, Score: 1},
			{ID: "b", Tags: []string{"home", "home", ""}, Score: 1},
			{ID: "c", Tags: []string{"paid"}, Score: 1},
			{ID: "d", Tags: []string{"office"}, Score: 1},
		}, 0, "tag: home=[a b] paid=[a c] office=[d]"},
		{"words of plain texts", []dialog.Candidate{
			{ID: "a", Text: "How do I return my shoes?", Score: 1},
			{ID: "b", Text: "Can I return a gift card?", Score: 1},
			{ID: "c", Text: "How long does an exchange take?", Score: 1},
			{ID: "d", Text: "Where do I exchange my gift?", Score: 1},
		}, 2, "words: exchange=[c d] return=[a b]"},
		{"question words are no choice", []dialog.Candidate{
			{ID: "a", Text: "How alpha", Score: 1},
			{ID: "b", Text: "How beta", Score: 1},
			{ID: "c", Text: "Why gamma", Score: 1},
			{ID: "d", Text: "Why delta", Score: 1},
		}, 2, "words: alpha=[a] delta=[d] else=[b c]"},
		{"phrases do not go across commas", []dialog.Candidate{
			{ID: "a", Text: "Cost, kettle one", Score: 1},
			{ID: "b", Text: "Cost, kettle two", Score: 1},
			{ID: "c", Text: "Price, lamp one", Score: 1},
			{ID: "d", Text: "Price, lamp two", Score: 1},
		}, 2, "words: kettle=[a b] price=[c d]"},
		{"words of Chinese texts", []dialog.Candidate{
			{ID: "a", Text: "如何申请退款", Score: 1},
			{ID: "b", Text: "申请退款多久到账", Score: 1},
			{ID: "c", Text: "如何修改收货地址", Score: 1},
			{ID: "d", Text: "收货地址可以改吗", Score: 1},
		}, 2, "words: 收货地址=[c d] 退款=[a b]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q, ok := dialog.Narrow(c.in, dialog.NarrowOptions{MaxChoices: c.max})
			require.True(t, ok)
			assert.Equal(t, c.want, shownQuestion(q))
			slices.Reverse(c.in)
			again, _ := dialog.Narrow(c.in, dialog.NarrowOptions{MaxChoices: c.max})
			assert.Equal(t, q, again, "whatever the order of the candidates")
		})
	}
}

// TestNarrowHasNothingToAsk: nothing tells these apart.
func TestNarrowHasNothingToAsk(t *testing.T) {
	for name, in := range map[string][]dialog.Candidate{
		"none":           nil,
		"one":            {{ID: "a", Text: "Refund", Score: 1}},
		"one, twice":     {{ID: "a", Text: "Refund", Score: 1}, {ID: "a", Text: "Return", Score: 0.5}},
		"the same text":  {{ID: "a", Text: "Refund"}, {ID: "b", Text: "Refund"}},
		"no text at all": {{ID: "a"}, {ID: "b", Score: math.NaN()}},
	} {
		_, ok := dialog.Narrow(in, dialog.NarrowOptions{})
		assert.False(t, ok, name)
	}
}

func TestNarrowChoices(t *testing.T) {
	q := dialog.Question{Options: []dialog.NarrowOption{{Label: "red", Candidates: []string{"a", "b"}}, {Label: "blue", Candidates: []string{"c"}}}, Else: []string{"d"}}
	assert.Equal(t, []dialog.Choice{{ID: "1", Label: "red"}, {ID: "2", Label: "blue"}, {ID: "0", Label: "都不是"}}, q.Choices("都不是"))
	for choice, want := range map[string][]string{"1": {"a", "b"}, "2": {"c"}, "0": {"d"}} {
		got, ok := q.Remaining(choice)
		assert.True(t, ok)
		assert.Equal(t, want, got)
	}
	for _, choice := range []string{"", "3", "-1", "red"} {
		_, ok := q.Remaining(choice)
		assert.False(t, ok, choice)
	}
	q.Else = nil
	assert.Len(t, q.Choices("none"), 2)
	_, ok := q.Remaining("0")
	assert.False(t, ok)
}

// narrowed asks until the wanted candidate is found and returns how many
// questions it took; each answer must leave fewer.
func narrowed(t require.TestingT, all []dialog.Candidate, wanted string, o dialog.NarrowOptions) (questions int, found bool) {
	for len(all) > 1 {
		q, ok := dialog.Narrow(all, o)
		if !ok {
			return questions, false
		}
		questions++
		limit := o.MaxChoices
		if limit == 0 {
			limit = 5
		}
		require.LessOrEqual(t, len(q.Options), limit)
		require.Positive(t, q.Gain)
		require.LessOrEqual(t, q.Gain, math.Log2(float64(limit+1))+1e-9)
		left := q.Else
		for _, option := range q.Options {
			require.NotEmpty(t, option.Label)
			require.Equal(t, strings.TrimSpace(option.Label), option.Label)
			require.Less(t, len(option.Candidates), len(all))
			if slices.Contains(option.Candidates, wanted) {
				left = option.Candidates
			}
		}
		require.Less(t, len(left), len(all))
		require.Contains(t, left, wanted)
		all = slices.DeleteFunc(slices.Clone(all), func(c dialog.Candidate) bool { return !slices.Contains(left, c.ID) })
	}
	return questions, true
}

// TestNarrowSixteen: how many questions it takes among sixteen, whoever is wanted.
func TestNarrowSixteen(t *testing.T) {
	subjects := []string{"kettle", "lamp", "chair", "desk"}
	matters := []string{"refund", "repair", "delivery", "warranty"}
	for name, make := range map[string]func(i int) dialog.Candidate{
		"attributes": func(i int) dialog.Candidate {
			return dialog.Candidate{Facts: map[string]string{"product": subjects[i%4]}, Category: "home/" + matters[i/4]}
		},
		"words":      func(i int) dialog.Candidate { return dialog.Candidate{Text: matters[i/4] + " of a " + subjects[i%4]} },
		"only texts": func(i int) dialog.Candidate { return dialog.Candidate{Text: fmt.Sprintf("unique%c", 'a'+i)} },
	} {
		var all []dialog.Candidate
		for i := range 16 {
			c := make(i)
			c.ID, c.Score = fmt.Sprint(i), 1
			if c.Text == "" {
				c.Text = "An answer numbered " + c.ID
			}
			all = append(all, c)
		}
		sum, most := 0, 0
		for _, c := range all {
			n, found := narrowed(t, all, c.ID, dialog.NarrowOptions{})
			require.True(t, found)
			sum, most = sum+n, max(most, n)
		}
		t.Logf("%s: %.2f questions, at most %d", name, float64(sum)/16, most)
		assert.LessOrEqual(t, most, map[string]int{"attributes": 2, "words": 2, "only texts": 3}[name], name)
	}
}

// TestNarrowAlwaysSplits: whatever the candidates are like, every answer leaves
// fewer and the wanted one among them, and texts that differ are always told apart.
func TestNarrowAlwaysSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
		var all []dialog.Candidate
		for i := range rapid.IntRange(2, 24).Draw(t, "n") {
			c := dialog.Candidate{
				ID: fmt.Sprint(i), Score: rapid.SampledFrom([]float64{0, 0.1, 0.5, 1, math.Inf(1), math.NaN(), -1}).Draw(t, "score"),
				Text:     fmt.Sprintf("%s %s%s %d", pick("word", "refund", "return", "退款", ""), pick("word", "kettle", "发票", "the"), pick("word", "", "?", "发票抬头"), i),
				Category: pick("category", "", "a", "a/b", "a/c", "d/b", "//"),
			}
			if pick("fact", "yes", "no") == "yes" {
				c.Facts = map[string]string{pick("name", "x", "y"): pick("value", "1", "2", " ")}
			}
			if pick("tag", "yes", "no") == "yes" {
				c.Tags = []string{pick("tag", "s", "t"), pick("tag", "s", "t", "")}
			}
			all = append(all, c)
		}
		wanted := rapid.SampledFrom(all).Draw(t, "wanted").ID
		_, found := narrowed(t, all, wanted, dialog.NarrowOptions{MaxChoices: rapid.IntRange(0, 7).Draw(t, "choices") &^ 1})
		require.True(t, found)
	})
}

func BenchmarkNarrow(b *testing.B) {
	var all []dialog.Candidate
	for i := range 16 {
		all = append(all, dialog.Candidate{ID: fmt.Sprint(i), Score: 1, Text: fmt.Sprintf("How do I return item %c bought in shop %c?", 'a'+i, 'a'+i%3)})
	}
	b.ReportAllocs()
	for b.Loop() {
		dialog.Narrow(all, dialog.NarrowOptions{})
	}
}
