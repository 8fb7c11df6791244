package kb

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
)

// explainedLimit is how many hits are explained at least.
const explainedLimit = 10

// Explain matches a query and says how it came about: for the hits, of which there may
// be more than Match would return, and for the entries with these ids. The scores are
// those of Match. It costs more than Match, which pays nothing for it.
func (x *Index) Explain(q Query, ids ...string) Explanation {
	explanation, _ := x.explain(q, ids)
	return explanation
}

// explain returns the hits as Match would, too.
func (x *Index) explain(q Query, ids []string) (Explanation, []Hit) {
	wanted := q.Limit
	if wanted <= 0 {
		wanted = defaultLimit
	}
	var e Explanation
	v := x.current.Load()
	m := x.pool.Get().(*matcher)
	m.smart.begin()
	m.trace, m.refined = &e, x.refined.Load()
	q.Limit = max(wanted, explainedLimit)
	hits := m.match(nil, v, q)
	m.trace = nil
	if m.smart.read {
		m.explainTerms(&e)
	}
	for i := range hits {
		one := m.explainHit(&hits[i], m.finds[i].slot)
		if i < wanted {
			one.Rank = i + 1
		} else {
			one.Obstacle = BeyondLimit
		}
		e.Entries = append(e.Entries, one)
	}
	for _, id := range ids {
		if !slices.ContainsFunc(e.Entries, func(known ExplainedEntry) bool { return known.ID == id }) {
			e.Entries = append(e.Entries, m.explainMiss(&e, id))
		}
	}
	m.view, m.refined, m.query = nil, nil, Query{}
	m.boost.clear()
	x.pool.Put(m)
	return e, hits[:min(wanted, len(hits))]
}

// Explain is [Index.Explain] with what the library adds: the guard, the embedder, the
// policy. A query that the guard forbids has an explanation without entries.
func (l *Library) Explain(ctx context.Context, q Query, ids ...string) (Explanation, error) {
	if err := ctx.Err(); err != nil {
		return Explanation{}, err
	}
	if err := l.load(ctx); err != nil {
		return Explanation{}, err
	}
	if err := l.guardQuery(ctx, &q); err != nil {
		return Explanation{Decision: &ExplainedDecision{Kind: None.String(), Reason: Blocked, Policy: l.opts.Policy.WithDefaults()}}, nil //nolint:nilerr // that is what is explained
	}
	if q.Limit == 0 {
		q.Limit = max(defaultLimit, l.opts.Policy.MaxSuggest)
	}
	e, hits := l.index.explain(q, ids)
	if l.opts.Embedder != nil {
		var near []near
		hits, near = l.matchNear(ctx, q)
		e.addMeaning(hits, near)
	}
	d := l.opts.Policy.Decide(hits)
	e.Decision = &ExplainedDecision{Kind: d.Kind.String(), Reason: d.Reason, Policy: l.opts.Policy.WithDefaults()}
	for _, h := range d.Hits {
		e.Decision.Shown = append(e.Decision.Shown, h.Entry.ID)
	}
	if len(hits) > 1 {
		e.Decision.RunnerUp, e.Decision.Ahead = hits[1].Entry.ID, hits[0].Score-hits[1].Score
	}
	return e, nil
}

// addMeaning replaces what the index has explained by the outcome with similarity.
func (e *Explanation) addMeaning(hits []Hit, list []near) {
	old := e.Entries
	e.Entries = nil
	take := func(id string) (one ExplainedEntry) {
		if at := slices.IndexFunc(old, func(known ExplainedEntry) bool { return known.ID == id }); at >= 0 {
			one = old[at]
			old = slices.Delete(old, at, at+1)
		}
		if at := slices.IndexFunc(list, func(n near) bool { return n.entry.ID == id }); at >= 0 {
			one.Meaning = &MeaningMatch{Similarity: list[at].similarity, LogOdds: list[at].logOdds, Found: list[at].added}
		}
		return one
	}
	for i := range hits {
		one, h := take(hits[i].Entry.ID), &hits[i]
		one.ID, one.Question, one.Rank, one.Obstacle = h.Entry.ID, h.Entry.Question, i+1, ""
		one.Mode, one.Phrasing, one.Score, one.Boost, one.Doubts = h.Mode, h.Phrasing, h.Score, h.Boost, h.Doubts.names()
		e.Entries = append(e.Entries, one)
	}
	for len(old) > 0 {
		one := take(old[0].ID)
		if one.Obstacle == "" {
			one.Obstacle = BeyondLimit
		}
		one.Rank = 0
		e.Entries = append(e.Entries, one)
	}
}

// explainTerms tells how the question was read.
func (m *matcher) explainTerms(e *Explanation) {
	s := &m.smart
	e.Unknown, e.FollowUp = s.unknown, m.boost.expands
	for _, t := range s.terms {
		if !t.pair {
			e.Terms = append(e.Terms, m.explainedTerm(t))
		}
	}
}

func (m *matcher) explainedTerm(t queryTerm) ExplainedTerm {
	named := m.boost.expands && !slices.Contains(m.smart.sequence, t.term.id)
	return ExplainedTerm{Text: string(m.view.text(t.term)), Weight: t.weight, Sure: t.sure, Common: t.term.common, Named: named}
}

func (m *matcher) explainHit(h *Hit, slot uint32) ExplainedEntry {
	one := ExplainedEntry{
		ID: h.Entry.ID, Question: h.Entry.Question, Mode: h.Mode, Phrasing: h.Phrasing,
		Score: h.Score, Boost: h.Boost, Doubts: h.Doubts.names(),
	}
	if h.Mode == Smart && h.Score < 1 {
		one.Words = m.explainWords(slot)
	}
	return one
}

// explainMiss says why an entry is no hit.
func (m *matcher) explainMiss(e *Explanation, id string) ExplainedEntry {
	one := ExplainedEntry{ID: id}
	slot, ok := m.view.indexOf(id)
	if !ok {
		one.Obstacle = NoEntry
		return one
	}
	s, entry := m.view.slots.at(slot), m.view.entry(slot)
	one.Question, one.Mode = entry.Question, entry.Mode
	decided := Mode(0)
	any := false
	for _, layer := range e.Layers {
		if layer.Decided {
			decided, any = layer.Mode, true
			m.filter.live = layer.Live
		}
	}
	switch obstacle := m.obstacle(s); {
	case obstacle != "":
		one.Obstacle = obstacle
	case any && decided != entry.Mode:
		one.Obstacle = OtherLayer
	case entry.Mode != Smart:
		one.Obstacle = OtherText
	case !m.smart.read:
		one.Obstacle = NothingShared
	default:
		one.Words = m.explainWords(slot)
		one.Obstacle = m.missBy(slot, entry.MinScore, one.Words)
	}
	return one
}

// missBy says why smart matching did not show an entry.
func (m *matcher) missBy(slot uint32, minScore float64, w *WordMatch) Obstacle {
	switch {
	case m.ranked(slot) != nil && minScore > 0:
		return BelowMinScore
	case m.ranked(slot) != nil:
		return BeyondLimit
	case w == nil || !slices.ContainsFunc(w.Shared, func(t ExplainedTerm) bool { return !t.Common }):
		return NothingShared
	}
	return NotRecalled
}

// ranked returns how an entry did in the last smart match, or nil.
func (m *matcher) ranked(slot uint32) *foundSlot {
	for i := range m.smart.slots {
		if m.smart.slots[i].id == slot {
			return &m.smart.slots[i]
		}
	}
	return nil
}

// explainWords compares an entry once more with the question that was read last.
func (m *matcher) explainWords(slot uint32) *WordMatch {
	s, f := m.view.slots.at(slot), m.ranked(slot)
	w := &WordMatch{}
	if f == nil {
		f = &foundSlot{id: slot, best: s.first}
		most := math.Inf(-1)
		for id := s.first; id < s.first+uint32(s.lines); id++ {
			if score := m.compareLine(id); score > most {
				f.best, most = id, score
			}
		}
		f.evidence, f.overlap = m.evidence(s)
	} else {
		k := m.confidence().sharpness
		w.Rank, w.Share = f.score, math.Exp(k*f.score-m.competitors(k))
	}
	unknown := m.unknownWeight()
	w.Covered, w.Evidence = m.covered(f.best), f.evidence
	w.Asked = part(f.shared, m.smart.termWeight+unknown)
	w.Telling = part(f.telling, m.smart.tellingWeight+unknown)
	m.explainShared(w, f.best)
	return w
}

func part(x, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return x / whole
}

// explainShared fills in what the question and a wording have in common.
func (m *matcher) explainShared(w *WordMatch, line uint32) {
	q := &m.smart
	m.compareLine(line) // leaves the positions of the shared terms, and which pairs it met
	for i, at := range q.positions {
		if !slices.ContainsFunc(q.positions[:i], func(p position) bool { return p.term == at.term }) {
			w.Shared = append(w.Shared, m.explainedTerm(q.terms[m.memo(at.term).query]))
		}
	}
	slices.SortStableFunc(w.Shared, func(a, b ExplainedTerm) int { return cmp.Compare(b.Weight, a.Weight) })
	for _, p := range q.pairs {
		if p.seen == q.comparison {
			w.Pairs += p.weight
		}
	}
	var shared [maxQueryGrams / 64]uint64
	for _, id := range m.tokensOf(line) {
		memo := m.memo(id)
		m.gramsOf(memo)
		for i := range shared {
			shared[i] |= memo.shared[i]
		}
	}
	for i, word := range shared {
		for ; word != 0; word &= word - 1 {
			w.Grams += q.grams[i*64+bits.TrailingZeros64(word)].weight
		}
	}
}
