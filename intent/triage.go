package intent

import (
	"context"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// Triage is what is known of a message before anybody has answered it: what it
// is about, how urgent and how difficult it is, and who should have it.
type Triage struct {
	// Language is a BCP 47 primary subtag; "" if nothing tells.
	Language string `json:"language,omitempty"`
	// Intent is what the classifier makes of the message.
	Intent Result `json:"intent"`
	// Category is the deepest category that is settled, see [Categories.Settle], and
	// CategoryConfidence its summed probability; "" if none is.
	Category           string     `json:"category,omitempty"`
	CategoryConfidence float64    `json:"category_confidence"`
	Urgency            Urgency    `json:"urgency"`
	Complexity         Complexity `json:"complexity"`
	// Wish says that the customer asks for a person, WishConfidence how sure that is.
	Wish           bool      `json:"wish"`
	WishConfidence float64   `json:"wish_confidence"`
	Keywords       []Keyword `json:"keywords,omitempty"`
	// Segments are the parts of the message with their intents, from [ClassifyAll]:
	// one, unless the message has several intents.
	Segments []SegmentResult `json:"segments,omitempty"`
}

// TriageInput is a message with what is known of the conversation.
type TriageInput struct {
	Input
	// Failures is how many answers in a row did not help before this message.
	Failures int
	// Entities is how many values were found in the message; see
	// [ComplexityInput.Entities].
	Entities int
}

// TriagerOptions are the parts of a [Triager].
type TriagerOptions struct {
	// Classifier tells the intent. Default: [StarterModel].
	Classifier Classifier
	// Categories is the tree that intents belong to. Default: [DefaultCategories].
	Categories *Categories
	// ByCategory is asked for the category where none of the intents that the
	// classifier names belongs to one. Default: [StarterModel].
	ByCategory Classifier
	// Keywords is how many keywords are kept at most. Default: 5.
	Keywords int
}

const defaultKeywords = 5

// Triager looks at a message from all sides at once. It is safe for concurrent
// use if its parts are.
type Triager struct {
	opts TriagerOptions
	wish *HandoffWish

	working sync.Pool // of *reading
}

// NewTriager returns a triager. Nil options are the defaults.
func NewTriager(opts *TriagerOptions) (*Triager, error) {
	t := &Triager{wish: NewHandoffWish()}
	if opts != nil {
		t.opts = *opts
	}
	if t.opts.Keywords < 0 {
		return nil, &FieldError{Field: "keywords", Reason: "is negative"}
	}
	if t.opts.Keywords == 0 {
		t.opts.Keywords = defaultKeywords
	}
	if t.opts.Categories == nil {
		t.opts.Categories = DefaultCategories()
	}
	if t.opts.Classifier == nil || t.opts.ByCategory == nil {
		model, err := StarterModel()
		if err != nil {
			return nil, err
		}
		if t.opts.Classifier == nil {
			t.opts.Classifier = model
		}
		if t.opts.ByCategory == nil {
			t.opts.ByCategory = model
		}
	}
	return t, nil
}

// Triage looks at a message. If the classifier fails, all that needs no
// classifier is there beside the error. A classifier that panics is an
// [ErrClassifier].
func (t *Triager) Triage(ctx context.Context, in TriageInput) (Triage, error) {
	r, ok := t.working.Get().(*reading)
	if !ok {
		r = new(reading)
	}
	defer t.working.Put(r)
	r.read(clip(in.Text, maxRead)) // once, for all that look at the words
	result := Triage{Urgency: r.urgency(), Keywords: r.keywords(t.opts.Keywords)}
	segments := r.segments(in.Text)
	result.Language, _ = text.Detect(in.Text)
	result.Wish, result.WishConfidence = t.wish.Detect(in.Text)
	err := t.classify(ctx, in.Input, segments, &result)
	complexity := ComplexityInput{Text: in.Text, Failures: in.Failures, Entities: in.Entities}
	if len(result.Segments) > 1 {
		complexity.Intents = len(result.Segments)
	} else if result.Intent.Decision == Confident {
		complexity.Intents = 1
	}
	result.Complexity = r.complexity(complexity, len(segments), result.Urgency.Level)
	return result, err
}

// classify fills in what the classifiers say of a message and of its parts.
func (t *Triager) classify(ctx context.Context, in Input, segments []Segment, result *Triage) error {
	classifier := ClassifierFunc(func(ctx context.Context, in Input) (Result, error) {
		answer, err := guarded(ctx, t.opts.Classifier, in)
		return t.opts.Categories.Annotate(answer), err
	})
	var err error
	if result.Intent, err = classifier(ctx, in); err != nil {
		return err
	}
	if result.Segments, err = classifyParts(ctx, classifier, in, result.Intent, segments); err != nil {
		return err
	}
	predictions := result.Intent.Predictions
	if result.Intent.Rule == "" && !t.opts.Categories.holdAny(predictions) {
		answer, err := guarded(ctx, t.opts.ByCategory, in)
		if err != nil {
			return err
		}
		predictions = answer.Predictions
	}
	result.Category, result.CategoryConfidence = t.opts.Categories.Settle(predictions)
	return nil
}
