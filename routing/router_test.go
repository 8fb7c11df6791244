package routing_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

func TestFirstSteps(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{Now: func() time.Time { return now }})
	require.NoError(t, err)
	require.NoError(t, r.Register(ctx, routing.Agent{ID: "ann", Skills: map[string]int{"billing": 5}, Capacity: 2}))
	w, err := r.Submit(ctx, routing.Item{ID: "1", Skills: []routing.Need{{Skill: "billing", Min: 3}}})
	require.NoError(t, err)
	require.Equal(t, routing.Waiting, w.Status.State)
	require.NoError(t, r.SetPresence(ctx, "ann", routing.Online, ""))
	w, err = r.Work(ctx, "1")
	require.NoError(t, err)
	require.Equal(t, routing.Active, w.Status.State)
	for i := range 3 {
		_, err = r.Submit(ctx, routing.Item{ID: fmt.Sprint("x", i)})
		require.NoError(t, err)
	}
	p, err := r.Place(ctx, "x2")
	require.NoError(t, err)
	require.Equal(t, 2, p.Place)
	_, err = r.Complete(ctx, w.Assignment(), "resolved")
	require.NoError(t, err)
	w, _ = r.Work(ctx, "x1")
	require.Equal(t, "ann", w.Status.Agent)
	now = now.Add(2 * time.Minute)
	_, err = r.Sweep(ctx)
	require.NoError(t, err)
	w, _ = r.Work(ctx, "x1")
	require.Equal(t, routing.Waiting, w.Status.State)
	for e, err := range r.Events(ctx, "", 0) {
		require.NoError(t, err)
		t.Log(e)
	}
}
