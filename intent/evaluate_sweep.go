package intent

// SweepPoint is what a threshold would give on the examples of an [Evaluation],
// if it alone decided which messages are rejected.
type SweepPoint struct {
	// At is the threshold; from 0 to 1 in steps of 0.05.
	At float64 `json:"at"`
	// Answered is the share of examples that are not rejected, Precision the share
	// of these that are right.
	Answered  float64 `json:"answered"`
	Precision float64 `json:"precision"`
	// Accuracy, InScopeAccuracy, Recall and RejectPrecision are as in [Evaluation]
	// and [OutOfScopeScore].
	Accuracy        float64 `json:"accuracy"`
	InScopeAccuracy float64 `json:"in_scope_accuracy"`
	Recall          float64 `json:"recall"`
	RejectPrecision float64 `json:"reject_precision"`
}

// SweepConfidence says what rejecting all messages whose first prediction has a
// confidence below a threshold would give, by ascending threshold.
func (e *Evaluation) SweepConfidence() []SweepPoint {
	return e.sweep(func(o outcome, at float64) bool { return o.confidence < at })
}

// SweepNovelty says what rejecting all messages with a novelty above a threshold
// would give, by ascending threshold.
func (e *Evaluation) SweepNovelty() []SweepPoint {
	return e.sweep(func(o outcome, at float64) bool { return o.novelty > at })
}

func (e *Evaluation) sweep(rejects func(o outcome, at float64) bool) []SweepPoint {
	const steps = 20
	points := make([]SweepPoint, 0, steps+1)
	for i := range steps + 1 {
		at := float64(i) / steps
		points = append(points, e.point(at, func(o outcome) bool { return rejects(o, at) }))
	}
	return points
}

func (e *Evaluation) point(at float64, rejects func(outcome) bool) SweepPoint {
	var answered, right, rejected, rightly int
	for _, o := range e.seen {
		switch {
		case rejects(o) || o.top == "" || o.top == OutOfScope:
			rejected++
			rightly += one(!o.inScope())
		default:
			answered++
			right += one(o.topRight())
		}
	}
	return SweepPoint{
		At: at, Answered: share(answered, e.N), Precision: share(right, answered),
		Accuracy: share(right+rightly, e.N), InScopeAccuracy: share(right, e.InScope),
		Recall: share(rightly, e.N-e.InScope), RejectPrecision: share(rightly, rejected),
	}
}
