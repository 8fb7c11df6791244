package routingsim

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// minutes makes a trace of arrivals at whole minutes.
func minutes(at ...int) Arrivals {
	var times []time.Duration
	for _, m := range at {
		times = append(times, time.Duration(m)*time.Minute)
	}
	return Trace(times)
}

// byHand is a day that can be worked out on paper: items at known times, each of the
// same length.
func byHand(handling time.Duration, at ...int) Scenario {
	return Scenario{
		Streams: []Stream{{Name: "s", Arrivals: minutes(at...), Handling: Always(handling)}},
		Agents:  crew(1, "a"), Horizon: time.Hour, Replications: 1, Within: time.Minute,
	}
}

func TestByHand(t *testing.T) {
	r := run(t, byHand(2*time.Minute, 0, 1, 2, 30))
	p := r.Total
	assert.Equal(t, 4.0, p.Offered.Mean)
	assert.Equal(t, 1.0, p.Served.Mean)
	assert.Equal(t, (0+60+120+0)/4.0, p.Wait.Mean)
	assert.Equal(t, 45.0, p.WaitAll.Mean)
	assert.Equal(t, 30.0, p.P50.Mean)
	assert.Equal(t, 0.75, p.Level.Mean, "a wait of just the limit is in time")
	assert.Equal(t, 180/3600.0, p.Waiting.Mean)
	assert.Equal(t, 480/3600.0, r.Occupancy.Mean)
	assert.Equal(t, 4.0, r.Agents[0].Items.Mean)
	assert.Equal(t, 1.0, r.Agents[0].Hours.Mean)
	assert.Equal(t, "default", r.Queues[0].Name)
	assert.Equal(t, 45.0, r.Queues[0].Wait.Mean)
	assert.Equal(t, 45.0, r.Streams[0].Wait.Mean)
}

func TestPatience(t *testing.T) {
	s := byHand(10*time.Minute, 0, 1, 2, 3)
	s.Streams[0].Patience = Always(12 * time.Minute)
	r := run(t, s)
	// The second waits 9 minutes, the others would wait 18 and 27.
	assert.Equal(t, 0.5, r.Total.Abandoned.Mean)
	assert.Equal(t, 0.5, r.Total.Served.Mean)
	assert.Equal(t, 270.0, r.Total.Wait.Mean)
	assert.Equal(t, (0+9+12+12)*60/4.0, r.Total.WaitAll.Mean)
	assert.Equal(t, 20/60.0, r.Occupancy.Mean)
}

func TestShifts(t *testing.T) {
	s := byHand(10*time.Minute, 5, 18, 35, 36)
	s.Agents[0].Shifts = []Shift{{From: 10 * time.Minute, To: 50 * time.Minute, Breaks: []Break{{20 * time.Minute, 30 * time.Minute}}}}
	r := run(t, s)
	// Served from 10 to 20; the break begins, then 30 to 40 and 40 to 50. The shift
	// has ended before the last one's turn.
	assert.Equal(t, 0.75, r.Total.Served.Mean)
	assert.Equal(t, 0.25, r.Total.Left.Mean)
	assert.Equal(t, (5+12+5)*60/3.0, r.Total.Wait.Mean)
	assert.Equal(t, 30/60.0, r.Agents[0].Hours.Mean)
	assert.Equal(t, 1.0, r.Agents[0].Occupancy.Mean)

	// What he has he finishes, in the break and after his time.
	s = byHand(10*time.Minute, 15, 45, 46)
	s.Agents[0].Shifts = []Shift{{From: 10 * time.Minute, To: 50 * time.Minute, Breaks: []Break{{20 * time.Minute, 30 * time.Minute}}}}
	r = run(t, s)
	assert.InDelta(t, 2.0/3, r.Total.Served.Mean, 1e-9)
	assert.Zero(t, r.Total.Wait.Mean)
	assert.InDelta(t, 40/60.0, r.Agents[0].Hours.Mean, 1e-9, "10 to 25, and 30 to 55")
}

func TestDaily(t *testing.T) {
	days := Daily(2, Shift{From: time.Hour, To: 4 * time.Hour, Breaks: []Break{{2 * time.Hour, 3 * time.Hour}}})
	assert.Equal(t, Shift{From: 25 * time.Hour, To: 28 * time.Hour, Breaks: []Break{{26 * time.Hour, 27 * time.Hour}}}, days[1])
	s := byHand(time.Minute, 0, 60*12)
	s.Horizon, s.Agents[0].Shifts = 48*time.Hour, days
	assert.Equal(t, (60+13*60)*60/2.0, run(t, s).Total.Wait.Mean)
}

func TestOffers(t *testing.T) {
	s := byHand(5*time.Minute, 0, 10)
	s.Options.Plan.Queues = []routing.Queue{{ID: "q", OfferFor: routing.Duration(30 * time.Second), RetryAfter: routing.Duration(time.Minute)}}
	s.Agents[0].Answer = Always(10 * time.Second)
	assert.Equal(t, 10.0, run(t, s).Total.Wait.Mean)

	// Another one who is asked first, because he has been idle longer or is first in
	// the alphabet, and sees nothing.
	blind := crew(1, "0")[0]
	blind.Misses = 1
	s.Agents = append(s.Agents, blind)
	r := run(t, s)
	assert.Equal(t, 40.0, r.Total.Wait.Mean)
	assert.Zero(t, r.Agents[1].Items.Mean)
	s.Agents[1].Misses, s.Agents[1].Declines, s.Agents[1].Answer = 0, 1, Always(3*time.Second)
	assert.Equal(t, 13.0, run(t, s).Total.Wait.Mean)

	// Who missed an offer is set away, and is back after a minute.
	s = byHand(5*time.Minute, 0)
	s.Options.Plan.Queues = []routing.Queue{{ID: "q", OfferFor: routing.Duration(30 * time.Second), RetryAfter: routing.Duration(time.Second), AwayAfter: 1}}
	s.Agents[0].Misses = 1
	r = run(t, s)
	assert.Equal(t, 1.0, r.Total.Left.Mean)
	assert.InDelta(t, 1.0/3, r.Agents[0].Hours.Mean, 0.01, "half a minute there, a minute away")
}

// What a production plan has for agents who vanish does not touch those who do not.
func TestAgentsAreThere(t *testing.T) {
	s := byHand(10*time.Minute, 0, 1)
	s.Options.Lease = time.Minute
	s.Options.Plan.Queues = []routing.Queue{{ID: "q", ReplyWithin: routing.Duration(2 * time.Minute)}}
	r := run(t, s)
	assert.Equal(t, 1.0, r.Total.Served.Mean)
	assert.Equal(t, 20/60.0, r.Occupancy.Mean)
	assert.Equal(t, 2.0, r.Agents[0].Items.Mean)
}

func TestWrapUp(t *testing.T) {
	s := byHand(2*time.Minute, 0, 1)
	s.Options.Plan.Queues = []routing.Queue{{ID: "q", WrapUp: routing.Duration(time.Minute)}}
	r := run(t, s)
	assert.Equal(t, 60.0, r.Total.Wait.Mean, "the second waits for two minutes of handling and one of wrap-up, less one")
	assert.Equal(t, 6/60.0, r.Occupancy.Mean)
	s.Streams[0].WrapUp = Always(30 * time.Second)
	assert.Equal(t, 45.0, run(t, s).Total.Wait.Mean)
	s.Agents[0].Pace = 2
	assert.Equal(t, (240+60-60)/2.0, run(t, s).Total.Wait.Mean, "a slow agent is slow at both")
	s.Streams[0].WrapUp = Always(time.Hour)
	assert.Equal(t, (240+60-60)/2.0, run(t, s).Total.Wait.Mean, "not longer than the queue allows")
}

func TestOverflow(t *testing.T) {
	s := byHand(10*time.Minute, 0, 1, 2, 3, 4)
	s.Options.Plan.Queues = []routing.Queue{
		{ID: "a", MaxLen: 1, Full: &routing.Overflow{Queue: "b"}},
		{ID: "b", MaxLen: 1, MaxWait: routing.Duration(5 * time.Minute), Full: &routing.Overflow{To: "ticket"}},
	}
	s.Options.Plan.Default = []routing.Target{{Queue: "a"}}
	s.Agents[0].Queues = []string{"a"}
	// One is served and one waits; the third waits in b for 5 minutes, where the
	// fourth and fifth find no room.
	r := run(t, s)
	assert.Equal(t, 0.6, r.Total.Diverted.Mean)
	assert.Equal(t, 0.4, r.Total.Served.Mean)
	assert.Equal(t, 2.0, r.Queues[0].Offered.Mean)
	assert.Equal(t, 3.0, r.Queues[1].Offered.Mean)
	assert.Zero(t, r.Total.Overflowed.Mean, "what is diverted in the end is not counted twice")
	assert.Equal(t, 5*60/3.0, r.Queues[1].WaitAll.Mean)
	assert.Equal(t, 5/60.0, r.Queues[1].Waiting.Mean)

	s.Agents = append(s.Agents, crew(1, "b", "b")...)
	r = run(t, s)
	assert.Equal(t, 0.6, r.Total.Served.Mean)
	assert.Equal(t, 0.2, r.Total.Overflowed.Mean, "the third came to b, and somebody was there")

	// Waiting too long in one queue leads to another.
	s = byHand(10*time.Minute, 0, 1)
	s.Options.Plan.Queues = []routing.Queue{{ID: "a", MaxWait: routing.Duration(2 * time.Minute), Full: &routing.Overflow{Queue: "b"}}, {ID: "b"}}
	s.Options.Plan.Default = []routing.Target{{Queue: "a"}}
	s.Agents[0].Queues = []string{"a"}
	s.Agents = append(s.Agents, crew(1, "b", "b")...)
	r = run(t, s)
	assert.Equal(t, 0.5, r.Queues[0].Overflowed.Mean)
	assert.Equal(t, 60.0, r.Queues[0].Wait.Mean)
	assert.Equal(t, 1.0, r.Agents[1].Items.Mean)
}

func TestSeveralAtOnce(t *testing.T) {
	s := byHand(10*time.Minute, 0, 1, 2)
	s.Agents[0].Capacity = 2
	r := run(t, s)
	assert.Equal(t, 8*60/3.0, r.Total.Wait.Mean)
	assert.Equal(t, 30/2/60.0, r.Occupancy.Mean, "half of his capacity at a time")
}

func TestWarmUpAndSlices(t *testing.T) {
	s := byHand(2*time.Minute, 0, 1, 20, 21, 40, 58, 59)
	s.WarmUp, s.Slices = 20*time.Minute, 2
	r := run(t, s)
	assert.Equal(t, 2, r.Observations)
	assert.Equal(t, 1200.0, r.Seconds)
	assert.Equal(t, 2.5, r.Total.Offered.Mean, "2 and 3 of the 7")
	assert.Equal(t, 120/5.0, r.Total.Wait.Mean, "by items; the last one's wait is over after the horizon")
	assert.Equal(t, (4+4)/40.0, r.Occupancy.Mean, "which is not worked time of the observation")
	assert.Equal(t, (60+60)/2400.0, r.Total.Waiting.Mean)
}

func TestNobodyThere(t *testing.T) {
	s := byHand(time.Minute, 0, 1)
	s.Agents = nil
	r := run(t, s)
	assert.Equal(t, 1.0, r.Total.Left.Mean)
	assert.Equal(t, (60+59)*30.0, r.Total.WaitAll.Mean)
	assert.Empty(t, r.Agents)
}

// mixed is a scenario with a bit of everything that is random.
func mixed() Scenario {
	vary := func(r *rand.Rand, item *routing.Item) { item.Priority = r.IntN(3) }
	agents := crew(3, "a")
	agents[1].Answer, agents[1].Declines, agents[1].Misses = Exponential(5*time.Second), 0.2, 0.1
	return Scenario{
		Options: routing.Options{Plan: routing.Plan{Queues: []routing.Queue{{ID: "q", OfferFor: routing.Duration(10 * time.Second)}}}},
		Streams: []Stream{
			{Name: "a", Arrivals: Poisson(30), Handling: Lognormal(2*time.Minute, time.Minute), Patience: Exponential(time.Minute), Vary: vary},
			{Name: "b", Arrivals: Counts{Every: time.Hour, Number: []float64{10, 50}, Sway: 0.2}, Handling: Gamma(time.Minute, time.Minute)},
		},
		Agents: agents, Horizon: 3 * time.Hour, Replications: 6, Seed: 7,
	}
}

func TestSameSeedSameReport(t *testing.T) {
	text := func(s Scenario) string {
		out, err := json.Marshal(run(t, s))
		require.NoError(t, err)
		return string(out)
	}
	first := text(mixed())
	assert.Equal(t, first, text(mixed()))
	parallel, other := mixed(), mixed()
	parallel.Parallel = 3
	assert.Equal(t, first, text(parallel))
	other.Seed++
	assert.NotEqual(t, first, text(other))
}

// A scenario that differs in one stream has the same customers in the others.
func TestSameCustomers(t *testing.T) {
	s := mixed()
	s.Agents = nil
	before := run(t, s)
	s.Streams = append([]Stream{{Name: "new", Arrivals: Poisson(100), Handling: Exponential(time.Minute)}}, s.Streams...)
	after := run(t, s)
	assert.Equal(t, before.Streams[0].Offered, after.Streams[1].Offered)
	assert.Equal(t, before.Streams[0].WaitAll, after.Streams[1].WaitAll, "their patience is all that ends their wait")
}

func TestCompare(t *testing.T) {
	c, err := Compare(t.Context(), mixed(), mixed())
	require.NoError(t, err)
	require.NotEmpty(t, c.Changes)
	for _, d := range c.Changes {
		assert.Zero(t, d.Difference.Mean, "%s %s", d.Part, d.Figure)
		assert.False(t, d.Clear)
	}
	more := mixed()
	more.Confidence = 0.95 // which is the default
	more.Agents = append(more.Agents, crew(3, "b")...)
	c, err = Compare(t.Context(), mixed(), more)
	require.NoError(t, err)
	seen := map[string]Change{}
	for _, d := range c.Changes {
		seen[d.Part+", "+d.Figure] = d
	}
	assert.True(t, seen["stream a, abandoned"].Clear)
	assert.Negative(t, seen["stream a, abandoned"].Difference.Mean)
	assert.Equal(t, "fraction", seen["stream a, abandoned"].Unit)
	assert.Equal(t, "seconds", seen["queue q, wait"].Unit)
	assert.Zero(t, seen["all items, offered"].Difference.Mean)
	assert.NotContains(t, seen, "all items, diverted", "there is nothing of the kind")
	assert.Contains(t, seen, "agents, occupancy")

	more.Seed++
	_, err = Compare(t.Context(), mixed(), more)
	assert.ErrorIs(t, err, ErrInvalid)
	more = mixed()
	more.Horizon = -1
	_, err = Compare(t.Context(), more, more)
	assert.ErrorContains(t, err, "Horizon")
}

func TestScenarioFaults(t *testing.T) {
	_, err := Run(t.Context(), Scenario{
		Horizon: time.Hour, WarmUp: time.Hour, Confidence: 1, Within: -1, Replications: -1, Slices: -1, Parallel: -1,
		Streams: []Stream{{Name: "a"}, {Name: "a", Arrivals: Poisson(1), Handling: Always(1)}, {Arrivals: Poisson(1), Handling: Always(1)}},
		Agents: []Agent{
			{Pace: -1},
			{Agent: routing.Agent{ID: "x"}, Declines: 0.6, Misses: 0.6, Shifts: []Shift{{From: 2, To: 1}, {From: 0, To: 5, Breaks: []Break{{1, 3}, {2, 6}, {4, 4}}}}},
			{Agent: routing.Agent{ID: "x"}},
		},
	})
	require.ErrorIs(t, err, ErrInvalid)
	for _, want := range []string{
		"WarmUp", "Confidence", "Within", "Replications", "Slices", "Parallel",
		"Streams[0].Arrivals", "Streams[0].Handling", "Streams[1].Name is there twice", "Streams[2].Name is empty",
		"Agents[0].ID", "Agents[0].Pace", "Agents[1].Declines", "Agents[2].ID is there twice",
		"Agents[1].Shifts[0] ends", "Agents[1].Shifts[1] begins", "Shifts[1].Breaks[1] is not within", "Shifts[1].Breaks[2] ends",
	} {
		assert.ErrorContains(t, err, want)
	}
	_, err = Run(t.Context(), Scenario{})
	assert.ErrorContains(t, err, "Streams is empty")
	assert.ErrorContains(t, err, "Horizon")

	s := byHand(time.Minute, 1)
	s.Options.Plan.Rules = []routing.Rule{{Name: "r", Targets: []routing.Target{{Queue: "nowhere"}}}}
	_, err = Run(t.Context(), s)
	assert.ErrorIs(t, err, routing.ErrInvalid)
}

func TestRunStops(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	s := mixed()
	n := 0
	s.Streams[0].Vary = func(*rand.Rand, *routing.Item) {
		if n++; n == 20 {
			cancel(errors.New("enough"))
		}
	}
	_, err := Run(ctx, s)
	assert.ErrorContains(t, err, "enough")

	s.Parallel = 2
	s.Streams[0].Vary = func(*rand.Rand, *routing.Item) { panic("in a hook") }
	_, err = Run(t.Context(), s)
	assert.ErrorContains(t, err, "panic: in a hook")

	s = mixed()
	s.Streams[1].Arrivals = ArrivalsFunc(func(*rand.Rand) iter.Seq[time.Duration] { panic("no data") })
	_, err = Run(t.Context(), s)
	assert.ErrorContains(t, err, "panic: no data", "and the arrivals of the first stream are no goroutine any more")
}
