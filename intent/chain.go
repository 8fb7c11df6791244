package intent

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"
)

// ErrClassifier is the kind of every error about a classifier of the host's
// that panicked, or returned what the contract of [Classifier] does not allow.
var ErrClassifier = errors.New("intent: classifier broke its contract")

// ClassifierError says which classifier of a [Chain] failed, and how.
type ClassifierError struct {
	// Index is its place in the chain, from 0.
	Index int
	Err   error
}

// Error returns the place and what went wrong.
func (e *ClassifierError) Error() string {
	return fmt.Sprintf("intent: classifier %d: %v", e.Index, e.Err)
}

// Unwrap returns what went wrong.
func (e *ClassifierError) Unwrap() error { return e.Err }

// ChainOptions are the options of a [Chain].
type ChainOptions struct {
	// Timeout is how long each classifier may take; the next one is asked then. A
	// classifier that ignores its context keeps a goroutine until it returns. The
	// classifiers of this package need no limit and get none. Default: 0, no limit.
	Timeout time.Duration
	// OnError is told of each classifier that failed, with a [ClassifierError], for
	// logs. Default: nil.
	OnError func(ctx context.Context, err error)
}

// Chain asks classifiers one after the other: rules first, then a model, then
// whatever is expensive. The first [Confident] result, or the first from a rule,
// is the answer, and nobody else is asked. Otherwise it is the [Ambiguous]
// result with the likeliest prediction, and among results that are all
// [Unknown] likewise; of equal ones the earlier.
//
// A classifier that returns an error, takes too long, panics or breaks its
// contract is passed over. Only if none has answered is there an error: that of
// each of them, joined. A chain is safe for concurrent use.
type Chain struct {
	classifiers []Classifier
	opts        ChainOptions
}

// NewChain returns a chain of at least one classifier. Nil options are the
// defaults.
func NewChain(classifiers []Classifier, opts *ChainOptions) (*Chain, error) {
	c := &Chain{classifiers: append([]Classifier(nil), classifiers...)}
	if opts != nil {
		c.opts = *opts
	}
	var faults []error
	if len(classifiers) == 0 {
		faults = append(faults, &FieldError{Field: "classifiers", Reason: "are missing"})
	}
	for i, classifier := range classifiers {
		if classifier == nil {
			faults = append(faults, &FieldError{Field: fmt.Sprintf("classifiers[%d]", i), Reason: "is nil"})
		}
	}
	if c.opts.Timeout < 0 {
		faults = append(faults, &FieldError{Field: "timeout", Reason: "is negative"})
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return c, nil
}

// Classify asks the classifiers.
func (c *Chain) Classify(ctx context.Context, in Input) (Result, error) {
	var best Result
	var errs []error
	answered := false
	for i, classifier := range c.classifiers {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		result, err := c.ask(ctx, classifier, in)
		if err != nil {
			if done := ctx.Err(); done != nil { // the caller's, not the limit of this one
				return Result{}, done
			}
			err = &ClassifierError{Index: i, Err: err}
			errs = append(errs, err)
			if c.opts.OnError != nil {
				c.report(ctx, err)
			}
			continue
		}
		if result.Decision == Confident || result.Rule != "" {
			return result, nil
		}
		if !answered || better(result, best) {
			if result.Language == "" {
				result.Language = best.Language
			}
			best = result
		}
		answered = true
	}
	if !answered {
		return Result{}, errors.Join(errs...)
	}
	return best, nil
}

// better reports whether one result without a decision says more than another.
func better(a, b Result) bool {
	if a.Decision != b.Decision {
		return a.Decision > b.Decision
	}
	return a.Top().Confidence > b.Top().Confidence || len(b.Predictions) == 0 && len(a.Predictions) > 0 || len(a.Predictions) == 0 && len(b.Predictions) == 0 && a.Novelty > b.Novelty
}

// report calls the hook, whose panics are nobody else's problem.
func (c *Chain) report(ctx context.Context, err error) {
	defer func() { _ = recover() }()
	c.opts.OnError(ctx, err)
}

// ask asks one classifier within its time.
func (c *Chain) ask(ctx context.Context, classifier Classifier, in Input) (Result, error) {
	switch classifier.(type) {
	case *Rules, *HandoffWish, *Model, *Chain:
		return guarded(ctx, classifier, in)
	}
	if c.opts.Timeout == 0 {
		return guarded(ctx, classifier, in)
	}
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	type answer struct {
		result Result
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		result, err := guarded(ctx, classifier, in)
		answers <- answer{result, err}
	}()
	select {
	case a := <-answers:
		return a.result, a.err
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
}

// guarded calls a classifier, and makes an error of a panic and of a result
// that the contract does not allow.
func guarded(ctx context.Context, classifier Classifier, in Input) (result Result, err error) {
	defer func() {
		if recover() != nil { // what it says may hold the customer's words
			result, err = Result{}, fmt.Errorf("%w: it panicked", ErrClassifier)
		}
	}()
	result, err = classifier.Classify(ctx, in)
	if err != nil {
		return Result{}, err
	}
	if reason := flaw(result); reason != "" {
		return Result{}, fmt.Errorf("%w: %s", ErrClassifier, reason)
	}
	return result, nil
}

// flaw returns what is wrong with a result, or "".
func flaw(r Result) string {
	if r.Decision > Confident {
		return "there is no such decision"
	}
	if r.Decision != Unknown && len(r.Predictions) == 0 {
		return "it decided without a prediction"
	}
	if r.Decision == Confident && (r.Top().Label == "" || r.Top().Label == OutOfScope) {
		return "it is confident of no intent"
	}
	if !isProbability(r.Novelty) {
		return "its novelty is no probability"
	}
	for i, p := range r.Predictions {
		if !isProbability(p.Confidence) {
			return "a confidence is no probability"
		}
		if i > 0 && p.Confidence > r.Predictions[i-1].Confidence {
			return "its predictions are out of order"
		}
	}
	return ""
}

func isProbability(x float64) bool { return !math.IsNaN(x) && x >= 0 && x <= 1 }
