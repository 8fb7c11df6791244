package integration

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// grouped is an SQLite database with a table of notes.
type grouped struct {
	db         *sqldb.DB
	statements counter
	fail       func(query string) error // asked before every statement
	write      func(ctx context.Context, fn func(tx *sqldb.Tx) error) error
}

func newGrouped(t *testing.T, settings string, opts *sqldb.Options) *grouped {
	t.Helper()
	g := &grouped{fail: func(string) error { return nil }}
	dsn := sqldb.SQLiteDSN(filepath.Join(t.TempDir(), "notes.db")) + settings
	db, err := sqldb.Open(openSpied(t, dsn, func(query string) error {
		return errors.Join(g.statements.count(query), g.fail(query))
	}), sqldb.SQLite, opts)
	require.NoError(t, err)
	g.db, g.write = db, db.Write
	require.NoError(t, db.Write(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec("CREATE TABLE note (id TEXT PRIMARY KEY, body BLOB)")
		return err
	}))
	return g
}

// write is one caller's transaction. It may cancel its own context.
type write func(tx *sqldb.Tx, cancel context.CancelFunc) error

// note is a write of one row.
func note(id string) write {
	return func(tx *sqldb.Tx, _ context.CancelFunc) error {
		_, err := tx.Exec("INSERT INTO note (id) VALUES (?)", id)
		return err
	}
}

func (g *grouped) notes(t *testing.T) (ids []string) {
	t.Helper()
	require.NoError(t, g.db.Read(t.Context(), func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		}, "SELECT id FROM note ORDER BY id")
	}))
	return ids
}

var errEnded = errors.New("the goroutine was ended")

// together lets writes queue up in this order while a first transaction is
// under way, then lets that one go on, and returns the errors.
func (g *grouped) together(t *testing.T, writes ...write) []error {
	t.Helper()
	started, finish := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		assert.NoError(t, g.db.Write(t.Context(), func(*sqldb.Tx) error {
			close(started)
			<-finish
			return nil
		}))
	})
	<-started
	errs := make([]error, len(writes))
	for i, fn := range writes {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		w := newWaiting(ctx)
		all.Go(func() {
			errs[i] = errEnded
			errs[i] = g.write(w, func(tx *sqldb.Tx) error { return fn(tx, cancel) })
		})
		<-w.entered
	}
	g.statements.take()
	close(finish)
	all.Wait()
	return errs
}

func TestGroupSharesOneCommit(t *testing.T) {
	g := newGrouped(t, "", &sqldb.Options{MaxBatch: 4})
	errs := g.together(t, note("a"), note("b"), note("c"), note("d"), note("e"))
	require.NoError(t, errors.Join(errs...))
	require.Equal(t, []string{"a", "b", "c", "d", "e"}, g.notes(t))
	seen := g.statements.take()
	require.Equal(t, 3, seen["COMMIT"], "one for the first transaction, one for four writes, one for the rest")
}

func TestGroupEachFailsAlone(t *testing.T) {
	g := newGrouped(t, "", nil)
	refused := errors.New("refused")
	errs := g.together(
		t,
		note("a"),
		func(tx *sqldb.Tx, cancel context.CancelFunc) error {
			return errors.Join(note("refused")(tx, cancel), refused)
		},
		func(tx *sqldb.Tx, cancel context.CancelFunc) error {
			defer panic("customer text")
			return note("panic")(tx, cancel)
		},
		func(tx *sqldb.Tx, cancel context.CancelFunc) error {
			defer cancel()
			return note("cancelled at the end")(tx, cancel)
		},
		func(tx *sqldb.Tx, cancel context.CancelFunc) error {
			err := note("cancelled in the middle")(tx, cancel)
			cancel()
			return errors.Join(err, note("more")(tx, cancel))
		},
		note("a"),
		note("z"),
	)
	require.NoError(t, errs[0])
	require.ErrorIs(t, errs[1], refused)
	require.ErrorIs(t, errs[2], sqldb.ErrPanic)
	require.NotContains(t, errs[2].Error(), "customer text")
	require.ErrorIs(t, errs[3], context.Canceled)
	require.ErrorIs(t, errs[4], context.Canceled)
	require.ErrorContains(t, errs[5], "UNIQUE", "it sees what was written before it in the batch")
	require.NoError(t, errs[6])
	require.Equal(t, []string{"a", "z"}, g.notes(t))
	require.Equal(t, 2, g.statements.take()["COMMIT"])
}

// One statement that waits alone is its own transaction; beside others it shares theirs.
func TestGroupStatementAlone(t *testing.T) {
	g := newGrouped(t, "", nil)
	f, err := g.db.Feature(sqldb.Schema{Feature: "note", Files: fstest.MapFS{"sqlite/0001_none.sql": {Data: []byte("SELECT 1")}}})
	require.NoError(t, err)
	require.NoError(t, f.Migrate(t.Context()))
	insert := func(ctx context.Context, id string) error {
		return f.Alone(ctx, func(tx *sqldb.Tx) error { return note(id)(tx, nil) })
	}
	require.NoError(t, insert(t.Context(), "a"))
	g.statements.take()
	require.NoError(t, insert(t.Context(), "b"))
	require.Equal(t, map[string]int{"INSERT INTO note (id) VALUES (?)": 1}, g.statements.take())

	err = insert(t.Context(), "a")
	require.ErrorContains(t, err, "UNIQUE")
	require.NotErrorIs(t, err, sqldb.ErrUnknownOutcome, "the database says what is wrong")
	full := errors.New("disk failure")
	g.fail = func(query string) error {
		if strings.HasPrefix(query, "INSERT") {
			return codedError{full, 10}
		}
		return nil
	}
	err = insert(t.Context(), "c")
	require.ErrorIs(t, err, full)
	require.ErrorIs(t, err, sqldb.ErrUnknownOutcome, "it may have been the commit that failed")
	attempts := 0
	g.fail = func(query string) error {
		if attempts++; attempts == 1 {
			return codedError{errors.New("locked"), 5}
		}
		return nil
	}
	require.NoError(t, insert(t.Context(), "d"), "another process held the lock")
	g.fail = func(string) error { return nil }
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, insert(cancelled, "e"), context.Canceled)
	require.ErrorIs(t, f.Alone(t.Context(), func(*sqldb.Tx) error { panic("customer text") }), sqldb.ErrPanic)

	g.write = f.Alone
	errs := g.together(t, note("f"), note("g"))
	require.NoError(t, errors.Join(errs...))
	require.Equal(t, 2, g.statements.take()["COMMIT"], "one for the first transaction, one for the two")
	require.Equal(t, []string{"a", "b", "d", "f", "g"}, g.notes(t))
}

// codedError is an error with a result code of SQLite.
type codedError struct {
	error
	code int
}

func (e codedError) Code() int     { return e.code }
func (e codedError) Unwrap() error { return e.error }

// A write that is alone in its transaction, behind no savepoint, fails as any other.
func TestGroupAlone(t *testing.T) {
	g := newGrouped(t, "", nil)
	refused := errors.New("refused")
	for _, c := range []struct {
		name string
		want error
		fn   write
	}{
		{"refused", refused, func(tx *sqldb.Tx, cancel context.CancelFunc) error {
			return errors.Join(note("refused")(tx, cancel), refused)
		}},
		{"panic", sqldb.ErrPanic, func(tx *sqldb.Tx, cancel context.CancelFunc) error {
			defer panic("customer text")
			return note("panic")(tx, cancel)
		}},
		{"cancelled at the end", context.Canceled, func(tx *sqldb.Tx, cancel context.CancelFunc) error {
			defer cancel()
			return note("cancelled")(tx, cancel)
		}},
		{"cancelled in the middle", context.Canceled, func(tx *sqldb.Tx, cancel context.CancelFunc) error {
			err := note("cancelled")(tx, cancel)
			cancel()
			return errors.Join(err, note("more")(tx, cancel))
		}},
	} {
		g.statements.take()
		ctx, cancel := context.WithCancel(t.Context())
		err := g.db.Write(ctx, func(tx *sqldb.Tx) error { return c.fn(tx, cancel) })
		cancel()
		require.ErrorIs(t, err, c.want, c.name)
		require.NotContains(t, err.Error(), "customer text")
		require.Empty(t, g.notes(t), c.name)
		seen := g.statements.take()
		require.Zero(t, seen["COMMIT"], c.name)
		require.Zero(t, seen["SAVEPOINT one"], c.name)
		require.Equal(t, 1, seen["ROLLBACK"], c.name)
	}
	// The lock is free, and the connection in order.
	require.NoError(t, g.db.Write(t.Context(), func(tx *sqldb.Tx) error { return note("a")(tx, nil) }))
	require.Equal(t, []string{"a"}, g.notes(t))
}

func TestGroupLeavesTheQueueOnCancel(t *testing.T) {
	g := newGrouped(t, "", nil)
	require.NoError(t, g.db.Write(t.Context(), func(*sqldb.Tx) error {
		// This is a transaction under way; another caller waits and gives up.
		ctx, cancel := context.WithCancel(t.Context())
		w := newWaiting(ctx)
		result := make(chan error)
		go func() {
			result <- g.db.Write(w, func(tx *sqldb.Tx) error { return note("never")(tx, cancel) })
		}()
		<-w.entered
		cancel()
		assert.ErrorIs(t, <-result, context.Canceled)
		return nil
	}))
	require.Empty(t, g.notes(t))
}

func TestGroupTellsNobodyBeforeTheCommit(t *testing.T) {
	g := newGrouped(t, "", nil)
	lost := errors.New("disk on fire")
	commits := 0
	g.fail = func(query string) error {
		if query == "COMMIT" {
			if commits++; commits > 1 {
				return lost
			}
		}
		return nil
	}
	exists := errors.New("exists")
	errs := g.together(t, note("a"), func(tx *sqldb.Tx, cancel context.CancelFunc) error {
		if note("a")(tx, cancel) != nil {
			return exists
		}
		return nil
	})
	g.fail = func(string) error { return nil }
	for _, err := range errs {
		require.ErrorIs(t, err, sqldb.ErrUnknownOutcome)
		require.ErrorIs(t, err, lost)
		require.NotErrorIs(t, err, exists, "what it saw was never written")
	}
	require.Empty(t, g.notes(t))
	require.NoError(t, errors.Join(g.together(t, note("a"))...))
	require.Equal(t, []string{"a"}, g.notes(t))
}

// On a full disk SQLite rolls back the whole transaction, not the savepoint.
func TestGroupFullDisk(t *testing.T) {
	g := newGrouped(t, "&_pragma=max_page_count(20)", nil)
	errs := g.together(t, note("a"), func(tx *sqldb.Tx, _ context.CancelFunc) error {
		_, err := tx.Exec("INSERT INTO note (id, body) VALUES ('large', ?)", strings.Repeat("x", 1<<20))
		return err
	}, note("b"))
	require.NoError(t, errs[0])
	require.ErrorContains(t, errs[1], "full")
	require.NoError(t, errs[2])
	require.Equal(t, []string{"a", "b"}, g.notes(t))
}

func TestGroupSurvivesGoexit(t *testing.T) {
	g := newGrouped(t, "", nil)
	errs := g.together(t, note("a"), func(*sqldb.Tx, context.CancelFunc) error {
		runtime.Goexit()
		return nil
	}, note("b"))
	// The one who led is gone; the others were told.
	require.ErrorIs(t, errs[0], errEnded)
	require.Error(t, errs[1])
	require.Error(t, errs[2])
	require.Empty(t, g.notes(t))
	require.NoError(t, errors.Join(g.together(t, note("a"))...))
}

// busy is what the driver says when another process holds the lock.
type busy struct{}

func (busy) Error() string { return "database is locked" }
func (busy) Code() int     { return 5 }

func TestGroupLeaderGivesUp(t *testing.T) {
	g := newGrouped(t, "", nil)
	first, cancel := context.WithCancel(t.Context())
	second := newWaiting(t.Context())
	result := make(chan error, 1)
	var once sync.Once
	g.fail = func(query string) (err error) {
		if query == "BEGIN IMMEDIATE" {
			once.Do(func() {
				// The second caller queues up behind the first, who gives up
				// while somebody else holds the lock.
				go func() {
					result <- g.db.Write(second, func(tx *sqldb.Tx) error { return note("second")(tx, nil) })
				}()
				<-second.entered
				cancel()
				err = busy{}
			})
		}
		return err
	}
	err := g.db.Write(first, func(tx *sqldb.Tx) error { return note("first")(tx, nil) })
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, <-result)
	require.Equal(t, []string{"second"}, g.notes(t))
}

func TestGroupAsksAgainForTheLock(t *testing.T) {
	g := newGrouped(t, "", &sqldb.Options{MaxAttempts: 3})
	refuse := 2
	g.fail = func(query string) error {
		if query == "BEGIN IMMEDIATE" && refuse > 0 {
			refuse--
			return busy{}
		}
		return nil
	}
	write := func() error {
		return g.db.Write(t.Context(), func(tx *sqldb.Tx) error { return note("a")(tx, nil) })
	}
	require.NoError(t, write())
	refuse = 3
	require.ErrorIs(t, write(), busy{})
}
