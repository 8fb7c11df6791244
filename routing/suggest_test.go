package routing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// at is a router with a clock that stands still, whose agents are online for ever.
func at(t *testing.T, plan routing.Plan, now *time.Time) *routing.Router {
	t.Helper()
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{Plan: plan, Lease: -1, Now: func() time.Time { return *now }})
	require.NoError(t, err)
	return r
}

func join(t *testing.T, r *routing.Router, p routing.Presence, agents ...routing.Agent) {
	t.Helper()
	for _, a := range agents {
		require.NoError(t, r.Register(t.Context(), a))
		require.NoError(t, r.SetPresence(t.Context(), a.ID, p, ""))
	}
}

func names(all []routing.Suggestion) (out []string) {
	for _, s := range all {
		out = append(out, s.Agent)
	}
	return out
}

// A supervisor is told who could take an item, why not at once, and nothing has
// happened: also for an item that is only thought of, which finds agents by skill.
func TestSuggest(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r := at(t, routing.Plan{Queues: []routing.Queue{{ID: "help", Strategy: "most_skilled"}}}, &now)
	tax := func(id string, level int) routing.Agent {
		return routing.Agent{ID: id, Skills: map[string]int{"tax": level}, Capacity: 1}
	}
	join(t, r, routing.Online, tax("good", 5), tax("better", 7), tax("full", 9), tax("beginner", 2))
	join(t, r, routing.Offline, tax("gone", 10))
	item := routing.Item{ID: "1", Skills: []routing.Need{{Skill: "tax", Min: 3}}}
	_, err := r.Submit(ctx, routing.Item{ID: "other", Skills: []routing.Need{{Skill: "tax", Min: 8}}})
	require.NoError(t, err)
	before, err := r.Load(ctx)
	require.NoError(t, err)

	stage, all, err := r.SuggestFor(ctx, item, 10)
	require.NoError(t, err)
	require.Equal(t, "help", stage.Queue)
	require.Equal(t, []string{"better", "good", "gone", "full"}, names(all), "who cannot now comes last; who lacks the skill not at all")
	for i, why := range [][]string{nil, {"lower_score"}, {"offline"}, {"no_room"}} {
		require.Equal(t, why, all[i].Why, all[i].Agent)
	}
	require.Equal(t, []int{1, 2, 0, 0}, []int{all[0].Rank, all[1].Rank, all[2].Rank, all[3].Rank})
	after, err := r.Load(ctx)
	require.NoError(t, err)
	require.Equal(t, before, after)
	_, err = r.Work(ctx, "1")
	require.ErrorIs(t, err, routing.ErrNotFound)

	for n, want := range map[int]int{-1: 0, 0: 0, 2: 2} {
		_, all, err = r.SuggestFor(ctx, item, n)
		require.NoError(t, err)
		require.Len(t, all, want)
	}
	_, _, err = r.SuggestFor(ctx, routing.Item{}, 1)
	require.ErrorIs(t, err, routing.ErrInvalid)

	w, err := r.Submit(ctx, item)
	require.NoError(t, err)
	require.Equal(t, "better", w.Status.Agent, "the first suggestion is who gets it")
	all, err = r.Suggest(ctx, "1", 10)
	require.NoError(t, err)
	require.Equal(t, []string{"better", "good", "gone", "full"}, names(all))
	require.Equal(t, []string{"chosen"}, all[0].Why)
	all, err = r.Suggest(ctx, "1", 1)
	require.NoError(t, err)
	require.Len(t, all, 1)
	_, err = r.Complete(ctx, w.Assignment(), "")
	require.NoError(t, err)
	_, err = r.Suggest(ctx, "1", 10)
	require.ErrorIs(t, err, routing.ErrNotFound)
}
