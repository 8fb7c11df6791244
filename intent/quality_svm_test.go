package intent_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// plainSVM is the baseline: a linear SVM, one label against the others, over
// TF-IDF of words and pairs of words as they are written (of characters in
// Chinese).
type plainSVM struct {
	labels  []string
	space   *linear.Space
	weights *linear.Weights
	scores  []float32
	bag     *linear.Bag
	buffer  text.Buffer
}

func trainPlainSVM(t *testing.T, examples []intent.Example) *plainSVM {
	s := &plainSVM{bag: linear.NewBag(1)}
	for _, e := range examples {
		s.labels = append(s.labels, e.Label)
	}
	slices.Sort(s.labels)
	s.labels = slices.Compact(s.labels)
	s.space = linear.NewSpace([]linear.View{{Weight: 1}}, func(yield func(*linear.Bag) bool) {
		for _, e := range examples {
			if !yield(s.read(e.Text)) {
				return
			}
		}
	})
	vectors, targets := make([]linear.Vector, len(examples)), make([]int32, len(examples))
	for i, e := range examples {
		vectors[i] = s.space.Vector(nil, s.read(e.Text))
		at, _ := slices.BinarySearch(s.labels, e.Label)
		targets[i] = int32(at)
	}
	var err error
	s.weights, err = linear.Train(t.Context(), vectors, targets, len(s.labels), s.space.Len(), linear.Options{Epochs: 10})
	require.NoError(t, err)
	s.scores = make([]float32, len(s.labels))
	return s
}

func (s *plainSVM) read(message string) *linear.Bag {
	s.bag.Reset()
	last := uint64(0)
	for i, token := range s.buffer.Segment(message) {
		h := linear.HashBytes(linear.Hash, s.buffer.Bytes(token))
		s.bag.Add(0, h)
		if i > 0 {
			s.bag.Add(0, linear.HashPair(last, h))
		}
		last = h
	}
	return s.bag
}

func (s *plainSVM) classify(message string) string {
	s.weights.Scores(s.scores, s.space.Vector(nil, s.read(message)))
	return s.labels[slices.Index(s.scores, slices.Max(s.scores))]
}
