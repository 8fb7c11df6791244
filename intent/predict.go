package intent

import (
	"context"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// maxPredictions is how many predictions a result has at most.
const maxPredictions = 5

// scratch is the working memory of a classification.
type scratch struct {
	reader  *reader
	bag     *linear.Bag   // the features of the message
	vector  linear.Vector // those that the model knows
	scores  []float32     // by label, the last of out of scope if it was taught
	signals signals       // of the message, without signalOrder
	recalled
}

func (m *Model) newScratch() *scratch {
	if sc, ok := m.scratch.Get().(*scratch); ok {
		return sc
	}
	return &scratch{reader: newReader(m.stemmer, m.terms), scores: make([]float32, m.weights.Labels())}
}

// scores sets the scores of all labels for a message, with its features and
// vector, in sc.
func (m *Model) scores(sc *scratch, message string) {
	sc.bag = sc.reader.read(message)
	sc.vector = m.space.Vector(sc.vector[:0], sc.bag)
	known := len(sc.vector)
	sc.vector = sc.reader.appendMeaning(sc.vector, m.space.Len())
	m.weights.Scores(sc.scores, sc.vector)
	sc.vector = sc.vector[:known]
}

// Classify tells the intent of a message. The odds of an intent are multiplied
// by its factor in in.Prior, bounded to the range from 1/4 to 4; factors of
// labels that the model does not know do nothing, and novelty is as without.
//
// What is decided follows from [Model.Thresholds]; but these are never
// [Confident], unless an example much like them was taught ([Model.With]):
//
//   - A message that is rather gibberish than anything that shows an intent: letters
//     or characters put together at random, known ones too. What gibberish is like
//     was learned with the model, and its confidence counts. Known words in another
//     order still say what they say.
//   - A message without a word that tells something and speaks for the intent, or
//     with more such words that no example has: "please", "where is Paris". Numbers
//     and words that hold sentences together tell nothing. Of an intent with 50
//     examples and more, this holds for messages of one or two such words only; see
//     [TooVague].
//   - One that denies a wish for the intent, in words that its examples do not
//     have: "I don't want a refund"; see [Denied].
//
// At most the first 4 KB and 400 words (or Chinese characters) are read. A
// message costs at most two allocations.
//
// The error is that of ctx, or [ErrInvalid] for a factor that is negative or not
// a number.
func (m *Model) Classify(ctx context.Context, in Input) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if err := checkPrior(in.Prior); err != nil {
		return Result{}, err
	}
	sc := m.newScratch()
	defer m.scratch.Put(sc)
	r, _ := m.classify(sc, in)
	return r, nil
}

// classify makes the result of a message, and says why it is not [Confident].
func (m *Model) classify(sc *scratch, in Input) (Result, Doubt) {
	m.scores(sc, in.Text)
	m.recall(sc)
	r := Result{Model: m.version}
	r.Language, _ = sc.reader.buffer.Language()
	if sc.bag.Len() == 0 {
		r.Novelty, sc.signals = 1, signals{}
	} else {
		m.forgetLost(sc)
		sc.signals, _ = m.signalsOf(sc)
		r.Novelty = m.calibration.noveltyOf(&sc.signals)
		m.probabilities(sc, r.Novelty, in.Prior)
		r.Predictions = m.best(sc.scores[:len(m.labels)])
	}
	taught := m.blend(&r, sc)
	var doubt Doubt
	if r.Decision, doubt = m.calibration.thresholds.decide(r.Predictions, r.Novelty); doubt == "" && !taught {
		if doubt = m.doubt(&r, sc); doubt != "" {
			r.Decision = Ambiguous
		}
	}
	return r, doubt
}

// lostScore is the score of a label that has lost its examples: below those of
// labels that a message has nothing to do with, which are about -1.
const lostScore = -2

func (m *Model) forgetLost(sc *scratch) {
	for l, lost := range m.lost {
		if lost {
			sc.scores[l] = lostScore
		}
	}
}

// probabilities turns the scores of the labels in sc into their probabilities,
// which make up the rest of novelty to 1.
func (m *Model) probabilities(sc *scratch, novelty float64, prior map[string]float64) {
	probs := sc.scores[:len(m.labels)]
	for l := range probs {
		probs[l] *= float32(m.calibration.sharpness)
	}
	m.addPrior(probs, prior)
	linear.Softmax(probs, probs)
	for l := range probs {
		probs[l] *= max(1e-6, float32(1-novelty)) // so that even guesses have an order
	}
}

// best returns the likeliest labels.
func (m *Model) best(probs []float32) []Prediction {
	var top [maxPredictions]int
	n := 0
	for l, p := range probs {
		if m.lost != nil && m.lost[l] {
			continue
		}
		if n == maxPredictions && p <= probs[top[n-1]] {
			continue
		}
		if n < maxPredictions {
			n++
		}
		i := n - 1
		for ; i > 0 && probs[top[i-1]] < p; i-- {
			top[i] = top[i-1]
		}
		top[i] = l
	}
	predictions := make([]Prediction, n, maxPredictions)
	for i, l := range top[:n] {
		predictions[i] = Prediction{Label: m.labels[l], Confidence: float64(probs[l]), Category: m.categories[m.labels[l]]}
	}
	return predictions
}
