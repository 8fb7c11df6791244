package linear

// Weights give every label a score. They do not change, and are safe for
// concurrent use.
type Weights struct {
	labels int
	stride int       // words of a feature
	rows   []uint64  // by feature: eight labels a word, each the weight in units of scales, plus 128
	scales []float32 // by feature
}

// zero is a weight of nothing, and zeros eight of them.
const (
	zero  = 128
	zeros = 0x8080808080808080
)

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
			w.set(f, l, byte(x/w.scales[f]+zero+0.5))
		}
	}
	return w
}

func emptyWeights(labels, features int) *Weights {
	w := &Weights{labels: labels, stride: (labels + 7) / 8, scales: make([]float32, features)}
	w.rows = make([]uint64, features*w.stride)
	for i := range w.rows {
		w.rows[i] = zeros
	}
	return w
}

// set sets a weight that was nothing.
func (w *Weights) set(feature, label int, weight byte) {
	w.rows[feature*w.stride+label/8] ^= uint64(weight^zero) << (label % 8 * 8)
}

// get returns a weight.
func (w *Weights) get(feature, label int) byte {
	return byte(w.rows[feature*w.stride+label/8] >> (label % 8 * 8))
}

// Labels returns the number of labels.
func (w *Weights) Labels() int { return w.labels }

// Weight returns the weight of a feature for a label.
func (w *Weights) Weight(feature int32, label int) float32 {
	return w.scales[feature] * float32(int(w.get(int(feature), label))-zero)
}

// batch is how many features are added up before sums might overflow: 512
// products of a weight of 8 bits and a factor of 15 bits stay below 1<<32.
const (
	batch      = 512
	mostFactor = 1<<15 - 1
	// usual is how many features most messages have at most: room for more takes
	// longer to clear than few labels to add up.
	usual = 256
)

// term is a feature of a text, made ready for adding up: where its row is, and
// with what factor it counts.
type term struct {
	row    int
	factor uint64
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
	// Those that count for more are in front, those that count for less behind.
	front, back, base := 0, len(terms), int64(0)
	for _, f := range part {
		factor := f.Value * w.scales[f.Index] / unit
		switch {
		case factor >= 0.5:
			terms[front] = term{int(f.Index) * w.stride, uint64(factor + 0.5)}
			base += int64(terms[front].factor)
			front++
		case factor <= -0.5:
			back--
			terms[back] = term{int(f.Index) * w.stride, uint64(0.5 - factor)}
			base -= int64(terms[back].factor)
		}
	}
	w.add(scores, terms[:front], terms[back:], unit, zero*base)
}

// add adds to the scores the terms of more, without those of less and base, in
// their unit.
func (w *Weights) add(scores []float32, more, less []term, unit float32, base int64) {
	for l := 0; l < len(scores); l += 8 {
		column := w.rows[l/8:]
		plus, minus := sum(column, more), sum(column, less)
		for i := range min(8, len(scores)-l) {
			scores[l+i] += unit * float32(plus.of(i)-minus.of(i)-base)
		}
	}
}

// sums are those of eight labels: of label i in word i%4, the upper half of it
// from 4 on.
type sums [4]uint64

func (s *sums) of(i int) int64 { return int64(s[i%4] >> (i / 4 * 32) & 0xffffffff) }

// sum adds up a word of each term's row.
func sum(column []uint64, terms []term) sums {
	const lanes = 0x000000ff000000ff
	var a, b, c, d uint64
	for i := range terms {
		word, factor := column[terms[i].row], terms[i].factor
		a += word & lanes * factor
		b += word >> 8 & lanes * factor
		c += word >> 16 & lanes * factor
		d += word >> 24 & lanes * factor
	}
	return sums{a, b, c, d}
}
