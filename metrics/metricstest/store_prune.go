package metricstest

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var pruneChecks = []check{
	{Name: "prune/what is old", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(
			talk(ctx, s, "old", 1, 9), talk(ctx, s, "long", 1, 2, 11), talk(ctx, s, "edge", 10), talk(ctx, s, "back", 9, 1), talk(ctx, s, "new", 20, 1),
			rollOnce(ctx, s),
			prune(ctx, s, 4, minute(10)),
			fed(ctx, s, 0, "c/long e1", "c/long e2", "c/long e11", "c/edge e10", "c/new e20", "c/new e1"),
			threads(ctx, s, []string{"c/edge", "c/long", "c/new"}),
			threads(ctx, s, []string{"c/new"}, "c/old", "c/back", "c/new"),
			holds(ctx, s, "c/long", "e1", "e2", "e11"),
			prune(ctx, s, 0, minute(10)),
			prune(ctx, s, 1, minute(10).Add(time.Microsecond)),
			threads(ctx, s, []string{"c/long", "c/new"}),
		)
	}},
	{Name: "prune/before 1970", Run: func(ctx context.Context, s metrics.Store) error {
		at := time.Date(1969, 12, 31, 23, 0, 0, 0, time.UTC)
		old := said("old", "e1", 1)
		old.At = at
		return storetest.First(write(ctx, s, old), talk(ctx, s, "new", 20), rollOnce(ctx, s),
			prune(ctx, s, 0, at), prune(ctx, s, 1, at.Add(time.Microsecond)), threads(ctx, s, []string{"c/new"}))
	}},
	{Name: "prune/results stay", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "old", 1), talk(ctx, s, "new", 20), rollOnce(ctx, s)); err != nil {
			return err
		}
		want, err := storetest.Collect(s.Episodes(ctx, longAgo(), farAway()))
		old, fault := load(ctx, s, "c/old")
		return storetest.First(err, fault,
			prune(ctx, s, 1, minute(10)), has(ctx, s, "after a pruning", want...), stale(ctx, s, farAway()),
			s.Fold(ctx, folded("c/old", old.Version, 3)), s.Fold(ctx, folded("c/old", 0, 3)), has(ctx, s, "what was pruned is not folded again", want...),
		)
	}},
	{Name: "prune/late events", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "old", 1), talk(ctx, s, "new", 20), rollOnce(ctx, s)); err != nil {
			return err
		}
		want, err := storetest.Collect(s.Episodes(ctx, longAgo(), farAway()))
		return storetest.First(err,
			prune(ctx, s, 1, minute(10)),
			writeSome(ctx, s, 0, said("old", "e1", 1)), writeSome(ctx, s, 1, said("old", "late", 30), said("new", "e20", 20), said("new", "e21", 21)),
			fed(ctx, s, 0, "c/new e20", "c/new e21"), stale(ctx, s, farAway(), "c/new"), threads(ctx, s, nil, "c/old"),
			prune(ctx, s, 0, minute(10)), has(ctx, s, "after late events of a thread that was pruned", want...),
		)
	}},
	{Name: "prune/what is not finished", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(
			talk(ctx, s, "never folded", 1), talk(ctx, s, "stale", 1), talk(ctx, s, "due", 1), talk(ctx, s, "over", 1),
			fold(ctx, s, "c/stale", never, 1), fold(ctx, s, "c/due", minute(500), 1), fold(ctx, s, "c/over", never, 1), talk(ctx, s, "stale", 2),
			prune(ctx, s, 1, minute(10)),
			threads(ctx, s, []string{"c/due", "c/never folded", "c/stale"}),
			stale(ctx, s, noon(), "c/never folded", "c/stale"),
			rollOnce(ctx, s), prune(ctx, s, 3, minute(10)),
			stale(ctx, s, minute(500), "c/due"), fold(ctx, s, "c/due", never, 1), prune(ctx, s, 1, minute(10)),
			threads(ctx, s, nil),
		)
	}},
	{Name: "prune/cursors go on", Run: func(ctx context.Context, s metrics.Store) error {
		var cursors []int64
		var names []string
		for i := range 40 {
			if err := talk(ctx, s, fmt.Sprint("t", i), i); err != nil {
				return err
			}
			names = append(names, fmt.Sprintf("c/t%d e%d", i, i))
		}
		for e, err := range s.Feed(ctx, 0) {
			if err != nil {
				return err
			}
			cursors = append(cursors, e.Seq)
		}
		if err := storetest.First(rollOnce(ctx, s), prune(ctx, s, 25, minute(25))); err != nil {
			return err
		}
		for i, cursor := range cursors {
			if err := fed(ctx, s, cursor, names[max(25, i+1):]...); err != nil {
				return err
			}
		}
		return storetest.First(talk(ctx, s, "more", 50), fed(ctx, s, cursors[39], "c/more e50"), prune(ctx, s, 15, minute(45)), fed(ctx, s, 0, "c/more e50"),
			writeSome(ctx, s, 1, said("more", "e50", 50), said("t3", "e3", 3), said("fresh", "e3", 3)))
	}},
	{Name: "prune/rebuild", Run: func(ctx context.Context, s metrics.Store) error {
		if _, ok := s.(metrics.Rebuilder); !ok {
			return nil
		}
		return storetest.First(
			talk(ctx, s, "old", 1), talk(ctx, s, "new", 20), fold(ctx, s, "c/old", never, 1, 2000), fold(ctx, s, "c/new", never, 20),
			prune(ctx, s, 1, minute(10)),
			rebuild(ctx, s, func(t metrics.Thread) metrics.Folded { return folded(t.Key, t.Version, 30) }),
			has(ctx, s, "after a pruning and a rebuild", episode("c/old", 0, 1), episode("c/old", 1, 2000), episode("c/new", 0, 30)),
		)
	}},
	{Name: "prune/contexts", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(talk(ctx, s, "old", 1), rollOnce(ctx, s),
			storetest.DoneContexts(ctx, "prune", func(ctx context.Context) error {
				a, ok := s.(metrics.Archive)
				if !ok {
					return errNot
				}
				return errOf(a.Prune(ctx, minute(10)))
			}),
			holds(ctx, s, "c/old", "e1"), prune(ctx, s, 1, minute(10)))
	}},
}

// prune forgets what is old, which has to be so many events.
func prune(ctx context.Context, s metrics.Store, want int, before time.Time) error {
	a, ok := s.(metrics.Archive)
	if !ok {
		return errNot
	}
	got, err := a.Prune(ctx, before)
	if err == nil && got != want {
		err = fmt.Errorf("a pruning before %s forgot %d events, want %d", before.Format(time.TimeOnly), got, want)
	}
	return err
}
