package text

import (
	"slices"
	"unicode/utf8"
)

// Kind says what a token is.
type Kind uint8

// The kinds of token.
const (
	// Word is a run of letters of a script with word spaces, with inner
	// apostrophes ("don't").
	Word Kind = iota + 1
	// Number is a run of digits with inner points, commas and colons ("3.5",
	// "1,000", "10:30").
	Number
	// Char is one character, with its marks, of a script without word spaces
	// or with words that need taking apart: Han, kana, Hangul, Thai, Lao,
	// Khmer, Myanmar.
	Char
	// Symbol is one sign that carries meaning: % $ € £ ¥ + # & @ °, an emoji.
	Symbol
)

// String returns the name of the kind, in lower case.
func (k Kind) String() string {
	switch k {
	case Word:
		return "word"
	case Number:
		return "number"
	case Char:
		return "char"
	case Symbol:
		return "symbol"
	}
	return "none"
}

// Token is one unit of a segmented text.
type Token struct {
	Kind Kind
	// Start and End are the stretch of the original text that the token came
	// from, in bytes, at rune boundaries. Stretches are in order and do not
	// overlap; where one character folds into several tokens (℃ is ° and c),
	// the first has the stretch and the rest an empty one at its end.
	Start, End int
	// Lo and Hi are the token's place in the folded text, in bytes, never empty.
	Lo, Hi int
}

// Buffer is the working memory of segmentation. The zero value is ready for
// use. It is not safe for concurrent use. Once it has grown to the texts that
// it sees, it allocates only for accents that are runes of their own.
type Buffer struct {
	folded []byte
	tokens []Token
}

// Folded returns the folded text of the last [Buffer.Segment]. It is valid
// until the next one.
func (b *Buffer) Folded() []byte { return b.folded }

// Bytes returns the folded text of a token of the last [Buffer.Segment]. It is
// valid until the next one.
func (b *Buffer) Bytes(t Token) []byte { return b.folded[t.Lo:t.Hi] }

// Bigram returns the folded text of two neighbouring characters, and whether t
// and u are that: Char tokens with nothing between them. It is valid until the
// next [Buffer.Segment].
func (b *Buffer) Bigram(t, u Token) ([]byte, bool) {
	if t.Kind != Char || u.Kind != Char || t.Hi != u.Lo {
		return nil, false
	}
	return b.folded[t.Lo:u.Hi], true
}

// Grow makes room for a text of n bytes, so that a buffer which is used only once
// allocates twice for ordinary text, and not again and again while it grows.
func (b *Buffer) Grow(n int) {
	b.folded = slices.Grow(b.folded[:0], n+8)
	b.tokens = slices.Grow(b.tokens[:0], n/3+4)
}

// Segment folds s and cuts it into tokens. Letters and digits are apart
// ("iphone15pro" is iphone, 15, pro); white space and punctuation are between
// tokens. The result is valid until the next call.
func (b *Buffer) Segment(s string) []Token {
	b.folded, b.tokens = b.folded[:0], b.tokens[:0]
	g := segmenter{b: b}
	for i := 0; i < len(s); {
		if end := asciiRun(s, i); end > i {
			lo := len(b.folded)
			for k := i; k < end; k++ {
				b.folded = append(b.folded, asciiFold[s[k]&0x7F])
			}
			g.step(byteClass[s[i]], lo, end-i, i, end)
			i = end
			continue
		}
		lo := len(b.folded)
		start := i
		b.folded, i = foldCluster(b.folded, s, i)
		for lo < len(b.folded) {
			r, n := utf8.DecodeRune(b.folded[lo:])
			g.step(classOf(r), lo, n, start, i)
			lo += n
			start = i
		}
	}
	g.close()
	return b.tokens
}

// asciiRun returns the end of the run of printable ASCII of one class at s[i],
// which is i if there is none. Runs of letters or digits only are longer than
// one. The byte before one beyond ASCII is never in a run, nor that before one
// which is dropped: a mark that comes then may combine with it.
func asciiRun(s string, i int) int {
	c := byteClass[s[i]]
	if c == classOther {
		return i
	}
	end := i + 1
	if c == classLetter || c == classDigit {
		for end < len(s) && byteClass[s[end]] == c {
			end++
		}
	}
	if end < len(s) && (s[end] >= utf8.RuneSelf || asciiFold[s[end]] == 0) {
		end--
	}
	return end
}

// segmenter puts runes together to tokens.
type segmenter struct {
	b    *Buffer
	open Token // the token being built; Kind zero if there is none
	join bool  // the rune after open is punctuation that may be inside it
}

// step takes the next rune: n bytes at lo of the folded text, from
// [start, end) of the original.
func (g *segmenter) step(c class, lo, n, start, end int) {
	switch c {
	case classLetter, classDigit:
		kind := Word
		if c == classDigit {
			kind = Number
		}
		if g.open.Kind == kind && (g.open.Hi == lo || g.join) {
			g.open.Hi, g.open.End = lo+n, end
			g.join = false
			return
		}
		g.close()
		g.open = Token{Kind: kind, Start: start, End: end, Lo: lo, Hi: lo + n}
	case classMark:
		if g.open.Kind != 0 && g.open.Hi == lo {
			g.open.Hi, g.open.End = lo+n, end
			return
		}
		g.close()
	case classHan, classChar:
		g.close()
		g.open = Token{Kind: Char, Start: start, End: end, Lo: lo, Hi: lo + n}
	case classSymbol:
		g.close()
		g.open = Token{Kind: Symbol, Start: start, End: end, Lo: lo, Hi: lo + n}
	case classQuote:
		g.pause(g.open.Kind == Word && g.open.Hi == lo)
	case classDot, classComma:
		g.pause(g.open.Kind == Number && g.open.Hi == lo)
	default:
		g.close()
	}
}

// pause keeps the open token open over one rune if inside is true.
func (g *segmenter) pause(inside bool) {
	if !inside {
		g.close()
		return
	}
	g.join = true
}

// close ends the open token.
func (g *segmenter) close() {
	if g.open.Kind != 0 {
		g.b.tokens = append(g.b.tokens, g.open)
		g.open = Token{}
	}
	g.join = false
}
