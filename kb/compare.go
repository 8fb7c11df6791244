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

// evidence is what all documents of an entry together say for it: the log of
// how much likelier the query's terms and n-grams are in the entry than in the
// whole index, with Dirichlet smoothing, in relation to the length of the
// query; and what the two have in common.
func (m *matcher) evidence(slot *slot) (evidence float64, both overlap) {
	s, v := &m.smart, m.view
	grams := s.counts[:len(s.grams)]
	clear(grams)
	terms := s.plain
	sum := 0.0
	var termSum, gramTotal float64
	var known [maxQueryGrams / 64]uint64 // n-grams of words that the entry has
	var left []uint32
	if line := m.leave.doc - 1; m.leave.doc > 0 && line >= slot.first && line < slot.first+uint32(slot.lines) {
		left = m.tokensOf(line)
	}
	v.eachCount(slot, &m.numbers, func(id uint32, count int) {
		if left != nil && holds(left, id) {
			count--
		}
		n := float64(count)
		if n == 0 {
			return
		}
		memo := m.memo(id)
		m.gramsOf(memo)
		termSum += n
		gramTotal += n * float64(memo.grams)
		if memo.query >= 0 {
			t := &s.terms[memo.query]
			if t.stoodFor {
				t.meet(memo.credit, n)
			} else {
				both.shared += t.weight
				if t.telling {
					both.telling += t.weight
				}
				share := t.term.frequency() / evidenceTerms
				sum += ln(1 + t.sure*n/(smoothing*share))
			}
		}
		switch {
		case !memo.sharesIt:
		case memo.query >= 0:
			for i, word := range memo.shared {
				known[i] |= word
			}
		default:
			for i, word := range memo.shared {
				for ; word != 0; word &= word - 1 {
					grams[i*64+bits.TrailingZeros64(word)] += n
				}
			}
		}
	})
	sum += m.metEvidence(&both)
	for i := range s.terms {
		if !s.terms[i].pair {
			terms++
		}
	}
	sum -= float64(terms) * ln(1+termSum/smoothing)
	others := len(grams)
	for _, word := range known {
		others -= bits.OnesCount64(word)
	}
	gramSum := -float64(others) * ln(1+gramTotal/gramSmoothing)
	for i, n := range grams {
		if n > 0 && known[i/64]>>(i%64)&1 == 0 {
			gramSum += ln(1 + n/(gramSmoothing*s.grams[i].share))
		}
	}
	return (sum + gramEvidence*gramSum) / math.Sqrt(float64(terms+s.unknown)+1), both
}
