package intent

import (
	"context"
	"fmt"
	"math"
)

// Evaluation is how well a classifier did on examples with known labels, from
// [Evaluate] or [CrossValidate]. Shares are fractions from 0 to 1; a share of
// nothing is 0. It has labels and places of examples, never their texts. It can
// be written as JSON; String is a table for people.
//
// The answer to a message is the first prediction, unless the decision is
// [Unknown], or the predicted label means out of scope: then the message counts
// as rejected. Rejecting is right for examples that are out of scope and wrong
// for all others.
type Evaluation struct {
	// N is the number of examples; InScope of those with an intent.
	N       int `json:"n"`
	InScope int `json:"in_scope"`
	// Accuracy is the share of right answers.
	Accuracy float64 `json:"accuracy"`
	// InScopeAccuracy is the share of right answers to examples with an intent;
	// TopAccuracy the share of them whose first prediction is right, rejected or
	// not, and TopFive of those with the right label among the first five.
	InScopeAccuracy float64 `json:"in_scope_accuracy"`
	TopAccuracy     float64 `json:"top_accuracy"`
	TopFive         float64 `json:"top_five"`
	// MacroF1 is the mean of F1 over Labels. MicroF1 is F1 over all answers that
	// are not rejections: 2·right / (answers + examples in scope).
	MacroF1 float64 `json:"macro_f1"`
	MicroF1 float64 `json:"micro_f1"`
	// Confident is the share of examples with the decision [Confident], and
	// ConfidentPrecision the share of them that are right; Ambiguous and Unknown
	// are the shares of the other decisions. AmbiguousHit is the share of the
	// ambiguous ones with the right label among the first three predictions.
	Confident          float64 `json:"confident"`
	ConfidentPrecision float64 `json:"confident_precision"`
	Ambiguous          float64 `json:"ambiguous"`
	AmbiguousHit       float64 `json:"ambiguous_hit"`
	Unknown            float64 `json:"unknown"`
	// ECE is the expected calibration error: the distance between the confidence
	// of the first prediction and the share of first predictions that are right,
	// as a mean over Bins weighed by their size (Guo et al. 2017). First
	// predictions for examples out of scope are wrong.
	ECE  float64 `json:"ece"`
	Bins []Bin   `json:"bins"`
	// OutOfScope is how well messages without an intent were told; nil where there
	// are none among the examples.
	OutOfScope *OutOfScopeScore `json:"out_of_scope"`
	// Labels has one row for each label of the examples, in alphabetical order,
	// those out of scope together as [OutOfScope].
	Labels []LabelScore `json:"labels"`
	// Confusions are the wrong answers by kind, the commonest first.
	Confusions []Confusion `json:"confusions"`
	// Errors are the wrong answers one by one, in the order of the examples.
	Errors []Misread `json:"errors"`

	seen []outcome
}

// OutOfScopeScore is how well messages without an intent were told from others.
type OutOfScopeScore struct {
	// N is the number of examples out of scope.
	N int `json:"n"`
	// Recall is the share of them that were rejected, Precision the share of
	// rejected examples that are out of scope.
	Recall    float64 `json:"recall"`
	Precision float64 `json:"precision"`
	// AUROC is the probability that an example out of scope has a higher
	// [Result.Novelty] than one with an intent, equal ones counted half. 0.5 is
	// guessing. It is 0 where no example has an intent.
	AUROC float64 `json:"auroc"`
}

// LabelScore is how well one label was told.
type LabelScore struct {
	Label string `json:"label"`
	// Support is how many examples have the label, Answered how often it was the
	// answer, Right how often both.
	Support  int `json:"support"`
	Answered int `json:"answered"`
	Right    int `json:"right"`
	// Precision is Right / Answered, Recall Right / Support, F1 their harmonic
	// mean.
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Confusion counts examples of one label that got the answer of another.
type Confusion struct {
	// Want is the label of the examples, Got the answer; either may be
	// [OutOfScope].
	Want string `json:"want"`
	Got  string `json:"got"`
	N    int    `json:"n"`
}

// Misread is one wrong answer.
type Misread struct {
	// Example is the place of the example, from 0.
	Example int `json:"example"`
	// Want is its label, Got the answer ([OutOfScope] if it was rejected), Top the
	// first prediction and Confidence what it had.
	Want       string   `json:"want"`
	Got        string   `json:"got"`
	Top        string   `json:"top"`
	Confidence float64  `json:"confidence"`
	Novelty    float64  `json:"novelty"`
	Decision   Decision `json:"decision"`
}

// Bin is a range of the confidence of first predictions.
type Bin struct {
	// From is the lower end; the upper one is the next bin's, or 1.
	From float64 `json:"from"`
	// N is how many first predictions are in the range, Confidence their mean and
	// Right the share of right ones.
	N          int     `json:"n"`
	Confidence float64 `json:"confidence"`
	Right      float64 `json:"right"`
}

// Evaluate asks the classifier every example and measures the answers. No
// examples, an example without a label, and a confidence or novelty outside
// [0,1] are [ErrInvalid]; an error or panic of the classifier, or the end of
// ctx, ends the evaluation.
func Evaluate(ctx context.Context, c Classifier, examples []Example) (*Evaluation, error) {
	if c == nil {
		return nil, &FieldError{Field: "classifier", Reason: "is missing"}
	}
	if len(examples) == 0 {
		return nil, &FieldError{Field: "examples", Reason: "are missing"}
	}
	seen := make([]outcome, 0, len(examples))
	for i, e := range examples {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if e.Label == "" {
			return nil, &ExampleError{Index: i, Reason: "has no label"}
		}
		result, err := classifySafely(ctx, c, e.Text)
		if err != nil {
			return nil, fmt.Errorf("intent: evaluating example %d: %w", i, err)
		}
		o, err := observe(i, e.Label, result)
		if err != nil {
			return nil, err
		}
		seen = append(seen, o)
	}
	return summarise(seen), nil
}

// classifySafely turns a panic of a host's classifier into an error.
func classifySafely(ctx context.Context, c Classifier, text string) (r Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("intent: the classifier panicked: %T", p)
		}
	}()
	return c.Classify(ctx, Input{Text: text})
}

// outcome is what came of one example.
type outcome struct {
	example    int
	want       string // OutOfScope for every label that means it
	top        string // the first prediction
	confidence float64
	novelty    float64
	decision   Decision
	place      int // of the right label among the predictions, from 1; 0 is none
}

func observe(i int, label string, r Result) (outcome, error) {
	o := outcome{example: i, want: scopeOf(label), novelty: r.Novelty, decision: r.Decision}
	if !(r.Novelty >= 0 && r.Novelty <= 1) {
		return o, &ExampleError{Index: i, Reason: "got a novelty that is not in [0,1]"}
	}
	for n, p := range r.Predictions {
		if !(p.Confidence >= 0 && p.Confidence <= 1) {
			return o, &ExampleError{Index: i, Reason: "got a confidence that is not in [0,1]"}
		}
		if n == 0 {
			o.top, o.confidence = scopeOf(p.Label), p.Confidence
		}
		if o.place == 0 && scopeOf(p.Label) == o.want {
			o.place = n + 1
		}
	}
	return o, nil
}

// scopeOf returns the label, or OutOfScope for every label that means it.
func scopeOf(label string) string {
	if isOutOfScope(label) {
		return OutOfScope
	}
	return label
}

// answer is the first prediction, or OutOfScope for what is rejected.
func (o outcome) answer() string {
	if o.decision == Unknown || o.top == "" {
		return OutOfScope
	}
	return o.top
}

func (o outcome) right() bool { return o.answer() == o.want }

// topRight reports whether the first prediction is right, whatever was decided.
// What is out of scope has no right prediction.
func (o outcome) topRight() bool { return o.top == o.want && o.want != OutOfScope }

func (o outcome) inScope() bool { return o.want != OutOfScope }

func share[T int | float64](part T, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// binned puts the first predictions into bins of equal width.
func binned(seen []outcome) (bins []Bin, ece float64) {
	const width = 10
	bins = make([]Bin, width)
	for i := range bins {
		bins[i].From = float64(i) / width
	}
	for _, o := range seen {
		b := &bins[min(width-1, int(o.confidence*width))]
		b.N++
		b.Confidence += o.confidence
		if o.topRight() {
			b.Right++
		}
	}
	for i := range bins {
		b := &bins[i]
		ece += math.Abs(b.Confidence-b.Right) / float64(len(seen))
		b.Confidence, b.Right = share(b.Confidence, b.N), share(b.Right, b.N)
	}
	return bins, ece
}
