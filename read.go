package kefu

import (
	"context"
	"math"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/kb"
)

// readKeywords is how many keywords of a message are kept.
const readKeywords = 5

// read takes down what the words of a message tell without a model, and lets the
// mood of the conversation follow.
func (b *Bot) read(ctx context.Context, msg *Message, s *state) *dialog.Reading {
	u := &b.opts.Understanding
	r := &dialog.Reading{}
	r.Language, _ = text.Detect(msg.Text)
	r.WantsHuman, _ = b.wish.Detect(msg.Text)
	r.Urgency = int(intent.ReadUrgency(msg.Text).Level)
	for _, e := range u.Entities.Extract(msg.Text, msg.At.In(b.location(msg))) {
		r.Values = append(r.Values, dialog.Value{Type: string(e.Type), Value: e.Value, Role: e.Role, Start: e.Start, End: e.End})
	}
	felt := u.Emotions.Detect(msg.Text)
	if u.Voice != nil {
		felt = b.heard(ctx, msg, felt)
	}
	r.Emotion, r.Valence, r.Intensity = string(felt.Label), short(felt.Valence), short(felt.Intensity)
	r.Mood = b.mood(s, emotion.Turn{Speaker: emotion.Customer, Text: msg.Text, Emotion: &felt, At: msg.At})
	return r
}

// classify adds the intent of a message to its reading, and returns what the
// classifier says. A classifier that fails knows nothing.
func (b *Bot) classify(ctx context.Context, msg *Message, profile kb.Profile, r *dialog.Reading) intent.Result {
	u := &b.opts.Understanding
	in := intent.Input{Text: msg.Text, Locale: msg.Locale}
	if u.Prior != nil {
		b.tried(ctx, "no prior", func(context.Context) error { in.Prior = u.Prior(*msg, profile); return nil })
	}
	var result intent.Result
	if !b.tried(ctx, "no intent", func(ctx context.Context) (err error) {
		result, err = u.Classifier.Classify(ctx, in)
		return err
	}) {
		return intent.Result{}
	}
	top := result.Top()
	r.Intent, r.Confidence, r.Sure = top.Label, short(top.Confidence), result.Decision == intent.Confident
	r.Novelty, r.Model = short(result.Novelty), result.Model
	if result.Rule != "" {
		r.Model = result.Rule
	}
	if r.Sure {
		r.Category = top.Category
		if own := u.Intents[top.Label].Category; own != "" {
			r.Category = own
		}
	}
	return result
}

// tried calls a function of the host within the time that it has, and reports
// whether it succeeded.
func (b *Bot) tried(ctx context.Context, failure string, run func(context.Context) error) bool {
	bounded, done := context.WithTimeout(ctx, b.opts.Understanding.Timeout)
	defer done()
	err := contained(func() error { return run(bounded) })
	if err != nil {
		b.opts.Logger.WarnContext(ctx, "kefu: "+failure, "error", err)
	}
	return err == nil
}

// heard mixes what the sound of a message shows into what its words show.
func (b *Bot) heard(ctx context.Context, msg *Message, words emotion.Emotion) emotion.Emotion {
	var sound *emotion.Emotion
	b.tried(ctx, "no emotion of the voice", func(ctx context.Context) (err error) {
		sound, err = b.opts.Understanding.Voice.Emotion(ctx, *msg)
		return err
	})
	if sound == nil {
		return words
	}
	return emotion.Merge(words, *sound, voiceShare)
}

// voiceShare is the weight of the sound beside the words.
const voiceShare = 0.5

// location is the time zone that the customer has in mind.
func (b *Bot) location(msg *Message) (zone *time.Location) {
	if of := b.opts.Understanding.Location; of != nil {
		if err := contained(func() error { zone = of(*msg); return nil }); err != nil {
			b.opts.Logger.Warn("kefu: no time zone", "error", err)
		}
	}
	if zone == nil {
		zone = time.UTC
	}
	return zone
}

// short cuts a figure to what people read, so that states and records stay
// small.
func short(x float64) float64 { return math.Round(x*1000) / 1000 }
