package routing_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

func TestMemoryOptionsAreChecked(t *testing.T) {
	for _, o := range []routing.MemoryOptions{{KeepEvents: -1}, {KeepEnded: -1}} {
		_, err := routing.NewBoundedMemoryStore(&o)
		require.ErrorIs(t, err, routing.ErrInvalid)
	}
	_, err := routing.NewBoundedMemoryStore(nil)
	require.NoError(t, err)
}

// A bounded store is an unbounded one of which the first events, and the items that
// ended first, are gone.
func TestBoundedMemoryStore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := t.Context()
		keepEvents := rapid.SampledFrom([]int{1, 7, 256, 300}).Draw(t, "events")
		keepEnded := rapid.SampledFrom([]int{0, 1, 5}).Draw(t, "ended")
		bounded, err := routing.NewBoundedMemoryStore(&routing.MemoryOptions{KeepEvents: keepEvents, KeepEnded: keepEnded})
		require.NoError(t, err)
		whole := routing.NewMemoryStore()
		noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		state := map[string]routing.State{}
		for revision := range int64(rapid.IntRange(1, 40).Draw(t, "commits")) {
			c := routing.Commit{After: revision}
			for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 30), 0, 6, rapid.ID).Draw(t, "items") {
				id := fmt.Sprint("item ", n)
				if state[id].Ended() {
					continue
				}
				if state[id] == 0 {
					c.Items = append(c.Items, routing.Item{ID: id})
				}
				state[id] = routing.State(rapid.IntRange(1, 5).Draw(t, "state"))
				// In the order in which they are committed, so that both know who ended first.
				since := noon.Add(time.Duration(revision*100+int64(len(c.Statuses))) * time.Second)
				c.Statuses = append(c.Statuses, routing.StatusOf{Item: id, Status: routing.Status{State: state[id], Since: since}})
			}
			for range rapid.IntRange(0, 60).Draw(t, "events") {
				id := ""
				if n := rapid.IntRange(-1, 33).Draw(t, "of"); n >= 0 {
					id = fmt.Sprint("item ", n)
				}
				c.Events = append(c.Events, routing.Event{Item: id, At: noon.Add(time.Duration(revision) * time.Second)})
			}
			for _, s := range []routing.Store{bounded, whole} {
				got, err := s.Commit(ctx, c)
				require.NoError(t, err)
				require.Equal(t, revision+1, got)
			}
		}
		all, err := whole.Changes(ctx, 0)
		require.NoError(t, err)
		got, err := bounded.Changes(ctx, 0)
		require.NoError(t, err)
		require.Equal(t, all, got)

		kept := map[string]bool{}
		ended, want := 0, 0
		for id, st := range state {
			_, err := bounded.Work(ctx, id)
			kept[id] = err == nil
			if st.Ended() {
				want++
				ended += map[bool]int{true: 1}[err == nil]
			} else {
				require.NoError(t, err, "what is open is kept")
			}
		}
		if keepEnded > 0 {
			want = min(want, keepEnded)
		}
		require.Equal(t, want, ended)

		for _, item := range []string{"", "item 0", "item 1", "item 33"} {
			var expected []routing.Event
			for e, err := range whole.Events(ctx, item, max(0, all.Seq-int64(keepEvents))) {
				require.NoError(t, err)
				if _, known := state[e.Item]; known && !kept[e.Item] {
					continue // gone with its item
				}
				expected = append(expected, e)
			}
			events, err := storetest.Collect(bounded.Events(ctx, item, 0))
			require.NoError(t, err)
			if keepEnded == 0 {
				require.Equal(t, expected, events)
			} else { // an event may be written of an item that is gone
				for _, e := range events {
					require.Greater(t, e.Seq, all.Seq-int64(keepEvents))
				}
			}
		}
	})
}

// A store that works for a long time holds what it may, and no traces of the rest.
func TestBoundedMemoryStoreDoesNotGrow(t *testing.T) {
	s, err := routing.NewBoundedMemoryStore(&routing.MemoryOptions{KeepEvents: 100, KeepEnded: 10})
	require.NoError(t, err)
	ctx, revision := t.Context(), int64(0)
	work := func(n int) {
		for range n {
			id := fmt.Sprint("item ", revision)
			c := routing.Commit{
				After: revision, Items: []routing.Item{{ID: id}},
				Statuses: []routing.StatusOf{{Item: id, Status: routing.Status{State: routing.Completed, Since: time.Unix(revision, 0)}}},
				Events:   []routing.Event{{Item: id}, {}, {Item: "stranger of " + id}},
			}
			revision, err = s.Commit(ctx, c)
			require.NoError(t, err)
		}
	}
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc) //nolint:gosec // not so much
	}
	work(2000)
	before := heap()
	work(40_000)
	require.Less(t, heap()-before, int64(1<<20), "unbounded it would be 20 MB")
	runtime.KeepAlive(s)
}

// An item that came back is not one of those that have ended.
func TestBoundedMemoryStoreKeepsWhatCameBack(t *testing.T) {
	s, err := routing.NewBoundedMemoryStore(&routing.MemoryOptions{KeepEnded: 1})
	require.NoError(t, err)
	for i, st := range []routing.StatusOf{
		{Item: "a", Status: routing.Status{State: routing.Completed}},
		{Item: "a", Status: routing.Status{State: routing.Waiting}},
		{Item: "b", Status: routing.Status{State: routing.Completed}},
	} {
		c := routing.Commit{After: int64(i), Statuses: []routing.StatusOf{st}}
		if i != 1 {
			c.Items = []routing.Item{{ID: st.Item}}
		}
		_, err := s.Commit(t.Context(), c)
		require.NoError(t, err)
	}
	for _, id := range []string{"a", "b"} {
		_, err := s.Work(t.Context(), id)
		require.NoError(t, err, id)
	}
}
