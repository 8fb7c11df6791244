package intent

import (
	"cmp"
	"maps"
	"slices"
)

// summarise makes an evaluation of at least one outcome.
func summarise(seen []outcome) *Evaluation {
	e := &Evaluation{N: len(seen), seen: seen, Confusions: []Confusion{}, Errors: []Misread{}}
	var right, inScopeRight, top, five, confident, confidentRight, ambiguous, ambiguousHit, unknown int
	for _, o := range seen {
		ok := o.right()
		right += one(ok)
		if o.inScope() {
			e.InScope++
			inScopeRight += one(ok)
			top += one(o.place == 1)
			five += one(o.place > 0 && o.place <= 5)
		}
		switch o.decision {
		case Confident:
			confident++
			confidentRight += one(ok)
		case Ambiguous:
			ambiguous++
			ambiguousHit += one(o.inScope() && o.place > 0 && o.place <= 3)
		default:
			unknown++
		}
		if !ok {
			e.Errors = append(e.Errors, Misread{
				Example: o.example, Want: o.want, Got: o.answer(), Top: o.top,
				Confidence: o.confidence, Novelty: o.novelty, Decision: o.decision,
			})
		}
	}
	e.Accuracy, e.InScopeAccuracy = share(right, e.N), share(inScopeRight, e.InScope)
	e.TopAccuracy, e.TopFive = share(top, e.InScope), share(five, e.InScope)
	e.Confident, e.ConfidentPrecision = share(confident, e.N), share(confidentRight, confident)
	e.Ambiguous, e.AmbiguousHit = share(ambiguous, e.N), share(ambiguousHit, ambiguous)
	e.Unknown = share(unknown, e.N)
	e.Bins, e.ECE = binned(seen)
	e.countLabels()
	return e
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// countLabels fills in what is counted by label.
func (e *Evaluation) countLabels() {
	scores := map[string]*LabelScore{}
	at := func(label string) *LabelScore {
		if scores[label] == nil {
			scores[label] = &LabelScore{Label: label}
		}
		return scores[label]
	}
	pairs := map[Confusion]int{}
	for _, o := range e.seen {
		got := o.answer()
		at(o.want).Support++
		at(got).Answered++
		if got == o.want {
			at(got).Right++
		} else {
			pairs[Confusion{Want: o.want, Got: got}]++
		}
	}
	rejected := at(OutOfScope)
	var answered, right, f1 float64
	for _, label := range slices.Sorted(maps.Keys(scores)) {
		s := scores[label]
		s.Precision, s.Recall = share(s.Right, s.Answered), share(s.Right, s.Support)
		s.F1 = share(float64(2*s.Right), s.Answered+s.Support)
		if label != OutOfScope {
			answered += float64(s.Answered)
			right += float64(s.Right)
		}
		if s.Support > 0 {
			e.Labels = append(e.Labels, *s)
			f1 += s.F1
		}
	}
	e.MacroF1 = share(f1, len(e.Labels))
	e.MicroF1 = share(2*right, int(answered)+e.InScope)
	if rejected.Support > 0 {
		e.OutOfScope = &OutOfScopeScore{N: rejected.Support, Recall: rejected.Recall, Precision: rejected.Precision, AUROC: auroc(e.seen)}
	}
	for pair, n := range pairs {
		pair.N = n
		e.Confusions = append(e.Confusions, pair)
	}
	slices.SortFunc(e.Confusions, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Want, b.Want), cmp.Compare(a.Got, b.Got))
	})
}

// Label returns the row of a label; it is empty, but for the name, if no
// example has it.
func (e *Evaluation) Label(label string) LabelScore {
	i, ok := slices.BinarySearchFunc(e.Labels, label, func(s LabelScore, l string) int { return cmp.Compare(s.Label, l) })
	if !ok {
		return LabelScore{Label: label}
	}
	return e.Labels[i]
}

// auroc is the area under the curve of recall over false alarms of novelty
// (the Mann-Whitney statistic).
func auroc(seen []outcome) float64 {
	order := slices.Clone(seen)
	slices.SortFunc(order, func(a, b outcome) int { return cmp.Compare(a.novelty, b.novelty) })
	var in, wins, out float64 // in scope so far; pairs in the right order
	for i := 0; i < len(order); {
		var sameIn, sameOut float64
		novelty := order[i].novelty
		for ; i < len(order) && order[i].novelty == novelty; i++ {
			if order[i].inScope() {
				sameIn++
			} else {
				sameOut++
			}
		}
		wins += sameOut * (in + sameIn/2)
		in += sameIn
		out += sameOut
	}
	if in == 0 || out == 0 {
		return 0
	}
	return wins / in / out
}

// weakest returns the labels with the lowest F1, at most n.
func (e *Evaluation) weakest(n int) []LabelScore {
	list := slices.Clone(e.Labels)
	slices.SortStableFunc(list, func(a, b LabelScore) int { return cmp.Compare(a.F1, b.F1) })
	return list[:min(n, len(list))]
}
