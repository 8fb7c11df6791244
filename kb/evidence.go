package kb

import (
	"math"
	"math/bits"
)

// tally adds up what the documents of an entry have of a query.
type tally struct {
	sum                float64
	termSum, gramTotal float64
	known              [maxQueryGrams / 64]uint64 // n-grams of words that the entry has
	both               overlap
}

// evidence is what all documents of an entry together say for it: the log of
// how much likelier the query's terms and n-grams are in the entry than in the
// whole index, with Dirichlet smoothing, in relation to the length of the
// query; and what the two have in common.
func (m *matcher) evidence(slot *slot) (evidence float64, both overlap) {
	s := &m.smart
	grams := s.counts[:len(s.grams)]
	clear(grams)
	var t tally
	m.countTerms(&t, slot)
	t.sum += m.metEvidence(&t.both)
	terms := s.plain
	for i := range s.terms {
		if !s.terms[i].pair {
			terms++
		}
	}
	t.sum -= float64(terms) * ln(1+t.termSum/smoothing)
	others := len(grams)
	for _, word := range t.known {
		others -= bits.OnesCount64(word)
	}
	gramSum := -float64(others) * ln(1+t.gramTotal/gramSmoothing)
	for i, n := range grams {
		if n > 0 && t.known[i/64]>>(i%64)&1 == 0 {
			gramSum += ln(1 + n/(gramSmoothing*s.grams[i].share))
		}
	}
	return (t.sum + gramEvidence*gramSum) / math.Sqrt(float64(terms+s.unknown)+1), t.both
}

// countTerms counts the terms of an entry. Those of its only document are at hand if
// that was compared.
func (m *matcher) countTerms(t *tally, slot *slot) {
	s := &m.smart
	if at, known := s.docOf.get(slot.first); known && slot.lines == 1 && m.leave.doc == 0 {
		s.comparison++
		for _, i := range s.looked[s.docs[at].from:s.docs[at].to] {
			if memo := &s.memos[i]; memo.seen != s.comparison {
				memo.seen = s.comparison
				m.countTerm(t, memo, 1)
			}
		}
		return
	}
	var left []uint32
	if line := m.leave.doc - 1; m.leave.doc > 0 && line >= slot.first && line < slot.first+uint32(slot.lines) {
		left = m.tokensOf(line)
	}
	m.view.eachCount(slot, &m.numbers, func(id uint32, count int) {
		if left != nil && holds(left, id) {
			count--
		}
		if count > 0 {
			m.countTerm(t, m.memo(id), float64(count))
		}
	})
}

// countTerm counts a term that n documents of an entry have.
func (m *matcher) countTerm(t *tally, memo *termMemo, n float64) {
	s := &m.smart
	m.gramsOf(memo)
	t.termSum += n
	t.gramTotal += n * float64(memo.grams)
	if memo.query >= 0 {
		q := &s.terms[memo.query]
		if q.stoodFor {
			q.meet(memo.credit, n)
		} else {
			t.both.shared += q.weight
			if q.telling {
				t.both.telling += q.weight
			}
			share := q.term.frequency() / evidenceTerms
			t.sum += ln(1 + q.sure*n/(smoothing*share))
		}
	}
	switch {
	case !memo.sharesIt:
	case memo.query >= 0:
		for i, word := range memo.shared {
			t.known[i] |= word
		}
	default:
		for i, word := range memo.shared {
			for ; word != 0; word &= word - 1 {
				s.counts[i*64+bits.TrailingZeros64(word)] += n
			}
		}
	}
}
