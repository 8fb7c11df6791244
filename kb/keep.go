package kb

import "slices"

// recalled is a document that shares terms with the query.
type recalled struct {
	id            uint32
	overlap, rank float32
}

// keepBest fills the documents to compare with the best of those touched, and
// clears what recall has added up. A document with an overlap below enough is not
// considered while there are others. Left are the terms that were not read.
func (m *matcher) keepBest(enough float32, left []int) {
	s := &m.smart
	s.overlaps = slices.Grow(s.overlaps[:0], len(s.touched))[:len(s.touched)]
	for i, id := range s.touched {
		s.overlaps[i] = s.overlap[id]
		s.overlap[id] = 0
	}
	m.consider(enough)
	if len(s.found) < recallDocs {
		m.consider(0)
	}
	if len(left) > 0 && len(s.found) > recallDocs {
		s.choose(recallLooked)
		for i := range s.found {
			f := &s.found[i]
			f.overlap += m.overlapOf(f.id, left)
			f.rank = m.recallRank(f)
		}
	}
	s.choose(recallDocs)
	s.docs = s.docs[:0]
	for i := range s.found {
		s.docs = append(s.docs, foundDoc{id: s.found[i].id})
	}
}

// consider finds the living documents with an overlap of at least enough.
func (m *matcher) consider(enough float32) {
	s, v := &m.smart, m.view
	s.found = s.found[:0]
	for i, overlap := range s.overlaps {
		if overlap < enough || overlap <= 0 {
			continue
		}
		f := recalled{id: s.touched[i], overlap: overlap}
		if v.dead && !m.admits(v.lines.at(f.id).slot) {
			continue
		}
		f.rank = m.recallRank(&f)
		s.found = append(s.found, f)
	}
}

// recallRank is by what documents are chosen: the overlap, less for long ones.
func (m *matcher) recallRank(f *recalled) float32 {
	return f.overlap * f.overlap / (float32(*m.view.unique.at(f.id)) + 1)
}

// overlapOf returns the weight of those of some terms of the query that a
// document has.
func (m *matcher) overlapOf(id uint32, terms []int) (sum float32) {
	tokens := m.tokensOf(id)
	for _, i := range terms {
		if t := &m.smart.terms[i]; holds(tokens, t.term.id) {
			sum += t.recall
		}
	}
	return sum
}

// choose keeps the n documents with the highest ranks; of equal ones the
// earlier.
func (s *smartMatch) choose(n int) {
	if len(s.found) <= n {
		return
	}
	s.ranks = s.ranks[:0]
	for i := range s.found {
		s.ranks = append(s.ranks, s.found[i].rank)
	}
	var least float32
	least, s.sorted = nthLargest(s.ranks, n, s.sorted)
	atLeast := n // how many of rank least there is room for
	for _, rank := range s.sorted {
		if rank > least {
			atLeast--
		}
	}
	kept := s.found[:0]
	for _, f := range s.found {
		if f.rank == least {
			atLeast--
		}
		if f.rank > least || f.rank == least && atLeast >= 0 {
			kept = append(kept, f)
		}
	}
	s.found = kept
}

// nthLargest returns the n-th largest of at least n values. room is working
// memory, which it returns grown.
func nthLargest(values []float32, n int, room []float32) (float32, []float32) {
	best := room[:0] // ascending
	for _, x := range values {
		at := len(best)
		switch {
		case at < n:
			best = append(best, x)
			for ; at > 0 && best[at-1] > x; at-- {
				best[at] = best[at-1]
			}
			best[at] = x
		case x > best[0]:
			for at = 0; at+1 < n && best[at+1] < x; at++ {
				best[at] = best[at+1]
			}
			best[at] = x
		}
	}
	return best[0], best
}
