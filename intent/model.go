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

	stemmer *text.Stemmer
	scratch sync.Pool // of *scratch
}

// Version names the model by its content: models of the same version are the
// same, byte for byte.
func (m *Model) Version() string { return m.version }

// Labels returns the intents that the model knows, sorted; [OutOfScope] is not
// among them.
func (m *Model) Labels() []string { return slices.Clone(m.labels) }

// Examples yields the examples that the model was trained on, in their order.
func (m *Model) Examples() iter.Seq[Example] { return slices.Values(m.examples) }

// copy returns a model of the same contents, which share the memory.
func (m *Model) copy() *Model {
	return &Model{
		version: m.version, labels: m.labels, categories: m.categories, examples: m.examples,
		terms: m.terms, space: m.space, weights: m.weights, calibration: m.calibration, stemmer: m.stemmer,
	}
}
