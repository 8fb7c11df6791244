package hdr

import (
	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/kefu-go/kefu/metrics"
)

// longest is the largest number that is told apart: a hundred years, in microseconds. digits is how many digits of a number are.
const (
	longest = 100 * 366 * 24 * 3600 * 1e6
	digits  = 3
)

// From returns the numbers that a histogram counts, with three digits: each in the middle of its bucket, so that it
// moves by less than 0.5 %. Numbers above a hundred years of microseconds count as that.
func From(h *metrics.Histogram) *hdrhistogram.Histogram {
	out := hdrhistogram.New(1, longest, digits)
	for bounds, n := range h.Buckets() {
		if n > 0 {
			// What is in range can be recorded.
			_ = out.RecordValues(min(longest, bounds[0]+(bounds[1]-1-bounds[0])/2), n)
		}
	}
	return out
}

// To returns a histogram of the numbers that another one counts, each in the middle of its bucket there. Nil counts nothing.
func To(h *hdrhistogram.Histogram) *metrics.Histogram {
	out := &metrics.Histogram{}
	if h == nil {
		return out
	}
	for _, bar := range h.Distribution() {
		out.Add(bar.From+(bar.To-bar.From)/2, bar.Count)
	}
	return out
}

// Encode writes a histogram in the compressed form V2 of HdrHistogram, in base 64, as its log files have it.
func Encode(h *metrics.Histogram) ([]byte, error) {
	return From(h).Encode(hdrhistogram.V2CompressedEncodingCookieBase)
}
