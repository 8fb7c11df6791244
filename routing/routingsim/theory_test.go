package routingsim

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// calls is a stream of calls of two minutes in the mean.
func calls(name string, perHour float64) Stream {
	return Stream{Name: name, Arrivals: Poisson(perHour), Handling: Exponential(2 * time.Minute)}
}

// agreesWithModel holds all figures of a part against a model.
func agreesWithModel(t *testing.T, m Model, p Part, within time.Duration, precision float64) {
	t.Helper()
	s, err := m.Solve()
	require.NoError(t, err)
	agrees(t, "wait of all", s.Wait.Seconds(), p.WaitAll, precision)
	agrees(t, "wait of those served", s.ServedWait.Seconds(), p.Wait, precision)
	agrees(t, "number waiting", s.Queue, p.Waiting, precision)
	agrees(t, "service level", s.Within(within), p.Level, precision)
	agrees(t, "served", s.Served, p.Served, precision)
	if s.Abandoned > 0 {
		agrees(t, "abandoned", s.Abandoned, p.Abandoned, precision)
	}
	if s.Blocked > 0 {
		agrees(t, "refused", s.Blocked, p.Refused, precision)
	}
}

func TestErlangC(t *testing.T) {
	m := Model{PerHour: 225, Handling: 2 * time.Minute, Agents: 10}
	r := run(t, steady(Scenario{Streams: []Stream{calls("calls", 225)}, Agents: crew(10, "a"), Within: 10 * time.Second}, 2*time.Hour, 20*time.Hour))
	agreesWithModel(t, m, r.Total, 10*time.Second, 0.18)
	s, err := m.Solve()
	require.NoError(t, err)
	agrees(t, "occupancy", s.Occupancy, r.Occupancy, 0.02)
	// The mean would be the same in any order; the quantile says that it is the order
	// of arrival. In M/M/n it is where the exponential tail of the wait reaches 5 %.
	tail := math.Log(s.Waits/0.05) / (10.0/120 - 225.0/3600)
	agrees(t, "wait p95", tail, r.Total.P95, 0.15)
}

func TestErlangA(t *testing.T) {
	// More calls than the agents can take.
	m := Model{PerHour: 330, Handling: 2 * time.Minute, Agents: 10, Patience: 3 * time.Minute}
	st := calls("calls", 330)
	st.Patience = Exponential(3 * time.Minute)
	r := run(t, steady(Scenario{Streams: []Stream{st}, Agents: crew(10, "a"), Within: 30 * time.Second}, 2*time.Hour, 10*time.Hour))
	agreesWithModel(t, m, r.Total, 30*time.Second, 0.1)
}

func TestFullQueue(t *testing.T) {
	m := Model{PerHour: 300, Handling: 2 * time.Minute, Agents: 9, Room: 4}
	plan := routing.Plan{Queues: []routing.Queue{{ID: "calls", MaxLen: 4}}}
	r := run(t, steady(Scenario{
		Options: routing.Options{Plan: plan}, Streams: []Stream{calls("calls", 300)}, Agents: crew(9, "a"), Within: 20 * time.Second,
	}, 2*time.Hour, 15*time.Hour))
	agreesWithModel(t, m, r.Total, 20*time.Second, 0.05)
}

// Handling that is not exponential: one agent waits on by the formula of Pollaczek
// and Khinchine, which has the second moment.
func TestOneAgent(t *testing.T) {
	const minute = time.Minute
	for name, c := range map[string]struct {
		handling Distribution
		second   float64 // moment, in minutes squared
	}{
		"deterministic": {Always(minute), 1},
		"lognormal":     {Lognormal(minute, minute*3/4), 1 + 9.0/16},
		"uniform":       {Uniform(0, 2*minute), 4.0 / 3},
	} {
		t.Run(name, func(t *testing.T) {
			st := Stream{Name: name, Arrivals: Poisson(42), Handling: c.handling}
			r := run(t, steady(Scenario{Streams: []Stream{st}, Agents: crew(1, "a")}, 20*time.Hour, 40*time.Hour))
			agrees(t, "wait", 0.7*c.second/2/0.3*60, r.Total.Wait, 0.15)
		})
	}
}
