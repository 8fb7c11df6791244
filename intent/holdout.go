package intent

import (
	"context"
	"math/rand/v2"
	"slices"
)

const (
	// parts is into how many parts examples and labels are cut; each part in turn
	// is unknown to a model of the others.
	parts = 3
	// manyExamples is from how many examples on fewTurns tell enough.
	manyExamples = 3000
	fewTurns     = 2
	// heldEpochs is how long the models of the parts learn; longer changes nothing.
	heldEpochs = 4
	// noveltyShare is the share of messages that are taken to belong to no intent,
	// and madeUpShare the share of these that are gibberish.
	noveltyShare = 0.05
	madeUpShare  = 0.2
	// fittedShare is that share while novelty is fitted: few messages of one kind
	// must not go under.
	fittedShare = 0.5
	// madeUpTexts is how much gibberish there is.
	madeUpTexts = 100
	// noveltyStrength is how many observations the usual weights of novelty are
	// worth.
	noveltyStrength = 20
)

// calibrate learns what the scores of a model mean. It trains models on parts of
// the examples that have neither a third of the labels nor a third of the
// examples of the others, and looks what they make of the rest: of messages that
// they should know, and of messages that belong to none of their labels. What
// they make of gibberish counts, too.
func calibrate(ctx context.Context, examples []Example, opts *TrainOptions) (calibration, error) {
	c := usualCalibration(opts.Thresholds)
	turns := parts
	if len(examples) > manyExamples {
		turns = fewTurns
	}
	var tests []heldTest
	var known []scored
	for turn := range turns {
		test, err := holdOut(ctx, examples, opts, turn)
		if err != nil {
			return c, err
		}
		if test.model != nil {
			tests = append(tests, test)
			known = append(known, test.scored()...)
		}
	}
	c.sharpness = fitSharpness(known, usualSharpness)
	c.contrast = c.sharpness
	var seen []observation
	for _, test := range tests {
		test.model.calibration.contrast = c.contrast
		seen = append(seen, test.observations(opts.Seed)...)
	}
	weighKinds(seen)
	c.novelty = fitLogistic(seen, usualWeights(), noveltyStrength)
	c.novelty.bias += logit(noveltyShare) - logit(fittedShare)
	var odd []observation
	for _, test := range tests {
		test.model.calibration.novelty = c.novelty
		odd = append(odd, test.oddObservations(opts.Seed)...)
	}
	c.oddity = fitOddity(odd)
	c.round()
	return c, nil
}

// heldTest is a model and messages that it was not trained on.
type heldTest struct {
	model *Model
	texts []heldText
}

// heldText is a message for which it is known what should come of it.
type heldText struct {
	text string
	kind heldKind
	// label is its label in the model, for heldKnown.
	label int
}

type heldKind uint8

const (
	heldKnown  heldKind = iota // has a label that the model knows
	heldLabel                  // has a label that the model does not know
	heldTaught                 // is an example that is out of scope
	heldMadeUp                 // is gibberish
	heldKinds
)

// holdOut trains the model of one turn; nil if too little is left to train on.
func holdOut(ctx context.Context, examples []Example, opts *TrainOptions, turn int) (heldTest, error) {
	labels := labelsOf(examples)
	group := map[string]int{}
	for i, at := range rand.New(rand.NewPCG(opts.Seed, 0x686f6c64)).Perm(len(labels)) {
		if len(labels) >= parts { // otherwise fewer than two would be left
			group[labels[at]] = i % parts
		} else {
			group[labels[at]] = -1
		}
	}
	var rest []Example
	some := make([]Example, 0, len(examples))
	seen := map[string]int{}
	for _, e := range examples {
		mine := seen[e.Label]%parts == turn
		seen[e.Label]++
		left := !isOutOfScope(e.Label) && group[e.Label] == turn
		if mine {
			rest = append(rest, e)
		} else if !left {
			some = append(some, e)
		}
	}
	if len(labelsOf(some)) < 2 {
		return heldTest{}, ctx.Err()
	}
	m, err := fit(ctx, some, &TrainOptions{Seed: opts.Seed, HalfLife: opts.HalfLife, Now: opts.Now, Terms: opts.Terms}, heldEpochs)
	if err != nil {
		return heldTest{}, err
	}
	test := heldTest{model: m}
	for _, e := range rest {
		at, known := slices.BinarySearch(m.labels, e.Label)
		switch {
		case isOutOfScope(e.Label):
			test.texts = append(test.texts, heldText{text: e.Text, kind: heldTaught})
		case known:
			test.texts = append(test.texts, heldText{text: e.Text, kind: heldKnown, label: at})
		case group[e.Label] == turn:
			test.texts = append(test.texts, heldText{text: e.Text, kind: heldLabel})
		}
	}
	return test, nil
}

// scored returns the scores of the messages with a known label.
func (h *heldTest) scored() (list []scored) {
	sc := h.model.newScratch()
	for _, t := range h.texts {
		if t.kind == heldKnown {
			h.model.scores(sc, t.text)
			list = append(list, scored{scores: slices.Clone(sc.scores[:len(h.model.labels)]), label: t.label, weight: 1})
		}
	}
	return list
}

// observations returns the signals of the messages and of gibberish.
func (h *heldTest) observations(seed uint64) (list []observation) {
	sc := h.model.newScratch()
	add := func(text string, kind heldKind) {
		h.model.scores(sc, text)
		if sc.bag.Len() == 0 {
			return
		}
		s, _ := h.model.signalsOf(sc)
		list = append(list, observation{signals: s, kind: kind})
	}
	for _, t := range h.texts {
		add(t.text, t.kind)
	}
	random := rand.New(rand.NewPCG(seed, 0x6d616465))
	soup := newSoup(h.model.examples)
	for range madeUpTexts {
		add(soup.madeUp(random), heldMadeUp)
	}
	return list
}

// weighKinds gives the observations weights: a known message 1, and those of the
// other kinds together noveltyShare of all. Taught messages count half of these,
// if they are not few, and gibberish madeUpShare.
func weighKinds(seen []observation) {
	var count [heldKinds]float64
	for _, o := range seen {
		count[o.kind]++
	}
	var shares [heldKinds]float64
	if count[heldMadeUp] > 0 {
		shares[heldMadeUp] = madeUpShare
	}
	if n := count[heldTaught]; n > 0 {
		shares[heldTaught] = 0.5 * n / (n + 5)
	}
	if count[heldLabel] > 0 {
		shares[heldLabel] = 1 - shares[heldMadeUp] - shares[heldTaught]
	} else {
		shares[heldMadeUp] = 1 - shares[heldTaught]
	}
	all := max(count[heldKnown], 1) * fittedShare / (1 - fittedShare)
	for i := range seen {
		o := &seen[i]
		o.weight = 1
		if o.unknown = o.kind != heldKnown; o.unknown {
			o.weight = all * shares[o.kind] / count[o.kind]
		}
	}
}
