package intent

import "math"

// The signals of a message: what tells that it belongs to none of the intents.
const (
	signalTop     = iota // score of the likeliest label
	signalOdds           // log odds of its probability among the labels
	signalMargin         // score of the likeliest label above the second
	signalEnergy         // soft maximum of the scores (Liu et al., Energy-based out-of-distribution detection, 2020)
	signalEntropy        // of the probabilities
	signalUnits          // the known part, by rarity, of the features of each view
	signalPairs          //
	signalSkips          //
	signalLetters        //
	signalSupport        // the part of the units' say that speaks for the likeliest label
	signalBacked         // the part of the units, by rarity, that speaks for it
	signalRarest         // what the rarest unit says for it
	signalLength         // logarithm of the number of units
	signalStrange        // logarithm of the number of unknown units
	signalTaught         // score of out of scope above the likeliest label, if it was taught
	signalOrder          // see orderOf; for oddity only
	signalCount
)

// signals are the signals of one message.
type signals [signalCount]float64

// signalsOf returns the signals of the message in sc, whose scores are raw, and
// the likeliest label.
func (m *Model) signalsOf(sc *scratch) (s signals, best int) {
	raw := sc.scores[:len(m.labels)]
	best, second := topTwo(raw)
	top := float64(raw[best])
	sharp := m.calibration.contrast
	sum, heat := 0.0, 0.0 // of exp(d) and of d·exp(d), where d is the distance to the top, made sharp
	for _, score := range raw {
		d := sharp * (float64(score) - top)
		if d > -30 {
			e := math.Exp(d)
			sum += e
			heat += d * e
		}
	}
	s[signalTop] = top
	s[signalOdds] = -math.Log(sum - 1 + 1e-4)
	s[signalMargin] = top - float64(raw[second])
	s[signalEnergy] = top + math.Log(sum)/sharp
	s[signalEntropy] = math.Log(sum) - heat/sum
	if len(sc.scores) > len(m.labels) {
		s[signalTaught] = float64(sc.scores[len(m.labels)]) - top
	}
	m.familiarity(&s, sc, best)
	return s, best
}

// familiarity fills in the signals that tell what of the message is known, and
// what of that speaks for the label.
func (m *Model) familiarity(s *signals, sc *scratch, best int) {
	var known, count [viewCount]float64
	var backed, speaks, said, rarest float64
	for _, f := range sc.vector[1:] {
		view, rarity := m.space.View(f.Index), float64(m.space.Rarity(f.Index))
		known[view] += rarity
		count[view]++
		if view != viewUnits {
			continue
		}
		say := rarity * float64(m.weights.Weight(f.Index, best))
		if say > 0 {
			backed += rarity
			speaks += say
		}
		said += math.Abs(say)
		if rarity > rarest {
			rarest = rarity
			s[signalRarest] = say / rarity
		}
	}
	unseen := float64(m.unseen)
	var all [viewCount]float64
	for view := range viewCount {
		strange := float64(len(sc.bag.Keys(view))) - count[view]
		all[view] = known[view] + strange*unseen
		s[signalUnits+view] = part(known[view], all[view])
		if view == viewUnits {
			s[signalStrange] = math.Log1p(strange)
		}
	}
	if s[signalStrange] > 0 {
		s[signalRarest] = 0 // the rarest unit is one that says nothing
	}
	s[signalSupport] = part(speaks, said)
	s[signalBacked] = part(backed, all[viewUnits])
	s[signalLength] = math.Log1p(float64(len(sc.bag.Keys(viewUnits))))
}

// part is a fraction of what may be nothing.
func part(of, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return of / whole
}

// topTwo returns the places of the largest and the second largest of at least two
// scores; the first of equal ones.
func topTwo(scores []float32) (best, second int) {
	best, second = 0, 1
	if scores[1] > scores[0] {
		best, second = 1, 0
	}
	for i := 2; i < len(scores); i++ {
		switch {
		case scores[i] > scores[best]:
			best, second = i, best
		case scores[i] > scores[second]:
			second = i
		}
	}
	return best, second
}
