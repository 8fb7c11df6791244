package routing

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestPlaceIsTheOrderOfService holds Place against what happens: items of many classes,
// priorities and ages are served one by one, and each comes when its place said.
func TestPlaceIsTheOrderOfService(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
		slow, fast := 0.1, 3.0
		r, err := New(NewMemoryStore(), &Options{Lease: -1, Now: func() time.Time { return now }, Plan: Plan{
			Queues: []Queue{{ID: "q", Ageing: 1}},
			Rules: []Rule{
				{Name: "slow", If: "tier == 'slow'", Targets: []Target{{Queue: "q", Ageing: &slow}}},
				{Name: "fast", If: "tier == 'fast'", Targets: []Target{{Queue: "q", Ageing: &fast, Priority: -3}}},
			},
		}})
		require.NoError(t, err)
		ctx := t.Context()
		n := rapid.IntRange(1, 20).Draw(t, "items")
		for i := range n {
			_, err := r.Submit(ctx, Item{
				ID: fmt.Sprint(i), Priority: rapid.IntRange(0, 3).Draw(t, "priority"),
				Tier:    rapid.SampledFrom([]string{"", "slow", "fast"}).Draw(t, "tier"),
				Skills:  rapid.SampledFrom([][]Need{nil, {{Skill: "x", Min: 2}}}).Draw(t, "skills"),
				Channel: rapid.SampledFrom([]string{"chat", "mail"}).Draw(t, "channel"),
			})
			require.NoError(t, err)
			now = now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "seconds")) * time.Second)
		}
		var said []string
		for place := 1; place <= n; place++ {
			for i := range n {
				p, err := r.Place(ctx, fmt.Sprint(i))
				require.NoError(t, err)
				require.Equal(t, n, p.Of)
				if p.Place == place {
					said = append(said, fmt.Sprint(i))
				}
			}
		}
		open, err := r.Open(ctx, "q")
		require.NoError(t, err)
		var listed []string
		for _, w := range open {
			listed = append(listed, w.Item.ID)
		}
		require.Equal(t, said, listed)
		require.NoError(t, r.Register(ctx, Agent{ID: "ann", Capacity: 1, Skills: map[string]int{"x": 9}}))
		require.NoError(t, r.SetPresence(ctx, "ann", Online, ""))
		var served []string
		for range n {
			a, err := r.Agent(ctx, "ann")
			require.NoError(t, err)
			served = append(served, a.Items...)
			w, err := r.Work(ctx, a.Items[0])
			require.NoError(t, err)
			_, err = r.Complete(ctx, w.Assignment(), "")
			require.NoError(t, err)
		}
		require.Equal(t, said, served)
	})
}

// TestNobodyIsOvertakenForLonger pins the bound that Queue.Ageing promises.
func TestNobodyIsOvertakenForLonger(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := New(NewMemoryStore(), &Options{Now: func() time.Time { return now }, Plan: Plan{Queues: []Queue{{ID: "q", Ageing: 2}}}})
	require.NoError(t, err)
	submit := func(id string, priority int) {
		_, err := r.Submit(t.Context(), Item{ID: id, Priority: priority})
		require.NoError(t, err)
	}
	submit("low", 0)
	for i := range 12 { // one each minute, 10 more urgent: 10/2 = 5 minutes
		submit(fmt.Sprint("high ", i), 10)
		now = now.Add(time.Minute)
	}
	open, err := r.Open(t.Context(), "q")
	require.NoError(t, err)
	at := slices.IndexFunc(open, func(w Work) bool { return w.Item.ID == "low" })
	require.Equal(t, 5, at, "those that came within five minutes, and the one that came then is behind")
}
