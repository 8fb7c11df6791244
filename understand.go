package kefu

import (
	"context"
	"errors"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/intent/entity"
	"github.com/kefu-go/kefu/kb"
)

// Understanding are the choices of how a [Bot] reads messages.
type Understanding struct {
	// Classifier tells what messages are about, in place of the models that
	// [Bot.Intents] keeps: a model of the host's, a chain of rules and models. Its
	// failures and panics count as "unknown". Default: the live model.
	Classifier intent.Classifier
	// Timeout bounds each call of Classifier and Voice. Default: 300 ms.
	Timeout time.Duration
	// Registry are further choices of [Bot.Intents]. Its Now and Logger are those
	// of the bot.
	Registry intent.RegistryOptions
	// Categories is the tree of question types that intents belong to; messages
	// without a known intent are sorted into it as far as a model of general examples
	// can tell. Default: [intent.DefaultCategories].
	Categories *intent.Categories
	// Prior says how much likelier than usual some intents are for a customer; see
	// [intent.Input]. Default: nil, none is.
	Prior func(Message, kb.Profile) map[string]float64
	// Intents says what a message does that is sure to show an intent, by label.
	// Default: nil; intents then only tell categories.
	Intents map[string]Action
	// Entities finds the values that messages name. Default: all built-in types.
	Entities *entity.Extractor
	// Location is the time zone in which a customer means dates and times.
	// Default: nil, UTC.
	Location func(Message) *time.Location
	// Emotions reads how customers feel. Default: the built-in detector.
	Emotions *emotion.Detector
	// Tracker is how moods are followed, such as a model that was trained on the host's
	// conversations. Its detector is Emotions. Default: the built-in one.
	Tracker *emotion.TrackerOptions
	// Voice reads the feeling in what was spoken, for channels that have the sound:
	// it is mixed with that of the words. Default: nil.
	Voice VoiceEmotion
	// UpsetAt is the score of an angry or frustrated customer who needs a person (see
	// [emotion.Course]), in (0,1], from which the bot hands over without being asked to,
	// if it has no sure answer. A first message alone never does that. The score of the
	// built-in tracker orders conversations and is no calibrated probability; one that
	// was trained on a host's own conversations is. Negative: never. Default: 0.9.
	UpsetAt float64
}

// complete fills in the defaults, and returns what is wrong. Classifier stays nil.
func (u *Understanding) complete() (faults []error) {
	fault := func(field, reason string) {
		faults = append(faults, &dialog.FieldError{Field: "understanding." + field, Reason: reason})
	}
	var err error
	if u.Timeout < 0 {
		fault("timeout", "is negative")
	} else if u.Timeout == 0 {
		u.Timeout = understandTimeout
	}
	if u.UpsetAt > 1 {
		fault("upset_at", "is above 1")
	} else if u.UpsetAt == 0 {
		u.UpsetAt = upsetAt
	}
	for label, act := range u.Intents {
		if len(act.Entries) > 0 && act.HandOff {
			fault("intents", "answer with an entry and hand off at once: "+label)
		}
	}
	if u.Entities == nil {
		if u.Entities, err = entity.New(nil); err != nil {
			faults = append(faults, err)
		}
	}
	if u.Emotions == nil {
		if u.Emotions, err = emotion.New(nil); err != nil {
			faults = append(faults, err)
		}
	}
	if u.Emotions != nil {
		if _, err := emotion.NewTracker(u.Emotions, u.Tracker); err != nil {
			faults = append(faults, err)
		}
	}
	return faults
}

const (
	understandTimeout = 300 * time.Millisecond
	upsetAt           = 0.9
)

// published is the live model of a registry. Before the first one it knows no
// intents, which is no failure.
type published struct{ *intent.Registry }

// Classify classifies with the live model.
func (p published) Classify(ctx context.Context, in intent.Input) (intent.Result, error) {
	result, err := p.Registry.Classify(ctx, in)
	if errors.Is(err, intent.ErrNotFound) {
		return intent.Result{}, nil
	}
	return result, err
}

// Action is what a message does that is sure to show an intent.
type Action struct {
	// Entries are the ids of the entries that answer, and whose guide begins: one for
	// each language. The first that the customer may see in the language of his
	// message is it; without one the message is a question like any other.
	Entries []string
	// HandOff passes the conversation to a person.
	HandOff bool
	// Category is what the conversation is about by then: entries in it are
	// preferred, and whoever takes over is told. Default: that of the prediction.
	Category string
}

// VoiceEmotion reads the feeling in the sound of a message.
type VoiceEmotion interface {
	// Emotion returns what the message's sound shows, or nil if there is none. An
	// error or a panic is logged and counts as none.
	Emotion(ctx context.Context, msg Message) (*emotion.Emotion, error)
}

// VoiceEmotionFunc is a function as [VoiceEmotion].
type VoiceEmotionFunc func(ctx context.Context, msg Message) (*emotion.Emotion, error)

// Emotion calls f.
func (f VoiceEmotionFunc) Emotion(ctx context.Context, msg Message) (*emotion.Emotion, error) {
	return f(ctx, msg)
}

// Read returns what the bot reads in a message as it stands, without a
// conversation around it: for tests, and for pages that show what it makes of a
// text. The message needs no ids. Nothing is stored.
func (b *Bot) Read(ctx context.Context, msg Message) (dialog.Reading, error) {
	msg.ID, msg.Conversation = "read", "read"
	if err := b.sanitize(&msg); err != nil {
		return dialog.Reading{}, err
	}
	return *b.read(ctx, &msg, &state{}, kb.Profile{}), ctx.Err()
}
