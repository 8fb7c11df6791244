package intent

import (
	"cmp"
	"math"
	"slices"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// recalled is the working memory of the lessons in a classification.
type recalled struct {
	worths  []float32 // by unit
	shared  []float32 // by slot: how much of the units is known to be shared
	touched []int32   // the slots where shared is not 0
	says    []say
	// unlearned says that the message has the words of what was unlearned.
	unlearned bool
}

// say is what lessons say about a message: one label, and how surely.
type say struct {
	label  string
	weight float64 // in [0,1]
}

// recall finds the lessons that are near the message in sc. It changes the scores
// by what was unlearned, and leaves in sc what was learned.
func (m *Model) recall(sc *scratch) {
	sc.says, sc.unlearned = sc.says[:0], false
	if m.overlay == nil {
		return
	}
	to := m.share(sc)
	whole := false // whether all of to is known
	for _, slot := range sc.touched {
		l, like := m.overlay.slots[slot], sc.shared[slot]
		sc.shared[slot] = 0
		if like+l.rest < near {
			continue
		}
		if like += l.common(sc.bag, l.terms[l.indexed:l.ends[viewUnits]], &to); like < near {
			continue
		}
		if !whole {
			to, whole = m.scales(sc.bag), true
		}
		most := float32(math.Sqrt(float64(l.scales.views() * to.views())))
		for v := viewUnits + 1; v < viewCount && like+float32(viewCount-v) >= near*most; v++ {
			like += l.common(sc.bag, l.terms[l.ends[v-1]:l.ends[v]], &to)
		}
		weight := reliability(float64(like / most))
		switch {
		case weight == 0:
		case l.unlearn:
			sc.unlearned = sc.unlearned || weight > wordForWord
			for class, by := range l.pushes {
				sc.scores[class] += by * float32(weight)
			}
		default:
			sc.say(l.example.Label, weight)
		}
	}
	sc.touched = sc.touched[:0]
}

// share sums up the units that the message in sc and each lesson share, as far as
// the index knows, and returns the scale of the units of the message.
func (m *Model) share(sc *scratch) (to scales) {
	o := m.overlay
	units := sc.bag.Keys(viewUnits)
	sc.worths = sc.worths[:0]
	square := float32(0)
	for _, key := range units {
		w := m.worth(key)
		square += w * w
		sc.worths = append(sc.worths, w)
	}
	to = scalesOf([viewCount]float32{viewUnits: square})
	if n := len(o.slots); len(sc.shared) < n {
		sc.shared = make([]float32, n+n/4)
	}
	for i, key := range units {
		value := sc.worths[i] * to[viewUnits]
		for _, p := range o.index.find(key) {
			if sc.shared[p.slot] == 0 {
				sc.touched = append(sc.touched, p.slot)
			}
			sc.shared[p.slot] += value * p.value
		}
	}
	return to
}

// common returns the part of the likeness that some of the terms of a lesson give.
func (l *lesson) common(bag *linear.Bag, terms []term, to *scales) (like float32) {
	for _, t := range terms {
		if bag.Has(t.key) {
			like += t.value * t.value * to[t.view] / l.scales[t.view]
		}
	}
	return like
}

// scales returns the scales of a message.
func (m *Model) scales(bag *linear.Bag) scales {
	var squares [viewCount]float32
	for v := range viewCount {
		for _, key := range bag.Keys(v) {
			w := m.worth(key)
			squares[v] += w * w
		}
	}
	return scalesOf(squares)
}

// say notes that a lesson speaks for a label. Of several for the same label the
// surest counts.
func (sc *scratch) say(label string, weight float64) {
	if isOutOfScope(label) {
		label = OutOfScope
	}
	for i := range sc.says {
		if sc.says[i].label == label {
			sc.says[i].weight = max(sc.says[i].weight, weight)
			return
		}
	}
	sc.says = append(sc.says, say{label, weight})
}

// sure is the probability that a lesson is right about its own text. It is above
// every threshold that [Model.Calibrate] sets.
const sure = 0.995

// wordForWord is the reliability from which on a message has the words of a lesson.
const wordForWord = 0.98

// reliability is how much of a result a lesson decides that is as much alike the
// message as said, from [near] to 1.
func reliability(like float64) float64 { return min(1, max(0, (like-near)/(1-near))) }

// blend mixes what lessons say into a result: the more reliable the surest of
// them, the less of what the model thought by itself is left. Several labels share
// by the fourth power of their weights, so that the surest counts most. It reports
// whether they decide most of it.
func (m *Model) blend(r *Result, sc *scratch) bool {
	if len(sc.says) == 0 {
		return false
	}
	most, sum := 0.0, 0.0
	for _, s := range sc.says {
		most = max(most, s.weight)
	}
	for i := range sc.says {
		s := &sc.says[i]
		s.weight /= most
		s.weight *= s.weight
		s.weight *= s.weight
		sum += s.weight
	}
	r.Novelty *= 1 - most
	for i := range r.Predictions {
		r.Predictions[i].Confidence *= 1 - most
	}
	for _, s := range sc.says {
		p := sure * most * s.weight / sum
		if s.label == OutOfScope {
			r.Novelty += p
			continue
		}
		m.raise(r, s.label, p)
	}
	slices.SortFunc(r.Predictions, func(a, b Prediction) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Label, b.Label))
	})
	return most >= 0.5
}

// raise adds to the confidence of a label. If there is no room, it takes that of
// the least likely one.
func (m *Model) raise(r *Result, label string, by float64) {
	for i := range r.Predictions {
		if r.Predictions[i].Label == label {
			r.Predictions[i].Confidence += by
			return
		}
	}
	added := Prediction{Label: label, Confidence: by, Category: m.categories[label]}
	if len(r.Predictions) < maxPredictions {
		r.Predictions = append(r.Predictions, added)
		return
	}
	least := 0
	for i, p := range r.Predictions {
		if p.Confidence < r.Predictions[least].Confidence {
			least = i
		}
	}
	if r.Predictions[least].Confidence < by {
		r.Predictions[least] = added
	}
}
