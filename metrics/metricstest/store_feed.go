package metricstest

import (
	"context"
	"fmt"
	"slices"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var feedChecks = []check{
	{Name: "feed/cursors", Run: func(ctx context.Context, s metrics.Store) error {
		var want []string
		for i := range 30 {
			e := said(fmt.Sprint("t", i%4), fmt.Sprint("e", i), -i) // the order is that of commits, not of time
			if err := write(ctx, s, e); err != nil {
				return err
			}
			want = append(want, e.Thread()+" "+e.ID)
		}
		all, err := storetest.Collect(s.Feed(ctx, 0))
		if err != nil {
			return err
		}
		if err := fed(ctx, s, 0, want...); err != nil {
			return err
		}
		for i, e := range all {
			if err := fed(ctx, s, e.Seq, want[i+1:]...); err != nil {
				return err
			}
		}
		return fed(ctx, s, 1<<40)
	}},
	{Name: "feed/order within a call", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(write(ctx, s, said("b", "2", 5), said("a", "9", 7), said("b", "1", 3)), fed(ctx, s, 0, "c/b 2", "c/a 9", "c/b 1"))
	}},
	{Name: "feed/left early", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(talk(ctx, s, "a", 1, 2, 3, 4, 5), storetest.StopsEarly("feed", s.Feed(ctx, 0)))
	}},
	{Name: "feed/calls in a loop", Run: func(ctx context.Context, s metrics.Store) error {
		if err := talk(ctx, s, "a", 1, 2, 3); err != nil {
			return err
		}
		n := 0
		for e, err := range s.Feed(ctx, 0) {
			if err != nil {
				return err
			}
			if n++; n > 3 {
				break // what is appended meanwhile may be seen, or not
			}
			if err := everyCall(ctx, s, fmt.Sprint("from the feed ", e.ID)); err != nil {
				return err
			}
		}
		return nil
	}},
}

var threadChecks = []check{
	{Name: "threads/some", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), talk(ctx, s, "b", 1, 2), talk(ctx, s, "c", 1)); err != nil {
			return err
		}
		return storetest.First(
			threads(ctx, s, []string{"c/a", "c/b", "c/c"}),
			threads(ctx, s, []string{"c/a", "c/c"}, "c/c", "c/a"),
			threads(ctx, s, []string{"c/b"}, "c/nobody", "c/b", "t/b", "b", ""),
			threads(ctx, s, nil, "c/nobody"),
			holds(ctx, s, "c/b", "e1", "e2"),
		)
	}},
	{Name: "threads/many", Run: func(ctx context.Context, s metrics.Store) error {
		var want []string
		for i := range 300 {
			if err := talk(ctx, s, fmt.Sprint("t", i), 1, 2); err != nil {
				return err
			}
			want = append(want, fmt.Sprint("c/t", i))
		}
		return storetest.First(threads(ctx, s, want), threads(ctx, s, want[:250], want[:250]...))
	}},
	{Name: "threads/left early", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), talk(ctx, s, "b", 1), talk(ctx, s, "c", 1)); err != nil {
			return err
		}
		for stop := 1; stop < 3; stop++ {
			n := 0
			for range s.Threads(ctx) {
				if n++; n == stop {
					break
				}
			}
		}
		return threads(ctx, s, []string{"c/a", "c/b", "c/c"})
	}},
	{Name: "threads/calls in a loop", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), talk(ctx, s, "b", 1)); err != nil {
			return err
		}
		for t, err := range s.Threads(ctx, "c/a", "c/b") {
			if err := storetest.First(err, everyCall(ctx, s, "from the threads "+t.Key)); err != nil {
				return err
			}
		}
		return nil
	}},
}

// threads returns an error unless these are found by keys, each once.
func threads(ctx context.Context, s metrics.Store, want []string, keys ...string) error {
	var got []string
	for t, err := range s.Threads(ctx, keys...) {
		if err != nil {
			return err
		}
		if len(t.Events) == 0 || t.Events[0].Thread() != t.Key {
			return fmt.Errorf("the thread %q has no events, or another's", t.Key)
		}
		got = append(got, t.Key)
	}
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	return sameList(fmt.Sprintf("the threads for %d keys", len(keys)), want, got)
}

// everyCall calls what a loop over the store may call. The name is that of a conversation that nobody has yet.
func everyCall(ctx context.Context, s metrics.Store, name string) error {
	key := "c/" + name
	return storetest.First(
		talk(ctx, s, name, 1),
		errOf(s.Stale(ctx, noon(), 10)),
		fold(ctx, s, key, never, 1),
		errOf(summed(ctx, s, longAgo(), farAway())),
		errOf(storetest.Collect(s.Episodes(ctx, longAgo(), farAway()))),
		errOf(storetest.Collect(s.Feed(ctx, 0))),
	)
}
