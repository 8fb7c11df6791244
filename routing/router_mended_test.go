package routing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// An agent who is online but too small for an item is not waited for before the
// others are asked again.
func TestPassEndsWithoutThoseWhoNeverCould(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Now: func() time.Time { return now }, Lease: -1,
		Plan: routing.Plan{Queues: []routing.Queue{{ID: "q", OfferFor: routing.Duration(20 * time.Second)}}},
	})
	require.NoError(t, err)
	for id, capacity := range map[string]int{"big": 3, "small": 2} {
		require.NoError(t, r.Register(t.Context(), routing.Agent{ID: id, Capacity: capacity}))
		require.NoError(t, r.SetPresence(t.Context(), id, routing.Online, ""))
	}
	w, err := r.Submit(t.Context(), routing.Item{ID: "1", Weight: 3})
	require.NoError(t, err)
	require.Equal(t, "big", w.Status.Agent)
	_, err = r.Reject(t.Context(), w.Assignment(), "busy")
	require.NoError(t, err)
	now = now.Add(31 * time.Second)
	_, err = r.Sweep(t.Context())
	require.NoError(t, err)
	w, err = r.Work(t.Context(), "1")
	require.NoError(t, err)
	require.Equal(t, routing.Offered, w.Status.State)
}

// A plan without a peak ends the one that is on.
func TestPeakEndsWithItsPlan(t *testing.T) {
	plan := routing.Plan{Peak: &routing.Peak{Enter: 1, Leave: 0.5}}
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{Plan: plan})
	require.NoError(t, err)
	for _, id := range []string{"1", "2"} {
		_, err = r.Submit(t.Context(), routing.Item{ID: id})
		require.NoError(t, err)
	}
	load, err := r.Load(t.Context())
	require.NoError(t, err)
	require.True(t, load.Peak)
	require.NoError(t, r.SetPlan(t.Context(), routing.Plan{}))
	load, err = r.Load(t.Context())
	require.NoError(t, err)
	require.False(t, load.Peak)
}

// A suggestion for an item that has waited elsewhere is what submitting it does.
func TestSuggestForKnowsTheAge(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Now: func() time.Time { return now },
		Plan: routing.Plan{
			Queues: []routing.Queue{{ID: "q"}, {ID: "old"}},
			Rules:  []routing.Rule{{Name: "old", If: "waited > 1m", Targets: []routing.Target{{Queue: "old"}}}},
		},
	})
	require.NoError(t, err)
	for _, a := range []string{"a"} {
		require.NoError(t, r.Register(t.Context(), routing.Agent{ID: a, Capacity: 1}))
	}
	item := routing.Item{ID: "1", Arrived: now.Add(-time.Hour)}
	stage, _, err := r.SuggestFor(t.Context(), item, 1)
	require.NoError(t, err)
	w, err := r.Submit(t.Context(), item)
	require.NoError(t, err)
	require.Equal(t, w.Status.Stage.Queue, stage.Queue)
}
