package staffing_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/staffing"
)

func TestPlan(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	demand := []staffing.Demand{
		{Start: at, Contacts: 100, Handle: 3 * time.Minute},
		{Start: at.Add(30 * time.Minute), Contacts: 200, Handle: 3 * time.Minute, Patience: time.Minute},
		{Start: at.Add(time.Hour)},
	}
	p, err := staffing.New(demand, &staffing.Options{Shrinkage: 0.3, MinAgents: 2, HourlyCost: 20})
	require.NoError(t, err)
	require.Len(t, p.Needs, 3)
	assert.Equal(t, 30*time.Minute, p.Options.Interval)
	assert.Equal(t, staffing.Target{Share: 0.8, Within: 20 * time.Second}, p.Options.Target)

	first, second, third := p.Needs[0], p.Needs[1], p.Needs[2]
	assert.Equal(t, demand[0], first.Demand)
	assert.Equal(t, 14, first.Agents)
	assert.Equal(t, 20, first.Roster)
	assert.InDelta(t, 10, first.Load, 1e-12)
	solved, err := staffing.Queue{Agents: second.Agents, Load: 20, Handle: 3 * time.Minute, Patience: time.Minute}.Solve(20*time.Second, staffing.OfOffered)
	require.NoError(t, err)
	assert.Equal(t, solved, second.Figures, "its own patience")
	assert.Equal(t, 2, third.Agents)
	assert.Equal(t, 3, third.Roster)
	assert.Equal(t, staffing.Figures{ServiceLevel: 1}, third.Figures)

	s := p.Summary()
	require.NotNil(t, s.Peak)
	assert.Equal(t, second, *s.Peak)
	assert.InDelta(t, 300, s.Contacts, 1e-9)
	assert.InDelta(t, 0.5*float64(first.Agents+second.Agents+2), s.AgentHours, 1e-9)
	assert.InDelta(t, 0.5*float64(first.Roster+second.Roster+3), s.PaidHours, 1e-9)
	assert.InDelta(t, 20*s.PaidHours, s.Cost, 1e-9)
	assert.InDelta(t, (first.Figures.ServiceLevel+2*second.Figures.ServiceLevel)/3, s.ServiceLevel, 1e-12)
	assert.InDelta(t, 2*second.Figures.Abandoned/3, s.Abandoned, 1e-12)
	taken := 2 * (1 - second.Figures.Abandoned)
	assert.InDelta(t, (first.Figures.ASA.Seconds()+taken*second.Figures.ASA.Seconds())/(1+taken), s.ASA.Seconds(), 1e-6)
	assert.InDelta(t, (10+20*(1-second.Figures.Abandoned))/float64(first.Agents+second.Agents+2), s.Occupancy, 1e-12)

	s.Peak.Agents = 0
	assert.NotZero(t, p.Needs[1].Agents, "the summary is a copy")
}

func TestMinAgentsGiveTheirOwnFigures(t *testing.T) {
	p, err := staffing.New([]staffing.Demand{{Contacts: 100, Handle: 3 * time.Minute}}, &staffing.Options{MinAgents: 20})
	require.NoError(t, err)
	assert.Equal(t, 20, p.Needs[0].Agents)
	assert.InDelta(t, 0.5, p.Needs[0].Figures.Occupancy, 1e-12)
}

func TestPeakIsTheFirstOfEquals(t *testing.T) {
	p, err := staffing.New([]staffing.Demand{{Contacts: 1, Handle: time.Minute}, {}}, &staffing.Options{MinAgents: 5})
	require.NoError(t, err)
	assert.Equal(t, p.Needs[0], *p.Summary().Peak)
}

func TestEmptyPlan(t *testing.T) {
	p, err := staffing.New(nil, nil)
	require.NoError(t, err)
	assert.Equal(t, staffing.Summary{ServiceLevel: 1}, p.Summary())
}

// The tenth part of 10 is lost: 9 need exactly 10, not 11 by a rounding error.
func TestRosterOfWholeNumbers(t *testing.T) {
	for agents := 1; agents <= 2000; agents++ {
		for _, percent := range []int{0, 10, 20, 30, 37, 50, 90} {
			p, err := staffing.New([]staffing.Demand{{}}, &staffing.Options{MinAgents: agents, Shrinkage: float64(percent) / 100})
			require.NoError(t, err)
			left := 100 - percent
			require.Equal(t, (100*agents+left-1)/left, p.Needs[0].Roster, "%d agents, %d %%", agents, percent)
		}
	}
}

// Two chats at once: half the agents for the same places.
func TestConcurrency(t *testing.T) {
	demand := []staffing.Demand{{Contacts: 100, Handle: 3 * time.Minute}}
	one, err := staffing.New(demand, nil)
	require.NoError(t, err)
	two, err := staffing.New(demand, &staffing.Options{Concurrency: 2})
	require.NoError(t, err)
	assert.Equal(t, 14, one.Needs[0].Agents)
	assert.Equal(t, 7, two.Needs[0].Agents)
	assert.Equal(t, one.Needs[0].Figures, two.Needs[0].Figures)
	three, err := staffing.New(demand, &staffing.Options{Concurrency: 3})
	require.NoError(t, err)
	assert.Equal(t, 5, three.Needs[0].Agents, "15 places for 14")
	least, err := staffing.New(demand, &staffing.Options{Concurrency: 3, MinAgents: 6})
	require.NoError(t, err)
	assert.InDelta(t, 10.0/18, least.Needs[0].Figures.Occupancy, 1e-12, "6 agents are 18 places")
}

// Each promise alone decides, and one agent less would break it.
func TestEachPromiseCounts(t *testing.T) {
	q := staffing.Queue{Load: 30, Handle: 5 * time.Minute, Patience: 3 * time.Minute}
	for name, target := range map[string]staffing.Target{
		"share":          {Share: 0.9, Within: 10 * time.Second},
		"short excluded": {Share: 0.9, Within: 10 * time.Second, Counting: staffing.ShortExcluded},
		"of answered":    {Share: 0.9, Within: 10 * time.Second, Counting: staffing.OfAnswered},
		"asa":            {MaxASA: 5 * time.Second},
		"abandoned":      {MaxAbandoned: 0.02},
		"occupancy":      {MaxOccupancy: 0.7},
	} {
		n, f, err := q.AgentsFor(target, 1)
		require.NoError(t, err, name)
		with := func(n int) staffing.Figures {
			q := q
			q.Agents = n
			f, err := q.Solve(target.Within, target.Counting)
			require.NoError(t, err)
			return f
		}
		assert.Equal(t, with(n), f, name)
		less := with(n - 1)
		switch {
		case target.MaxASA > 0:
			assert.True(t, f.ASA <= target.MaxASA && less.ASA > target.MaxASA, name)
		case target.MaxAbandoned > 0:
			assert.True(t, f.Abandoned <= 0.02 && less.Abandoned > 0.02, name)
		case target.MaxOccupancy > 0:
			assert.True(t, f.Occupancy <= 0.7 && less.Occupancy > 0.7, name)
		default:
			assert.True(t, f.ServiceLevel >= 0.9 && less.ServiceLevel < 0.9, name)
		}
	}
}

func TestAgentsForEdges(t *testing.T) {
	q := staffing.Queue{Handle: time.Minute, Patience: time.Minute}
	n, f, err := q.AgentsFor(staffing.Target{}, 1)
	require.NoError(t, err)
	assert.Zero(t, n)
	assert.Equal(t, staffing.Figures{ServiceLevel: 1}, f)

	q.Load = 0.1
	n, _, err = q.AgentsFor(staffing.Target{MaxOccupancy: 1}, 1)
	require.NoError(t, err)
	assert.Equal(t, 1, n, "an agent who is not there is not idle")

	q.Load = staffing.MaxLoad
	_, _, err = q.AgentsFor(staffing.Target{MaxOccupancy: 0.5}, 1)
	require.ErrorIs(t, err, staffing.ErrUnreachable)
	_, err = staffing.New([]staffing.Demand{{}, {Contacts: 999_999, Handle: 30 * time.Minute}}, &staffing.Options{Target: staffing.Target{MaxOccupancy: 0.5}})
	require.ErrorIs(t, err, staffing.ErrUnreachable)
	assert.ErrorContains(t, err, "demand[1]")
}

func TestCapacityIsTheInverse(t *testing.T) {
	opts := &staffing.Options{Interval: 15 * time.Minute, Patience: 90 * time.Second, Shrinkage: 0.25, Concurrency: 2}
	for _, agents := range []int{1, 2, 10, 75} {
		n, err := staffing.Capacity(agents, 4*time.Minute, opts)
		require.NoError(t, err)
		assert.Equal(t, agents, n.Agents)
		assert.Equal(t, int(math.Ceil(float64(agents)/0.75)), n.Roster)
		assert.InDelta(t, 0.8, n.Figures.ServiceLevel, 1e-8)
		for _, c := range []struct {
			factor float64
			want   int
		}{{1 - 1e-6, agents}, {1 + 1e-6, agents + 1}} {
			p, err := staffing.New([]staffing.Demand{{Contacts: n.Contacts * c.factor, Handle: 4 * time.Minute}}, opts)
			require.NoError(t, err)
			assert.Equal(t, c.want, p.Needs[0].Agents)
		}
	}
}

func TestCapacityEdges(t *testing.T) {
	n, err := staffing.Capacity(0, time.Minute, &staffing.Options{Target: staffing.Target{MaxOccupancy: 0.8}, Patience: time.Minute})
	require.NoError(t, err)
	assert.Zero(t, n.Contacts)

	// Nearly all give up within an hour, and are not counted.
	_, err = staffing.Capacity(5, time.Minute, &staffing.Options{
		Target: staffing.Target{Share: 0.5, Within: 24 * time.Hour, Counting: staffing.ShortExcluded}, Patience: time.Second,
	})
	require.ErrorIs(t, err, staffing.ErrUnbounded)

	load, _, err := staffing.Queue{Agents: 3, Handle: time.Minute}.LoadFor(staffing.Target{MaxOccupancy: 0.9})
	require.NoError(t, err)
	assert.InDelta(t, 2.7, load, 1e-8)
}
