package metrics_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

func TestQuantilesAreWithinOnePercent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.Int64Range(0, math.MaxInt64), 1, 200).Draw(t, "numbers")
		if rapid.Bool().Draw(t, "usual") {
			numbers = rapid.SliceOfN(rapid.Int64Range(0, 3600e6), 1, 200).Draw(t, "numbers")
		}
		var h metrics.Histogram
		for _, x := range numbers {
			h.Add(x, 1)
		}
		slices.Sort(numbers)
		for _, q := range []float64{0, .01, .5, .9, .99, 1} {
			exact := float64(numbers[max(0, int(math.Ceil(q*float64(len(numbers))))-1)])
			got, ok := h.Quantile(q)
			require.True(t, ok)
			require.InDelta(t, exact, got, exact*.004+.5, "q %v", q)
		}
		require.EqualValues(t, len(numbers), h.N())
		for bounds, n := range h.Buckets() {
			in := 0
			for _, x := range numbers {
				if x >= bounds[0] && x < bounds[1] || x == math.MaxInt64 && bounds[1] == x {
					in++
				}
			}
			require.EqualValues(t, in, n)
		}
	})
}

func TestHistogramTakesBackWhatItCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOf(rapid.Int64Range(-1, 1e9))
		var a, b, both metrics.Histogram
		for _, x := range some.Draw(t, "a") {
			a.Add(x, 2)
			both.Add(x, 2)
		}
		for _, x := range some.Draw(t, "b") {
			b.Add(x, 1)
			both.Add(x, 1)
		}
		sum := a.Clone()
		sum.Merge(&b, 1)
		require.Equal(t, &both, sum)
		sum.Merge(&a, -1)
		require.Equal(t, b.N(), sum.N())
		sum.Merge(&b, -1)
		require.Zero(t, sum.N())
		_, ok := sum.Quantile(.5)
		require.False(t, ok)
	})
}
