package linear

// Weights give every label a score. They do not change, and are safe for
// concurrent use.
type Weights struct {
	labels int
	rows   []int8    // by feature and label
	scales []float32 // by feature: what 1 in its row stands for
}

// newWeights rounds weights, so that each takes a byte: to the 127th part of the
// largest of its feature.
func newWeights(labels int, exact []float32) *Weights {
	w := &Weights{labels: labels, rows: make([]int8, len(exact)), scales: make([]float32, len(exact)/labels)}
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
			r := x / w.scales[f]
			if r < 0 {
				r -= 0.5
			} else {
				r += 0.5
			}
			w.rows[f*labels+l] = int8(r)
		}
	}
	return w
}

// Labels returns the number of labels.
func (w *Weights) Labels() int { return w.labels }

// Scores sets scores to the score of each label for a vector. It panics if
// scores is shorter than there are labels, or the vector is of another space.
func (w *Weights) Scores(scores []float32, x Vector) {
	scores = scores[:w.labels]
	clear(scores)
	for _, f := range x {
		row := w.rows[int(f.Index)*w.labels:][:len(scores)]
		value := f.Value * w.scales[f.Index]
		for l := range scores {
			scores[l] += value * float32(row[l])
		}
	}
}

// Weight returns the weight of a feature for a label.
func (w *Weights) Weight(feature int32, label int) float32 {
	return w.scales[feature] * float32(w.rows[int(feature)*w.labels+label])
}
