package intent

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// CalibrateOptions say what [Model.Calibrate] aims at.
type CalibrateOptions struct {
	// Precision is the share of confident results that should be right, in (0,1).
	// Default: 0.95.
	Precision float64
	// MinExamples is how often a label must be the first prediction for a
	// threshold of its own. Default: 20.
	MinExamples int
}

// Calibrate returns a model that makes the same predictions in the same order,
// with confidence and thresholds fitted to real messages and their labels, which
// the model was not trained on. Some hundred are useful.
//
// Confidence: the sharpness of the probabilities is fitted. Novelty is fitted too
// if there are messages out of scope, to how many of them there are, and its
// threshold is set to where most decisions would be right. The thresholds for
// confident results, of all labels and of those with enough examples, are set as
// low as they may be for the wanted precision.
//
// No messages, a text or label that is missing, and options out of range are
// [ErrInvalid]; otherwise the error is that of ctx.
func (m *Model) Calibrate(ctx context.Context, dev []Example, opts *CalibrateOptions) (*Model, error) {
	var o CalibrateOptions
	if opts != nil {
		o = *opts
	}
	o.Precision = cmp.Or(o.Precision, 0.95)
	o.MinExamples = cmp.Or(o.MinExamples, 20)
	switch {
	case !(o.Precision > 0 && o.Precision < 1):
		return nil, &FieldError{Field: "precision", Reason: "is not between 0 and 1"}
	case o.MinExamples < 1:
		return nil, &FieldError{Field: "min examples", Reason: "is below 1"}
	case len(dev) == 0:
		return nil, &FieldError{Field: "examples", Reason: "are missing"}
	}
	if err := checkExamples(dev); err != nil {
		return nil, err
	}
	c := m.copy()
	if err := c.refit(ctx, dev); err != nil {
		return nil, err
	}
	t := &c.calibration.thresholds
	novelty := t.Novelty
	t.Labels, t.Confident, t.Novelty = nil, -1, -1
	e, err := Evaluate(ctx, c, dev)
	if err != nil {
		return nil, err
	}
	t.Novelty = novelty
	if e.OutOfScope != nil && e.InScope > 0 {
		t.Novelty = bestNovelty(e.seen)
	}
	t.setConfident(e.seen, o)
	c.calibration.fitted = true
	c.calibration.round()
	c.seal()
	return c, nil
}

// Thresholds returns the thresholds by which the model decides, with their
// defaults filled in.
func (m *Model) Thresholds() Thresholds {
	t := m.calibration.thresholds
	t.Labels = maps.Clone(t.Labels)
	return t
}

// refit fits sharpness and novelty to messages.
func (m *Model) refit(ctx context.Context, dev []Example) error {
	sc := m.newScratch()
	var known []scored
	var seen []noveltyOdds
	out := 0
	for i, e := range dev {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		m.scores(sc, e.Text)
		if sc.bag.Len() == 0 {
			continue
		}
		s, _ := m.signalsOf(sc)
		seen = append(seen, noveltyOdds{odds: m.calibration.novelty.logOdds(&s), unknown: isOutOfScope(e.Label)})
		if at, ok := slices.BinarySearch(m.labels, e.Label); ok {
			known = append(known, scored{scores: slices.Clone(sc.scores[:len(m.labels)]), label: at, weight: 1})
		} else if isOutOfScope(e.Label) {
			out++
		}
	}
	m.calibration.sharpness = fitSharpness(known, m.calibration.sharpness)
	if out > 0 && out < len(seen) {
		m.calibration.novelty.adjust(seen)
	}
	return nil
}

// bestNovelty returns the threshold by which most messages are decided rightly;
// of several, the middle.
func bestNovelty(seen []outcome) float64 {
	order := slices.Clone(seen)
	slices.SortStableFunc(order, func(a, b outcome) int { return cmp.Compare(a.novelty, b.novelty) })
	right := 0 // if all are rejected
	for _, o := range order {
		right += one(!o.inScope())
	}
	const lowest = 0.01
	best, from, to := right, lowest, lowest
	for i, o := range order {
		if o.inScope() {
			right += one(o.topRight())
		} else {
			right--
		}
		next := 1.0
		if i+1 < len(order) {
			next = order[i+1].novelty
		}
		if next == o.novelty {
			continue // no threshold is between them
		}
		switch {
		case right > best:
			best, from, to = right, o.novelty, next
		case right == best && to == o.novelty:
			to = next
		}
	}
	return max(lowest, (from+to)/2)
}

// The range of the thresholds that setConfident sets.
const (
	leastConfident = 0.3
	mostConfident  = 0.99
)

// setConfident sets the thresholds for confident results from what came of
// messages where no other threshold is in the way.
func (t *Thresholds) setConfident(seen []outcome, o CalibrateOptions) {
	byLabel := map[string][]outcome{}
	var all []outcome
	for _, s := range seen {
		if s.decision == Confident && (t.Novelty < 0 || s.novelty < t.Novelty) {
			all = append(all, s)
			byLabel[s.top] = append(byLabel[s.top], s)
		}
	}
	t.Confident = leastFor(all, o.Precision, o.Precision)
	for label, list := range byLabel {
		if len(list) < o.MinExamples {
			continue
		}
		if t.Labels == nil {
			t.Labels = map[string]float64{}
		}
		t.Labels[label] = leastFor(list, o.Precision, o.Precision-0.05)
	}
}

// leastFor returns the lowest threshold from which on results have a precision,
// where two more results of the precision before are counted.
func leastFor(list []outcome, precision, before float64) float64 {
	const made = 2
	slices.SortStableFunc(list, func(a, b outcome) int { return cmp.Compare(b.confidence, a.confidence) })
	right, threshold := made*before, mostConfident
	for i, s := range list {
		if s.topRight() {
			right++
		}
		next := 0.0
		if i+1 < len(list) {
			next = list[i+1].confidence
		}
		if next < s.confidence && right/float64(i+1+made) >= precision {
			threshold = (s.confidence + next) / 2
		}
	}
	return min(mostConfident, max(leastConfident, threshold))
}
