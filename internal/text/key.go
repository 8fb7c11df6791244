package text

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Key returns the form in which two texts count as identical: folded, without
// the punctuation, quotes and brackets that do not change what is said, white
// space collapsed, and no white space beside Chinese or Japanese characters.
// Punctuation stays where it joins letters or digits ("3.5", "don't",
// "a.b@c"), and signs that carry meaning stay everywhere (+ # % $ € ¥ & @ / -
// _ = * < > ^, emoji). A text of nothing but punctuation keeps its folded
// form, so the key of a text with any visible character is not empty.
//
// Key(Key(s)) == Key(s) and Key(Fold(s)) == Key(s).
func Key(s string) string {
	return string(AppendKey(make([]byte, 0, len(s)+8), s))
}

// AppendKey appends [Key] of s to dst and returns the extended slice. It may
// overwrite the spare capacity of dst, and allocates only to grow dst and for
// accents that are runes of their own.
func AppendKey(dst []byte, s string) []byte {
	from := len(dst)
	if key, ok := appendASCIIKey(dst, s); ok {
		return key
	}
	return squeezed(AppendFold(dst, s), from)
}

// AppendKey appends [Key] of the text of the last [Buffer.Segment], which is folded
// already.
func (b *Buffer) AppendKey(dst []byte) []byte {
	return squeezed(append(dst, b.folded...), len(dst))
}

// squeezed turns the folded text at the end of dst into its key.
func squeezed(dst []byte, from int) []byte {
	if n := squeeze(dst[from:]); n > 0 {
		return dst[:from+n]
	}
	return dst[:from+copy(dst[from:], visible(dst[from:]))]
}

// appendASCIIKey is AppendKey in one pass for printable ASCII with a word or
// sign in it, and reports whether s was that. It writes what fold and squeeze
// would.
func appendASCIIKey(dst []byte, s string) ([]byte, bool) {
	from := len(dst)
	dst = slices.Grow(dst, len(s))
	out := dst[from : from+len(s)]
	n := 0
	last := classSpace
	gap := false
	for i := 0; i < len(s); {
		c := byteClass[s[i]]
		switch c {
		case classOther:
			return nil, false
		case classSpace, classPunct:
			gap = true
			i++
			continue
		case classDot, classQuote, classComma:
			next := classSpace
			if i+1 < len(s) {
				next = byteClass[s[i+1]]
			}
			if gap || !joins(c, last, next) {
				gap = true
				i++
				continue
			}
		}
		if gap && n > 0 {
			out[n] = ' '
			n++
		}
		gap = false
		last = c
		out[n] = asciiFold[s[i]&0x7F]
		n++
		i++
		for c >= classLetter && i < len(s) && byteClass[s[i]] == c {
			out[n] = asciiFold[s[i]&0x7F]
			n++
			i++
		}
	}
	return dst[:from+n], n > 0
}

// visible is the fallback of a text without a word or sign in it.
func visible(b []byte) []byte {
	return bytes.TrimSpace(b)
}

// squeeze turns folded text into its key, in place, and returns its length.
func squeeze(b []byte) int {
	n := 0
	last := classSpace // of the rune written last
	gap := false       // white space or punctuation since then
	for i := 0; i < len(b); {
		r, size := rune(b[i]), 1
		var c class
		if r < utf8.RuneSelf {
			c = asciiClass[r]
		} else {
			r, size = utf8.DecodeRune(b[i:])
			c = classOf(r)
		}
		switch c {
		case classMark:
			if gap || n == 0 {
				i += size // a mark on nothing
				continue
			}
			c = last
		case classDot, classQuote, classComma:
			if gap || !joins(c, last, firstClass(b[i+size:])) {
				gap = true
				i += size
				continue
			}
		case classSpace, classPunct:
			gap = true
			i += size
			continue
		}
		if gap && n > 0 && last != classHan && c != classHan {
			b[n] = ' '
			n++
		}
		gap = false
		if size == 1 {
			b[n] = byte(r)
			n++
		} else {
			n += copy(b[n:], b[i:i+size])
		}
		last = c
		i += size
	}
	return n
}

// joins reports whether the punctuation c, between a rune of class last and
// one of class next, is inside a word or number.
func joins(c, last, next class) bool {
	if c == classComma {
		return last == classDigit && next == classDigit
	}
	return (last == classDigit || last == classLetter) && (next == classDigit || next == classLetter)
}

// firstClass is the class of the first rune of folded text.
func firstClass(b []byte) class {
	if len(b) == 0 {
		return classSpace
	}
	r, _ := utf8.DecodeRune(b)
	return classOf(r)
}
