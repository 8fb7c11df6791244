package tickettest

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

var commitChecks = []check{
	{Name: "commit/empty store", Run: func(ctx context.Context, s ticket.Store) error {
		_, loadErr := s.Load(ctx, "nobody")
		v, err := look(ctx, s)
		events, historyErr := storetest.Collect(s.History(ctx, "nobody", 0))
		last, lastErr := s.Last(ctx)
		return storetest.First(err, historyErr, lastErr,
			storetest.Same("the last event of an empty store", 0, last),
			storetest.WantErr("load from an empty store", loadErr, ticket.ErrNotFound),
			storetest.WantErr("settle in an empty store", s.Outbox().Settle(ctx, "n", 1, done()), ticket.ErrNotFound),
			storetest.Same("an empty store", view{Kinds: map[string]int{}}, v),
			storetest.Same("the history of an unknown ticket", []ticket.Event(nil), events),
		)
	}},
	{Name: "commit/open", Run: func(ctx context.Context, s ticket.Store) error {
		c := opened("a")
		c.Ticket.Serial, c.Ticket.Number = 77, "ignored"
		got, err := one(ctx, s, c)
		if err != nil {
			return err
		}
		want := c.Ticket
		want.Serial, want.Number, want.Version = 1, "", 1
		return storetest.First(storetest.Same("the new ticket", want, got), loaded(ctx, s, want))
	}},
	{Name: "commit/change", Run: func(ctx context.Context, s ticket.Store) error {
		got, err := one(ctx, s, opened("a", func(t *ticket.Ticket) {
			t.Owner, t.Due, t.Tags, t.Fields = "mia", noon(), []string{"vip"}, map[string]string{"order": "17"}
		}))
		if err != nil {
			return err
		}
		c := changed(got, "e2", "e3")
		c.Ticket.Owner, c.Ticket.Due, c.Ticket.Tags, c.Ticket.Fields = "", time.Time{}, nil, nil
		if got, err = one(ctx, s, c); err != nil {
			return err
		}
		want := c.Ticket
		want.Version = 2
		if err := loaded(ctx, s, want); err != nil {
			return fmt.Errorf("after a change that empties fields: %w", err)
		}
		c = changed(got) // no event at all
		c.Ticket.Due = noon()
		got, err = one(ctx, s, c)
		return storetest.First(err, loaded(ctx, s, got))
	}},
	{Name: "commit/serial stays", Run: func(ctx context.Context, s ticket.Store) error {
		tickets, err := commit(ctx, s, opened("a"), opened("b"))
		if err != nil {
			return err
		}
		c := changed(tickets[1], "e2")
		c.Ticket.Serial, c.Ticket.Number = 1, "ignored"
		got, err := s.Commit(ctx, ticket.Commit{Changes: []ticket.Change{c}})
		if err != nil {
			return err
		}
		c.Ticket.Serial, c.Ticket.Number, c.Ticket.Version = 2, "", 2
		return storetest.First(storetest.Same("a ticket whose change has another serial", []ticket.Ticket{c.Ticket}, got), loaded(ctx, s, c.Ticket))
	}},
	{Name: "commit/several", Run: func(ctx context.Context, s ticket.Store) error {
		a, err := one(ctx, s, opened("a"))
		if err != nil {
			return err
		}
		tickets, err := write(ctx, s, ticket.Commit{
			Changes: []ticket.Change{opened("c"), changed(a, "e2"), opened("b")},
			Outbox:  []ticket.Notice{notice("c", "n1"), notice("b", "n2")},
		})
		if err != nil {
			return err
		}
		return storetest.First(
			loaded(ctx, s, tickets[0]), loaded(ctx, s, tickets[1]), loaded(ctx, s, tickets[2]),
			storetest.Same("the serials of two new tickets, in the order of the changes", []int64{2, 1, 3}, serials(tickets)),
			claimed(ctx, s, "what left with them", noon(), "n1", "n2"),
		)
	}},
	{Name: "commit/nothing", Run: func(ctx context.Context, s ticket.Store) error {
		_, err := write(ctx, s, ticket.Commit{})
		return storetest.First(err, send(ctx, s, "a", "n"), claimed(ctx, s, "a notice without a change", noon(), "n"))
	}},
	{Name: "commit/serials have no gaps", Run: func(ctx context.Context, s ticket.Store) error {
		for i := range 10 {
			got, err := one(ctx, s, opened(fmt.Sprint("t", i)))
			if err != nil {
				return err
			}
			if got.Serial != int64(i)+1 {
				return fmt.Errorf("ticket %d has serial %d, after commits that failed", i+1, got.Serial)
			}
			// Each fails behind a new ticket that is in order.
			for what, c := range map[string]ticket.Commit{
				"exists":   {Changes: []ticket.Change{opened("new"), opened("t0")}},
				"unknown":  {Changes: []ticket.Change{opened("new"), changed(ticket.Ticket{ID: "nobody", Version: 1}, "e")}},
				"conflict": {Changes: []ticket.Change{opened("new"), changed(ticket.Ticket{ID: "t0", Version: 5}, "e")}},
				"invalid":  {Changes: []ticket.Change{opened("new"), opened("")}},
			} {
				if _, err := s.Commit(ctx, c); err == nil {
					return fmt.Errorf("a commit that has to fail (%s) did not", what)
				}
			}
		}
		return nil
	}},
}

func serials(tickets []ticket.Ticket) (all []int64) {
	for i := range tickets {
		all = append(all, tickets[i].Serial)
	}
	return all
}
