package dialog

import (
	"context"
	"fmt"
	"time"
)

// Handler handles a customer's message, as [Engine.Handle] does.
type Handler func(ctx context.Context, msg Message) (Reply, error)

// Middleware stands around the turns of customers' messages: it may look at a message
// and its reply, change the message, pass an error on, or answer without a turn, in
// which case nothing is stored. What it changes in a reply reaches the caller of Handle
// only: the store, and whoever sends the message again, has the reply as it was. It is called for
// repeated messages too. It has Options.TurnTimeout for itself before the turn and behind it:
// one that takes longer is left alone, and Handle returns [ErrLate].
type Middleware func(next Handler) Handler

// around puts middleware around a handler, the first outermost. All of it has some time
// before the turn and as much behind it; the turn has a time of its own. Middleware that does
// not heed its context, which then ends, is left alone.
func around(turn Handler, all []Middleware, most time.Duration) Handler {
	if len(all) == 0 {
		return turn
	}
	h := func(ctx context.Context, msg Message) (Reply, error) {
		if own, ok := ctx.Value(ownTime{}).(*time.Timer); ok {
			own.Stop()
			defer own.Reset(most)
		}
		return turn(ctx, msg)
	}
	for i := len(all) - 1; i >= 0; i-- {
		h = all[i](h)
	}
	return func(ctx context.Context, msg Message) (Reply, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		own := time.NewTimer(most)
		defer own.Stop()
		type returned struct {
			reply Reply
			err   error
		}
		done := make(chan returned, 1) // whoever is late finds room
		go func() {
			r := returned{err: ErrPanicked} // also where it ends its goroutine
			defer func() { done <- r }()
			r.reply, r.err = unpanicked(context.WithValue(ctx, ownTime{}, own), func(ctx context.Context) (Reply, error) { return h(ctx, msg) })
		}()
		select {
		case r := <-done:
			return r.reply, r.err
		case <-own.C:
			return Reply{}, fmt.Errorf("%w: %w", ErrLate, context.DeadlineExceeded)
		}
	}
}

// ownTime is the key of the time that middleware has left.
type ownTime struct{}
