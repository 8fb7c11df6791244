package metrics

import (
	"iter"
	"math"
	"math/bits"
	"slices"
)

// Histogram counts numbers from 0 up, such as times in microseconds, by buckets whose width is at most 1/128 of their
// value, so that percentiles are within 0.4 % of exact. The zero value is empty. Two can be added and one taken from
// another; equal contents are equal in memory, however they came about. Not safe for concurrent use.
type Histogram struct {
	buckets []bucket // in the order of at, none with n 0
}

type bucket struct {
	at uint16
	n  int64
}

// fine is how many buckets there are between a power of two and the next.
const fine = 128

// bucketOf numbers the bucket of a number: below fine each has its own.
func bucketOf(x int64) uint16 {
	if x < fine {
		return uint16(max(0, x))
	}
	e := bits.Len64(uint64(x)) - 8
	return uint16(e*fine) + uint16(x>>e)
}

// bounds returns the least number of a bucket, and the least beyond it.
func (b bucket) bounds() (from, to int64) {
	if b.at < 2*fine {
		return int64(b.at), int64(b.at) + 1
	}
	e := int(b.at)/fine - 1
	from = int64(int(b.at)-e*fine) << e
	if to = from + 1<<e; to < from {
		to = math.MaxInt64
	}
	return from, to
}

// Add counts a number n times; n below 0 takes it away again. Numbers below 0 count as 0.
func (h *Histogram) Add(x, n int64) { h.add(bucketOf(x), n) }

func (h *Histogram) add(at uint16, n int64) {
	i, found := slices.BinarySearchFunc(h.buckets, at, func(b bucket, at uint16) int { return int(b.at) - int(at) })
	switch {
	case n == 0:
	case !found:
		h.buckets = slices.Insert(h.buckets, i, bucket{at, n})
	case h.buckets[i].n+n == 0:
		h.buckets = slices.Delete(h.buckets, i, i+1)
	default:
		h.buckets[i].n += n
	}
}

// Merge adds what another histogram counts, n times: 1 adds it, -1 takes it away.
func (h *Histogram) Merge(other *Histogram, n int64) {
	if other == nil {
		return
	}
	for _, b := range other.buckets {
		h.add(b.at, n*b.n)
	}
}

// N is how many numbers were counted.
func (h *Histogram) N() (n int64) {
	if h == nil {
		return 0
	}
	for _, b := range h.buckets {
		n += b.n
	}
	return n
}

// Quantile is the number that a share q of the numbers, from 0 to 1, is at or below: the middle of the bucket of the
// number of rank ceil(q n). It is false for an empty histogram.
func (h *Histogram) Quantile(q float64) (x float64, ok bool) {
	n := h.N()
	if n <= 0 {
		return 0, false
	}
	rank := min(n, max(1, int64(math.Ceil(q*float64(n)))))
	for _, b := range h.buckets {
		if rank -= b.n; rank <= 0 {
			from, to := b.bounds()
			return float64(from) + float64(to-from-1)/2, true
		}
	}
	return 0, false
}

// Buckets yields what is counted: numbers from the first one to before the second, and how many. In the order of numbers.
func (h *Histogram) Buckets() iter.Seq2[[2]int64, int64] {
	return func(yield func([2]int64, int64) bool) {
		if h == nil {
			return
		}
		for _, b := range h.buckets {
			from, to := b.bounds()
			if !yield([2]int64{from, to}, b.n) {
				return
			}
		}
	}
}

// Clone returns a copy.
func (h *Histogram) Clone() *Histogram {
	if h == nil {
		return nil
	}
	return &Histogram{slices.Clone(h.buckets)}
}
