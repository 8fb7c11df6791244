package kefu

import (
	"context"
	"iter"

	"github.com/google/uuid"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/metrics"
)

// meterCorrections tells what the model of intents was taught about messages.
func (b *Bot) meterCorrections(ctx context.Context, at *cursor) iter.Seq2[metered, error] {
	return func(yield func(metered, error) bool) {
		for c, err := range b.opts.Stores.Intent.Corrections(ctx, at.At) {
			m := metered{cursor: c.Cursor}
			if err == nil {
				m.events = correctionEvents(&c)
			}
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// correctionEvents is a correction in the words of package metrics: the truth about the message whose reply has the
// correction's id. One with another id is about a text, and no message. What people correct they came upon, so it is told
// in trails and is part of no rate. An undoing says nothing: what the message means is then unknown again, but what was
// recorded stays.
func correctionEvents(c *intent.Correction) []metrics.Event {
	conversation, message, ok := parseAskedID(c.ID)
	if !ok || conversation == "" || message == "" || c.Undone {
		return nil
	}
	return []metrics.Event{{
		ID: "correction/" + uuid.NewSHA1(uuid.NameSpaceURL, []byte(c.ID)).String(), At: c.At, Kind: metrics.IntentJudged,
		Conversation: conversation, Turn: message, Agent: c.Actor, Intent: c.Wrong, Truth: c.Label, Reason: metrics.ReasonPicked,
	}}
}
