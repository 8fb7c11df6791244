package metricstest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var foldChecks = []check{
	{Name: "fold/replaces", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1, 2), talk(ctx, s, "b", 1)); err != nil {
			return err
		}
		if err := fold(ctx, s, "c/b", never, 3); err != nil {
			return err
		}
		b := episode("c/b", 0, 3)
		for _, starts := range [][]int{{1}, {1, 200, 2000}, {1, 2000}, {1, 2000}, {}, {-50000}, {2000, 1}} {
			if err := fold(ctx, s, "c/a", never, starts...); err != nil {
				return err
			}
			want := append(folded("c/a", 0, starts...).Episodes, b)
			if err := has(ctx, s, fmt.Sprintf("a thread that was folded to episodes at %v", starts), want...); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "fold/another version", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1), talk(ctx, s, "b", 1)); err != nil {
			return err
		}
		a, err1 := load(ctx, s, "c/a")
		b, err2 := load(ctx, s, "c/b")
		if err := storetest.First(err1, err2, talk(ctx, s, "a", 2)); err != nil {
			return err
		}
		return storetest.First(
			s.Fold(ctx, folded("c/a", a.Version, 1), folded("c/b", b.Version, 2), folded("c/a", a.Version+100, 4), folded("c/nobody", 1, 5), folded("c/nobody", 0, 5)),
			has(ctx, s, "a fold of what a thread was before is left out", episode("c/b", 0, 2)),
			stale(ctx, s, noon(), "c/a"),
			fold(ctx, s, "c/a", never, 7), stale(ctx, s, noon()),
			s.Fold(ctx, folded("c/a", a.Version, 1)),
			has(ctx, s, "nor does it undo a later one", episode("c/a", 0, 7), episode("c/b", 0, 2)),
			stale(ctx, s, noon()),
		)
	}},
	{Name: "fold/twice in a call", Run: func(ctx context.Context, s metrics.Store) error {
		if err := talk(ctx, s, "a", 1); err != nil {
			return err
		}
		a, err := load(ctx, s, "c/a")
		if err != nil {
			return err
		}
		first, second := folded("c/a", a.Version, 1, 2), folded("c/a", a.Version, 2, 300)
		first.Due, second.Due = minute(10), minute(20)
		return storetest.First(s.Fold(ctx, first, second), has(ctx, s, "a thread that was folded twice in a call", second.Episodes...),
			stale(ctx, s, minute(15)), stale(ctx, s, minute(20), "c/a"))
	}},
	{Name: "fold/random", Run: func(ctx context.Context, s metrics.Store) error {
		r := rand.New(rand.NewPCG(1, 2))
		now := map[string][]metrics.Episode{}
		for i := range 60 {
			var batch []metrics.Folded
			for range r.IntN(4) {
				key := fmt.Sprint("c/t", r.IntN(6))
				if err := write(ctx, s, said(key[2:], fmt.Sprint("e", i, len(batch)), i)); err != nil {
					return err
				}
				t, err := load(ctx, s, key)
				if err != nil {
					return err
				}
				f := metrics.Folded{Key: key, Version: t.Version}
				for n := range r.IntN(4) {
					f.Episodes = append(f.Episodes, randomOf(r, key, n))
				}
				batch = slices.DeleteFunc(batch, func(other metrics.Folded) bool { return other.Key == key })
				batch = append(batch, f)
			}
			for i := range batch {
				if r.IntN(8) == 0 {
					batch[i].Version-- // it was overtaken
				} else {
					now[batch[i].Key] = batch[i].Episodes
				}
			}
			if err := s.Fold(ctx, batch...); err != nil {
				return err
			}
			if i%4 != 3 {
				continue
			}
			var all []metrics.Episode
			for _, episodes := range now {
				all = append(all, episodes...)
			}
			if err := has(ctx, s, fmt.Sprintf("after %d random folds", i+1), all...); err != nil {
				return err
			}
		}
		return nil
	}},
}

// randomOf returns a random episode of a thread within a few days of noon.
func randomOf(r *rand.Rand, key string, n int) metrics.Episode {
	e := randomEpisode(r.IntN(contents))
	e.ID = fmt.Sprintf("%s#%d", key, n)
	e.Start = noon().Add(time.Duration(r.IntN(5*24*60)-3*24*60) * time.Minute)
	e.Agent = fmt.Sprint("agent", r.IntN(3))
	return kept(e)
}
