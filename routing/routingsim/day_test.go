package routingsim

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

// A bank's Mondays, a twentieth of them, staffed half-hour by half-hour by the model:
// what the simulation finds is what was planned.
func TestDayOfABank(t *testing.T) {
	data := storetest.Data(t, os.Getenv, "arrivals/bank_calls_30min_train.csv")
	history, err := ReadHistory(bytes.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, 30*time.Minute, history.Every)

	day := history.Typical(func(d time.Time) bool { return d.Weekday() == time.Monday })
	require.Len(t, day.Number, 42, "from midnight; open from 7 to 21 o'clock")
	for i := range day.Number {
		day.Number[i] /= 20
	}
	needs, err := day.Staff(Model{Handling: 3 * time.Minute, Patience: 4 * time.Minute}, Goal{Level: 0.8, Within: 20 * time.Second})
	require.NoError(t, err)
	var agents []Agent
	hours := 0.0
	for i, need := range needs {
		hours += float64(need) / 2
		for a := len(agents); a < need; a++ {
			agents = append(agents, crew(1, numbered("a", a, 99))...)
		}
		for a := range need { // each works in the half-hours that need so many
			begin := time.Duration(i) * 30 * time.Minute
			if n := len(agents[a].Shifts); n > 0 && agents[a].Shifts[n-1].To == begin {
				agents[a].Shifts[n-1].To += 30 * time.Minute
			} else {
				agents[a].Shifts = append(agents[a].Shifts, Shift{From: begin, To: begin + 30*time.Minute})
			}
		}
	}
	s := Scenario{
		Streams: []Stream{{Name: "bank", Arrivals: day, Handling: Exponential(3 * time.Minute), Patience: Exponential(4 * time.Minute)}},
		Agents:  agents, Horizon: 24 * time.Hour, Confidence: 0.99, Seed: 1,
		Options: routing.Options{Plan: routing.Plan{Queues: []routing.Queue{{ID: "bank"}}}},
	}
	r := run(t, s)
	t.Logf("%.0f agent hours, service level %s, abandoned %s", hours, r.Total.Level, r.Total.Abandoned)
	assert.Greater(t, r.Total.Level.High, 0.8)
	assert.InDelta(t, 0.85, r.Total.Level.Mean, 0.06, "a little more than planned, because agents are whole")
	assert.Zero(t, r.Total.Left.Mean)
	worked := 0.0
	for _, a := range r.Agents {
		worked += a.Hours.Mean
	}
	assert.InEpsilon(t, hours, worked, 0.05, "and they finish what they have")

	// Days that differ by a tenth need more than the mean says.
	sway := s
	day.Sway = 0.1
	sway.Streams = []Stream{s.Streams[0]}
	sway.Streams[0].Arrivals = day
	assert.Less(t, run(t, sway).Total.Level.Mean, r.Total.Level.Mean)
}
