package kefu

import (
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent/emotion"
)

// The mood of a customer is kept with the conversation: each turn goes on with
// what the tracker remembered of the last one.

// memory is what the reader remembers of a conversation.
type memory struct {
	Feelings string // of the tracker
	Failures int    // messages in a row that the bot could not serve
}

// mood adds a turn to what the tracker knows, and returns how the customer feels
// by then.
func (b *Bot) mood(s *memory, turn emotion.Turn) dialog.Mood {
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
func (b *Bot) tracker(s *memory) (*emotion.Tracker, error) {
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
