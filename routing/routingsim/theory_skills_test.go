package routingsim

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// minute is the mean handling time of an agent of speed 1 in the tests of skills, so
// that rates per minute are what the exact results take.
const minute = time.Minute

// skills makes the scenario of a [skilled]: a queue for each kind, agents who serve
// the queues that they can.
func (k *skilled) scenario() Scenario {
	s := Scenario{}
	for kind, rate := range k.arrive {
		queue := fmt.Sprint("q", kind)
		s.Options.Plan.Queues = append(s.Options.Plan.Queues, routing.Queue{ID: queue})
		s.Options.Plan.Rules = append(s.Options.Plan.Rules, to(queue, queue))
		s.Streams = append(s.Streams, Stream{
			Name: queue, Item: routing.Item{Type: queue}, Arrivals: Poisson(rate * 60), Handling: Exponential(minute),
		})
	}
	for i, speed := range k.serve {
		a := Agent{Agent: routing.Agent{ID: fmt.Sprint("a", i), Capacity: 1}, Pace: 1 / speed}
		for kind := range k.arrive {
			if k.can[[2]int{kind, i}] {
				a.Queues = append(a.Queues, fmt.Sprint("q", kind))
			}
		}
		s.Agents = append(s.Agents, a)
	}
	return s
}

// to is the rule that items of a type go to a queue.
func to(kind, queue string) routing.Rule {
	return routing.Rule{
		Name: kind, When: func(f *routing.Facts) bool { return f.Item.Type == kind }, Targets: []routing.Target{{Queue: queue}},
	}
}

// holdsTo compares waits of all kinds and the load of each agent with the exact ones.
func (k *skilled) holdsTo(t *testing.T, r Report, precision float64) {
	waiting, busy := k.solve()
	for kind, rate := range k.arrive {
		agrees(t, fmt.Sprint("wait of kind ", kind), waiting[kind]/rate*60, r.Streams[kind].Wait, precision)
	}
	for i := range k.serve {
		agrees(t, fmt.Sprint("occupancy of agent ", i), busy[i], r.Agents[i].Occupancy, 0.03)
	}
}

func TestNDesign(t *testing.T) {
	// Kind 0 can be served by all, kind 1 only by agents 2 and 3, who are slower.
	k := &skilled{arrive: []float64{1.9, 1.1}, serve: []float64{1.2, 1, 0.9, 0.8}, can: map[[2]int]bool{
		{0, 0}: true, {0, 1}: true, {0, 2}: true, {0, 3}: true, {1, 2}: true, {1, 3}: true,
	}}
	k.holdsTo(t, run(t, steady(k.scenario(), 10*time.Hour, 30*time.Hour)), 0.2)
}

func TestXDesign(t *testing.T) {
	// Two teams who can do both: as good as one.
	k := &skilled{arrive: []float64{1.5, 0.9}, serve: []float64{1, 1, 1}, can: everybody(2, 3)}
	r := run(t, steady(k.scenario(), 10*time.Hour, 30*time.Hour))
	k.holdsTo(t, r, 0.2)
	m, err := Model{PerHour: 144, Handling: minute, Agents: 3}.Solve()
	require.NoError(t, err)
	agrees(t, "wait of all", m.Wait.Seconds(), r.Total.Wait, 0.2)
}

// Agents of different speed: who is given work decides how much the fast ones do,
// and how long customers wait.
func TestLongestIdleAgainstFastestFirst(t *testing.T) {
	speeds := []float64{2, 1.3, 0.7, 0.4}
	const rate = 2.6
	fair := &skilled{arrive: []float64{rate}, serve: speeds, can: everybody(1, 4)}
	s := steady(fair.scenario(), 10*time.Hour, 30*time.Hour)
	faster := s // by what the router learns of its agents
	faster.Options.Plan.Queues = []routing.Queue{{ID: "q0", Strategy: "fastest_first"}}
	c, err := Compare(t.Context(), s, faster)
	require.NoError(t, err)
	fair.holdsTo(t, c.Before, 0.15)
	waiting, busy := fastestFirst(rate, speeds)
	agrees(t, "wait", waiting/rate*60, c.After.Total.Wait, 0.15)
	for i := range speeds {
		agrees(t, "occupancy of "+s.Agents[i].ID, busy[i], c.After.Agents[i].Occupancy, 0.03)
	}
	long, _ := fair.solve()
	d := difference(t, c, "all items", "wait")
	agrees(t, "difference", (waiting-long[0])/rate*60, d, 0.2)
	if !testing.Short() {
		assert.Negative(t, d.High, "the fast ones do more, so customers wait less")
	}
}

// difference is that of a figure in a comparison.
func difference(t *testing.T, c Comparison, part, figure string) Interval {
	for _, d := range c.Changes {
		if d.Part == part && d.Figure == figure {
			return d.Difference
		}
	}
	t.Fatal("no " + figure + " of " + part)
	return Interval{}
}

func TestPooling(t *testing.T) {
	apart := steady(Scenario{
		Name: "apart",
		Options: routing.Options{Plan: routing.Plan{
			Queues: []routing.Queue{{ID: "a"}, {ID: "b"}},
			Rules:  []routing.Rule{to("a", "a"), to("b", "b")},
		}},
		Agents: append(crew(4, "a", "a"), crew(4, "b", "b")...),
	}, 5*time.Hour, 25*time.Hour)
	for _, kind := range []string{"a", "b"} {
		st := calls(kind, 90)
		st.Item.Type = kind
		apart.Streams = append(apart.Streams, st)
	}
	pooled := apart
	pooled.Name = "pooled"
	pooled.Agents = append(crew(4, "a", "a", "b"), crew(4, "b", "a", "b")...)
	c, err := Compare(t.Context(), apart, pooled)
	require.NoError(t, err)
	alone, err := Model{PerHour: 90, Handling: 2 * time.Minute, Agents: 4}.Solve()
	require.NoError(t, err)
	both, err := Model{PerHour: 180, Handling: 2 * time.Minute, Agents: 8}.Solve()
	require.NoError(t, err)
	agrees(t, "apart", alone.Wait.Seconds(), c.Before.Total.Wait, 0.15)
	agrees(t, "pooled", both.Wait.Seconds(), c.After.Total.Wait, 0.2)
	d := difference(t, c, "all items", "wait")
	agrees(t, "difference", both.Wait.Seconds()-alone.Wait.Seconds(), d, 0.15)
	assert.Less(t, d.Half(), c.Before.Total.Wait.Half()+c.After.Total.Wait.Half(), "the same customers: surer than two figures")
}

// classed makes a scenario of classes of one queue: with priorities, the first class
// being the highest, or with their ageing.
func classed(agents int, classes []Class) Scenario {
	s := steady(Scenario{Agents: crew(agents, "a")}, 5*time.Hour, 30*time.Hour)
	s.Options.Plan.Queues = []routing.Queue{{ID: "calls"}}
	for i, c := range classes {
		st := calls(fmt.Sprint("class ", i), c.PerHour)
		st.Item.Type = st.Name
		rule := to(st.Name, "calls")
		if c.Ageing > 0 {
			rule.Targets[0].Ageing = &classes[i].Ageing
		} else {
			st.Item.Priority = -10 * i
		}
		s.Streams = append(s.Streams, st)
		s.Options.Plan.Rules = append(s.Options.Plan.Rules, rule)
	}
	return s
}

func TestPriority(t *testing.T) {
	classes := []Class{{PerHour: 30}, {PerHour: 45}, {PerHour: 33}}
	waits, err := PriorityWaits(5, 2*time.Minute, classes)
	require.NoError(t, err)
	r := run(t, classed(5, classes))
	for i := range classes {
		agrees(t, r.Streams[i].Name, waits[i].Seconds(), r.Streams[i].Wait, 0.2)
	}
}

func TestAccumulatingPriority(t *testing.T) {
	classes := []Class{{PerHour: 30, Ageing: 6}, {PerHour: 36, Ageing: 2}, {PerHour: 24, Ageing: 1}}
	waits, err := AgeingWaits(4, 2*time.Minute, classes)
	require.NoError(t, err)
	r := run(t, classed(4, classes))
	for i := range classes {
		agrees(t, r.Streams[i].Name, waits[i].Seconds(), r.Streams[i].Wait, 0.25)
	}
}

// The finding of Wallace & Whitt, "A staffing algorithm for call centers with
// skill-based routing" (2005): with six kinds of calls, agents who know two of them
// do nearly as well as agents who know all.
func TestTwoSkillsNearlyAsGoodAsSix(t *testing.T) {
	const kinds, team, perHour = 6, 3, 2.4 * 30
	with := func(skills int) Scenario {
		s := Scenario{Name: fmt.Sprint(skills, " skills"), Options: routing.Options{
			Strategies: map[string]routing.Strategy{
				"primary": routing.StrategyFunc(func(c *routing.Candidate) float64 {
					return float64(c.Seat.Agent.Skills[c.Stage.Queue])
				}),
			},
		}}
		for kind := range kinds {
			queue := fmt.Sprint("k", kind)
			s.Options.Plan.Queues = append(s.Options.Plan.Queues, routing.Queue{ID: queue, Strategy: "primary"})
			s.Options.Plan.Rules = append(s.Options.Plan.Rules, to(queue, queue))
			st := calls(queue, perHour)
			st.Item.Type = queue
			s.Streams = append(s.Streams, st)
			for i := range team {
				a := routing.Agent{ID: fmt.Sprint(queue, "-", i), Capacity: 1, Skills: map[string]int{queue: 10}, Queues: []string{queue}}
				for k := 1; k < skills; k++ {
					// The second skill is spread evenly over the other kinds.
					other := fmt.Sprint("k", (kind+1+(i+k-1)%(kinds-1))%kinds)
					a.Queues, a.Skills[other] = append(a.Queues, other), 5
				}
				s.Agents = append(s.Agents, Agent{Agent: a})
			}
		}
		s = steady(s, 2*time.Hour, 8*time.Hour)
		s.Slices, s.Seed = 40, 2
		return s
	}
	one, err := Model{PerHour: perHour, Handling: 2 * time.Minute, Agents: team}.Solve()
	require.NoError(t, err)
	all, err := Model{PerHour: kinds * perHour, Handling: 2 * time.Minute, Agents: kinds * team}.Solve()
	require.NoError(t, err)
	c, err := Compare(t.Context(), with(2), with(6))
	require.NoError(t, err)
	agrees(t, "all skills", all.Wait.Seconds(), c.After.Total.Wait, 0.3)
	separate := run(t, with(1))
	agrees(t, "one skill", one.Wait.Seconds(), separate.Total.Wait, 0.2)

	gained := (one.Wait.Seconds() - c.Before.Total.Wait.High) / (one.Wait - all.Wait).Seconds()
	t.Logf("one skill %s, two %s, six %s: the second skill brings %.0f %% at least", one.Wait, c.Before.Total.Wait, all.Wait, gained*100)
	if !testing.Short() {
		assert.Greater(t, gained, 0.85, "the second skill brings most of what all six bring")
	}
}
