package kb

// A stand-in is a term of the vocabulary that is taken for a word of the
// query, to a degree: a synonym of the lexicon, a character that sounds the same.
// It finds documents, and in a document it counts as that word times its
// credit. The query stays as long as it was written: a stand-in adds nothing to
// what is asked for.

// standIn lets a term stand in for the query's term i. Terms that are in the
// query themselves, or stand in for something already, stay what they are, and
// it reports false.
//
// What is alike is weighed and spelt like the word itself: n-grams and the order
// of words then speak for a synonym as they would for the word.
func (m *matcher) standIn(i int, t *term, credit float64, alike bool) bool {
	s := &m.smart
	memo := m.memo(t.id)
	if memo.query >= 0 {
		return false
	}
	memo.query, memo.credit, memo.alike = int32(i), credit, alike
	q := &s.terms[i]
	if !q.stoodFor {
		q.stoodFor = true
		q.share = q.term.frequency() / evidenceTerms
	}
	if alike {
		q.share += t.frequency() / evidenceTerms
	}
	s.terms = append(s.terms, queryTerm{term: t, weight: credit * memo.weight, sure: credit, pair: true, standsIn: true})
	return true
}

// reweigh gives the query's term i and what is alike the same weight.
func (m *matcher) reweigh(i int, weight float64) {
	s := &m.smart
	s.terms[i].weight = weight * s.terms[i].sure
	for at := range s.memos {
		memo := &s.memos[at]
		if memo.query == int32(i) && (memo.alike || memo.credit == 1) {
			memo.weight = weight
		}
	}
	for at := range s.terms {
		if t := &s.terms[at]; t.standsIn && m.memo(t.term.id).query == int32(i) {
			t.weight = t.sure * m.memo(t.term.id).weight
		}
	}
}

// meet counts a term of an entry for the query's term that it stands for, so
// that all of them together are counted once, by count.
func (q *queryTerm) meet(credit, n float64) {
	q.met += credit * n
	q.credit = max(q.credit, credit)
}

// metEvidence is the part of the evidence of the query's terms that others stand
// in for; it forgets what was met.
func (m *matcher) metEvidence(both *overlap) (sum float64) {
	s := &m.smart
	for i := range s.terms {
		q := &s.terms[i]
		if q.met == 0 {
			continue
		}
		both.shared += q.credit * q.weight
		if q.telling {
			both.telling += q.credit * q.weight
		}
		sum += ln(1 + q.sure*q.met/(smoothing*q.share))
		q.met, q.credit = 0, 0
	}
	return sum
}

// meant returns the term of the query that a term of a document is or stands in
// for.
func (m *matcher) meant(memo *termMemo) uint32 {
	if memo.credit == 1 {
		return memo.id
	}
	return m.smart.terms[memo.query].term.id
}

// agreed is the weight that a term of a document has in common with the query.
// The parts of a long word do not bring more than they weigh.
func (m *matcher) agreed(memo *termMemo) float64 {
	weight := m.smart.terms[memo.query].weight
	if memo.credit == 1 {
		return weight
	}
	return min(memo.credit*weight, synonymSure*memo.weight)
}
