package routingtest

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

// aged submits items and ends those that have a minute, in the order given. The
// revision is then one more than there are items that ended.
func aged(ctx context.Context, s routing.Store, ends ...any) error {
	c := routing.Commit{}
	var ending []routing.Commit
	for i := 0; i < len(ends); i += 2 {
		id, _ := ends[i].(string)
		n, _ := ends[i+1].(int)
		one := submit(0, id)
		c.Items, c.Statuses, c.Events = append(c.Items, one.Items...), append(c.Statuses, one.Statuses...), append(c.Events, one.Events...)
		if n > 0 {
			ending = append(ending, end(int64(len(ending))+1, id, n))
		}
	}
	return write(ctx, s, append([]routing.Commit{c}, ending...)...)
}

// prune calls Prune, which must forget as many.
func prune(ctx context.Context, s routing.Store, before time.Time, limit, want int) error {
	got, err := s.Prune(ctx, before, limit)
	if err == nil && got != want {
		err = fmt.Errorf("pruning at most %d items before %s has pruned %d, want %d", limit, before.Format("15:04:05.000000"), got, want)
	}
	return err
}

// there checks which items the store knows.
func there(ctx context.Context, s routing.Store, want bool, ids ...string) error {
	for _, id := range ids {
		_, err := s.Work(ctx, id)
		if want && err != nil {
			return fmt.Errorf("item %q: %w", id, err)
		}
		if !want {
			if err := storetest.WantErr(fmt.Sprintf("item %q that was pruned", id), err, routing.ErrNotFound); err != nil {
				return err
			}
		}
	}
	return nil
}

var pruneChecks = []check{
	{Name: "prune/longest ended first", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			aged(ctx, s, "late", 9, "open", 0, "first", 2, "third", 4, "second", 3),
			prune(ctx, s, minute(5), 1, 1), there(ctx, s, false, "first"), there(ctx, s, true, "second", "third", "late", "open"),
			prune(ctx, s, minute(5), 1, 1), there(ctx, s, false, "second"), there(ctx, s, true, "third", "late", "open"),
			prune(ctx, s, minute(5), 10, 1), there(ctx, s, false, "third"), there(ctx, s, true, "late", "open"),
			prune(ctx, s, minute(5), 10, 0),
		)
	}},
	{Name: "prune/limit", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			aged(ctx, s, "a", 1, "b", 2, "c", 3, "d", 4),
			prune(ctx, s, minute(9), 0, 0), prune(ctx, s, minute(9), -1, 0), prune(ctx, s, minute(9), 3, 3), there(ctx, s, true, "d"),
			prune(ctx, s, minute(9), 3, 1),
		)
	}},
	{Name: "prune/before", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			aged(ctx, s, "a", 5),
			prune(ctx, s, minute(5), 9, 0), prune(ctx, s, minute(5).Add(-time.Nanosecond), 9, 0), prune(ctx, s, time.Time{}, 9, 0),
			prune(ctx, s, minute(5).Add(time.Nanosecond).In(time.FixedZone("", 3600)), 9, 1),
		)
	}},
	{Name: "prune/what has not ended", Run: func(ctx context.Context, s routing.Store) error {
		back := routing.Commit{After: 2, Statuses: []routing.StatusOf{status("back", routing.Waiting, 3, 3)}}
		again := routing.Commit{After: 3, Statuses: []routing.StatusOf{status("back", routing.Cancelled, 4, 7)}}
		return storetest.First(
			aged(ctx, s, "open", 0, "back", 2), write(ctx, s, back),
			prune(ctx, s, minute(100), 9, 0), there(ctx, s, true, "open", "back"), write(ctx, s, again),
			prune(ctx, s, minute(7), 9, 0), prune(ctx, s, minute(8), 9, 1), there(ctx, s, false, "back"),
			wantWorks(ctx, s, 0, "open"),
		)
	}},
	{Name: "prune/states", Run: func(ctx context.Context, s routing.Store) error {
		c := submit(0, "a", "b", "c", "d", "e", "f", "g")
		for i := range c.Statuses {
			c.Statuses[i] = status(c.Statuses[i].Item, routing.Waiting+routing.State(i), 1, 1) //nolint:gosec // seven
		}
		return storetest.First(write(ctx, s, c), wantWorks(ctx, s, 0, "a", "b", "c", "d"), prune(ctx, s, minute(2), 9, 3), there(ctx, s, false, "e", "f", "g"))
	}},
	{Name: "prune/events", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			aged(ctx, s, "a", 2, "b", 3, "c", 9, "open", 0), // events 1 to 4, then 5, 6, 7
			prune(ctx, s, minute(5), 1, 1),
			wantEvents(ctx, s, "", 0, 2, 3, 4, 6, 7), wantEvents(ctx, s, "a", 0), wantEvents(ctx, s, "b", 0, 2, 6),
			prune(ctx, s, minute(5), 9, 1),
			wantEvents(ctx, s, "", 0, 3, 4, 7), wantEvents(ctx, s, "", 3, 4, 7), wantEvents(ctx, s, "c", 0, 3, 7),
			write(ctx, s, routing.Commit{After: 4, Events: []routing.Event{event("open", 10)}}),
			wantEvents(ctx, s, "", 0, 3, 4, 7, 8),
		)
	}},
	{Name: "prune/the last event", Run: func(ctx context.Context, s routing.Store) error {
		if err := storetest.First(aged(ctx, s, "a", 1), prune(ctx, s, minute(5), 9, 1), wantEvents(ctx, s, "", 0)); err != nil {
			return err
		}
		c, err := s.Changes(ctx, 0)
		if err == nil && (c.Seq != 2 || c.Revision != 2) {
			err = fmt.Errorf("after pruning all events the last has number %d and the revision is %d, both were 2", c.Seq, c.Revision)
		}
		return storetest.First(err, write(ctx, s, submit(2, "b")), wantEvents(ctx, s, "", 0, 3))
	}},
	{Name: "prune/events of no item", Run: func(ctx context.Context, s routing.Store) error {
		// In another order than that of their times.
		loose := routing.Commit{Events: []routing.Event{event("", 6), event("", 1), event("", 4), event("", 3)}}
		items := submit(1, "a", "b")
		return storetest.First(
			write(ctx, s, loose, items, end(2, "a", 3), end(3, "b", 5)), // 1 to 4, 5 and 6, 7, 8
			prune(ctx, s, minute(2), 9, 0), wantEvents(ctx, s, "", 0, 1, 2, 3, 4, 5, 6, 7, 8),
			prune(ctx, s, minute(9), 1, 1), wantEvents(ctx, s, "", 0, 1, 3, 4, 6, 8),
			prune(ctx, s, minute(9), 1, 1), wantEvents(ctx, s, "", 0, 1),
		)
	}},
	{Name: "prune/submit again", Run: func(ctx context.Context, s routing.Store) error {
		c := submit(2, "a")
		c.Items[0].Customer = "another"
		if err := storetest.First(aged(ctx, s, "a", 1), prune(ctx, s, minute(5), 9, 1), write(ctx, s, c)); err != nil {
			return err
		}
		w, err := s.Work(ctx, "a")
		return storetest.First(
			err, storetest.Same("an item that was pruned and came again", routing.Work{Item: c.Items[0], Status: c.Statuses[0].Status}, w),
			wantEvents(ctx, s, "a", 0, 3), wantWorks(ctx, s, 0, "a"), prune(ctx, s, minute(5), 9, 0), there(ctx, s, true, "a"),
		)
	}},
	{Name: "prune/who follows", Run: func(ctx context.Context, s routing.Store) error {
		// Of two who follow, one has seen how the item ended and the other has not.
		var late, early follower
		if err := storetest.First(
			aged(ctx, s, "a", 0, "b", 0), late.read(ctx, s), write(ctx, s, end(1, "a", 1)), early.read(ctx, s),
			write(ctx, s, submit(2, "c")), prune(ctx, s, minute(5), 9, 1),
		); err != nil {
			return err
		}
		c, err := s.Changes(ctx, 2)
		if err == nil && c.Whole {
			err = fmt.Errorf("pruning an item that ended at revision 2 makes all of what changed after it")
		}
		if err := storetest.First(err, late.read(ctx, s), early.read(ctx, s)); err != nil {
			return err
		}
		want, err := s.Changes(ctx, 0)
		return storetest.First(
			err, storetest.Same("what one knows who missed the end of a pruned item", want, late.whole()),
			storetest.Same("what one knows who saw the end of a pruned item", want, early.whole()),
		)
	}},
}
