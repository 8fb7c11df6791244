package routingtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

var refusalChecks = []check{
	{Name: "refusal/conflict", Run: func(ctx context.Context, s routing.Store) error {
		if err := write(ctx, s, full(0, "a"), full(1, "b")); err != nil {
			return err
		}
		for _, after := range []int64{1, 0, 3, -1} {
			err := unchanged(ctx, s, fmt.Sprintf("a commit after revision %d where 2 is", after), routing.ErrConflict, func() error {
				return second(s.Commit(ctx, full(after, "new")))
			})
			if err != nil {
				return err
			}
		}
		return write(ctx, s, full(2, "new"))
	}},
	{Name: "refusal/conflict of the first", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			storetest.WantErr("a commit after revision 5 of an empty store", second(s.Commit(ctx, full(5, "a"))), routing.ErrConflict),
			wantChanges(ctx, s, 0, routing.Changes{Whole: true}),
		)
	}},
	{Name: "refusal/exists", Run: func(ctx context.Context, s routing.Store) error {
		if err := write(ctx, s, submit(0, "a", "b"), end(1, "b", 1)); err != nil {
			return err
		}
		for _, after := range []int64{2, 1, 0, 9} {
			for _, id := range []string{"a", "b"} {
				what := fmt.Sprintf("item %q again, after revision %d where 2 is", id, after)
				err := unchanged(ctx, s, what, routing.ErrExists, func() error {
					c := full(after, "before")
					more := submit(after, id, "behind")
					c.Items, c.Statuses = append(c.Items, more.Items...), append(c.Statuses, more.Statuses...)
					_, err := s.Commit(ctx, c)
					var exists *routing.ExistsError
					if errors.As(err, &exists) && exists.Item != id {
						return fmt.Errorf("the error names item %q", exists.Item)
					}
					return err
				})
				if err != nil {
					return err
				}
			}
		}
		return storetest.First(
			storetest.WantErr("an item that was refused with another", second(s.Work(ctx, "before")), routing.ErrNotFound),
			write(ctx, s, submit(2, "before", "behind")),
		)
	}},
	{Name: "refusal/unknown item", Run: func(ctx context.Context, s routing.Store) error {
		if err := write(ctx, s, full(0, "a")); err != nil {
			return err
		}
		return unchanged(ctx, s, "a status of an unknown item", routing.ErrNotFound, func() error {
			c := full(1, "new")
			c.Statuses = append(c.Statuses, status("a", routing.Active, 2, 1), status("unknown", routing.Active, 2, 1))
			return second(s.Commit(ctx, c))
		})
	}},
	{Name: "refusal/bad ids", Run: func(ctx context.Context, s routing.Store) error {
		if err := write(ctx, s, full(0, "a")); err != nil {
			return err
		}
		for _, id := range storetest.BadIDs() {
			for what, spoil := range map[string]func(c *routing.Commit){
				"item":  func(c *routing.Commit) { c.Items[0].ID, c.Statuses[0].Item = id, id },
				"agent": func(c *routing.Commit) { c.Seats[0].Agent.ID = id },
				"agent of what was learned": func(c *routing.Commit) {
					c.Learned[0].Agent = id
				},
				"item of a status": func(c *routing.Commit) {
					c.Statuses = append(c.Statuses, status(id, routing.Active, 1, 1))
				},
				"item of an event": func(c *routing.Commit) {
					if c.Events[0].Item = id; id == "" { // which is no fault
						c.Seats[0].Agent.ID = id
					}
				},
			} {
				c := full(1, "new")
				spoil(&c)
				err := unchanged(ctx, s, fmt.Sprintf("the id %q of an %s", id, what), routing.ErrInvalid, func() error {
					return second(s.Commit(ctx, c))
				})
				if err != nil {
					return err
				}
			}
		}
		return nil
	}},
	{Name: "refusal/twice", Run: func(ctx context.Context, s routing.Store) error {
		if err := write(ctx, s, full(0, "a")); err != nil {
			return err
		}
		for what, spoil := range map[string]func(c *routing.Commit){
			"a new item twice":        func(c *routing.Commit) { c.Items = append(c.Items, c.Items[0]) },
			"a new item's status too": func(c *routing.Commit) { c.Statuses = append(c.Statuses, c.Statuses[0]) },
			"a status twice": func(c *routing.Commit) {
				c.Statuses = append(c.Statuses, status("a", routing.Active, 2, 1), status("a", routing.Active, 3, 1))
			},
			"an agent twice":         func(c *routing.Commit) { c.Seats = append(c.Seats, c.Seats[0]) },
			"what was learned":       func(c *routing.Commit) { c.Learned = append(c.Learned, c.Learned[0]) },
			"an item with no status": func(c *routing.Commit) { c.Items = append(c.Items, item("bare")) },
		} {
			err := unchanged(ctx, s, what, routing.ErrInvalid, func() error {
				c := full(1, "new")
				spoil(&c)
				return second(s.Commit(ctx, c))
			})
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "refusal/all or nothing", Run: func(ctx context.Context, s routing.Store) error {
		// Whatever part is at fault, nothing of the others is written, and the same
		// without the fault goes through.
		if err := write(ctx, s, full(0, "a")); err != nil {
			return err
		}
		for what, spoil := range map[string]func(c *routing.Commit){
			"status":  func(c *routing.Commit) { c.Statuses = append(c.Statuses, status("unknown", routing.Active, 1, 1)) },
			"seat":    func(c *routing.Commit) { c.Seats = append(c.Seats, seat("\x00", 1)) },
			"learned": func(c *routing.Commit) { c.Learned = append(c.Learned, learned("\x00", "", 1)) },
			"event":   func(c *routing.Commit) { c.Events = append(c.Events, event("\x00", 1)) },
		} {
			c := full(1, "new")
			spoil(&c)
			before, err := everything(ctx, s)
			if err != nil {
				return err
			}
			if _, err := s.Commit(ctx, c); err == nil {
				return fmt.Errorf("a commit with a bad %s was taken", what)
			}
			after, err := everything(ctx, s)
			if err := storetest.First(err, storetest.Same("the store after a commit with a bad "+what, before, after)); err != nil {
				return err
			}
		}
		return storetest.First(write(ctx, s, full(1, "new")), wantWorks(ctx, s, 0, "a", "new"))
	}},
}
