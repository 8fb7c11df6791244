package routingtest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

var changesChecks = []check{
	{Name: "changes/only what was written", Run: func(ctx context.Context, s routing.Store) error {
		first, second := full(0, "a"), full(1, "b")
		active := status("a", routing.Active, 2, 1)
		err := write(ctx, s, first, second, submit(2, "c"), routing.Commit{After: 3, Statuses: []routing.StatusOf{active}})
		if err != nil {
			return err
		}
		a := routing.Work{Item: first.Items[0], Status: active.Status}
		b := routing.Work{Item: second.Items[0], Status: second.Statuses[0].Status}
		c := routing.Work{Item: item("c"), Status: status("c", routing.Waiting, 1, 0).Status}
		want := routing.Changes{Revision: 4, Control: *second.Control, Seq: 3}
		since := func(after int64, works ...routing.Work) error {
			want.Works = works
			return wantChanges(ctx, s, after, want)
		}
		if err := storetest.First(since(4), since(3, a), since(2, a, c)); err != nil {
			return err
		}
		want.Seats, want.Learned = second.Seats, second.Learned
		return since(1, a, b, c)
	}},
	{Name: "changes/in the order of ids", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			write(ctx, s, submit(0, "b", "z", "B"), submit(1, "a", "y"), end(2, "z", 1)),
			wantWorks(ctx, s, 0, "B", "a", "b", "y"), wantWorks(ctx, s, 1, "a", "y", "z"),
		)
	}},
	{Name: "changes/of a revision to come", Run: func(ctx context.Context, s routing.Store) error {
		if err := write(ctx, s, submit(0, "a", "b"), end(1, "b", 1)); err != nil {
			return err
		}
		want, err := s.Changes(ctx, 0)
		return storetest.First(err, wantChanges(ctx, s, 3, want), wantChanges(ctx, s, 1<<62, want), wantChanges(ctx, s, -1, want),
			wantWorks(ctx, s, 3, "a"))
	}},
	{Name: "changes/whole", Run: func(ctx context.Context, s routing.Store) error {
		if err := write(ctx, s, submit(0, "a", "b"), end(1, "b", 1), submit(2, "c")); err != nil {
			return err
		}
		for after, whole := range map[int64]bool{0: true, 1: false, 2: false, 3: false, 4: true} {
			c, err := s.Changes(ctx, after)
			if err != nil {
				return err
			}
			if c.Whole != whole {
				return fmt.Errorf("what changed after revision %d of 3 is the whole: %t", after, c.Whole)
			}
		}
		return nil
	}},
	{Name: "changes/follow", Run: func(ctx context.Context, s routing.Store) error {
		// Whoever follows has what the store has, with gaps of any length.
		const commits = 60
		follow := []follower{{step: 1}, {step: 2}, {step: 7}, {step: 29}}
		for i := range int64(commits) {
			c := full(i, fmt.Sprint("item ", i))
			for k := range int64(3) {
				if old := i - 1 - (i*k)%11; k > 0 && old >= 0 && old != i-1-(i*(k-1))%11 {
					c.Statuses = append(c.Statuses, status(fmt.Sprint("item ", old), routing.State(1+(i+old)%5), i, int(i)))
				}
			}
			c.Seats[0] = seat(fmt.Sprint("agent ", i%5), i)
			c.Seats[0].Removed = i%7 == 3
			c.Learned[0] = learned(fmt.Sprint("agent ", i%5), fmt.Sprint(i%3), float64(i%4))
			if err := write(ctx, s, c); err != nil {
				return err
			}
			for k := range follow {
				if (i+1)%follow[k].step != 0 && i+1 < commits {
					continue
				}
				if err := follow[k].read(ctx, s); err != nil {
					return err
				}
			}
		}
		want, err := s.Changes(ctx, 0)
		if err != nil {
			return err
		}
		for _, f := range follow {
			if err := storetest.Same(fmt.Sprintf("what was followed in steps of %d", f.step), want, f.whole()); err != nil {
				return err
			}
		}
		return nil
	}},
}
