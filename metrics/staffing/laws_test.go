package staffing_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics/staffing"
)

// slack is what rounding may add to a share or a time.
const slack = 1e-11

// worse says whether any figure of a is worse than that of b by more than rounding.
func worse(a, b staffing.Figures) bool {
	return a.Waits > b.Waits+slack || a.Abandoned > b.Abandoned+slack || a.ServiceLevel < b.ServiceLevel-slack ||
		float64(a.ASA) > float64(b.ASA)*(1+slack)+1 || float64(a.MeanWait) > float64(b.MeanWait)*(1+slack)+1 ||
		a.Occupancy > b.Occupancy+slack
}

func drawQueue(t *rapid.T) staffing.Queue {
	q := staffing.Queue{
		Agents: rapid.IntRange(1, 3000).Draw(t, "agents"),
		Handle: time.Duration(rapid.Int64Range(int64(time.Second), int64(10*time.Hour)).Draw(t, "handle")),
	}
	q.Load = float64(q.Agents) * math.Pow(10, rapid.Float64Range(-6, 2).Draw(t, "log utilisation"))
	ratio := math.Pow(10, rapid.Float64Range(-5.9, 3.9).Draw(t, "log patience"))
	q.Patience = time.Duration(ratio * float64(q.Handle))
	return q
}

func drawCounting(t *rapid.T) staffing.Counting {
	return staffing.Counting(rapid.IntRange(0, 2).Draw(t, "counting"))
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, counting := drawQueue(t), drawCounting(t)
		within := time.Duration(rapid.Float64Range(0, 5).Draw(t, "within") * float64(q.Patience))
		solve := func(q staffing.Queue, within time.Duration) staffing.Figures {
			f, err := q.Solve(within, counting)
			require.NoError(t, err)
			return f
		}
		f := solve(q, within)
		for _, share := range []float64{f.Waits, f.ServiceLevel, f.Abandoned, f.Occupancy} {
			require.True(t, share >= 0 && share <= 1+slack, "%+v", f)
		}
		require.True(t, f.ASA >= 0 && f.MeanWait >= 0 && f.InQueue >= 0, "%+v", f)
		require.LessOrEqual(t, f.Abandoned, f.Waits+slack)
		more := q
		more.Agents++
		require.False(t, worse(solve(more, within), f), "one more agent")
		less := q
		less.Load *= 0.99
		require.False(t, worse(solve(less, within), f), "one contact less")
		require.GreaterOrEqual(t, solve(q, within+within/10).ServiceLevel, f.ServiceLevel-slack, "more time")

		// What comes is answered or gives up.
		require.InDelta(t, q.Load*(1-f.Abandoned)/float64(q.Agents), f.Occupancy, 1e-9)
	})
}

// Among patient customers nobody gives up; the impatient go away at once.
func TestPatienceBetweenCAndB(t *testing.T) {
	for _, n := range []int{1, 12, 400} {
		load := 0.9 * float64(n)
		c, err := staffing.Queue{Agents: n, Load: load, Handle: time.Minute}.Solve(30*time.Second, staffing.OfOffered)
		require.NoError(t, err)
		a, err := staffing.Queue{Agents: n, Load: load, Handle: time.Minute, Patience: 10_000 * time.Minute}.Solve(30*time.Second, staffing.OfOffered)
		require.NoError(t, err)
		assert.InDelta(t, c.Waits, a.Waits, 0.002)
		assert.InDelta(t, c.ServiceLevel, a.ServiceLevel, 0.002)
		assert.InEpsilon(t, float64(c.ASA), float64(a.ASA), 0.03)

		b, err := staffing.ErlangB(n, load)
		require.NoError(t, err)
		a, err = staffing.Queue{Agents: n, Load: load, Handle: time.Hour, Patience: 3600 * time.Microsecond}.Solve(30*time.Second, staffing.OfOffered)
		require.NoError(t, err)
		assert.InEpsilon(t, b, a.Abandoned, 1e-3)
		assert.InDelta(t, 1-b, a.ServiceLevel, 1e-3)
	}
}

// The three countings are in order: leaving people out never makes it look worse.
func TestCountings(t *testing.T) {
	q := staffing.Queue{Agents: 20, Load: 24, Handle: 4 * time.Minute, Patience: 2 * time.Minute}
	var levels [3]float64
	for i := range levels {
		f, err := q.Solve(15*time.Second, staffing.Counting(i))
		require.NoError(t, err)
		levels[i] = f.ServiceLevel
	}
	assert.Less(t, levels[staffing.OfOffered], levels[staffing.ShortExcluded])
	assert.Less(t, levels[staffing.ShortExcluded], levels[staffing.OfAnswered])
	assert.Equal(t, "OfOffered ShortExcluded OfAnswered Counting(7)",
		staffing.OfOffered.String()+" "+staffing.ShortExcluded.String()+" "+staffing.OfAnswered.String()+" "+staffing.Counting(7).String())
}

func TestNobodyThere(t *testing.T) {
	q := staffing.Queue{Load: 3, Handle: time.Minute, Patience: 2 * time.Minute}
	f, err := q.Solve(2*time.Minute, staffing.OfOffered)
	require.NoError(t, err)
	assert.Equal(t, staffing.Figures{Waits: 1, Abandoned: 1, MeanWait: 2 * time.Minute, InQueue: 6}, f)
	q.Patience = 0
	_, err = q.Solve(0, staffing.OfOffered)
	require.ErrorIs(t, err, staffing.ErrOverload)
	q.Load = 0
	f, err = q.Solve(0, staffing.OfOffered)
	require.NoError(t, err)
	assert.Equal(t, staffing.Figures{ServiceLevel: 1}, f)
}

// A wait beyond what a duration can hold is the longest one.
func TestWaitWithoutEnd(t *testing.T) {
	f, err := staffing.Queue{Agents: 1, Load: math.Nextafter(1, 0), Handle: 24 * time.Hour}.Solve(0, staffing.OfOffered)
	require.NoError(t, err)
	assert.Equal(t, time.Duration(math.MaxInt64), f.ASA)
}

// A day at random, event by event, in the way of a textbook: customers that arrive,
// wait, give up and are served in order.
func TestAgainstSimulation(t *testing.T) {
	const (
		agents, load, leave, limit = 8, 9.0, 0.5, 0.1
		contacts                   = 400_000
	)
	rng := rand.New(rand.NewPCG(1, 2))
	free := make([]float64, agents) // when each is free again
	var now, waited, answeredWait float64
	var gone, goneEarly, inTime, answered int
	for range contacts {
		now += rng.ExpFloat64() / load
		patience := rng.ExpFloat64() / leave
		first := 0
		for i := range free {
			if free[i] < free[first] {
				first = i
			}
		}
		offered := max(0, free[first]-now)
		if offered > patience {
			gone++
			waited += patience
			if patience <= limit {
				goneEarly++
			}
			continue
		}
		answered++
		waited += offered
		answeredWait += offered
		if offered <= limit {
			inTime++
		}
		free[first] = now + offered + rng.ExpFloat64()
	}
	q := staffing.Queue{Agents: agents, Load: load, Handle: time.Hour, Patience: 2 * time.Hour}
	f, err := q.Solve(6*time.Minute, staffing.OfOffered)
	require.NoError(t, err)
	assert.InEpsilon(t, float64(gone)/contacts, f.Abandoned, 0.02)
	assert.InEpsilon(t, float64(inTime)/contacts, f.ServiceLevel, 0.02)
	assert.InEpsilon(t, waited/contacts, f.MeanWait.Hours(), 0.02)
	assert.InEpsilon(t, answeredWait/float64(answered), f.ASA.Hours(), 0.02)
	f, err = q.Solve(6*time.Minute, staffing.ShortExcluded)
	require.NoError(t, err)
	assert.InEpsilon(t, float64(inTime)/float64(contacts-goneEarly), f.ServiceLevel, 0.02)
}
