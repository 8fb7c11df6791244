package tickettest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// endedAt makes a ticket one that ended, and was last changed, at a time.
func endedAt(at time.Time) func(t *ticket.Ticket) {
	return func(t *ticket.Ticket) {
		for _, k := range ticket.Kinds() {
			if k.Final() {
				t.Kind = k
				break
			}
		}
		t.State, t.Closed, t.Updated = "ended", at, at
	}
}

// pruned returns an error unless Prune forgets so many tickets.
func pruned(ctx context.Context, s ticket.Store, what string, before time.Time, limit, want int) error {
	a, ok := s.(ticket.Archive)
	if !ok {
		return errors.New("the store is no ticket.Archive")
	}
	got, err := a.Prune(ctx, before, limit)
	if err == nil && got != want {
		err = fmt.Errorf("pruned %d tickets, want %d", got, want)
	}
	return storetest.NoErr(what, err)
}

// left returns an error unless these are the tickets that there are.
func left(ctx context.Context, s ticket.Store, what string, want ...string) error {
	return found(ctx, s, what, ticket.Filter{}, want...)
}

func at(minutes int) time.Time { return noon().Add(time.Duration(minutes) * time.Minute) }

var pruneChecks = []check{
	{Name: "prune/forgets all of it", Run: func(ctx context.Context, s ticket.Store) error {
		old := opened("old", endedAt(at(0)), dueAt(at(0)), func(t *ticket.Ticket) { t.Owner, t.Tags = "mia", []string{"vip"} })
		old.Words = []string{"word"}
		tickets, err := commit(ctx, s, opened("a"), old, opened("b"))
		if err != nil {
			return err
		}
		if err := pruned(ctx, s, "one ticket", at(1), 10, 1); err != nil {
			return err
		}
		_, loadErr := s.Load(ctx, "old")
		events, historyErr := storetest.Collect(s.History(ctx, "old", 0))
		feed, feedErr := storetest.Collect(s.Feed(ctx, 0))
		if err := storetest.First(historyErr, feedErr); err != nil {
			return err
		}
		for _, e := range feed {
			if e.Ticket == "old" {
				return errors.New("the feed has an event of a ticket that was pruned")
			}
		}
		counts, err := s.Count(ctx, ticket.Filter{}, ticket.CountOwner)
		return storetest.First(err,
			storetest.WantErr("load of a pruned ticket", loadErr, ticket.ErrNotFound),
			storetest.Same("the history of a pruned ticket", []ticket.Event(nil), events),
			storetest.Same("the owners of what is left", map[string]int{"": 2}, counts),
			left(ctx, s, "what is left", "a", "b"),
			found(ctx, s, "the id", ticket.Filter{IDs: []string{"old"}}), found(ctx, s, "the serial", ticket.Filter{Serials: []int64{2}}),
			found(ctx, s, "the owner", ticket.Filter{Owners: []string{"mia"}}), found(ctx, s, "the tag", ticket.Filter{Tags: []string{"vip"}}),
			found(ctx, s, "the word", ticket.Filter{Words: []string{"word"}}),
			due(ctx, s, "what is due", at(10), 10),
			refused(ctx, s, "a change of a pruned ticket", ticket.ErrNotFound, commitOf(changed(tickets[1], "e2"))),
			loaded(ctx, s, tickets[0]), loaded(ctx, s, tickets[2]),
		)
	}},
	{Name: "prune/only what ended", Run: func(ctx context.Context, s ticket.Store) error {
		tickets, err := commit(ctx, s,
			opened("open", func(t *ticket.Ticket) { t.Updated, t.Closed = at(-60), at(-60) }),
			opened("ended", endedAt(at(0))),
			opened("changed since", endedAt(at(0)), func(t *ticket.Ticket) { t.Updated = at(5) }),
			opened("later", endedAt(at(1))),
			opened("back", endedAt(at(0))),
		)
		if err != nil {
			return err
		}
		back := changed(tickets[4])
		back.Ticket.Kind, back.Ticket.Closed = ticket.Kinds()[1], time.Time{}
		_, err = commit(ctx, s, back)
		return storetest.First(err,
			pruned(ctx, s, "before all", at(0), 10, 0),
			pruned(ctx, s, "before one, in another zone", at(1).In(time.FixedZone("", 3600)), 10, 1),
			left(ctx, s, "what had not ended, or not long ago", "open", "changed since", "later", "back"),
			pruned(ctx, s, "the same again", at(1), 10, 0),
			pruned(ctx, s, "up to the last change", at(5), 10, 1),
			left(ctx, s, "what was changed since", "open", "changed since", "back"),
			pruned(ctx, s, "long after", at(600), 10, 1),
			left(ctx, s, "what did not end, or came back", "open", "back"),
		)
	}},
	{Name: "prune/not what leads on", Run: func(ctx context.Context, s ticket.Store) error {
		leads := func(kind ticket.LinkKind, to string) func(t *ticket.Ticket) {
			return func(t *ticket.Ticket) { t.Links = []ticket.Link{{Kind: kind, Ticket: to}} }
		}
		tickets, err := commit(ctx, s,
			opened("merged", endedAt(at(0)), leads(ticket.MergedInto, "first")),
			opened("merged late", endedAt(at(1)), leads(ticket.MergedInto, "late")),
			opened("first", endedAt(at(2)), leads(ticket.FollowUp, "second")),
			opened("related", endedAt(at(3)), leads(ticket.Related, "second")),
			opened("from", endedAt(at(4)), leads(ticket.FollowUpOf, "second")),
			opened("into what is gone", endedAt(at(5)), leads(ticket.MergedInto, "gone")),
			opened("round", endedAt(at(6)), leads(ticket.FollowUp, "turn")),
			opened("turn", endedAt(at(7)), leads(ticket.FollowUp, "round")),
			opened("late", endedAt(at(100))),
			opened("second"),
		)
		if err != nil {
			return err
		}
		second := changed(tickets[9])
		endedAt(at(200))(&second.Ticket)
		return storetest.First(
			pruned(ctx, s, "one by one", at(50), 1, 1),
			left(ctx, s, "what stays is passed over", "merged", "merged late", "first", "from", "into what is gone", "round", "turn", "late", "second"),
			pruned(ctx, s, "the others", at(50), 10, 4),
			left(ctx, s, "what leads to a ticket that is needed", "merged", "merged late", "first", "late", "second"),
			errOf(commit(ctx, s, second)),
			pruned(ctx, s, "when the one it leads to may go, too", at(150), 10, 2),
			left(ctx, s, "what leads to what has just ended", "merged", "first", "second"),
			pruned(ctx, s, "all of them", at(300), 10, 3),
			left(ctx, s, "nothing"),
		)
	}},
	{Name: "prune/limit", Run: func(ctx context.Context, s ticket.Store) error {
		var all []string
		for i := range 9 {
			id := fmt.Sprint("t", i*7%9)
			all = append(all, id)
			if _, err := one(ctx, s, opened(id, endedAt(at(100-i)))); err != nil { // the last one ended first
				return err
			}
		}
		return storetest.First(
			pruned(ctx, s, "none", at(200), 0, 0), pruned(ctx, s, "less than none", at(200), -1, 0),
			pruned(ctx, s, "four", at(200), 4, 4), left(ctx, s, "the five that ended last", all[:5]...),
			pruned(ctx, s, "all that is left", at(200), 10, 5), left(ctx, s, "nothing"),
		)
	}},
	{Name: "prune/numbers go on", Run: func(ctx context.Context, s ticket.Store) error {
		tickets, err := commit(ctx, s, opened("a"), opened("b", endedAt(at(0))))
		if err != nil {
			return err
		}
		feed, err := storetest.Collect(s.Feed(ctx, 0))
		if err := storetest.First(err, pruned(ctx, s, "the youngest ticket", at(1), 10, 1)); err != nil {
			return err
		}
		last, err := s.Last(ctx)
		if err := storetest.First(err, storetest.Same("the number of the last event, which was pruned", feed[1].Seq, last)); err != nil {
			return err
		}
		again, err := one(ctx, s, opened("b"))
		if err != nil {
			return err
		}
		if again.Serial != 3 || again.Version != 1 {
			return fmt.Errorf("a ticket with the id of one that was pruned has serial %d and version %d, want 3 and 1", again.Serial, again.Version)
		}
		more, err := storetest.Collect(s.Feed(ctx, feed[1].Seq))
		if err == nil && (len(more) != 1 || more[0].Ticket != "b") {
			err = fmt.Errorf("after the last event, which was pruned, the feed yields %d events, want the new one", len(more))
		}
		return storetest.First(err, loaded(ctx, s, tickets[0]), loaded(ctx, s, again))
	}},
	{Name: "prune/notices leave", Run: func(ctx context.Context, s ticket.Store) error {
		_, err := write(ctx, s, ticket.Commit{
			Changes: []ticket.Change{opened("a", endedAt(at(0)))},
			Outbox:  []ticket.Notice{notice("a", "n1"), notice("a", "n2"), notice("a", "n3")},
		})
		return storetest.First(err,
			claimed(ctx, s, "the first", noon(), "n1"), settle(ctx, s, "n1", 1, done()),
			claimed(ctx, s, "the second", noon(), "n2"),
			pruned(ctx, s, "the ticket", at(1), 10, 1),
			settle(ctx, s, "n2", 1, done()),
			claimed(ctx, s, "the third", noon(), "n3"), settle(ctx, s, "n3", 1, done()),
			claimed(ctx, s, "when all have left", at(600)),
		)
	}},
	{Name: "prune/many", Run: func(ctx context.Context, s ticket.Store) error {
		// More events than any store keeps in one page, all pruned, between two that stay.
		ids := make([]string, 250)
		for i := range ids {
			ids[i] = fmt.Sprint("e", i)
		}
		if _, err := one(ctx, s, opened("first")); err != nil {
			return err
		}
		for i := range 20 {
			t, err := one(ctx, s, opened(fmt.Sprint("t", i), endedAt(at(i))))
			if err == nil {
				_, err = one(ctx, s, changed(t, ids...))
			}
			if err != nil {
				return err
			}
		}
		if _, err := one(ctx, s, opened("last")); err != nil {
			return err
		}
		if err := pruned(ctx, s, "all that ended", at(100), 100, 20); err != nil {
			return err
		}
		feed, err := storetest.Collect(s.Feed(ctx, 0))
		if err == nil && (len(feed) != 2 || feed[0].Ticket != "first" || feed[1].Ticket != "last") {
			err = fmt.Errorf("the feed has %d events, want those of two tickets", len(feed))
		}
		return storetest.First(err, left(ctx, s, "what is left", "first", "last"))
	}},
	{Name: "prune/context", Run: func(ctx context.Context, s ticket.Store) error {
		_, err := one(ctx, s, opened("a", endedAt(at(0))))
		return storetest.First(err,
			storetest.DoneContexts(ctx, "prune", func(ctx context.Context) error {
				a, ok := s.(ticket.Archive)
				if !ok {
					return errors.New("the store is no ticket.Archive")
				}
				return errOf(a.Prune(ctx, at(1), 10))
			}),
			left(ctx, s, "after prunings with a context that was done", "a"),
		)
	}},
}
