package integration

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"net"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/dialogsql"
	"github.com/stretchr/testify/require"
)

// wire is a connection to the server that breaks at a COMMIT, or where it is told to.
type wire struct {
	net.Conn
	at    []byte                               // what the message has
	cut   *atomic.Pointer[func(w *wire) error] // called once, before the commit leaves
	after bool                                 // break when the answer to the commit is there
}

func (w *wire) Write(b []byte) (int, error) {
	if bytes.Contains(b, w.at) {
		if cut := w.cut.Swap(nil); cut != nil {
			if err := (*cut)(w); err != nil {
				return 0, err
			}
		}
	}
	return w.Conn.Write(b)
}

func (w *wire) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	if w.after && err == nil { // the server has done it, the client will never know
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

const victim = "kefu test victim"

// openWired returns a store on [wired].
func openWired(t *testing.T, d database, cut *atomic.Pointer[func(*wire) error]) *dialogsql.Store {
	t.Helper()
	store, err := dialogsql.Open(wired(t, d, cut), d.dialect, nil)
	require.NoError(t, err)
	return store
}

// wired returns a handle whose connections call cut at the next commit.
func wired(t *testing.T, d database, cut *atomic.Pointer[func(*wire) error]) *sql.DB {
	t.Helper()
	return wiredAt(t, d, "commit\x00", cut)
}

// wiredAt is [wired] for the next message that has a text.
func wiredAt(t *testing.T, d database, at string, cut *atomic.Pointer[func(*wire) error]) *sql.DB {
	t.Helper()
	config := postgres(t).Copy()
	config.RuntimeParams["search_path"] = d.schema
	config.RuntimeParams["application_name"] = victim
	dial := config.DialFunc
	config.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		return &wire{Conn: conn, at: []byte(at), cut: cut}, err
	}
	db := stdlib.OpenDB(*config)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// The connection is lost during a commit. Whoever commits the same turn again
// has it exactly once.
func TestConnectionLostDuringCommit(t *testing.T) {
	for _, c := range []struct {
		name    string
		written bool
		cut     func(t *testing.T, admin *sql.DB, w *wire) error
	}{
		{"before it arrives", false, func(*testing.T, *sql.DB, *wire) error { return io.ErrClosedPipe }},
		{"server process ended", false, func(t *testing.T, admin *sql.DB, _ *wire) error {
			t.Helper()
			var ended bool
			err := admin.QueryRowContext(t.Context(), "SELECT bool_and(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"+
				" WHERE application_name = $1", victim).Scan(&ended)
			require.NoError(t, err)
			require.True(t, ended)
			return nil
		}},
		{"after it was done", true, func(_ *testing.T, _ *sql.DB, w *wire) error {
			w.after = true
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newPostgreSQL(t)
			ctx := t.Context()
			healthy := d.open(t)
			newDialog(t, d.shared(t), "")

			var cut atomic.Pointer[func(*wire) error]
			store := openWired(t, d, &cut)
			require.NoError(t, oneTurn(ctx, store, "c", 1))

			fail := func(w *wire) error { return c.cut(t, healthy, w) }
			cut.Store(&fail)
			turn := aTurn("c", 1, "m")
			turn.Outbox = []dialog.Outgoing{{ID: "o", Due: noon, Reply: &dialog.Reply{ID: "r"}}}
			_, err := store.Commit(ctx, turn)
			require.ErrorIs(t, err, dialogsql.ErrUnknownOutcome)
			require.Nil(t, cut.Load())

			version, err := store.Commit(ctx, turn)
			if c.written {
				var dup *dialog.DuplicateError
				require.ErrorAs(t, err, &dup)
				version = dup.Record.Version
			} else {
				require.NoError(t, err)
			}
			require.EqualValues(t, 2, version)
			loaded, err := store.Load(ctx, "c")
			require.NoError(t, err)
			require.EqualValues(t, 2, loaded.Version)
		})
	}
}

// A turn puts an item behind one that is being settled at the same moment. One
// of the two has to wait for the other, or the new item would never get to the
// head of the queue.
func TestSettleWhileTheNextItemIsWritten(t *testing.T) {
	d := newPostgreSQL(t)
	ctx := t.Context()
	admin := d.open(t)
	other := newDialog(t, d.shared(t), "")
	var cut atomic.Pointer[func(*wire) error]
	store := openWired(t, d, &cut)
	send := func(version int64, id string) error {
		turn := aTurn("c", version, "message of "+id)
		turn.Outbox = []dialog.Outgoing{{ID: id, Due: noon, Reply: &dialog.Reply{ID: "r"}}}
		_, err := store.Commit(ctx, turn)
		return err
	}
	claim := func() string {
		items, err := other.Outbox().Claim(ctx, noon, noon.Add(1), 10)
		require.NoError(t, err)
		require.Len(t, items, 1)
		return items[0].ID
	}
	require.NoError(t, send(0, "first"))
	require.Equal(t, "first", claim())

	settled := make(chan error, 1)
	meanwhile := func(*wire) error { // all is written but the commit
		go func() { settled <- other.Outbox().Settle(ctx, "first", 1, dialog.Outcome{}) }()
		for waiting := false; !waiting && len(settled) == 0; {
			err := admin.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"+
				" JOIN pg_locks w ON w.pid = l.pid WHERE NOT w.granted AND c.relnamespace = $1::regnamespace)", d.schema).Scan(&waiting)
			if err != nil {
				return err
			}
		}
		return nil
	}
	cut.Store(&meanwhile)
	require.NoError(t, send(1, "second"))
	require.NoError(t, <-settled)
	require.Equal(t, "second", claim())
}
