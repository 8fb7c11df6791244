package dialog

import (
	"bytes"
	"strconv"

	"github.com/kefu-go/kefu/internal/text"
)

// fieldOf finds which of some named things words are about: "address", "my
// shiping address", 收货地址, "the second one". Each thing has one or more
// names. It returns the index of the best one, -1 if there is none or if the words
// fit two equally well: who says "address" where there are two is to be asked
// which. Ordinals count only where no name fits. Pure; safe for concurrent use.
func fieldOf(words string, names [][]string) int {
	var p, q phraseText
	if !p.read(words) {
		return -1
	}
	own := p.named()
	best, at, tied := 0.0, -1, false
	for i, of := range names {
		score := 0.0
		for _, name := range of {
			if q.read(name) {
				score = max(score, likeness(&p, own, &q, q.named()))
			}
		}
		switch {
		case score > best:
			best, at, tied = score, i, false
		case score == best:
			tied = true
		}
	}
	switch {
	case best >= sameField && tied:
		return -1
	case best >= sameField:
		return at
	}
	if n, ok := p.ordinal(len(names)); ok {
		return n
	}
	return -1
}

// sameField is the least likeness of words to the name that they mean.
const sameField = 0.5

// named returns the words of a name: all but articles, politeness and the like.
func (p *phraseText) named() []int {
	words := make([]int, 0, len(p.tokens))
	for i := 0; i < len(p.tokens); {
		if end := p.longest(p.book.articles, i); end > i {
			i = end
			continue
		}
		words = append(words, i)
		i++
	}
	if len(words) == 0 {
		for i := range p.tokens {
			words = append(words, i)
		}
	}
	return words
}

// likeness is the Dice coefficient of the words of two names, where characters
// count in pairs: 数量 is not like 质量. What one name has all of is like it.
func likeness(p *phraseText, a []int, q *phraseText, b []int) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	na, nb := p.units(a), q.units(b)
	same := 0
	for k := range a {
		if unit, n := p.unit(a, k); n > 0 && q.hasUnit(b, unit) {
			same++
		}
	}
	dice := 2 * float64(same) / float64(na+nb)
	if same > 0 && same == min(na, nb) {
		return (1 + dice) / 2
	}
	return dice
}

// units is how many words and pairs of characters there are.
func (p *phraseText) units(words []int) (n int) {
	for k := range words {
		if _, size := p.unit(words, k); size > 0 {
			n++
		}
	}
	return n
}

// unit is the k-th word, or the pair of characters that begins there; a character
// alone is a unit where it has no neighbour.
func (p *phraseText) unit(words []int, k int) (unit []byte, tokens int) {
	t := p.tokens[words[k]]
	if t.Kind != text.Char {
		return p.buf.Bytes(t), 1
	}
	if k+1 < len(words) {
		if pair, ok := p.buf.Bigram(t, p.tokens[words[k+1]]); ok {
			return pair, 2
		}
	}
	if k > 0 {
		if _, ok := p.buf.Bigram(p.tokens[words[k-1]], t); ok {
			return nil, 0 // the end of a pair
		}
	}
	return p.buf.Bytes(t), 1
}

func (p *phraseText) hasUnit(words []int, unit []byte) bool {
	for k := range words {
		own, n := p.unit(words, k)
		if n > 0 && (bytes.Equal(own, unit) || nearWords(own, unit) && n == 1) {
			return true
		}
	}
	return false
}

// ordinal reads words that say nothing but which one of n is meant.
func (p *phraseText) ordinal(n int) (int, bool) {
	said := -1
	for i := 0; i < len(p.tokens); {
		var found [maxPhraseHits]phraseHit
		hits := p.hits(p.book.ordinals, i, &found)
		article := p.longest(p.book.articles, i)
		switch {
		case len(hits) > 0 && said < 0:
			hit := hits[len(hits)-1]
			said, i = int(hit.mark.label), hit.end
		case article > i:
			i = article
		case said >= 0:
			return 0, false
		case p.tokens[i].Kind == text.Number:
			v, err := strconv.Atoi(string(p.buf.Bytes(p.tokens[i])))
			if err != nil || v < 1 {
				return 0, false
			}
			said, i = v, i+1
		default:
			return 0, false
		}
	}
	if said == ordinalLast {
		said = n
	}
	return said - 1, said >= 1 && said <= n
}

// ordinalLast stands for the last one.
const ordinalLast = 100

// ordinalPhrases are first, second, ... and the last.
var ordinalPhrases = []struct {
	n       uint8
	phrases string
}{
	{1, `first|1st|one|number one|第一|一|头一个|首个`},
	{2, `second|2nd|two|number two|第二|二|两`},
	{3, `third|3rd|three|number three|第三|三`},
	{4, `fourth|4th|four|number four|第四|四`},
	{5, `fifth|5th|five|number five|第五|五`},
	{6, `sixth|6th|six|第六|六`},
	{7, `seventh|7th|seven|第七|七`},
	{8, `eighth|8th|eight|第八|八`},
	{9, `ninth|9th|nine|第九|九`},
	{10, `tenth|10th|ten|第十|十`},
	{ordinalLast, `last|bottom|final|最后|最后一|末`},
}

// articlePhrases say nothing about which thing a name means.
const articlePhrases = `
	(the|a|an|my|your|our|this|that|of|for|is|it's|its|please|one|ones|option|number|no|question|field|about|mine|to|i mean|i think|sorry|item|#)
	(的|我的|你的|我|那个|这个|那|这|是|个|项|条|一下|吧|呢|啊|了|请|第|号|请改|改|换)
`
