package kefu

import (
	"context"
	"errors"
	"strings"
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

const understandTimeout = 300 * time.Millisecond

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
	// Recommend shows entries that may interest the customer; see [kb.Library.Recommend].
	Recommend bool
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
	if len(msg.Text) > MaxText {
		return dialog.Reading{}, &dialog.FieldError{Field: "text", Reason: "is too long"}
	}
	msg.Text = strings.ToValidUTF8(msg.Text, "\uFFFD")
	if msg.At.IsZero() {
		msg.At = b.now()
	}
	read := b.read(ctx, &msg, &memory{}, kb.Profile{})
	for i := range read.Values {
		if v := &read.Values[i]; secret(entity.Type(v.Type)) {
			v.Value = masked(v.Value)
		}
	}
	return *read, ctx.Err()
}
