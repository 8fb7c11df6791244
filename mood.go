package kefu

import (
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent/emotion"
)

// The mood of a customer is kept with the conversation: each turn goes on with
// what the tracker remembered of the last one.

// mood adds a turn to what the tracker knows, and returns how the customer feels
// by then.
func (b *Bot) mood(s *state, turn emotion.Turn) dialog.Mood {
	t, err := b.tracker(s)
	if err != nil {
		b.opts.Logger.Warn("kefu: mood forgotten", "error", err)
		return dialog.Mood{}
	}
	course := t.Add(turn)
	if s.Feelings, err = marshalText(t); err != nil {
		b.opts.Logger.Warn("kefu: mood not kept", "error", err)
	}
	return dialog.Mood{
		Label: string(course.Label), Now: short(course.Now), Trend: short(course.Trend), Peak: short(course.Peak),
		Cause: course.Cause, NeedsHuman: short(course.NeedsHuman), Turns: course.Turns,
	}
}

// tracker returns the tracker of a conversation. One that cannot be read begins
// anew: a newer program has written it.
func (b *Bot) tracker(s *state) (*emotion.Tracker, error) {
	t, err := emotion.NewTracker(b.opts.Understanding.Emotions, b.opts.Understanding.Tracker)
	if err != nil || s.Feelings == "" {
		return t, err
	}
	if err := t.UnmarshalText([]byte(s.Feelings)); err != nil {
		b.opts.Logger.Warn("kefu: mood begins anew", "error", err)
		return emotion.NewTracker(b.opts.Understanding.Emotions, b.opts.Understanding.Tracker)
	}
	return t, nil
}

func marshalText(t *emotion.Tracker) (string, error) {
	text, err := t.MarshalText()
	return string(text), err
}

// answered lets the mood follow what the customer is told: a second "I do not
// know" tells as much as what he says to it.
func (b *Bot) answered(turn *dialog.Turn, s *state) {
	speaker := emotion.Bot
	switch turn.Reply.From {
	case dialog.Agent:
		speaker = emotion.Agent
	case dialog.Bot:
	default:
		return
	}
	if turn.Reply.Text != "" && (s.Feelings != "" || turn.Reply.Reading != nil) {
		b.mood(s, emotion.Turn{Speaker: speaker, Text: turn.Reply.Text, At: turn.Reply.At})
	}
}
