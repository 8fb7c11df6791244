package linear

import (
	"context"
	"math/rand/v2"
)

// Loss is what a training text costs that is not told well.
type Loss uint8

const (
	// Hinge learns each label against all others, with squared hinge loss: scores
	// are meant to be 1 for the right label and -1 for the others.
	Hinge Loss = iota
	// Logistic learns the probabilities of all labels together, by multinomial
	// logistic regression: scores are their logarithms, but for a constant.
	Logistic
	// Both is the sum of the two, of a similar range as Hinge. It tells labels of
	// few texts better than Hinge and labels of many better than Logistic.
	Both
)

// Options say how to train.
type Options struct {
	Loss Loss
	// Cost is how much a wrong training text costs beside large weights: more fits
	// the texts closer. Default: 1.
	Cost float64
	// Epochs is how often the training texts are gone through at most. Default: 20.
	Epochs int
	// Tolerance ends the training when an epoch changes no score by more.
	// Default: 0.01.
	Tolerance float64
	// Seed decides in which order texts are gone through.
	Seed uint64
	// Weights are factors of Cost by text. Default: 1 for each.
	Weights []float32
	// Factors are what the first features count for while learning: of two that
	// explain a text as well, the one with the larger factor learns more of it.
	// The weights are those of texts without factors all the same. Default: 1 for
	// each.
	Factors []float32
	// Progress is called after each epoch with how many are done of how many at
	// most. Default: none.
	Progress func(done, of int)
}

const (
	// logisticCost is how much dearer texts are to logistic loss than to hinge
	// loss, so that it fits them as closely.
	logisticCost = 20
	// hingeShare and logisticShare are what each counts for in Both. Logistic
	// scores are some five times as large.
	hingeShare    = 0.5
	logisticShare = 0.1
)

// Train learns to tell labels 0 to labels-1 apart. Texts and label are parallel;
// features is the number of features of the space, and of those that the caller
// has beside it.
//
// It ends early with the error of ctx.
func Train(ctx context.Context, texts []Vector, label []int32, labels, features int, o Options) (*Weights, error) {
	if o.Cost == 0 {
		o.Cost = 1
	}
	if o.Epochs == 0 {
		o.Epochs = 20
	}
	if o.Tolerance == 0 {
		o.Tolerance = 0.01
	}
	if o.Factors != nil {
		texts = scaled(texts, o.Factors)
	}
	t := &trainer{o: o, texts: texts, label: label, labels: labels, features: features, of: o.Epochs}
	t.square = make([]float32, len(texts))
	for i, x := range texts {
		t.square[i] = x.Square()
	}
	if o.Loss != Both {
		rows, err := t.learn(ctx, o.Loss)
		if err != nil {
			return nil, err
		}
		return newWeights(labels, rows), nil
	}
	t.of = 2 * o.Epochs
	rows, err := t.learn(ctx, Hinge)
	if err != nil {
		return nil, err
	}
	hinge := newWeights(labels, rows) // a quarter of the memory of rows
	t.done = o.Epochs
	if rows, err = t.learn(ctx, Logistic); err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i] = hingeShare*hinge.Weight(int32(i/labels), i%labels) + logisticShare*rows[i]
	}
	return newWeights(labels, rows), nil
}

// trainer is a training under way.
type trainer struct {
	o        Options
	texts    []Vector
	label    []int32
	labels   int
	features int
	square   []float32 // by text: of its length
	done, of int       // epochs
}

// learn returns the weights of all features, label by label, for one loss.
func (t *trainer) learn(ctx context.Context, loss Loss) ([]float32, error) {
	d := newDual(t.labels, t.features, len(t.texts))
	step, cost := d.hinge, float32(t.o.Cost)
	if loss == Logistic {
		step, cost = d.logistic, logisticCost*cost
	}
	order := make([]int32, len(t.texts))
	for i := range order {
		order[i] = int32(i)
	}
	random := rand.New(rand.NewPCG(t.o.Seed, 0x6b656675))
	for epoch := range t.o.Epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		largest := float32(0)
		for n, i := range order {
			if n%64 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			c := cost
			if t.o.Weights != nil {
				c *= t.o.Weights[i]
			}
			largest = max(largest, step(int(i), t.texts[i], t.square[i], t.label[i], c))
		}
		if t.o.Progress != nil {
			t.o.Progress(t.done+epoch+1, t.of)
		}
		if largest < float32(t.o.Tolerance) {
			break
		}
	}
	for f, factor := range t.o.Factors {
		for l := range t.labels {
			d.rows[f*t.labels+l] *= factor
		}
	}
	return d.rows, nil
}
