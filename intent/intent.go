package intent

import (
	"context"
	"time"
)

// OutOfScope is the label of examples that belong to no intent. They teach a
// model what to leave alone; it is never the label of a confident result. Labels
// that begin with "oos:" are taken for it too.
const OutOfScope = "oos"

// Handoff is the label of the built-in wish for a human.
const Handoff = "handoff"

// Example is a message with the intent that it shows.
type Example struct {
	// ID names the example, so that it can be unlearned. Default: derived from
	// Text and Label.
	ID string `json:"id,omitempty"`
	// Text is what a customer wrote. Required.
	Text string `json:"text"`
	// Label is its intent. Required.
	Label string `json:"label"`
	// At is when the message was written, as far as it is known; see
	// [TrainOptions.HalfLife].
	At time.Time `json:"at,omitzero"`
}

// Input is what a classifier is asked.
type Input struct {
	// Text is the message.
	Text string
	// Locale is the language of the conversation as a BCP 47 tag, if it is known.
	Locale string
	// Prior says how much more likely than usual the host holds some intents, from
	// the profile or the page that the customer is on: 2 is twice as likely, 0.5
	// half. A classifier bounds its weight; see [Model.Classify].
	Prior map[string]float64
}

// Classifier tells the intent of a message: a [Model], a [Chain], or a model of
// the host's, such as a neural one behind an API.
//
// Implementations are safe for concurrent use, honour ctx, and return
// predictions in descending order of probability. A message that shows no
// intent is [Unknown], not an error.
type Classifier interface {
	Classify(ctx context.Context, in Input) (Result, error)
}

// ClassifierFunc is a function as a [Classifier].
type ClassifierFunc func(ctx context.Context, in Input) (Result, error)

// Classify calls f.
func (f ClassifierFunc) Classify(ctx context.Context, in Input) (Result, error) { return f(ctx, in) }

// Decision says what can be made of a result.
type Decision uint8

// The decisions.
const (
	// Unknown: none of the intents is likely enough, or the message is unlike
	// everything that the model has seen.
	Unknown Decision = iota
	// Ambiguous: one of the first few is right, but which is not clear; ask.
	Ambiguous
	// Confident: the first prediction can be acted on.
	Confident
)

// Prediction is one possible intent.
type Prediction struct {
	Label string `json:"label"`
	// Confidence is the estimated probability that a person would give the message
	// this label, in [0,1]. What is missing to 1 over all labels is the
	// probability that none of them fits.
	Confidence float64 `json:"confidence"`
	// Category is where the intent belongs in the host's tree, as a path
	// ("after_sales/refund"); empty if there is none.
	Category string `json:"category,omitempty"`
}

// Result is what a classifier makes of a message.
type Result struct {
	Decision Decision `json:"decision"`
	// Predictions are the likeliest intents, best first, at most five. Empty only
	// for a message without anything to read, and from [Rules] of which none holds.
	Predictions []Prediction `json:"predictions"`
	// Novelty is the estimated probability that the message belongs to no intent
	// at all: off topic, gibberish, in another language. In [0,1].
	Novelty float64 `json:"novelty"`
	// Language is the language of the message as a BCP 47 primary subtag; "" if
	// nothing tells.
	Language string `json:"language,omitempty"`
	// Model is the version of the model that answered.
	Model string `json:"model,omitempty"`
	// Rule is the id of the rule that answered, if it was a rule.
	Rule string `json:"rule,omitempty"`
}

// Top returns the best prediction, or the zero one if there is none.
func (r Result) Top() Prediction {
	if len(r.Predictions) == 0 {
		return Prediction{}
	}
	return r.Predictions[0]
}

// Label returns the intent of a confident result, and "" for any other.
func (r Result) Label() string {
	if r.Decision != Confident {
		return ""
	}
	return r.Top().Label
}
