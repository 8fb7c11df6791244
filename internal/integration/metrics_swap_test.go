package integration

import (
	"testing"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/stretchr/testify/require"
)

// A fold that finds that a rebuild has taken away what it was about to change begins again. The fold is held up after it has
// read which generation counts: on PostgreSQL by the lock of its thread, which no other database has.
func TestMetricsFoldBesideTheEndOfARebuild(t *testing.T) {
	d := newPostgreSQL(t)
	ctx, db := t.Context(), d.open(t)
	s, other := newMetrics(t, d.shared(t), ""), newMetrics(t, d.shared(t), "")
	appendSpoken(t, s, "c", 0, 1)
	foldPlain(t, s, "old", "c/c")
	appendSpoken(t, s, "c", 1, 1)

	tx, err := db.BeginTx(ctx, nil)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	_, err = tx.ExecContext(ctx, "SELECT 1 FROM metrics_thread FOR UPDATE")
	require.NoError(t, err)
	folded := make(chan error, 1)
	go func() {
		var all []metrics.Folded
		for thread, err := range s.Threads(ctx, "c/c") {
			if err != nil {
				folded <- err
				return
			}
			all = append(all, plainFold(thread, "fresh"))
		}
		folded <- s.Fold(ctx, all...)
	}()
	require.Eventually(t, func() bool {
		var waiting bool
		err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"+
			" JOIN pg_locks w ON w.pid = l.pid WHERE NOT w.granted AND c.relnamespace = $1::regnamespace)", d.schema).Scan(&waiting)
		return err == nil && waiting
	}, time.Minute, 10*time.Millisecond)

	// What the former generation had is gone after the rebuild; the list of the thread's episodes is put back, as a fold sees
	// it that has read it a moment before.
	var list []byte
	require.NoError(t, db.QueryRowContext(ctx, "SELECT episodes FROM metrics_fold").Scan(&list))
	require.NoError(t, other.Rebuild(ctx, func(thread metrics.Thread) metrics.Folded { return plainFold(thread, "new") }))
	_, err = db.ExecContext(ctx, "INSERT INTO metrics_fold (tenant, gen, thread, version, episodes) SELECT tenant, 0, no, 1, $1 FROM metrics_thread", list)
	require.NoError(t, err)
	require.NoError(t, tx.Commit())
	require.NoError(t, <-folded)
	require.Equal(t, map[string]int{"fresh": 2}, tiers(t, other))
	soundMetrics(t, other)
}
