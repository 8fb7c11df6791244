package intent_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

func TestDecide(t *testing.T) {
	two := func(a, b float64) []intent.Prediction { return []intent.Prediction{p("a", a), p("b", b)} }
	for name, c := range map[string]struct {
		thresholds  intent.Thresholds
		predictions []intent.Prediction
		novelty     float64
		want        intent.Decision
		doubt       intent.Doubt
	}{
		"confident":               {intent.Thresholds{}, two(0.7, 0.2), 0.1, intent.Confident, ""},
		"one prediction":          {intent.Thresholds{}, []intent.Prediction{p("a", 0.7)}, 0, intent.Confident, ""},
		"none":                    {intent.Thresholds{}, nil, 0, intent.Unknown, intent.NothingToRead},
		"novel":                   {intent.Thresholds{}, two(0.9, 0), 0.5, intent.Unknown, intent.TooNovel},
		"novelty out of use":      {intent.Thresholds{Novelty: -1}, two(0.9, 0), 1, intent.Confident, ""},
		"nothing likely":          {intent.Thresholds{}, two(0.05, 0.04), 0, intent.Unknown, intent.NothingLikely},
		"three together likely":   {intent.Thresholds{}, []intent.Prediction{p("a", 0.04), p("b", 0.03), p("c", 0.03), p("d", 0.03)}, 0, intent.Ambiguous, intent.TooUnsure},
		"unsure":                  {intent.Thresholds{}, two(0.69, 0.1), 0, intent.Ambiguous, intent.TooUnsure},
		"a label of less":         {intent.Thresholds{Labels: map[string]float64{"a": 0.5}}, two(0.5, 0.1), 0, intent.Confident, ""},
		"a label of more":         {intent.Thresholds{Labels: map[string]float64{"a": 0.9}}, two(0.8, 0.1), 0, intent.Ambiguous, intent.TooUnsure},
		"close":                   {intent.Thresholds{Confident: 0.4}, two(0.55, 0.4), 0, intent.Ambiguous, intent.TooClose},
		"a margin out of use":     {intent.Thresholds{Confident: 0.4, Margin: -1}, two(0.5, 0.5), 0, intent.Confident, ""},
		"confidence out of use":   {intent.Thresholds{Confident: -1}, two(0.3, 0.05), 0, intent.Confident, ""},
		"likeliness out of use":   {intent.Thresholds{Likely: -1}, two(0.001, 0), 0, intent.Ambiguous, intent.TooUnsure},
		"another margin":          {intent.Thresholds{Margin: 0.8}, two(0.75, 0), 0, intent.Ambiguous, intent.TooClose},
		"another novelty":         {intent.Thresholds{Novelty: 0.9}, two(0.75, 0), 0.89, intent.Confident, ""},
		"another least for three": {intent.Thresholds{Likely: 0.9}, two(0.75, 0.1), 0, intent.Unknown, intent.NothingLikely},
	} {
		t.Run(name, func(t *testing.T) {
			got, doubt := c.thresholds.Decide(c.predictions, c.novelty)
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.doubt, doubt)
		})
	}
}

func TestThresholdsAreChecked(t *testing.T) {
	for field, thresholds := range map[string]intent.Thresholds{
		"thresholds.confident": {Confident: 1.1}, "thresholds.margin": {Margin: math.NaN()}, "thresholds.novelty": {Novelty: 70},
		"thresholds.likely": {Likely: math.Inf(1)}, "thresholds.labels": {Labels: map[string]float64{"a": 2}},
	} {
		_, err := intent.Train(t.Context(), smallShop("en"), &intent.TrainOptions{Thresholds: thresholds})
		var fault *intent.FieldError
		require.ErrorAs(t, err, &fault)
		assert.Equal(t, field, fault.Field)
	}
}

func TestThresholdsAreKeptWithTheModel(t *testing.T) {
	asked := intent.Thresholds{Confident: 0.5, Novelty: -1, Labels: map[string]float64{"refund": 0.25}}
	m := shopModel(t, &intent.TrainOptions{Thresholds: asked})
	want := intent.Thresholds{Confident: 0.5, Margin: float64(float32(0.2)), Novelty: -1, Likely: float64(float32(0.1)), Labels: map[string]float64{"refund": 0.25}}
	assert.Equal(t, want, m.Thresholds())
	assert.Equal(t, map[string]float64{"refund": 0.25}, asked.Labels)
	m.Thresholds().Labels["refund"] = 1
	assert.Equal(t, want, m.Thresholds(), "a model does not change")
	data, err := m.MarshalBinary()
	require.NoError(t, err)
	back, err := intent.UnmarshalModel(data)
	require.NoError(t, err)
	assert.Equal(t, want, back.Thresholds())
	for _, e := range smallShop("en") {
		a, err := m.Classify(t.Context(), intent.Input{Text: e.Text + " zork"})
		require.NoError(t, err)
		b, err := back.Classify(t.Context(), intent.Input{Text: e.Text + " zork"})
		require.NoError(t, err)
		assert.Equal(t, a, b, "to the last bit")
	}
}

// lively returns messages of the shop that it was not trained on: right, hard,
// and out of scope.
func lively() (list []intent.Example) {
	list = append(list, ex("refund", "refund me", "money back now", "I want a refund today", "give back my money", "refund order 12", "is a refund possible", "退我钱", "我想退款", "怎么申请退款", "能退货吗")...)
	list = append(list, ex("tracking", "where is it", "track order", "has it shipped", "package late", "when does my parcel arrive", "shipping?", "快递呢", "发货了吗", "物流到哪了", "包裹在哪")...)
	list = append(list, ex("invoice", "invoice", "need a receipt", "email me the invoice", "download the invoice", "is there a tax receipt", "发票呢", "开一张发票", "电子发票", "发票抬头", "补发票")...)
	return append(list, ex(intent.OutOfScope, "what is your name", "tell me a joke", "how tall is the tower", "do you like my shoes", "I am bored", "今天天气怎么样", "你叫什么名字", "讲个笑话", "我好无聊", "你几岁")...)
}

func TestCalibrate(t *testing.T) {
	m := shopModel(t, nil)
	c, err := m.Calibrate(t.Context(), lively(), nil)
	require.NoError(t, err)
	assert.NotEqual(t, m.Version(), c.Version())
	before, err := intent.Evaluate(t.Context(), m, lively())
	require.NoError(t, err)
	after, err := intent.Evaluate(t.Context(), c, lively())
	require.NoError(t, err)
	assert.InDelta(t, before.TopAccuracy, after.TopAccuracy, 1e-12, "the same predictions")
	assert.GreaterOrEqual(t, after.Accuracy, before.Accuracy, "rejected where that is right most often")
	assert.GreaterOrEqual(t, after.ConfidentPrecision, 0.95)
	assert.Less(t, after.ECE, before.ECE)

	assert.NotEqual(t, m.Thresholds().Novelty, c.Thresholds().Novelty)
	novelty := 0.0
	for _, e := range lively() {
		r, err := c.Classify(t.Context(), intent.Input{Text: e.Text})
		require.NoError(t, err)
		novelty += r.Novelty / float64(len(lively()))
	}
	assert.InDelta(t, 0.25, novelty, 0.05, "as many as are out of scope")

	again, err := m.Calibrate(t.Context(), lively(), nil)
	require.NoError(t, err)
	assert.Equal(t, c.Version(), again.Version(), "deterministic")
	data, err := c.MarshalBinary()
	require.NoError(t, err)
	back, err := intent.UnmarshalModel(data)
	require.NoError(t, err)
	assert.Equal(t, c.Thresholds(), back.Thresholds())
}

func TestCalibrateFindsThresholdsOfLabels(t *testing.T) {
	m := shopModel(t, nil)
	var dev []intent.Example
	for i := range 60 { // what the model takes for refund is something else every other time
		dev = append(dev, intent.Example{Text: fmt.Sprintf("refund please %d", i), Label: []string{"refund", "invoice"}[i%2]},
			intent.Example{Text: fmt.Sprintf("where is my parcel %d", i), Label: "tracking"})
	}
	c, err := m.Calibrate(t.Context(), dev, &intent.CalibrateOptions{Precision: 0.9, MinExamples: 50})
	require.NoError(t, err)
	labels := c.Thresholds().Labels
	assert.Len(t, labels, 2)
	assert.Greater(t, labels["refund"], 0.9)
	assert.Less(t, labels["tracking"], 0.9)
	e, err := intent.Evaluate(t.Context(), c, dev)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, e.ConfidentPrecision, 0.9)
	assert.Equal(t, m.Thresholds().Novelty, c.Thresholds().Novelty, "nothing is known of what is out of scope")

	none, err := m.Calibrate(t.Context(), dev, &intent.CalibrateOptions{Precision: 0.9, MinExamples: 61})
	require.NoError(t, err)
	assert.Empty(t, none.Thresholds().Labels)
}

func TestCalibrateRefuses(t *testing.T) {
	m := shopModel(t, nil)
	for name, c := range map[string]struct {
		dev  []intent.Example
		opts intent.CalibrateOptions
	}{
		"no examples":   {nil, intent.CalibrateOptions{}},
		"no label":      {ex("", "text"), intent.CalibrateOptions{}},
		"precision":     {lively(), intent.CalibrateOptions{Precision: 1}},
		"not a number":  {lively(), intent.CalibrateOptions{Precision: math.NaN()}},
		"no examples 2": {lively(), intent.CalibrateOptions{MinExamples: -1}},
	} {
		_, err := m.Calibrate(t.Context(), c.dev, &c.opts)
		require.ErrorIs(t, err, intent.ErrInvalid, name)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := m.Calibrate(ctx, lively(), nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestTaughtOutOfScopeIsRejected(t *testing.T) {
	chat := ex(intent.OutOfScope, "tell me a joke", "what is the weather like", "who are you", "sing a song", "how are you today", "what is your name", "tell me something funny", "are you a robot", "do you like music", "what time is it")
	without, err := intent.Train(t.Context(), smallShop("en"), nil)
	require.NoError(t, err)
	with, err := intent.Train(t.Context(), append(smallShop("en"), chat...), nil)
	require.NoError(t, err)
	assert.Equal(t, without.Labels(), with.Labels())
	for _, s := range []string{"tell me a funny joke", "sing me a song", "are you funny"} {
		a, err := without.Classify(t.Context(), intent.Input{Text: s})
		require.NoError(t, err)
		b, err := with.Classify(t.Context(), intent.Input{Text: s})
		require.NoError(t, err)
		assert.NotEqual(t, intent.Confident, b.Decision, s)
		t.Logf("%s: novelty %.3f, %.3f before", s, b.Novelty, a.Novelty)
		assert.Greater(t, b.Novelty, a.Novelty, s)
	}
}

func TestCrossValidate(t *testing.T) {
	examples := append(smallShop("en", "zh"), ex(intent.OutOfScope, "tell me a joke", "what is the weather like", "who are you", "sing a song")...)
	e, err := intent.CrossValidate(t.Context(), examples, 4, nil)
	require.NoError(t, err)
	assert.Equal(t, len(examples), e.N)
	assert.Greater(t, e.TopAccuracy, 0.5)
	assert.Less(t, e.TopAccuracy, 1.0, "no example is seen by the model that reads it")
	require.NotNil(t, e.OutOfScope)
	assert.Equal(t, 4, e.OutOfScope.N)
	for i := 1; i < len(e.Errors); i++ {
		assert.Less(t, e.Errors[i-1].Example, e.Errors[i].Example, "places are those among all examples")
	}
	again, err := intent.CrossValidate(t.Context(), examples, 4, nil)
	require.NoError(t, err)
	assert.Equal(t, e, again)

	for _, folds := range []int{0, 1, len(examples) + 1} {
		_, err := intent.CrossValidate(t.Context(), examples, folds, nil)
		require.ErrorIs(t, err, intent.ErrInvalid)
	}
	_, err = intent.CrossValidate(t.Context(), append(examples, intent.Example{Label: "a"}), 2, nil)
	var fault *intent.ExampleError
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, len(examples), fault.Index)
}
