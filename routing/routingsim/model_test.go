package routingsim

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestErlangTables(t *testing.T) {
	// Tables of Erlang's formulas, as every textbook of teletraffic has them.
	assert.InDelta(t, 0.2, ErlangB(2, 1), 1e-12)
	assert.InDelta(t, 0.0184, ErlangB(10, 5), 5e-5)
	assert.InDelta(t, 0.2146, ErlangB(10, 10), 5e-5)
	assert.InDelta(t, 0.0757, ErlangB(100, 100), 5e-5)
	assert.InDelta(t, 1.0/3, ErlangC(2, 1), 1e-12)
	assert.InDelta(t, 0.4092, ErlangC(10, 8), 5e-5)
	assert.InDelta(t, math.Sqrt(2/(math.Pi*1e5)), ErlangB(1e5, 1e5), 1e-5, "no overflow, and Stirling's limit")
	assert.Equal(t, 1.0, ErlangC(3, 3))
	for _, bad := range []float64{ErlangB(-1, 2), ErlangC(2, -1), ErlangB(3, math.Inf(1)), ErlangA(2, 1, 0)} {
		assert.True(t, math.IsNaN(bad))
	}
}

// The example of Garnett, Mandelbaum & Reiman, "Designing a call center with
// impatient customers" (2002): 50 agents, 48 calls a minute of a minute each, and a
// patience of two minutes.
func TestErlangAPublished(t *testing.T) {
	m := Model{PerHour: 48 * 60, Handling: time.Minute, Agents: 50}
	patient, err := m.Solve()
	require.NoError(t, err)
	assert.InDelta(t, 20.8, patient.Wait.Seconds(), 0.05)
	assert.InDelta(t, 0.1, patient.Beyond(58100*time.Millisecond), 0.0005)
	assert.InDelta(t, 17, patient.Queue, 0.5)
	assert.InDelta(t, 0.96, patient.Occupancy, 0.005)

	m.Patience = 2 * time.Minute
	s, err := m.Solve()
	require.NoError(t, err)
	assert.InDelta(t, 0.031, s.Abandoned, 0.0005)
	assert.InDelta(t, s.Abandoned, ErlangA(50, 48, 2), 1e-12)
	assert.InDelta(t, 3.7, s.Wait.Seconds(), 0.05)
	assert.InDelta(t, 0.1, s.Beyond(12500*time.Millisecond), 0.001)
	assert.InDelta(t, 3, s.Queue, 0.05)
	assert.InDelta(t, 0.93, s.Occupancy, 0.005)
}

func TestModelOfOneAgent(t *testing.T) {
	// M/M/1/K by hand: the states are geometric, cut off at 1+Room.
	m := Model{PerHour: 30, Handling: time.Minute, Agents: 1, Room: 3}
	s, err := m.Solve()
	require.NoError(t, err)
	p := func(k float64) float64 { return math.Pow(0.5, k) * 0.5 / (1 - math.Pow(0.5, 5)) }
	assert.InDelta(t, p(4), s.Blocked, 1e-12)
	assert.InDelta(t, p(1)+p(2)+p(3), s.Waits, 1e-12)
	assert.InDelta(t, p(2)+2*p(3)+3*p(4), s.Queue, 1e-12)
	// Who finds k before him waits for a sum of k exponentials.
	e := math.Exp(-1)
	assert.InDelta(t, (p(1)*e+p(2)*2*e+p(3)*2.5*e)/(1-p(4)), s.Beyond(time.Minute), 1e-12)

	m.Room = -1 // nobody waits
	s, err = m.Solve()
	require.NoError(t, err)
	assert.InDelta(t, 1.0/3, s.Blocked, 1e-12)
	assert.Zero(t, s.Wait)
	assert.InDelta(t, 2.0/3, s.Within(0), 1e-12)
}

// Whatever the model, its parts belong together: the flow balances, Little's law
// holds, and the distributions have the means that the state probabilities give.
func TestModelIsConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Model{
			PerHour:  rapid.Float64Range(1, 600).Draw(t, "per hour"),
			Handling: time.Duration(rapid.IntRange(10, 600).Draw(t, "handling")) * time.Second,
			Agents:   rapid.IntRange(1, 60).Draw(t, "agents"),
			Patience: time.Duration(rapid.IntRange(0, 600).Draw(t, "patience")) * time.Second,
			Room:     rapid.IntRange(-1, 40).Draw(t, "room"),
		}
		s, err := m.Solve()
		if m.Room == 0 && m.Patience == 0 && m.Load() >= float64(m.Agents) {
			require.ErrorIs(t, err, ErrUnstable)
			return
		}
		require.NoError(t, err)
		assert.InDelta(t, 1, s.Served+s.Blocked+s.Abandoned, 1e-9)
		assert.InDelta(t, m.Load()*s.Served, s.Occupancy*float64(m.Agents), 1e-6*m.Load(), "flow out of the agents")
		if s.Wait > 1000*time.Second || s.Wait < time.Millisecond {
			return // the integral below would need another step
		}
		assert.InDelta(t, s.Served, s.Within(24*time.Hour), 1e-6)
		assert.InDelta(t, 1-s.Blocked-s.Waits, s.Within(0), 1e-9)
		var wait, served float64
		step := min(seconds(s.Wait.Seconds()/s.Waits), m.Handling/time.Duration(m.Agents)) / 50
		for d := step / 2; ; d += step {
			late, missing := s.Beyond(d), s.Served-s.Within(d)
			if late < 1e-7 {
				break
			}
			wait += late * step.Seconds()
			served += missing * step.Seconds()
		}
		assert.InEpsilon(t, s.Wait.Seconds(), wait, 0.01)
		assert.InEpsilon(t, s.ServedWait.Seconds(), served/s.Served, 0.01)
	})
}

func TestModelExtremes(t *testing.T) {
	// As fluids: 100 agents serve a sixth of the customers, the others leave, and the
	// wait is the time in which five sixths of them have gone.
	s, err := Model{PerHour: 36000, Handling: time.Minute, Agents: 100, Patience: time.Hour}.Solve()
	require.NoError(t, err)
	assert.InDelta(t, 5.0/6, s.Abandoned, 1e-9)
	assert.InDelta(t, math.Log(6), s.ServedWait.Hours(), 1e-3)

	s, err = Model{PerHour: 60, Handling: time.Minute, Agents: 3000, Patience: time.Hour}.Solve()
	require.NoError(t, err)
	assert.Equal(t, 1.0, s.Within(0), "the probability of waiting underflows")

	s, err = Model{PerHour: 60, Handling: time.Minute, Patience: time.Minute}.Solve()
	require.NoError(t, err)
	assert.InDelta(t, 1, s.Abandoned, 1e-9, "nobody is there")

	_, err = Model{PerHour: 1e6, Handling: time.Hour, Agents: 1, Patience: 100 * 365 * 24 * time.Hour}.Solve()
	assert.ErrorIs(t, err, ErrUnstable, "stable in theory, in a queue of billions")

	_, err = Model{PerHour: -1, Patience: -1}.Solve()
	assert.ErrorContains(t, err, "PerHour")
	assert.ErrorContains(t, err, "Handling")
	assert.ErrorContains(t, err, "Patience")
}

func TestStaff(t *testing.T) {
	// 100 calls in half an hour of 3 minutes each, 80 % within 20 s, agents busy for
	// at most 85 %: 14 agents, a service level of 0.888, an occupancy of 0.714 and a
	// probability of waiting of 0.174 (the example of pyworkforce's documentation).
	m := Model{PerHour: 200, Handling: 3 * time.Minute}
	n, err := m.Staff(Goal{Level: 0.8, Within: 20 * time.Second, Occupancy: 0.85})
	require.NoError(t, err)
	require.Equal(t, 14, n)
	m.Agents = n
	s, err := m.Solve()
	require.NoError(t, err)
	assert.InDelta(t, 0.888, s.Within(20*time.Second), 0.0005)
	assert.InDelta(t, 0.714, s.Occupancy, 0.0005)
	assert.InDelta(t, 0.174, s.Waits, 0.0005)

	m.Patience = time.Minute
	for _, goal := range []Goal{
		{Wait: 5 * time.Second},
		{Occupancy: 0.6},
		{Level: 0.95, Within: time.Second},
		{Abandoned: 0.05},
	} {
		n, err := m.Staff(goal)
		require.NoError(t, err)
		at := func(n int) bool {
			m.Agents = n
			s, err := m.Solve()
			return err == nil && goal.reached(s)
		}
		assert.True(t, at(n) && !at(n-1), "%+v: %d is the least", goal, n)
	}
	day := Counts{Every: 30 * time.Minute, Number: []float64{0, 100, 50}}
	m.Patience = 0
	by, err := day.Staff(m, Goal{Level: 0.8, Within: 20 * time.Second})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 14, 8}, by)
	day.Number[2] = -1
	_, err = day.Staff(m, Goal{})
	assert.ErrorContains(t, err, "interval 2")

	_, err = m.Staff(Goal{Level: 1})
	assert.Error(t, err)
}
