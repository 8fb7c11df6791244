package kb

import (
	"cmp"
	"math"
	"slices"
)

// The confidence of an entry is a logistic function of what the match shows.
// The numbers come from a fit on development questions of public data sets
// under CC BY (BANKING77, CLINC150, HWU64) and of our own, with all entries, with
// half of them and with an eighth, so that many questions had no answer; fitting
// without any one family of sets gave nearly the same numbers. They were
// rounded, a fifth small term was dropped, and the base was raised by hand
// (-2.8 and -2.5 were tried) while looking at the calibration error of every dev
// set. The weights of ranking changed after that and the fit was not repeated;
// the golden file of TestQuality has the error as it is now.
const (
	sharpness          = 4.0   // of the competition between entries
	confidenceBase     = -2.5  // log-odds with nothing in favour
	confidenceDoc      = 3.28  // times the share of the best wording that the question covers
	confidenceQuestion = 0.59  // times the share of the question that the entry covers
	confidenceEvidence = 0.314 // times the evidence
	mostConfident      = 0.99  // what is not identical is never certain

	// Common words cannot carry a match: an entry that has less than this part of
	// the other words of the question, by weight, is at best worth suggesting,
	// unless the question has nearly all of one of its wordings: people tell
	// stories before they ask.
	fewTelling    = 0.35
	wholeDoc      = 0.9
	doubtfulScore = 0.5

	// A question that has this part of a wording and differs in a number or in
	// a denial says nearly the same, and means something else.
	sameSaid = 0.6
)

// appendSmart appends the ranked entries with their confidence. The odds of an
// entry are its share in the competition, times what speaks for there being
// any right entry.
func (m *matcher) appendSmart(dst []Hit) []Hit {
	s, v := &m.smart, m.view
	slices.SortFunc(s.slots, func(a, b foundSlot) int {
		x, y := v.slots[a.id].entry, v.slots[b.id].entry
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(len(y.Locale), len(x.Locale)),
			cmp.Compare(y.Priority, x.Priority), cmp.Compare(x.ID, y.ID))
	})
	sum := 0.0
	for _, f := range s.slots {
		sum += math.Exp(sharpness * (f.score - s.slots[0].score))
	}
	unknown := float64(s.unknown) * idf(v.sum.docs, 0.5)
	asked, telling := s.termWeight+unknown, s.tellingWeight+unknown
	least := mostConfident
	for _, f := range s.slots[:min(len(s.slots), m.query.Limit)] {
		covered := m.covered(f.best)
		odds := math.Exp(confidenceBase+confidenceDoc*covered+confidenceQuestion*f.shared/asked+confidenceEvidence*f.evidence+
			sharpness*(f.score-s.slots[0].score)) / sum
		score := odds / (1 + odds)
		if f.telling < fewTelling*telling && covered < wholeDoc {
			score = min(score, doubtfulScore)
		}
		if covered >= sameSaid && m.contradicts(v.slots[f.id], v.docs[f.best]) {
			score = min(score, doubtfulScore)
		}
		least = min(least, score) // never above a better match
		slot := v.slots[f.id]
		dst = append(dst, Hit{Entry: slot.entry, Mode: Smart, Phrasing: slot.entry.wording(int(f.best-slot.first) - 1), Score: least})
	}
	return dst
}

// contradicts reports whether the query denies and no wording of the entry does,
// or the other way round, or the best wording has a number that is none of the
// query's.
func (m *matcher) contradicts(slot *slot, d doc) bool {
	s := &m.smart
	agrees := false
	for _, other := range m.view.docs[slot.first : slot.first+slot.docs] {
		if other.denies == s.denies {
			agrees = true
			break
		}
	}
	if !agrees {
		return true
	}
	if s.numbers == 0 {
		return false
	}
	for _, id := range m.view.tokens[d.start : d.start+uint32(d.length)] {
		if m.view.termList[id].number && m.memo(id).query < 0 {
			return true
		}
	}
	return false
}

// covered returns how much of a document the query covers, by weight.
func (m *matcher) covered(id uint32) float64 {
	d := m.view.docs[id]
	tokens := m.view.tokens[d.start : d.start+uint32(d.length)]
	have, want := 0.0, 0.0
	for i, id := range tokens {
		if holds(tokens[:i], id) {
			continue
		}
		memo := m.memo(id)
		want += memo.weight
		if memo.query >= 0 {
			have += memo.credit * memo.weight
		}
	}
	return have / want
}
