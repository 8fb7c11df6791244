package intent

import (
	"math/rand/v2"
	"strings"
)

// madeUp returns a text that says nothing: letters at random, a walk over the
// keyboard, or characters at random, in one of several scripts.
func madeUp(r *rand.Rand) string {
	var b strings.Builder
	switch r.IntN(4) {
	case 0:
		walk(&b, r)
	case 1:
		for range 3 + r.IntN(8) {
			b.WriteRune(between(r, 0x4e00, 0x9fa5)) // Chinese
		}
	case 2:
		first, last := rune(0x430), rune(0x44f) // Cyrillic
		if r.IntN(2) == 0 {
			first, last = 0xac00, 0xd7a3 // Hangul
		}
		words(&b, r, func() rune { return between(r, first, last) })
	default:
		words(&b, r, func() rune { return between(r, 'a', 'z') })
	}
	return b.String()
}

func between(r *rand.Rand, first, last rune) rune { return first + r.Int32N(last-first+1) }

// words writes one to four words of random letters.
func words(b *strings.Builder, r *rand.Rand, letter func() rune) {
	for i := range 1 + r.IntN(4) {
		if i > 0 {
			b.WriteByte(' ')
		}
		for range 2 + r.IntN(8) {
			b.WriteRune(letter())
		}
	}
}

// walk writes neighbours on a keyboard.
func walk(b *strings.Builder, r *rand.Rand) {
	rows := [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"}
	row := rows[r.IntN(len(rows))]
	at := r.IntN(len(row))
	for range 4 + r.IntN(8) {
		b.WriteByte(row[at])
		at = (at + len(row) + r.IntN(3) - 1) % len(row)
	}
}
