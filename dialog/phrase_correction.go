package dialog

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// correction is what an utterance wants to change in what was said before.
// Empty strings are what it does not tell; the offsets of those are 0.
type correction struct {
	// Old is the value that does not hold, New the one that does, both parts of the
	// utterance. "change Monday to Tuesday" may name a value or a field: Old and
	// Field are the same then.
	Old, New string
	// Field is what the customer calls that which changes: "address", 地址.
	Field string
	// Where New and Old are in the utterance, in bytes.
	NewStart, NewEnd, OldStart, OldEnd int
}

// readCorrection finds out whether an utterance corrects something that was said
// before, and what. It does not know what was said: whether there is such a
// field or value is for the caller to find out. Pure; safe for concurrent use.
func readCorrection(utterance string) (correction, bool) {
	var p phraseText
	if !p.read(utterance) {
		return correction{}, false
	}
	return p.correction()
}

// correctionRules are the wordings of corrections.
type correctionRules struct {
	rules []correctionRule
	// sets are the rules whose first and whose last literal that must be there may
	// begin with a word, a bit each.
	sets map[uint16][2]correctionSet
	// never are phrases that no value has in it.
	never int32
}

type correctionSet [2]uint64

// correctionRule is one wording: literal words and holes.
type correctionRule struct {
	parts []correctionPart
	first bool // at the beginning of the utterance
}

type correctionPart struct {
	kind     correctionKind
	root     int32 // of the literal
	optional bool
}

// correctionKind is what a part of a rule is.
type correctionKind uint8

const (
	partLiteral correctionKind = iota
	partPause                  // , a pause
	partOld                    // {old} a short value
	partNew                    // {new} a value, to the end of what is said about it
	partShort                  // {short} a new value of few words
	partField                  // {field} the name of a field
	partEither                 // {what} the name of a field, or a value
	correctionKinds
)

// The most words, or twice as many characters, that fit in a hole.
const (
	maxShortHole = 6
	maxFieldHole = 4
	maxNewHole   = 40
)

func newCorrectionRules(b *phraseBook) correctionRules {
	r := correctionRules{sets: map[uint16][2]correctionSet{}, never: b.root()}
	b.list(r.never, 1, neverInValues)
	for line := range strings.Lines(correctionWordings) {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		rule, first, last := newCorrectionRule(b, line)
		for k, root := range []int32{first, last} {
			for _, e := range b.nodes[root].edges {
				sets := r.sets[e.word]
				sets[k][len(r.rules)/64] |= 1 << (len(r.rules) % 64)
				r.sets[e.word] = sets
			}
		}
		r.rules = append(r.rules, rule)
	}
	return r
}

// newCorrectionRule compiles a line, and returns the first and the last literal
// that must be there.
func newCorrectionRule(b *phraseBook, line string) (rule correctionRule, first, last int32) {
	for _, part := range correctionParts(line) {
		switch part {
		case "^":
			rule.first = true
		case ",":
			rule.parts = append(rule.parts, correctionPart{kind: partPause})
		case "{old}":
			rule.parts = append(rule.parts, correctionPart{kind: partOld})
		case "{new}":
			rule.parts = append(rule.parts, correctionPart{kind: partNew})
		case "{short}":
			rule.parts = append(rule.parts, correctionPart{kind: partShort})
		case "{field}":
			rule.parts = append(rule.parts, correctionPart{kind: partField})
		case "{what}":
			rule.parts = append(rule.parts, correctionPart{kind: partEither})
		default:
			lit := correctionPart{kind: partLiteral, root: b.root(), optional: strings.HasPrefix(part, "[")}
			b.list(lit.root, 1, part)
			rule.parts = append(rule.parts, lit)
			if !lit.optional {
				last = lit.root
				if first == 0 {
					first = lit.root
				}
			}
		}
	}
	return rule, first, last
}

// correctionParts cuts a line at the spaces outside of brackets.
func correctionParts(line string) (parts []string) {
	depth, start := 0, 0
	line = strings.TrimSpace(line) + " "
	for i := range len(line) {
		switch line[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ' ':
			if depth == 0 {
				if i > start {
					parts = append(parts, line[start:i])
				}
				start = i + 1
			}
		}
	}
	return parts
}

// correction finds the first rule that fits at the beginning of a clause.
func (p *phraseText) correction() (correction, bool) {
	rules := &p.book.corrections
	var first, last correctionSet
	for i := range p.tokens {
		if p.word[i] != 0 {
			s := rules.sets[p.word[i]]
			first[0], first[1] = first[0]|s[0][0], first[1]|s[0][1]
			last[0], last[1] = last[0]|s[1][0], last[1]|s[1][1]
		}
	}
	set := correctionSet{first[0] & last[0], first[1] & last[1]}
	if set == (correctionSet{}) {
		return correction{}, false
	}
	m := correctionMatch{p: p}
	for i := range p.tokens {
		m.barred[i] = p.longest(rules.never, i) > i
	}
	for n := range rules.rules {
		if set[n/64]&(1<<(n%64)) == 0 {
			continue
		}
		rule := &rules.rules[n]
		m.parts, m.holes = rule.parts, [correctionKinds][2]int{}
		for i := range p.tokens {
			if i > 0 && (rule.first || p.pauses[i] == phrasePauseNone) {
				continue
			}
			for at := i; ; {
				if m.fits(0, at) {
					return m.result(), true
				}
				next := p.longest(p.book.openings, at)
				if next == at || next == len(p.tokens) {
					break
				}
				at = next
			}
		}
	}
	return correction{}, false
}

// correctionMatch tries one rule. It backtracks; holes are short.
type correctionMatch struct {
	p     *phraseText
	parts []correctionPart
	holes [correctionKinds][2]int // words from, to
	// barred are the words that no short value has.
	barred [maxPhraseTokens]bool
}

// fits reports whether the parts of the rule from k on fit the words from i on.
func (m *correctionMatch) fits(k, i int) bool {
	p := m.p
	if k == len(m.parts) {
		return m.ends(m.parts[k-1].kind, i)
	}
	switch part := m.parts[k]; part.kind {
	case partPause:
		return i < len(p.tokens) && p.pauses[i] != phrasePauseNone && m.fits(k+1, i)
	case partLiteral:
		var found [maxPhraseHits]phraseHit
		hits := p.hits(part.root, i, &found)
		for n := len(hits) - 1; n >= 0; n-- {
			if m.fits(k+1, hits[n].end) {
				return true
			}
		}
		return part.optional && m.fits(k+1, i)
	default:
		size := 0
		for j := i; j < len(p.tokens); j++ {
			size += 2
			if p.tokens[j].Kind == text.Char {
				size--
			}
			if !m.holds(part.kind, i, j, size) {
				break
			}
			if size < 2 && (part.kind == partField || part.kind == partEither) {
				continue // a character alone names nothing: 改签
			}
			m.holes[part.kind] = [2]int{i, j + 1}
			if m.fits(k+1, j+1) {
				return true
			}
		}
		m.holes[part.kind] = [2]int{}
		return false
	}
}

// holds reports whether the hole that begins with word i may hold word j as well.
func (m *correctionMatch) holds(kind correctionKind, i, j, size int) bool {
	p := m.p
	limit := maxShortHole
	switch kind {
	case partNew:
		limit = maxNewHole
	case partField, partEither:
		limit = maxFieldHole
	}
	if size > 2*limit {
		return false
	}
	if kind == partNew {
		// What goes on behind a pause is of the value, unless a sentence begins there.
		if j == i {
			return !m.barred[j]
		}
		return p.pauses[j] == phrasePauseNone || !m.breaks(j)
	}
	if j > i && p.pauses[j] != phrasePauseNone {
		return false
	}
	return !m.barred[j]
}

// breaks reports whether something else is said from word i on.
func (m *correctionMatch) breaks(i int) bool {
	p := m.p
	return p.pauses[i] == phrasePauseAsks || p.tokens[i].Kind == text.Char ||
		p.longest(p.book.joints, i) > i || p.longest(p.book.starts, i) > i
}

// ends reports whether a rule whose last part is of a kind may end before word i.
func (m *correctionMatch) ends(last correctionKind, i int) bool {
	p := m.p
	for {
		if i == len(p.tokens) {
			return true
		}
		if p.pauses[i] != phrasePauseNone && (last != partNew || m.breaks(i)) {
			return true
		}
		if p.mood(i) {
			i++
			continue
		}
		next := p.longest(p.book.closings, i)
		if next == i {
			return false
		}
		i = next
	}
}

// result tells what is in the holes.
func (m *correctionMatch) result() (c correction) {
	c.Old, c.OldStart, c.OldEnd = m.said(partOld)
	if c.New, c.NewStart, c.NewEnd = m.said(partNew); c.New == "" {
		c.New, c.NewStart, c.NewEnd = m.said(partShort)
	}
	c.Field, _, _ = m.said(partField)
	if either, start, end := m.said(partEither); either != "" {
		c.Field, c.Old, c.OldStart, c.OldEnd = either, either, start, end
	}
	return c
}

func (m *correctionMatch) said(kind correctionKind) (words string, start, end int) {
	hole := m.holes[kind]
	if hole[1] == 0 {
		return "", 0, 0
	}
	start, end = m.p.span(hole[0], hole[1])
	return m.p.s[start:end], start, end
}
