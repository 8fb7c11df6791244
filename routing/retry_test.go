package routing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// Who missed an offer is asked again after RetryAfter, also while somebody is there who
// was never asked because he is busy.
func TestWhoDeclinedIsAskedAgainBesideABusyColleague(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Now: func() time.Time { return now }, Lease: -1,
		Plan: routing.Plan{Queues: []routing.Queue{{ID: "q", OfferFor: routing.Duration(20 * time.Second)}}},
	})
	require.NoError(t, err)
	for _, id := range []string{"busy", "idle"} {
		require.NoError(t, r.Register(ctx, routing.Agent{ID: id, Capacity: 1}))
		require.NoError(t, r.SetPresence(ctx, id, routing.Online, ""))
	}
	w, err := r.Submit(ctx, routing.Item{ID: "long"})
	require.NoError(t, err)
	require.Equal(t, "busy", w.Status.Agent)
	_, err = r.Accept(ctx, w.Assignment())
	require.NoError(t, err)
	_, err = r.Submit(ctx, routing.Item{ID: "next"})
	require.NoError(t, err)
	for _, want := range []struct {
		after time.Duration
		state routing.State
		pass  int
	}{{20 * time.Second, routing.Waiting, 0}, {29 * time.Second, routing.Waiting, 0}, {time.Second, routing.Offered, 1}} {
		now = now.Add(want.after)
		_, err = r.Sweep(ctx)
		require.NoError(t, err)
		w, err = r.Work(ctx, "next")
		require.NoError(t, err)
		require.Equal(t, want.state, w.Status.State, now)
		require.Equal(t, want.pass, w.Status.Pass)
	}
	require.Equal(t, "idle", w.Status.Agent)
}

// A customer who leaves while his agent writes up was served all the same.
func TestCancelLeavesAWrapUp(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Now: func() time.Time { return now }, Plan: routing.Plan{Queues: []routing.Queue{{ID: "q", WrapUp: routing.Duration(time.Minute)}}},
	})
	require.NoError(t, err)
	require.NoError(t, r.Register(ctx, routing.Agent{ID: "ann", Capacity: 1}))
	require.NoError(t, r.SetPresence(ctx, "ann", routing.Online, ""))
	w, err := r.Submit(ctx, routing.Item{ID: "1"})
	require.NoError(t, err)
	_, err = r.Complete(ctx, w.Assignment(), "resolved")
	require.NoError(t, err)
	_, err = r.Cancel(ctx, "1", "left")
	require.NoError(t, err)
	w, err = r.Ready(ctx, w.Assignment())
	require.NoError(t, err)
	require.Equal(t, "resolved", w.Status.Outcome)
}

// A bot stays online without heartbeats, a person does not.
func TestBotsHaveNoLease(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{Now: func() time.Time { return now }})
	require.NoError(t, err)
	for id, bot := range map[string]bool{"ann": false, "robot": true} {
		require.NoError(t, r.Register(ctx, routing.Agent{ID: id, Bot: bot, Capacity: 1}))
		require.NoError(t, r.SetPresence(ctx, id, routing.Online, ""))
	}
	now = now.Add(time.Hour)
	_, err = r.Sweep(ctx)
	require.NoError(t, err)
	for id, want := range map[string]routing.Presence{"ann": routing.Offline, "robot": routing.Online} {
		a, err := r.Agent(ctx, id)
		require.NoError(t, err)
		require.Equal(t, want, a.Seat.Presence, id)
	}
}
