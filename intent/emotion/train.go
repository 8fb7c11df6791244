package emotion

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// Example is a message with the label that a person gave it.
type Example struct {
	Text  string
	Label Label
}

// TrainOptions say how [Train] learns.
type TrainOptions struct {
	// Base is the detector that the new one builds on. Default: New(nil).
	Base *Detector
	// MinTexts is in how many examples a word or pair of words must occur to be
	// learned. More makes the detector smaller. Default: 1.
	MinTexts int
	// Words learns single words and characters only, and not also pairs and
	// stretches of letters. It makes the detector smaller and faster, and a little
	// worse. Default: false.
	Words bool
	// Disagreeing accepts texts that have several labels, as where several people
	// labelled them: feelings are a matter of opinion. Default: false, they are
	// taken for mistakes.
	Disagreeing bool
	// Seed decides the order in which examples are gone through. Default: 0.
	Seed uint64
	// Progress is called now and then with how many rounds are done, of how many
	// at most. A panic in it ends the training with [ErrPanicked]. Default: none.
	Progress func(done, of int)
}

const (
	rounds = 12
	cost   = 0.1
	// balance is how far rare labels are weighed up: 0 not at all, 1 until all
	// labels have the same weight.
	balance = 0.55
	// oldFaith is the number of examples that weigh as much as what was known
	// before.
	oldFaith = 500
	// usualScale is what scores are mostly multiplied with to be logits.
	usualScale = 2
)

// Train returns a detector that also learned from a host's own messages. What is
// built in stays its ground: a few hundred examples help already. A label
// without examples is never given. The same examples and options give the same
// detector.
//
// It returns an [ExampleError] for an example whose label is none of [Labels],
// that says nothing, is longer than 16384 bytes or has another label than the
// same text before it (see Disagreeing); a [FieldError] for options that cannot be used or fewer
// than two labels; [ErrPanicked] if Progress does; and the error of ctx.
func Train(ctx context.Context, examples []Example, o *TrainOptions) (_ *Detector, err error) {
	if o == nil {
		o = &TrainOptions{}
	}
	base, labels, targets, err := o.prepare(examples)
	if err != nil {
		return nil, err
	}
	progress := o.Progress
	defer func() {
		if r := recover(); r != nil {
			if progress == nil {
				panic(r)
			}
			err = fmt.Errorf("%w: Progress", ErrPanicked)
		}
	}()
	t := trainer{base: base, examples: examples, targets: targets, labels: labels, o: o}
	m, err := t.train(ctx)
	if err != nil {
		return nil, err
	}
	return &Detector{words: base.words, built: base.built, own: m}, nil
}

// prepare checks what is asked for.
func (o *TrainOptions) prepare(examples []Example) (base *Detector, labels []uint8, targets []int32, err error) {
	if o.MinTexts < 0 {
		return nil, nil, nil, &FieldError{Field: "MinTexts", Reason: "is negative"}
	}
	if base = o.Base; base == nil {
		if base, err = New(nil); err != nil {
			return nil, nil, nil, err
		}
	}
	if base.own != nil {
		return nil, nil, nil, &FieldError{Field: "Base", Reason: "is trained already"}
	}
	all := Labels()
	var counts [6]int
	seen := make(map[string]Label, len(examples))
	for i, e := range examples {
		at := slices.Index(all, e.Label)
		reason := ""
		switch before, known := seen[e.Text]; {
		case at < 0:
			reason = "has an unknown label"
		case strings.TrimSpace(e.Text) == "":
			reason = "is empty"
		case len(e.Text) > maxText:
			reason = "is longer than 16384 bytes"
		case known && before != e.Label && !o.Disagreeing:
			reason = "has another label than the same text before"
		}
		if reason != "" {
			return nil, nil, nil, &ExampleError{Index: i, Reason: reason}
		}
		seen[e.Text] = e.Label
		counts[at]++
		targets = append(targets, int32(at))
	}
	place := [6]int32{}
	for l, n := range counts {
		if n > 0 {
			place[l] = int32(len(labels))
			labels = append(labels, uint8(l))
		}
	}
	if len(labels) < 2 {
		return nil, nil, nil, &FieldError{Field: "examples", Reason: "have fewer than two labels"}
	}
	for i, t := range targets {
		targets[i] = place[t]
	}
	return base, labels, targets, nil
}

type trainer struct {
	base     *Detector
	examples []Example
	targets  []int32
	labels   []uint8
	o        *TrainOptions
	space    *linear.Space
}

// train learns twice: from four fifths of the examples, to see from the rest how
// far scores can be trusted, and from all.
func (t *trainer) train(ctx context.Context) (*model, error) {
	t.space = linear.NewSpace(t.views(), t.bags())
	m := &model{base: t.base.fingerprint(), space: t.space, labels: t.labels, full: !t.o.Words, scale: 1}
	vectors, bases := t.vectors(m)
	var train, check []int
	for i := range vectors {
		if i%5 == 4 {
			check = append(check, i)
		} else {
			train = append(train, i)
		}
	}
	var err error
	if m.weights, err = t.learn(ctx, vectors, train, 0); err != nil {
		return nil, err
	}
	t.trust(m, vectors, bases, check)
	m.weights, err = t.learn(ctx, vectors, append(train, check...), rounds)
	return m, err
}

func (t *trainer) views() []linear.View {
	list := make([]linear.View, views)
	for i, weight := range [views]float32{wordView: 1, pieceView: 0.7, pairView: 0.7, letterView: 0.8} {
		list[i] = linear.View{Weight: weight, MinTexts: max(1, t.o.MinTexts)}
	}
	return list
}

// bags yields the features of the examples, each bag until the next.
func (t *trainer) bags() iter.Seq[*linear.Bag] {
	return func(yield func(*linear.Bag) bool) {
		var s scan
		for _, e := range t.examples {
			s.read(t.base.words, cut(e.Text))
			s.match(t.base.words)
			s.fill(!t.o.Words)
			if !yield(s.bag) {
				return
			}
		}
	}
}

// vectors returns the examples as vectors, and what was known before.
func (t *trainer) vectors(m *model) ([]linear.Vector, [][6]float64) {
	var s scan
	list, bases := make([]linear.Vector, len(t.examples)), make([][6]float64, len(t.examples))
	for i, e := range t.examples {
		g := t.base.study(&s, cut(e.Text))
		bases[i] = t.base.logits(&s, &g)
		m.vectorOf(&s, &g, bases[i])
		list[i] = slices.Clone(s.vector)
	}
	return list, bases
}

// learn learns from some of the vectors.
func (t *trainer) learn(ctx context.Context, vectors []linear.Vector, which []int, done int) (*linear.Weights, error) {
	chosen, targets, weights := make([]linear.Vector, len(which)), make([]int32, len(which)), make([]float32, len(which))
	counts := make([]float64, len(t.labels))
	for _, i := range which {
		counts[t.targets[i]]++
	}
	for n, i := range which {
		chosen[n], targets[n] = vectors[i], t.targets[i]
		share := counts[t.targets[i]] * float64(len(t.labels)) / float64(len(which))
		weights[n] = float32(math.Pow(share, -balance))
	}
	o := linear.Options{Cost: cost, Epochs: rounds, Seed: t.o.Seed, Weights: weights}
	o.Factors = linear.Telling(chosen, targets, len(t.labels), t.space.Len())
	if t.o.Progress != nil {
		o.Progress = func(n, _ int) { t.o.Progress(done+n, 2*rounds) }
	}
	return linear.Train(ctx, chosen, targets, len(t.labels), t.space.Len()+ruleFigures, o)
}

// trust sets how far scores count, and what was known before beside them, so
// that what people said of the examples is most probable. A few examples cannot
// make forget what was known before.
func (t *trainer) trust(m *model, vectors []linear.Vector, bases [][6]float64, check []int) {
	least, scale, prior := math.Inf(1), float32(1), float32(0)
	scores := make([]float32, len(t.labels))
	for k := range 4 {
		m.prior = (float32(k) + oldFaith/(oldFaith+float32(len(vectors)))*float32(3-k)) / 3
		for m.scale = 0.25; m.scale <= 8; m.scale *= 1.25 {
			far := math.Log(float64(m.scale) / usualScale)
			loss := far * far // only many examples may say that it is far from usual
			for _, i := range check {
				m.weights.Scores(scores, vectors[i])
				m.calibrate(scores, bases[i])
				loss -= math.Log(max(1e-9, float64(scores[t.targets[i]])))
			}
			if loss < least {
				least, scale, prior = loss, m.scale, m.prior
			}
		}
	}
	m.scale, m.prior = scale, prior
}
