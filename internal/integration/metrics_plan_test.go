package integration

import (
	"strings"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/metrics"
	"github.com/stretchr/testify/require"
)

// useMetrics makes every statement of the store run at least once.
func useMetrics(t *testing.T, s metrics.Store) {
	t.Helper()
	ctx := t.Context()
	appendSpoken(t, s, "c", 0, 300)
	appendSpoken(t, s, "d", 0, 3)
	added, err := s.Append(ctx, append(someSpoken("c", 0, 1), someSpoken("c", 300, 2)...)...)
	require.NoError(t, err)
	require.Equal(t, 2, added)
	rollPlain(t, s, "first")
	appendSpoken(t, s, "c", 310, 1)
	require.NoError(t, s.(metrics.Rebuilder).Rebuild(ctx, func(thread metrics.Thread) metrics.Folded {
		f := plainFold(thread, "second")
		f.Due = noon
		return f
	}))
	appendSpoken(t, s, "e", 0, 1)
	rollPlain(t, s, "third")
	foldPlain(t, s, "fourth", "c/c")
	for range s.Threads(ctx) {
	}
	for range s.Feed(ctx, 1) {
	}
	soundMetrics(t, s)
	n, err := s.(metrics.Archive).Prune(ctx, noon.Add(time.Hour))
	require.NoError(t, err)
	require.Positive(t, n)
	require.NoError(t, s.(metrics.Rebuilder).Rebuild(ctx, func(thread metrics.Thread) metrics.Folded { return plainFold(thread, "last") }))
}

// Whatever the store does, it finds its rows by an index: no statement reads a whole table, and none sorts.
func TestMetricsScansNothing(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/plan.db"
	var seen counter
	db, err := sqldb.Open(openSpied(t, sqldb.SQLiteDSN(path), seen.count), sqldb.SQLite, nil)
	require.NoError(t, err)
	s := newMetrics(t, db, "")
	seen.take()
	useMetrics(t, s)
	plain := openSQLite(t, sqldb.SQLiteDSN(path))
	explained := 0
	for query := range seen.take() {
		if !strings.Contains(query, "metrics_") || strings.HasPrefix(query, "CREATE") || strings.Contains(query, "_schema") {
			continue
		}
		explained++
		for _, detail := range explain(ctx, t, plain, query) {
			require.NotContains(t, detail, "SCAN metrics_", query)
			require.NotContains(t, detail, "AUTOMATIC", query)
			require.NotContains(t, detail, "TEMP B-TREE", query)
		}
	}
	require.Greater(t, explained, 35)
}
