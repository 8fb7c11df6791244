package intent

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// With returns a model that has learned one more example, at once: its text gets
// its label, messages that are worded much like it lean to it, and all others are
// left alone. The label may be new. Of two examples with the same text the one
// that was learned last counts, also against one of the training.
//
// The model shares the memory of m, which does not change. An example that the
// model knows already, by its ID, is moved on to the new text and label; if those
// are the same, With returns m. An example without an ID gets one that no example of
// the training has but one that was taught: see [Model.Examples]. m.With(x) and then Without(x.ID) is m again, byte
// for byte, if m had no example of that ID.
//
// The error is a [FieldError] for an example without a text that can be read, or
// without a label.
func (m *Model) With(example Example) (*Model, error) {
	example, err := learnable(example)
	if err != nil {
		return nil, err
	}
	sc := m.newScratch()
	defer m.scratch.Put(sc)
	l := m.newLesson(sc, example)
	if len(l.terms) == 0 {
		return nil, &FieldError{"text", "has nothing to read"}
	}
	o := m.overlay
	// What is known already is learned again if a later example contradicts it.
	last := o.speaker(l)
	if at := o.learned(example.ID); at >= 0 {
		if same(o.lessons[at].example, example) && last == o.lessons[at] {
			return m, nil
		}
		o = o.without(at)
	} else if trained := m.trained(example.ID); trained != nil {
		at := o.unlearned(example.ID)
		switch {
		case same(*trained, example) && last == nil && at < 0:
			return m, nil
		case same(*trained, example) && last == nil:
			return m.fork(o.without(at)), nil
		case at < 0:
			o = o.with(m.unlearn(sc, *trained))
		}
	}
	return m.fork(o.with(l)), nil
}

// Without returns a model that has unlearned an example: one that With has taught
// it, as if that had never been, or one of its training. Of that about half of the
// influence on messages like it is taken back, and the rest with [Model.Retrain];
// a message with its words is not [Confident] any more, even if another example has
// them too. A label all of whose examples are unlearned is none of the model's any
// more. The error is [ErrNotFound] if the model has no such example.
func (m *Model) Without(id string) (*Model, error) {
	if at := m.overlay.learned(id); at >= 0 {
		return m.fork(m.overlay.without(at)), nil
	}
	trained := m.trained(id)
	if trained == nil || m.overlay.unlearned(id) >= 0 {
		return nil, ErrNotFound
	}
	sc := m.newScratch()
	defer m.scratch.Put(sc)
	return m.fork(m.overlay.with(m.unlearn(sc, *trained))), nil
}

// Retrain returns a model that is trained anew on the examples of m's training,
// without what was unlearned, and on what was learned. Where two examples have the
// same text under different labels, those that were learned earlier are left out.
// Nil options are the defaults; without Categories, Terms or Thresholds, they are those
// of m. What [Model.Calibrate] fitted is kept with the thresholds that belong to it,
// unless there are Thresholds in the options. It is as deterministic as [Train], and has its errors.
func (m *Model) Retrain(ctx context.Context, opts *TrainOptions) (*Model, error) {
	o := TrainOptions{}
	if opts != nil {
		o = *opts
	}
	if o.Categories == nil {
		o.Categories = m.categories
	}
	if o.Terms == nil && m.terms != nil {
		o.Terms = m.terms.names
	}
	if t := &o.Thresholds; t.Labels == nil && t.Confident == 0 && t.Margin == 0 && t.Novelty == 0 && t.Likely == 0 {
		*t = m.Thresholds()
	} else {
		return Train(ctx, m.knows(), &o)
	}
	next, err := Train(ctx, m.knows(), &o)
	if err != nil || !m.calibration.fitted {
		return next, err
	}
	oddity := next.calibration.oddity
	next.calibration = m.calibration
	next.calibration.thresholds, next.calibration.oddity = m.Thresholds(), oddity
	next.seal()
	return next, nil
}

// knows returns the examples that the model is to be trained on anew.
func (m *Model) knows() []Example {
	var (
		unlearned = map[string]bool{}
		label     = map[string]string{} // by the key of the text
		lessons   = m.overlay.all()
	)
	for _, l := range lessons {
		if l.unlearn {
			unlearned[l.example.ID] = true
		} else {
			label[l.key] = l.example.Label
		}
	}
	examples := make([]Example, 0, len(m.examples)+len(lessons))
	for _, e := range m.examples {
		if unlearned[e.ID] {
			continue
		}
		if len(label) > 0 {
			if right, ok := label[text.Key(e.Text)]; ok && right != e.Label {
				continue
			}
		}
		examples = append(examples, e)
	}
	for _, l := range lessons {
		if !l.unlearn && label[l.key] == l.example.Label {
			examples = append(examples, l.example)
		}
	}
	return examples
}

// fork returns the model with another overlay.
func (m *Model) fork(o *overlay) *Model {
	next := m.copy()
	next.overlay = o
	next.lose()
	next.version = o.version(m.base)
	return next
}

// learnable returns an example as it is kept.
func learnable(e Example) (Example, error) {
	switch {
	case strings.TrimSpace(e.Text) == "":
		return e, &FieldError{"text", "is empty"}
	case len(e.Text) > maxExample:
		return e, &FieldError{"text", "has more than 1 MiB"}
	case strings.TrimSpace(e.Label) == "":
		return e, &FieldError{"label", "is empty"}
	}
	if e.ID == "" {
		e.ID = "+" + exampleID(e.Text, e.Label)
	}
	return keep([]Example{e})[0], nil
}

// same reports whether two examples of the same ID teach the same.
func same(a, b Example) bool { return a.Text == b.Text && a.Label == b.Label }

// trained returns an example of the training, or nil.
func (m *Model) trained(id string) *Example {
	for i := range m.examples {
		if m.examples[i].ID == id {
			return &m.examples[i]
		}
	}
	return nil
}

// unlearn returns the lesson that takes back an example of the training.
func (m *Model) unlearn(sc *scratch, trained Example) *lesson {
	l := m.newLesson(sc, trained)
	l.pushes = m.influence(sc, trained)
	l.example, l.unlearn, l.label, l.times = Example{ID: trained.ID}, true, trained.Label, int32(m.times(trained.ID))
	l.digest = digestOf(l.example)
	return l
}

// times returns how many examples of the training have an ID.
func (m *Model) times(id string) (n int) {
	for i := range m.examples {
		if m.examples[i].ID == id {
			n++
		}
	}
	return n
}

// lose notes which labels have lost all examples of the training.
func (m *Model) lose() {
	m.lost = nil
	var left []int32
	for _, l := range m.overlay.all() {
		at := m.place(l.label)
		if !l.unlearn || at < 0 {
			continue
		}
		if left == nil {
			left = slices.Clone(m.taken)
		}
		if left[at] -= l.times; left[at] <= 0 {
			if m.lost == nil {
				m.lost = make([]bool, len(m.labels))
			}
			m.lost[at] = true
		}
	}
}

// influence returns what unlearning an example changes at its own text: a feature
// that only it has is no longer known, and of one that others have too it has
// added its part. That comes about half way to what a training without it changes,
// and never far beyond (measured on BANKING77, CLINC150 and SMP2019).
func (m *Model) influence(sc *scratch, trained Example) []float32 {
	times := m.times(trained.ID)
	m.scores(sc, trained.Text)
	own := sc.vector[1:]
	for i := range own {
		// Rarity tells how many texts have the feature; see linear.NewSpace.
		having := math.Exp(float64(m.unseen-m.space.Rarity(own[i].Index))) - 1
		own[i].Value *= float32(min(1, float64(times)/max(1, having)))
	}
	m.weights.Scores(sc.scores, own)
	pushes := slices.Clone(sc.scores)
	for class := range pushes {
		pushes[class] = -pushes[class]
	}
	return pushes
}
