package dialog

import (
	"bytes"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// lightWord is what a word or phrase without a subject of its own does in a
// question.
type lightWord uint8

const (
	lightFiller   lightWord = iota + 1 // holds the sentence together
	lightAsks                          // makes it a question
	lightRefers                        // stands for what was talked of before
	lightLeads                         // goes on from what was talked of before
	lightTurns                         // the same, more surely: "what about", 呢
	lightIdle                          // an it that stands for nothing: "is it possible to"
	lightTime                          // asks when, or how long
	lightAmount                        // asks how much
	lightManner                        // asks how
	lightReason                        // asks why
	lightPlace                         // asks where
	lightPerson                        // asks who
	lightDenies                        // not
	lightPolarity                      // whether: 能不能, 是不是
)

// asks reports whether a word makes a question.
func (w lightWord) asks() bool {
	return w == lightAsks || w >= lightTime && w <= lightPerson || w == lightPolarity
}

// How many words of its own an utterance may have and still lean on what was said
// before; a Chinese character counts as half a word.
const (
	leanRefers = 2 // with a word that refers to it
	leanTurns  = 4 // with "what about" and the like
)

// lightCount says what an utterance consists of.
type lightCount struct {
	content      int // words, doubled
	asks, refers bool
	leads, turns bool
}

// elliptic reports whether an utterance cannot stand alone, because it leaves out
// or only points at what was talked of before: "那运费呢?", "and how long does it
// take?".
func (u *utterance) elliptic() bool {
	p, ok := u.phrases()
	if !ok {
		return false
	}
	c := commandParse{p: p, root: p.book.commands}
	if what, end := c.from(0); end == len(p.tokens) && what != commandNone && what != commandClarify {
		return false // it steers the talk, and has no topic
	}
	n := p.lightCount()
	switch {
	case n.content == 0:
		return n.asks || n.refers || n.turns
	case n.turns:
		return n.content <= 2*leanTurns
	case n.leads, n.refers:
		return n.content <= 2*leanRefers
	}
	return false
}

// lightCount walks over an utterance.
func (p *phraseText) lightCount() (n lightCount) {
	p.walk(func(i, end int, is lightWord) {
		switch {
		case is == 0:
			n.content += 2
			if p.tokens[i].Kind == text.Char {
				n.content--
			}
		case is == lightRefers:
			n.refers = true
		case is == lightLeads:
			n.leads = n.leads || i == 0
		case is == lightTurns:
			n.turns = n.turns || i == 0 || end == len(p.tokens)
		case is.asks():
			n.asks = true
		}
	})
	return n
}

// walk calls f for each word of its own (one token, 0) and each light phrase of
// an utterance.
func (p *phraseText) walk(f func(i, end int, is lightWord)) {
	var found [maxPhraseHits]phraseHit
	for i := 0; i < len(p.tokens); {
		hits := p.hits(p.book.light, i, &found)
		if len(hits) == 0 {
			if !p.mood(i) {
				f(i, i+1, 0)
			}
			i++
			continue
		}
		hit := hits[len(hits)-1]
		f(i, hit.end, lightWord(hit.mark.label))
		i = hit.end
	}
}

// resolved joins an elliptic utterance with the topic that it leans on into a
// text to search with: the words of its own that the topic has and the utterance
// lacks, then the utterance. The utterance stays as it is, whatever the topic.
// Pure; safe for concurrent use.
func resolved(utterance, topic string) string {
	var p, t phraseText
	if !p.read(utterance) || !t.read(topic) {
		return utterance
	}
	var out strings.Builder
	start, end := 0, 0 // the run of the topic's own words
	flush := func() {
		if end > start && !p.has(&t, start, end) {
			lo, hi := t.span(start, end)
			out.WriteString(topic[lo:hi])
			out.WriteByte(' ')
		}
	}
	t.walk(func(i, next int, is lightWord) {
		switch {
		case is != 0:
			return
		case end == i && end > start && t.pauses[i] == phrasePauseNone && t.tokens[i-1].End == t.tokens[i].Start:
			end = next // characters, or "iphone15"
		default:
			flush()
			start, end = i, next
		}
	})
	flush()
	return out.String() + utterance
}

// has reports whether an utterance has the words from start to before end of
// another one after each other.
func (p *phraseText) has(t *phraseText, start, end int) bool {
	for i := 0; i+end-start <= len(p.tokens); i++ {
		k := start
		for k < end && bytes.Equal(p.buf.Bytes(p.tokens[i+k-start]), t.buf.Bytes(t.tokens[k])) {
			k++
		}
		if k == end {
			return true
		}
	}
	return false
}
