package intent

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
	"github.com/kefu-go/kefu/internal/text/related"
)

// TrainOptions say how a model is trained. The zero value is good for most
// purposes.
type TrainOptions struct {
	// Seed decides the order in which examples are learned. Default: 0.
	Seed uint64
	// Categories says where intents belong in the host's tree, by label; see
	// [Prediction.Category]. Default: nowhere.
	Categories map[string]string
	// HalfLife is after how long a dated example counts half. Examples without a
	// date count in full. Default: dates do not matter.
	HalfLife time.Duration
	// Now is the time from which HalfLife looks back. Default: the date of the
	// newest example.
	Now time.Time
	// Thresholds say what is decided on a message. Default: those of [Thresholds].
	Thresholds Thresholds
	// Terms are the words of the host's field, each with what else it is called
	// ("hotspot": "tethering", 热点), in any language: they count as the same word,
	// so that an example with one of them shows all. Default: none.
	Terms map[string][]string
	// Progress is called now and then, in the goroutine of [Train]. Default: never.
	Progress func(Progress)
}

// Progress says how far a training is.
type Progress struct {
	// Done is the share of the work that is done, in [0,1].
	Done float64
}

// fitShare is the share of the work that is fitting scores; the rest is finding
// out what they mean.
const fitShare = 0.8

// report calls Progress, and returns an error if that panics.
func (o *TrainOptions) report(done float64) (err error) {
	defer func() {
		if recover() != nil {
			err = &FieldError{"Progress", "panicked"}
		}
	}()
	if o.Progress != nil {
		o.Progress(Progress{Done: done})
	}
	return nil
}

// usualEpochs is how often examples are gone through; more changes nothing.
const usualEpochs = 6

// maxExample is how long the text of an example may be, in bytes.
const maxExample = 1 << 20

// Train learns a model from examples: which words, pairs of words and stretches
// of letters tell labels apart. Examples labelled [OutOfScope] teach what none of
// the labels is. The same examples in the same order with the same options give
// the same model, byte for byte, on any number of processors.
//
// Errors are an [ExampleError] for an example without text or label or with more
// than 1 MiB of text, or with the ID of another one that has another text or label;
// a [FieldError] for a set without two intents that can be told apart, since nothing
// of the others can be read or all their texts have other labels too, for more than
// 2000 intents, and for bad options; and ctx's. Otherwise an example under two
// labels is none: see [Validate].
func Train(ctx context.Context, examples []Example, opts *TrainOptions) (*Model, error) {
	if opts == nil {
		opts = &TrainOptions{}
	}
	if err := errors.Join(checkExamples(examples), checkOptions(opts)); err != nil {
		return nil, err
	}
	if err := checkSet(examples); err != nil {
		return nil, err
	}
	m, err := fit(ctx, examples, opts, 0)
	if err != nil {
		return nil, err
	}
	if m.calibration, err = calibrate(ctx, examples, opts); err != nil {
		return nil, err
	}
	m.bare = m.bareOf()
	m.calibration.round()
	m.seal()
	if err := opts.report(1); err != nil {
		return nil, err
	}
	return m, nil
}

// fit learns the scores of a model from examples. Epochs bounds for how long; 0
// is as long as it takes.
func fit(ctx context.Context, examples []Example, opts *TrainOptions, epochs int) (*Model, error) {
	m := &Model{examples: keep(examples), labels: labelsOf(examples), categories: maps.Clone(opts.Categories)}
	m.prepare()
	var err error
	if m.terms, err = newTerms(opts.Terms, m.stemmer); err != nil {
		return nil, err
	}
	t := m.teachingOf(opts)
	vectors, err := m.survey(ctx, t)
	if err != nil {
		return nil, err
	}
	if epochs == 0 {
		epochs = usualEpochs
	}
	var failed error
	m.weights, err = linear.Train(ctx, vectors, t.classes, t.count, m.space.Len()+related.Dims, linear.Options{
		Loss:    linear.Both,
		Seed:    opts.Seed,
		Epochs:  epochs,
		Weights: t.weights,
		Progress: func(done, of int) {
			failed = errors.Join(failed, opts.report(fitShare*float64(done)/float64(of)))
		},
	})
	if err = errors.Join(err, failed); err != nil {
		return nil, err
	}
	m.calibration = usualCalibration(opts.Thresholds)
	return m, nil
}

// prepare makes what a model has beside its contents.
func (m *Model) prepare() {
	m.unseen = rarest(len(m.examples))
	m.taken = make([]int32, len(m.labels))
	for _, e := range m.examples {
		if at, ok := slices.BinarySearch(m.labels, e.Label); ok {
			m.taken[at]++
		}
	}
	m.stemmer = text.NewStemmer(1 << 14)
	m.scratch = new(sync.Pool)
}

func checkOptions(opts *TrainOptions) error {
	if opts.HalfLife < 0 {
		return errors.Join(&FieldError{"HalfLife", "is negative"}, opts.Thresholds.Validate())
	}
	return opts.Thresholds.Validate()
}

func checkExamples(examples []Example) error {
	for i, e := range examples {
		switch {
		case strings.TrimSpace(e.Text) == "":
			return &ExampleError{i, "has no text"}
		case len(e.Text) > maxExample:
			return &ExampleError{i, "has more than 1 MiB of text"}
		case strings.TrimSpace(e.Label) == "":
			return &ExampleError{i, "has no label"}
		}
	}
	return nil
}

// mostLabels bounds the intents of a model: its size and the time of its training
// grow with intents times features.
const mostLabels = 2000

// checkSet returns what is wrong with examples together.
func checkSet(examples []Example) error {
	labels := len(labelsOf(examples))
	switch {
	case len(examples) == 0:
		return &FieldError{"examples", "are none"}
	case labels < 2:
		return &FieldError{"examples", "have fewer than two intents"}
	case labels > mostLabels:
		return &FieldError{"examples", "have more than 2000 intents"}
	}
	if at := otherOfID(examples); at >= 0 {
		return &ExampleError{at, "has the ID of another example with another text or label"}
	}
	// A text tells intents apart if it has one label and can be read.
	var buffer text.Buffer
	label := map[string]string{} // by key of the text; empty for several
	for _, e := range examples {
		key := text.Key(e.Text)
		if known, ok := label[key]; ok && known != e.Label {
			label[key] = ""
		} else if !ok && len(buffer.Segment(e.Text)) > 0 {
			label[key] = e.Label
		}
	}
	told := map[string]bool{}
	for _, l := range label {
		if l != "" && !isOutOfScope(l) {
			told[l] = true
		}
	}
	if len(told) < 2 {
		return &FieldError{"examples", "have fewer than two intents with a text that can be read and has no other label"}
	}
	return nil
}

// otherOfID returns the first example that has the ID of an earlier one, but
// another text or label; -1 if there is none.
func otherOfID(examples []Example) int {
	first := map[string]int{}
	for i, e := range examples {
		if e.ID == "" {
			continue
		}
		if at, ok := first[e.ID]; !ok {
			first[e.ID] = i
		} else if !same(examples[at], e) {
			return i
		}
	}
	return -1
}

// keep returns the examples as a model keeps them.
func keep(examples []Example) []Example {
	kept := slices.Clone(examples)
	for i := range kept {
		if e := &kept[i]; e.ID == "" {
			e.ID = exampleID(e.Text, e.Label)
		}
		kept[i].At = kept[i].At.UTC().Truncate(time.Microsecond)
	}
	return kept
}

// exampleID returns the name of an example that has none of its own.
func exampleID(text, label string) string {
	sum := sha256.Sum256([]byte(label + "\x00" + text))
	return hex.EncodeToString(sum[:8])
}

// isOutOfScope reports whether a label is [OutOfScope] or one of its kinds.
func isOutOfScope(label string) bool {
	return label == OutOfScope || strings.HasPrefix(label, OutOfScope+":")
}

// labelsOf returns the intents of the examples, sorted.
func labelsOf(examples []Example) []string {
	set := map[string]bool{}
	for _, e := range examples {
		if !isOutOfScope(e.Label) {
			set[e.Label] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
