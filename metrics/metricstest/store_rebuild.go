package metricstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var rebuildChecks = []check{
	{Name: "rebuild/all", Run: func(ctx context.Context, s metrics.Store) error {
		err := storetest.First(
			talk(ctx, s, "a", 1, 2), talk(ctx, s, "b", 1), talk(ctx, s, "c", 1),
			fold(ctx, s, "c/a", minute(10), 1, 2000), fold(ctx, s, "c/b", minute(20), 1), // c was never folded
			rebuild(ctx, s, func(t metrics.Thread) metrics.Folded {
				f := folded(t.Key, t.Version, 30+len(t.Events))
				if t.Key == "c/c" {
					f.Due = minute(40)
				}
				return f
			}),
			has(ctx, s, "after a rebuild", episode("c/a", 0, 32), episode("c/b", 0, 31), episode("c/c", 0, 31)),
			stale(ctx, s, minute(39)), stale(ctx, s, minute(40), "c/c"),
			rebuild(ctx, s, func(t metrics.Thread) metrics.Folded { return folded(t.Key, t.Version) }),
			has(ctx, s, "after a rebuild to nothing"), stale(ctx, s, farAway()),
			talk(ctx, s, "b", 2), fold(ctx, s, "c/b", never, 5), has(ctx, s, "folded after a rebuild", episode("c/b", 0, 5)),
		)
		return err
	}},
	{Name: "rebuild/empty", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(rebuild(ctx, s, counted), has(ctx, s, "after the rebuild of an empty store"))
	}},
	{Name: "rebuild/equals the running totals", Run: func(ctx context.Context, s metrics.Store) error {
		for i := range 200 {
			if err := write(ctx, s, said(fmt.Sprint("t", i%23), fmt.Sprint("e", i), 7*i%(6*60))); err != nil {
				return err
			}
			if i%10 == 0 {
				if err := rollOnce(ctx, s); err != nil {
					return err
				}
			}
		}
		if err := rollOnce(ctx, s); err != nil {
			return err
		}
		want, err := storetest.Collect(s.Episodes(ctx, longAgo(), farAway()))
		return storetest.First(err, rebuild(ctx, s, counted), has(ctx, s, "after a rebuild by the same rules", want...))
	}},
	{Name: "rebuild/meanwhile", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), talk(ctx, s, "b", 1), fold(ctx, s, "c/a", never, 1), fold(ctx, s, "c/b", never, 2)); err != nil {
			return err
		}
		var faults []error
		first := true
		err := rebuild(ctx, s, func(t metrics.Thread) metrics.Folded {
			if first {
				first = false
				faults = append(faults,
					has(ctx, s, "until a rebuild is done", episode("c/a", 0, 1), episode("c/b", 0, 2)),
					talk(ctx, s, "new", 1))
			}
			faults = append(faults, write(ctx, s, said(t.Key[2:], "meanwhile", 5)))
			return folded(t.Key, t.Version, 9)
		})
		if err := errors.Join(append(faults, err)...); err != nil {
			return err
		}
		// Whether the thread that began meanwhile was folded is free; that it is told of is not.
		keys, err := s.Stale(ctx, noon(), 10)
		if err != nil {
			return err
		}
		isStale := map[string]bool{}
		for _, key := range keys {
			isStale[key] = true
		}
		if !isStale["c/a"] || !isStale["c/b"] {
			return fmt.Errorf("events were appended while all was rebuilt, and of %d stale threads one is missing", len(keys))
		}
		return storetest.First(rollOnce(ctx, s), rebuildsAlike(ctx, s))
	}},
	{Name: "rebuild/folded meanwhile", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), talk(ctx, s, "b", 1), rollOnce(ctx, s)); err != nil {
			return err
		}
		var faults []error
		err := rebuild(ctx, s, func(t metrics.Thread) metrics.Folded {
			faults = append(faults, write(ctx, s, said(t.Key[2:], "meanwhile", 5)), rollOnce(ctx, s))
			return counted(t)
		})
		// What was folded is newer than what the rebuild makes of the thread; if that counts, the thread is stale.
		return storetest.First(errors.Join(append(faults, err)...), rollOnce(ctx, s), rebuildsAlike(ctx, s))
	}},
	{Name: "rebuild/pruned meanwhile", Run: func(ctx context.Context, s metrics.Store) error {
		if _, ok := s.(metrics.Archive); !ok {
			return nil
		}
		if err := storetest.First(talk(ctx, s, "old", 1), talk(ctx, s, "new", 20), rollOnce(ctx, s)); err != nil {
			return err
		}
		var faults []error
		err := rebuild(ctx, s, func(t metrics.Thread) metrics.Folded {
			f := folded(t.Key, t.Version, 9)
			if f.Due = minute(500); t.Key == "c/old" {
				faults = append(faults, prune(ctx, s, 1, minute(10)))
			}
			return f
		})
		return storetest.First(errors.Join(append(faults, err)...),
			threads(ctx, s, []string{"c/new"}), stale(ctx, s, farAway(), "c/new"), // nothing can be folded of what is forgotten
			fold(ctx, s, "c/new", never, 7), has(ctx, s, "after a rebuild beside a pruning", episode("c/old", 0, 9), episode("c/new", 0, 7)),
		)
	}},
	{Name: "rebuild/contexts", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), talk(ctx, s, "b", 1), fold(ctx, s, "c/a", minute(10), 1)); err != nil {
			return err
		}
		within, cancel := context.WithCancel(ctx)
		defer cancel()
		err := rebuild(within, s, func(t metrics.Thread) metrics.Folded {
			cancel()
			return folded(t.Key, t.Version, 9)
		})
		return storetest.First(
			storetest.WantErr("a rebuild that is cancelled", err, context.Canceled),
			storetest.DoneContexts(ctx, "rebuild", func(ctx context.Context) error { return rebuild(ctx, s, counted) }),
			has(ctx, s, "after rebuilds that were cancelled", episode("c/a", 0, 1)),
			stale(ctx, s, noon(), "c/b"), stale(ctx, s, minute(10), "c/a", "c/b"),
		)
	}},
}

// errNot is returned for a store that is not what its checks are for.
var errNot = errors.New("the store is no metrics.Rebuilder, or no metrics.Archive")

func rebuild(ctx context.Context, s metrics.Store, by func(metrics.Thread) metrics.Folded) error {
	r, ok := s.(metrics.Rebuilder)
	if !ok {
		return errNot
	}
	return r.Rebuild(ctx, by)
}

// rebuildsAlike returns an error unless a rebuild changes nothing.
func rebuildsAlike(ctx context.Context, s metrics.Store) error {
	want, err := storetest.Collect(s.Episodes(ctx, longAgo(), farAway()))
	return storetest.First(err, has(ctx, s, "before a rebuild", want...), rebuild(ctx, s, counted), has(ctx, s, "after a rebuild by the same rules", want...))
}
