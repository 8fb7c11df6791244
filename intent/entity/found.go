package entity

import (
	"cmp"
	"slices"
	"time"
)

// finder finds the values of some types. It appends them to dst in any order;
// they may overlap. Finders hold no state of a text and are used by many
// goroutines at once.
type finder interface {
	find(dst []found, in *input) []found
}

// found is a candidate for an [Entity].
type found struct {
	typ        Type
	value      string
	start, end int // bytes of input.raw
	score      float64
	number     float64
	unit       string
	from, to   time.Time
	role       string
	closed     bool   // of a Time: both ends are told
	bound      string // of a Time: the role that a word within gives, or empty
	priority   priority
}

// priority decides between candidates of one length.
type priority int8

const (
	weak      priority = -1 // what is left: bare numbers
	normal    priority = 0  // the form tells
	announced priority = 1  // the words before it tell
	checked   priority = 2  // check digits, or a form that nothing else has
	hosts     priority = 3  // lists and patterns of the host's
	expected  priority = 4  // the answer to a question
)

// resolve keeps, of the candidates that overlap, the longest, then the one of
// the highest priority, then of the highest score, then the first in found, and
// returns the kept ones by place. taken is working memory.
func resolve(fs []found, taken []bool, length int) ([]found, []bool) {
	fs = slices.DeleteFunc(fs, func(f found) bool {
		return f.start < 0 || f.end > length || f.start >= f.end
	})
	if len(fs) < 2 {
		return fs, taken
	}
	slices.SortStableFunc(fs, func(a, b found) int {
		return cmp.Or(
			cmp.Compare(b.end-b.start, a.end-a.start),
			cmp.Compare(b.priority, a.priority),
			cmp.Compare(b.score, a.score),
		)
	})
	taken = slices.Grow(taken[:0], length)[:length]
	clear(taken)
	kept := fs[:0]
	for _, f := range fs {
		// What was kept before is at least as long: it cannot be inside f.
		if taken[f.start] || taken[f.end-1] {
			continue
		}
		for i := f.start; i < f.end; i++ {
			taken[i] = true
		}
		kept = append(kept, f)
	}
	slices.SortFunc(kept, func(a, b found) int { return cmp.Compare(a.start, b.start) })
	return kept, taken
}
