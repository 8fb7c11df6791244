package tickettest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// noon is the time at which the checks take place.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// opened returns a change that makes a small ticket.
func opened(id string, with ...func(t *ticket.Ticket)) ticket.Change {
	t := ticket.Ticket{
		ID: id, Events: 1, Subject: "subject of " + id, State: "fresh", Kind: ticket.Kinds()[0], Customer: "ann",
		Entered: noon(), Created: noon(), Updated: noon(),
	}
	for _, f := range with {
		f(&t)
	}
	return ticket.Change{Ticket: t, Events: []ticket.Event{{
		ID: "opened", Ticket: id, Type: ticket.EventOpened, At: noon(), Actor: ticket.ByCustomer("ann"), New: t.State, Kind: t.Kind,
		Opened: &ticket.Draft{Subject: t.Subject},
	}}}
}

// changed returns a change of a ticket, as it was returned, by events with these ids.
func changed(t ticket.Ticket, events ...string) ticket.Change {
	c := ticket.Change{Ticket: *t.Clone()}
	for _, id := range events {
		c.Events = append(c.Events, ticket.Event{
			ID: id, Ticket: t.ID, Type: ticket.EventChanged, At: noon(), Actor: ticket.ByAgent("mia"), Field: "summary", Old: c.Ticket.Summary, New: id,
		})
		c.Ticket.Summary = id
		c.Ticket.Events++
	}
	return c
}

// notice returns a notice of a ticket.
func notice(of, id string) ticket.Notice {
	return ticket.Notice{ID: id, Ticket: of, Kind: "reply", To: "customer:ann", Text: "words of " + id, At: noon()}
}

// notices returns a commit without changes that tells of a ticket.
func notices(of string, ids ...string) (c ticket.Commit) {
	for _, id := range ids {
		c.Outbox = append(c.Outbox, notice(of, id))
	}
	return c
}

// commit writes changes in one commit and returns an error unless the tickets come back
// as they were given, with the next versions.
func commit(ctx context.Context, s ticket.Store, changes ...ticket.Change) ([]ticket.Ticket, error) {
	return write(ctx, s, ticket.Commit{Changes: changes})
}

func write(ctx context.Context, s ticket.Store, c ticket.Commit) ([]ticket.Ticket, error) {
	tickets, err := s.Commit(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("commit of %d tickets: %w", len(c.Changes), err)
	}
	if len(tickets) != len(c.Changes) {
		return nil, fmt.Errorf("a commit of %d tickets returned %d", len(c.Changes), len(tickets))
	}
	for i := range tickets {
		want := c.Changes[i].Ticket
		if want.Version == 0 {
			want.Serial = tickets[i].Serial
		}
		want.Version++
		want.Number = ""
		if err := storetest.Same(fmt.Sprintf("ticket %d of a commit, as it was returned,", i), want, tickets[i]); err != nil {
			return nil, err
		}
	}
	return tickets, nil
}

// one writes a change and returns the ticket.
func one(ctx context.Context, s ticket.Store, c ticket.Change) (ticket.Ticket, error) {
	tickets, err := commit(ctx, s, c)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return tickets[0], nil
}

// send writes a commit that has only notices.
func send(ctx context.Context, s ticket.Store, of string, ids ...string) error {
	_, err := write(ctx, s, notices(of, ids...))
	return err
}

// loaded returns an error unless a ticket is as it should be.
func loaded(ctx context.Context, s ticket.Store, want ticket.Ticket) error {
	got, err := s.Load(ctx, want.ID)
	if err != nil {
		return fmt.Errorf("load %q: %w", want.ID, err)
	}
	return storetest.Same("load "+want.ID, want, got)
}

// refused returns an error unless the commit fails with target and leaves nothing behind.
func refused(ctx context.Context, s ticket.Store, what string, target error, c ticket.Commit) error {
	before, err := look(ctx, s)
	if err != nil {
		return err
	}
	if _, err := s.Commit(ctx, c); !errors.Is(err, target) {
		return fmt.Errorf("%s: commit returned error %w, want %w", what, err, target)
	}
	return unchanged(ctx, s, what, before)
}

// view is what a store shows of itself.
type view struct {
	Tickets []ticket.Ticket
	Feed    []ticket.Event
	Due     []string
	Heads   []string // ids of what can be claimed
	Kinds   map[string]int
}

// look reads the whole store. What it claims it releases at once, so that only the
// attempts show that it looked.
func look(ctx context.Context, s ticket.Store) (v view, err error) {
	found, err := s.Find(ctx, ticket.Filter{}, ticket.Page{Limit: 1000})
	if err != nil {
		return v, fmt.Errorf("find: %w", err)
	}
	v.Tickets = found.Tickets
	if v.Feed, err = storetest.Collect(s.Feed(ctx, 0)); err != nil {
		return v, fmt.Errorf("feed: %w", err)
	}
	if v.Due, err = s.Due(ctx, noon().AddDate(10, 0, 0), 1000); err != nil {
		return v, fmt.Errorf("due: %w", err)
	}
	if v.Kinds, err = s.Count(ctx, ticket.Filter{}, ticket.CountKind); err != nil {
		return v, fmt.Errorf("count: %w", err)
	}
	items, err := s.Outbox().Claim(ctx, noon(), noon().Add(time.Minute), 1000)
	if err != nil {
		return v, fmt.Errorf("claim: %w", err)
	}
	for _, out := range items {
		v.Heads = append(v.Heads, out.Notice.ID)
		if err := settle(ctx, s, out.Notice.ID, out.Attempt, noon()); err != nil {
			return v, err
		}
	}
	return v, nil
}

func unchanged(ctx context.Context, s ticket.Store, what string, before view) error {
	after, err := look(ctx, s)
	if err != nil {
		return err
	}
	return storetest.Same(what+": what the store holds afterwards", before, after)
}

// claim claims at a time, with a lease of one minute, and returns the notices.
func claim(ctx context.Context, s ticket.Store, now time.Time, limit int) ([]ticket.Outgoing, error) {
	items, err := s.Outbox().Claim(ctx, now, now.Add(time.Minute), limit)
	if err == nil && len(items) > max(limit, 0) {
		err = fmt.Errorf("claim of at most %d notices returned %d", limit, len(items))
	}
	return items, err
}

// claimed returns an error unless exactly these notices can be claimed at now.
func claimed(ctx context.Context, s ticket.Store, what string, now time.Time, ids ...string) error {
	items, err := claim(ctx, s, now, 100)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	got, want := map[string]bool{}, map[string]bool{}
	for _, out := range items {
		got[out.Notice.ID] = true
	}
	for _, id := range ids {
		want[id] = true
	}
	return storetest.Same(what+": the notices that could be claimed", want, got)
}

func settle(ctx context.Context, s ticket.Store, id string, attempt int, retry time.Time) error {
	return storetest.NoErr(fmt.Sprintf("settle %q, attempt %d", id, attempt), s.Outbox().Settle(ctx, id, attempt, retry))
}

// done is the time to retry what is done.
func done() time.Time { return time.Time{} }

// find returns the ids of a page.
func find(ctx context.Context, s ticket.Store, f ticket.Filter, p ticket.Page) (ids []string, next string, err error) {
	found, err := s.Find(ctx, f, p)
	for i := range found.Tickets {
		ids = append(ids, found.Tickets[i].ID)
	}
	return ids, found.Next, err
}

// keep makes all times that v, a pointer, refers to as a store has to keep them.
func keep(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			keep(v.Elem())
		}
	case reflect.Struct:
		if at, ok := v.Addr().Interface().(*time.Time); ok {
			*at = storetest.Kept(*at)
			return
		}
		for i := range v.NumField() {
			keep(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			keep(v.Index(i))
		}
	}
}

// errOf is the error of a call that returns something else besides.
func errOf[T any](_ T, err error) error { return err }
