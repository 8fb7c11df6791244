package linear

import "math"

// dual is the weights of a training and the dual variables that they are the sum
// of: how much each text speaks for or against each label.
type dual struct {
	labels int
	rows   []float32 // weights, by feature and label
	alpha  []float32 // dual variables, by text and label
	scores []float32
	wanted []float32
	deltas []delta
}

// delta is a change of one label's weights, in the direction of a text.
type delta struct {
	label int32
	by    float32
}

func newDual(labels, features, texts int) *dual {
	return &dual{
		labels: labels,
		rows:   make([]float32, features*labels),
		alpha:  make([]float32, texts*labels),
		scores: make([]float32, labels),
		wanted: make([]float32, labels),
	}
}

// Changes below these change nothing that matters, and are not made.
const (
	leastHinge    = 1e-5
	leastLogistic = 1e-4
)

// hinge makes the dual variables of a text the best, given those of all others,
// and returns the largest change of a score of its own: a step of dual
// coordinate descent for squared hinge loss (Hsieh et al., A dual coordinate
// descent method for large-scale linear SVM, ICML 2008), all labels at once.
func (d *dual) hinge(text int, x Vector, square float32, right int32, cost float32) float32 {
	addRows(d.scores, d.rows, x)
	slack := 0.5 / cost
	alpha := d.alpha[text*d.labels:][:d.labels]
	d.deltas = d.deltas[:0]
	largest := float32(0)
	for l, score := range d.scores {
		sign := float32(-1)
		if int32(l) == right {
			sign = 1
		}
		gradient := sign*score - 1 + slack*alpha[l]
		if alpha[l] == 0 && gradient >= 0 {
			continue
		}
		next := max(0, alpha[l]-gradient/(square+slack))
		if by := next - alpha[l]; by > leastHinge || by < -leastHinge {
			alpha[l] = next
			d.deltas = append(d.deltas, delta{int32(l), sign * by})
			largest = max(largest, by*square, -by*square)
		}
	}
	d.apply(x)
	return largest
}

// logistic is hinge for multinomial logistic loss. At the best, the dual
// variables of a text are 1 for its label, less the probabilities. It goes from
// where they are towards what the present probabilities want, as far as is best
// (stochastic dual coordinate ascent, Shalev-Shwartz and Zhang, JMLR 14, 2013,
// with an exact search along the line).
func (d *dual) logistic(text int, x Vector, square float32, right int32, cost float32) float32 {
	addRows(d.scores, d.rows, x)
	alpha := d.alpha[text*d.labels:][:d.labels]
	way := d.wanted
	Softmax(way, d.scores)
	for l := range way {
		way[l] = -way[l] - alpha[l]
	}
	way[right]++
	step := d.search(alpha, way, right, float64(cost)*float64(square))
	d.deltas = d.deltas[:0]
	largest := float32(0)
	for l, w := range way {
		if by := step * w; by > leastLogistic || by < -leastLogistic {
			alpha[l] += by
			d.deltas = append(d.deltas, delta{int32(l), cost * by})
			largest = max(largest, cost*by*square, -cost*by*square)
		}
	}
	d.apply(x)
	return largest
}

// search returns the part of the way that raises the dual objective most, in
// (0,1], by three steps of Newton's method: the entropy of the dual
// probabilities, less what the weights cost.
func (d *dual) search(alpha, way []float32, right int32, cost float64) float32 {
	step := 0.5
	for range 3 {
		var slope, bend float64
		for l, w := range way {
			if w > -1e-4 && w < 1e-4 {
				continue
			}
			p := -float64(alpha[l])
			if int32(l) == right {
				p++
			}
			p = max(1e-9, p-step*float64(w))
			slope += float64(w) * (math.Log(p) - float64(d.scores[l]))
			bend += float64(w) * float64(w) * (1/p + cost)
			slope -= cost * step * float64(w) * float64(w)
		}
		if bend == 0 {
			break
		}
		step = min(1, max(0.01, step+slope/bend))
	}
	return float32(step)
}

// apply adds the deltas to the weights.
func (d *dual) apply(x Vector) {
	if len(d.deltas) == 0 {
		return
	}
	for _, f := range x {
		row := d.rows[int(f.Index)*d.labels:][:d.labels]
		for _, change := range d.deltas {
			row[change.label] += change.by * f.Value
		}
	}
}

// addRows sets scores to the sum of the rows of a vector's features, four at a
// time.
func addRows(scores, rows []float32, x Vector) {
	clear(scores)
	n := len(scores)
	for ; len(x) >= 4; x = x[4:] {
		a, b := rows[int(x[0].Index)*n:][:n], rows[int(x[1].Index)*n:][:n]
		c, d := rows[int(x[2].Index)*n:][:n], rows[int(x[3].Index)*n:][:n]
		va, vb, vc, vd := x[0].Value, x[1].Value, x[2].Value, x[3].Value
		for l := range scores {
			scores[l] += va*a[l] + vb*b[l] + vc*c[l] + vd*d[l]
		}
	}
	for _, f := range x {
		row := rows[int(f.Index)*n:][:n]
		for l := range scores {
			scores[l] += f.Value * row[l]
		}
	}
}

// Softmax sets probs to the probabilities whose logarithms differ as the scores
// do. The slices may be the same.
func Softmax(probs, scores []float32) {
	if len(scores) == 0 {
		return
	}
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	sum := float32(0)
	for l, s := range scores {
		p := float32(0)
		if s-top > -30 { // others would add nothing
			p = float32(math.Exp(float64(s - top)))
		}
		probs[l] = p
		sum += p
	}
	for l := range scores {
		probs[l] /= sum
	}
}
