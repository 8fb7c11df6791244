package kb

import (
	"cmp"
	"math"
	"slices"
)

// settle notes the ranked entries with their final scores: boosted, and without those
// below their own least score.
func (m *matcher) settle() {
	wanted := m.query.Limit
	choosy := m.view.any.choosy
	if m.boost.on || choosy {
		m.query.Limit = recallEntries
	}
	from := len(m.finds)
	m.appendSmart()
	m.query.Limit = wanted
	if m.boost.on {
		m.boostSmart(m.finds[from:])
	}
	if choosy {
		kept := slices.DeleteFunc(m.finds[from:], func(f find) bool { return f.score < m.view.facet(m.view.slots.at(f.slot)).minScore })
		m.finds = m.finds[:from+len(kept)]
	}
	m.chitChatLast(m.finds[from:])
}

// boostSmart moves the shares of the finds in the competition by their boosts, and
// their odds as the confidence follows the shares. Boosts only divide what there is: no entry gets
// more than the probability that any of them is right.
func (m *matcher) boostSmart(finds []find) {
	s := &m.smart
	if len(finds) == 0 {
		return
	}
	c := m.confidence()
	top, plain, boosted, any := s.slots[0].score, 0.0, 0.0, false
	if m.boost.expands {
		m.boost.most = m.mostOwn()
	}
	for i := range s.slots {
		f := &s.slots[i]
		e := m.view.entry(f.id)
		boost := m.ownBoost(e, m.namedShare(m.view.slots.at(f.id)))
		if m.boost.expands && m.ownPart(f.id) < m.boost.most {
			boost = -boostAgain // it has less of what was asked
		}
		if !m.boost.expands { // what it was expanded by is not the question's own
			boost = m.tamed(boost, i)
		}
		boost += m.hostBoost(e)
		share := math.Exp(c.sharpness * (f.score - top))
		plain += share
		boosted += share * math.Exp(boost)
		any = any || boost != 0
		for i := range finds {
			if finds[i].slot == f.id {
				finds[i].boost = boost
			}
		}
	}
	if !any {
		return
	}
	none := 1.0
	for i := range finds {
		none *= 1 - finds[i].score
	}
	for i := range finds {
		f := &finds[i]
		odds := f.score / (1 - f.score) * math.Pow(math.Exp(f.boost)*plain/boosted, c.weights[competition])
		score := min(mostConfident, odds/(1+odds), 1-none)
		if f.doubt != 0 {
			score = min(score, doubtfulScore)
		}
		f.score = score
	}
	slices.SortStableFunc(finds, m.order)
}

// tamed weakens what profile and context say where the question itself says more: an
// entry without telling words of the question that another one has is lifted less or
// not at all, and one that has them alone is lowered less or not at all.
func (m *matcher) tamed(boost float64, i int) float64 {
	slots := m.smart.slots
	rival := 0.0
	for j := range slots {
		if j != i {
			rival = max(rival, slots[j].telling)
		}
	}
	most := max(rival, slots[i].telling)
	if boost == 0 || most == 0 {
		return boost
	}
	lead := (slots[i].telling - rival) / most / clearLead
	if boost < 0 {
		lead = -lead
	}
	return boost * max(0, min(1, 1+lead))
}

// namedShare is the share of what was named earlier that the entry of a slot has.
func (m *matcher) namedShare(slot *slot) float64 {
	if m.boost.weight == 0 {
		return 0
	}
	sum := 0.0
	m.view.eachCount(slot, &m.numbers, func(id uint32, _ int) {
		for _, n := range m.boost.named {
			if n.term.id == id {
				sum += n.weight
			}
		}
	})
	return sum / m.boost.weight
}

// chitChatLast puts small talk behind what has the same score: scores that were cut
// off are equal though the entries were ranked otherwise.
func (m *matcher) chitChatLast(finds []find) {
	if !m.view.any.chitChat {
		return
	}
	chat := func(f find) bool { return m.view.facet(m.view.slots.at(f.slot)).kind == ChitChat }
	slices.SortStableFunc(finds, func(a, b find) int {
		return cmp.Or(cmp.Compare(b.score, a.score), after(chat(a), chat(b)))
	})
}
