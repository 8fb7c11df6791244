package intent

import (
	"context"
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
// are the same, With returns m. m.With(x) and then Without(x.ID) is m again, byte
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
// it, as if that had never been, or one of its training, whose influence on the
// scores of messages like it is taken back. The error is [ErrNotFound] if the
// model has no such example.
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
// Nil options are the defaults; without Categories, Terms or Thresholds, they are
// those of m. It is as deterministic as [Train], and has its errors.
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
	}
	return Train(ctx, m.knows(), &o)
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
	case e.Label == "":
		return e, &FieldError{"label", "is empty"}
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
	l.example, l.unlearn = Example{ID: trained.ID}, true
	l.digest = digestOf(l.example)
	return l
}

// forget is how much of what an example added to the scores of its own text is
// taken back when it is unlearned. Others would have added some of it in its
// place: with 0.6 the probabilities come closest to those of a model that is
// trained without it (measured on BANKING77, CLINC150 and SMP2019).
const forget = 0.6

// influence returns what unlearning an example changes at its own text. With
// squared hinge loss the weights of a class are the sum of 2C(1-yf)y times the
// vectors of the examples whose score f is below 1 on the side y (Hsieh et al.,
// ICML 2008), so that a score tells what an example has added.
func (m *Model) influence(sc *scratch, trained Example) []push {
	m.scores(sc, trained.Text)
	own := len(m.labels)
	if at, ok := slices.BinarySearch(m.labels, trained.Label); ok {
		own = at
	}
	square := sc.vector.Square()
	var pushes []push
	for class, score := range sc.scores {
		sign := float32(-1)
		if class == own {
			sign = 1
		}
		if missing := 1 - sign*score; missing > 0 {
			pushes = append(pushes, push{int32(class), -sign * forget * 2 * missing * square})
		}
	}
	return pushes
}
