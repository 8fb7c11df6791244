package kb

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Boosts are log-odds that are added in the competition between entries that match
// by themselves. The numbers were chosen by hand, so that what a conversation is about
// decides between entries that fit the question about equally well, and nothing more;
// see tamed.
const (
	maxBoost     = 1.0 // of profile and context together
	maxFollowUp  = 3.0 // the same, for a question that leaves out what it is about
	maxHostBoost = 2.0 // of the host's Booster

	boostTag      = 0.5  // a tag that fits the profile; one that contradicts it costs as much
	boostInterest = 0.5  // times the weight of an interest in the category
	boostVisit    = 0.6  // the entry was looked at just now
	boostBrowsed  = 0.3  // its category was, or something of it was shown
	boostNext     = 0.4  // an entry shown before is related to it
	boostCategory = 0.5  // the category that the conversation is about
	boostSubject  = 1.25 // the topic of the last entry, for a question that leaves it out
	boostAgain    = 3.0  // what the last entry loses: nobody asks on to hear it again
	boostRelated  = 0.75 // the last entry names it as related
	boostNamed    = 0.75 // times the share of what was named earlier that the entry has

	// clearLead is the part of the question's telling words, by weight, that makes it
	// clear which of two entries is meant.
	clearLead = 0.25
)

// trailHalfLife is the time after which a visit counts half as much. A visit without
// a time counts four fifths of the one after it.
const (
	trailHalfLife = 12 * time.Hour
	trailStep     = 0.8
)

// boosting is what a query has to prefer entries by.
type boosting struct {
	on      bool // there is anything at all
	about   bool // the query has a context
	named   []namedTerm
	weight  float64 // of all named terms
	last    *Entry
	past    []*Entry  // shown before, the latest first
	trail   []float64 // weight of each visit
	reads   bool      // there are texts that name something
	expands bool      // the named terms are part of the question: see leans
	bare    bool      // the question only asks how much, when or where
	own     int       // the terms of the question before those
	most    float64   // see mostOwn
	met     []float64 // working memory of ownPart
}

// namedTerm is a term that was named before this question: in the conversation, or on a
// page that the customer looked at.
type namedTerm struct {
	term   *term
	weight float64
	said   bool // in the conversation
}

// clear forgets the last query.
func (b *boosting) clear() {
	clear(b.past)
	clear(b.named)
	*b = boosting{named: b.named[:0], past: b.past[:0], trail: b.trail[:0], met: b.met[:0]}
}

// prepareBoosts finds out what there is to prefer entries by.
func (m *matcher) prepareBoosts() {
	b, q := &m.boost, &m.query
	b.clear()
	c, p := &q.Context, &q.Profile
	about := c.LastEntry != "" || c.Category != "" || len(c.Entities) > 0 || len(c.Slots) > 0
	known := len(p.Attributes) > 0 || len(p.Interests) > 0 || len(p.Trail) > 0 || len(p.History) > 0
	b.about, b.reads = about, about
	b.on = about || known || m.opts.Booster != nil
	if !about && !known {
		return
	}
	if c.LastEntry != "" {
		b.last = m.view.byID(c.LastEntry)
	}
	for _, id := range slices.Backward(p.History[max(0, len(p.History)-historyReach):]) {
		if e := m.view.byID(id); e != nil {
			b.past = append(b.past, e)
		}
	}
	if len(p.Trail) > 0 {
		b.reads = true
		b.trail = appendFreshness(b.trail, p.Trail, q.at(m.opts.Now))
	}
}

// appendFreshness appends the weight of each visit, from 0 to 1.
func appendFreshness(dst []float64, trail []Visit, now time.Time) []float64 {
	from := len(dst)
	step := 1.0
	for _, visit := range slices.Backward(trail) {
		w := step
		if !visit.At.IsZero() {
			w = math.Exp2(-max(0, now.Sub(visit.At).Hours()) / trailHalfLife.Hours())
		}
		step *= trailStep
		dst = append(dst, w)
	}
	slices.Reverse(dst[from:])
	return dst
}

// nameTerms collects the terms of what was named earlier, with those of the last entry
// if the question leans on it. It reads other texts than the question, with the same
// working memory.
func (m *matcher) nameTerms(leans bool) {
	b, c := &m.boost, &m.query.Context
	b.named = b.named[:0]
	if leans && b.last != nil {
		m.nameText(b.last.Question, 1, true)
		m.nameText(b.last.Category, 1, true) // what it is about: its terms count twice
	}
	for _, s := range c.Entities {
		m.nameText(s, 1, true)
	}
	for _, s := range c.Slots {
		m.nameText(s, 1, true)
	}
	trail := m.query.Profile.Trail
	for i := max(0, len(trail)-pageReach); i < len(trail); i++ {
		m.nameText(trail[i].Page, b.trail[i], false)
	}
	// Maps have no order, and sums of floating point depend on it.
	slices.SortFunc(b.named, func(x, y namedTerm) int { return int(x.term.id) - int(y.term.id) })
	b.weight = 0
	for _, n := range b.named {
		b.weight += n.weight
	}
	m.segmented = false
}

// maxNamed bounds the terms that a context can add.
const maxNamed = 48

func (m *matcher) nameText(s string, part float64, said bool) {
	b := &m.boost
	if s == "" || len(s) > MaxQuestion {
		return
	}
	m.lines.analyze(s, m.query.Locale, func(found sighting) {
		t := m.view.term(found.name)
		if t == nil || t.pair || !m.view.tells(t) {
			return
		}
		weight, _ := m.view.weigh(t.id)
		weight *= part
		at := slices.IndexFunc(b.named, func(n namedTerm) bool { return n.term == t })
		switch {
		case at >= 0:
			b.named[at].weight += weight
			b.named[at].said = b.named[at].said || said
		case len(b.named) < maxNamed:
			b.named = append(b.named, namedTerm{term: t, weight: weight, said: said})
		}
	})
}

// boostFinds gives what another layer has found its boosts.
func (m *matcher) boostFinds() {
	if !m.boost.on {
		return
	}
	for i := range m.finds {
		e := m.view.entry(m.finds[i].slot)
		m.finds[i].boost = m.ownBoost(e, 0) + m.hostBoost(e)
	}
}

// ownBoost is what profile and context say of an entry. named is the share of
// what was named earlier that it has.
func (m *matcher) ownBoost(e *Entry, named float64) float64 {
	limit := maxBoost
	if m.boost.expands {
		limit = maxFollowUp
	}
	return clamp(m.profileBoost(e)+m.contextBoost(e)+boostNamed*named, limit)
}

// clamp bounds x to both sides of 0.
func clamp(x, limit float64) float64 { return max(-limit, min(limit, x)) }

func (m *matcher) contextBoost(e *Entry) float64 {
	c, last := &m.query.Context, m.boost.last
	sum := 0.0
	if c.Category != "" && within(e.Category, c.Category) {
		sum += boostCategory
	}
	switch {
	case last == nil || !m.boost.expands: // a question of its own is not about it
	case last.ID == e.ID:
		sum -= boostAgain
	default:
		if slices.Contains(last.Related, e.ID) {
			sum += boostRelated
		}
		if last.Category != "" && within(e.Category, topic(last.Category)) {
			sum += boostSubject
		}
	}
	return sum
}

func (m *matcher) profileBoost(e *Entry) float64 {
	p := &m.query.Profile
	sum := boostTag * tagFit(p.Attributes, e.Tags)
	sum += boostInterest * interest(p.Interests, e.Category)
	visited, browsed := 0.0, 0.0
	for i, visit := range p.Trail {
		if visit.Entry == e.ID {
			visited = max(visited, m.boost.trail[i])
		}
		if visit.Category != "" && within(e.Category, visit.Category) {
			browsed = max(browsed, m.boost.trail[i])
		}
	}
	return sum + max(boostVisit*visited, boostBrowsed*browsed) + m.historyBoost(e)
}

// historyBoost is the strongest that an entry shown before says for another one.
func (m *matcher) historyBoost(e *Entry) float64 {
	most, step := 0.0, 1.0
	for _, shown := range m.boost.past {
		switch {
		case shown.ID == e.ID:
		case relate(shown, e):
			most = max(most, boostNext*step)
		case shown.Category != "" && within(e.Category, shown.Category):
			most = max(most, boostBrowsed*step)
		}
		step *= trailStep
	}
	return most
}

// tagFit compares tags of the form "name:value" with attributes: 1 for each name
// whose value is among its tags, -1 for each one that has only other values.
func tagFit(attributes map[string]string, tags []string) float64 {
	if len(attributes) == 0 || len(tags) == 0 {
		return 0
	}
	fit := 0.0
	for name, value := range attributes {
		meant, same := false, false
		for _, tag := range tags {
			n, v, ok := strings.Cut(tag, ":")
			if ok && strings.EqualFold(n, name) {
				meant = true
				same = same || strings.EqualFold(v, value)
			}
		}
		switch {
		case same:
			fit++
		case meant:
			fit--
		}
	}
	return fit
}

// interest is the weight of the strongest interest that a category is within.
func interest(interests map[string]float64, category string) float64 {
	most := 0.0
	for liked, weight := range interests {
		if liked != "" && within(category, liked) {
			most = max(most, min(1, weight))
		}
	}
	return most
}

// hostBoost asks the host's Booster.
func (m *matcher) hostBoost(e *Entry) (boost float64) {
	if m.opts.Booster == nil {
		return 0
	}
	defer func() {
		if recover() != nil {
			boost = 0
		}
	}()
	boost = m.opts.Booster.Boost(&m.query, e)
	if math.IsNaN(boost) {
		return 0
	}
	return clamp(boost, maxHostBoost)
}
