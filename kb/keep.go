package kb

import "slices"

// recalled is a document that shares terms with the query.
type recalled struct {
	id            uint32
	from, to      uint32 // in smartMatch.looked
	overlap, rank float32
}

// keepBest fills the documents to compare with the best of those touched, and
// clears what recall has added up. A document with an overlap below enough is not
// considered while there are others. Left are the terms that were not read, rest
// the sum of their weights.
func (m *matcher) keepBest(enough float32, left []int, rest float32) {
	s := &m.smart
	n := len(s.touched)
	s.overlaps = slices.Grow(s.overlaps[:0], n)[:n]
	s.promising = slices.Grow(s.promising[:0], n)[:n]
	n = 0
	for i, id := range s.touched {
		overlap := s.overlap[id]
		s.overlaps[i], s.overlap[id] = overlap, 0
		s.promising[n] = uint32(i)
		more := 0 // nobody can predict it
		if overlap >= enough {
			more = 1
		}
		n += more
	}
	s.promising = s.promising[:n]
	m.consider(s.promising)
	if len(s.found) < recallDocs {
		for i := range s.touched {
			s.promising = append(s.promising, uint32(i))
		}
		m.consider(s.promising[n:])
	}
	looked := len(left) > 0 && len(s.found) > recallDocs
	if looked {
		s.choose(recallLooked)
		m.dropHopeless(rest)
		m.readFound()
		m.lookUp(left)
	}
	s.choose(recallDocs)
	if !looked {
		m.readFound()
	}
	s.docs = s.docs[:0]
	end := 0
	for _, f := range s.found {
		from := uint32(end)
		end += copy(s.looked[end:], s.looked[f.from:f.to])
		s.docs = append(s.docs, foundDoc{id: f.id, from: from, to: uint32(end)})
	}
	s.looked = s.looked[:end]
}

// dropHopeless drops documents that would not be among the best even if they had
// all that is left.
func (m *matcher) dropHopeless(rest float32) {
	s := &m.smart
	least := s.least(recallDocs)
	kept := s.found[:0]
	for _, f := range s.found {
		most := f
		most.overlap += rest
		if f.rank >= least || m.recallRank(&most) >= least {
			kept = append(kept, f)
		}
	}
	s.found = kept
}

// readFound reads the terms of the documents found. As in memosOf, waiting for what
// is far apart comes in loops of its own.
func (m *matcher) readFound() {
	s, v := &m.smart, m.view
	s.records, s.looked = s.records[:0], s.looked[:0]
	for _, f := range s.found {
		s.records = append(s.records, v.tokens.bytes(v.lines.at(f.id).tokens))
	}
	for i := range s.found {
		n, rest := uvarint(s.records[i])
		s.found[i].from, s.found[i].to, s.records[i] = 0, n>>1, rest
	}
	for i := range s.found {
		f := &s.found[i]
		f.from = uint32(len(s.looked))
		s.looked = appendNumbers(s.looked, s.records[i], f.to)
		f.to = uint32(len(s.looked))
	}
}

// lookUp completes the overlaps of the documents found with some more terms.
func (m *matcher) lookUp(terms []int) {
	s := &m.smart
	s.wanted.clear()
	for _, i := range terms {
		s.wanted.add(s.terms[i].term.id)
	}
	for k := range s.found {
		f := &s.found[k]
		tokens := s.looked[f.from:f.to]
		for at, id := range tokens {
			if s.wanted.has(id) && !holds(tokens[:at], id) {
				f.overlap += s.recallOf(id, terms)
			}
		}
		f.rank = m.recallRank(f)
	}
}

// recallOf returns the weight in recall of a term if it is among some of the
// query's, else 0.
func (s *smartMatch) recallOf(id uint32, terms []int) float32 {
	for _, i := range terms {
		if t := &s.terms[i]; t.term.id == id {
			return t.recall
		}
	}
	return 0
}

// considered is how many documents are gathered before the best are chosen.
const considered = 2 * recallLooked

// consider finds the living documents among some of those touched, of which
// choose would keep recallLooked. What would not be among them is mostly left out: at
// times it is seen how high the rank of the last one is by now.
func (m *matcher) consider(touched []uint32) {
	s, v := &m.smart, m.view
	s.found = s.found[:0]
	least := float32(-1)
	for _, i := range touched {
		overlap := s.overlaps[i]
		if overlap <= 0 || overlap*overlap <= 2*least { // the rank of one with a single term
			continue
		}
		f := recalled{id: s.touched[i], overlap: overlap}
		if v.dead && !m.admits(v.lines.at(f.id).slot) {
			continue
		}
		if f.rank = m.recallRank(&f); f.rank <= least {
			continue
		}
		if s.found = append(s.found, f); len(s.found) == considered {
			least = s.choose(recallLooked)
		}
	}
}

// recallRank is by what documents are chosen: the overlap, less for long ones.
func (m *matcher) recallRank(f *recalled) float32 {
	return f.overlap * f.overlap / (float32(*m.view.unique.at(f.id)) + 1)
}

// choose keeps the n documents with the highest ranks; of equal ones the
// earlier. It returns the lowest of these ranks if there are as many.
func (s *smartMatch) choose(n int) (least float32) {
	if len(s.found) <= n {
		return -1
	}
	least = s.least(n)
	atLeast := n // how many of rank least there is room for
	for i := range s.found {
		if s.found[i].rank > least {
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
	return least
}

// least returns the n-th highest rank, of at least n.
func (s *smartMatch) least(n int) (least float32) {
	s.ranks = s.ranks[:0]
	for i := range s.found {
		s.ranks = append(s.ranks, s.found[i].rank)
	}
	return nthLargest(s.ranks, n)
}

// nthLargest returns the n-th largest of at least n values, which it reorders.
func nthLargest(values []float32, n int) float32 {
	for at := n - 1; len(values) > 1; {
		// The middle one of three splits the values into those that are no smaller and
		// those that are no larger.
		first, middle, last := values[0], values[len(values)/2], values[len(values)-1]
		pivot := max(min(first, middle), min(max(first, middle), last))
		i, j := 0, len(values)-1
		for i <= j {
			for values[i] > pivot {
				i++
			}
			for values[j] < pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case at <= j:
			values = values[:j+1]
		case at >= i:
			values, at = values[i:], at-i
		default:
			return pivot
		}
	}
	return values[0]
}
