package integration

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbsql"
	"github.com/stretchr/testify/require"
)

func itemsOf(t *testing.T, log kb.LogStore, after int64) (items []kb.Logged) {
	t.Helper()
	for item, err := range log.Items(t.Context(), after) {
		require.NoError(t, err)
		items = append(items, item)
	}
	return items
}

func historyOf(t *testing.T, store kb.Store, id string) (states []kb.Change) {
	t.Helper()
	for c, err := range store.History(t.Context(), id) {
		require.NoError(t, err)
		states = append(states, c)
	}
	return states
}

// An append that takes its place early and commits late comes behind what was
// read in between, never before it.
func TestLateAppendIsNotSkipped(t *testing.T) {
	d := newPostgreSQL(t)
	ctx := t.Context()
	log := newLog(t, d.shared(t), "")
	late := d.shared(t)
	var cursor int64
	err := late.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec("INSERT INTO kb_log (tenant, feedback, id, at, body) VALUES ('', 0, 'late', 0, ?)", []byte(`{"id":"late"}`))
		require.NoError(t, err)
		require.NoError(t, log.Append(ctx, someItems("early", 2)...))
		items := itemsOf(t, log, 0)
		require.Len(t, items, 2)
		cursor = items[1].Cursor
		return nil
	})
	require.NoError(t, err)
	items := itemsOf(t, log, cursor)
	require.Len(t, items, 1)
	require.Equal(t, "late", items[0].Asked.ID)
}

// Pruning while readers number the items must not make two items share a place.
func TestPruneWhileItemsAreNumbered(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		shared := d.shared(t)
		log := newLog(t, shared, "")
		const rounds = 30
		appended := make(chan error, 1)
		go func() {
			for i := range rounds {
				items := someItems(fmt.Sprint("i", i), 40)
				for n, item := range items {
					if n%2 == 0 {
						item.Asked.At = noon.Add(-time.Hour)
					}
				}
				if err := log.Append(ctx, items...); err != nil {
					appended <- err
					return
				}
			}
			appended <- nil
		}()
		pruned, cursor, seen := 0, int64(0), map[string]bool{}
		for done := false; !done; {
			select {
			case err := <-appended:
				require.NoError(t, err)
				done = true
			default:
			}
			n, err := log.Prune(ctx, noon)
			require.NoError(t, err)
			pruned += n
			for _, item := range itemsOf(t, log, cursor) {
				require.Greater(t, item.Cursor, cursor)
				cursor = item.Cursor
				if !item.Asked.At.Before(noon) {
					seen[item.Asked.ID] = true
				}
			}
		}
		require.Equal(t, rounds*20, pruned)
		require.Len(t, seen, rounds*20)
		require.Len(t, itemsOf(t, log, 0), rounds*20)
	})
}

// The connection is lost during the commit of an append. Whoever appends again
// has each item, and each count, exactly once.
func TestConnectionLostDuringAppend(t *testing.T) {
	for name, cut := range map[string]func(w *wire) error{
		"before it arrives": func(*wire) error { return io.ErrClosedPipe },
		"after it was done": func(w *wire) error {
			w.after = true
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newPostgreSQL(t)
			ctx := t.Context()
			healthy := newLog(t, d.shared(t), "")
			var next atomic.Pointer[func(*wire) error]
			log, err := kbsql.OpenLog(wired(t, d, &next), d.dialect, nil)
			require.NoError(t, err)
			require.NoError(t, log.Append(ctx, someItems("first", 1)...))

			next.Store(&cut)
			items := someItems("lost", 3)
			require.ErrorIs(t, log.Append(ctx, items...), kbsql.ErrUnknownOutcome)
			require.Nil(t, next.Load())
			require.NoError(t, log.Append(ctx, items...))
			require.Len(t, itemsOf(t, healthy, 0), 4)
			usage, err := healthy.Usage(ctx, "entry-1")
			require.NoError(t, err)
			require.EqualValues(t, 1, usage[0].Answered)
		})
	}
}

// Writers whose items are about the same entries in another order wait for each
// other and never in a circle: nobody is rolled back.
func TestAppendsDoNotDeadlock(t *testing.T) {
	d := newPostgreSQL(t)
	newLog(t, d.shared(t), "")
	once, err := sqldb.Open(d.open(t), d.dialect, &sqldb.Options{MaxAttempts: 1})
	require.NoError(t, err)
	log, err := kbsql.NewLog(once, nil)
	require.NoError(t, err)
	var all sync.WaitGroup
	errs := make([]error, 4)
	for w := range errs {
		all.Go(func() {
			for i := 0; i < 25 && errs[w] == nil; i++ {
				items := someItems(fmt.Sprintf("%d-%d", w, i), 30)
				for n, item := range items {
					item.Asked.Shown[0].Entry = fmt.Sprintf("e%02d", n)
				}
				if w%2 == 1 {
					slices.Reverse(items)
				}
				errs[w] = log.Append(t.Context(), items...)
			}
		})
	}
	all.Wait()
	require.NoError(t, errors.Join(errs...))
	usage, err := log.Usage(t.Context(), "e07")
	require.NoError(t, err)
	require.EqualValues(t, 100, usage[0].Answered)
}

// A database of the first release is brought up to date with what it holds.
func TestEntriesOfTheFirstVersionGetAHistory(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		files, err := fs.Sub(os.DirFS("../../kb/kbsql/migrations"), ".")
		require.NoError(t, err)
		first, err := shared.Feature(sqldb.Schema{Feature: "kb", Files: onlyFirst{files}})
		require.NoError(t, err)
		require.NoError(t, first.Migrate(ctx))
		require.NoError(t, first.Write(ctx, func(tx *sqldb.Tx) error {
			if _, err := tx.Exec("INSERT INTO kb_store (tenant, revision) VALUES ('', 3)"); err != nil {
				return err
			}
			_, err := tx.Exec("INSERT INTO kb_entry (tenant, id, revision, body) VALUES ('', 'a', 1, ?), ('', 'gone', 3, NULL)",
				[]byte(`{"id":"a","question":"q","answer":{"parts":null},"mode":"exact","updated":"2026-01-02T03:04:05Z"}`))
			return err
		}))

		store := newKB(t, shared, "")
		old := kb.Change{Revision: 1, Entry: kb.Entry{ID: "a", Question: "q", Mode: kb.Exact, Version: 1, Updated: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}}
		require.Equal(t, []kb.Change{old}, historyOf(t, store, "a"))
		gone := kb.Change{Revision: 3, Entry: kb.Entry{ID: "gone", Version: 3}, Deleted: true}
		require.Equal(t, []kb.Change{gone}, historyOf(t, store, "gone"))
		revision, err := store.Put(ctx, kb.Entry{ID: "a", Version: 1, Updated: noon}, kb.Entry{ID: "gone", Updated: noon})
		require.NoError(t, err)
		now := kb.Change{Revision: revision, Entry: kb.Entry{ID: "a", Version: revision, Updated: noon}}
		require.Equal(t, []kb.Change{now, old}, historyOf(t, store, "a"))
		require.Equal(t, gone, historyOf(t, store, "gone")[1])
	})
}

// onlyFirst hides all migrations but the first.
type onlyFirst struct{ fs.FS }

func (f onlyFirst) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(f.FS, name)
	return all[:min(1, len(all))], err
}

// Two tenants share tables, and nothing else.
func TestKBTenantsAreApart(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		for _, tenant := range []string{"a", "b"} {
			store, records, log := newKB(t, shared, tenant), newRecords(t, shared, tenant), newLog(t, shared, tenant)
			revision, err := store.Put(ctx, kb.Entry{ID: "e"})
			require.NoError(t, err)
			_, err = store.Put(ctx, kb.Entry{ID: "e", Version: revision})
			require.NoError(t, err)
			require.Len(t, historyOf(t, store, "e"), 2)
			version, err := records.PutRecord(ctx, kb.Record{Kind: "k", ID: "r"})
			require.NoError(t, err)
			require.EqualValues(t, 1, version)
			require.NoError(t, log.Append(ctx, someItems("i", 3)...))
			require.Len(t, itemsOf(t, log, 0), 3)
			usage, err := log.Usage(ctx, "entry-1")
			require.NoError(t, err)
			require.EqualValues(t, 1, usage[0].Answered)
		}
		n, err := newLog(t, shared, "b").Prune(ctx, noon.Add(1))
		require.NoError(t, err)
		require.Equal(t, 3, n)
		require.Len(t, itemsOf(t, newLog(t, shared, "a"), 0), 3)
	})
}

// An append that is cancelled anywhere has logged and counted nothing, or says
// that it does not know; the same items again are counted once.
func TestAppendCancelledAnywhere(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		log := newLog(t, d.shared(t), "")
		cancelled, done := 0, false
		for n := 1; !done; n++ {
			require.Less(t, n, 1000)
			items := someItems(fmt.Sprint("i", n), 1) // its entry is its own
			limited := newCountdown(ctx, n)
			err := log.Append(limited, items...)
			limited.cancel()
			switch {
			case err == nil:
				done = true
			case errors.Is(err, kbsql.ErrUnknownOutcome):
			default:
				cancelled++
				require.ErrorIs(t, err, context.Canceled)
				_, err = log.Question(ctx, items[0].Asked.ID)
				require.ErrorIs(t, err, kb.ErrNotFound)
			}
			require.NoError(t, log.Append(ctx, items...))
			usage, err := log.Usage(ctx, items[0].Asked.Shown[0].Entry)
			require.NoError(t, err)
			require.EqualValues(t, 1, usage[0].Answered)
			require.Len(t, itemsOf(t, log, 0), n)
		}
		require.Greater(t, cancelled, 3)
	})
}

func TestKillWhileEditing(t *testing.T) {
	path := t.TempDir() + "/edits.db"
	db := openSQLite(t, sqldb.SQLiteDSN(path))
	store, err := kbsql.Open(db, kbsql.SQLite, nil)
	require.NoError(t, err)
	require.NoError(t, store.Migrate(t.Context()))
	for run := range 2 {
		acknowledged := map[string][]string{}
		for _, line := range killChild(t, "edits", path, fmt.Sprint(run), 300) {
			id, revision, _ := strings.Cut(line, " ")
			acknowledged[id] = append(acknowledged[id], revision)
		}
		require.Equal(t, "ok", integrity(t, db))
		for id, revisions := range acknowledged {
			states := historyOf(t, store, id)
			require.GreaterOrEqual(t, len(states), len(revisions))
			require.LessOrEqual(t, len(states), len(revisions)+1, "at most the one that nobody was told of")
			for i, revision := range revisions {
				state := states[len(states)-1-i]
				require.Equal(t, revision, fmt.Sprint(state.Revision), "acknowledged and lost")
				require.Equal(t, fmt.Sprint("wording ", i), state.Entry.Question)
			}
		}
	}
}

func TestKillWhileLogging(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/log.db"
	db := openSQLite(t, sqldb.SQLiteDSN(path))
	log, err := kbsql.OpenLog(db, kbsql.SQLite, nil)
	require.NoError(t, err)
	require.NoError(t, log.Migrate(ctx))
	for run := range 2 {
		for _, prefix := range killChild(t, "log", path, fmt.Sprint(run), 200) {
			_, err := log.Question(ctx, prefix+"-0")
			require.NoError(t, err, "acknowledged and lost")
		}
		require.Equal(t, "ok", integrity(t, db))
		// Appends that nobody was told of are whole or not there, and counted with
		// their items.
		perAppend, total := map[string]int{}, 0
		for _, item := range itemsOf(t, log, 0) {
			perAppend[item.Asked.Conversation]++
			total++
		}
		for prefix, n := range perAppend {
			require.Equal(t, logBatch, n, prefix)
		}
		usage, err := log.Usage(ctx, "a")
		require.NoError(t, err)
		require.EqualValues(t, total, usage[0].Answered)
	}
}
