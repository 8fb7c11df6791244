package tickettest

import (
	"context"
	"errors"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

var refusalChecks = []check{
	{Name: "refusal/conflict", Run: func(ctx context.Context, s ticket.Store) error {
		first, err := one(ctx, s, opened("a"))
		if err != nil {
			return err
		}
		second, err := one(ctx, s, changed(first, "e2"))
		if err != nil {
			return err
		}
		future := second
		future.Version = 3
		return storetest.First(
			refused(ctx, s, "a version of the past", ticket.ErrConflict, commitOf(changed(first, "e3"))),
			refused(ctx, s, "a version of the future", ticket.ErrConflict, commitOf(changed(future, "e3"))),
			errOf(one(ctx, s, changed(second, "e3"))),
		)
	}},
	{Name: "refusal/exists", Run: func(ctx context.Context, s ticket.Store) error {
		if _, err := one(ctx, s, opened("a")); err != nil {
			return err
		}
		c := opened("a")
		c.Events[0].ID = "another"
		return storetest.First(
			refused(ctx, s, "a new ticket that is there", ticket.ErrExists, commitOf(c)),
			exists(ctx, s, commitOf(opened("b"), c), ticket.ExistsError{Ticket: "a"}),
		)
	}},
	{Name: "refusal/event exists", Run: func(ctx context.Context, s ticket.Store) error {
		tickets, err := commit(ctx, s, opened("a"), opened("b"))
		if err != nil {
			return err
		}
		// Many events, so that none is too old to be known.
		a := tickets[0]
		for i := range 40 {
			if a, err = one(ctx, s, changed(a, fmt.Sprint("e", i))); err != nil {
				return err
			}
		}
		for _, id := range []string{"opened", "e0", "e17", "e39"} {
			err := storetest.First(
				refused(ctx, s, "an event that the ticket has", ticket.ErrExists, commitOf(changed(a, "new", id))),
				exists(ctx, s, commitOf(changed(a, "new", id)), ticket.ExistsError{Ticket: "a", Event: id}),
			)
			if err != nil {
				return err
			}
		}
		return storetest.First(
			exists(ctx, s, commitOf(changed(a, "x", "y", "x")), ticket.ExistsError{Ticket: "a", Event: "x"}),
			refused(ctx, s, "an event twice in a change", ticket.ErrExists, commitOf(changed(a, "x", "y", "x"))),
			errOf(one(ctx, s, changed(tickets[1], "e17"))), // ids are unique within a ticket only
		)
	}},
	{Name: "refusal/not found", Run: func(ctx context.Context, s ticket.Store) error {
		return refused(ctx, s, "a change of an unknown ticket", ticket.ErrNotFound, commitOf(opened("a"), changed(ticket.Ticket{ID: "b", Version: 1, Events: 1}, "e")))
	}},
	{Name: "refusal/twice", Run: func(ctx context.Context, s ticket.Store) error {
		a, err := one(ctx, s, opened("a"))
		return storetest.First(err,
			refused(ctx, s, "a ticket that is made twice", ticket.ErrInvalid, commitOf(opened("b"), opened("b"))),
			refused(ctx, s, "a ticket that is changed twice", ticket.ErrInvalid, commitOf(changed(a, "e2"), changed(a, "e3"))),
		)
	}},
	{Name: "refusal/events that are not counted", Run: func(ctx context.Context, s ticket.Store) error {
		a, err := one(ctx, s, opened("a"))
		if err != nil {
			return err
		}
		for _, by := range []int64{-1, 1} {
			fresh, old := opened("b"), changed(a, "e2")
			fresh.Ticket.Events += by
			old.Ticket.Events += by
			err := storetest.First(
				refused(ctx, s, "a new ticket that does not count its events", ticket.ErrInvalid, commitOf(fresh)),
				refused(ctx, s, "a ticket that does not count its events", ticket.ErrInvalid, commitOf(old)),
			)
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "refusal/ids", Run: func(ctx context.Context, s ticket.Store) error {
		a, err := one(ctx, s, opened("a"))
		if err != nil {
			return err
		}
		for _, id := range storetest.BadIDs() {
			what := fmt.Sprintf("id %q", id)
			_, loadErr := s.Load(ctx, id)
			events, historyErr := storetest.Collect(s.History(ctx, id, 0))
			err := storetest.First(historyErr,
				refused(ctx, s, what+" of a ticket", ticket.ErrInvalid, commitOf(opened("b"), opened(id))),
				refused(ctx, s, what+" of an event", ticket.ErrInvalid, commitOf(changed(a, "e2", id))),
				refused(ctx, s, what+" of a notice", ticket.ErrInvalid, notices("a", "n", id)),
				refused(ctx, s, what+" of the ticket of a notice", ticket.ErrInvalid, notices(id, "n")),
				storetest.WantErr("load, "+what, loadErr, ticket.ErrNotFound),
				storetest.WantErr("settle, "+what, s.Outbox().Settle(ctx, id, 1, done()), ticket.ErrNotFound),
				storetest.Same("history, "+what, []ticket.Event(nil), events),
			)
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "refusal/notice ids", Run: func(ctx context.Context, s ticket.Store) error {
		return storetest.First(
			refused(ctx, s, "a notice twice in a commit", ticket.ErrInvalid, notices("a", "n", "m", "n")),
			send(ctx, s, "a", "n"),
			refused(ctx, s, "a notice that waits", ticket.ErrInvalid, notices("a", "m", "n")),
			refused(ctx, s, "a notice that waits, of another ticket", ticket.ErrInvalid, notices("b", "n")),
			claimed(ctx, s, "the notice", noon(), "n"),
			refused(ctx, s, "a notice that is claimed", ticket.ErrInvalid, notices("b", "n")),
			settleLast(ctx, s, "n"),
			refused(ctx, s, "a notice that was settled", ticket.ErrInvalid, notices("b", "n")),
		)
	}},
	{Name: "refusal/all or nothing", Run: func(ctx context.Context, s ticket.Store) error {
		tickets, err := commit(ctx, s, opened("a"), opened("b"))
		if err != nil {
			return err
		}
		if err := send(ctx, s, "a", "n"); err != nil {
			return err
		}
		stale := tickets[1]
		stale.Version = 9
		good := func() []ticket.Change {
			c := changed(tickets[0], "e2")
			c.Ticket.Due, c.Ticket.Owner, c.Words = noon(), "mia", []string{"word"}
			return []ticket.Change{opened("c"), c}
		}
		out := []ticket.Notice{notice("a", "n1")}
		// Each has something that could be written before the fault is found.
		return storetest.First(
			refused(ctx, s, "a conflict behind good changes", ticket.ErrConflict, ticket.Commit{Changes: append(good(), changed(stale, "e2")), Outbox: out}),
			refused(ctx, s, "an old event behind good changes", ticket.ErrExists, ticket.Commit{Changes: append(good(), changed(tickets[1], "opened")), Outbox: out}),
			refused(ctx, s, "a ticket that exists behind good changes", ticket.ErrExists, ticket.Commit{Changes: append(good(), opened("b")), Outbox: out}),
			refused(ctx, s, "an unknown ticket behind good changes", ticket.ErrNotFound, ticket.Commit{Changes: append(good(), changed(ticket.Ticket{ID: "d", Version: 1}, "e")), Outbox: out}),
			refused(ctx, s, "a notice that exists behind good changes", ticket.ErrInvalid, ticket.Commit{Changes: good(), Outbox: append(out, notice("b", "n"))}),
			found(ctx, s, "the words of what was refused", ticket.Filter{Words: []string{"word"}}),
			errOf(write(ctx, s, ticket.Commit{Changes: good(), Outbox: out})),
			found(ctx, s, "the words of what was written", ticket.Filter{Words: []string{"word"}}, "a"),
		)
	}},
}

func commitOf(changes ...ticket.Change) ticket.Commit { return ticket.Commit{Changes: changes} }

// exists returns an error unless a commit is refused with such an error.
func exists(ctx context.Context, s ticket.Store, c ticket.Commit, want ticket.ExistsError) error {
	_, err := s.Commit(ctx, c)
	var got *ticket.ExistsError
	if !errors.As(err, &got) {
		return fmt.Errorf("a commit of what exists: got error %w, want a *ticket.ExistsError", err)
	}
	return storetest.Same("the error about what exists", want, *got)
}

// settleLast settles a notice whose attempt is not known, as done.
func settleLast(ctx context.Context, s ticket.Store, id string) error {
	for attempt := 1; attempt < 1000; attempt++ {
		if err := s.Outbox().Settle(ctx, id, attempt, done()); !errors.Is(err, ticket.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("settle %q: no attempt below 1000 is the last one", id)
}

// found returns an error unless a filter describes exactly these tickets, as Find and
// Count say.
func found(ctx context.Context, s ticket.Store, what string, f ticket.Filter, want ...string) error {
	got, _, err := find(ctx, s, f, ticket.Page{Limit: 1000})
	if err != nil {
		return fmt.Errorf("%s: find: %w", what, err)
	}
	counts, err := s.Count(ctx, f, ticket.CountAll)
	if err != nil {
		return fmt.Errorf("%s: count: %w", what, err)
	}
	return storetest.First(
		storetest.Same(what+": what was found", want, got),
		storetest.Same(what+": what was counted", map[string]int{"": len(want)}, counts),
	)
}
