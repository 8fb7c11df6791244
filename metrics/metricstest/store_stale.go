package metricstest

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var staleChecks = []check{
	{Name: "stale/appended", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(
			talk(ctx, s, "a", 1), talk(ctx, s, "b", 1), talk(ctx, s, "c", 1),
			stale(ctx, s, noon(), "c/a", "c/b", "c/c"), stale(ctx, s, noon(), "c/a", "c/b", "c/c"), // asking changes nothing
			fold(ctx, s, "c/b", never, 1), stale(ctx, s, noon(), "c/a", "c/c"),
			fold(ctx, s, "c/c", never), stale(ctx, s, noon(), "c/a"), // that a thread comes to nothing is a result
			talk(ctx, s, "b", 2), stale(ctx, s, noon(), "c/a", "c/b"),
			fold(ctx, s, "c/a", never, 1), fold(ctx, s, "c/b", never, 1), stale(ctx, s, farAway()),
			talk(ctx, s, "b", 3), talk(ctx, s, "b", 4), stale(ctx, s, noon(), "c/b"),
		)
	}},
	{Name: "stale/due", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(
			talk(ctx, s, "a", 1), talk(ctx, s, "b", 1), talk(ctx, s, "c", 1),
			fold(ctx, s, "c/a", minute(10), 1), fold(ctx, s, "c/b", minute(20), 1), fold(ctx, s, "c/c", never, 1),
			stale(ctx, s, minute(10).Add(-time.Microsecond)),
			stale(ctx, s, minute(10), "c/a"),
			stale(ctx, s, minute(20), "c/a", "c/b"),
			stale(ctx, s, minute(9)), // whatever the clock said before
			fold(ctx, s, "c/a", minute(30), 1), stale(ctx, s, minute(20), "c/b"),
			fold(ctx, s, "c/b", never, 1), stale(ctx, s, minute(29)),
			fold(ctx, s, "c/a", minute(5), 1), stale(ctx, s, minute(29), "c/a"), // a due time may come nearer
			fold(ctx, s, "c/a", never, 1), stale(ctx, s, farAway()),
		)
	}},
	{Name: "stale/due times that move", Run: func(ctx context.Context, s metrics.Store) error {
		const n = 40
		due := map[string]int{} // in minutes
		for i := range n {
			if err := talk(ctx, s, fmt.Sprint("t", i), 1); err != nil {
				return err
			}
		}
		for step := range 6 * n {
			// Every thread gets a time, then nearer and later ones, and every third time none, in no order that would suit anybody.
			key, at := fmt.Sprint("c/t", 17*step%n), 1+7919*step%503
			if due[key] = at; step >= n && step%3 == 0 {
				delete(due, key)
				if err := fold(ctx, s, key, never, 1); err != nil {
					return err
				}
			} else if err := fold(ctx, s, key, minute(at), 1); err != nil {
				return err
			}
			if step < n-1 || step%5 > 0 {
				continue
			}
			for _, now := range []int{50, 200, 350, 503} {
				want := []string{}
				for key, at := range due {
					if at <= now {
						want = append(want, key)
					}
				}
				if err := stale(ctx, s, minute(now), want...); err != nil {
					return fmt.Errorf("after %d folds, at minute %d: %w", step+1, now, err)
				}
			}
		}
		return nil
	}},
	{Name: "stale/due and appended", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(
			talk(ctx, s, "a", 1), fold(ctx, s, "c/a", minute(10), 1),
			talk(ctx, s, "a", 2), stale(ctx, s, minute(5), "c/a"), stale(ctx, s, minute(15), "c/a"),
			fold(ctx, s, "c/a", minute(20), 1), stale(ctx, s, minute(15)), stale(ctx, s, minute(20), "c/a"),
		)
	}},
	{Name: "stale/due to the microsecond", Run: func(ctx context.Context, s metrics.Store) error {
		at := storetest.Moment()
		return storetest.First(
			talk(ctx, s, "a", 1), fold(ctx, s, "c/a", at, 1),
			stale(ctx, s, at.Add(-time.Microsecond)), stale(ctx, s, storetest.Kept(at), "c/a"), stale(ctx, s, at, "c/a"),
		)
	}},
	{Name: "stale/limit", Run: func(ctx context.Context, s metrics.Store) error {
		const n = 50
		for i := range n {
			if err := talk(ctx, s, fmt.Sprint("t", i), 1); err != nil {
				return err
			}
			if i%2 == 0 {
				if err := fold(ctx, s, fmt.Sprint("c/t", i), minute(n-i), 1); err != nil {
					return err
				}
			}
		}
		for _, none := range []int{0, -1} {
			if keys, err := s.Stale(ctx, farAway(), none); err != nil || len(keys) > 0 {
				return fmt.Errorf("a limit of %d: got %d threads and error %w", none, len(keys), err)
			}
		}
		for left := n; left > 0; {
			keys, err := s.Stale(ctx, minute(n), 7)
			if err == nil && len(keys) != min(7, left) {
				err = fmt.Errorf("a limit of 7, with %d threads that are stale: got %d", left, len(keys))
			}
			if err != nil {
				return err
			}
			for _, key := range keys {
				if err := fold(ctx, s, key, never, 1); err != nil {
					return err
				}
			}
			left -= len(keys)
			if err := staleCount(ctx, s, minute(n), left); err != nil {
				return err
			}
		}
		return nil
	}},
}

// staleCount returns an error unless so many threads are stale.
func staleCount(ctx context.Context, s metrics.Store, now time.Time, want int) error {
	keys, err := s.Stale(ctx, now, 1000)
	if err == nil && len(keys) != want {
		err = fmt.Errorf("%d threads are stale, want %d", len(keys), want)
	}
	return err
}
