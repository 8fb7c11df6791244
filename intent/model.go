package intent

import (
	"iter"
	"slices"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// Model tells the intent of messages; see [Train]. It does not change, and is
// safe for concurrent use.
type Model struct {
	version    string
	labels     []string // sorted, without out of scope
	categories map[string]string
	examples   []Example
	terms      *terms
	space      *linear.Space
	weights    *linear.Weights // of labels, and behind them of out of scope, if it was taught

	calibration calibration
	bare        []uint64 // see bareOf
	taken       []int32  // by label: of how many examples it was learned

	base    string   // the version without what was learned since
	overlay *overlay // what was learned since; nil if nothing was
	lost    []bool   // by label, whether all its examples were unlearned; nil if none has

	unseen  float32 // what a feature weighs that no example has
	units   float64 // see unitsOf
	stemmer *text.Stemmer
	scratch *sync.Pool // of *scratch
}

// Version names the model by its content: models of the same version are the
// same, byte for byte.
func (m *Model) Version() string { return m.version }

// Labels returns the intents that the model knows, sorted; [OutOfScope] is not
// among them.
func (m *Model) Labels() []string {
	labels := slices.Clone(m.labels)
	if m.overlay == nil {
		return labels
	}
	if m.lost != nil {
		labels = slices.DeleteFunc(labels, func(label string) bool { return m.lost[m.place(label)] })
	}
	for _, l := range m.overlay.slots {
		if l == nil || l.unlearn || isOutOfScope(l.example.Label) {
			continue
		}
		if at, ok := slices.BinarySearch(labels, l.example.Label); !ok {
			labels = slices.Insert(labels, at, l.example.Label)
		}
	}
	return labels
}

// Examples yields the examples that the model knows: those that it was trained
// on, in their order, without what was unlearned or contradicted since, and then
// those that it was taught.
func (m *Model) Examples() iter.Seq[Example] {
	if m.overlay == nil {
		return slices.Values(m.examples)
	}
	return slices.Values(m.knows())
}

// copy returns a model of the same contents, which share the memory.
func (m *Model) copy() *Model {
	c := *m
	return &c
}

// seal gives a model its versions, once its contents are complete.
func (m *Model) seal() {
	base := m.copy()
	base.overlay = nil
	m.base = versionOf(base.encode())
	m.version = m.overlay.version(m.base)
}
