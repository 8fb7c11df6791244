package dialog

import (
	"context"
	"time"
)

// Outgoing is something that leaves the process outside of a reply: exactly
// one of Reply, Handoff and Effect is set.
type Outgoing struct {
	// ID is stable over all attempts; the receiver uses it to drop repeats.
	ID           string `json:"id"`
	Conversation string `json:"conversation"`
	Customer     string `json:"customer,omitempty"`
	Channel      string `json:"channel,omitempty"`
	// Reply is sent to the customer through a [Sender].
	Reply *Reply `json:"reply,omitempty"`
	// Handoff is offered to a [HandoffSink].
	Handoff *Handoff `json:"handoff,omitempty"`
	// Effect is carried out by the host.
	Effect *Effect `json:"effect,omitempty"`
	// Due is the earliest time of the (next) attempt.
	Due time.Time `json:"due"`
	// Attempt counts the claims, from 1. It is the epoch of a claim: settling
	// names it, so that a stalled claimer cannot settle a later claim. The
	// store sets it.
	Attempt int `json:"attempt"`
}

// Sender delivers to the customer what nobody is waiting for in a call of
// Handle: an agent's words, a time-out notice, a survey. Send is called at least
// once for each Outgoing, with a stable ID, in order within a conversation, and at
// once for different conversations (see Options.Deliveries); an error means "not
// delivered, try again later". It must honour ctx.
type Sender interface {
	Send(ctx context.Context, out Outgoing) error
}

// SenderFunc is a function that is a [Sender].
type SenderFunc func(ctx context.Context, out Outgoing) error

// Send calls f.
func (f SenderFunc) Send(ctx context.Context, out Outgoing) error { return f(ctx, out) }
