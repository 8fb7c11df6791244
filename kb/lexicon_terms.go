package kb

import (
	"hash/maphash"

	"github.com/kefu-go/kefu/internal/text"
)

// The weights of what a lexicon names, chosen by hand.
const (
	termFactor  = 1.5  // of a Term, times its idf
	stopFactor  = 0.02 // of a stop word
	tokenFactor = 1.0  // for each token of a phrase after the first: it stands for as many ...
	mostTokens  = 3    // ... up to this number
	synonymSure = 0.9  // how much of a word its synonym is
	partSure    = 0.8  // how much of a phrase all its parts are that stand alone
)

// lexTerm is what the lexicon says of a term of the vocabulary. It is complete
// before the first reader sees the core and never changes.
type lexTerm struct {
	factor float64  // times the idf
	term   bool     // it is one of Words.Terms
	alike  []uint32 // its synonyms
	parts  []uint32 // of a phrase: the terms that it is made of
	wholes []uint32 // the phrases that it is a part of
}

// addLexicon makes a lexicon's words known to a new core, whether or not any
// entry has them.
func (c *core) addLexicon(l *Lexicon) {
	c.analyzer.lexicon = nil // the parts are read without it
	groups := make([][]uint32, len(l.words.Synonyms))
	for _, p := range l.phrases {
		if p.loose() {
			c.addLoose(p)
			continue
		}
		t := c.term(p.sight(), false)
		t.number = t.number || p.signs
		lex := c.lexFor(t)
		switch {
		case p.stop:
			lex.factor = stopFactor
		case p.term:
			lex.term, lex.factor = true, termFactor
		}
		for _, g := range p.groups {
			groups[g] = append(groups[g], t.id)
		}
		if p.tokens == 1 || p.stop {
			continue
		}
		lex.factor *= 1 + tokenFactor*float64(min(p.tokens, mostTokens)-1)
		if p.signs {
			continue
		}
		c.analyzer.analyze(p.text, "en", func(found sighting) {
			part := c.term(found, false)
			lex := c.lexFor(part)
			lex.wholes = append(lex.wholes, t.id)
			c.lexFor(t).parts = append(c.lexFor(t).parts, part.id)
		})
	}
	for _, p := range l.phrases {
		if len(p.groups) == 0 {
			continue
		}
		t := c.findTerm(&c.body, maphash.Bytes(c.seed, p.name))
		lex := c.lexFor(t)
		for _, g := range p.groups {
			for _, id := range groups[g] {
				if id != t.id && !holds(lex.alike, id) {
					lex.alike = append(lex.alike, id)
				}
			}
		}
	}
	c.analyzer.lexicon = l
}

// addLoose lets the words of a Term with numbers in it tell more.
func (c *core) addLoose(p *lexPhrase) {
	if p.stop {
		return
	}
	c.analyzer.analyze(p.text, "en", func(found sighting) {
		if found.kind == text.Word && !found.common {
			lex := c.lexFor(c.term(found, false))
			lex.term, lex.factor = true, termFactor
		}
	})
}

// lexFor returns what the lexicon says of a term, to be filled in. It is valid
// until the next call for a new term.
func (c *core) lexFor(t *term) *lexTerm {
	for int(t.id) >= len(c.lex) {
		c.lex = append(c.lex, lexTerm{})
	}
	lex := &c.lex[t.id]
	if lex.factor == 0 {
		lex.factor = 1
	}
	return lex
}

// lexical returns what the lexicon says of a term, or nil.
func (c *core) lexical(term uint32) *lexTerm {
	if int(term) < len(c.lex) && c.lex[term].factor > 0 {
		return &c.lex[term]
	}
	return nil
}

func (c *core) isTerm(t *term) bool {
	lex := c.lexical(t.id)
	return lex != nil && lex.term
}

// factor is the weight of a term beside others of its frequency.
func (c *core) factor(t *term) float64 {
	if lex := c.lexical(t.id); lex != nil {
		return lex.factor
	}
	return 1
}

// tells reports whether a term says what a question is about.
func (v *view) tells(t *term) bool {
	if t.common {
		return false
	}
	if lex := v.core.lexical(t.id); lex != nil && len(lex.parts) > 0 {
		for _, id := range lex.parts {
			if v.tells(v.terms.at(id)) {
				return true
			}
		}
		return false
	}
	return !asksOnly[string(v.text(t))]
}

// readPhrase takes in a term that the lexicon knows of: the term itself where a
// living entry has it, else the commonest of its synonyms, else what it is a
// part of or made of. Stop words wait: they count where there is nothing else.
func (m *matcher) readPhrase(t *term, sure float64) {
	s := &m.smart
	lex := m.view.core.lexical(t.id)
	if lex.factor == stopFactor {
		s.stops = append(s.stops, t)
		return
	}
	if best, sure := m.nearestOf(t, sure); best != nil {
		m.addWord(best, sure)
		return
	}
	known := false
	for _, id := range lex.parts {
		if part := m.view.terms.at(id); m.view.live(part) {
			m.addWord(part, sure)
			known = true
		}
	}
	if !known {
		s.unknown++
	}
}

// addWord takes a term into the query as if it had been written there.
func (m *matcher) addWord(t *term, sure float64) {
	m.smart.sequence = append(m.smart.sequence, t.id)
	m.addTerm(t, sure, false)
	m.addGramsOf(t)
}

func (m *matcher) nearestOf(t *term, sure float64) (*term, float64) {
	if m.view.live(t) {
		return t, sure
	}
	lex := m.view.core.lexical(t.id)
	if best := m.commonest(lex.alike); best != nil {
		return best, sure * synonymSure
	}
	if best := m.commonest(lex.wholes); best != nil {
		return best, sure * partSure / float64(len(m.view.core.lexical(best.id).parts))
	}
	return nil, 0
}

// commonest returns the term that most living documents hold, or nil.
func (m *matcher) commonest(ids []uint32) *term {
	var best *term
	for _, id := range ids {
		t := m.view.terms.at(id)
		if m.view.live(t) && (best == nil || t.freq.Load() > best.freq.Load()) {
			best = t
		}
	}
	return best
}

// addLexical lets synonyms, parts and wholes stand in for the words of the query. A word and its synonyms are weighed alike, by how many documents have
// any of them.
func (m *matcher) addLexical() {
	s, v := &m.smart, m.view
	if len(s.terms) == 0 {
		for _, t := range s.stops {
			if v.live(t) {
				m.addWord(t, 1)
			}
		}
	}
	for i := range s.terms { // those that are added are behind
		t := s.terms[i].term
		lex := v.core.lexical(t.id)
		if lex == nil || s.terms[i].pair {
			continue
		}
		freq := t.frequency()
		for _, id := range lex.alike {
			if other := v.terms.at(id); v.live(other) && m.standIn(i, other, synonymSure, true) {
				freq += other.frequency()
			}
		}
		if s.terms[i].stoodFor {
			m.reweigh(i, idf(v.docs, freq)*lex.factor)
		}
		for _, id := range lex.wholes {
			if whole := v.terms.at(id); v.live(whole) {
				m.standIn(i, whole, partSure/float64(len(v.core.lexical(whole.id).parts)), false)
			}
		}
		for _, id := range lex.parts {
			if part := v.terms.at(id); v.live(part) {
				m.standIn(i, part, partSure/float64(len(lex.parts)), false)
			}
		}
	}
	for _, x := range s.meant {
		m.standIn(int(x.query), x.term, homophoneSure, false)
	}
}
