package emotion

import (
	"slices"

	"github.com/kefu-go/kefu/internal/text"
)

// sketchSize is how many words of a turn are kept to tell repetitions.
const sketchSize = 16

// sketch is the words of a turn that hold no sentences together, and its pairs of
// Chinese characters, as the smallest of their hashes in ascending order: enough
// to estimate which share two turns have in common (Broder, On the resemblance
// and containment of documents, 1997). It ends with zeros.
type sketch [sketchSize]uint16

// sketchOf sketches a message that was read. The hashes are kept in state, so
// they must not change.
func (s *scan) sketchOf() (k sketch) {
	list := s.marks[:0]
	last := uint64(0)
	for i := range s.units {
		u := &s.units[i]
		h := uint64(0)
		switch u.Kind {
		case text.Word:
			if !text.IsFunctionWord("en", s.buffer.Bytes(u.Token)) {
				h = u.hash
			}
		case text.Number:
			h = u.hash
		case text.Char:
			if last != 0 {
				h = branch(last, u.hash)
			}
		}
		last = 0
		if u.Kind == text.Char {
			last = u.hash
		}
		if h != 0 {
			list = append(list, max(1, uint16((h*0x9E3779B97F4A7C15)>>48)))
		}
	}
	slices.Sort(list)
	s.marks = list
	copy(k[:], slices.Compact(list))
	return k
}

// len is how many words are kept.
func (k *sketch) len() int {
	n := 0
	for n < sketchSize && k[n] != 0 {
		n++
	}
	return n
}

// minRepeat is how many words a turn must have to be a repetition: "yes" said
// twice is none.
const minRepeat = 3

// repeatFrom is how alike turns must be to be repetitions. Turns about the same
// thing have much in common.
const repeatFrom = 0.4

// alike estimates which share of the words of two turns both have, in [0,1]; 0
// for turns that are too short to tell.
func (k *sketch) alike(other *sketch) float64 {
	n, m := k.len(), other.len()
	if n < minRepeat || m < minRepeat {
		return 0
	}
	limit := sketchSize
	both, all := 0, 0
	for i, j := 0, 0; all < limit && (i < n || j < m); all++ {
		switch {
		case j == m || i < n && k[i] < other[j]:
			i++
		case i == n || other[j] < k[i]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	return float64(both) / float64(all)
}

// sketches are the last turns of one side, the newest first.
type sketches [4]sketch

// add enters a turn, and returns how far it repeats one of those before, or 0.
func (l *sketches) add(k sketch) (repeats float64) {
	if k.len() < minRepeat {
		return 0
	}
	for i := range l {
		repeats = max(repeats, k.alike(&l[i]))
	}
	copy(l[1:], l[:])
	l[0] = k
	if repeats < repeatFrom {
		return 0
	}
	return repeats
}
