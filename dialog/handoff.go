package dialog

import (
	"context"
	"time"
)

// HandoffReason says why a conversation goes to a person.
type HandoffReason string

// The reasons for a hand-off.
const (
	// AskedForHuman: the customer asked for a person.
	AskedForHuman HandoffReason = "asked"
	// NotAnswered: the bot could not answer several questions in a row.
	NotAnswered HandoffReason = "unanswered"
	// GuideEnded: a guide led to a person.
	GuideEnded HandoffReason = "guide"
	// IntentMatched: what the customer wants is for people to do.
	IntentMatched HandoffReason = "intent"
	// Upset: the customer is dissatisfied, as far as his messages tell.
	Upset HandoffReason = "upset"
)

// Handoff is the record that goes to whoever takes over from the bot.
type Handoff struct {
	// ID is stable; a sink that sees it a second time returns what it did the
	// first time.
	ID           string        `json:"id"`
	Conversation string        `json:"conversation"`
	Customer     string        `json:"customer,omitempty"`
	Channel      string        `json:"channel,omitempty"`
	Locale       string        `json:"locale,omitempty"`
	Reason       HandoffReason `json:"reason"`
	// Question is what was left open: the customer's last message that did not
	// merely ask for a person; empty if there was none.
	Question string `json:"question,omitempty"`
	// Transcript holds the last lines of the conversation, oldest first.
	Transcript []Line `json:"transcript,omitempty"`
	// Brief is what to know at a glance.
	Brief Brief     `json:"brief,omitzero"`
	At    time.Time `json:"at"`
}

// Line is one line of a transcript.
type Line struct {
	From Role      `json:"from"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// HandoffSink takes conversations over from the bot: a queue, a routing
// engine, a help desk. Offer is called at least once for each hand-off and must
// be idempotent by Handoff.ID. An error means "not taken, try again".
type HandoffSink interface {
	Offer(ctx context.Context, h Handoff) error
}

// HandoffFunc is a function that is a [HandoffSink].
type HandoffFunc func(ctx context.Context, h Handoff) error

// Offer calls f.
func (f HandoffFunc) Offer(ctx context.Context, h Handoff) error { return f(ctx, h) }
