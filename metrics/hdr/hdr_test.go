package hdr_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/hdr"
)

// Both kinds of histograms, and exact numbers, agree on percentiles within one percent, also after a journey there and back.
func TestPercentilesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.Int64Range(0, 90*365*24*3600*1e6), 1, 100).Draw(t, "numbers")
		if rapid.Bool().Draw(t, "usual") {
			numbers = rapid.SliceOfN(rapid.Int64Range(0, 3600e6), 1, 100).Draw(t, "numbers")
		}
		h := &metrics.Histogram{}
		for _, x := range numbers {
			h.Add(x, 1)
		}
		data, err := hdr.Encode(h)
		require.NoError(t, err)
		theirs, err := hdrhistogram.Decode(data)
		require.NoError(t, err)
		back := hdr.To(theirs)
		require.EqualValues(t, len(numbers), theirs.TotalCount())
		require.EqualValues(t, len(numbers), back.N())
		slices.Sort(numbers)
		for _, q := range []float64{.1, .5, .9, .99, 1} {
			exact := float64(numbers[max(0, int(math.Ceil(q*float64(len(numbers)))-1))])
			ours, _ := h.Quantile(q)
			again, _ := back.Quantile(q)
			require.InDelta(t, exact, ours, exact*.01+.5)
			require.InDelta(t, exact, again, exact*.01+1)
			// HdrHistogram rounds the rank where we take the next one.
			rounded := float64(numbers[max(0, int(q*float64(len(numbers))+.5)-1)])
			if q*float64(len(numbers)) >= .5 {
				require.InDelta(t, rounded, float64(theirs.ValueAtQuantile(100*q)), rounded*.01+1)
			}
		}
	})
}

func TestWhatIsTooLong(t *testing.T) {
	h := &metrics.Histogram{}
	h.Add(math.MaxInt64, 3)
	require.EqualValues(t, 3, hdr.From(h).TotalCount())
	require.Zero(t, hdr.To(nil).N())
}

func ExampleEncode() {
	h := &metrics.Histogram{}
	for range 100 {
		h.Add(2_500_000, 1) // microseconds
	}
	data, _ := hdr.Encode(h) // for the tools of HdrHistogram
	fmt.Println(len(data) > 0, hdr.From(h).TotalCount())
	// Output: true 100
}
