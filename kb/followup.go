package kb

import (
	"bytes"

	"github.com/kefu-go/kefu/internal/text"
)

// A follow-up leaves out what it is about: "and how long does it take?", "那运费呢?".
// It is matched together with the terms of the last entry's question and of what the
// customer has named, each with a part of its weight.
const (
	followUpTokens = 12  // more than these are a question of their own
	fewTokens      = 5   // so few may be a follow-up without any sign of it
	namedSure      = 0.8 // the part of its weight with which a named term counts
	ownQuestion    = 0.9 // a question that has this much of a wording leaves nothing out
)

// dependence is how much a question leaves to what was said before.
type dependence uint8

const (
	independent dependence = iota
	perhaps                // it is short
	dependent              // it says so: "and", "it", 那, 呢; or has no telling word
)

// pointers are words that stand for something named before.
var pointers = map[string]bool{
	"it": true, "its": true, "that": true, "this": true, "one": true, "ones": true, "they": true, "them": true,
	"their": true, "those": true, "these": true, "there": true, "same": true,
	"ca": true, "cela": true, "eso": true, "esto": true, "это": true,
}

// openers are words that go on with what was said when they come first.
var openers = map[string]bool{
	"and": true, "or": true, "also": true, "then": true, "but": true, "what about": true, "how about": true,
	"et": true, "y": true, "och": true, "og": true, "és": true, "а": true, "и": true,
}

// The same in Chinese, where they are parts of words as well.
var (
	chineseOpeners  = [][]byte{[]byte("那"), []byte("还有"), []byte("然后"), []byte("另外"), []byte("如果"), []byte("要是")}
	chinesePointers = [][]byte{[]byte("它"), []byte("这个"), []byte("那个"), []byte("这款"), []byte("那款"), []byte("这种"), []byte("那种"), []byte("刚才"), []byte("刚刚")}
	chineseClosers  = [][]byte{[]byte("呢"), []byte("那呢")}
)

// followUp judges the question that was read last.
func (m *matcher) followUp() dependence {
	tokens := m.tokens()
	if len(tokens) == 0 || len(tokens) > followUpTokens {
		return independent
	}
	folded := bytes.TrimRight(m.lines.buffer.Folded(), " ?!.。？！")
	if m.smart.tellingWeight == 0 && m.smart.unknown == 0 {
		return dependent
	}
	first := m.lines.buffer.Bytes(tokens[0])
	if openers[string(first)] {
		return dependent
	}
	if len(tokens) > 2 {
		two := folded[tokens[0].Lo:min(len(folded), tokens[1].Hi)]
		if openers[string(two)] {
			return dependent
		}
	}
	for _, t := range tokens {
		if t.Kind == text.Word && pointers[string(m.lines.buffer.Bytes(t))] {
			return dependent
		}
	}
	switch {
	case anyOf(chineseOpeners, folded, bytes.HasPrefix), anyOf(chinesePointers, folded, bytes.Contains), anyOf(chineseClosers, folded, bytes.HasSuffix):
		return dependent
	case len(tokens) <= fewTokens:
		return perhaps
	}
	return independent
}

func anyOf(list [][]byte, s []byte, is func(s, part []byte) bool) bool {
	for _, part := range list {
		if is(s, part) {
			return true
		}
	}
	return false
}

// expand adds what was named earlier to the question.
func (m *matcher) expand() {
	for _, n := range m.boost.named {
		if n.said && m.memo(n.term.id).query < 0 {
			m.addTerm(n.term, namedSure, false)
			if n.term.grams != 0 {
				m.lines.eachGram(m.view.text(n.term), m.addGram)
			}
		}
	}
}

// inContext matches the question together with what was named earlier, after it has
// been matched alone with the finds behind from. A question that is clear by itself stays
// as it is.
func (m *matcher) inContext(from int, how dependence) {
	best := 0.0
	if len(m.finds) > from {
		top := m.finds[from]
		best = top.score
		if best >= defaultDirect && top.doubt == 0 && m.covered(top.line) >= ownQuestion {
			return
		}
	}
	m.boost.expands = true
	m.finds = m.finds[:from]
	m.rankedSmart()
	if how == perhaps && (len(m.finds) == from || m.finds[from].score < best) {
		m.boost.expands = false
		m.finds = m.finds[:from]
		m.rankedSmart()
	}
}
