package intent

import (
	"cmp"
)

// Thresholds say what is decided on a message. They are in [0,1]; 0 is the default,
// and a negative one is never in the way.
type Thresholds struct {
	// Confident is the least confidence of the first prediction to act on it.
	// Default: 0.7.
	Confident float64 `json:"confident"`
	// Labels is Confident for single labels. Default: none.
	Labels map[string]float64 `json:"labels,omitempty"`
	// Margin is how far the first prediction must be ahead of the second to act on
	// it. Default: 0.2.
	Margin float64 `json:"margin"`
	// Novelty is from which [Result.Novelty] on a message is [Unknown]. Default:
	// 0.5.
	Novelty float64 `json:"novelty"`
	// Likely is the least sum of the confidence of the first three predictions for
	// a message that is not [Unknown]. Default: 0.1.
	Likely float64 `json:"likely"`
}

// fill puts the defaults in the place of zeros.
func (t *Thresholds) fill() {
	t.Confident = cmp.Or(t.Confident, 0.7)
	t.Margin = cmp.Or(t.Margin, 0.2)
	t.Novelty = cmp.Or(t.Novelty, 0.5)
	t.Likely = cmp.Or(t.Likely, 0.1)
}

// Validate returns a [FieldError] for the first threshold that is above 1, or no
// number.
func (t Thresholds) Validate() error {
	for _, f := range []struct {
		name  string
		value float64
	}{{"confident", t.Confident}, {"margin", t.Margin}, {"novelty", t.Novelty}, {"likely", t.Likely}} {
		if !(f.value <= 1) {
			return &FieldError{Field: "thresholds." + f.name, Reason: "is not in [0,1]"}
		}
	}
	for _, value := range t.Labels {
		if !(value <= 1) {
			return &FieldError{Field: "thresholds.labels", Reason: "have a value that is not in [0,1]"}
		}
	}
	return nil
}

// Doubt says which threshold kept a message from being [Confident].
type Doubt string

// The doubts, in the order in which they are looked at. The first three make a
// message [Unknown], the others [Ambiguous].
const (
	// NothingToRead: there is no prediction.
	NothingToRead Doubt = "nothing to read"
	// TooNovel: the novelty reaches its threshold.
	TooNovel Doubt = "too novel"
	// NothingLikely: the first three predictions together are below theirs.
	NothingLikely Doubt = "nothing likely"
	// TooUnsure: the first prediction is below what its label needs.
	TooUnsure Doubt = "too unsure"
	// TooClose: the second prediction is too near.
	TooClose Doubt = "too close"
	// TooOdd: the message is put together like gibberish, not like one that shows an
	// intent.
	// There is no threshold for it; see [Model.Classify].
	TooOdd Doubt = "too odd"
	// TooVague: no word tells something and speaks for the first prediction, or more
	// of such words are in no example. There is no threshold for it either.
	TooVague Doubt = "too vague"
	// Denied: what speaks for the first prediction is denied. There is no threshold
	// for it either.
	Denied Doubt = "denied"
	// Unlearned: the message has the words of an example of the training that was
	// unlearned; see [Model.Without].
	Unlearned Doubt = "unlearned"
)

// Decide says what can be made of predictions, best first, and a novelty, and
// why no more; the doubt is empty for [Confident]. Classifiers of the host can
// use it, too.
func (t Thresholds) Decide(predictions []Prediction, novelty float64) (Decision, Doubt) {
	t.fill()
	return t.decide(predictions, novelty)
}

// decide is Decide for thresholds that have no defaults to fill in.
func (t *Thresholds) decide(predictions []Prediction, novelty float64) (Decision, Doubt) {
	if len(predictions) == 0 {
		return Unknown, NothingToRead
	}
	if t.Novelty >= 0 && novelty >= t.Novelty {
		return Unknown, TooNovel
	}
	sum := 0.0
	for _, p := range predictions[:min(3, len(predictions))] {
		sum += p.Confidence
	}
	if sum < t.Likely {
		return Unknown, NothingLikely
	}
	top := predictions[0]
	if top.Confidence < t.confident(top.Label) {
		return Ambiguous, TooUnsure
	}
	if len(predictions) > 1 && top.Confidence-predictions[1].Confidence < t.Margin {
		return Ambiguous, TooClose
	}
	return Confident, ""
}

// confident is the least confidence that a label needs.
func (t *Thresholds) confident(label string) float64 {
	if own, ok := t.Labels[label]; ok {
		return own
	}
	return t.Confident
}
