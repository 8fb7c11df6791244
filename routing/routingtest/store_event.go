package routingtest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

// eventful writes events 1 to 6: of a, b, a, nobody, b, and one of an item that
// was never submitted.
func eventful(ctx context.Context, s routing.Store) error {
	first := submit(0, "a", "b")
	first.Events[0].Seq, first.Events[1].Seq = 77, 5 // which the store overwrites
	return write(ctx, s, first,
		routing.Commit{After: 1, Events: []routing.Event{event("a", 1), event("", 2), event("b", 3)}},
		routing.Commit{After: 2},
		routing.Commit{After: 3, Events: []routing.Event{event("stranger", 4)}})
}

var eventChecks = []check{
	{Name: "events/numbers", Run: func(ctx context.Context, s routing.Store) error {
		if err := storetest.First(eventful(ctx, s), wantEvents(ctx, s, "", 0, 1, 2, 3, 4, 5, 6)); err != nil {
			return err
		}
		refused := routing.Commit{After: 4, Statuses: []routing.StatusOf{status("none", routing.Active, 1, 1)}, Events: []routing.Event{event("a", 9)}}
		return storetest.First(
			storetest.WantErr("an unknown item", second(s.Commit(ctx, refused)), routing.ErrNotFound),
			write(ctx, s, routing.Commit{After: 4, Events: []routing.Event{event("a", 5)}}),
			wantEvents(ctx, s, "", 5, 6, 7),
		)
	}},
	{Name: "events/after", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			eventful(ctx, s), wantEvents(ctx, s, "", 2, 3, 4, 5, 6), wantEvents(ctx, s, "", 6), wantEvents(ctx, s, "", 1<<62),
			wantEvents(ctx, s, "", -5, 1, 2, 3, 4, 5, 6), wantEvents(ctx, s, "a", 1, 3), wantEvents(ctx, s, "a", 3), wantEvents(ctx, s, "b", -1, 2, 5),
		)
	}},
	{Name: "events/of an item", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			eventful(ctx, s), wantEvents(ctx, s, "a", 0, 1, 3), wantEvents(ctx, s, "b", 0, 2, 5), wantEvents(ctx, s, "A", 0),
			wantEvents(ctx, s, "stranger", 0, 6),
			write(ctx, s, submit(4, "stranger")), wantEvents(ctx, s, "stranger", 0, 6, 7),
		)
	}},
	{Name: "events/many", Run: func(ctx context.Context, s routing.Store) error {
		const commits, each = 4, 700
		var all, odd []int64
		for i := range int64(commits) {
			c := routing.Commit{After: i}
			for k := range each {
				seq := int64(len(all) + 1)
				all = append(all, seq)
				id := "even"
				if seq%2 == 1 {
					id, odd = "odd", append(odd, seq)
				}
				c.Events = append(c.Events, event(id, k))
			}
			if err := write(ctx, s, c); err != nil {
				return err
			}
		}
		return storetest.First(wantEvents(ctx, s, "", 0, all...), wantEvents(ctx, s, "odd", 0, odd...), wantEvents(ctx, s, "", 1999, all[1999:]...))
	}},
	{Name: "events/leave early", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			eventful(ctx, s),
			storetest.StopsEarly("all events", s.Events(ctx, "", 0)), storetest.StopsEarly("the events of an item", s.Events(ctx, "a", 0)),
		)
	}},
	{Name: "events/use the store", Run: func(ctx context.Context, s routing.Store) error {
		if err := eventful(ctx, s); err != nil {
			return err
		}
		revision, seen := int64(4), int64(0)
		for e, err := range s.Events(ctx, "", 0) {
			if err != nil {
				return err
			}
			seen++
			if e.Seq != seen {
				return fmt.Errorf("event %d follows %d", e.Seq, seen-1)
			}
			if seen > 6 {
				break // of those that were committed below
			}
			c := full(revision, fmt.Sprint("new ", revision))
			if err := storetest.First(write(ctx, s, c), second(s.Changes(ctx, 0)), second(s.Work(ctx, "a")), second(s.Prune(ctx, noon(), 1))); err != nil {
				return err
			}
			revision++
			for _, err := range s.Events(ctx, "a", 0) {
				if err != nil {
					return err
				}
			}
		}
		if seen < 6 {
			return fmt.Errorf("a loop that uses the store saw %d of 6 events", seen)
		}
		return nil
	}},
}
