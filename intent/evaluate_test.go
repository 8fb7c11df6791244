package intent_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// script is a classifier that answers known texts with known results.
type script map[string]intent.Result

// Classify returns the result of the text.
func (s script) Classify(_ context.Context, in intent.Input) (intent.Result, error) {
	return s[in.Text], nil
}

func answered(d intent.Decision, novelty float64, predictions ...intent.Prediction) intent.Result {
	return intent.Result{Decision: d, Novelty: novelty, Predictions: predictions}
}

func p(label string, confidence float64) intent.Prediction {
	return intent.Prediction{Label: label, Confidence: confidence}
}

var scripted = script{
	"a1":   answered(intent.Confident, 0.1, p("a", 0.9)),
	"a2":   answered(intent.Ambiguous, 0.2, p("b", 0.45), p("a", 0.35)),
	"a3":   answered(intent.Unknown, 0.5, p("a", 0.35)),
	"b1":   answered(intent.Confident, 0.1, p("b", 0.95)),
	"b2":   answered(intent.Ambiguous, 0.3, p("b", 0.5), p("a", 0.4)),
	"none": answered(intent.Unknown, 0.9, p("b", 0.05)),
	"odd":  answered(intent.Confident, 0.2, p("a", 0.75)),
	"host": answered(intent.Confident, 0.2, p("oos:chat", 0.8)), // a host's model may have the label
}

var scriptedExamples = []intent.Example{
	{Text: "a1", Label: "a"},
	{Text: "a2", Label: "a"},
	{Text: "a3", Label: "a"},
	{Text: "b1", Label: "b"},
	{Text: "b2", Label: "b"},
	{Text: "none", Label: "oos"},
	{Text: "odd", Label: "oos:weather"},
	{Text: "host", Label: "oos"},
}

func TestEvaluate(t *testing.T) {
	e, err := intent.Evaluate(t.Context(), scripted, scriptedExamples)
	require.NoError(t, err)
	assert.Equal(t, 8, e.N)
	assert.Equal(t, 5, e.InScope)
	assert.InDelta(t, 5./8, e.Accuracy, 1e-12)
	assert.InDelta(t, 3./5, e.InScopeAccuracy, 1e-12, "a rejected message is a wrong answer")
	assert.InDelta(t, 4./5, e.TopAccuracy, 1e-12, "whatever was decided")
	assert.InDelta(t, 1, e.TopFive, 1e-12)
	assert.InDelta(t, 4./8, e.Confident, 1e-12)
	assert.InDelta(t, 3./4, e.ConfidentPrecision, 1e-12)
	assert.InDelta(t, 2./8, e.Ambiguous, 1e-12)
	assert.InDelta(t, 1, e.AmbiguousHit, 1e-12)
	assert.InDelta(t, 2./8, e.Unknown, 1e-12)
	assert.InDelta(t, 2*3./(5+5), e.MicroF1, 1e-12, "five answers that are no rejections")
	assert.Equal(t, []intent.LabelScore{
		{Label: "a", Support: 3, Answered: 2, Right: 1, Precision: 0.5, Recall: 1. / 3, F1: 0.4},
		{Label: "b", Support: 2, Answered: 3, Right: 2, Precision: 2. / 3, Recall: 1, F1: 0.8},
		{Label: "oos", Support: 3, Answered: 3, Right: 2, Precision: 2. / 3, Recall: 2. / 3, F1: 2. / 3},
	}, e.Labels)
	assert.InDelta(t, (0.4+0.8+2./3)/3, e.MacroF1, 1e-12)
	assert.Equal(t, e.Labels[1], e.Label("b"))
	assert.Equal(t, intent.LabelScore{Label: "c"}, e.Label("c"))
	assert.Equal(t, []intent.Confusion{{Want: "a", Got: "b", N: 1}, {Want: "a", Got: "oos", N: 1}, {Want: "oos", Got: "a", N: 1}}, e.Confusions)
	assert.Equal(t, []int{1, 2, 6}, []int{e.Errors[0].Example, e.Errors[1].Example, e.Errors[2].Example})
	require.NotNil(t, e.OutOfScope)
	// 15 pairs: none beats all 5; odd and host (0.2) beat 2 and tie with 1 each.
	assert.InDelta(t, (5+2.5+2.5)/15, e.OutOfScope.AUROC, 1e-12)
	assert.InDelta(t, 2./3, e.OutOfScope.Recall, 1e-12)
	assert.InDelta(t, 2./3, e.OutOfScope.Precision, 1e-12)
	// First predictions by bins of 0.1: 0.05 wrong, 0.35 right, 0.45 wrong and
	// 0.5 right are apart, 0.75 and 0.8 wrong, 0.9 and 0.95 right.
	assert.InDelta(t, (0.05+0.65+0.45+0.5+0.75+0.8+0.15)/8, e.ECE, 1e-12)
	assert.Len(t, e.Bins, 10)
	assert.Equal(t, 2, e.Bins[9].N)
}

func TestEvaluateWithoutOutOfScope(t *testing.T) {
	e, err := intent.Evaluate(t.Context(), scripted, scriptedExamples[:5])
	require.NoError(t, err)
	assert.Nil(t, e.OutOfScope)
	assert.InDelta(t, (0.5+0.8)/2, e.MacroF1, 1e-12, "a label that no example has is no row, though it was answered")
}

func TestTopFive(t *testing.T) {
	many := []intent.Prediction{p("b", 0.3), p("c", 0.2), p("d", 0.1), p("e", 0.1), p("f", 0.05), p("a", 0.01)}
	c := script{"sixth": answered(intent.Ambiguous, 0, many...), "fifth": answered(intent.Ambiguous, 0, many[1:]...), "none": answered(intent.Ambiguous, 0, p("b", 1))}
	e, err := intent.Evaluate(t.Context(), c, ex("a", "sixth", "fifth", "none"))
	require.NoError(t, err)
	assert.InDelta(t, 1./3, e.TopFive, 1e-12)
	assert.InDelta(t, 0, e.AmbiguousHit, 1e-12)
}

func TestSweeps(t *testing.T) {
	e, err := intent.Evaluate(t.Context(), scripted, scriptedExamples)
	require.NoError(t, err)
	novelty := e.SweepNovelty()
	require.Len(t, novelty, 21)
	assert.Equal(t, intent.SweepPoint{
		At: 0.4, Answered: 5. / 8, Precision: 3. / 5, Accuracy: 5. / 8, InScopeAccuracy: 3. / 5, Recall: 2. / 3, RejectPrecision: 2. / 3,
	}, novelty[8], "none, a3 and the host's own label are rejected")
	confidence := e.SweepConfidence()
	assert.InDelta(t, 7./8, confidence[0].Answered, 1e-12, "only the host's own label is a rejection at 0")
	assert.InDelta(t, 0, confidence[20].Answered, 1e-12)
}

func TestEvaluationAsText(t *testing.T) {
	e, err := intent.Evaluate(t.Context(), scripted, scriptedExamples)
	require.NoError(t, err)
	said := e.String()
	for _, want := range []string{`(?m)^accuracy +0\.625 `, `(?m)^from 0\.9 +2 +0\.925 +1\.000$`, `(?m)^a +3 +0\.500 +0\.333 +0\.400$`, `(?m)^a +oos +1$`, `(?m)^  AUROC +0\.667 `} {
		assert.Regexp(t, want, said)
	}
	assert.Less(t, indexOf(said, "a "), indexOf(said, "b "), "the weakest label comes first")
	data, err := json.Marshal(e)
	require.NoError(t, err)
	var back intent.Evaluation
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, said, back.String())
}

func indexOf(s, line string) int {
	for i := range s {
		if (i == 0 || s[i-1] == '\n') && len(s) >= i+len(line) && s[i:i+len(line)] == line {
			return i
		}
	}
	return -1
}

func TestEvaluateRefuses(t *testing.T) {
	broken := errors.New("broken")
	result := func(r intent.Result) intent.Classifier {
		return intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) { return r, nil })
	}
	good := []intent.Example{{Text: "fine", Label: "a"}}
	for name, c := range map[string]struct {
		classifier intent.Classifier
		examples   []intent.Example
		want       error
		says       string
	}{
		"no classifier":      {nil, good, intent.ErrInvalid, "classifier is missing"},
		"no examples":        {scripted, nil, intent.ErrInvalid, "examples are missing"},
		"no label":           {scripted, append(good, intent.Example{Text: "secret"}), intent.ErrInvalid, "example 1 has no label"},
		"confidence above 1": {result(answered(intent.Confident, 0, p("a", 1.1))), good, intent.ErrInvalid, "confidence"},
		"novelty not number": {result(answered(intent.Confident, math.NaN())), good, intent.ErrInvalid, "novelty"},
		"error": {intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) {
			return intent.Result{}, broken
		}), good, broken, "example 0"},
		"panic": {intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) {
			panic("secret")
		}), good, nil, "the classifier panicked"},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := intent.Evaluate(t.Context(), c.classifier, c.examples)
			assert.Nil(t, e)
			require.Error(t, err)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
			}
			assert.Contains(t, err.Error(), c.says)
			assert.NotContains(t, err.Error(), "secret")
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := intent.Evaluate(ctx, scripted, good)
	require.ErrorIs(t, err, context.Canceled)
}
