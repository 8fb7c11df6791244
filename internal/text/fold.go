package text

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many combining marks one character keeps. No writing system
// needs more; without a limit a stacked text could make one character of a
// whole message.
const maxMarks = 8

// The full-width forms of ASCII, ! to ~.
const (
	fullFirst = 0xFF01
	fullLast  = 0xFF5E
)

// Fold returns the form of s in which texts are compared: Unicode NFKC, lower
// case (ß as ss, ς as σ), full width as half width, typographic quotes and
// apostrophes as ' and ", hyphens as -, traditional Chinese as simplified.
// Every white space character becomes one ordinary space; control and format
// characters, variation selectors, skin tones, invalid bytes and U+FFFD are
// dropped, and so are combining marks after the eighth on one character.
// Accents are kept, composed. The result is valid UTF-8, and Fold of it is
// itself.
func Fold(s string) string {
	for i := range len(s) { // its bytes, not its runes
		if c := s[i]; byteClass[c] == classOther || asciiFold[c&0x7F] != c {
			return string(AppendFold(make([]byte, 0, len(s)+8), s))
		}
	}
	return s
}

// AppendFold appends [Fold] of s to dst and returns the extended slice. It may
// overwrite the spare capacity of dst, and allocates only to grow dst and for
// accents that are runes of their own.
func AppendFold(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		// Behind what is dropped there may be a mark that belongs to this one.
		if c < utf8.RuneSelf && (i+1 == len(s) || s[i+1] < utf8.RuneSelf && asciiFold[s[i+1]] != 0) {
			if f := asciiFold[c]; f != 0 {
				dst = append(dst, f)
			}
			i++
			continue
		}
		dst, i = foldCluster(dst, s, i)
	}
	return dst
}

// foldCluster folds the character that starts at s[i], together with what
// combines with it, and returns where the next one starts. A character that is
// dropped appends nothing.
func foldCluster(dst []byte, s string, i int) ([]byte, int) {
	r, n := utf8.DecodeRuneInString(s[i:])
	if isDropped(r) {
		return dst, i + n
	}
	if isPlain(r) {
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		if i+n == len(s) || isPlain(next) {
			return utf8.AppendRune(dst, foldPlain(r)), i + n
		}
	}
	return foldComposed(dst, s, i)
}

// foldComposed is foldCluster for what Unicode normalisation may touch. Its
// working memory is the spare capacity of dst.
func foldComposed(dst []byte, s string, i int) ([]byte, int) {
	const room, step = 512, 128
	at := len(dst)
	dst = slices.Grow(dst, room)
	space := func(n int) []byte {
		lo := at + n*step
		return dst[lo:lo:min(lo+step, cap(dst))]
	}
	raw, end, runes := cluster(space(0), s, i)
	if runes == 1 && !isNormal(raw) {
		// A lone rune is mostly just taken apart.
		if d := norm.NFKC.Properties(raw).Decomposition(); d != nil && isNormal(d) {
			raw = append(raw[:0], d...)
		}
	}
	// Lower case can undo a composition (İ with an accent), so normalise again.
	out := foldRunes(space(2), limitMarks(normalize(space(1), raw)))
	return append(dst, limitMarks(normalize(space(3), out))...), end
}

// normalize appends the NFKC form of src to dst, which is empty. Only text
// that is not normal yet costs the library's working memory.
func normalize(dst, src []byte) []byte {
	if isNormal(src) {
		return append(dst, src...)
	}
	return norm.NFKC.Append(dst, src...)
}

// isNormal may be false for normal text, never true for other.
func isNormal(b []byte) bool {
	return norm.NFKC.QuickSpan(b) == len(b)
}

// cluster appends the character that starts at s[i], with what combines with
// it, to dst, and returns where the next one starts and how many runes it has.
func cluster(dst []byte, s string, i int) (_ []byte, end, runes int) {
	marks := 0
	for j := i; j < len(s); {
		r, n := utf8.DecodeRuneInString(s[j:])
		if isDropped(r) {
			j += n
			continue
		}
		p := norm.NFKC.PropertiesString(s[j : j+n])
		if runes > 0 && (beginsCluster(p) || p.LeadCCC() == 0 && runes > 2*maxMarks) {
			break
		}
		if p.LeadCCC() == 0 {
			marks = 0
		} else {
			marks++
		}
		if marks <= maxMarks {
			dst = utf8.AppendRune(dst, premap(r))
			runes++
		}
		j += n
		end = j
	}
	return dst, end, runes
}

// beginsCluster reports whether a rune does not combine with the one before it,
// also after it was taken apart: a Hangul letter for compatibility becomes one
// that does combine.
func beginsCluster(p norm.Properties) bool {
	if apart := p.Decomposition(); apart != nil {
		p = norm.NFKC.Properties(apart)
	}
	return p.BoundaryBefore()
}

// foldRunes maps normalised text rune by rune.
func foldRunes(dst, src []byte) []byte {
	for len(src) > 0 {
		r, n := utf8.DecodeRune(src)
		src = src[n:]
		switch {
		case r == 'ß' || r == 'ẞ':
			dst = append(dst, "ss"...)
		case !isDropped(r):
			dst = utf8.AppendRune(dst, foldPlain(premap(r)))
		}
	}
	return dst
}

// limitMarks cuts the combining marks that normalisation made too many.
func limitMarks(b []byte) []byte {
	out, marks := b[:0], 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r < 0x300 || norm.NFKC.Properties(b[:n]).LeadCCC() == 0 {
			marks = 0
		} else {
			marks++
		}
		if marks <= maxMarks {
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	return out
}

// foldPlain maps one rune that needs no normalisation.
func foldPlain(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return rune(asciiFold[r])
	case r >= hanFirst && r <= hanLast:
		return simplify(r)
	case r >= fullFirst && r <= fullLast:
		return rune(asciiFold[r-fullFirst+'!'])
	case r >= 0x2010 && r <= 0x2023:
		return premap(r)
	case r == 'ς':
		return 'σ'
	case unicode.IsUpper(r) || unicode.IsTitle(r):
		return unicode.ToLower(r)
	}
	return r
}

// isPlain reports whether r is unchanged by NFKC, neither combines with what
// stands before it nor is dropped, and folds to one rune.
func isPlain(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return asciiFold[r] != 0
	case r < 0x180:
		return r >= 0xC0 && r != 'ß' && r != 0x130 && r != 0x132 && r != 0x133 && r != 0x13F && r != 0x140 && r != 0x149 && r != 0x17F
	case r < 0x460:
		return r >= 0x400 // Cyrillic
	case r < 0x3001:
		return r >= 0x2010 && r <= 0x2023 && r != 0x2011 && r != 0x2017 // dashes, quotes
	case r <= 0x3029:
		return true // Chinese punctuation
	case r < 0x3041:
		return false
	case r <= 0x3096:
		return true // Hiragana
	case r < 0x30A1:
		return false
	case r <= 0x30FA:
		return true // Katakana
	case r <= hanLast:
		return r >= hanFirst
	}
	return r >= 0xAC00 && r <= 0xD7A3 || r >= fullFirst && r <= fullLast
}

// premap replaces the runes that NFKC would take apart, or leave as they are,
// by what customers mean by them. Zero stands for no replacement.
func premap(r rune) rune {
	if r < utf8.RuneSelf {
		return r
	}
	switch r {
	case '‘', '’', '‚', '‛', '′', '‵', '´', 'ʼ', 'ʹ', '‹', '›', '＇', '｀':
		return '\''
	case '“', '”', '„', '‟', '″', '‶', '«', '»', '〝', '〞', '〟', '＂':
		return '"'
	case '‐', '‑', '‒', '–', '−', '﹣', '－':
		return '-'
	case '⁄', '∕':
		return '/'
	case 0x2800: // the empty Braille cell
		return ' '
	}
	if unicode.Is(unicode.White_Space, r) {
		return ' '
	}
	return r
}

// isDropped reports whether r says nothing: control and format characters,
// variation selectors and other invisible runes, enclosing marks (the box of a
// keycap emoji), skin tones, and what stands for a byte that is no UTF-8.
func isDropped(r rune) bool {
	if r < utf8.RuneSelf {
		return asciiFold[r] == 0
	}
	if r >= hanFirst && r <= hanLast {
		return false
	}
	switch {
	case r == utf8.RuneError, r == 0x34F, r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0,
		r == 0x17B4, r == 0x17B5,
		r >= 0x180B && r <= 0x180F,
		r >= 0xFE00 && r <= 0xFE0F,
		r >= 0xFFF0 && r <= 0xFFFB,
		r >= 0x1F3FB && r <= 0x1F3FF,
		r >= 0xE0000 && r <= 0xE0FFF:
		return true
	case r < 0xA0:
		return r != 0x85 // a line end, white space
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Me, r)
}
