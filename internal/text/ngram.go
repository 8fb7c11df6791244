package text

import (
	"iter"
	"unicode/utf8"
)

// The marks that [NGrams] sets at the ends of a word. Folded text has no
// control characters, so they are never part of a word.
const (
	WordStart = 0x02
	WordEnd   = 0x03
)

// NGrams yields the character n-grams of a folded word, by rune, with
// [WordStart] and [WordEnd] as its first and last character: the trigrams of
// "cat" are ^ca, cat, at$. A word of fewer than n characters with its marks is
// yielded whole; an empty word or n below 1 yields nothing. A yielded slice is
// valid until the next one.
func NGrams(word []byte, n int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if len(word) == 0 || n < 1 {
			return
		}
		var space [96]byte
		padded := append(space[:0], WordStart)
		padded = append(padded, word...)
		padded = append(padded, WordEnd)
		hi := 0
		for range n {
			hi += runeLen(padded[hi:])
		}
		for lo := 0; ; {
			if !yield(padded[lo:hi:hi]) || hi == len(padded) {
				return
			}
			lo += runeLen(padded[lo:])
			hi += runeLen(padded[hi:])
		}
	}
}

// runeLen is the length of the first rune, 0 of nothing.
func runeLen(b []byte) int {
	_, n := utf8.DecodeRune(b)
	return n
}
