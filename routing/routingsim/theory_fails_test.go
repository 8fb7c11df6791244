package routingsim

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// The tests against theory would be worth nothing if a router that does something
// else passed them. Here it does something else.
func TestTheoryCanFail(t *testing.T) {
	if testing.Short() {
		t.Skip("what is wrong shows in long runs; leave out -short")
	}
	queue := steady(Scenario{Streams: []Stream{calls("calls", 225)}, Agents: crew(10, "a")}, 2*time.Hour, 20*time.Hour)
	theory, err := Model{PerHour: 225, Handling: 2 * time.Minute, Agents: 10}.Solve()
	require.NoError(t, err)
	wait := theory.Wait.Seconds()

	t.Run("the last comes first", func(t *testing.T) {
		s, n := queue, 0
		s.Streams = []Stream{calls("calls", 225)}
		s.Streams[0].Vary = func(_ *rand.Rand, item *routing.Item) { n++; item.Priority = n }
		r := run(t, s)
		assert.True(t, r.Total.Wait.Contains(wait), "the mean does not know the order")
		assert.False(t, r.Total.P95.Contains(87.05), "p95 %s", r.Total.P95)
	})
	t.Run("an agent gets nothing", func(t *testing.T) {
		s := queue
		s.Agents = crew(9, "a")
		r := run(t, s)
		assert.False(t, r.Total.Wait.Contains(wait), "wait %s", r.Total.Wait)
	})
	t.Run("an agent has two at once", func(t *testing.T) {
		s := queue
		s.Agents = crew(10, "a")
		s.Agents[3].Capacity = 2
		r := run(t, s)
		assert.False(t, r.Total.Wait.Contains(wait), "wait %s", r.Total.Wait)
	})
	t.Run("freed agents rest", func(t *testing.T) {
		s := queue
		s.Options.Plan.Queues = []routing.Queue{{ID: "q", WrapUp: routing.Duration(5 * time.Second)}}
		r := run(t, s)
		assert.False(t, r.Total.Wait.Contains(wait), "wait %s", r.Total.Wait)
	})
	t.Run("priorities do not matter, or are strict", func(t *testing.T) {
		classes := []Class{{PerHour: 30, Ageing: 6}, {PerHour: 36, Ageing: 2}, {PerHour: 24, Ageing: 1}}
		waits, err := AgeingWaits(4, 2*time.Minute, classes)
		require.NoError(t, err)
		for _, ageing := range []float64{1, 0} {
			for i := range classes {
				classes[i].Ageing = ageing
			}
			r := run(t, classed(4, classes))
			for _, i := range []int{0, 2} { // the middle is much the same in all orders
				assert.False(t, r.Streams[i].Wait.Contains(waits[i].Seconds()), "class %d: %s", i, r.Streams[i].Wait)
			}
		}
	})
	t.Run("the first free agent, or any, instead of the longest idle", func(t *testing.T) {
		k := &skilled{arrive: []float64{1.9, 1.1}, serve: []float64{1.2, 1, 0.9, 0.8}, can: map[[2]int]bool{
			{0, 0}: true, {0, 1}: true, {0, 2}: true, {0, 3}: true, {1, 2}: true, {1, 3}: true,
		}}
		_, busy := k.solve()
		s := steady(k.scenario(), 5*time.Hour, 20*time.Hour)
		s.Options.Strategies = map[string]routing.Strategy{
			"first": routing.StrategyFunc(func(c *routing.Candidate) float64 { return -float64(c.Seat.Agent.ID[1]) }),
		}
		for i := range s.Options.Plan.Queues {
			s.Options.Plan.Queues[i].Strategy = "first"
		}
		r := run(t, s)
		assert.False(t, r.Agents[0].Occupancy.Contains(busy[0]), "%s", r.Agents[0].Occupancy)
	})
}

// Intervals are honest: those of 90 % miss the truth about as often as they say.
func TestIntervalsOfReportsCover(t *testing.T) {
	runs := 60
	if testing.Short() {
		runs = 15
	}
	s := Scenario{
		Streams: []Stream{{Name: "s", Arrivals: Poisson(180), Handling: Exponential(time.Minute), Patience: Exponential(time.Minute)}},
		Agents:  crew(3, "a"), WarmUp: time.Hour, Horizon: 6 * time.Hour, Slices: 10, Replications: 1, Confidence: 0.9,
	}
	theory, err := Model{PerHour: 180, Handling: time.Minute, Patience: time.Minute, Agents: 3}.Solve()
	require.NoError(t, err)
	missed := map[string]int{}
	for seed := range runs {
		s.Seed = uint64(seed)
		r := run(t, s)
		for figure, ok := range map[string]bool{
			"wait":          r.Total.WaitAll.Contains(theory.Wait.Seconds()),
			"wait served":   r.Total.Wait.Contains(theory.ServedWait.Seconds()),
			"abandoned":     r.Total.Abandoned.Contains(theory.Abandoned),
			"service level": r.Total.Level.Contains(theory.Within(20 * time.Second)),
			"occupancy":     r.Occupancy.Contains(theory.Occupancy),
			"waiting":       r.Total.Waiting.Contains(theory.Queue),
		} {
			if !ok {
				missed[figure]++
			}
		}
	}
	t.Log("missed of", runs, missed)
	for figure, n := range missed {
		assert.LessOrEqual(t, n, runs/4, "%s: 6 of 60 are to be expected, 15 hardly ever", figure)
	}
	total := 0
	for _, n := range missed {
		total += n
	}
	assert.Greater(t, total, runs/10, "intervals that never miss are too wide")
}
