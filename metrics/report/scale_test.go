package report

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

func TestNiceSteps(t *testing.T) {
	for _, c := range []struct {
		unit    metrics.Unit
		x, want float64
	}{
		{metrics.Share, .013, .02},
		{metrics.Share, .05, .05},
		{metrics.Share, .06, .1},
		{metrics.Count, .3, 1},
		{metrics.Count, 21, 50},
		{metrics.Seconds, .013, .02},
		{metrics.Seconds, 11, 15},
		{metrics.Seconds, 61, 120},
		{metrics.Seconds, 4000, 7200},
		{metrics.Seconds, 20 * 86400, 20 * 86400},
		{metrics.Scale, 0, 1},
	} {
		assert.InDelta(t, c.want, niceStep(c.unit, c.x), 1e-9, "%s %v", c.unit, c.x)
	}
}

func TestWhereAxesBegin(t *testing.T) {
	for _, c := range []struct {
		name        string
		unit        metrics.Unit
		lo, hi      float64
		base        bool
		first, last float64
	}{
		{"bars begin at nothing", metrics.Share, .8, .9, true, 0, 1},
		{"lines of shares far from it do not", metrics.Share, .82, .9, false, .82, .9},
		{"lines of counts do", metrics.Count, 90, 100, false, 0, 100},
		{"times do", metrics.Seconds, 90, 100, false, 0, 120},
		{"stars are 1 to 5", metrics.Stars, 4.1, 4.2, true, 1, 5},
		{"a share is never above all", metrics.Share, .2, 1, false, 0, 1},
		{"one value below nothing", metrics.Scale, -.2, -.2, false, -.2, 0},
		{"nothing at all", metrics.Count, 0, 0, true, 0, 1},
		{"a share of nothing", metrics.Share, 0, 0, true, 0, .1},
	} {
		s := valueScale(c.unit, c.lo, c.hi, c.base, 5, 100, 0)
		assert.InDelta(t, c.first, s.ticks[0], 1e-9, c.name)
		assert.InDelta(t, c.last, s.ticks[len(s.ticks)-1], 1e-9, c.name)
	}
}

// Whatever the values: they lie on the axis, in their order, between the first and the last of a few ticks.
func TestAxesHoldTheirValues(t *testing.T) {
	units := []metrics.Unit{metrics.Count, metrics.Share, metrics.Seconds, metrics.Scale, Change}
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.SampledFrom(units).Draw(t, "unit")
		limit := map[metrics.Unit]float64{metrics.Share: 1, metrics.Scale: 2}[u]
		if limit == 0 {
			limit = math.Pow(10, rapid.Float64Range(-3, 9).Draw(t, "limit"))
		}
		least := 0.0
		if u == metrics.Scale || u == Change {
			least = -limit
		}
		a, b := rapid.Float64Range(least, limit).Draw(t, "a"), rapid.Float64Range(least, limit).Draw(t, "b")
		lo, hi := min(a, b), max(a, b)
		s := valueScale(u, lo, hi, rapid.Bool().Draw(t, "base"), 5, 300, 20)
		require.GreaterOrEqual(t, len(s.ticks), 2)
		require.LessOrEqual(t, len(s.ticks), 9)
		require.LessOrEqual(t, s.ticks[0], lo+1e-9*limit)
		require.GreaterOrEqual(t, s.ticks[len(s.ticks)-1], hi-1e-6*limit)
		require.GreaterOrEqual(t, s.at(lo), s.at(hi))
		if lo > 1e-3 && u == metrics.Seconds && lo < 1e8 {
			l := logScale(u, lo, min(hi, 1e8), 6, 0, 100)
			require.GreaterOrEqual(t, len(l.ticks), 2)
			require.LessOrEqual(t, len(l.ticks), 7)
			require.LessOrEqual(t, l.lo, lo)
			require.LessOrEqual(t, l.at(lo), l.at(hi))
		}
	})
}

// Labels of time never touch, and there are at least two where two have room.
func TestTimeLabelsHaveRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := rapid.SampledFrom([]func(time.Time, int) time.Time{
			func(x time.Time, i int) time.Time { return x.Add(time.Duration(i) * 15 * time.Minute) },
			func(x time.Time, i int) time.Time { return x.Add(time.Duration(i) * time.Hour) },
			func(x time.Time, i int) time.Time { return x.AddDate(0, 0, i) },
			func(x time.Time, i int) time.Time { return x.AddDate(0, 0, 7*i) },
			func(x time.Time, i int) time.Time { return x.AddDate(0, i, 0) },
		}).Draw(t, "step")
		from := time.Date(2026, 1, rapid.IntRange(1, 28).Draw(t, "day"), 0, 0, 0, 0, shanghai)
		var times []time.Time
		for i := range rapid.IntRange(2, 200).Draw(t, "n") {
			times = append(times, step(from, i))
		}
		x := func(i int) float64 { return 60 + 600*float64(i)/float64(len(times)-1) }
		w := wordsFor(rapid.SampledFrom([]string{"en", "zh"}).Draw(t, "locale"))
		ticks := w.timeTicks(times, x, 11)
		require.GreaterOrEqual(t, len(ticks), 2)
		require.True(t, roomFor(ticks, x, 11))
	})
}

func TestTimeLabels(t *testing.T) {
	w := english()
	x := func(n int) func(int) float64 { return func(i int) float64 { return 600 * float64(i) / float64(n-1) } }
	labels := func(times []time.Time) (list []string) {
		for _, tick := range w.timeTicks(times, x(len(times)), 11) {
			list = append(list, tick.label)
		}
		return list
	}
	var days, weeks, hours []time.Time
	for i := range 7 {
		days = append(days, monday.AddDate(0, 0, i))
	}
	for i := range 52 {
		weeks = append(weeks, monday.AddDate(0, 0, 7*i))
	}
	for i := range 24 {
		hours = append(hours, monday.Add(time.Duration(i)*time.Hour))
	}
	assert.Equal(t, []string{"Mon 9 Mar", "Tue 10 Mar", "Wed 11 Mar", "Thu 12 Mar", "Fri 13 Mar", "Sat 14 Mar", "Sun 15 Mar"}, labels(days))
	assert.Equal(t, []string{"Apr 2026", "Jul 2026", "Oct 2026", "Jan 2027"}, labels(weeks), "the first week of each quarter")
	assert.Equal(t, []string{"00:00", "02:00"}, labels(hours)[:2])
}
