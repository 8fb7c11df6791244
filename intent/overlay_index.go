package intent

import (
	"cmp"
	"slices"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// lessonIndex finds the lessons that have a feature. It does not change: adding
// and removing a lesson return another index, which shares most of its memory.
type lessonIndex struct {
	buckets [buckets][]posting
}

const (
	bucketBits = 10
	buckets    = 1 << bucketBits
)

// posting says that the lesson in a slot has a feature, and what it is worth
// there. Those of a bucket are in the order of keys, then of slots.
type posting struct {
	key   linear.Key
	slot  int32
	value float32
}

func (p posting) compare(q posting) int {
	return cmp.Or(cmp.Compare(p.key, q.key), cmp.Compare(p.slot, q.slot))
}

func bucketOf(key linear.Key) int { return int(key >> (32 - bucketBits)) }

// find returns the postings of a feature.
func (x *lessonIndex) find(key linear.Key) []posting {
	bucket := x.buckets[bucketOf(key)]
	if len(bucket) == 0 {
		return nil
	}
	low, high := 0, len(bucket)
	for low < high {
		mid := (low + high) / 2
		if bucket[mid].key < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	end := low
	for end < len(bucket) && bucket[end].key == key {
		end++
	}
	return bucket[low:end]
}

// with returns an index that has lessons besides, each in its slot.
func (x *lessonIndex) with(lessons map[int32]*lesson) *lessonIndex {
	var added []posting
	for slot, l := range lessons {
		for _, t := range l.terms[:l.indexed] {
			added = append(added, posting{t.key, slot, t.value})
		}
	}
	slices.SortFunc(added, posting.compare)
	next := &lessonIndex{}
	if x != nil {
		*next = *x
	}
	for len(added) > 0 {
		b, n := bucketOf(added[0].key), 1
		for n < len(added) && bucketOf(added[n].key) == b {
			n++
		}
		next.buckets[b] = merge(next.buckets[b], added[:n])
		added = added[n:]
	}
	return next
}

// without returns an index without the lesson in a slot.
func (x *lessonIndex) without(slot int32, l *lesson) *lessonIndex {
	next := &lessonIndex{buckets: x.buckets}
	for _, t := range l.terms[:l.indexed] {
		b := bucketOf(t.key)
		at, ok := slices.BinarySearchFunc(next.buckets[b], posting{key: t.key, slot: slot}, posting.compare)
		if ok {
			next.buckets[b] = slices.Concat(next.buckets[b][:at], next.buckets[b][at+1:])
		}
	}
	return next
}

// merge returns the postings of two sorted slices, sorted.
func merge(a, b []posting) []posting {
	all := make([]posting, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].compare(b[0]) < 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}
