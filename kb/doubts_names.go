package kb

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// code is a short word that may be a name of letters: XR, ABC. It is compared where the
// same stands before or after it.
type code struct {
	letters       [longestCode]byte
	n             int
	upper         bool // it was written in capitals, and not everything was
	before, after uint32
}

// longestCode is how many letters such a name has at most. Longer words are recognised
// where they are misspelt.
const longestCode = 4

// readCode notes a short word.
func (r *outlineReader) readCode(o *outline, i int) {
	b := r.buffer.Bytes(r.tokens[i])
	if len(b) < 2 || len(b) > longestCode || len(o.codes) == mostFigures {
		return
	}
	c := code{upper: r.isUpper(i), before: r.beside(i, i-1), after: r.beside(i+1, i+1)}
	c.n = copy(c.letters[:], b)
	o.codes = append(o.codes, c)
}

// isUpper reports whether a word was written in capitals, in a text that has others.
func (r *outlineReader) isUpper(i int) bool {
	t := r.tokens[i]
	word := r.source[t.Start:t.End]
	capital := func(c rune) bool { return c >= 'A' && c <= 'Z' }
	small := func(c rune) bool { return c >= 'a' && c <= 'z' || c > 0x7f }
	return word != "" && strings.TrimFunc(word, capital) == "" && strings.ContainsFunc(r.source, small)
}

// is reports whether two codes have the same letters, and differ whether they have all
// but one in common.
func (c *code) is(other *code) bool { return c.n == other.n && c.letters == other.letters }

func (c *code) differs(other *code) bool {
	if c.n != other.n {
		return false
	}
	n := 0
	for i := range c.n {
		if c.letters[i] != other.letters[i] {
			n++
		}
	}
	return n == 1 && (c.upper && other.upper || c.n < longestCode && (c.upper || other.upper))
}

// compareCodes reports whether two texts have different names in one place, or the same
// name.
func compareCodes(q, w *outline) (differ, same bool) {
	for i := range q.codes {
		a := &q.codes[i]
		for k := range w.codes {
			b := &w.codes[k]
			switch {
			case a.is(b):
				same = same || a.upper || b.upper
			case a.differs(b) && (a.before == b.before && a.before&1 != 0 || a.after == b.after && a.after&1 != 0) && !w.hasCode(a) && !q.hasCode(b):
				differ = true
			}
		}
	}
	return differ, same
}

func (o *outline) hasCode(c *code) bool {
	for i := range o.codes {
		if o.codes[i].is(c) {
			return true
		}
	}
	return false
}

// switched reads "turn" and "switch" with what they govern between: turn the light on.
func (r *outlineReader) switched(i int) (turn, bool) {
	word := r.text(i)
	if word != "turn" && word != "switch" {
		return turn{}, false
	}
	for k := i + 1; k < len(r.tokens) && k <= i+switchReach && r.tokens[k].Kind == text.Word; k++ {
		if r.tokensAre(k, "on", "off") {
			found, ok := turns[word+" "+r.text(k)]
			return found, ok
		}
	}
	return turn{}, false
}

// switchReach is how many words a thing has that is turned on.
const switchReach = 5

// place returns a hash of the first telling word from a token on, or 0.
func (r *outlineReader) place(i int) uint32 {
	for ; i < len(r.tokens) && r.tokens[i].Kind == text.Word; i++ {
		if b := r.buffer.Bytes(r.tokens[i]); !text.IsFunctionWord("en", b) {
			return r.hash(r.stemmer.Stem("en", b))
		}
	}
	return 0
}

// route reads 从北京到上海 behind 从. The first two characters tell a place.
func (r *outlineReader) route(o *outline, i int) {
	for k := i + 1; k < len(r.tokens) && k <= i+switchReach; k++ {
		if r.tokensAre(k, "到", "至", "去", "飞", "往") {
			o.from = hashText(wordSeed, []byte(r.text(i)+r.text(min(i+1, k-1))))
			o.to = hashText(wordSeed, []byte(r.text(k+1)+r.text(k+2)))
			return
		}
	}
}
