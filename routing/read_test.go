package routing_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// What a supervisor sees: who is there, how busy he is and with what, and how many
// wait.
func TestFloor(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r := at(t, routing.Plan{
		Queues: []routing.Queue{{ID: "a", OfferFor: routing.Duration(time.Minute), WrapUp: routing.Duration(time.Minute)}},
	}, &now)
	join(t, r, routing.Online, routing.Agent{ID: "ann", Capacity: 3})
	join(t, r, routing.Away, routing.Agent{ID: "ben", Capacity: 9})
	for _, id := range []string{"1", "2", "3", "4"} {
		_, err := r.Submit(ctx, routing.Item{ID: id, Conversation: "c" + id})
		require.NoError(t, err)
		now = now.Add(time.Second)
	}
	for _, id := range []string{"1", "2"} {
		w, err := r.Work(ctx, id)
		require.NoError(t, err)
		_, err = r.Accept(ctx, w.Assignment())
		require.NoError(t, err)
		if id == "1" {
			_, err = r.Complete(ctx, w.Assignment(), "resolved")
			require.NoError(t, err)
		}
	}
	all, err := r.Agents(ctx)
	require.NoError(t, err)
	require.Len(t, all, 2)
	ann, ben := all[0], all[1]
	require.Equal(t, routing.Online, ann.Seat.Presence)
	require.Equal(t, []int{3, 1, 1, 1}, []int{ann.Used, ann.Wrapping, ann.Active, ann.Offered})
	require.Equal(t, []string{"1", "2", "3"}, ann.Items)
	require.False(t, ann.Room)
	require.Equal(t, routing.Away, ben.Seat.Presence)
	require.False(t, ben.Room, "he has capacity, but is away")

	q, err := r.Queue(ctx, "a")
	require.NoError(t, err)
	require.Equal(t, []int{1, 3, 1, 0}, []int{q.Waiting, q.Held, q.Online, q.Available})
	require.Equal(t, time.Second, q.Longest)
	load, err := r.Load(ctx)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{load.Waiting, load.People})
	of, err := r.Conversation(ctx, "c4")
	require.NoError(t, err)
	require.Len(t, of, 1)
	require.Equal(t, routing.Waiting, of[0].Status.State)
}

// Whoever watches one router hears what is done through it at once, and what is done
// through another one within Poll; each event once, in order.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		store := routing.NewMemoryStore()
		var both [2]*routing.Router
		for i := range both {
			r, err := routing.New(store, &routing.Options{Poll: 5 * time.Second})
			require.NoError(t, err)
			both[i] = r
			go func() { _ = r.Run(ctx) }()
		}
		type heard struct {
			item string
			late time.Duration
		}
		var all []heard
		watching := make(chan struct{})
		go func() {
			defer close(watching)
			for e, err := range both[0].Watch(ctx, 0) {
				require.NoError(t, err)
				if e.Type == routing.EventUnsatisfiable { // nobody is registered
					continue
				}
				all = append(all, heard{e.Item, time.Since(e.At)})
			}
		}()
		for i, id := range []string{"1", "2", "3", "4"} {
			_, err := both[i%2].Submit(ctx, routing.Item{ID: id})
			require.NoError(t, err)
			synctest.Wait()
			time.Sleep(7 * time.Second)
		}
		cancel()
		<-watching
		require.Len(t, all, 4)
		for i, h := range all {
			require.Equal(t, heard{string(rune('1' + i)), h.late}, h)
			require.LessOrEqual(t, h.late, 5*time.Second)
			if i%2 == 0 {
				require.Zero(t, h.late, "done through this router")
			}
		}
	})
}

// A router forgets what ended before a time, with its history, and nothing else.
func TestPrune(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r := at(t, routing.Plan{}, &now)
	for _, id := range []string{"old", "new", "open"} {
		_, err := r.Submit(ctx, routing.Item{ID: id})
		require.NoError(t, err)
	}
	for _, id := range []string{"old", "new"} {
		_, err := r.Cancel(ctx, id, "left")
		require.NoError(t, err)
		now = now.Add(time.Hour)
	}
	n, err := r.Prune(ctx, now.Add(-time.Hour), 10)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	_, err = r.Work(ctx, "old")
	require.ErrorIs(t, err, routing.ErrNotFound)
	for _, id := range []string{"new", "open"} {
		_, err = r.Work(ctx, id)
		require.NoError(t, err)
	}
	for e, err := range r.Events(ctx, "", 0) {
		require.NoError(t, err)
		require.NotEqual(t, "old", e.Item)
	}
}

// The time to the fourth end of two slots, of five minutes each while nothing is
// known, is gamma distributed: 10 minutes, and four fifths of it within 1.25 standard
// deviations of 5.
func TestPlaceHasARange(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r := at(t, routing.Plan{Queues: []routing.Queue{{ID: "a"}}}, &now)
	for _, id := range []string{"1", "2", "3", "4", "5", "6"} {
		_, err := r.Submit(ctx, routing.Item{ID: id})
		require.NoError(t, err)
	}
	p, err := r.Place(ctx, "6")
	require.NoError(t, err)
	require.Equal(t, routing.Place{Queue: "a", Place: 6, Of: 6}, p, "nobody is there, so nothing is known")
	join(t, r, routing.Online, routing.Agent{ID: "ann", Capacity: 1}, routing.Agent{ID: "ben", Capacity: 1})
	p, err = r.Place(ctx, "6")
	require.NoError(t, err)
	require.Equal(t, routing.Place{
		Queue: "a", Place: 4, Of: 4, Known: true, Wait: 10 * time.Minute, Low: 225 * time.Second, High: 975 * time.Second,
	}, p)
	_, err = r.Place(ctx, "1")
	require.ErrorIs(t, err, routing.ErrState)
}
