package ticket

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	sweepBatch   = 100
	deliverBatch = 20
	deliverLease = time.Minute
	firstRetry   = 5 * time.Second
	lastRetry    = time.Hour
	lastAttempt  = 80 // about three days after the first one
)

// Run does what is due when it is due, and delivers notices, until its context is done;
// it returns the context's error. It looks every [Options.Poll] for what has become due
// and what other desks left: what is due happens that much late at most, however long the
// [Notifier] takes. Errors are logged and tried again: a ticket that failed after five
// seconds, then less and less often, but each minute. All that it started has ended when it
// returns.
func (d *Desk) Run(ctx context.Context) error {
	var delivering sync.WaitGroup
	defer delivering.Wait()
	delivering.Go(func() { d.repeat(ctx, "ticket: delivery failed", d.Deliver) })
	d.repeat(ctx, "ticket: sweep failed", (&sweeper{desk: d}).sweep)
	return ctx.Err()
}

// repeat does something now, after each commit of this desk and with each poll, until the
// context is done.
func (d *Desk) repeat(ctx context.Context, failure string, do func(ctx context.Context) (int, error)) {
	moved, leave := d.watchers.join()
	defer leave()
	poll := time.NewTicker(d.opts.Poll)
	defer poll.Stop()
	for {
		if _, err := do(ctx); err != nil && ctx.Err() == nil {
			d.log.Error(failure, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-moved:
		case <-poll.C:
		}
	}
}

// Sweep looks at the tickets that are due, each once, and returns how many it changed:
// clocks that warn or are breached, ladders, timers, the end of snoozes. A ticket that
// fails is passed over, and its error returned in the end with those of others.
func (d *Desk) Sweep(ctx context.Context) (changed int, err error) {
	return (&sweeper{desk: d}).sweep(ctx)
}

// look has what is due happen to a ticket, and says whether anything did.
func (d *Desk) look(ctx context.Context, id string) (wrote bool, err error) {
	err = d.again(ctx, func() error {
		a := d.attempt(ctx, "", "time", "")
		w, err := a.load(id)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		w.swept = true
		if !w.t.Wake.IsZero() && !w.t.Wake.After(a.now) {
			if err := w.awake(doer{actor: BySystem("snooze"), reason: "time to wake"}); err != nil {
				return err
			}
		}
		if err := a.commit(); err != nil {
			return err
		}
		wrote = w.t.Version != w.stored.Version
		return nil
	})
	return wrote, err
}

// Recompute works out the clocks of all tickets that have not ended anew, and returns how
// many changed: after a change of rules or calendars, on one of the desks. Marks that
// were reported are not reported again. A ticket that fails is passed over, and its error
// returned in the end with those of others.
func (d *Desk) Recompute(ctx context.Context) (changed int, err error) {
	page := Page{Limit: 500}
	var faults []error
	for {
		found, err := d.store.Find(ctx, Filter{Kinds: []Kind{KindNew, KindOpen, KindPending, KindOnHold, KindResolved}}, page)
		if err != nil {
			return changed, errors.Join(append(faults, err)...)
		}
		for i := range found.Tickets {
			wrote, err := d.look(ctx, found.Tickets[i].ID)
			if ctx.Err() != nil {
				return changed, ctx.Err()
			}
			if err != nil {
				faults = append(faults, fmt.Errorf("ticket %q: %w", found.Tickets[i].ID, err))
			}
			if wrote {
				changed++
			}
		}
		if page.After = found.Next; page.After == "" {
			return changed, errors.Join(faults...)
		}
	}
}

// Deliver hands out the notices that are due, and returns how many were taken. One that
// is refused is tried again later, with growing pauses up to an hour, and given up after
// about three days.
func (d *Desk) Deliver(ctx context.Context) (delivered int, err error) {
	if d.opts.Notifier == nil {
		return 0, nil
	}
	for {
		now := d.now()
		items, err := d.store.Outbox().Claim(ctx, now, now.Add(deliverLease+deliverBatch*d.opts.DeliverTimeout), deliverBatch)
		if err != nil || len(items) == 0 {
			return delivered, err
		}
		for _, item := range items {
			retry := time.Time{}
			err := d.deliver(ctx, item.Notice)
			switch {
			case err == nil:
				delivered++
			case ctx.Err() != nil:
				return delivered, ctx.Err()
			case errors.Is(err, ErrUndeliverable) || item.Attempt >= lastAttempt:
				d.log.Error("ticket: notice never delivered", "notice", item.Notice.ID, "attempt", item.Attempt, "error", err)
				if err := d.undelivered(ctx, &item.Notice); err != nil {
					return delivered, err
				}
			default:
				d.log.Warn("ticket: notice not delivered", "notice", item.Notice.ID, "attempt", item.Attempt, "error", err)
				retry = d.now().Add(min(firstRetry<<min(item.Attempt-1, 20), lastRetry))
			}
			if err := d.store.Outbox().Settle(ctx, item.Notice.ID, item.Attempt, retry); err != nil && !errors.Is(err, ErrConflict) && !errors.Is(err, ErrNotFound) {
				return delivered, err
			}
		}
	}
}

func (d *Desk) deliver(ctx context.Context, n Notice) error {
	ctx, done := context.WithTimeout(ctx, d.opts.DeliverTimeout)
	defer done()
	if err := d.number(ctx, &n); err != nil {
		return err
	}
	return contained(func() error { return d.opts.Notifier.Notify(ctx, n) })
}

// undelivered takes down that a notice was given up. Of those that tell of such there is
// no end otherwise: they are given up in silence.
func (d *Desk) undelivered(ctx context.Context, n *Notice) error {
	if n.Kind == string(EventFailed) {
		return nil
	}
	return d.again(ctx, func() error {
		a := d.attempt(ctx, "undelivered/"+n.ID, n.Event, "")
		w, err := a.load(n.Ticket)
		switch {
		case errors.Is(err, ErrNotFound): // pruned
			return nil
		case err != nil:
			return err
		case w.has(a.first): // by another desk, or before the notice was settled
			return nil
		}
		by := doer{actor: BySystem(delivery), reason: "notice " + strconv.Quote(n.Kind) + " not delivered"}
		e := by.event(EventFailed)
		e.Field, e.New = string(DoNotify), n.To
		if err := w.add(e); err != nil {
			return err
		}
		return a.commit()
	})
}

// delivery is the system that delivers notices.
const delivery = "delivery"

// number puts the number of the ticket into a notice of the commit that opened it, which
// did not know it yet.
func (d *Desk) number(ctx context.Context, n *Notice) error {
	if n.Number != "" {
		return nil
	}
	t, err := d.Load(ctx, n.Ticket)
	if errors.Is(err, ErrNotFound) {
		return nil // pruned
	}
	if err != nil {
		return err
	}
	n.Number = t.Number
	n.Text = strings.ReplaceAll(n.Text, "{number}", t.Number)
	if n.Comment != nil {
		n.Comment.Text = strings.ReplaceAll(n.Comment.Text, "{number}", t.Number)
	}
	return nil
}
