package kefu

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

const (
	deliverPoll = time.Second     // how long items of other nodes, and retries, wait at most
	firstRetry  = time.Second     // after a failed delivery; doubled each time ...
	lastRetry   = 5 * time.Minute // ... up to this
)

// Run follows the knowledge base and delivers what waits in the outbox, until
// ctx is done; then it returns nil, and everything that it started has ended.
// Run it on each node. What fails is logged and tried again: after 1 s, then
// twice as long each time, at most 5 minutes, without end, unless the error is
// [dialog.ErrUndeliverable].
func (b *Bot) Run(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { _ = b.kb.Run(ctx) }) // its only result is nil
	running.Go(func() { _ = b.intents.Run(ctx) })
	tick := time.NewTicker(deliverPoll)
	defer tick.Stop()
	for {
		if err := b.logAsked(ctx); err != nil && ctx.Err() == nil {
			b.opts.Logger.WarnContext(ctx, "kefu: questions not logged yet", "error", err)
		}
		if _, err := b.Deliver(ctx); err != nil && ctx.Err() == nil {
			b.opts.Logger.WarnContext(ctx, "kefu: delivery failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-b.wake:
		case <-tick.C:
		}
	}
}

// Deliver delivers what is due in the outbox now, and returns how many items
// reached their receiver. It is what Run does again and again, for hosts that
// cannot keep Run going. Items are delivered one after the other. The error tells
// the first of what failed; the items concerned stay in the outbox.
func (b *Bot) Deliver(ctx context.Context) (delivered int, err error) {
	outbox := b.opts.Stores.Dialog.Outbox()
	var failures failures
	for {
		now := b.now()
		// One at a time: should this process die now, the item waits for no more
		// than one lease, which covers one delivery and its settling.
		items, err := outbox.Claim(ctx, now, now.Add(2*b.opts.DeliverTimeout), 1)
		if err != nil {
			return delivered, failures.with(err)
		}
		for _, item := range items {
			if ctx.Err() != nil {
				return delivered, failures.with(ctx.Err())
			}
			failure := b.deliver(ctx, item)
			outcome := dialog.Outcome{}
			switch {
			case failure == nil:
				delivered++
			case errors.Is(failure, dialog.ErrUndeliverable):
				outcome.Failed = true
				failures.add(failure)
			default:
				outcome.Retry = b.now().Add(backoff(item.Attempt))
				failures.add(failure)
			}
			// Settled even if ctx ended meanwhile: it has been delivered.
			settling, done := context.WithTimeout(context.WithoutCancel(ctx), b.opts.DeliverTimeout)
			err := outbox.Settle(settling, item.ID, item.Attempt, outcome)
			done()
			if err != nil && !errors.Is(err, dialog.ErrConflict) { // then another node has it
				failures.add(err)
			}
		}
		if len(items) == 0 {
			return delivered, failures.with(nil)
		}
	}
}

// failures collects errors without growing with their number.
type failures struct {
	first []error
	more  int
}

const failuresShown = 5

func (f *failures) add(err error) {
	if len(f.first) < failuresShown {
		f.first = append(f.first, err)
	} else {
		f.more++
	}
}

// with returns all errors and one more as one error, or nil if there are none.
func (f *failures) with(last error) error {
	all := append(slices.Clone(f.first), last)
	if f.more > 0 {
		all = append(all, fmt.Errorf("kefu: and %d other deliveries failed", f.more))
	}
	return errors.Join(all...)
}

func (b *Bot) deliver(ctx context.Context, item Outgoing) error {
	ctx, done := context.WithTimeout(ctx, b.opts.DeliverTimeout)
	defer done()
	return contained(func() error {
		switch {
		case item.Handoff != nil && b.opts.Handoff != nil:
			return b.opts.Handoff.Offer(ctx, *item.Handoff)
		case item.Reply != nil && b.opts.Sender != nil:
			return b.opts.Sender.Send(ctx, item)
		}
		// Another node, with other options, has put it there.
		return errors.New("kefu: nobody here takes this kind of item")
	})
}

// backoff is how long to wait after the given number of attempts.
func backoff(attempts int) time.Duration {
	wait := firstRetry
	for ; attempts > 1 && wait < lastRetry; attempts-- {
		wait *= 2
	}
	return min(wait, lastRetry)
}
