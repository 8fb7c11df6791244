package ticket

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// Desk changes tickets: by commands of people and programs, and by its rules as time
// passes. It is safe for concurrent use, and any number of desks, on any number of
// nodes, may share a store; their rules should be the same.
type Desk struct {
	store    Store
	opts     Options
	log      *slog.Logger
	book     atomic.Pointer[rulebook]
	watchers watchers
}

// New returns a desk on a store. Nil options are the defaults. Faults of the options and
// rules are one error that names each, as [FieldError].
func New(store Store, opts *Options) (*Desk, error) {
	o := Options{}
	if opts != nil {
		o = *opts
	}
	if store == nil {
		return nil, &FieldError{Field: "store", Reason: "is missing"}
	}
	if err := o.complete(); err != nil {
		return nil, err
	}
	d := &Desk{store: store, opts: o, log: o.Logger}
	if err := d.SetRules(*o.Rules); err != nil {
		return nil, err
	}
	return d, nil
}

// complete fills in the defaults, and returns what cannot be meant.
func (o *Options) complete() error {
	var faults []error
	span := func(field string, d *time.Duration, usual time.Duration) {
		if *d < 0 {
			faults = append(faults, &FieldError{Field: field, Reason: "is negative"})
		} else if *d == 0 {
			*d = usual
		}
	}
	span("hook_timeout", &o.HookTimeout, 300*time.Millisecond)
	span("deliver_timeout", &o.DeliverTimeout, 10*time.Second)
	span("poll", &o.Poll, time.Second)
	if o.Rules == nil {
		r := DefaultRules()
		o.Rules = &r
	}
	if o.Numbering == nil {
		o.Numbering = usualNumbering{}
	}
	if o.NewID == nil {
		o.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return errors.Join(faults...)
}

// SetRules replaces the rules; commands that have begun go on with the old ones. Call
// [Desk.Recompute] afterwards, on one of the desks, so that open tickets have the clocks
// of the new ones.
func (d *Desk) SetRules(r Rules) error {
	book, err := compile(r, &d.opts)
	if err != nil {
		return err
	}
	d.book.Store(book)
	return nil
}

// Rules returns the rules in use, complete with the defaults.
func (d *Desk) Rules() Rules { return d.book.Load().rules }

// now is the time, as stores keep it.
func (d *Desk) now() time.Time { return keep(d.opts.Now()) }

func keep(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Load returns a ticket as staff sees it, by its id, or [ErrNotFound].
func (d *Desk) Load(ctx context.Context, id string) (Ticket, error) {
	t, err := d.store.Load(ctx, id)
	if err != nil {
		return Ticket{}, err
	}
	return d.show(t), nil
}

// ByNumber returns the ticket with a number that somebody typed, or [ErrNotFound].
func (d *Desk) ByNumber(ctx context.Context, number string) (Ticket, error) {
	serial, ok := d.opts.Numbering.Serial(number)
	if !ok {
		return Ticket{}, ErrNotFound
	}
	found, err := d.store.Find(ctx, Filter{Serials: []int64{serial}}, Page{Limit: 1})
	if err != nil {
		return Ticket{}, err
	}
	if len(found.Tickets) == 0 {
		return Ticket{}, ErrNotFound
	}
	return d.show(found.Tickets[0]), nil
}

// show adds to a stored ticket what is not stored.
func (d *Desk) show(t Ticket) Ticket {
	t.Number = d.opts.Numbering.Number(t.Serial)
	return t
}

// History yields what happened to a ticket, in order.
func (d *Desk) History(ctx context.Context, id string) iter.Seq2[Event, error] {
	return d.store.History(ctx, id, 0)
}

// Find returns a page of the tickets that f describes.
func (d *Desk) Find(ctx context.Context, f Filter, p Page) (Found, error) {
	found, err := d.store.Find(ctx, f, p)
	for i := range found.Tickets {
		found.Tickets[i] = d.show(found.Tickets[i])
	}
	return found, err
}

// Count returns how many tickets f describes, by what they are grouped by.
func (d *Desk) Count(ctx context.Context, f Filter, by GroupBy) (map[string]int, error) {
	return d.store.Count(ctx, f, by)
}

// A command starts over when somebody else was faster, which means that the ticket has
// moved on. It waits a little longer each time, up to the last.
const (
	attempts   = 100
	firstPause = 100 * time.Microsecond
	lastPause  = 20 * time.Millisecond
)

// again runs f until it is not refused for a conflict.
func (d *Desk) again(ctx context.Context, f func() error) error {
	for n := 1; ; n++ {
		err := f()
		var ( // which another try does not mend
			stale *VersionError
			there *ExistsError
		)
		final := errors.As(err, &stale) || errors.As(err, &there) && there.anothers
		if err == nil || n == attempts || final || !errors.Is(err, ErrConflict) && !errors.Is(err, ErrExists) {
			return err
		}
		if err := pause(ctx, n); err != nil {
			return fmt.Errorf("ticket: not stored: %w", err)
		}
	}
}

// pause waits after the n-th conflict, for a random part of a growing time.
func pause(ctx context.Context, n int) error {
	wait := time.NewTimer(rand.N(min(firstPause<<min(n, 10), lastPause))) //nolint:gosec // no secret
	defer wait.Stop()
	select {
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
