package staffing_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/staffing"
)

// 100 calls of 3 minutes in half an hour, 14 agents: the worked example of several
// calculators, among them the one in the README of pyworkforce (0.174132, 0.888350,
// 0.714286); the ASA of 7.8 s is the one of Call Centre Helper. From memory.
func TestErlangCPublished(t *testing.T) {
	q := staffing.Queue{Agents: 14, Load: 10, Handle: 3 * time.Minute}
	f, err := q.Solve(20*time.Second, staffing.OfOffered)
	require.NoError(t, err)
	assert.InDelta(t, 0.1741319335950498, f.Waits, 1e-12)
	assert.InDelta(t, 0.8883500191794669, f.ServiceLevel, 1e-12)
	assert.InDelta(t, 0.7142857142857143, f.Occupancy, 1e-12)
	assert.InDelta(t, 7.8, f.ASA.Seconds(), 0.05)
	assert.Equal(t, f.ASA, f.MeanWait)
	assert.Zero(t, f.Abandoned)
}

// Garnett, Mandelbaum and Reiman (2002), the example of the introduction: 50 agents,
// 48 calls a minute of one minute, patience of two minutes or without end. From memory
// of the paper.
func TestErlangAPublished(t *testing.T) {
	q := staffing.Queue{Agents: 50, Load: 48, Handle: time.Minute}
	f, err := q.Solve(0, staffing.OfOffered)
	require.NoError(t, err)
	assert.InDelta(t, 20.8, f.ASA.Seconds(), 0.05)
	assert.InDelta(t, 17, f.InQueue, 0.5)
	assert.InDelta(t, 0.96, f.Occupancy, 0.005)

	q.Patience = 2 * time.Minute
	f, err = q.Solve(0, staffing.OfOffered)
	require.NoError(t, err)
	assert.InDelta(t, 0.031, f.Abandoned, 0.0005)
	assert.InDelta(t, 3.7, f.MeanWait.Seconds(), 0.05)
	assert.InDelta(t, 3, f.InQueue, 0.5)
	assert.InDelta(t, 0.93, f.Occupancy, 0.005)
}

func TestErlangAAgainstChain(t *testing.T) {
	const handle = time.Hour
	worst := 0.0
	for _, n := range []int{1, 2, 9, 60, 500, 10000} {
		for _, rho := range []float64{0.01, 0.5, 0.9, 0.99, 1, 1.05, 1.5, 4} {
			for _, patience := range []float64{1e-3, 0.04, 1, 6} { // in handling times
				for _, limit := range []float64{0, 1e-3, 0.03, 2} {
					if n > 500 && (limit != 0.03 || patience > 1 || rho < 0.9 || rho > 1.05) {
						continue // the sums take long
					}
					load := rho * float64(n)
					q := staffing.Queue{Agents: n, Load: load, Handle: handle, Patience: time.Duration(patience * float64(handle))}
					within := time.Duration(limit * float64(handle))
					want := bigA(n, load, float64(handle)/float64(q.Patience), float64(within)/float64(handle))
					check := func(what string, got, want float64) {
						if math.Abs(got-want) < 1e-18 {
							return // as the package promises
						}
						o := off(got, want)
						worst = max(worst, o)
						assert.LessOrEqual(t, o, 1e-11, "%s: %v within %v: %g, not %g", what, q, within, got, want)
					}
					f, err := q.Solve(within, staffing.OfOffered)
					require.NoError(t, err)
					check("waits", f.Waits, want.waits)
					check("abandoned", f.Abandoned, want.abandoned)
					check("in queue", f.InQueue, want.inQueue)
					check("offered", f.ServiceLevel, want.early)
					assert.InDelta(t, want.answerTime*float64(handle), float64(f.ASA), 1+1e-8*float64(f.ASA))
					assert.InDelta(t, want.inQueue/load*float64(handle), float64(f.MeanWait), 1+1e-8*float64(f.MeanWait))
					check("occupancy", f.Occupancy, rho*(1-want.abandoned))
					f, err = q.Solve(within, staffing.OfAnswered)
					require.NoError(t, err)
					check("answered", f.ServiceLevel, want.early/(want.early+want.late))
					f, err = q.Solve(within, staffing.ShortExcluded)
					require.NoError(t, err)
					check("short excluded", f.ServiceLevel, want.early/(1-want.goneEarly))
				}
			}
		}
	}
	t.Logf("worst relative difference %.2g", worst)
	assert.False(t, math.IsNaN(worst))
}
