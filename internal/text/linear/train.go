package linear

import (
	"context"
	"math"
	"math/rand/v2"
)

// Options say how to train.
type Options struct {
	// Cost is how much a wrong training text costs beside large weights: more fits
	// the texts closer. Default: 1.
	Cost float64
	// Epochs is how often the training texts are gone through at most. Default: 20.
	Epochs int
	// Tolerance ends the training when an epoch changes no score by more. Default: 0.01.
	Tolerance float64
	// Seed decides in which order texts are gone through.
	Seed uint64
	// Weights are factors of Cost by text. Default: 1 for each.
	Weights []float32
	// Progress is called after each epoch with how many are done of how many at
	// most. Default: none.
	Progress func(done, of int)
	Loss     int
}

// Train learns to tell labels 0 to labels-1 apart. Texts and label are parallel;
// features is the number of features of the space.
//
// Each label is learned against all others with squared hinge loss and squared
// length as the price of weights, by dual coordinate descent (Hsieh et al., A
// dual coordinate descent method for large-scale linear SVM, ICML 2008), all
// labels of a text in one step.
//
// It ends early with the error of ctx.
func Train(ctx context.Context, texts []Vector, label []int32, labels, features int, o Options) (*Weights, error) {
	t := newTrainer(texts, label, labels, features, o)
	order := make([]int32, len(texts))
	for i := range order {
		order[i] = int32(i)
	}
	random := rand.New(rand.NewPCG(o.Seed, 0x6b656675))
	for epoch := range t.o.Epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		worst := float32(0)
		for n, i := range order {
			if n%64 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if o.Loss == 1 {
				worst = max(worst, t.stepSoft(int(i)))
			} else {
				worst = max(worst, t.step(int(i)))
			}
		}
		if t.o.Progress != nil {
			t.o.Progress(epoch+1, t.o.Epochs)
		}
		if worst < float32(t.o.Tolerance) {
			break
		}
	}
	return newWeights(labels, t.rows), nil
}

type trainer struct {
	o      Options
	texts  []Vector
	label  []int32
	labels int
	square []float32
	alpha  []float32 // by text and label
	rows   []float32 // weights, by feature and label
	scores []float32
	probs  []float32
	deltas []delta
}

// delta is the change of one label's weights, in the direction of a text.
type delta struct {
	label int32
	by    float32
}

func newTrainer(texts []Vector, label []int32, labels, features int, o Options) *trainer {
	if o.Cost == 0 {
		o.Cost = 1
	}
	if o.Epochs == 0 {
		o.Epochs = 20
	}
	if o.Tolerance == 0 {
		o.Tolerance = 0.01
	}
	t := &trainer{
		o: o, texts: texts, label: label, labels: labels,
		square: make([]float32, len(texts)),
		alpha:  make([]float32, len(texts)*labels),
		rows:   make([]float32, features*labels),
		scores: make([]float32, labels),
		probs:  make([]float32, labels),
	}
	for i, x := range texts {
		t.square[i] = x.Square()
	}
	return t
}

func (t *trainer) cost(i int) float32 {
	cost := float32(t.o.Cost)
	if t.o.Weights != nil {
		cost *= t.o.Weights[i]
	}
	return cost
}

// step makes the dual variables of a text the best, given all others, and
// returns the largest change of a score of its own.
func (t *trainer) step(i int) float32 {
	x := t.texts[i]
	addRows(t.scores, t.rows, x)
	slack := 0.5 / t.cost(i)
	alpha := t.alpha[i*t.labels:][:t.labels]
	t.deltas = t.deltas[:0]
	largest := float32(0)
	for l, score := range t.scores {
		sign := float32(-1)
		if int32(l) == t.label[i] {
			sign = 1
		}
		gradient := sign*score - 1 + slack*alpha[l]
		if alpha[l] == 0 && gradient >= 0 {
			continue
		}
		next := max(0, alpha[l]-gradient/(t.square[i]+slack))
		if by := next - alpha[l]; by > 1e-5 || by < -1e-5 {
			alpha[l] = next
			t.deltas = append(t.deltas, delta{int32(l), sign * by})
			largest = max(largest, by*t.square[i], -by*t.square[i])
		}
	}
	t.apply(x)
	return largest
}

// stepSoft is a step of stochastic dual coordinate ascent for multinomial
// logistic loss.
func (t *trainer) stepSoft(i int) float32 {
	x := t.texts[i]
	addRows(t.scores, t.rows, x)
	// alpha holds the dual probabilities less one for the right label: W = C sum -alpha x.
	alpha := t.alpha[i*t.labels:][:t.labels]
	c := t.cost(i)
	Softmax(t.probs, t.scores)
	// q = (y - p) - beta, where beta = current dual (sums to 0).
	var qq float64
	for l := range alpha {
		q := -t.probs[l] - alpha[l]
		if int32(l) == t.label[i] {
			q++
		}
		t.probs[l] = q
		qq += float64(q) * float64(q)
	}
	// one-dimensional maximisation by two Newton steps on
	// D(s) = H(pi + s d) - s q.z... with pi = e_y - alpha, d = -q
	a := float64(c) * float64(t.square[i])
	s := 0.5
	for range 3 {
		var g, h float64
		for l, q := range t.probs {
			if q > -1e-5 && q < 1e-5 {
				continue
			}
			pi := -float64(alpha[l])
			if int32(l) == t.label[i] {
				pi++
			}
			now := max(1e-9, pi-s*float64(q))
			g += float64(q)*math.Log(now) - float64(q)*float64(t.scores[l])
			h -= float64(q) * float64(q) / now
		}
		// derivative of -C/2*|x|^2*s^2*qq
		g -= a * s * qq
		h -= a * qq
		if h == 0 {
			break
		}
		s = min(1, max(0.01, s-g/h))
	}
	t.deltas = t.deltas[:0]
	largest := float32(0)
	for l, q := range t.probs {
		by := float32(s) * q
		if by > 1e-4 || by < -1e-4 {
			alpha[l] += by
			t.deltas = append(t.deltas, delta{int32(l), c * by})
			largest = max(largest, c*by*t.square[i], -c*by*t.square[i])
		}
	}
	t.apply(x)
	return largest
}

// apply adds the deltas to the weights.
func (t *trainer) apply(x Vector) {
	if len(t.deltas) == 0 {
		return
	}
	for _, f := range x {
		row := t.rows[int(f.Index)*t.labels:][:t.labels]
		for _, d := range t.deltas {
			row[d.label] += d.by * f.Value
		}
	}
}

// addRows sets scores to the sum of the rows of a vector's features.
func addRows(scores, rows []float32, x Vector) {
	clear(scores)
	n := len(scores)
	i := 0
	for ; i+4 <= len(x); i += 4 {
		r0 := rows[int(x[i].Index)*n:][:n]
		r1 := rows[int(x[i+1].Index)*n:][:n]
		r2 := rows[int(x[i+2].Index)*n:][:n]
		r3 := rows[int(x[i+3].Index)*n:][:n]
		v0, v1, v2, v3 := x[i].Value, x[i+1].Value, x[i+2].Value, x[i+3].Value
		for l := range scores {
			scores[l] += v0*r0[l] + v1*r1[l] + v2*r2[l] + v3*r3[l]
		}
	}
	for ; i < len(x); i++ {
		row := rows[int(x[i].Index)*n:][:n]
		for l := range scores {
			scores[l] += x[i].Value * row[l]
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
		p := float32(math.Exp(float64(s - top)))
		probs[l] = p
		sum += p
	}
	for l := range scores {
		probs[l] /= sum
	}
}
