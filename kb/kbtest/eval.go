package kbtest

import (
	"context"
	"fmt"
	"slices"

	"github.com/kefu-go/kefu/kb"
)

// Report is the outcome of [Evaluate]. Shares are fractions from 0 to 1. What
// does not apply is nil, which is null in JSON: for example AUROC where all
// questions are answerable.
type Report struct {
	// N is the number of questions.
	N int `json:"n"`
	// S1 is the share of answerable questions whose first hit is right.
	S1 *float64 `json:"s1"`
	// S5 is the share of answerable questions with a right hit among the first
	// five.
	S5 *float64 `json:"s5"`
	// MRR10 is the mean, over answerable questions, of 1 divided by the place of
	// the first right hit; 0 where none of the first ten is right.
	MRR10 *float64 `json:"mrr10"`
	// AUROC is how well the score of the first hit (0 without a hit) tells
	// answerable questions from others: the probability that one of the first
	// kind has the higher score than one of the second, equal scores counted
	// half. 0.5 is guessing.
	AUROC *float64 `json:"auroc"`
	// DirectRate is the share of questions that the policy answers directly.
	DirectRate *float64 `json:"direct_rate"`
	// DirectPrecision is the share of the direct answers that are right. Any
	// direct answer to a question without one is wrong.
	DirectPrecision *float64 `json:"direct_precision"`
	// NoneRate is the share of questions for which the policy shows nothing.
	NoneRate *float64 `json:"none_rate"`
	// CPU is the processor time of one match in microseconds. Evaluate leaves it
	// to the caller, who has a clock.
	CPU *float64 `json:"cpu_us_per_query"`
	// Build is the time in seconds that making the index took. Evaluate leaves it
	// to the caller.
	Build *float64 `json:"build_s"`

	// Answerable is the number of questions that have an answer.
	Answerable int `json:"-"`
	// ECE is the expected calibration error: the distance between the score of
	// the first hit and the share of first hits that are right, as a mean over
	// ten bins of the score weighed by their size. 0 is a score that is a
	// probability. All questions count, those without a hit as rightly 0.
	ECE *float64 `json:"-"`
	// Sweep says what other values of [kb.Policy.Direct] would give, in
	// ascending order.
	Sweep []Threshold `json:"-"`
}

// Threshold is what the policy would do with another [kb.Policy.Direct].
type Threshold struct {
	// Direct is the threshold; from 0.05 to 1 in steps of 0.05.
	Direct float64
	// Rate is the share of all questions that are answered directly.
	Rate float64
	// Precision is the share of these answers that are right; nil where there
	// are none.
	Precision *float64
	// Wrong is the share of all questions that get a wrong answer directly.
	Wrong float64
}

// Evaluate asks match every question and measures the hits, best first, and
// what policy decides about them. The match function should return up to ten
// hits, or MRR10 is of fewer; it may reuse its result after the next call. An
// error of match or of the context ends the evaluation, and so does a score
// outside [0,1] or a policy with contradictory thresholds, which are
// [kb.ErrInvalid].
func Evaluate(ctx context.Context, match func(ctx context.Context, query string) ([]kb.Hit, error), policy kb.Policy, cases []Case) (Report, error) {
	if err := policy.Validate(); err != nil {
		return Report{}, err
	}
	seen := make([]outcome, 0, len(cases))
	for i, c := range cases {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		hits, err := match(ctx, c.Query)
		if err != nil {
			return Report{}, fmt.Errorf("kbtest: case %d: %w", i+1, err)
		}
		if len(hits) > 0 && !(hits[0].Score >= 0 && hits[0].Score <= 1) {
			return Report{}, fmt.Errorf("kbtest: case %d: %w", i+1, &kb.FieldError{Field: "score", Reason: "is not in [0,1]"})
		}
		seen = append(seen, observe(c, hits, policy))
	}
	return report(seen, policy), nil
}

// outcome is what came of one question.
type outcome struct {
	answerable bool
	place      int // of the first right hit, from 1; 0 is none
	kind       kb.DecisionKind
	top        []kb.Hit // the first two, which are all that a decision for a direct answer looks at
}

func observe(c Case, hits []kb.Hit, policy kb.Policy) outcome {
	o := outcome{answerable: len(c.Relevant) > 0, kind: policy.Decide(hits).Kind}
	o.place = 1 + slices.IndexFunc(hits, func(h kb.Hit) bool {
		return h.Entry != nil && slices.Contains(c.Relevant, h.Entry.ID)
	})
	o.top = slices.Clone(hits[:min(2, len(hits))])
	return o
}

// score is the confidence in the first hit.
func (o outcome) score() float64 {
	if len(o.top) == 0 {
		return 0
	}
	return o.top[0].Score
}

func report(seen []outcome, policy kb.Policy) Report {
	r := Report{N: len(seen)}
	var first, five, none int
	var reciprocal float64
	for _, o := range seen {
		if o.kind == kb.None {
			none++
		}
		if !o.answerable {
			continue
		}
		r.Answerable++
		if o.place == 1 {
			first++
		}
		if o.place > 0 && o.place <= 5 {
			five++
		}
		if o.place > 0 && o.place <= 10 {
			reciprocal += 1 / float64(o.place)
		}
	}
	r.S1, r.S5 = share(first, r.Answerable), share(five, r.Answerable)
	if r.Answerable > 0 {
		reciprocal /= float64(r.Answerable)
		r.MRR10 = &reciprocal
	}
	direct, right := answered(seen, func(o outcome) kb.DecisionKind { return o.kind })
	r.DirectRate, r.DirectPrecision, r.NoneRate = share(direct, r.N), share(right, direct), share(none, r.N)
	r.AUROC, r.ECE, r.Sweep = auroc(seen), calibration(seen), sweep(seen, policy)
	return r
}

// answered counts the direct answers, and those of them that are right.
func answered(seen []outcome, decide func(outcome) kb.DecisionKind) (direct, right int) {
	for _, o := range seen {
		if decide(o) == kb.Direct {
			direct++
			if o.place == 1 {
				right++
			}
		}
	}
	return direct, right
}

// share is a fraction, or nil of nothing.
func share(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	f := float64(part) / float64(whole)
	return &f
}
