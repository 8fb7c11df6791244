package routingsim

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/routing"
)

// anything draws a scenario with everything that can go on at once.
func anything(t *rapid.T) Scenario {
	span := func(name string, least, most int) time.Duration {
		return time.Duration(rapid.IntRange(least, most).Draw(t, name)) * time.Second
	}
	short := func(name string) routing.Duration { return routing.Duration(span(name, 0, 60)) }
	queue := func(id string) routing.Queue {
		return routing.Queue{
			ID: id, MaxLen: rapid.IntRange(0, 5).Draw(t, "max len"), MaxWait: routing.Duration(span("max wait", 0, 600)),
			OfferFor: short("offer"), RetryAfter: short("retry"), WrapUp: short("wrap-up"),
			AwayAfter: rapid.IntRange(0, 2).Draw(t, "away after"), Ageing: rapid.Float64Range(0, 2).Draw(t, "ageing"),
		}
	}
	s := Scenario{Horizon: 4 * time.Hour, WarmUp: span("warm-up", 0, 3600), Slices: rapid.IntRange(1, 5).Draw(t, "slices"), Seed: rapid.Uint64().Draw(t, "seed")}
	a, b := queue("a"), queue("b")
	a.Full = rapid.SampledFrom([]*routing.Overflow{nil, {Queue: "b"}, {To: "ticket"}}).Draw(t, "full")
	if b.Full = (&routing.Overflow{To: "ticket"}); a.Full == nil {
		a.MaxWait = 0
	}
	s.Options.Plan = routing.Plan{Queues: []routing.Queue{a, b}, Rules: []routing.Rule{to("b", "b")}}
	for _, name := range []string{"a", "b"} {
		st := Stream{
			Name: name, Arrivals: Poisson(rapid.Float64Range(0, 60).Draw(t, "per hour")), Handling: Exponential(span("handling", 1, 300)),
			Item: routing.Item{Type: name, Weight: rapid.IntRange(1, 2).Draw(t, "weight")},
		}
		if rapid.Bool().Draw(t, "impatient") {
			st.Patience = Exponential(span("patience", 1, 300))
		}
		if rapid.Bool().Draw(t, "wraps up") {
			st.WrapUp = Exponential(span("wrap-up", 1, 30))
		}
		s.Streams = append(s.Streams, st)
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "agents") {
		agent := Agent{
			Agent:  routing.Agent{ID: numbered("a", i, 9), Capacity: rapid.IntRange(1, 3).Draw(t, "capacity"), Queues: rapid.SampledFrom([][]string{{"a"}, {"b"}, {"a", "b"}}).Draw(t, "queues")},
			Misses: rapid.Float64Range(0, 0.5).Draw(t, "misses"), Declines: rapid.Float64Range(0, 0.5).Draw(t, "declines"),
			Answer: Exponential(span("answer", 0, 40)), Pace: rapid.Float64Range(0.5, 2).Draw(t, "pace"),
		}
		if rapid.Bool().Draw(t, "in shifts") {
			from := span("from", 0, 7200)
			agent.Shifts = []Shift{{From: from, To: from + 2*time.Hour, Breaks: []Break{{from + time.Hour, from + time.Hour + span("break", 1, 1800)}}}}
		}
		s.Agents = append(s.Agents, agent)
	}
	return s
}

// Whatever goes on, nobody is lost or counted twice, and nobody does more than he can.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, err := anything(t).ready()
		require.NoError(t, err)
		w, err := s.world(t.Context(), 0)
		require.NoError(t, err)
		all := cell{}
		for _, c := range w.tally.total {
			all.offered += c.offered
			sum := 0.0
			for _, n := range c.ended {
				sum += n
			}
			assert.Equal(t, c.offered, sum, "each has one end")
			assert.LessOrEqual(t, c.inTime, float64(len(c.waits)))
			assert.GreaterOrEqual(t, c.ended[served]+c.ended[leftOver], float64(len(c.waits)))
		}
		counted := 0
		for _, it := range w.items {
			if it.arrived >= s.WarmUp {
				counted++
			}
		}
		assert.EqualValues(t, counted, all.offered)
		for i, parts := range w.tally.desks {
			for _, d := range parts {
				assert.LessOrEqual(t, d.used, d.staffed+1e-6, "agent %d works only where he is, and only so much", i)
				assert.LessOrEqual(t, d.staffed, (s.Horizon-s.WarmUp).Seconds()/float64(s.Slices)+1e-6)
			}
		}
		waiting, held := 0, 0
		for i := range w.items {
			switch it := &w.items[i]; {
			case it.state.Held() && it.state != routing.Offered:
				held++
			case !it.state.Ended():
				waiting++
			}
		}
		assert.EqualValues(t, waiting, w.tally.waiting[0].value)
		assert.Equal(t, waiting+held, w.live)
		for i := range w.agents {
			if held == 0 {
				assert.Zero(t, w.agents[i].used)
			}
			if a := &s.Agents[i]; len(a.Shifts) > 0 && w.agents[i].holding == 0 && w.now > a.Shifts[0].To {
				assert.Equal(t, routing.Offline, w.agents[i].presence, "who has finished goes home")
			}
		}
	})
}
