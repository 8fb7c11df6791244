package intent_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// shop is a small set in two languages.
var shop = []intent.Example{
	{Text: "where is my parcel", Label: "track"},
	{Text: "has my order been shipped yet", Label: "track"},
	{Text: "track my package please", Label: "track"},
	{Text: "我的快递到哪里了", Label: "track"},
	{Text: "什么时候发货", Label: "track"},
	{Text: "I want my money back", Label: "refund"},
	{Text: "please refund my order", Label: "refund"},
	{Text: "how do I return this and get a refund", Label: "refund"},
	{Text: "我要退款", Label: "refund"},
	{Text: "怎么退货退钱", Label: "refund"},
	{Text: "can I get an invoice", Label: "invoice"},
	{Text: "send me the receipt for my purchase", Label: "invoice"},
	{Text: "怎么开发票", Label: "invoice"},
	{Text: "tell me a joke", Label: "oos"},
	{Text: "今天天气怎么样", Label: "oos:chat"},
}

func train(t testing.TB, examples []intent.Example, opts *intent.TrainOptions) *intent.Model {
	m, err := intent.Train(t.Context(), examples, opts)
	require.NoError(t, err)
	return m
}

func classify(t testing.TB, m *intent.Model, text string) intent.Result {
	r, err := m.Classify(t.Context(), intent.Input{Text: text})
	require.NoError(t, err)
	return r
}

func TestClassifyTellsIntents(t *testing.T) {
	m := train(t, shop, &intent.TrainOptions{Categories: map[string]string{"refund": "after_sales/refund"}})
	require.Equal(t, []string{"invoice", "refund", "track"}, m.Labels())
	for text, want := range map[string]string{
		"is my parcel shipped": "track",
		"REFUND please!":       "refund",
		"ｒｅｆｕｎｄ":               "refund",
		"我想退款":                 "refund",
		"請問怎麼開發票":              "invoice",
		"我要 refund 我的 order":   "refund",
	} {
		r := classify(t, m, text)
		require.Equal(t, want, r.Top().Label, text)
		require.Equal(t, m.Version(), r.Model)
		require.LessOrEqual(t, len(r.Predictions), 5)
	}
	require.Equal(t, "after_sales/refund", classify(t, m, "refund").Top().Category)
	nothing := classify(t, m, " \x00\xff…")
	require.Empty(t, nothing.Predictions)
	require.Equal(t, intent.Unknown, nothing.Decision)
}

func TestTrainRefusesWhatCannotBeLearned(t *testing.T) {
	long := strings.Repeat("a ", 1<<19) + "b"
	for name, c := range map[string]struct {
		examples []intent.Example
		index    int
	}{
		"none":      {nil, -1},
		"one label": {[]intent.Example{{Text: "a", Label: "x"}, {Text: "b", Label: "x"}, {Text: "c", Label: "oos"}}, -1},
		"no text":   {[]intent.Example{{Text: "a", Label: "x"}, {Text: " \n", Label: "y"}}, 1},
		"no label":  {[]intent.Example{{Text: "a"}, {Text: "b", Label: "y"}}, 0},
		"blank":     {[]intent.Example{{Text: "a", Label: "x"}, {Text: "b", Label: " "}}, 1},
		"one ID":    {[]intent.Example{{ID: "1", Text: "a", Label: "x"}, {Text: "b", Label: "y"}, {ID: "1", Text: "c", Label: "x"}}, 2},
		"unread":    {[]intent.Example{{Text: "???", Label: "x"}, {Text: "!!!", Label: "y"}}, -1},
		"one read":  {[]intent.Example{{Text: "???", Label: "x"}, {Text: "hello", Label: "y"}}, -1},
		"one text":  {[]intent.Example{{Text: "hello", Label: "x"}, {Text: "Hello!", Label: "y"}}, -1},
		"many":      {manyLabels(2001), -1},
		"too long":  {[]intent.Example{{Text: "a", Label: "x"}, {Text: long, Label: "y"}}, 1},
	} {
		_, err := intent.Train(t.Context(), c.examples, nil)
		require.ErrorIs(t, err, intent.ErrInvalid, name)
		if c.index < 0 {
			var fault *intent.FieldError
			require.ErrorAs(t, err, &fault, name)
		}
		var bad *intent.ExampleError
		if c.index >= 0 {
			require.ErrorAs(t, err, &bad, name)
			require.Equal(t, c.index, bad.Index, name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := intent.Train(ctx, shop, &intent.TrainOptions{Progress: func(intent.Progress) { cancel() }})
	require.ErrorIs(t, err, context.Canceled)
}

// manyLabels returns an example for each of n labels.
func manyLabels(n int) (examples []intent.Example) {
	for i := range n {
		examples = append(examples, intent.Example{Text: fmt.Sprint("about ", i), Label: fmt.Sprint(i)})
	}
	return examples
}

// Words that no example has tell something by the names of labels and by what
// they mean.
func TestWordsOfNoExample(t *testing.T) {
	m := train(t, []intent.Example{
		{Text: "it should be here by now", Label: "card_arrival"},
		{Text: "order a cab now", Label: "b"},
		{Text: "order a suitcase now", Label: "c"},
	}, nil)
	for text, want := range map[string]string{
		"the arrival of a card": "card_arrival", // its name
		"order a taxi now":      "b",            // which is what a cab is
		"order luggage now":     "c",
	} {
		require.Equal(t, want, classify(t, m, text).Top().Label, text)
	}
}

// Only the first 4 KB of a message are read.
func TestLongMessagesAreReadToALimit(t *testing.T) {
	m := train(t, shop, nil)
	far := strings.Repeat("refund ", 600) + strings.Repeat("parcel ", 100000)
	r := classify(t, m, far)
	require.Equal(t, "refund", r.Top().Label)
	r.Language = ""
	near := classify(t, m, strings.Repeat("refund ", 600))
	near.Language = ""
	require.Equal(t, near, r)
}

func TestProgressGrowsToOneAndIsContained(t *testing.T) {
	var done []float64
	train(t, shop, &intent.TrainOptions{Progress: func(p intent.Progress) { done = append(done, p.Done) }})
	require.True(t, slices.IsSorted(done))
	require.Positive(t, done[0])
	require.Equal(t, 1.0, done[len(done)-1])

	_, err := intent.Train(t.Context(), shop, &intent.TrainOptions{Progress: func(intent.Progress) { panic("host") }})
	require.ErrorIs(t, err, intent.ErrInvalid)
	_, err = intent.Train(t.Context(), shop, &intent.TrainOptions{HalfLife: -1})
	require.ErrorIs(t, err, intent.ErrInvalid)
}

func TestTrainIsDeterministic(t *testing.T) {
	first, err := train(t, shop, &intent.TrainOptions{Seed: 7}).MarshalBinary()
	require.NoError(t, err)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	again, err := train(t, shop, &intent.TrainOptions{Seed: 7}).MarshalBinary()
	require.NoError(t, err)
	require.True(t, bytes.Equal(first, again))
}

func TestOldExamplesCountLess(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	old := now.AddDate(-5, 0, 0)
	examples := []intent.Example{
		{Text: "activate gold plan", Label: "sales", At: old},
		{Text: "activate gold plan", Label: "support", At: now},
		{Text: "buy", Label: "sales"},
		{Text: "broken", Label: "support"},
	}
	m := train(t, examples, &intent.TrainOptions{HalfLife: 30 * 24 * time.Hour})
	require.Equal(t, "support", classify(t, m, "activate gold plan").Top().Label)
	examples[0].At, examples[1].At = now, old
	m = train(t, examples, &intent.TrainOptions{HalfLife: 30 * 24 * time.Hour})
	require.Equal(t, "sales", classify(t, m, "activate gold plan").Top().Label)
}

func TestBinaryForm(t *testing.T) {
	m := train(t, shop, &intent.TrainOptions{Categories: map[string]string{"track": "orders"}})
	data, err := m.MarshalBinary()
	require.NoError(t, err)
	back, err := intent.UnmarshalModel(data)
	require.NoError(t, err)
	again, err := back.MarshalBinary()
	require.NoError(t, err)
	require.True(t, bytes.Equal(data, again))
	require.Equal(t, m.Version(), back.Version())
	require.Equal(t, classify(t, m, "退款 parcel"), classify(t, back, "退款 parcel"))
	require.Equal(t, slices.Collect(m.Examples()), slices.Collect(back.Examples()))

	for i := range data {
		broken := bytes.Clone(data)
		broken[i] ^= 0x10
		_, err := intent.UnmarshalModel(broken)
		require.Error(t, err, i)
		require.Condition(t, func() bool { return errors.Is(err, intent.ErrDamaged) || errors.Is(err, intent.ErrNewer) }, i)
		if i < 1000 {
			_, err = intent.UnmarshalModel(data[:i])
			require.ErrorIs(t, err, intent.ErrDamaged)
		}
	}
	newer := bytes.Clone(data)
	newer[8]++
	_, err = intent.UnmarshalModel(newer)
	require.ErrorIs(t, err, intent.ErrNewer)
	older := bytes.Clone(data)
	older[8]--
	_, err = intent.UnmarshalModel(older)
	require.ErrorIs(t, err, intent.ErrOlder)
}
