package integration

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/routing/routingsql"
	"github.com/kefu-go/kefu/routing/routingtest"
	"github.com/stretchr/testify/require"
)

func newRouting(t testing.TB, shared *sqldb.DB, tenant string) *routingsql.Store {
	t.Helper()
	s, err := routingsql.New(shared, &routingsql.Options{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}

func TestRoutingStore(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		routingtest.RunStore(t, func(t *testing.T) routing.Store {
			return newRouting(t, shared, fmt.Sprint("tenant ", tenants.Add(1)))
		})
	})
}

// aRouting is a commit of an item, its agent, and what goes with them.
func aRouting(after int64, id string) routing.Commit {
	return routing.Commit{
		After: after, Items: []routing.Item{{ID: id, Channel: "chat", Brief: []byte(`{"a": 1}`)}},
		Statuses: []routing.StatusOf{{Item: id, Status: routing.Status{State: routing.Waiting, Arrived: noon, Since: noon, Version: 1}}},
		Seats:    []routing.Seat{{Agent: routing.Agent{ID: "ann", Capacity: 1}, Presence: routing.Online, Since: noon}},
		Learned:  []routing.Learned{{Agent: "ann", Category: "refund", Experience: routing.Experience{Done: 1}}},
		Control:  &routing.Control{Turn: after + 1},
		Events:   []routing.Event{{At: noon, Type: routing.EventSubmitted, Item: id}, {At: noon, Type: routing.EventPresence, Agent: "ann"}},
	}
}

// anEnd ends an item at a time.
func anEnd(after int64, id string, at time.Time) routing.Commit {
	return routing.Commit{After: after, Statuses: []routing.StatusOf{
		{Item: id, Status: routing.Status{State: routing.Completed, Since: at, Version: 2}},
	}, Events: []routing.Event{{At: at, Type: routing.EventCompleted, Item: id}}}
}

// useRouting calls everything that runs statements of its own.
func useRouting(t *testing.T, s *routingsql.Store) {
	t.Helper()
	ctx := t.Context()
	for i := range int64(3) {
		c := aRouting(i, fmt.Sprint("item ", i))
		if i == 1 {
			c.Control = nil
		}
		_, err := s.Commit(ctx, c)
		require.NoError(t, err)
	}
	_, err := s.Commit(ctx, aRouting(1, "late"))
	require.ErrorIs(t, err, routing.ErrConflict)
	_, err = s.Commit(ctx, aRouting(1, "item 0"))
	require.ErrorIs(t, err, routing.ErrExists)
	_, err = s.Commit(ctx, anEnd(3, "item 0", noon))
	require.NoError(t, err)
	for _, after := range []int64{0, 2} {
		_, err = s.Changes(ctx, after)
		require.NoError(t, err)
	}
	_, err = s.Work(ctx, "item 1")
	require.NoError(t, err)
	for _, item := range []string{"", "item 1"} {
		for _, err := range s.Events(ctx, item, 0) {
			require.NoError(t, err)
		}
	}
	n, err := s.Prune(ctx, noon.Add(time.Hour), 10)
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

// Two tenants share tables, and nothing else.
func TestRoutingTenantsAreApart(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		for _, tenant := range []string{"a", "b"} {
			s := newRouting(t, shared, tenant)
			for i, id := range []string{"shared", "only " + tenant} {
				_, err := s.Commit(ctx, aRouting(int64(i), id))
				require.NoError(t, err)
			}
			_, err := s.Commit(ctx, anEnd(2, "shared", noon.Add(time.Minute)))
			require.NoError(t, err)
		}
		a, b := newRouting(t, shared, "a"), newRouting(t, shared, "b")
		n, err := a.Prune(ctx, noon.Add(time.Hour), 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		_, err = a.Work(ctx, "only b")
		require.ErrorIs(t, err, routing.ErrNotFound)
		_, err = b.Work(ctx, "shared")
		require.NoError(t, err)
		for s, want := range map[*routingsql.Store]int{a: 1, b: 5} {
			c, err := s.Changes(ctx, 0)
			require.NoError(t, err)
			require.Len(t, c.Works, 1)
			require.Len(t, c.Seats, 1)
			require.Len(t, c.Learned, 1)
			require.EqualValues(t, 5, c.Seq)
			events := 0
			for _, err := range s.Events(ctx, "", 0) {
				require.NoError(t, err)
				events++
			}
			require.Equal(t, want, events, "what is pruned of one is kept of the other")
		}
	})
}

// A commit that is cancelled anywhere has done nothing, or says that it does not
// know; the same one again is written once, or is a conflict.
func TestRoutingCommitCancelledAnywhere(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s := newRouting(t, d.shared(t), "")
		cancelled, done := 0, false
		for n := 1; !done; n++ {
			require.Less(t, n, 1000)
			before, err := s.Changes(ctx, 0)
			require.NoError(t, err)
			c := aRouting(before.Revision, fmt.Sprint("item ", n))
			limited := newCountdown(ctx, n)
			_, err = s.Commit(limited, c)
			limited.cancel()
			switch {
			case err == nil:
				done = true
			case errors.Is(err, routingsql.ErrUnknownOutcome):
			default:
				cancelled++
				require.ErrorIs(t, err, context.Canceled)
				after, err := s.Changes(ctx, 0)
				require.NoError(t, err)
				require.Equal(t, before, after)
			}
			_, err = s.Commit(ctx, c)
			require.True(t, err == nil || errors.Is(err, routing.ErrExists), "got %v", err)
			after, err := s.Changes(ctx, 0)
			require.NoError(t, err)
			require.Equal(t, before.Revision+1, after.Revision)
			require.Len(t, after.Works, n)
		}
		require.Greater(t, cancelled, 1, "there are places to be cancelled at")
	})
}

// The connection is lost during a commit. What changed after its revision tells
// whether it was written, and the same one again is never written twice.
func TestConnectionLostDuringRoutingCommit(t *testing.T) {
	for _, c := range []struct {
		name    string
		written bool
		cut     func(w *wire) error
	}{
		{"before it arrives", false, func(*wire) error { return io.ErrClosedPipe }},
		{"after it was done", true, func(w *wire) error {
			w.after = true
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newPostgreSQL(t)
			ctx := t.Context()
			newRouting(t, d.shared(t), "")
			var next atomic.Pointer[func(*wire) error]
			s, err := routingsql.Open(wiredAt(t, d, "second", &next), d.dialect, nil)
			require.NoError(t, err)
			_, err = s.Commit(ctx, aRouting(0, "first"))
			require.NoError(t, err)
			next.Store(&c.cut)
			_, err = s.Commit(ctx, aRouting(1, "second"))
			require.ErrorIs(t, err, routingsql.ErrUnknownOutcome)
			changes, err := s.Changes(ctx, 1)
			require.NoError(t, err)
			require.Equal(t, c.written, len(changes.Works) == 1)
			_, err = s.Commit(ctx, aRouting(1, "second"))
			if c.written {
				require.ErrorIs(t, err, routing.ErrExists)
			} else {
				require.NoError(t, err)
			}
			changes, err = s.Changes(ctx, 0)
			require.NoError(t, err)
			require.Len(t, changes.Works, 2)
			require.EqualValues(t, 2, changes.Revision)
			require.EqualValues(t, 4, changes.Seq)
		})
	}
}

// A connection has worked on tables that were empty; then they grow. It still
// finds what changed by the indexes.
func TestRoutingTablesGrow(t *testing.T) {
	d := newPostgreSQL(t)
	ctx := t.Context()
	db := d.open(t)
	db.SetMaxOpenConns(1)
	s, err := routingsql.Open(db, d.dialect, nil)
	require.NoError(t, err)
	require.NoError(t, s.Migrate(ctx))
	for i := range int64(20) {
		_, err := s.Commit(ctx, aRouting(i, fmt.Sprint("item ", i)))
		require.NoError(t, err)
		for after := range i + 1 {
			_, err = s.Changes(ctx, after)
			require.NoError(t, err)
		}
	}
	many := routing.Commit{After: 20}
	for i := range 20_000 {
		c := aRouting(0, fmt.Sprint("many ", i))
		many.Items, many.Statuses, many.Events = append(many.Items, c.Items...), append(many.Statuses, c.Statuses...), append(many.Events, c.Events...)
	}
	_, err = s.Commit(ctx, many)
	require.NoError(t, err)
	c, err := s.Changes(ctx, 20)
	require.NoError(t, err)
	require.Len(t, c.Works, 20_000)
	limited, cancel := context.WithTimeout(ctx, 20*time.Second) // it was 100 s with a join
	defer cancel()
	_, err = s.Changes(limited, 5)
	require.NoError(t, err)
}
