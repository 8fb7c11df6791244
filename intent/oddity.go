package intent

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// orderStrength is how often a unit must have been seen before the units behind it
// say as much about what follows it as its rarity alone.
const orderStrength = 5

// orderOf returns by how much likelier the message in sc is as a text of the
// examples than as the same units in any order: the mean of the logarithms of the
// factors by which its neighbours are found beside each other more often than by
// chance, times the square root of their number, since more of them tell more. It
// is about 0 where nothing is known, and below it for known units in no order.
func (m *Model) orderOf(sc *scratch) float64 {
	units := sc.reader.units
	if len(units) < 2 {
		return 0
	}
	texts := func(view int, unit uint64) float64 {
		if f := m.space.Find(linear.KeyOf(view, unit)); f > 0 {
			return float64(m.space.Texts(f))
		}
		return 0
	}
	sum := 0.0
	before := texts(viewUnits, units[0])
	for i, u := range units[1:] {
		together, chance := 0.0, 1.0
		unit := texts(viewUnits, u)
		if unit > 0 && before > 0 {
			chance = before * unit / m.units
			together = texts(viewPairs, linear.HashPair(units[i], u))
		}
		for _, seen := range [2]float64{before, unit} {
			trust := seen / (seen + orderStrength)
			sum += math.Log(1-trust+trust*together/chance) / 2
		}
		before = unit
	}
	return sum / math.Sqrt(float64(len(units)-1))
}

// unitsOf returns how many units all examples have, each counted once a text.
func unitsOf(space *linear.Space) float64 {
	n := 0.0
	for i := 1; i < space.Len(); i++ {
		if space.View(int32(i)) == viewUnits {
			n += float64(space.Texts(int32(i)))
		}
	}
	return n
}

const (
	// oddTexts is how much gibberish of each held-out test oddity is learned from.
	oddTexts = 1000
	// oddStrength is how many observations the usual weights are worth.
	oddStrength = 20
	// oddShare is the share of gibberish that may be believed, and oddSure from
	// which confidence on it would be, by models of two thirds of the examples.
	oddShare = 0.002
	oddSure  = 0.5
)

// usualOddity are the weights of oddity where there is little to fit them to,
// in units of the deviation of each signal.
func usualOddity() *signals {
	return &signals{
		signalTop: -0.6, signalOdds: -0.6,
		signalPairs: -1, signalSkips: -0.6, signalLetters: -0.6, signalOrder: -1,
	}
}

// oddObservations returns what oddity is fitted to: messages that the model of the
// test should know, and gibberish. Each counts by how confident the model is of
// it, both kinds the same in all: gibberish that nobody would believe is of no
// matter.
func (h *heldTest) oddObservations(seed uint64) (list []observation) {
	sc := h.model.newScratch()
	add := func(text string, unknown bool) float64 {
		h.model.scores(sc, text)
		if sc.bag.Len() == 0 {
			return 0
		}
		s, _ := h.model.signalsOf(sc)
		s[signalOrder] = h.model.orderOf(sc)
		weight := sigmoid(s[signalOdds]) * (1 - h.model.calibration.noveltyOf(&s))
		list = append(list, observation{signals: s, unknown: unknown, weight: weight, sure: weight})
		return weight
	}
	known, made := 0.0, 0.0
	for _, t := range h.texts {
		if t.kind == heldKnown {
			known += add(t.text, false)
		}
	}
	random := rand.New(rand.NewPCG(seed, 0x6f6464))
	soup := newSoup(h.model.examples)
	for range oddTexts {
		made += add(soup.jumble(random), true)
	}
	for i := range list {
		if list[i].unknown {
			list[i].weight *= known / max(made, 1e-9)
		}
	}
	return list
}

// fitOddity returns the probability that a message is gibberish, as the odds that
// decide: above even, a message is too odd to be believed. Where hardly any
// gibberish looks confident, more of it is let pass, for the sake of the others: up to the
// share of oddShare.
func fitOddity(seen []observation) logistic {
	l := fitLogistic(seen, usualOddity(), oddStrength)
	made := 0
	var sure []float64 // the odds of that which looks confident
	for _, o := range seen {
		made += one(o.unknown)
		if o.unknown && o.sure >= oddSure {
			sure = append(sure, l.logOdds(&o.signals))
		}
	}
	slices.Sort(sure)
	if n := len(sure); n > 0 {
		l.bias -= max(0, sure[min(n-1, int(oddShare*float64(made)))])
	}
	return l
}

// odd reports whether the message in sc is rather gibberish than anything that
// shows an intent.
func (m *Model) odd(sc *scratch) bool {
	sc.signals[signalOrder] = m.orderOf(sc)
	return m.calibration.oddity.logOdds(&sc.signals) > 0
}
