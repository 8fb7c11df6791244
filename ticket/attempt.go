package ticket

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"time"
)

// attempt is one try to do something, on the tickets as they stand. Nothing of it is
// seen before it is committed.
type attempt struct {
	desk  *Desk
	book  *rulebook
	ctx   context.Context //nolint:containedctx // an attempt lives within one call
	now   time.Time
	works []*work // in the order in which they were touched
	// first is the id of the first event; the others have rest with a number, so that no
	// command can have the id of one of them.
	first, rest string
	events      int
	cause       string
	reason      string
	outbox      []Notice
}

// attempt begins one. The id of the first event is a new one if none is given.
func (d *Desk) attempt(ctx context.Context, first, cause, reason string) *attempt {
	rest := d.opts.NewID()
	return &attempt{desk: d, book: d.book.Load(), ctx: ctx, now: d.now(), first: cmp.Or(first, rest), rest: rest, cause: cause, reason: reason}
}

// work is a ticket in an attempt: how it stands, and what has happened to it.
type work struct {
	*attempt
	t *Ticket
	// history has its events, the new ones at the end, of which there are fresh.
	history []Event
	fresh   int
	words   []string
	// seen is how many events the triggers have looked at, acted which of them have.
	seen  int
	acted map[string]bool
	// swept says that the clocks are looked at, whether something happens or not; stored
	// is the ticket as it was read, report how its clocks stand.
	swept  bool
	stored Ticket
	report Report
}

// load returns the work on a ticket, as it stands in this attempt.
func (a *attempt) load(id string) (*work, error) {
	for _, w := range a.works {
		if w.t.ID == id {
			return w, nil
		}
	}
	t, err := a.desk.store.Load(a.ctx, id)
	if err != nil {
		return nil, err
	}
	w := &work{attempt: a, t: &t, stored: *t.Clone()}
	for e, err := range a.desk.store.History(a.ctx, id, 0) {
		if err != nil {
			return nil, err
		}
		w.history = append(w.history, e)
	}
	if int64(len(w.history)) != t.Events { // somebody committed in between
		return nil, ErrConflict
	}
	if t.Updated.After(a.now) { // by a clock that is ahead of this one: time goes on from there
		a.restamp(t.Updated)
	}
	w.seen = len(w.history)
	t.Number = a.desk.opts.Numbering.Number(t.Serial)
	a.works = append(a.works, w)
	return w, nil
}

// restamp has all that has happened in the attempt happen at a later time.
func (a *attempt) restamp(now time.Time) {
	for _, w := range a.works {
		if w.fresh == 0 {
			continue
		}
		t := w.stored.Clone()
		for i := len(w.history) - w.fresh; i < len(w.history); i++ {
			if w.history[i].At.Equal(a.now) {
				w.history[i].At = now
			}
			_ = t.fold(&w.history[i]) // which it did before
		}
		t.Number = w.t.Number
		*w.t = *t
	}
	a.now = now
}

// peek returns a ticket as it stands in this attempt, without taking part in it.
func (a *attempt) peek(id string) (*Ticket, error) {
	for _, w := range a.works {
		if w.t.ID == id {
			return w.t, nil
		}
	}
	t, err := a.desk.store.Load(a.ctx, id)
	return &t, err
}

// has says whether the ticket has an event.
func (w *work) has(id string) bool {
	for i := range w.history {
		if w.history[i].ID == id {
			return true
		}
	}
	return false
}

// add has an event happen to the ticket. What is not given is filled in.
func (w *work) add(e Event) error {
	if e.ID == "" {
		e.ID = w.nextID()
	}
	if e.Cause == "" {
		e.Cause = w.cause
	}
	e.Ticket, e.N = w.t.ID, int64(len(w.history))+1
	if e.At.IsZero() {
		e.At = w.now
	}
	if err := w.t.fold(&e); err != nil {
		return err
	}
	w.history = append(w.history, e)
	w.fresh++
	return nil
}

// nextID is the id of the next event of the attempt.
func (a *attempt) nextID() string {
	a.events++
	if a.events == 1 {
		return a.first
	}
	return a.rest + "/" + strconv.Itoa(a.events)
}

// commit writes what has happened, and what follows from it. An attempt in which
// nothing happened writes nothing.
func (a *attempt) commit() error {
	if err := a.follow(); err != nil {
		return err
	}
	var c Commit
	for _, w := range a.works {
		if w.fresh > 0 && w.t.Events > MaxHistory && !w.t.Ended() {
			return fault("has too many events", "ticket")
		}
		if w.fresh > 0 || w.t.Version == 0 || w.clocksMoved() {
			c.Changes = append(c.Changes, Change{Ticket: *w.t, Events: w.history[len(w.history)-w.fresh:], Words: w.words})
		}
	}
	if len(c.Changes) == 0 {
		return nil
	}
	if a.desk.opts.Notifier != nil {
		c.Outbox = a.outbox
	}
	tickets, err := a.desk.store.Commit(a.ctx, c)
	if err != nil {
		return err
	}
	if len(tickets) != len(c.Changes) {
		return errors.New("ticket: the store does not say what became of a commit")
	}
	for i, change := range c.Changes {
		for _, w := range a.works {
			if w.t.ID == change.Ticket.ID {
				*w.t = a.desk.show(tickets[i])
			}
		}
	}
	a.desk.committed(&c)
	return nil
}
