package linear

import "encoding/binary"

// Weights give every label a score. They do not change, and are safe for
// concurrent use.
type Weights struct {
	labels int
	stride int       // labels, rounded up to whole words of eight
	rows   []byte    // by feature and label: the weight in units of scales, plus 128
	scales []float32 // by feature
}

// zero is a weight of nothing.
const zero = 128

// newWeights rounds weights, so that each takes a byte: to the 127th part of the
// largest of its feature.
func newWeights(labels int, exact []float32) *Weights {
	w := emptyWeights(labels, len(exact)/labels)
	for f := range w.scales {
		row := exact[f*labels:][:labels]
		largest := float32(0)
		for _, x := range row {
			largest = max(largest, x, -x)
		}
		if largest == 0 {
			continue
		}
		w.scales[f] = largest / 127
		for l, x := range row {
			w.rows[f*w.stride+l] = byte(x/w.scales[f] + zero + 0.5)
		}
	}
	return w
}

func emptyWeights(labels, features int) *Weights {
	w := &Weights{labels: labels, stride: (labels + 7) &^ 7, scales: make([]float32, features)}
	w.rows = make([]byte, features*w.stride)
	for i := range w.rows {
		w.rows[i] = zero
	}
	return w
}

// Labels returns the number of labels.
func (w *Weights) Labels() int { return w.labels }

// Weight returns the weight of a feature for a label.
func (w *Weights) Weight(feature int32, label int) float32 {
	return w.scales[feature] * float32(int(w.rows[int(feature)*w.stride+label])-zero)
}

// batch is how many features are added up before sums might overflow: 512
// products of a weight of 8 bits and a factor of 15 bits stay below 1<<32.
const (
	batch      = 512
	mostFactor = 1<<15 - 1
	// usual is how many features most messages have at most: room for more takes
	// longer to clear than few labels to add up.
	usual = 128
)

// term is a feature of a text, made ready for adding up: where its row is, with
// what factor it counts, and with what its weights are xored to be negated.
type term struct {
	row    int
	factor uint32
	flip   uint64
}

// Scores sets scores to the score of each label for a vector. It panics if
// scores is shorter than there are labels, or the vector of another space.
//
// It adds up whole numbers, eight labels at a time: two sums of 32 bits share a
// word. What is rounded away is less than the rounding of the weights.
func (w *Weights) Scores(scores []float32, x Vector) {
	scores = scores[:w.labels]
	clear(scores)
	if len(x) <= usual {
		var terms [usual]term
		w.addPart(scores, x, terms[:])
		return
	}
	var terms [batch]term
	for ; len(x) > 0; x = x[min(batch, len(x)):] {
		w.addPart(scores, x[:min(batch, len(x))], terms[:])
	}
}

// addPart adds the scores of some features, with room for their terms.
func (w *Weights) addPart(scores []float32, part Vector, terms []term) {
	unit := float32(0)
	for _, f := range part {
		factor := f.Value * w.scales[f.Index]
		if factor < 0 {
			factor = -factor
		}
		if factor > unit { // max is slower, for the sake of what is not a number
			unit = factor
		}
	}
	if unit == 0 {
		return
	}
	unit /= mostFactor
	n, base := 0, int64(0)
	for _, f := range part {
		t := term{row: int(f.Index) * w.stride}
		factor := f.Value * w.scales[f.Index] / unit
		if factor < 0 {
			t.flip = ^uint64(0) // x becomes 255-x, the negative of x-128 plus 127
			factor = -factor
		}
		if t.factor = uint32(factor + 0.5); t.factor == 0 {
			continue
		}
		base += int64(t.factor) * (zero - int64(t.flip&1))
		terms[n] = t
		n++
	}
	w.add(scores, terms[:n], unit, base)
}

// add adds the terms, in their unit and less base, to the scores.
func (w *Weights) add(scores []float32, terms []term, unit float32, base int64) {
	const lanes = 0x000000ff000000ff
	for l := 0; l < len(scores); l += 8 {
		column := w.rows[l:]
		var a, b, c, d uint64
		for i := range terms {
			t := &terms[i]
			word := binary.LittleEndian.Uint64(column[t.row:]) ^ t.flip
			factor := uint64(t.factor)
			a += word & lanes * factor
			b += word >> 8 & lanes * factor
			c += word >> 16 & lanes * factor
			d += word >> 24 & lanes * factor
		}
		sums := [8]uint64{a & 0xffffffff, b & 0xffffffff, c & 0xffffffff, d & 0xffffffff, a >> 32, b >> 32, c >> 32, d >> 32}
		for i := range min(8, len(scores)-l) {
			scores[l+i] += unit * float32(int64(sums[i])-base)
		}
	}
}
