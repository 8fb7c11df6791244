package intent_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

func shopModel(t testing.TB, opts *intent.TrainOptions) *intent.Model {
	m, err := intent.Train(t.Context(), smallShop("en", "zh"), opts)
	require.NoError(t, err)
	return m
}

func TestExplain(t *testing.T) {
	m := shopModel(t, nil)
	in := intent.Input{Text: "Zorkly, when will I get my REFUND please?"}
	e, err := m.Explain(t.Context(), in)
	require.NoError(t, err)
	plain, err := m.Classify(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, plain, e.Result)
	require.NotEmpty(t, e.For)
	assert.Equal(t, "REFUND", e.For[0].Text)
	for _, list := range [][]intent.Evidence{e.For, e.Against, e.Strange} {
		for _, x := range list {
			assert.Equal(t, x.Text, in.Text[x.Start:x.End])
		}
	}
	for _, x := range e.For {
		assert.Positive(t, x.Weight)
	}
	for _, x := range e.Against {
		assert.Negative(t, x.Weight)
	}
	require.Len(t, e.Strange, 1)
	assert.Equal(t, "Zorkly", e.Strange[0].Text)
	assert.Greater(t, e.Known, 0.5)
	assert.Less(t, e.Known, 1.0)
	require.Len(t, e.Nearest, 5)
	assert.Equal(t, "when will I get my refund", e.Nearest[0].Example.Text)
	assert.Greater(t, e.Nearest[0].Likeness, e.Nearest[1].Likeness)
	assert.LessOrEqual(t, e.Nearest[0].Likeness, 1.0)
	said := e.String()
	for _, want := range []string{"confident: refund ", `for "REFUND" +`, `nearest "when will I get my refund" (refund, 0.`} {
		assert.Contains(t, said, want)
	}
	_, err = json.Marshal(e)
	require.NoError(t, err)
}

func TestExplainSpeaksOfTheRunnerUp(t *testing.T) {
	e, err := shopModel(t, nil).Explain(t.Context(), intent.Input{Text: "refund my invoice"})
	require.NoError(t, err)
	words := func(list []intent.Evidence) (all []string) {
		for _, x := range list {
			all = append(all, x.Text)
		}
		return all
	}
	first, second := e.Result.Predictions[0].Label, e.Result.Predictions[1].Label
	assert.ElementsMatch(t, []string{"invoice", "refund"}, []string{first, second})
	assert.Contains(t, words(e.For), first)
	assert.Contains(t, words(e.Against), second)
}

func TestExplainSaysWhyNotConfident(t *testing.T) {
	for name, c := range map[string]struct {
		text       string
		thresholds intent.Thresholds
		want       intent.Doubt
		says       string
	}{
		"confident":      {"my refund please", intent.Thresholds{}, "", "confident: refund"},
		"nothing":        {"", intent.Thresholds{}, intent.NothingToRead, "unknown; novelty 1.00; nothing to read"},
		"novel":          {"jdkjfkd", intent.Thresholds{}, intent.TooNovel, "too novel: from 0.50"},
		"nothing likely": {"jdkjfkd", intent.Thresholds{Novelty: -1, Likely: 0.9}, intent.NothingLikely, "nothing likely"},
		"label":          {"my refund please", intent.Thresholds{Labels: map[string]float64{"refund": 1}}, intent.TooUnsure, "too unsure: needs 1.00"},
		"unsure":         {"my refund please", intent.Thresholds{Confident: 1}, intent.TooUnsure, "too unsure: needs 1.00"},
		"close":          {"my refund please", intent.Thresholds{Margin: 1}, intent.TooClose, "too close: needs a margin of 1.00"},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := shopModel(t, &intent.TrainOptions{Thresholds: c.thresholds}).Explain(t.Context(), intent.Input{Text: c.text})
			require.NoError(t, err)
			assert.Equal(t, c.want, e.Doubt, e)
			assert.Contains(t, e.String(), c.says)
			assert.Equal(t, c.want == "", e.Result.Decision == intent.Confident)
		})
	}
}

func TestExplainStrangeMessage(t *testing.T) {
	e, err := shopModel(t, nil).Explain(t.Context(), intent.Input{Text: "ᚠᚢᚦ ᚨᚱᚲ"})
	require.NoError(t, err)
	assert.Empty(t, e.Nearest, "nothing is like it")
	assert.Len(t, e.Strange, 2)
	assert.Zero(t, e.Known)
}

func TestExplainEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := shopModel(t, nil).Explain(ctx, intent.Input{Text: "refund"})
	require.ErrorIs(t, err, context.Canceled)
}

func TestExplainLongAndBrokenText(t *testing.T) {
	m := shopModel(t, nil)
	for _, s := range []string{strings.Repeat("refund 退款 ", 100000), "\xff\xfe refund \x00℃", strings.Repeat("退", 2000)} {
		_, err := m.Explain(t.Context(), intent.Input{Text: s})
		require.NoError(t, err)
	}
}

func TestPrior(t *testing.T) {
	m := shopModel(t, nil)
	ask := func(prior map[string]float64) (map[string]float64, intent.Result) {
		r, err := m.Classify(t.Context(), intent.Input{Text: "refund my invoice", Prior: prior})
		require.NoError(t, err)
		by := map[string]float64{}
		for _, p := range r.Predictions {
			by[p.Label] = p.Confidence
		}
		return by, r
	}
	plain, r := ask(nil)
	odds := func(by map[string]float64) float64 { return by["invoice"] / by["refund"] }
	twice, r2 := ask(map[string]float64{"invoice": 2})
	assert.InEpsilon(t, 2, odds(twice)/odds(plain), 1e-3)
	assert.InDelta(t, r.Novelty, r2.Novelty, 1e-12, "novelty is as without")
	for name, c := range map[string]struct {
		factor, want float64
	}{"far too likely": {1e9, 4}, "impossible": {0, 0.25}} {
		got, _ := ask(map[string]float64{"invoice": c.factor, "no such label": 3})
		assert.InEpsilon(t, c.want, odds(got)/odds(plain), 1e-3, name)
	}
	e, err := m.Explain(t.Context(), intent.Input{Text: "refund my invoice", Prior: map[string]float64{"invoice": 8, "other": 2}})
	require.NoError(t, err)
	assert.Equal(t, []intent.AppliedPrior{{Label: "invoice", Asked: 8, Applied: 4}}, e.Priors)

	for _, bad := range []float64{-1, nan()} {
		_, err := m.Classify(t.Context(), intent.Input{Text: "refund", Prior: map[string]float64{"invoice": bad}})
		require.ErrorIs(t, err, intent.ErrInvalid)
	}
}

func nan() float64 { zero := 0.0; return zero / zero }
