package routing_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/routing"
)

// Equal agents never differ by more than one item, and unequal ones by no more than
// one item is of the capacity of the smaller.
func TestEvenSpread(t *testing.T) {
	for strategy, capacities := range map[string][]int{
		"": {50, 50, 50, 50}, "round_robin": {50, 50, 50, 50}, "least_loaded": {5, 10, 20, 40},
	} {
		t.Run(strategy, func(t *testing.T) {
			ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
			r := at(t, routing.Plan{Queues: []routing.Queue{{ID: "a", Strategy: strategy}}}, &now)
			for i, capacity := range capacities {
				join(t, r, routing.Online, routing.Agent{ID: fmt.Sprint(i), Capacity: capacity})
			}
			for n := range 60 {
				_, err := r.Submit(ctx, routing.Item{ID: fmt.Sprint(n)})
				require.NoError(t, err)
				all, err := r.Agents(ctx)
				require.NoError(t, err)
				for i, a := range all {
					for j, b := range all {
						share := func(k int, s routing.AgentState) float64 { return float64(s.Used) / float64(capacities[k]) }
						most := 1 / float64(min(capacities[i], capacities[j]))
						require.LessOrEqual(t, share(i, a)-share(j, b), most+1e-9, "after %d items", n+1)
					}
				}
			}
		})
	}
}

// Whatever comes, and however urgent, an item is overtaken only by items that come
// within (difference of the priorities) / (ageing) minutes of it.
func TestAgeingBoundsOvertaking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx, now := t.Context(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
		ageing := rapid.SampledFrom([]float64{0.25, 0.5, 1, 4}).Draw(t, "ageing")
		r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
			Lease: -1, Now: func() time.Time { return now }, Plan: routing.Plan{Queues: []routing.Queue{{ID: "a", Ageing: ageing}}},
		})
		require.NoError(t, err)
		require.NoError(t, r.Register(ctx, routing.Agent{ID: "ann", Capacity: 1}))
		require.NoError(t, r.SetPresence(ctx, "ann", routing.Online, ""))
		var waiting []routing.Item
		overtaken := 0
		for n := range rapid.IntRange(2, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "seconds")) * time.Second)
			if rapid.IntRange(0, 2).Draw(t, "what") > 0 {
				item := routing.Item{ID: fmt.Sprint(n), Priority: rapid.IntRange(0, 10).Draw(t, "priority"), Arrived: now}
				_, err := r.Submit(ctx, item)
				require.NoError(t, err)
				waiting = append(waiting, item)
			} else if a, err := r.Agent(ctx, "ann"); err == nil && len(a.Items) == 1 {
				w, err := r.Work(ctx, a.Items[0])
				require.NoError(t, err)
				_, err = r.Complete(ctx, w.Assignment(), "")
				require.NoError(t, err)
			}
			a, err := r.Agent(ctx, "ann")
			require.NoError(t, err)
			for i, served := range waiting {
				if len(a.Items) == 0 || a.Items[0] != served.ID {
					continue
				}
				waiting = append(waiting[:i:i], waiting[i+1:]...)
				for _, still := range waiting[:i] { // they came before him
					overtaken++
					within := time.Duration(float64(served.Priority-still.Priority) / ageing * float64(time.Minute))
					require.LessOrEqual(t, served.Arrived.Sub(still.Arrived), within, "%v went before %v", served, still)
					require.Greater(t, served.Priority, still.Priority)
				}
				break
			}
		}
		t.Logf("%d were overtaken", overtaken)
	})
}
