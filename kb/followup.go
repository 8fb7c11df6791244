package kb

import (
	"bytes"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// A follow-up leaves out what it is about: "and how long does it take?", "那运费呢?".
// It is matched together with the terms of the last entry's question and of what the
// customer has named. Nearly every question comes after another one, and most have
// nothing to do with it, so context counts only for a question that says itself that it
// leans on what was said, and only for entries that fit its own words as well as any.
const (
	followUpTokens = 10  // more than these are a question of their own
	followUpWords  = 3   // so are more telling words than these
	bareTokens     = 6   // of a question that only asks for an amount, a time or a place
	namedSure      = 0.8 // the part of its weight with which a named term counts
	ownQuestion    = 0.9 // a question that has this much of a wording leaves nothing out
	ownFits        = 0.5 // the part of its own words that an entry must have to be found in context,
	ownAnswers     = 0.8 // and to be the answer
)

// openers are words that go on with what was said when they come first.
var openers = wordSet("and or also then but", "et y och og és а и")

// openings are the same of two words.
var openings = [][]byte{[]byte("what about"), []byte("how about"), []byte("what if")}

// pronouns stand for something named before.
var pronouns = wordSet("it its they them their theirs", "ca cela eso esto это")

// pointers do so unless they belong to the next word, as in "this month".
var pointers = wordSet("that this these those one ones")

// pointedVerbs are the telling words that may follow a pointer.
var pointedVerbs = wordSet("take takes cost costs work works last lasts mean means include includes apply applies come comes")

// bareWords ask without saying about what: "how long?", "when exactly?".
var bareWords = wordSet("how much many long often far soon when where what cost costs take takes exactly please roughly usually")

// bareSigns are those of which a bare question has one at least.
var bareSigns = wordSet("much many long often far soon when where cost costs")

// The same in Chinese, where they are parts of words as well.
var (
	chineseOpeners   = byteStrings("那", "还有", "然后", "另外")
	chineseOthers    = byteStrings("那里", "那边", "那天", "那年", "那时", "那次", "那家") // begin like an opener
	chinesePronouns  = byteStrings("它", "这个", "那个", "这款", "那款", "这种", "那种")
	chineseParts     = byteStrings("这个月", "那个月", "这个人", "那个人", "这个星期", "这个周") // say themselves what is meant
	chineseBare      = byteStrings("多久", "多少", "多长时间", "什么时候", "几天", "几时", "在哪", "贵吗")
	chineseParticles = []byte("那呢么还有然后另外它这个款种要啊呀吗吧请问")
	chinesePlain     = "大概约一般需要会得花用是的呢啊呀吗钱要块在里天请问"
)

func wordSet(lists ...string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for word := range strings.FieldsSeq(list) {
			set[word] = true
		}
	}
	return set
}

func byteStrings(list ...string) [][]byte {
	all := make([][]byte, len(list))
	for i, s := range list {
		all[i] = []byte(s)
	}
	return all
}

// leans reports whether the question that was read last, without context, says that it
// goes on with what was said before.
func (m *matcher) leans() bool {
	tokens := m.tokens()
	if len(tokens) == 0 || len(tokens) > followUpTokens || m.tellingWords() > followUpWords || m.saysUnknown(tokens) {
		return false
	}
	folded := m.folded()
	m.boost.bare = m.asksBarely(tokens, folded)
	return m.boost.bare || m.opens(tokens, folded) || m.points(tokens, folded)
}

// folded is the question that was cut last, without the marks around it.
func (m *matcher) folded() []byte {
	return bytes.Trim(m.lines.buffer.Folded(), " \t\r\n?!.,。，？！")
}

// saysUnknown reports whether a question says something that no entry knows, and so
// something else than what the last one was about.
func (m *matcher) saysUnknown(tokens []text.Token) bool {
	unknown := m.smart.unknown
	for _, t := range tokens {
		if unknown > 0 && t.Kind == text.Char {
			key := m.lines.buffer.Bytes(t)
			if bytes.Contains(chineseParticles, key) && !text.IsFunctionWord("zh", key) && !asks(key) && m.view.term(key) == nil {
				unknown--
			}
		}
	}
	return unknown > 0
}

// tellingWords counts the words of the question that say what it is about. Two Chinese
// characters are about one word.
func (m *matcher) tellingWords() int {
	halves := 0
	for _, t := range m.smart.terms {
		switch {
		case t.pair || !t.telling || bareWords[string(m.view.text(t.term))]:
		case t.term.char:
			halves++
		default:
			halves += 2
		}
	}
	return (halves + 1) / 2
}

// opens reports whether a question begins or ends as one that goes on.
func (m *matcher) opens(tokens []text.Token, folded []byte) bool {
	if openers[string(m.lines.buffer.Bytes(tokens[0]))] && len(tokens) > 1 {
		return true
	}
	for _, two := range openings {
		if rest, ok := bytes.CutPrefix(folded, two); ok && len(rest) > 0 && rest[0] == ' ' {
			return true
		}
	}
	return anyOf(chineseOpeners, folded, bytes.HasPrefix) && !anyOf(chineseOthers, folded, bytes.HasPrefix) || bytes.HasSuffix(folded, []byte("呢"))
}

// points reports whether a question has a pronoun in place of what it is about.
func (m *matcher) points(tokens []text.Token, folded []byte) bool {
	for i, t := range tokens {
		if t.Kind != text.Word {
			continue
		}
		word := m.lines.buffer.Bytes(t)
		if pronouns[string(word)] {
			return true
		}
		if pointers[string(word)] {
			if i+1 == len(tokens) {
				return true
			}
			next := m.lines.buffer.Bytes(tokens[i+1])
			if pointedVerbs[string(next)] || text.IsFunctionWord("en", next) {
				return true
			}
			// "is that safe?": nothing but what is said of it follows.
			if i+2 == len(tokens) && i > 0 && i <= 2 && text.IsFunctionWord("en", m.lines.buffer.Bytes(tokens[i-1])) && bytes.HasPrefix(folded, []byte("is ")) {
				return true
			}
		}
	}
	return anyOf(chinesePronouns, folded, bytes.Contains) && !anyOf(chineseParts, folded, bytes.Contains)
}

// asksBarely reports whether a question asks for an amount, a time or a place and leaves
// out of what.
func (m *matcher) asksBarely(tokens []text.Token, folded []byte) bool {
	if len(tokens) > bareTokens {
		return false
	}
	if anyOf(chineseBare, folded, bytes.Contains) {
		for _, part := range chineseBare {
			folded = bytes.ReplaceAll(folded, part, nil)
		}
		return len(bytes.Trim(folded, chinesePlain)) == 0
	}
	sign := false
	for _, t := range tokens {
		word := m.lines.buffer.Bytes(t)
		if t.Kind != text.Word || !bareWords[string(word)] && !text.IsFunctionWord("en", word) {
			return false
		}
		sign = sign || bareSigns[string(word)]
	}
	return sign
}

func anyOf(list [][]byte, s []byte, is func(s, part []byte) bool) bool {
	return slices.ContainsFunc(list, func(part []byte) bool { return is(s, part) })
}

// expand adds what was named earlier to the question.
func (m *matcher) expand() {
	m.boost.own = len(m.smart.terms)
	for _, n := range m.boost.named {
		if n.said && m.memo(n.term.id).query < 0 {
			m.addTerm(n.term, namedSure, false)
			m.addGramsOf(n.term)
		}
	}
}

// inContext matches the question together with what was named earlier, after it has
// been matched alone with the finds behind from. What is found alone stays unless the
// context leads to an entry that fits better.
func (m *matcher) inContext(from int) {
	var alone find
	if len(m.finds) > from {
		if alone = m.finds[from]; m.standsAlone(&alone) {
			return
		}
	}
	m.nameTerms(true)
	if m.boost.weight > 0 {
		m.boost.expands = true
		m.finds = m.finds[:from]
		m.rankedSmart()
		if m.keepFitting(from, alone) {
			return
		}
		m.boost.expands = false
	}
	m.nameTerms(false)
	m.finds = m.finds[:from]
	m.rankedSmart()
}

// standsAlone reports whether the best that was found without context needs none, or
// has a doubt that a context must not cover up.
func (m *matcher) standsAlone(f *find) bool {
	switch {
	case f.doubt&^(DoubtCommon|DoubtForeign) != 0:
		return true
	case f.doubt != 0 || f.score < defaultDirect || m.namesOnly():
		return false
	}
	m.boost.own = len(m.smart.terms)
	return m.covered(f.line) >= ownQuestion && m.ownPart(f.slot) >= ownQuestion
}

// namesOnly reports whether a question is nothing but one word that goes on with what was
// said: "and shipping?", "运费呢". It is about that word of the topic if the topic has it.
func (m *matcher) namesOnly() bool {
	asks := slices.ContainsFunc(m.smart.terms, func(t queryTerm) bool { return t.term.asks })
	tokens := m.tokens()
	return !asks && m.tellingWords() == 1 && m.opens(tokens, m.folded())
}

// keepFitting leaves out the finds that owe their place before the one that fits the
// question in context to the context alone. It reports whether there is such a find.
func (m *matcher) keepFitting(from int, alone find) bool {
	for i := range m.finds[from:] {
		f := &m.finds[from+i]
		own := m.ownPart(f.slot)
		if own < m.boost.most {
			continue
		}
		if own < ownFits || !m.goesOn(f.slot) || own < ownAnswers && f.slot != alone.slot && alone.score >= defaultDirect {
			return false
		}
		m.finds = slices.Delete(m.finds, from, from+i)
		if own < ownAnswers {
			for j := from; j < len(m.finds); j++ {
				m.finds[j].score = min(m.finds[j].score, doubtfulScore)
			}
		}
		if best := &m.finds[from]; best.slot == alone.slot && best.doubt == 0 && alone.doubt == 0 {
			best.score = max(best.score, alone.score) // it needed no context
		}
		return true
	}
	return false
}

// goesOn reports whether an entry goes on with what was said last: another one of its
// topic, in its language.
func (m *matcher) goesOn(slot uint32) bool {
	last := m.boost.last
	if last == nil {
		return true
	}
	e := m.view.entry(slot)
	switch {
	case e.ID == last.ID, e.Locale != last.Locale && e.Locale != "" && last.Locale != "":
		return false
	case slices.Contains(last.Related, e.ID), slices.Contains(e.Related, last.ID):
		return true
	case last.Category != "":
		return within(e.Category, topic(last.Category))
	}
	return m.namedShare(m.view.slots.at(slot)) >= ownFits
}

// topic is what a category belongs to: the one above it, if there is one.
func topic(category string) string {
	if at := strings.LastIndexByte(category, '/'); at > 0 {
		return category[:at]
	}
	return category
}

// mostOwn is the largest part of the question's own words that a ranked entry has.
func (m *matcher) mostOwn() float64 {
	most := 0.0
	for i := range m.smart.slots {
		most = max(most, m.ownPart(m.smart.slots[i].id))
	}
	return most - 1e-9
}

// ownPart is the part of the question's own words, by weight, that an entry has.
func (m *matcher) ownPart(slot uint32) float64 {
	own := m.smart.terms[:m.boost.own]
	met := m.boost.met[:0]
	whole, part := 0.0, 0.0
	for i := range own {
		met = append(met, 0)
		if m.isOwn(&own[i]) {
			whole += own[i].weight
		}
	}
	m.boost.met = met
	if whole == 0 { // only a bare question, as "how much?", has something of its own then
		if m.boost.bare {
			return 1
		}
		return 0
	}
	m.view.eachCount(m.view.slots.at(slot), &m.numbers, func(id uint32, _ int) {
		if memo := m.memo(id); memo.query >= 0 && int(memo.query) < len(own) && m.isOwn(&own[memo.query]) {
			met[memo.query] = max(met[memo.query], memo.credit)
		}
	})
	for i, credit := range met {
		part += credit * own[i].weight
	}
	return part / whole
}

// isOwn reports whether a term says or asks something, and does not point.
func (m *matcher) isOwn(t *queryTerm) bool {
	return !t.pair && !t.term.common && !pointers[string(m.view.text(t.term))]
}
