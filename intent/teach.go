package intent

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// teaching is what a model learns from, as parallel lists: the examples, and
// behind them the name of each label.
type teaching struct {
	texts   []string
	classes []int32   // the place of the label; out of scope is behind all labels
	weights []float32 // what each text counts for
	count   int       // of classes
}

// teachingOf returns what there is to learn from the examples of m. A label's
// name counts as an example of it, once: in "card_arrival" there are words that
// customers use too, which helps labels with few examples.
func (m *Model) teachingOf(opts *TrainOptions) *teaching {
	t := &teaching{count: len(m.labels)}
	ages := ageWeights(m.examples, opts)
	for i, e := range m.examples {
		class := len(m.labels)
		if isOutOfScope(e.Label) {
			t.count = len(m.labels) + 1
		} else {
			class, _ = slices.BinarySearch(m.labels, e.Label)
		}
		t.add(e.Text, class, ages[i])
	}
	for class, label := range m.labels {
		t.add(labelWords(label), class, 1)
	}
	return t
}

func (t *teaching) add(text string, class int, weight float32) {
	t.texts = append(t.texts, text)
	t.classes = append(t.classes, int32(class))
	t.weights = append(t.weights, weight)
}

// labelWords returns the name of a label as words.
func labelWords(label string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("_-./:", r) {
			return ' '
		}
		return r
	}, label)
}

// manyTexts is from how many texts on features that only one of them has are
// kept only where they tell most: they would be most of a large model.
const manyTexts = 3000

// survey makes the space of the texts and returns their vectors in it.
func (m *Model) survey(ctx context.Context, t *teaching) ([]linear.Vector, error) {
	views := make([]linear.View, viewCount)
	for i := range views {
		views[i].Weight = 1
	}
	if len(t.texts) > manyTexts {
		views[viewSkips].MinTexts = 2
	}
	r := newReader(m.stemmer, m.terms)
	m.space = linear.NewSpace(views, func(yield func(*linear.Bag) bool) {
		for _, text := range t.texts {
			if ctx.Err() != nil || !yield(r.read(text)) {
				return
			}
		}
	})
	m.units = unitsOf(m.space)
	vectors := make([]linear.Vector, len(t.texts))
	for i, text := range t.texts {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		vectors[i] = r.appendMeaning(m.space.Vector(nil, r.read(text)), m.space.Len())
	}
	return vectors, ctx.Err()
}

// ageWeights returns what each example counts for by its age.
func ageWeights(examples []Example, opts *TrainOptions) []float32 {
	weights := make([]float32, len(examples))
	now := opts.Now
	if now.IsZero() {
		for _, e := range examples {
			if e.At.After(now) {
				now = e.At
			}
		}
	}
	for i, e := range examples {
		weights[i] = 1
		if age := now.Sub(e.At); opts.HalfLife > 0 && !e.At.IsZero() && age > 0 {
			weights[i] = max(0.001, float32(math.Exp2(-float64(age)/float64(opts.HalfLife))))
		}
	}
	return weights
}
