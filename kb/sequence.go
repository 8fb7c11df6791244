package kb

// addPlain takes in a word that nobody has and that holds sentences together, or
// asks. It has its place and its weight as if it were known: whether an entry that
// has nothing else of the question knows it changes nothing.
func (s *smartMatch) addPlain(common bool) {
	id := firstPlain + 2*uint32(s.plain)
	if common {
		id++
	}
	s.sequence = append(s.sequence, id)
	s.plain++
	s.plainWeight += plainWeightOf(id)
}

// firstPlain is the first of the numbers that stand in the sequence for words that
// addPlain took in, even ones for those that ask. No vocabulary has as many terms.
const firstPlain = noTerm - 1 - 2*maxTokens

func plainWeightOf(id uint32) float64 {
	if id&1 != firstPlain&1 {
		return plainWeight
	}
	return asksWeight
}

// weightIn returns the weight of what stands in the sequence.
func (m *matcher) weightIn(id uint32) float64 {
	if id >= firstPlain {
		return plainWeightOf(id)
	}
	return m.memo(id).weight
}

// addPairs notes which words stand near each other in the query.
func (m *matcher) addPairs() {
	s := &m.smart
	s.pairWeight = 0
	for i, a := range s.sequence {
		for _, b := range s.sequence[i+1 : min(len(s.sequence), i+1+pairReach)] {
			if s.pair(a, b) < 0 {
				w := (m.weightIn(a) + m.weightIn(b)) / 2
				s.pairs = append(s.pairs, queryPair{a: min(a, b), b: max(a, b), weight: w})
				s.pairWeight += w
			}
		}
	}
}

func (s *smartMatch) pair(a, b uint32) int {
	if a > b {
		a, b = b, a
	}
	for i := range s.pairs {
		if s.pairs[i].a == a && s.pairs[i].b == b {
			return i
		}
	}
	return -1
}
