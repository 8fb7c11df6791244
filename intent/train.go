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
// than 1 MiB of text, a [FieldError] for a set without two intents or bad
// options, and ctx's. An example under two labels is none: see [Validate].
func Train(ctx context.Context, examples []Example, opts *TrainOptions) (*Model, error) {
	if opts == nil {
		opts = &TrainOptions{}
	}
	if err := errors.Join(checkExamples(examples), checkOptions(opts)); err != nil {
		return nil, err
	}
	m, err := fit(ctx, examples, opts, 0)
	if err != nil {
		return nil, err
	}
	if m.calibration, err = calibrate(ctx, examples, opts); err != nil {
		return nil, err
	}
	m.calibration.texture = m.leastTexture()
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
	switch {
	case len(examples) == 0:
		return nil, &FieldError{"examples", "are none"}
	case len(m.labels) < 2:
		return nil, &FieldError{"examples", "have fewer than two intents"}
	}
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
		case e.Label == "":
			return &ExampleError{i, "has no label"}
		}
	}
	return nil
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
