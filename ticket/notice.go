package ticket

import (
	"context"
	"time"
)

// Notice tells somebody of something that happened. It is stored in the commit that it
// tells of, and delivered by [Desk.Run] at least once.
type Notice struct {
	// ID never changes, so that a receiver can drop what he has already.
	ID     string `json:"id"`
	Ticket string `json:"ticket"`
	Number string `json:"number,omitempty"`
	// Kind is what it is about: the [EventType], or "reply" (a public comment, to the
	// customer), "resolved", "closed" and "merged" (to the customer), "mention",
	// "assigned", "follow_up" (words that came too late opened this ticket), "closing" (a
	// warning to the customer), "failed" (a timer could not do what it is for, or a notice
	// was given up) or one of the host's own.
	Kind string `json:"kind"`
	// To is who is told: "customer:<id>" (without an id if only his conversation is
	// known), "agent:<id>" (owners and watchers too), "group:<name>", or
	// "role:supervisor".
	To string `json:"to"`
	// Event is the id of the event that it tells of, Locale the customer's language.
	Event  string `json:"event,omitempty"`
	Locale string `json:"locale,omitempty"`
	// Text says it in words, in the customer's language if it goes to him.
	Text string    `json:"text,omitempty"`
	At   time.Time `json:"at"`
	// Conversation and Customer are the ticket's, Comment the one that it is about.
	Conversation string   `json:"conversation,omitempty"`
	Customer     string   `json:"customer,omitempty"`
	Comment      *Comment `json:"comment,omitempty"`
}

// Notifier delivers notices: by mail, in a conversation, in the tool that staff uses.
// An error has the notice delivered again later, before any later one of the ticket to the
// same recipient, for about three days; then, and at once with [ErrUndeliverable], it is
// given up: an [EventFailed] says so, and supervisors are told.
type Notifier interface {
	Notify(ctx context.Context, n Notice) error
}

// NotifierFunc makes a [Notifier] of a function.
type NotifierFunc func(ctx context.Context, n Notice) error

// Notify calls f.
func (f NotifierFunc) Notify(ctx context.Context, n Notice) error { return f(ctx, n) }
