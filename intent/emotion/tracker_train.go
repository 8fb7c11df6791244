package emotion

import (
	"context"
	"iter"
	"math"
	"slices"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// TrackedExample is a conversation up to a turn of the customer, and whether a
// person should have taken over then. A conversation that was looked at after
// each turn is several examples, each longer by a turn.
type TrackedExample struct {
	// Turns are the conversation; the last one is the customer's.
	Turns []Turn
	// NeedsHuman says that the customer was dissatisfied.
	NeedsHuman bool
}

// TrackerTrainOptions say how [TrainTracker] learns.
type TrackerTrainOptions struct {
	// Detector reads the single messages; it must be the one that the trackers
	// have. Default: New(nil).
	Detector *Detector
	// Tracker are the options of the trackers, without a model. Default: none.
	Tracker *TrackerOptions
	// MinTexts is in how many examples a word or pair of words must occur to be
	// learned. Default: 1.
	MinTexts int
	// Seed decides the order in which examples are gone through. Default: 0.
	Seed uint64
}

// TrainTracker learns when a customer needs a human from conversations that
// people looked at: from his words, the words before them, and what a tracker
// makes of the conversation so far. A few hundred examples of each kind help. The
// same examples and options give the same model.
//
// It returns an [ExampleError] for an example that does not end with the
// customer, a [FieldError] for options that cannot be used or examples of one
// kind only, and the error of ctx.
func TrainTracker(ctx context.Context, examples []TrackedExample, o *TrackerTrainOptions) (*TrackerModel, error) {
	if o == nil {
		o = &TrackerTrainOptions{}
	}
	l, err := newTrackerLesson(examples, o)
	if err != nil {
		return nil, err
	}
	m := &TrackerModel{scale: 1}
	least := max(1, o.MinTexts)
	m.space = linear.NewSpace([]linear.View{
		{Weight: 1, MinTexts: least},
		{Weight: 0.7, MinTexts: least},
		{Weight: 0.7, MinTexts: least},
		{Weight: 0.8, MinTexts: least},
		{Weight: 0.7, MinTexts: least},
	}, l.bags(ctx))
	vectors := make([]linear.Vector, 0, len(examples))
	l.each(ctx, func(s *scan, st *state, v *evidence, sum float64) bool {
		m.vectorOf(s, st, v, sum)
		vectors = append(vectors, slices.Clone(s.vector))
		return true
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// One of five is left out, to see how far scores can be trusted.
	var train, check []int
	for i := range vectors {
		if i%5 == 4 {
			check = append(check, i)
		} else {
			train = append(train, i)
		}
	}
	if m.weights, err = l.learn(ctx, m, vectors, train); err != nil {
		return nil, err
	}
	l.trust(m, vectors, check)
	m.weights, err = l.learn(ctx, m, vectors, append(train, check...))
	if err != nil {
		return nil, err
	}
	return m, nil
}

// trackerLesson is what a tracker's model learns from.
type trackerLesson struct {
	examples []TrackedExample
	tracker  *Tracker // a fresh one
	targets  []int32
	counts   [2]float64
	seed     uint64
}

func newTrackerLesson(examples []TrackedExample, o *TrackerTrainOptions) (*trackerLesson, error) {
	if o.MinTexts < 0 {
		return nil, &FieldError{Field: "MinTexts", Reason: "is negative"}
	}
	if o.Tracker != nil && o.Tracker.Model != nil {
		return nil, &FieldError{Field: "Tracker.Model", Reason: "is set"}
	}
	fresh, err := NewTracker(o.Detector, o.Tracker)
	if err != nil {
		return nil, err
	}
	l := &trackerLesson{examples: examples, tracker: fresh, seed: o.Seed, targets: make([]int32, len(examples))}
	for i, e := range examples {
		if n := len(e.Turns); n == 0 || e.Turns[n-1].Speaker != Customer {
			return nil, &ExampleError{Index: i, Reason: "does not end with the customer"}
		}
		if e.NeedsHuman {
			l.targets[i] = 1
		}
		l.counts[l.targets[i]]++
	}
	if l.counts[0] == 0 || l.counts[1] == 0 {
		return nil, &FieldError{Field: "examples", Reason: "are of one kind"}
	}
	return l, nil
}

// each plays all examples and calls see for the last turn of each, until it
// returns false or ctx ends.
func (l *trackerLesson) each(ctx context.Context, see func(*scan, *state, *evidence, float64) bool) {
	for i := range l.examples {
		if i%64 == 0 && ctx.Err() != nil {
			return
		}
		t, turns := *l.tracker, l.examples[i].Turns
		for _, turn := range turns[:len(turns)-1] {
			t.Add(turn)
		}
		goOn := true
		t.watch = func(s *scan, v *evidence, sum float64) { goOn = see(s, &t.state, v, sum) }
		t.Add(turns[len(turns)-1])
		if !goOn {
			return
		}
	}
}

// bags yields the features of the examples, each bag until the next.
func (l *trackerLesson) bags(ctx context.Context) iter.Seq[*linear.Bag] {
	return func(yield func(*linear.Bag) bool) {
		l.each(ctx, func(s *scan, st *state, _ *evidence, _ float64) bool {
			s.fillTurn(st)
			return yield(s.bag)
		})
	}
}

// learn learns from some of the vectors.
func (l *trackerLesson) learn(ctx context.Context, m *TrackerModel, vectors []linear.Vector, which []int) (*linear.Weights, error) {
	chosen, targets, weights := make([]linear.Vector, len(which)), make([]int32, len(which)), make([]float32, len(which))
	for n, i := range which {
		chosen[n], targets[n] = vectors[i], l.targets[i]
		share := 2 * l.counts[l.targets[i]] / float64(len(l.targets))
		weights[n] = float32(math.Pow(share, -balance))
	}
	o := linear.Options{Cost: trackerCost, Epochs: rounds, Seed: l.seed, Weights: weights}
	return linear.Train(ctx, chosen, targets, 2, m.space.Len()+trackerFigures, o)
}

// trackerCost is lower than that of messages: people agree less on conversations.
const trackerCost = 0.01

// trust finds the scale and shift that make what people said of the examples
// most probable: logistic regression on one number (Platt, Probabilistic outputs
// for support vector machines, 1999), by Newton's method with a little ridge.
func (l *trackerLesson) trust(m *TrackerModel, vectors []linear.Vector, check []int) {
	const ridge = 0.01
	a, b := 1.0, 0.0
	for range 25 {
		ga, gb, haa, hab, hbb := ridge*(a-1), ridge*b, ridge, 0.0, ridge
		for _, i := range check {
			x := m.score(vectors[i])
			p := logistic(a*x + b)
			d, w := p-float64(l.targets[i]), p*(1-p)
			ga, gb = ga+d*x, gb+d
			haa, hab, hbb = haa+w*x*x, hab+w*x, hbb+w
		}
		det := haa*hbb - hab*hab
		if det <= 0 {
			break
		}
		a -= max(-1, min(1, (ga*hbb-gb*hab)/det))
		b -= max(-1, min(1, (gb*haa-ga*hab)/det))
	}
	if a > 0 {
		m.scale, m.shift = a, b
	}
}
