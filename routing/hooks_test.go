package routing_test

import (
	"bytes"
	"log/slog"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

type badHours struct{}

func (badHours) Open(time.Time) bool              { panic("hours") }
func (badHours) Next(time.Time) (time.Time, bool) { panic("hours") }

// TestHooksThatPanic: whatever the host's functions do, the item is served, and the
// log says what happened.
func TestHooksThatPanic(t *testing.T) {
	panics := func(*routing.Candidate) float64 { panic("strategy") }
	for name, o := range map[string]routing.Options{
		"strategy": {
			Plan:       routing.Plan{Queues: []routing.Queue{{ID: "q", Strategy: "bad"}}},
			Strategies: map[string]routing.Strategy{"bad": routing.StrategyFunc(panics)},
		},
		"success":    {Success: func(string) (bool, bool) { panic("success") }},
		"OnDecision": {OnDecision: func(*routing.Decision) { panic("decision") }},
		"rule": {Plan: routing.Plan{Queues: []routing.Queue{{ID: "q"}}, Rules: []routing.Rule{
			{Name: "bad", When: func(*routing.Facts) bool { panic("rule") }, Targets: []routing.Target{{Queue: "q", Priority: 5}}},
		}}},
		"hours": {
			Plan:  routing.Plan{Queues: []routing.Queue{{ID: "q", Hours: "bad", Closed: &routing.Overflow{To: "ticket"}}}},
			Hours: map[string]routing.Hours{"bad": badHours{}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			o.Logger = slog.New(slog.NewTextHandler(&log, nil))
			r, err := routing.New(routing.NewMemoryStore(), &o)
			require.NoError(t, err)
			register(t, r, "ann")
			w, err := r.Submit(t.Context(), routing.Item{ID: "1"})
			require.NoError(t, err)
			require.Equal(t, "ann", w.Status.Agent)
			require.Zero(t, w.Status.Stage.Priority, "a rule that panics does not hold")
			_, err = r.Complete(t.Context(), w.Assignment(), "resolved")
			require.NoError(t, err)
			x, err := r.Learned(t.Context(), "ann")
			require.NoError(t, err)
			require.InDelta(t, 1, x[""].Done, 0)
			require.Contains(t, log.String(), "panic")
		})
	}
}

// TestScoresThatAreNoNumbers: NaN and a panic are the lowest score, not an accident.
func TestScoresThatAreNoNumbers(t *testing.T) {
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Plan: routing.Plan{Queues: []routing.Queue{{ID: "q", Strategy: "odd"}}},
		Strategies: map[string]routing.Strategy{"odd": routing.StrategyFunc(func(c *routing.Candidate) float64 {
			switch c.Seat.Agent.ID {
			case "ann":
				return math.NaN()
			case "ben":
				panic("ben")
			}
			return -1e300
		})},
	})
	require.NoError(t, err)
	register(t, r, "ann", "ben", "cat")
	w, err := r.Submit(t.Context(), routing.Item{ID: "1"})
	require.NoError(t, err)
	require.Equal(t, "cat", w.Status.Agent)
}

// TestDecisions: the host hears of each choice, before it is made, with the reasons.
func TestDecisions(t *testing.T) {
	var said []routing.Verdict
	var chosen, strategy string
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{OnDecision: func(d *routing.Decision) {
		said, chosen, strategy = d.Explain(), d.Chosen, d.Strategy
		d.Item.Skills[0].Skill = "spoilt"
	}})
	require.NoError(t, err)
	require.NoError(t, r.Register(t.Context(), routing.Agent{ID: "ann", Capacity: 1, Skills: map[string]int{"x": 1}}))
	require.NoError(t, r.Register(t.Context(), routing.Agent{ID: "eve", Capacity: 1, Skills: map[string]int{"x": 1}}))
	require.NoError(t, r.SetPresence(t.Context(), "ann", routing.Online, ""))
	w, err := r.Submit(t.Context(), routing.Item{ID: "1", Skills: []routing.Need{{Skill: "x"}}})
	require.NoError(t, err)
	require.Equal(t, "x", w.Item.Skills[0].Skill)
	require.Equal(t, "ann", chosen)
	require.Equal(t, "least_loaded", strategy)
	require.Equal(t, []string{"chosen"}, said[0].Why)
	require.Equal(t, 1, said[0].Rank)
	require.Equal(t, []string{"offline"}, said[1].Why)
}

// TestClockThatJumpsBack: nothing is due over and over, and nobody is stuck.
func TestClockThatJumpsBack(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Now: func() time.Time { return now }, Lease: time.Minute, Plan: routing.Plan{
			Queues:  []routing.Queue{{ID: "a", OfferFor: routing.Duration(20 * time.Second)}, {ID: "b"}},
			Default: []routing.Target{{Queue: "a", Wait: routing.Duration(time.Minute)}, {Queue: "b"}},
		},
	})
	require.NoError(t, err)
	register(t, r, "ann")
	_, err = r.Submit(t.Context(), routing.Item{ID: "1"})
	require.NoError(t, err)
	now = now.Add(-time.Hour)
	_, err = r.Submit(t.Context(), routing.Item{ID: "2"})
	require.NoError(t, err)
	for range 20 {
		next, err := r.Sweep(t.Context())
		require.NoError(t, err)
		if next.IsZero() {
			break
		}
		require.True(t, next.After(now))
		now = next
	}
	for _, id := range []string{"1", "2"} {
		w, err := r.Work(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, "b", w.Status.Stage.Queue)
		require.False(t, w.Status.State.Held(), "ann's lease is over")
	}
}
