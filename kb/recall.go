package kb

import (
	"cmp"
	"math"
	"slices"
)

// The bounds of recall. Together they decide how much of a large index is read.
const (
	// A document that shares less than this part of what the best one shares, by
	// weight, is not ranked while there are enough others.
	recallShare = 0.3
	// Reading stops when the terms left weigh less than this part of what the best
	// document shares by then. Chosen by hand for the time that it saves: the sets of
	// TestQuality are small beside the indexes that it is for, and their figures change
	// little with it.
	recallReach = 0.9
	// recallCommon is the part of their weight with which words find documents that hold
	// sentences together, ask or deny: those that have nothing else of the question must
	// not displace others. Chosen by hand; 0.15 is no better.
	recallCommon = 0.4
	// recallLooked is how many documents are looked at for terms whose postings
	// were not read.
	recallLooked = 64
)

// recallLeast is how many postings are read in any case.
const recallLeast = 1024

// filteredReach is how many times the budget is read where a filter hides postings,
// which cost less than the others: they are not compared.
const filteredReach = 4

// recallBudget is how many postings are read before the more common terms are
// left out. It grows more slowly than the index, and so does the time of a
// match. Measured together, a third more of it and 40 documents to compare instead
// of 32 raised the share of right first answers on BANKING77 with all wordings
// by 0.004, and moved it on no other set of TestQuality by more than 0.002.
func recallBudget(docs int) int {
	return recallLeast + int(4.5*math.Pow(float64(docs), 0.7))
}

// recall finds the documents that are worth a closer look, by the terms that
// they share with the query, rare terms first. It stops when enough postings were
// read, or when a document with nothing but the terms left could not catch up with
// the best one. Which of these terms the best documents have is seen from the
// documents.
func (m *matcher) recall() {
	s, v := &m.smart, m.view
	if len(s.overlap) < int(v.lines.n) {
		s.overlap = make([]float32, v.lines.n+v.lines.n/4)
	}
	s.touched = s.touched[:0]
	left, rest := m.recallOrder()
	best := float32(0)
	read, visible, budget, reach := 0, 0, recallBudget(v.docs), 1
	if m.filter.on {
		reach = filteredReach
	}
	for len(left) > 0 {
		t := &s.terms[left[0]]
		docs := &t.term.docs
		count := int(docs.count.Load())
		if read > 0 && (read+count > reach*budget || visible+count*visible/read > budget) {
			break
		}
		if read > recallLeast && rest < recallReach*best {
			break
		}
		s.postings = docs.read(&v.postings, v.lines.n, math.MaxUint32, s.postings[:0])
		read += len(s.postings)
		seen := 0
		best, seen = m.addOverlap(s.postings, t.recall, best)
		visible += seen
		left, rest = left[1:], rest-t.recall
	}
	m.keepBest(recallShare*best, left, rest)
}

// recallOrder returns the query's terms, the one with the fewest postings first,
// and the sum of their weights.
func (m *matcher) recallOrder() (order []int, sum float32) {
	s := &m.smart
	s.order = s.order[:0]
	for i := range s.terms {
		t := &s.terms[i]
		t.recall = float32(t.weight)
		if t.term.common || t.term.asks {
			t.recall *= recallCommon
		}
		if t.pair && !t.standsIn {
			t.recall = float32(idf(m.view.docs, float64(t.term.docs.count.Load())) / 2)
		}
		sum += t.recall
		s.order = append(s.order, i)
	}
	slices.SortFunc(s.order, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.terms[a].term.docs.count.Load(), s.terms[b].term.docs.count.Load()), cmp.Compare(a, b))
	})
	return s.order, sum
}

// hidden is the overlap of a document that the query's filters keep out: no
// weight makes it positive.
const hidden = -1e30

// addOverlap counts a term for the documents that hold it. It returns the most that
// a living one has by now, and how many no filter hides.
func (m *matcher) addOverlap(lines []uint32, weight, best float32) (most float32, visible int) {
	s, v := &m.smart, m.view
	filtered, hid := m.filtered(), 0
	if !filtered && !v.dead {
		return s.addToAll(lines, weight, best), len(lines)
	}
	for _, id := range lines {
		sum := s.overlap[id]
		if sum == 0 {
			s.touched = append(s.touched, id)
			if filtered && !m.admits(v.lines.at(id).slot) {
				sum = hidden
			}
		}
		sum += weight
		s.overlap[id] = sum
		if sum < 0 {
			hid++
			continue
		}
		if sum > best && (!v.dead || m.admits(v.lines.at(id).slot)) {
			best = sum
		}
	}
	return best, len(lines) - hid
}

// addToAll is addOverlap where all documents live and none is hidden. Whether a
// document has been touched before cannot be predicted, so nothing branches on it.
func (s *smartMatch) addToAll(lines []uint32, weight, best float32) (most float32) {
	n := len(s.touched)
	s.touched = slices.Grow(s.touched, len(lines))[:n+len(lines)]
	for _, id := range lines {
		sum := s.overlap[id]
		s.touched[n] = id
		fresh := 0
		if math.Float32bits(sum) == 0 {
			fresh = 1
		}
		n += fresh
		sum += weight
		s.overlap[id] = sum
		if sum > best {
			best = sum
		}
	}
	s.touched = s.touched[:n]
	return best
}
