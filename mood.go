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
	t := *b.moods // a copy goes on by itself
	if s.Feelings != "" {
		if err := t.UnmarshalText([]byte(s.Feelings)); err != nil { // a newer program has written it
			b.opts.Logger.Warn("kefu: mood begins anew", "error", err)
			t = *b.moods
		}
	}
	course := t.Add(turn)
	text, err := t.MarshalText()
	if err != nil {
		b.opts.Logger.Warn("kefu: mood not kept", "error", err)
	}
	s.Feelings = string(text)
	return dialog.Mood{
		Label: string(course.Label), Now: short(course.Now), Trend: short(course.Trend), Peak: short(course.Peak),
		Cause: course.Cause, NeedsHuman: short(course.NeedsHuman), Turns: course.Turns,
	}
}
