package dialog

import (
	"context"
	"time"
)

// Reader understands messages: what a customer wants, which values he names, how
// he feels. An engine asks it once for each message with words. An error, a panic
// and a late answer count as "nothing understood": the talk goes on.
type Reader interface {
	Read(ctx context.Context, in ReadInput) (Understood, error)
}

// ReaderFunc is a function that is a [Reader].
type ReaderFunc func(ctx context.Context, in ReadInput) (Understood, error)

// Read calls f.
func (f ReaderFunc) Read(ctx context.Context, in ReadInput) (Understood, error) { return f(ctx, in) }

// ReadInput is a message with what is known around it.
type ReadInput struct {
	Message Message
	// Text is what to understand: the message's own, with what was heard and seen in
	// its parts, and of messages that were sent in a burst.
	Text string
	// Expect are the kinds of values that were asked for, the likeliest first. A
	// short message may be just such a value.
	Expect []Expectation
	// Voice is how the customer's voice sounds; nil if it was not heard.
	Voice *Feeling
	// Memory is what the reader remembered of the conversation; empty at first.
	Memory string
	// Failures is how many messages in a row the bot could not serve.
	Failures int
	// Profile is what is known of the customer.
	Profile Profile

	// plain is what the engine has found in Text already.
	plain *plainReading
}

// Expectation is a value that was asked for.
type Expectation struct {
	// Kind is the type of value, as in [Value]; Role which of several.
	Kind string
	Role string
}

// Understood is what a [Reader] found.
type Understood struct {
	Reading Reading `json:"reading"`
	// Memory is handed to the reader with the next message of the conversation. It
	// is kept with the conversation: a few hundred bytes at most.
	Memory string `json:"memory,omitempty"`
}

// Prompt is a [Reader] or a [Knowledge] that says whether its calls only compute, and wait
// for nobody. Those are made on the goroutine of the turn, without a time of their own:
// watching each costs more than some of them.
type Prompt interface{ Prompt() bool }

// watch is the time that calls of a reader or a knowledge base have; 0 if they need none.
func watch(called any, timeout time.Duration) time.Duration {
	if p, ok := called.(Prompt); ok && p.Prompt() {
		return 0
	}
	return timeout
}

// Listener is a [Reader] that also wants to know what the customer is told.
type Listener interface {
	// Listen returns the memory after a reply.
	Listen(ctx context.Context, memory string, reply Reply) (string, error)
}
