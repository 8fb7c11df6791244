package routingtest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

var contextChecks = []check{
	{Name: "context/reads", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.First(
			eventful(ctx, s),
			storetest.DoneContexts(ctx, "changes", func(ctx context.Context) error { return second(s.Changes(ctx, 0)) }),
			storetest.DoneContexts(ctx, "work", func(ctx context.Context) error { return second(s.Work(ctx, "a")) }),
			storetest.DoneContexts(ctx, "events", func(ctx context.Context) error { return second(storetest.Collect(s.Events(ctx, "", 0))) }),
			storetest.DoneContexts(ctx, "events of an item", func(ctx context.Context) error {
				return second(storetest.Collect(s.Events(ctx, "a", 0)))
			}),
		)
	}},
	{Name: "context/writes", Run: func(ctx context.Context, s routing.Store) error {
		if err := aged(ctx, s, "a", 1); err != nil {
			return err
		}
		before, err := everything(ctx, s)
		if err := storetest.First(
			err,
			storetest.DoneContexts(ctx, "commit", func(ctx context.Context) error { return second(s.Commit(ctx, full(2, "late"))) }),
			storetest.DoneContexts(ctx, "prune", func(ctx context.Context) error { return second(s.Prune(ctx, minute(9), 9)) }),
		); err != nil {
			return err
		}
		after, err := everything(ctx, s)
		return storetest.First(err, storetest.Same("the store after calls whose context was done", before, after),
			storetest.WantErr("an item whose context was done", second(s.Work(ctx, "late")), routing.ErrNotFound))
	}},
	{Name: "context/loops", Run: func(ctx context.Context, s routing.Store) error {
		if err := eventful(ctx, s); err != nil {
			return err
		}
		for _, id := range []string{"", "a"} {
			ctx, cancel := context.WithCancel(ctx)
			var err error
			for _, err = range s.Events(ctx, id, 0) {
				cancel()
			}
			cancel()
			what := fmt.Sprintf("a loop over the events of %q during which the context ends", id)
			if err := storetest.WantErr(what, err, context.Canceled); err != nil {
				return err
			}
		}
		return nil
	}},
}
