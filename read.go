package kefu

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/intent/entity"
	"github.com/kefu-go/kefu/kb"
)

// read takes down what a message tells: by itself, for who wrote it, and in the
// conversation that it is part of.
func (b *Bot) read(ctx context.Context, msg *Message, s *memory, profile kb.Profile, expected ...entity.Type) *dialog.Reading {
	u := &b.opts.Understanding
	r := &dialog.Reading{}
	found := u.Entities.ExtractExpecting(msg.Text, msg.At.In(b.location(msg)), expected...)
	r.Values = values(found)
	felt := u.Emotions.Detect(msg.Text)
	if u.Voice != nil {
		felt = b.heard(ctx, msg, felt)
	}
	r.Emotion, r.Valence, r.Intensity = string(felt.Label), short(felt.Valence), short(felt.Intensity)
	r.Tones, r.Cues = tones(felt.Tone), cues(msg.Text, felt.Cues)
	r.Mood = b.mood(s, emotion.Turn{Speaker: emotion.Customer, Text: msg.Text, Emotion: &felt, At: msg.At})
	b.triage(ctx, msg, s, profile, r)
	r.Keywords = slices.DeleteFunc(r.Keywords, func(word string) bool { return tellsSecret(word, found) })
	return r
}

// readValues is how many values of a message are kept; readNumbers how many of
// them may be plain numbers, of which a customer can write thousands.
const (
	readValues  = 32
	readNumbers = 8
)

// secret reports whether values of a type open accounts: the engine keeps them masked.
func secret(t entity.Type) bool {
	return t == entity.Card || t == entity.IBAN || t == entity.ChineseID
}

// values are the entities of a message, as slots get them.
func values(found []entity.Entity) (kept []dialog.Value) {
	numbers := 0
	for _, e := range found {
		if e.Type == entity.Number || e.Type == entity.Ordinal {
			if numbers++; numbers > readNumbers {
				continue
			}
		}
		v := dialog.Value{Type: string(e.Type), Value: e.Value, Role: e.Role, Start: e.Start, End: e.End}
		if kept = append(kept, v); len(kept) == readValues {
			break
		}
	}
	return kept
}

// masked keeps the last four characters, by which staff tells cards and accounts
// apart.
func masked(value string) string {
	if len(value) <= 4 {
		return "****"
	}
	return "****" + value[len(value)-4:]
}

// tellsSecret reports whether a word has a part of what is kept masked.
func tellsSecret(word string, found []entity.Entity) bool {
	for _, e := range found {
		if !secret(e.Type) {
			continue
		}
		for part := range strings.FieldsSeq(word) {
			if strings.ContainsAny(part, "0123456789") && strings.Contains(e.Raw, part) {
				return true
			}
		}
	}
	return false
}

// tones are the names of a set of tones.
func tones(set emotion.Tone) (names []string) {
	for _, t := range []struct {
		tone emotion.Tone
		name string
	}{
		{emotion.Polite, "polite"},
		{emotion.Urgent, "urgent"},
		{emotion.Rude, "rude"},
		{emotion.Shouting, "shouting"},
		{emotion.Sarcastic, "sarcastic"},
		{emotion.Threat, "threat"},
		{emotion.Quoted, "quoted"},
	} {
		if set&t.tone != 0 {
			names = append(names, t.name)
		}
	}
	return names
}

// readCues is how many cues of a feeling are kept, and cueBytes how much of each.
const (
	readCues = 3
	cueBytes = 64
)

// cues are the words that show a feeling best.
func cues(text string, found []emotion.Cue) (words []string) {
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b emotion.Cue) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
	for _, c := range found[:min(len(found), readCues)] {
		words = append(words, strings.ToValidUTF8(text[c.Start:min(c.End, c.Start+cueBytes)], ""))
	}
	return words
}

// triage adds to a reading what the message is about, and how urgent and how
// difficult it is. A classifier that fails knows no intent.
func (b *Bot) triage(ctx context.Context, msg *Message, s *memory, profile kb.Profile, r *dialog.Reading) {
	u := &b.opts.Understanding
	in := intent.TriageInput{Input: intent.Input{Text: msg.Text, Locale: msg.Locale}, Failures: s.Failures, Entities: len(r.Values)}
	if u.Prior != nil {
		b.tried(ctx, "no prior", func(context.Context) error { in.Prior = u.Prior(*msg, profile); return nil })
	}
	var t intent.Triage
	b.tried(ctx, "no intent", func(ctx context.Context) (err error) {
		t, err = b.triager.Triage(ctx, in)
		return err
	})
	top := t.Intent.Top()
	r.Language, r.WantsHuman, r.Urgency = t.Language, t.Wish, int(t.Urgency.Level)
	r.Complex = t.Complexity.Complex
	r.Intent, r.Confidence, r.Sure = top.Label, short(top.Confidence), t.Intent.Decision == intent.Confident
	r.Novelty, r.Model, r.Category = short(t.Intent.Novelty), t.Intent.Model, t.Category
	if t.Intent.Rule != "" {
		r.Model = t.Intent.Rule
	}
	if own := u.Intents[r.Intent].Category; r.Sure && own != "" {
		r.Category = own
	}
	if len(t.Segments) > 1 {
		for _, part := range t.Segments {
			r.Intents = append(r.Intents, part.Result.Top().Label)
		}
	}
	for _, k := range t.Keywords {
		r.Keywords = append(r.Keywords, k.Text)
	}
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
