package intent

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// soup makes up texts that say nothing.
type soup struct {
	words []string // of the examples
	chars []string // those of them of scripts without word spaces
	kinds []string // the same, each once
}

// soupExamples bounds from how many examples a soup is made.
const soupExamples = 1000

func newSoup(examples []Example) *soup {
	s := &soup{}
	var buf text.Buffer
	step := 1 + len(examples)/soupExamples
	for i := 0; i < len(examples); i += step {
		for _, t := range buf.Segment(examples[i].Text) {
			switch unit := string(buf.Bytes(t)); t.Kind {
			case text.Char:
				s.chars = append(s.chars, unit)
			case text.Word:
				s.words = append(s.words, unit)
			}
		}
	}
	s.kinds = slices.Clone(s.chars)
	slices.Sort(s.kinds)
	s.kinds = slices.Compact(s.kinds)
	return s
}

// madeUp returns a text that says nothing: letters at random, a walk over the
// keyboard, characters at random in one of several scripts, or such among words
// and characters of the examples.
func (s *soup) madeUp(r *rand.Rand) string {
	var b strings.Builder
	switch r.IntN(8) {
	case 0:
		walk(&b, r)
	case 5:
		const signs = "+-*/%=<>#&@$!?.,:;()[]{}|~^_"
		for range 2 + r.IntN(8) {
			b.WriteByte(signs[r.IntN(len(signs))])
		}
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
	case 3:
		s.mix(&b, r, s.words, " ", 'a', 'z')
	case 4, 6:
		s.mix(&b, r, s.chars, "", 0x4e00, 0x9fa5)
	}
	if b.Len() == 0 {
		words(&b, r, func() rune { return between(r, 'a', 'z') })
	}
	return b.String()
}

// jumble returns a text that says nothing but may look as if it did: of madeUp,
// characters of the examples in any order, or letters, some behind a word of the
// examples.
func (s *soup) jumble(r *rand.Rand) string {
	var b strings.Builder
	switch kind := r.IntN(4); {
	case kind == 0:
		return s.madeUp(r)
	case len(s.chars) > 0 && (kind < 3 || len(s.words) == 0):
		s.shuffle(&b, r)
		return b.String()
	case len(s.words) > 0 && r.IntN(2) == 0:
		b.WriteString(s.words[r.IntN(len(s.words))] + " ")
	}
	words(&b, r, func() rune { return between(r, 'a', 'z') })
	return b.String()
}

// shuffle writes characters of the examples in any order, as often as there or all
// alike, of three texts one with a few letters or digits somewhere.
func (s *soup) shuffle(b *strings.Builder, r *rand.Rand) {
	known := s.chars
	if r.IntN(4) > 0 {
		known = s.kinds
	}
	at := r.IntN(3 * 8)
	for i := range 3 + r.IntN(10) {
		b.WriteString(known[r.IntN(len(known))])
		for n := 0; i == at && n < 3; n++ {
			const other = "abcdefghijklmnopqrstuvwxyz0123456789"
			b.WriteByte(other[r.IntN(len(other))])
		}
	}
}

// mix writes known units, and more or fewer that are made up among them.
func (s *soup) mix(b *strings.Builder, r *rand.Rand, known []string, space string, first, last rune) {
	if len(known) == 0 {
		return
	}
	foreign := r.Float64()
	for range 2 + r.IntN(7) {
		unit := known[r.IntN(len(known))]
		if r.Float64() < foreign {
			for range utf8.RuneCountInString(unit) {
				b.WriteRune(between(r, first, last))
			}
			b.WriteString(space)
			continue
		}
		b.WriteString(unit + space)
	}
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
