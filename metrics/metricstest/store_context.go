package metricstest

import (
	"context"
	"fmt"
	"iter"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var contextChecks = []check{
	{Name: "context/reads", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), fold(ctx, s, "c/a", noon(), 1)); err != nil {
			return err
		}
		for what, read := range map[string]func(ctx context.Context) error{
			"feed":        func(ctx context.Context) error { return errOf(storetest.Collect(s.Feed(ctx, 0))) },
			"threads":     func(ctx context.Context) error { return errOf(storetest.Collect(s.Threads(ctx))) },
			"some thread": func(ctx context.Context) error { return errOf(storetest.Collect(s.Threads(ctx, "c/a"))) },
			"stale":       func(ctx context.Context) error { return errOf(s.Stale(ctx, noon(), 10)) },
			"sheets":      func(ctx context.Context) error { return errOf(storetest.Collect(s.Sheets(ctx, longAgo(), farAway()))) },
			"episodes": func(ctx context.Context) error {
				return errOf(storetest.Collect(s.Episodes(ctx, longAgo(), farAway())))
			},
		} {
			if err := storetest.DoneContexts(ctx, what, read); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "context/writes", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), fold(ctx, s, "c/a", minute(10), 1), talk(ctx, s, "a", 2)); err != nil {
			return err
		}
		a, err := load(ctx, s, "c/a")
		return storetest.First(
			err,
			storetest.DoneContexts(ctx, "append", func(ctx context.Context) error { return errOf(s.Append(ctx, said("a", "e3", 3), said("b", "e1", 1))) }),
			storetest.DoneContexts(ctx, "fold", func(ctx context.Context) error { return s.Fold(ctx, folded("c/a", a.Version, 5)) }),
			fed(ctx, s, 0, "c/a e1", "c/a e2"), stale(ctx, s, noon(), "c/a"),
			has(ctx, s, "after calls with a context that was done", episode("c/a", 0, 1)),
			talk(ctx, s, "a", 3), fold(ctx, s, "c/a", never, 5), has(ctx, s, "after the same calls with one that was not", episode("c/a", 0, 5)),
		)
	}},
	{Name: "context/within a loop", Run: func(ctx context.Context, s metrics.Store) error {
		const n = 300
		for i := range n {
			name := fmt.Sprint("t", i)
			if err := storetest.First(talk(ctx, s, name, 1), fold(ctx, s, "c/"+name, never, 60*i)); err != nil {
				return err
			}
		}
		for _, at := range []int{1, 2, 100, n - 1} {
			err := storetest.First(
				cancelledWithin(ctx, fmt.Sprintf("a feed that is cancelled at event %d", at), at, func(ctx context.Context) iter.Seq2[metrics.Event, error] { return s.Feed(ctx, 0) }),
				cancelledWithin(ctx, fmt.Sprintf("threads that are cancelled at %d", at), at, func(ctx context.Context) iter.Seq2[metrics.Thread, error] { return s.Threads(ctx) }),
				cancelledWithin(ctx, fmt.Sprintf("episodes that are cancelled at %d", at), at, func(ctx context.Context) iter.Seq2[metrics.Episode, error] {
					return s.Episodes(ctx, longAgo(), farAway())
				}),
			)
			if err != nil {
				return err
			}
		}
		return nil
	}},
}

// cancelledWithin returns an error unless a loop over more than n things, whose context is cancelled at the nth, ends
// with the context's error instead of looking complete.
func cancelledWithin[T any](ctx context.Context, what string, n int, seq func(ctx context.Context) iter.Seq2[T, error]) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	seen := 0
	var last error
	for _, err := range seq(ctx) {
		if last = err; err != nil {
			break
		}
		if seen++; seen == n {
			cancel()
		}
	}
	return storetest.WantErr(what, last, context.Canceled)
}
