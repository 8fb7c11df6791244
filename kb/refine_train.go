package kb

import (
	"context"
	"math"
)

// The numbers of training. Halving or doubling them moved the share of right
// first answers by less than 0.01 on every set.
const (
	epochs         = 12
	learningRate   = 1.0
	leastGradient  = 0.002 // an example that is this well known teaches nothing
	placesPerWords = 128   // places for weights, for each wording
	fewestPlaces   = 1 << 12
	mostPlaces     = 1 << 24
)

// lesson is one wording of an entry: what the model learns from.
type lesson struct {
	hashes []uint32
	ends   viewEnds
	slot   uint32 // of the entry that the wording belongs to
	doc    uint32
	rivals []rival // the entries that compete for it, its own among them
	right  int     // place of its own among the rivals
}

// rival is an entry that competes for a wording.
type rival struct {
	slot uint32
	key  uint32
	base float64 // its score without the model
}

// trainer is a multinomial logistic model over the features of texts, learned by
// stochastic gradient descent. An example teaches only the entries that compete
// for it: those are the ones that the model has to tell apart later, and the cost
// does not grow with the number of entries.
type trainer struct {
	weights []float32
	mask    uint32
	sums    []float32
	scores  []float64
}

func newTrainer(wordings int) *trainer {
	places := fewestPlaces
	for places < wordings*placesPerWords && places < mostPlaces {
		places *= 2
	}
	return &trainer{weights: make([]float32, places), mask: uint32(places - 1)}
}

// train goes through the lessons in an order that looks random and is always the
// same.
func (t *trainer) train(ctx context.Context, lessons []*lesson) error {
	order := make([]*lesson, len(lessons))
	copy(order, lessons)
	random := uint64(1)
	for epoch := range epochs {
		for i := len(order) - 1; i > 0; i-- {
			random ^= random << 13
			random ^= random >> 7
			random ^= random << 17
			j := random % uint64(i+1)
			order[i], order[j] = order[j], order[i]
		}
		rate := learningRate * (1 - float64(epoch)/epochs)
		for i, l := range order {
			if i%256 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			t.learn(l, rate)
		}
	}
	return nil
}

// score returns what the model says of the rivals of a lesson; valid until the
// next call.
func (t *trainer) score(l *lesson) []float64 {
	t.scores = append(t.scores[:0], make([]float64, len(l.rivals))...)
	for i := range l.ends {
		part, value := l.ends.view(l.hashes, i)
		t.sums = append(t.sums[:0], make([]float32, len(l.rivals))...)
		for _, h := range part {
			weights := t.weights[windowOf(h, t.mask):]
			for r := range l.rivals {
				t.sums[r] += weights[placeOf(h, l.rivals[r].key)]
			}
		}
		for r, sum := range t.sums {
			t.scores[r] += value * float64(sum)
		}
	}
	return t.scores
}

func (t *trainer) learn(l *lesson, rate float64) {
	scores := softmax(t.score(l), 1)
	for r, share := range scores {
		if r == l.right {
			share--
		}
		if math.Abs(share) < leastGradient {
			continue
		}
		key := l.rivals[r].key
		for i := range l.ends {
			part, value := l.ends.view(l.hashes, i)
			step := float32(rate * share * value)
			for _, h := range part {
				t.weights[windowOf(h, t.mask)+placeOf(h, key)] -= step
			}
		}
	}
}

// softmax turns scores into shares, in place.
func softmax(scores []float64, sharpness float64) []float64 {
	most, sum := math.Inf(-1), 0.0
	for _, s := range scores {
		most = max(most, s)
	}
	for i, s := range scores {
		scores[i] = math.Exp(sharpness * (s - most))
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
	return scores
}
