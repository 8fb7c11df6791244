package dialog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	runPoll    = time.Second     // how long items of other nodes, and retries, wait at most
	firstRetry = time.Second     // after a failed delivery; doubled each time ...
	lastRetry  = 5 * time.Minute // ... up to this
)

// usualDeliveries is how many items Run delivers at once.
const usualDeliveries = 4

// slowDelivery is after which time of one delivery another one is begun beside it. Below
// that one goroutine is enough, and asks the store once for each item.
const slowDelivery = 20 * time.Millisecond

// loggedDeliveries is after how many items failures are logged at the latest: under
// load a stretch of work does not end.
const loggedDeliveries = 100

// wakeDelivery has somebody look into the outbox who is not at it already.
func (e *Engine) wakeDelivery() {
	select {
	case e.wake <- struct{}{}:
	default: // somebody has been told already
	}
}

// keepDelivering delivers what is due in the outbox whenever it is woken, until ctx is done.
func (e *Engine) keepDelivering(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.wake:
		}
		for more := true; more && ctx.Err() == nil; {
			var failures failures
			for range loggedDeliveries {
				if _, more = e.deliverNext(ctx, &failures); !more || ctx.Err() != nil {
					break
				}
			}
			if err := failures.with(nil); err != nil && ctx.Err() == nil {
				e.hostFailed(ctx, "dialog: delivery failed", err)
			}
		}
	}
}

// Deliver delivers what is due in the outbox now, and returns how many items
// reached their receiver. It is what Run does again and again, for hosts that
// cannot keep Run going. Items are delivered one after the other. The error tells
// the first of what failed; the items concerned stay in the outbox.
func (e *Engine) Deliver(ctx context.Context) (delivered int, err error) {
	var failures failures
	for {
		arrived, more := e.deliverNext(ctx, &failures)
		if arrived {
			delivered++
		}
		if !more {
			return delivered, failures.with(nil)
		}
		if ctx.Err() != nil {
			return delivered, failures.with(ctx.Err())
		}
	}
}

// deliverNext delivers one item that is due, and says whether it has arrived, and
// whether there may be more.
func (e *Engine) deliverNext(ctx context.Context, failures *failures) (arrived, more bool) {
	outbox := e.store.Outbox()
	now := e.now()
	// One at a time: should this process die now, the item waits for no more
	// than one lease, which covers one delivery and its settling.
	items, err := outbox.Claim(ctx, now, now.Add(2*e.opts.DeliverTimeout), 1)
	if err != nil {
		failures.add(err)
		return false, false
	}
	if len(items) == 0 {
		return false, false
	}
	item := items[0]
	slow := time.AfterFunc(slowDelivery, e.wakeDelivery)
	failure := e.deliver(ctx, item)
	slow.Stop()
	outcome := Outcome{}
	switch {
	case failure == nil:
		arrived = true
	case errors.Is(failure, ErrUndeliverable) && e.returned(ctx, item) == nil:
		outcome.Failed = true
		failures.add(failure)
	default:
		outcome.Retry = e.now().Add(backoff(item.Attempt))
		failures.add(failure)
	}
	// Settled even if ctx ended meanwhile: it has been delivered.
	settling, done := context.WithTimeout(context.WithoutCancel(ctx), e.opts.DeliverTimeout)
	defer done()
	err = outbox.Settle(settling, item.ID, item.Attempt, outcome)
	if err != nil && !errors.Is(err, ErrConflict) { // then another node has it
		failures.add(err)
	}
	return arrived, true
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
