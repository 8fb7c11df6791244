package tickettest

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// dueAt makes a ticket due.
func dueAt(at time.Time) func(t *ticket.Ticket) { return func(t *ticket.Ticket) { t.Due = at } }

// due returns an error unless these are the tickets that are due, in this order.
func due(ctx context.Context, s ticket.Store, what string, now time.Time, limit int, want ...string) error {
	got, err := s.Due(ctx, now, limit)
	return storetest.First(storetest.NoErr(what, err), storetest.Same(what+": what is due", append([]string(nil), want...), got))
}

var dueChecks = []check{
	{Name: "due/order", Run: func(ctx context.Context, s ticket.Store) error {
		_, err := commit(ctx, s,
			opened("never"), opened("third", dueAt(noon())), opened("first", dueAt(noon().Add(-time.Hour))),
			opened("fourth", dueAt(noon().Add(time.Microsecond))), opened("second", dueAt(noon().Add(-time.Microsecond))),
		)
		return storetest.First(err,
			due(ctx, s, "before all", noon().Add(-2*time.Hour), 10),
			due(ctx, s, "just before noon", noon().Add(-time.Microsecond), 10, "first", "second"),
			due(ctx, s, "at noon", noon(), 10, "first", "second", "third"),
			due(ctx, s, "at noon, elsewhere", noon().In(time.FixedZone("", 3600)), 10, "first", "second", "third"),
			due(ctx, s, "after all", noon().Add(time.Hour), 10, "first", "second", "third", "fourth"),
			due(ctx, s, "long before all", time.Time{}, 10),
		)
	}},
	{Name: "due/limit", Run: func(ctx context.Context, s ticket.Store) error {
		var ids []string
		for i := range 20 {
			ids = append(ids, fmt.Sprint("t", i))
			if _, err := one(ctx, s, opened(ids[i], dueAt(noon().Add(time.Duration(i)*time.Second)))); err != nil {
				return err
			}
		}
		for _, limit := range []int{-1, 0, 1, 7, 20, 1000} {
			if err := due(ctx, s, fmt.Sprint("at most ", limit), noon().Add(time.Hour), limit, ids[:min(max(limit, 0), 20)]...); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "due/moves", Run: func(ctx context.Context, s ticket.Store) error {
		tickets, err := commit(ctx, s, opened("a", dueAt(noon())), opened("b", dueAt(noon().Add(time.Minute))), opened("c"))
		if err != nil {
			return err
		}
		a, b, c := changed(tickets[0]), changed(tickets[1], "e2"), changed(tickets[2])
		a.Ticket.Due, b.Ticket.Due, c.Ticket.Due = noon().Add(time.Hour), time.Time{}, noon().Add(2*time.Minute)
		_, err = commit(ctx, s, a, b, c)
		return storetest.First(err,
			due(ctx, s, "when each has moved, at noon", noon(), 10),
			due(ctx, s, "when each has moved, later", noon().Add(time.Hour), 10, "c", "a"),
		)
	}},
	{Name: "due/microseconds", Run: func(ctx context.Context, s ticket.Store) error {
		at := noon().Add(1999 * time.Nanosecond) // kept as one microsecond past noon
		_, err := s.Commit(ctx, commitOf(opened("a", dueAt(at.In(time.FixedZone("", -3600))))))
		return storetest.First(err,
			due(ctx, s, "in the same microsecond", noon().Add(time.Microsecond), 10, "a"),
			due(ctx, s, "a nanosecond earlier", noon().Add(time.Microsecond-1), 10),
		)
	}},
}
