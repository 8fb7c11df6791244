package integration

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/intentsql"
	"github.com/kefu-go/kefu/intent/intenttest"
	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/stretchr/testify/require"
)

func newIntent(t testing.TB, shared *sqldb.DB, tenant string) *intentsql.Store {
	t.Helper()
	s, err := intentsql.New(shared, &intentsql.Options{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}

func TestIntentStore(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		intenttest.RunStore(t, func(t *testing.T) intent.Store {
			return newIntent(t, shared, fmt.Sprint("tenant ", tenants.Add(1)))
		})
	})
}

func aCorrection(id string) intent.Correction {
	return intent.Correction{ID: id, Text: "where is my money", Label: "refund", At: noon}
}

// useIntent calls everything that runs statements of its own.
func useIntent(t *testing.T, s *intentsql.Store) {
	t.Helper()
	ctx := t.Context()
	for i := range modelPage + 1 {
		require.NoError(t, s.PutModel(ctx, intent.StoredModel{Version: fmt.Sprint("v", i)}))
	}
	require.NoError(t, s.PutModel(ctx, intent.StoredModel{Version: "v0"}))
	_, err := s.Model(ctx, "v1")
	require.NoError(t, err)
	_, err = s.SetLive(ctx, intent.Live{Version: "v1", Before: "v0"})
	require.NoError(t, err)
	_, err = s.Live(ctx)
	require.NoError(t, err)
	for _, undone := range []bool{false, true} {
		c := aCorrection("c")
		c.Undone = undone
		_, err = s.PutCorrection(ctx, c)
		require.NoError(t, err)
	}
	for _, err := range s.Models(ctx) {
		require.NoError(t, err)
	}
	for _, err := range s.Corrections(ctx, 1) {
		require.NoError(t, err)
	}
}

// modelPage is more than a loop over models reads at a time.
const modelPage = 200

// Two tenants share tables, and nothing else.
func TestIntentTenantsAreApart(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		for _, tenant := range []string{"a", "b"} {
			s := newIntent(t, shared, tenant)
			require.NoError(t, s.PutModel(ctx, intent.StoredModel{Version: "v", Data: []byte(tenant)}))
			require.NoError(t, s.PutModel(ctx, intent.StoredModel{Version: "only " + tenant}))
			_, err := s.SetLive(ctx, intent.Live{Version: "v"})
			require.NoError(t, err)
			c, err := s.PutCorrection(ctx, aCorrection("c"))
			require.NoError(t, err)
			require.EqualValues(t, 1, c.Cursor)
		}
		a := newIntent(t, shared, "a")
		m, err := a.Model(ctx, "v")
		require.NoError(t, err)
		require.Equal(t, "a", string(m.Data))
		_, err = a.Model(ctx, "only b")
		require.ErrorIs(t, err, intent.ErrNotFound)
		_, err = a.SetLive(ctx, intent.Live{Version: "only b", Revision: 1})
		require.ErrorIs(t, err, intent.ErrNotFound)
		n := 0
		for _, err := range a.Models(ctx) {
			require.NoError(t, err)
			n++
		}
		for _, err := range a.Corrections(ctx, 0) {
			require.NoError(t, err)
			n++
		}
		require.Equal(t, 3, n)
	})
}

// A correction whose transaction began early and commits late comes behind what
// was read in between: the second waits for the first.
func TestLateCorrectionIsNotSkipped(t *testing.T) {
	d := newPostgreSQL(t)
	ctx := t.Context()
	s := newIntent(t, d.shared(t), "")
	_, err := s.PutCorrection(ctx, aCorrection("first"))
	require.NoError(t, err)
	done := make(chan error, 1)
	err = d.shared(t).Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec("UPDATE intent_store SET cursor = cursor + 1 WHERE tenant = ''")
		require.NoError(t, err)
		go func() {
			_, err := s.PutCorrection(ctx, aCorrection("behind"))
			done <- err
		}()
		for c, err := range s.Corrections(ctx, 0) {
			require.NoError(t, err)
			require.Equal(t, "first", c.ID)
		}
		return nil
	})
	require.NoError(t, err)
	require.NoError(t, <-done)
	for c, err := range s.Corrections(ctx, 1) {
		require.NoError(t, err)
		require.EqualValues(t, 3, c.Cursor, "2 was taken by the transaction that was open")
	}
}

// A correction that is cancelled anywhere has done nothing, or says that it does
// not know; the same one again is kept once.
func TestCorrectionCancelledAnywhere(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s := newIntent(t, d.shared(t), "")
		cancelled, done := 0, false
		for n := 1; !done; n++ {
			require.Less(t, n, 1000)
			limited := newCountdown(ctx, n)
			_, err := s.PutCorrection(limited, aCorrection(fmt.Sprint("c", n)))
			limited.cancel()
			switch {
			case err == nil:
				done = true
			case errors.Is(err, intentsql.ErrUnknownOutcome):
			default:
				cancelled++
				require.ErrorIs(t, err, context.Canceled)
				for c, err := range s.Corrections(ctx, 0) {
					require.NoError(t, err)
					require.NotEqual(t, fmt.Sprint("c", n), c.ID)
				}
			}
			_, err = s.PutCorrection(ctx, aCorrection(fmt.Sprint("c", n)))
			require.NoError(t, err)
			all := 0
			for _, err := range s.Corrections(ctx, 0) {
				require.NoError(t, err)
				all++
			}
			require.Equal(t, n, all)
		}
		require.Greater(t, cancelled, 3)
	})
}

// The connection is lost during the commit of a model. Whoever puts it again has
// it once.
func TestConnectionLostDuringPutModel(t *testing.T) {
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
			newIntent(t, d.shared(t), "")
			var next atomic.Pointer[func(*wire) error]
			s, err := intentsql.Open(wired(t, d, &next), d.dialect, nil)
			require.NoError(t, err)
			require.NoError(t, s.PutModel(ctx, intent.StoredModel{Version: "first"}))
			m := intent.StoredModel{Version: "v", Created: noon, Data: []byte{1, 2, 3}}
			next.Store(&cut)
			require.ErrorIs(t, s.PutModel(ctx, m), intentsql.ErrUnknownOutcome)
			require.NoError(t, s.PutModel(ctx, m))
			got, err := s.Model(ctx, "v")
			require.NoError(t, err)
			require.Equal(t, m, got)
		})
	}
}

func TestKillWhileCorrecting(t *testing.T) {
	path := t.TempDir() + "/corrections.db"
	db := openSQLite(t, sqldb.SQLiteDSN(path))
	s, err := intentsql.Open(db, intentsql.SQLite, nil)
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	for run := range 2 {
		lines := killChild(t, "corrections", path, fmt.Sprint(run), 100)
		require.Equal(t, "ok", integrity(t, db))
		stored, cursor := map[string]bool{}, int64(0)
		for c, err := range s.Corrections(t.Context(), 0) {
			require.NoError(t, err)
			require.Greater(t, c.Cursor, cursor)
			cursor = c.Cursor
			stored[c.ID] = true
		}
		for _, id := range lines {
			require.Contains(t, stored, id, "acknowledged and lost")
		}
	}
}

// A model of 20 MB is put and read in a time that nobody minds.
func BenchmarkModelOf20MB(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		s := newIntent(b, d.shared(b), "")
		data := make([]byte, 20<<20)
		b.ReportAllocs()
		b.SetBytes(int64(len(data)))
		n := 0
		for b.Loop() {
			n++
			version := fmt.Sprint("v", n)
			require.NoError(b, s.PutModel(b.Context(), intent.StoredModel{Version: version, Created: noon.Add(time.Duration(n)), Data: data}))
			_, err := s.Model(b.Context(), version)
			require.NoError(b, err)
		}
	})
}

// Nodes with a registry each over the same database correct, undo and publish at
// once. When they have all caught up, they answer the same, byte for byte, and so
// does a node that starts then.
func TestRegistriesOnADatabase(t *testing.T) {
	examples := []intent.Example{
		{Text: "where is my parcel", Label: "track"},
		{Text: "track my order", Label: "track"},
		{Text: "give me my money back", Label: "refund"},
		{Text: "我要退款", Label: "refund"},
	}
	onEach(t, func(t *testing.T, d database) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var nodes []*intent.Registry
		for range 3 {
			r, err := intent.NewRegistry(newIntent(t, d.shared(t), ""), nil)
			require.NoError(t, err)
			nodes = append(nodes, r)
		}
		errs := make(chan error)
		for n, r := range nodes {
			go func() {
				var all []error
				m, err := intent.Train(ctx, examples, &intent.TrainOptions{Categories: map[string]string{"refund": fmt.Sprint(n)}})
				all = append(all, err)
				_, err = r.Publish(ctx, m, "")
				all = append(all, err)
				for i := range 10 {
					id := fmt.Sprint("words of ", n, " number ", i)
					_, err := r.Correct(ctx, intent.Correction{ID: id, Text: id, Label: "complaint", At: noon})
					all = append(all, err)
					if result, err := r.Classify(ctx, intent.Input{Text: id}); err != nil || result.Label() != "complaint" {
						all = append(all, fmt.Errorf("a correction does not count at once (error %w)", err))
					}
					if i%3 == 0 {
						all = append(all, r.Undo(ctx, id))
					}
				}
				errs <- errors.Join(all...)
			}()
		}
		for range nodes {
			require.NoError(t, <-errs)
		}
		fresh, err := intent.NewRegistry(newIntent(t, d.shared(t), ""), nil)
		require.NoError(t, err)
		require.NoError(t, fresh.Load(ctx))
		require.NotEmpty(t, fresh.Live().Version)
		for _, r := range nodes {
			require.NoError(t, r.Load(ctx))
			require.Equal(t, fresh.Live(), r.Live())
			require.Equal(t, fresh.Model().Version(), r.Model().Version())
		}
	})
}
