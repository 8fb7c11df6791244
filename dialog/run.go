package dialog

import (
	"context"
	"sync"
	"time"
)

// forgetEvery is how often Run looks for what is too old.
const forgetEvery = time.Hour

// forget forgets what is older than the host wants to keep.
func (e *Engine) forget(ctx context.Context, now time.Time) {
	archive, ok := e.store.(Archive)
	if !ok {
		return
	}
	if _, err := e.opts.Retention.Apply(ctx, archive, now); err != nil && ctx.Err() == nil {
		e.opts.Logger.WarnContext(ctx, "dialog: not all that is old is forgotten", "error", err)
	}
}

// Run delivers what waits in the outbox and does what is due, until ctx is done; then
// it returns nil. The one does not wait for the other: time goes on however slow a
// Sender is. Items of different conversations are delivered at once where they take
// long, at most Options.Deliveries of them.
// Run it on each node. What fails is logged and tried again: after 1 s, then
// twice as long each time, at most 5 minutes, without end, unless the error is
// [ErrUndeliverable].
func (e *Engine) Run(ctx context.Context) error {
	var deliveries sync.WaitGroup
	for range e.opts.Deliveries {
		deliveries.Go(func() { e.keepDelivering(ctx) })
	}
	e.keepSweeping(ctx)
	deliveries.Wait()
	return nil
}

// keepSweeping does what is due until ctx is done, and has the outbox looked at as
// often as the index of what is due.
func (e *Engine) keepSweeping(ctx context.Context) {
	tick := time.NewTicker(runPoll)
	defer tick.Stop()
	var forgot time.Time
	for {
		e.wakeDelivery()
		if now := e.now(); e.opts.Retention != nil && now.Sub(forgot).Abs() >= forgetEvery {
			forgot = now
			e.forget(ctx, now)
		}
		_, more, err := e.sweep(ctx, e.now(), sweepOnce)
		if err != nil && ctx.Err() == nil {
			e.opts.Logger.WarnContext(ctx, "dialog: sweep failed", "error", err)
		}
		if more && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
