package metricstest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var sheetChecks = []check{
	{Name: "sheets/ranges", Run: func(ctx context.Context, s metrics.Store) error {
		all, err := spread(ctx, s)
		if err != nil {
			return err
		}
		edges := []time.Time{longAgo(), noon().AddDate(-80, 0, 0), noon().AddDate(0, 0, -2), noon().Add(-metrics.Slot), noon(), noon().Add(metrics.Slot), noon().Add(5 * metrics.Slot), noon().Add(24 * time.Hour), farAway()}
		for i, from := range edges {
			for _, to := range edges[i:] {
				if err := adds(ctx, s, "a range", from, to, between(all, from, to)...); err != nil {
					return err
				}
			}
		}
		return storetest.First(
			adds(ctx, s, "a range that ends before it begins", noon().Add(metrics.Slot), noon().AddDate(0, 0, -1)),
			adds(ctx, s, "a range in another zone", noon().In(time.FixedZone("UTC+8", 8*60*60)), farAway(), between(all, noon(), farAway())...),
		)
	}},
	{Name: "sheets/yielded ones stay", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), talk(ctx, s, "b", 1), fold(ctx, s, "c/a", never, 1)); err != nil {
			return err
		}
		sheets, err := storetest.Collect(s.Sheets(ctx, longAgo(), farAway()))
		if err != nil {
			return err
		}
		if err := storetest.First(fold(ctx, s, "c/a", never, 1, 2, 2000), fold(ctx, s, "c/b", never, 1)); err != nil {
			return err
		}
		sum := metrics.NewSheet()
		for _, sheet := range sheets {
			sum.Merge(sheet)
		}
		got, err1 := sum.MarshalBinary()
		want, err2 := sheetOf(episode("c/a", 0, 1))
		if err := storetest.First(err1, err2); err != nil {
			return err
		}
		if !slices.Equal(want, got) {
			return errors.New("a sheet that was yielded changed when the store did")
		}
		return has(ctx, s, "after sheets were read", episode("c/a", 0, 1), episode("c/a", 1, 2), episode("c/a", 2, 2000), episode("c/b", 0, 1))
	}},
	{Name: "sheets/calls in a loop", Run: func(ctx context.Context, s metrics.Store) error {
		if _, err := spread(ctx, s); err != nil {
			return err
		}
		n := 0
		for _, err := range s.Sheets(ctx, longAgo(), farAway()) {
			if err := storetest.First(err, everyCall(ctx, s, fmt.Sprint("from a sheet ", n))); err != nil {
				return err
			}
			if n++; n == 3 {
				break
			}
		}
		return nil
	}},
}

var episodeChecks = []check{
	{Name: "episodes/order and ranges", Run: func(ctx context.Context, s metrics.Store) error {
		all, err := spread(ctx, s)
		if err != nil {
			return err
		}
		edges := []time.Time{longAgo(), noon().AddDate(0, 0, -2), noon(), noon().Add(time.Microsecond), minute(1), minute(14), minute(15), farAway()}
		for i, from := range edges {
			for _, to := range edges[i:] {
				got, err := storetest.Collect(s.Episodes(ctx, from, to))
				if err := storetest.First(err, sameEpisodes(fmt.Sprintf("from %s to %s", from, to), between(all, from, to), got)); err != nil {
					return err
				}
			}
		}
		got, err := storetest.Collect(s.Episodes(ctx, minute(1).Add(999), minute(15).Add(999)))
		return storetest.First(err, sameEpisodes("of a range with nanoseconds", between(all, minute(1), minute(15)), got))
	}},
	{Name: "episodes/left early", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(errOf(spread(ctx, s)), storetest.StopsEarly("episodes", s.Episodes(ctx, longAgo(), farAway())))
	}},
	{Name: "episodes/calls in a loop", Run: func(ctx context.Context, s metrics.Store) error {
		if _, err := spread(ctx, s); err != nil {
			return err
		}
		n := 0
		for e, err := range s.Episodes(ctx, longAgo(), farAway()) {
			if err := storetest.First(err, everyCall(ctx, s, fmt.Sprint("from ", e.ID, n))); err != nil {
				return err
			}
			if n++; n == 3 {
				break
			}
		}
		return nil
	}},
}

// spread folds threads to episodes all over time, several of them at the same time, and returns these in their
// order.
func spread(ctx context.Context, s metrics.Store) ([]metrics.Episode, error) {
	starts := []time.Time{
		noon(), noon().Add(time.Microsecond), noon().Add(-time.Microsecond), minute(1), minute(14), minute(15), minute(15).Add(-time.Microsecond), minute(74), minute(75),
		noon().AddDate(0, 0, 1), noon().AddDate(0, 0, -2), noon().AddDate(-80, 0, 0), noon().AddDate(-80, 0, 0).Add(-time.Microsecond), noon().AddDate(60, 0, 0),
	}
	var all []metrics.Episode
	for _, name := range []string{"b", "B", "a", "\u4e2d", "ab"} {
		key := "c/" + name
		if err := talk(ctx, s, name, 1); err != nil {
			return nil, err
		}
		t, err := load(ctx, s, key)
		if err != nil {
			return nil, err
		}
		f := metrics.Folded{Key: key, Version: t.Version}
		for i, start := range starts {
			e := episode(key, i, 0)
			e.Start = start
			f.Episodes = append(f.Episodes, e)
		}
		if err := s.Fold(ctx, f); err != nil {
			return nil, err
		}
		all = append(all, f.Episodes...)
	}
	sortEpisodes(all)
	return all, nil
}

// between returns those of episodes that start in a range.
func between(all []metrics.Episode, from, to time.Time) (some []metrics.Episode) {
	for _, e := range all {
		if !e.Start.Before(from) && e.Start.Before(to) {
			some = append(some, e)
		}
	}
	return some
}
