package kb

import (
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text/pinyin"
)

// homophoneSure is how sure we are of a character that sounds like the one that
// was written.
const homophoneSure = 0.7

// hear looks for characters of the query that were written for others of the same
// sound: those whose neighbours in the query are never their neighbours in
// the index, while other characters that sound like the two are. Nobody writes
// 发漂 and means it where there is 发票.
func (m *matcher) hear() {
	s := &m.smart
	for i := 1; i < len(s.heard); i++ {
		if s.heard[i].paired && !s.heard[i].known {
			m.hearPair(i)
		}
	}
	m.forgetUnheard()
}

// hearPair looks for a pair that sounds like the characters i-1 and i.
func (m *matcher) hearPair(i int) {
	s := &m.smart
	a, b := &s.heard[i-1], &s.heard[i]
	// A character that stands in a known pair is what was meant.
	aKnown := a.paired && a.known
	bKnown := i+1 < len(s.heard) && s.heard[i+1].paired && s.heard[i+1].known
	if aKnown && bKnown {
		return
	}
	best := m.soundsLike(a.char, b.char, aKnown, bKnown)
	if best == nil {
		return
	}
	m.addTerm(best, homophoneSure, true)
	pair := m.view.text(best)
	x, n := utf8.DecodeRune(pair)
	y, _ := utf8.DecodeRune(pair[n:])
	if whole := m.wholeOf(pair[:n], pair[n:]); whole != nil {
		m.readPhrase(whole, homophoneSure)
	}
	if x != a.char {
		m.meantChar(a, pair[:n])
	}
	if y != b.char {
		m.meantChar(b, pair[n:])
	}
	b.known = true // its right neighbour must not make something else of it
}

// soundsLike returns the pair of the vocabulary that was most likely meant by two
// characters: with as few of them changed as can be, then the commonest.
// What is fixed is not changed.
func (m *matcher) soundsLike(a, b rune, aFixed, bFixed bool) *term {
	s, v := &m.smart, m.view
	var best *term
	least := 0
	s.heads = pinyin.AppendOf(s.heads[:0], a)
	s.tails = pinyin.AppendOf(s.tails[:0], b)
	for _, head := range s.heads {
		for _, tail := range s.tails {
			for _, id := range m.sounding(head, tail) {
				t := v.terms.at(id)
				pair := v.text(t)
				x, n := utf8.DecodeRune(pair)
				y, _ := utf8.DecodeRune(pair[n:])
				if aFixed && x != a || bFixed && y != b {
					continue
				}
				changed := 0
				if x != a {
					changed++
				}
				if y != b {
					changed++
				}
				if best != nil && (changed > least || changed == least && t.docs.count.Load() <= best.docs.count.Load()) || !v.live(t) {
					continue
				}
				best, least = t, changed
			}
		}
	}
	return best
}

// meantChar takes in a character that was meant by one of the query.
func (m *matcher) meantChar(h *heard, meant []byte) {
	s := &m.smart
	t := m.view.term(meant)
	if t == nil {
		name := append(append(m.lines.name[:0], meant...), commonMark)
		m.lines.name = name
		if t = m.view.term(name); t == nil {
			return
		}
	}
	if h.at >= 0 { // nobody has what was written
		s.sequence[h.at] = t.id
		m.addTerm(t, homophoneSure, false)
		h.at = -1
		return
	}
	if h.term != nil {
		if memo := m.memo(h.term.id); memo.query >= 0 && memo.credit == 1 {
			m.smart.meant = append(m.smart.meant, meantTerm{query: memo.query, term: t})
		}
	}
}

// meantTerm is a term that stands in for one of the query, once all of the query
// is known.
type meantTerm struct {
	query int32
	term  *term
}

// wholeOf returns the word of the lexicon that two characters are, or nil.
func (m *matcher) wholeOf(a, b []byte) *term {
	if m.lines.lexicon == nil {
		return nil
	}
	name := append(m.lines.name[:0], phraseMark)
	name = append(append(append(name, a...), tokenEnd), b...)
	m.lines.name = name
	if t := m.view.anyTerm(name); t != nil && m.view.core.lexical(t.id) != nil {
		return t
	}
	return nil
}

// noTerm holds the place of a character in the sequence until it is known what
// was meant by it.
const noTerm = ^uint32(0)

// forgetUnheard takes the places of characters out of the sequence by which
// nothing was meant that anybody knows.
func (m *matcher) forgetUnheard() {
	s := &m.smart
	n, told := 0, false
	for _, id := range s.sequence {
		if id == noTerm {
			s.unknown, s.foreign = s.unknown+1, s.foreign+1
			s.after = s.after || told
			continue
		}
		told = told || id < firstPlain && m.view.tells(m.view.terms.at(id))
		s.sequence[n] = id
		n++
	}
	s.sequence = s.sequence[:n]
}
