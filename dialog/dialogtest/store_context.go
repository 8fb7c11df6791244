package dialogtest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var contextChecks = []check{
	{Name: "context/reads", Run: func(ctx context.Context, s dialog.Store) error {
		if err := commit(ctx, s, due(turn("c", "m", 0), noon())); err != nil {
			return err
		}
		return storetest.First(
			storetest.DoneContexts(ctx, "load", func(ctx context.Context) error { return second(s.Load(ctx, "c")) }),
			storetest.DoneContexts(ctx, "replied", func(ctx context.Context) error { return second(s.Replied(ctx, "c", "m")) }),
			storetest.DoneContexts(ctx, "due", func(ctx context.Context) error { return second(s.Due(ctx, noon(), 10)) }),
			storetest.DoneContexts(ctx, "transcript", func(ctx context.Context) error {
				return second(storetest.Collect(s.Transcript(ctx, "c", 0)))
			}),
			storetest.DoneContexts(ctx, "feed", func(ctx context.Context) error {
				return second(storetest.Collect(s.Feed(ctx, 0)))
			}),
			storetest.DoneContexts(ctx, "transcript of nothing", func(ctx context.Context) error {
				return second(storetest.Collect(s.Transcript(ctx, "nobody", 0)))
			}),
		)
	}},
	{Name: "context/commit", Run: func(ctx context.Context, s dialog.Store) error {
		if err := commit(ctx, s, sending(turn("c", "m1", 0), "o1")); err != nil {
			return err
		}
		before, err := look(ctx, s)
		if err != nil {
			return err
		}
		n := 0
		return storetest.First(
			storetest.DoneContexts(ctx, "commit", func(ctx context.Context) error {
				n++
				return second(s.Commit(ctx, due(sending(turn("c", fmt.Sprint("late", n), 1), fmt.Sprint("late", n)), noon())))
			}),
			unchanged(ctx, s, "commits with a context that was done", before),
			commit(ctx, s, sending(turn("c", "late1", 1), "late1")),
		)
	}},
	{Name: "context/claim", Run: func(ctx context.Context, s dialog.Store) error {
		if err := commit(ctx, s, sending(turn("c", "m1", 0), "o1")); err != nil {
			return err
		}
		err := storetest.DoneContexts(ctx, "claim", func(ctx context.Context) error {
			return second(claim(ctx, s, noon(), 10))
		})
		if err != nil {
			return err
		}
		items, err := claim(ctx, s, noon(), 10)
		if err == nil && (len(items) != 1 || items[0].Attempt != 1) {
			err = fmt.Errorf("after claims with a context that was done, the first claim returned %d items, or another attempt than 1", len(items))
		}
		return err
	}},
	{Name: "context/settle", Run: func(ctx context.Context, s dialog.Store) error {
		return storetest.First(
			commit(ctx, s, sending(turn("c", "m1", 0), "o1", "next")),
			claimed(ctx, s, "at first", noon(), "o1"),
			storetest.DoneContexts(ctx, "settle", func(ctx context.Context) error {
				return s.Outbox().Settle(ctx, "o1", 1, dialog.Outcome{})
			}),
			claimed(ctx, s, "the next item", noon()),
			settle(ctx, s, "o1", 1, dialog.Outcome{}),
		)
	}},
}
