package intent_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// says always returns one prediction.
func says(decision intent.Decision, label string, confidence float64) intent.Classifier {
	return intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) {
		return intent.Result{Decision: decision, Predictions: []intent.Prediction{{Label: label, Confidence: confidence}}}, nil
	})
}

func fails(err error) intent.Classifier {
	return intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) { return intent.Result{}, err })
}

func TestChain(t *testing.T) {
	offline := errors.New("offline")
	panics := intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) { panic("secret") })
	silent := intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) { return intent.Result{}, nil })
	unsorted := intent.ClassifierFunc(func(context.Context, intent.Input) (intent.Result, error) {
		return intent.Result{Decision: intent.Confident, Predictions: []intent.Prediction{{Label: "x", Confidence: 0.1}, {Label: "y", Confidence: 0.2}}}, nil
	})
	rules, err := intent.NewRules([]intent.Rule{{ID: "r", Label: "ruled", Phrases: []string{"magic"}}, {ID: "o", Label: "oos:chat", Phrases: []string{"weather"}}})
	require.NoError(t, err)
	for _, c := range []struct {
		name, text string
		chain      []intent.Classifier
		decision   intent.Decision
		label      string
	}{
		{"first confident", "x", []intent.Classifier{says(intent.Unknown, "a", 0.3), says(intent.Confident, "b", 0.7), says(intent.Confident, "c", 0.9)}, intent.Confident, "b"},
		{"rule first", "magic", []intent.Classifier{rules, says(intent.Confident, "b", 0.7)}, intent.Confident, "ruled"},
		{"no rule", "x", []intent.Classifier{rules, says(intent.Confident, "b", 0.7)}, intent.Confident, "b"},
		{"rule out of scope", "weather", []intent.Classifier{rules, says(intent.Confident, "b", 0.7)}, intent.Unknown, ""},
		{"best ambiguous", "x", []intent.Classifier{says(intent.Ambiguous, "a", 0.4), says(intent.Ambiguous, "b", 0.5), says(intent.Unknown, "c", 0.6)}, intent.Ambiguous, "b"},
		{"earlier of equals", "x", []intent.Classifier{says(intent.Ambiguous, "a", 0.4), says(intent.Ambiguous, "b", 0.4)}, intent.Ambiguous, "a"},
		{"best unknown", "x", []intent.Classifier{silent, says(intent.Unknown, "a", 0.1), says(intent.Unknown, "b", 0.2), silent}, intent.Unknown, "b"},
		{"error", "x", []intent.Classifier{fails(offline), says(intent.Confident, "b", 0.7)}, intent.Confident, "b"},
		{"panic", "x", []intent.Classifier{panics, says(intent.Confident, "b", 0.7)}, intent.Confident, "b"},
		{"out of order", "x", []intent.Classifier{unsorted, says(intent.Confident, "b", 0.7)}, intent.Confident, "b"},
		{"no number", "x", []intent.Classifier{says(intent.Confident, "a", math.NaN()), says(intent.Confident, "b", 0.7)}, intent.Confident, "b"},
		{"confident of nothing", "x", []intent.Classifier{says(intent.Confident, intent.OutOfScope, 0.9), says(intent.Ambiguous, "b", 0.7)}, intent.Ambiguous, "b"},
		{"error after an answer", "x", []intent.Classifier{says(intent.Ambiguous, "b", 0.7), fails(offline)}, intent.Ambiguous, "b"},
	} {
		chain, err := intent.NewChain(c.chain, nil)
		require.NoError(t, err)
		got, err := chain.Classify(t.Context(), intent.Input{Text: c.text})
		require.NoError(t, err, c.name)
		assert.Equal(t, c.decision, got.Decision, c.name)
		assert.Equal(t, c.label, got.Top().Label, c.name)
	}
	var told []error
	chain, err := intent.NewChain([]intent.Classifier{fails(offline), panics}, &intent.ChainOptions{OnError: func(_ context.Context, err error) {
		told = append(told, err)
		panic("in the hook")
	}})
	require.NoError(t, err)
	_, err = chain.Classify(t.Context(), intent.Input{Text: "x"})
	require.ErrorIs(t, err, offline)
	require.ErrorIs(t, err, intent.ErrClassifier)
	assert.NotContains(t, err.Error(), "secret")
	require.Len(t, told, 2)
	var which *intent.ClassifierError
	require.ErrorAs(t, told[1], &which)
	assert.Equal(t, 1, which.Index)

	_, err = intent.NewChain(nil, &intent.ChainOptions{Timeout: -1})
	assert.ErrorContains(t, err, "classifiers are missing")
	require.ErrorContains(t, err, "timeout is negative")
	_, err = intent.NewChain([]intent.Classifier{nil}, nil)
	assert.ErrorContains(t, err, "classifiers[0] is nil")
}

// A classifier that hangs costs its time and nothing more; the caller's own
// deadline ends everything.
func TestChainTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hangs := intent.ClassifierFunc(func(ctx context.Context, _ intent.Input) (intent.Result, error) {
			time.Sleep(time.Minute) // deaf
			return intent.Result{}, ctx.Err()
		})
		chain, err := intent.NewChain([]intent.Classifier{hangs, says(intent.Confident, "b", 0.7)}, &intent.ChainOptions{Timeout: time.Second})
		require.NoError(t, err)
		start := time.Now()
		got, err := chain.Classify(t.Context(), intent.Input{Text: "x"})
		require.NoError(t, err)
		assert.Equal(t, "b", got.Label())
		assert.Equal(t, time.Second, time.Since(start))
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, err = chain.Classify(ctx, intent.Input{Text: "x"})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		time.Sleep(2 * time.Minute) // the deaf ones end
	})
}
