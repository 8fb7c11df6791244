package dialog

import (
	"bytes"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// sameWords is the share of the words of two questions that must agree.
const sameWords = 0.75

// complaintPhrases say that a question was not answered.
const complaintPhrases = `
	(that's|this is|that is) not (what i asked|my question|an answer|the answer|what i meant|what i was asking|what i wanted to know|what i'm asking)
	(that|this|it) (doesn't|didn't|does not|isn't) (answer|answering) (my|the) question
	(that|this|it) (doesn't|didn't|does not) (answer it|help|help me)
	you (didn't|don't|did not|haven't|aren't|are not|have not) (answer|answered|answering) (my|the) question
	you (didn't|haven't|have not|did not) (answer|answered) [me|it|that]
	you (already|just) (said|told me) that
	(again|once more|one more time|as i said|like i said|as i asked|i repeat|i'm asking)
	(i|i've) [already|just] asked (you|about|how|what|when|where|why|which|if|whether|for|again|a question|this|that|before|already|twice)
	(i|i've) already asked
	(i'm|i was) asking [you|about|how|what|when|where|why|which|if|whether|for]
	my question (is|was)
	answer (my|the) question
	(我|我刚才|我刚刚|人家|我是|我明明|我就是|我只是|我一直|我都|我已经|我要|我想) (问的是|问的|在问|问你|问的就是|问的不是|想问的是|问过|问了|说的是)
	我问的不是这个|我不是问这个|不是问这个|我没问这个|没问这个|我问的不是|不是我问的|我问你
	(你|你们|您|你这|你都|你还|你根本) [还|根本|都|也|就] (没回答|没有回答|没答|没回复|没有回复|不回答|没解答|没解决)
	答非所问|所答非问|文不对题|回答我的问题|正面回答|没回答问题|没有回答我|你没听懂我的问题|我再问一遍|我再问一次|再问一遍|再问一次|我再问你一遍
`

// asksAgain reports whether a customer asks what he asked before in nearly the same
// words, or complains that it was not answered ("I asked how long it takes",
// 我问的是运费). A new number, kind of question or negation is another question; words
// that steer the talk (yes, thanks) are none.
func (u *utterance) asksAgain(before string) bool {
	now := u.of
	p := &u.before
	q, ok := u.phrases()
	if !ok || !p.read(before) {
		return before != "" && text.Key(before) == text.Key(now)
	}
	if q.complains() {
		return true
	}
	c := commandParse{p: q, root: q.book.commands}
	if _, end := c.from(0); end == len(q.tokens) {
		return false
	}
	a, kindA := p.told()
	b, kindB := q.told()
	if kindA != kindB && (kindA.denies() != kindB.denies() || kindA.asked() != 0 && kindB.asked() != 0 && kindA.asked() != kindB.asked()) {
		return false
	}
	if len(a) == 0 || len(b) == 0 {
		return text.Key(before) == text.Key(now)
	}
	agreed, all := 0, 0
	for _, x := range a {
		all += p.weight(x)
		if q.knows(b, p, x) {
			agreed += p.weight(x)
		}
	}
	for _, y := range b {
		all += q.weight(y)
		switch {
		case p.knows(a, q, y):
			agreed += q.weight(y)
		case q.tokens[y].Kind == text.Number:
			return false
		}
	}
	return float64(agreed) >= sameWords*float64(all)
}

// complains reports whether a clause begins with a complaint.
func (p *phraseText) complains() bool {
	for i := range p.tokens {
		if i > 0 && p.pauses[i] == phrasePauseNone {
			continue
		}
		for at := i; ; {
			if end := p.longest(p.book.complaints, at); end > at {
				return true
			}
			next := p.longest(p.book.openings, at)
			if next == at {
				break
			}
			at = next
		}
	}
	return false
}

// questionKind is the set of the kinds of question words in an utterance.
type questionKind uint32

func (k questionKind) denies() bool { return k&(1<<lightDenies) != 0 }

// asked is the set without what every question may have.
func (k questionKind) asked() questionKind {
	return k & (1<<lightTime | 1<<lightAmount | 1<<lightManner | 1<<lightReason | 1<<lightPlace | 1<<lightPerson)
}

// told returns the words of its own of an utterance, in order, and what it asks.
func (p *phraseText) told() (words []int, kind questionKind) {
	words = make([]int, 0, len(p.tokens))
	p.walk(func(i, _ int, is lightWord) {
		if is == 0 {
			words = append(words, i)
		} else {
			kind |= 1 << is
		}
	})
	return words, kind
}

// weight is 2 for a word and 1 for a character.
func (p *phraseText) weight(i int) int {
	if p.tokens[i].Kind == text.Char {
		return 1
	}
	return 2
}

// knows reports whether one of the words is that of another utterance, or all but
// one letter of it.
func (p *phraseText) knows(words []int, other *phraseText, i int) bool {
	t := other.tokens[i]
	word := other.buf.Bytes(t)
	for _, k := range words {
		own := p.buf.Bytes(p.tokens[k])
		if bytes.Equal(own, word) || t.Kind == text.Word && nearWords(own, word) {
			return true
		}
	}
	return false
}

// nearWords reports whether two folded words are the same but for a letter, as a
// plural or a typing error is.
func nearWords(a, b []byte) bool {
	const long = 4
	return utf8.RuneCount(a) >= long && utf8.RuneCount(b) >= long && text.EditDistance(a, b, 1) <= 1
}
