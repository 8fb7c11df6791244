package kb

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// compareDocs gives each recalled document its similarity to the query.
func (m *matcher) compareDocs() {
	s := &m.smart
	if m.leave.doc > 0 {
		s.docs = slices.DeleteFunc(s.docs, func(d foundDoc) bool { return d.id+1 == m.leave.doc })
	}
	s.docOf.clear()
	v := m.view
	for i := range s.docs {
		d := &s.docs[i]
		s.docOf.set(d.id, uint32(i))
		d.slot, d.meaning = v.lines.at(d.id).slot, *v.meant.at(d.id)
	}
	m.memosOf(s.looked)
	for i := range s.docs {
		d := &s.docs[i]
		d.score = m.compare(s.looked[d.from:d.to], d.meaning)
		d.tells = m.tellsOf(s.looked[d.from:d.to])
	}
}

// tellsOf reports whether a document has a word of the query that is not common.
func (m *matcher) tellsOf(memos []uint32) bool {
	s := &m.smart
	for _, i := range memos {
		if q := s.memos[i].query; q >= 0 && (s.terms[q].telling || s.terms[q].standsIn) {
			return true
		}
	}
	return false
}

// compareLine compares a document that was not recalled.
func (m *matcher) compareLine(line uint32) float64 {
	tokens := m.tokensOf(line)
	m.memosOf(tokens)
	return m.compare(tokens, *m.view.meant.at(line))
}

// compare returns the similarity of a document, by the memos of its terms, and the query: the cosine over
// terms, plus that over n-grams of words, plus a part of that over pairs of
// terms near each other, whatever their order. Each cosine is weighed by idf,
// whose square root each side holds. That of their meanings is added.
func (m *matcher) compare(memos []uint32, meant float32) float64 {
	s := &m.smart
	var shared [maxQueryGrams / 64]uint64
	var dot, termSum, gramSum, pairSum, meaning float64
	s.positions = s.positions[:0]
	s.comparison++
	for at, i := range memos {
		memo := &s.memos[i]
		meaning += memo.relation
		pairs := min(at, pairReach) + min(len(memos)-1-at, pairReach)
		pairSum += memo.weight * float64(pairs) / 2
		if memo.query >= 0 {
			s.positions = append(s.positions, position{at: at, term: m.meant(memo)})
		}
		if memo.seen == s.comparison {
			continue
		}
		memo.seen = s.comparison
		termSum += memo.weight
		gramSum += memo.gramSum
		if memo.query >= 0 {
			dot += m.agreed(memo)
		}
		if memo.sharesIt {
			for i := range shared {
				shared[i] |= memo.shared[i]
			}
		}
	}
	score := termWeight * cosine(dot, s.termWeight, termSum)
	if s.gramWeight > 0 {
		sum := 0.0
		for i, word := range shared {
			for ; word != 0; word &= word - 1 {
				sum += s.grams[i*64+bits.TrailingZeros64(word)].weight
			}
		}
		score += gramWeight * cosine(sum, s.gramWeight, gramSum)
	}
	if s.pairWeight > 0 {
		score += orderWeight * cosine(m.sharedPairs(), s.pairWeight, pairSum)
	}
	return score + relatedWeight*m.relatedness(meant, meaning)
}

func cosine(dot, a, b float64) float64 {
	if dot == 0 {
		return 0
	}
	return min(1, dot/math.Sqrt(a*b))
}

// sharedPairs sums the pairs of the query that the positions show.
func (m *matcher) sharedPairs() float64 {
	s := &m.smart
	sum := 0.0
	for i, a := range s.positions {
		for _, b := range s.positions[i+1:] {
			if b.at-a.at > pairReach {
				break
			}
			if at := s.pair(a.term, b.term); at >= 0 && s.pairs[at].seen != s.comparison {
				s.pairs[at].seen = s.comparison
				sum += s.pairs[at].weight
			}
		}
	}
	return sum
}

// rankSlots turns documents into entries.
func (m *matcher) rankSlots() {
	s, v := &m.smart, m.view
	s.slots = s.slots[:0]
	s.slotOf.clear()
	floor := math.Inf(1)
	for _, d := range s.docs {
		id := d.slot
		at, known := s.slotOf.get(id)
		if !known {
			at = uint32(len(s.slots))
			s.slotOf.set(id, at)
			s.slots = append(s.slots, foundSlot{id: id, score: -1})
		}
		if f := &s.slots[at]; d.score > f.score || d.score == f.score && d.id < f.best {
			f.score, f.best = d.score, d.id
		}
		s.slots[at].tells = s.slots[at].tells || d.tells
		floor = min(floor, d.score)
	}
	slices.SortFunc(s.slots, func(a, b foundSlot) int {
		if a.tells != b.tells { // common words displace nothing
			if a.tells {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id))
	})
	s.slots = s.slots[:min(len(s.slots), recallEntries)]
	for i := range s.slots {
		f := &s.slots[i]
		f.similarity = f.score
		f.evidence, f.overlap = m.evidence(v.slots.at(f.id))
		f.nearest = m.nearest(f.id, floor)
		f.score = f.nearest + evidenceWeight*f.evidence
	}
}

// nearest is the weighted mean of the similarities of an entry's best
// documents. One document out of a few counts as if the others were no worse
// than the worst of them: few wordings are no fault.
func (m *matcher) nearest(id uint32, floor float64) float64 {
	s, v := &m.smart, m.view
	slot := v.slots.at(id)
	var best [bestDocs]float64
	n := 0
	add := func(score float64) {
		at := n
		if n < bestDocs {
			n++
		} else if best[n-1] >= score {
			return
		} else {
			at = n - 1
		}
		for ; at > 0 && best[at-1] < score; at-- {
			best[at] = best[at-1]
		}
		best[at] = score
	}
	for id := slot.first; id < slot.first+uint32(slot.lines); id++ {
		if id+1 == m.leave.doc {
			continue
		}
		if at, known := s.docOf.get(id); known {
			add(s.docs[at].score)
		} else if slot.lines <= fullDocs {
			add(m.compareLine(id))
		}
	}
	rest := best[n-1]
	if slot.lines > fullDocs {
		rest = floor
	}
	sum, weights, weight := 0.0, 0.0, 1.0
	for i := range best {
		if i >= n {
			best[i] = rest
		}
		sum += weight * best[i]
		weights += weight
		weight *= bestDecay
	}
	return sum / weights
}
