package dialog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	deliverPoll = time.Second     // how long items of other nodes, and retries, wait at most
	sweepPoll   = time.Second     // how long what is due waits at most
	firstRetry  = time.Second     // after a failed delivery; doubled each time ...
	lastRetry   = 5 * time.Minute // ... up to this
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
// it returns nil. Neither waits for the other: receivers that are slow keep nobody's time-out
// back. Run it on each node. What fails is logged and tried again: after 1 s, then
// twice as long each time, at most 5 minutes, without end, unless the error is
// [ErrUndeliverable].
func (e *Engine) Run(ctx context.Context) error {
	var sweeping sync.WaitGroup
	defer sweeping.Wait()
	sweeping.Go(func() { e.runSweeps(ctx) })
	tick := time.NewTicker(deliverPoll)
	defer tick.Stop()
	for {
		if _, err := e.Deliver(ctx); err != nil && ctx.Err() == nil {
			e.opts.Logger.WarnContext(ctx, "dialog: delivery failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-e.wake:
		case <-tick.C:
		}
	}
}

// runSweeps does what is due, once a second, and forgets what is old.
func (e *Engine) runSweeps(ctx context.Context) {
	tick := time.NewTicker(sweepPoll)
	defer tick.Stop()
	var forgot time.Time
	for ctx.Err() == nil {
		if now := e.now(); e.opts.Retention != nil && now.Sub(forgot).Abs() >= forgetEvery {
			forgot = now
			e.forget(ctx, now)
		}
		_, more, err := e.sweep(ctx, e.now(), sweepOnce)
		if err != nil && ctx.Err() == nil {
			e.opts.Logger.WarnContext(ctx, "dialog: sweep failed", "error", err)
		}
		if more {
			continue
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}

// Deliver delivers what is due in the outbox now, and returns how many items
// reached their receiver. It is what Run does again and again, for hosts that
// cannot keep Run going. Items are delivered one after the other. The error tells
// the first of what failed; the items concerned stay in the outbox.
func (e *Engine) Deliver(ctx context.Context) (delivered int, err error) {
	outbox := e.store.Outbox()
	var failures failures
	for {
		now := e.now()
		// One at a time: should this process die now, the item waits for no more
		// than one lease, which covers one delivery and its settling.
		items, err := outbox.Claim(ctx, now, now.Add(2*e.opts.DeliverTimeout), 1)
		if err != nil {
			return delivered, failures.with(err)
		}
		for _, item := range items {
			if ctx.Err() != nil {
				return delivered, failures.with(ctx.Err())
			}
			failure := e.deliver(ctx, item)
			outcome := Outcome{}
			switch {
			case failure == nil:
				delivered++
			case errors.Is(failure, ErrUndeliverable) && e.returned(ctx, item) == nil:
				outcome.Failed = true
				failures.add(failure)
			default:
				outcome.Retry = e.now().Add(backoff(item.Attempt))
				failures.add(failure)
			}
			// Settled even if ctx ended meanwhile: it has been delivered.
			settling, done := context.WithTimeout(context.WithoutCancel(ctx), e.opts.DeliverTimeout)
			err := outbox.Settle(settling, item.ID, item.Attempt, outcome)
			done()
			if err != nil && !errors.Is(err, ErrConflict) { // then another node has it
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
		all = append(all, fmt.Errorf("dialog: and %d other deliveries failed", f.more))
	}
	return errors.Join(all...)
}

// returned takes back a conversation whose hand-off nobody can take, and tells the
// customer: else he would wait for a person who never hears of him. An error says that
// it has yet to be done.
func (e *Engine) returned(ctx context.Context, item Outgoing) error {
	h := item.Handoff
	if h == nil || h.Offline { // who left a message does not wait here
		return nil
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), e.opts.DeliverTimeout)
	defer done()
	_, err := e.Progress(ctx, item.Conversation, "undeliverable/"+item.ID, HandoffProgress{ID: h.ID, State: HandoffFailed, Reason: "undeliverable"})
	if errors.Is(err, ErrInvalid) || errors.Is(err, ErrNotFound) { // it is over
		return nil
	}
	return err
}

func (e *Engine) deliver(ctx context.Context, item Outgoing) error {
	_, err := bounded(ctx, e.clock, e.opts.DeliverTimeout, func(ctx context.Context) (struct{}, error) {
		switch {
		case item.Handoff != nil && e.opts.Handoff != nil:
			return struct{}{}, e.opts.Handoff.Offer(ctx, *item.Handoff)
		case item.Reply != nil && e.opts.Sender != nil:
			return struct{}{}, e.opts.Sender.Send(ctx, item)
		case item.Effect != nil && item.Effect.Name == learnedEffect && e.opts.ProfileSink != nil:
			return struct{}{}, e.keepLearned(ctx, item.Effect)
		case item.Effect != nil && e.opts.Effects[item.Effect.Name] != nil:
			return struct{}{}, e.opts.Effects[item.Effect.Name](ctx, *item.Effect)
		}
		// Another node, with other options, has put it there.
		return struct{}{}, errors.New("dialog: nobody here takes this kind of item")
	})
	return err
}

// backoff is how long to wait after the given number of attempts.
func backoff(attempts int) time.Duration {
	wait := firstRetry
	for ; attempts > 1 && wait < lastRetry; attempts-- {
		wait *= 2
	}
	return min(wait, lastRetry)
}
