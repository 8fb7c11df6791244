package integration

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
	"github.com/stretchr/testify/require"
)

// Whatever a store does, it finds its rows by an index: no statement reads a
// whole table, and none sorts.
func TestNoStatementScans(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/plan.db"
	var seen counter
	db, err := sqldb.Open(openSpied(t, sqldb.SQLiteDSN(path), seen.count), sqldb.SQLite, nil)
	require.NoError(t, err)
	conversations, entries, models := newDialog(t, db, ""), newKB(t, db, ""), newIntent(t, db, "")
	replies := newAssist(t, db, "")
	require.NoError(t, oneTurn(ctx, conversations, "c", 1))
	seen.take()

	turn := aTurn("c", 1, "m")
	turn.Outbox = []dialog.Outgoing{{ID: "o1", Due: noon, Reply: &dialog.Reply{}}, {ID: "o2", Due: noon, Reply: &dialog.Reply{}}}
	_, err = conversations.Commit(ctx, turn)
	require.NoError(t, err)
	_, err = conversations.Commit(ctx, turn)
	require.ErrorIs(t, err, dialog.ErrDuplicate)
	require.NoError(t, oneTurn(ctx, conversations, "new", 1))
	_, err = conversations.Due(ctx, noon.Add(24*time.Hour), 10)
	require.NoError(t, err)
	for _, err := range conversations.Transcript(ctx, "c", 0) {
		require.NoError(t, err)
	}
	for _, err := range conversations.Feed(ctx, 0) {
		require.NoError(t, err)
	}
	out := conversations.Outbox()
	for attempt, outcome := range []dialog.Outcome{{Retry: noon}, {Failed: true}} {
		items, err := out.Claim(ctx, noon, noon.Add(time.Minute), 10)
		require.NoError(t, err)
		require.Len(t, items, 1)
		require.NoError(t, out.Settle(ctx, items[0].ID, attempt+1, outcome))
	}
	for _, before := range []time.Time{{}, noon.Add(time.Hour)} {
		for _, err := range conversations.Conversations(ctx, "customer-1", before) {
			require.NoError(t, err)
		}
	}
	pruned, err := conversations.Prune(ctx, noon.Add(time.Hour), 10)
	require.NoError(t, err)
	require.Positive(t, pruned)
	_, err = entries.Put(ctx, someEntries(3)...)
	require.NoError(t, err)
	_, err = entries.Delete(ctx, kb.Ref{ID: "entry-000001", Version: 1})
	require.NoError(t, err)
	_, err = entries.Get(ctx, "entry-000002")
	require.NoError(t, err)
	for _, err := range entries.Changes(ctx, 1) {
		require.NoError(t, err)
	}
	useKB(t, db)
	useIntent(t, models)
	useRouting(t, newRouting(t, db, ""))
	useAssist(t, replies)

	plain := openSQLite(t, sqldb.SQLiteDSN(path))
	explained := 0
	for query := range seen.take() {
		if !strings.Contains(query, "dialog_") && !strings.Contains(query, "kb_") && !strings.Contains(query, "intent_") &&
			!strings.Contains(query, "routing_") && !strings.Contains(query, "assist_") || strings.HasPrefix(query, "CREATE") {
			continue
		}
		explained++
		for _, detail := range explain(ctx, t, plain, query) {
			require.NotContains(t, detail, "SCAN dialog_", query)
			require.NotContains(t, detail, "SCAN kb_", query)
			require.NotContains(t, detail, "SCAN intent_", query)
			require.NotContains(t, detail, "SCAN routing_", query)
			require.NotContains(t, detail, "SCAN assist_", query)
			require.NotContains(t, detail, "TEMP B-TREE", query)
			require.NotContains(t, detail, "AUTOMATIC", query)
		}
	}
	require.Greater(t, explained, 40)
}

// explain returns what SQLite says of its plan for a statement.
func explain(ctx context.Context, t *testing.T, db *sql.DB, query string) (details []string) {
	t.Helper()
	args := make([]any, strings.Count(query, "?"))
	rows, err := db.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	require.NoError(t, err, query)
	defer rows.Close()
	for rows.Next() {
		var (
			id, parent, unused int
			detail             string
		)
		require.NoError(t, rows.Scan(&id, &parent, &unused, &detail))
		details = append(details, detail)
	}
	require.NoError(t, rows.Err())
	return details
}

// useKB makes every statement of what is beside the entries run at least once.
func useKB(t *testing.T, db *sqldb.DB) {
	t.Helper()
	ctx := t.Context()
	entries, records, log := newKB(t, db, ""), newRecords(t, db, ""), newLog(t, db, "")
	version := int64(0)
	for range 60 { // more than a page
		revision, err := entries.Put(ctx, kb.Entry{ID: "old", Version: version})
		require.NoError(t, err)
		version = revision
		_, err = records.PutRecord(ctx, kb.Record{Kind: "k", ID: fmt.Sprint(revision), State: "s"})
		require.NoError(t, err)
	}
	for _, err := range entries.History(ctx, "old") {
		require.NoError(t, err)
	}
	last := fmt.Sprint(version)
	_, err := records.PutRecord(ctx, kb.Record{Kind: "k", ID: last, Version: 1})
	require.NoError(t, err)
	_, err = records.Record(ctx, "k", last)
	require.NoError(t, err)
	require.NoError(t, records.DeleteRecord(ctx, "k", last, 2))
	for _, state := range []string{"", "s"} {
		for _, err := range records.Records(ctx, "k", state) {
			require.NoError(t, err)
		}
	}
	require.NoError(t, log.Append(ctx, someItems("plan", 600)...))
	for _, err := range log.Items(ctx, 0) {
		require.NoError(t, err)
	}
	_, err = log.Question(ctx, "plan-1")
	require.NoError(t, err)
	for _, ids := range [][]string{nil, {"entry-1", "entry-2"}} {
		_, err = log.Usage(ctx, ids...)
		require.NoError(t, err)
	}
	_, err = log.Prune(ctx, noon.Add(time.Hour))
	require.NoError(t, err)
}
