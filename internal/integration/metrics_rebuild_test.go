package integration

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/metricssql"
	"github.com/stretchr/testify/require"
)

// tiers counts the events of all episodes by the quality that they were folded with.
func tiers(t testing.TB, s metrics.Store) map[string]int {
	t.Helper()
	n := map[string]int{}
	for _, e := range episodesOf(t, s) {
		n[e.Tier] += e.FromCustomer
	}
	return n
}

func appendSpoken(t testing.TB, s metrics.Store, conversation string, from, n int) {
	t.Helper()
	added, err := s.Append(t.Context(), someSpoken(conversation, from, n)...)
	require.NoError(t, err)
	require.Equal(t, n, added)
}

// While a rebuild is under way, what is read is of before it, and others append and fold. When it is done
// nothing of that is lost, doubled or older than it was.
func TestMetricsRebuildBesideOthers(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s, other := newMetrics(t, d.shared(t), ""), newMetrics(t, d.shared(t), "")
		const threads = 2500 // more than one transaction of a rebuild, and than a page
		appendSpoken(t, s, "forgotten", 0, 2)
		var all []metrics.Event
		for i := range threads {
			all = append(all, someSpoken(fmt.Sprint("c", i), 0, 1)...)
		}
		_, err := s.Append(ctx, all...)
		require.NoError(t, err)
		for {
			keys, err := s.Stale(ctx, noon, 500)
			require.NoError(t, err)
			if len(keys) == 0 {
				break
			}
			foldPlain(t, s, "old", keys...)
		}
		_, err = s.Append(ctx, aSpoken("c5", "late", noon.Add(time.Hour)))
		require.NoError(t, err)
		n, err := s.Prune(ctx, noon.Add(2*time.Second))
		require.NoError(t, err)
		require.Equal(t, 2+threads-1, n, "all but the one that has to be folded")
		appendSpoken(t, s, "last", 0, 1)
		for i := range 1500 {
			all[i] = aSpoken(fmt.Sprint("d", i), "e", noon)
		}
		_, err = s.Append(ctx, all[:1500]...)
		require.NoError(t, err)
		calls := 0
		require.NoError(t, s.Rebuild(ctx, func(thread metrics.Thread) metrics.Folded {
			switch calls++; calls {
			case 2:
				require.Equal(t, map[string]int{"old": 2 + threads}, tiers(t, other), "what is read is of before")
			case 1200: // the first transaction is done
				for _, conversation := range []string{"c5", "d1499", "new"} { // built, not yet, not there
					appendSpoken(t, other, conversation, 10, 1)
				}
				foldPlain(t, other, "meanwhile", "c/c5", "c/d1499", "c/new")
				soundMetrics(t, other)
				appendSpoken(t, other, "c5", 20, 1)
			}
			return plainFold(thread, "new")
		}))
		soundMetrics(t, other)
		require.Equal(t, map[string]int{"old": 2 + threads - 1, "new": 1 + 1499, "meanwhile": 3 + 2 + 1}, tiers(t, other))
		stale, err := other.Stale(ctx, noon, 10)
		require.NoError(t, err)
		require.Equal(t, []string{"c/c5"}, stale)
		foldPlain(t, s, "last", stale...)
		soundMetrics(t, s)
		require.Equal(t, 4, tiers(t, s)["last"])
	})
}

// foldPlain folds some threads.
func foldPlain(t testing.TB, s metrics.Store, quality string, keys ...string) {
	t.Helper()
	var all []metrics.Folded
	for thread, err := range s.Threads(t.Context(), keys...) {
		require.NoError(t, err)
		all = append(all, plainFold(thread, quality))
	}
	require.NoError(t, s.Fold(t.Context(), all...))
}

// A rebuild that fails leaves all as it was, and what it wrote is gone after the next one. Of two the later one
// counts.
func TestMetricsRebuildFails(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		s, other := newMetrics(t, d.shared(t), ""), newMetrics(t, d.shared(t), "")
		for i := range 3 {
			appendSpoken(t, s, fmt.Sprint("c", i), 0, 2)
		}
		rollPlain(t, s, "old")

		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		require.ErrorIs(t, s.Rebuild(ctx, func(thread metrics.Thread) metrics.Folded {
			cancel()
			return plainFold(thread, "cancelled")
		}), context.Canceled)
		require.ErrorContains(t, s.Rebuild(t.Context(), func(metrics.Thread) metrics.Folded { panic(errors.New("broken")) }), "panic")
		require.ErrorIs(t, s.Rebuild(t.Context(), func(thread metrics.Thread) metrics.Folded {
			f := plainFold(thread, "twice")
			f.Episodes = append(f.Episodes, f.Episodes...)
			return f
		}), metrics.ErrInvalid)
		require.Equal(t, map[string]int{"old": 6}, tiers(t, s))

		calls := 0
		require.ErrorIs(t, s.Rebuild(t.Context(), func(thread metrics.Thread) metrics.Folded {
			if calls++; calls == 1 {
				require.NoError(t, other.Rebuild(t.Context(), func(thread metrics.Thread) metrics.Folded { return plainFold(thread, "later") }))
			}
			return plainFold(thread, "earlier")
		}), metricssql.ErrOvertaken)
		require.Equal(t, map[string]int{"later": 6}, tiers(t, s))
		soundMetrics(t, s)

		require.NoError(t, s.Rebuild(t.Context(), func(thread metrics.Thread) metrics.Folded { return plainFold(thread, "last") }))
		db := d.open(t)
		for _, table := range []string{"metrics_fold", "metrics_episode", "metrics_sheet"} {
			generations := 0
			require.NoError(t, db.QueryRowContext(t.Context(), "SELECT COUNT(DISTINCT gen) FROM "+table).Scan(&generations))
			require.Equal(t, 1, generations, table)
		}
	})
}

// Two tenants share tables, and nothing else.
func TestMetricsTenantsAreApart(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		a, b := newMetrics(t, shared, "a"), newMetrics(t, shared, "b")
		for i := range 4 {
			appendSpoken(t, a, "c", i, 1)
			appendSpoken(t, b, "c", i*2, 2)
		}
		rollPlain(t, a, "of a")
		stale, err := b.Stale(ctx, noon, 10)
		require.NoError(t, err)
		require.Len(t, stale, 1)
		rollPlain(t, b, "of b")
		require.NoError(t, b.Rebuild(ctx, func(thread metrics.Thread) metrics.Folded { return plainFold(thread, "of b again") }))
		require.Equal(t, map[string]int{"of a": 4}, tiers(t, a))
		require.Equal(t, map[string]int{"of b again": 8}, tiers(t, b))
		n, err := b.Prune(ctx, farAway)
		require.NoError(t, err)
		require.Equal(t, 8, n)
		for s, want := range map[*metricssql.Store]int{a: 4, b: 0} {
			events := 0
			for _, err := range s.Feed(ctx, 0) {
				require.NoError(t, err)
				events++
			}
			require.Equal(t, want, events)
			soundMetrics(t, s)
		}
		require.NoError(t, b.Rebuild(ctx, func(thread metrics.Thread) metrics.Folded { return plainFold(thread, "none") }))
		require.Equal(t, map[string]int{"of b again": 8}, tiers(t, b), "what was forgotten keeps its sums")
		soundMetrics(t, b)
		added, err := b.Append(ctx, aSpoken("c", "late", noon))
		require.NoError(t, err)
		require.Zero(t, added)
	})
}
