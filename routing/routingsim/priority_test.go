package routingsim

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPriorityWaitsByHand(t *testing.T) {
	// One agent, loads 0.3 and 0.5: what is being served has 0.8 of a mean left, so
	// the waits are 0.8/0.7 and 0.8/(0.7*0.2).
	waits, err := PriorityWaits(1, time.Minute, []Class{{PerHour: 18}, {PerHour: 30}})
	require.NoError(t, err)
	assert.InDelta(t, 0.8/0.7, waits[0].Minutes(), 1e-9)
	assert.InDelta(t, 0.8/0.14, waits[1].Minutes(), 1e-9)

	waits, err = PriorityWaits(1, time.Minute, []Class{{PerHour: 18}, {PerHour: 60}})
	require.NoError(t, err)
	assert.InDelta(t, 1/0.7, waits[0].Minutes(), 1e-9, "an agent who is never free does not keep the first class from a steady state")
	assert.Greater(t, waits[1].Hours(), 24.0*365*200)

	// Two classes whose priorities grow as 2 to 1, from Kleinrock's formula.
	waits, err = AgeingWaits(1, time.Minute, []Class{{PerHour: 18, Ageing: 2}, {PerHour: 30, Ageing: 1}})
	require.NoError(t, err)
	slow := 0.8 / 0.2 / (1 - 0.3*0.5)
	assert.InDelta(t, slow, waits[1].Minutes(), 1e-9)
	assert.InDelta(t, 0.8/0.2-0.5*slow*0.5, waits[0].Minutes(), 1e-9)
}

// Priorities only move waits from one class to another, and accumulating ones lie
// between first come first served and strict ones.
func TestAgeingIsBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		agents := rapid.IntRange(1, 12).Draw(t, "agents")
		shares := rapid.SliceOfN(rapid.Float64Range(0.05, 1), 2, 5).Draw(t, "shares")
		load := rapid.Float64Range(0.6, 0.97).Draw(t, "load")
		classes, total := make([]Class, len(shares)), 0.0
		for _, x := range shares {
			total += x
		}
		spread := rapid.Float64Range(1.1, 10).Draw(t, "spread")
		for i, x := range shares {
			classes[i] = Class{PerHour: x / total * load * float64(agents) * 60, Ageing: math.Pow(spread, float64(-i))}
		}
		strict, err := PriorityWaits(agents, time.Minute, classes)
		require.NoError(t, err)
		ageing, err := AgeingWaits(agents, time.Minute, classes)
		require.NoError(t, err)
		var sums [3]float64
		fair, err := Model{PerHour: load * float64(agents) * 60, Handling: time.Minute, Agents: agents}.Solve()
		require.NoError(t, err)
		for i, c := range classes {
			sums[0] += c.PerHour * strict[i].Seconds()
			sums[1] += c.PerHour * ageing[i].Seconds()
			sums[2] += c.PerHour * fair.Wait.Seconds()
		}
		assert.InEpsilon(t, sums[2], sums[0], 1e-6, "conservation")
		assert.InEpsilon(t, sums[2], sums[1], 1e-6, "conservation")
		first, last := 0, len(classes)-1
		assert.Less(t, strict[first], ageing[first]+2)
		assert.Less(t, ageing[first], fair.Wait+2)
		assert.Greater(t, ageing[last]+2, fair.Wait)
		assert.Greater(t, strict[last]+2, ageing[last])

		for i := range classes {
			classes[i].Ageing = math.Pow(1e9, float64(-i))
		}
		ageing, err = AgeingWaits(agents, time.Minute, classes)
		require.NoError(t, err)
		for i := range classes {
			assert.InEpsilon(t, strict[i].Seconds()+1e-6, ageing[i].Seconds()+1e-6, 1e-4, "far apart they are strict")
		}
	})
}

func TestPriorityFaults(t *testing.T) {
	_, err := PriorityWaits(0, time.Minute, []Class{{PerHour: 1}})
	assert.Error(t, err)
	_, err = PriorityWaits(1, time.Minute, []Class{{PerHour: -1}})
	assert.ErrorContains(t, err, "class 0")
	_, err = AgeingWaits(1, time.Minute, []Class{{PerHour: 1, Ageing: 1}, {PerHour: 1}})
	assert.ErrorContains(t, err, "class 1")
	_, err = AgeingWaits(1, time.Minute, []Class{{PerHour: 60, Ageing: 1}})
	assert.ErrorIs(t, err, ErrUnstable)
}
