package kb

import "math"

// refined is what [Index.Refine] has learned. It never changes.
type refined struct {
	entries    map[uint32]struct{} // the marks of the entries that the model knows
	weights    []int8
	mask       uint32
	scale      float64 // of the weights
	judges     bool    // the model takes part in the scores
	confidence confidence
}

// modelWeight is the part of the model's log-odds in the score of an entry. From a
// half to twice of it makes little difference on every set.
const modelWeight = 0.25

// compact returns the weights in bytes. What they lose is far below what the
// scores can tell apart.
func (t *trainer) compact(entries map[uint32]struct{}) *refined {
	r := &refined{entries: entries, judges: true, mask: t.mask, weights: make([]int8, len(t.weights))}
	most := float32(1e-9)
	for _, w := range t.weights {
		most = max(most, w, -w)
	}
	r.scale = float64(most) / math.MaxInt8
	for i, w := range t.weights {
		r.weights[i] = int8(math.Round(float64(w) / r.scale))
	}
	return r
}

// refineSlots lets the model judge the entries that it knows. It divides among
// them anew what they have together, so that an entry that was put after the last
// Refine competes with what it has by itself.
func (m *matcher) refineSlots() {
	s, r := &m.smart, m.refined
	s.features.end()
	var keys, places [recallEntries]uint32
	var scores [recallEntries]float64
	n := 0
	for i := range s.slots {
		mark := m.view.slots.at(s.slots[i].id).mark
		if _, ok := r.entries[mark]; ok {
			keys[n], places[n] = entryKey(mark), uint32(i)
			n++
		}
	}
	if n < 2 {
		return
	}
	for i := range s.features.ends {
		part, value := s.features.ends.view(s.features.hashes, i)
		var sums [recallEntries]int32
		for _, h := range part {
			weights := (*[window]int8)(r.weights[windowOf(h, r.mask):])
			for k, key := range keys[:n] {
				sums[k] += int32(weights[placeOf(h, key)])
			}
		}
		for k, sum := range sums[:n] {
			scores[k] += value * r.scale * float64(sum)
		}
	}
	sharpness := r.confidence.sharpness
	had, have := math.Inf(-1), math.Inf(-1)
	for k, at := range places[:n] {
		f := &s.slots[at]
		f.model = scores[k]
		if !r.judges {
			continue
		}
		had = addLogs(had, sharpness*f.score)
		f.score += modelWeight * f.model
		have = addLogs(have, sharpness*f.score)
	}
	if !r.judges {
		return
	}
	for _, at := range places[:n] {
		s.slots[at].score += (had - have) / sharpness
	}
}

// addLogs returns the logarithm of the sum of two numbers given by theirs.
func addLogs(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	return a + math.Log1p(math.Exp(b-a))
}
