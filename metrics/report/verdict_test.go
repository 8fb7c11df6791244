package report

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		name        string
		unit        metrics.Unit
		better      int
		now, before Number
		want        Verdict
		delta       float64
	}{
		{"a share that rose", metrics.Share, 1, Some(.7, 1000), Some(.6, 1000), Better, .1},
		{"a share that should be low rose", metrics.Share, -1, Some(.7, 1000), Some(.6, 1000), Worse, .1},
		{"a share that should be low fell", metrics.Share, -1, Some(.6, 1000), Some(.7, 1000), Better, -.1},
		{"the same of fewer cases may be chance", metrics.Share, 1, Some(.7, 100), Some(.6, 100), Unclear, .1},
		{"too few cases, however large", metrics.Share, 1, Some(1, 19), Some(0, 1000), Unclear, 1},
		{"sure, but too small to matter", metrics.Share, 1, Some(.609, 1e6), Some(.6, 1e6), Steady, .009},
		{"neither good nor bad", metrics.Count, 0, Some(300, 300), Some(100, 100), Changed, 2},
		{"counts that differ by less than twice what chance does", metrics.Count, 0, Some(120, 120), Some(100, 100), Unclear, .2},
		{"a count from nothing", metrics.Count, 0, Some(5, 5), Some(0, 0), Unclear, 0},
		{"nothing before, nothing now", metrics.Count, 0, Some(0, 0), Some(0, 0), Steady, 0},
		{"a time", metrics.Seconds, -1, Some(50, 500), Some(30, 500), Worse, 2. / 3},
		{"a time that may be chance", metrics.Seconds, -1, Some(50, 50), Some(40, 50), Unclear, .25},
		{"stars", metrics.Stars, 1, Some(3.5, 2000), Some(4, 2000), Worse, -.5},
		{"moods", metrics.Scale, 1, Some(.2, 2000), Some(0, 2000), Better, .2},
		{"a share of time is no sample", metrics.Share, 0, Some(.7, 0), Some(.6, 0), Changed, .1},
		{"and steady where it is", metrics.Share, 0, Some(.6, 0), Some(.6, 0), Steady, 0},
		{"no number now", metrics.Share, 1, none, Some(.6, 1000), Unknown, 0},
		{"no number before", metrics.Share, 1, Some(.6, 1000), none, Unknown, 0},
	} {
		delta, v, _ := judge(c.unit, c.better, c.now, c.before, sure)
		assert.Equal(t, c.want, v, c.name)
		assert.InDelta(t, c.delta, delta.X, 1e-9, c.name)
	}
}

func TestSureness(t *testing.T) {
	// Quantiles of the normal distribution: .995, .9995, .99995.
	assert.InDelta(t, 2.5758, sureOf(1), 1e-4)
	assert.InDelta(t, 3.2905, sureOf(10), 1e-4)
	assert.InDelta(t, 3.8906, sureOf(100), 1e-4)
	assert.InDelta(t, sure, sureOf(0), 1e-4)
}

// Where nothing changed, chance makes a verdict at most once in a hundred times, and a half.
func TestChanceIsNotReported(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 9))
	const rounds = 4000
	share := func(n int) Number {
		k := 0
		for range n {
			if rng.Float64() < .3 {
				k++
			}
		}
		return Some(float64(k)/float64(n), int64(n))
	}
	wait := func(n int) Number {
		sum := 0.0
		for range n {
			sum += 30 * rng.ExpFloat64()
		}
		return Some(sum/float64(n), int64(n))
	}
	for name, c := range map[string]struct {
		unit metrics.Unit
		draw func(int) Number
	}{"share": {metrics.Share, share}, "wait": {metrics.Seconds, wait}} {
		wrong := 0
		for range rounds {
			if _, v, _ := judge(c.unit, 1, c.draw(120), c.draw(120), sure); v == Better || v == Worse {
				wrong++
			}
		}
		assert.LessOrEqual(t, wrong, rounds*15/1000, name)
	}
}

// A part and the rest are the whole.
func TestRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) Number {
			return Some(rapid.Float64Range(0, 5).Draw(t, name), rapid.Int64Range(1, 1000).Draw(t, name+" of"))
		}
		a, b := number("a"), number("b")
		back := rest(together(a, b), a)
		require.True(t, back.Known)
		require.Equal(t, b.Of, back.Of)
		require.InDelta(t, b.X, back.X, 1e-6)
	})
	assert.False(t, rest(Some(.5, 10), Some(.5, 10)).Known, "the rest of nobody")
	assert.Equal(t, Some(.5, 10), rest(Some(.5, 10), none))
	assert.False(t, math.Signbit(standardError(metrics.Share, Some(1, 5), Some(1, 5))))
}
