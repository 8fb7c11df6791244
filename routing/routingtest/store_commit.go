package routingtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

var commitChecks = []check{
	{Name: "commit/nothing yet", Run: func(ctx context.Context, s routing.Store) error {
		n, err := s.Prune(ctx, minute(1000), 100)
		if err == nil && n != 0 {
			err = fmt.Errorf("a store that holds nothing has pruned %d items", n)
		}
		return storetest.First(
			err, wantChanges(ctx, s, 0, routing.Changes{Whole: true}),
			wantEvents(ctx, s, "", 0), wantEvents(ctx, s, "none", 0),
			storetest.WantErr("an item that was never submitted", second(s.Work(ctx, "none")), routing.ErrNotFound),
			storetest.WantErr("an item whose id is no text", second(s.Work(ctx, "nul\x00")), routing.ErrNotFound),
			storetest.WantErr("an item whose id is not UTF-8", second(s.Work(ctx, "bad\xff")), routing.ErrNotFound),
			wantEvents(ctx, s, "nul\x00", 0),
		)
	}},
	{Name: "commit/revisions", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			write(ctx, s, submit(0, "a"), routing.Commit{After: 1}, submit(2, "b")),
			wantWorks(ctx, s, 0, "a", "b"), wantWorks(ctx, s, 1, "b"), wantWorks(ctx, s, 2, "b"), wantWorks(ctx, s, 3),
		)
	}},
	{Name: "commit/everything", Run: func(ctx context.Context, s routing.Store) error {
		c := full(0, "a")
		want := routing.Changes{
			Revision: 1, Whole: true, Works: []routing.Work{{Item: c.Items[0], Status: c.Statuses[0].Status}},
			Seats: c.Seats, Learned: c.Learned, Control: *c.Control, Seq: 1,
		}
		return storetest.First(write(ctx, s, c), wantChanges(ctx, s, 0, want), wantEvents(ctx, s, "", 0, 1))
	}},
	{Name: "commit/replace", Run: func(ctx context.Context, s routing.Store) error {
		first, next := full(0, "a"), full(1, "a")
		first.Statuses[0].Status.Declined = []string{"x", "y"}
		first.Seats[0].Agent.Skills = map[string]int{"x": 1, "y": 2}
		next.Items = nil
		next.Statuses = []routing.StatusOf{status("a", routing.Active, 2, 5)}
		next.Seats[0] = seat("agent of a", 7)
		next.Seats[0].Agent.Skills = map[string]int{"x": 3, "z": 2}
		next.Learned[0].Experience.Done = 2
		want := routing.Changes{
			Revision: 2, Works: []routing.Work{{Item: first.Items[0], Status: next.Statuses[0].Status}},
			Seats: next.Seats, Learned: next.Learned, Control: *next.Control, Seq: 2,
		}
		if err := storetest.First(write(ctx, s, first, next), wantChanges(ctx, s, 1, want)); err != nil {
			return err
		}
		got, err := s.Work(ctx, "a")
		return storetest.First(err, storetest.Same("the item", want.Works[0], got))
	}},
	{Name: "commit/control stays", Run: func(ctx context.Context, s routing.Store) error {
		c := full(0, "a")
		return storetest.First(
			write(ctx, s, c, routing.Commit{After: 1}),
			wantChanges(ctx, s, 1, routing.Changes{Revision: 2, Control: *c.Control, Seq: 1}),
			write(ctx, s, routing.Commit{After: 2, Control: &routing.Control{}}),
			wantChanges(ctx, s, 2, routing.Changes{Revision: 3, Seq: 1}),
		)
	}},
	{Name: "commit/ended item", Run: func(ctx context.Context, s routing.Store) error {
		if err := write(ctx, s, submit(0, "a", "b"), end(1, "a", 5)); err != nil {
			return err
		}
		w, err := s.Work(ctx, "a")
		if err == nil && w.Status.State != routing.Completed {
			err = fmt.Errorf("an item that was completed is %s", w.Status.State)
		}
		back := status("a", routing.Waiting, 3, 6)
		return storetest.First(
			err, wantWorks(ctx, s, 0, "b"), wantWorks(ctx, s, 1, "a"),
			write(ctx, s, routing.Commit{After: 2, Statuses: []routing.StatusOf{back}}), wantWorks(ctx, s, 0, "a", "b"),
		)
	}},
	{Name: "commit/removed seat", Run: func(ctx context.Context, s routing.Store) error {
		gone, other := seat("x", 4), seat("y", 5)
		gone.Removed = true
		back := seat("x", 6)
		return storetest.First(
			write(ctx, s, routing.Commit{Seats: []routing.Seat{seat("x", 1), other}}, routing.Commit{After: 1, Seats: []routing.Seat{gone}}),
			wantChanges(ctx, s, 0, routing.Changes{Revision: 2, Whole: true, Seats: []routing.Seat{other}}),
			wantChanges(ctx, s, 1, routing.Changes{Revision: 2, Seats: []routing.Seat{gone}}),
			write(ctx, s, routing.Commit{After: 2, Seats: []routing.Seat{back}}),
			wantChanges(ctx, s, 0, routing.Changes{Revision: 3, Whole: true, Seats: []routing.Seat{back, other}}),
		)
	}},
	{Name: "commit/learned", Run: func(ctx context.Context, s routing.Store) error {
		empty := routing.Learned{Agent: "x", Category: "a"}
		return storetest.First(
			write(ctx, s,
				routing.Commit{Learned: []routing.Learned{learned("x", "b", 1), learned("x", "a", 2)}},
				routing.Commit{After: 1, Learned: []routing.Learned{learned("x", "", 4), learned("w", "b", 5)}}),
			wantChanges(ctx, s, 0, routing.Changes{Revision: 2, Whole: true, Learned: []routing.Learned{
				learned("w", "b", 5), learned("x", "", 4), learned("x", "a", 2), learned("x", "b", 1),
			}}),
			write(ctx, s, routing.Commit{After: 2, Learned: []routing.Learned{empty}}),
			wantChanges(ctx, s, 0, routing.Changes{Revision: 3, Whole: true, Learned: []routing.Learned{
				learned("w", "b", 5), learned("x", "", 4), learned("x", "b", 1),
			}}),
			wantChanges(ctx, s, 2, routing.Changes{Revision: 3, Learned: []routing.Learned{empty}}),
			write(ctx, s, routing.Commit{After: 3, Learned: []routing.Learned{learned("x", "a", 1)}}),
			wantChanges(ctx, s, 3, routing.Changes{Revision: 4, Learned: []routing.Learned{learned("x", "a", 1)}}),
		)
	}},
	{Name: "commit/10,000 items", Run: bigCommit},
}

// bigCommit writes more than any limit on the parameters of one statement.
func bigCommit(ctx context.Context, s routing.Store) error {
	const size = 10_000
	var big, next routing.Commit
	for i := range size {
		id := fmt.Sprintf("%05d", i)
		c := full(0, id)
		big.Items, big.Statuses = append(big.Items, c.Items...), append(big.Statuses, c.Statuses...)
		big.Events, big.Seats = append(big.Events, c.Events...), append(big.Seats, c.Seats...)
		big.Learned = append(big.Learned, c.Learned...)
		next.Statuses = append(next.Statuses, status(id, routing.Completed, 2, 5))
	}
	next.After = 1
	if err := write(ctx, s, big, next); err != nil {
		return err
	}
	c, err := s.Changes(ctx, 1)
	if err != nil {
		return err
	}
	if len(c.Works) != size || c.Works[size-1].Status.Version != 2 || c.Seq != size {
		return fmt.Errorf("%d items were changed at once, %d came back", size, len(c.Works))
	}
	if c, err = s.Changes(ctx, 0); err != nil {
		return err
	}
	if len(c.Works) != 0 || len(c.Seats) != size || len(c.Learned) != size {
		return fmt.Errorf("of %d seats %d came back", size, len(c.Seats))
	}
	again := routing.Commit{After: 2, Items: big.Items[size-3:], Statuses: big.Statuses[size-3:]}
	var exists *routing.ExistsError
	if err := second(s.Commit(ctx, again)); !errors.As(err, &exists) {
		return fmt.Errorf("an item of a big commit again: got %w", err)
	}
	n, err := s.Prune(ctx, minute(10), size+1)
	if err != nil || n != size {
		return fmt.Errorf("%d items are pruned at once, of %d: %w", n, size, err)
	}
	return nil
}
