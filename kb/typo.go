package kb

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"math/bits"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

const (
	minTypoWord  = 4    // letters; shorter words have too many neighbours
	longWord     = 7    // letters from where on the ends are looked up by three letters instead of two
	twoTyposWord = 8    // letters from where on two edits are forgiven
	typoScan     = 1024 // vocabulary words looked at for each end of a misspelt word
	oneTypo      = 0.85 // how sure we are of a word one edit away ...
	twoTypos     = 0.7  // ... and of one two edits away
)

// correct returns the word of the vocabulary that an unknown word was most
// likely meant to be, and how sure that is. Candidates share the beginning or the
// end with it, one of which an edit leaves alone; the nearest by edit distance
// wins, then the more frequent one.
func (m *matcher) correct(word []byte) (*term, float64) {
	letters := utf8.RuneCount(word)
	if letters < minTypoWord || len(word) > maxGramWord {
		return nil, 0
	}
	limit, end := 1, 3 // with the mark
	if letters >= longWord {
		end = 4
	}
	if letters >= twoTyposWord {
		limit = 2
	}
	best := nearestWord{word: word, distance: limit + 1}
	marked := append(append(append(m.lines.marked[:0], text.WordStart), word...), text.WordEnd)
	m.lines.marked = marked
	from, to := len(marked), 0
	for range end {
		_, size := utf8.DecodeLastRune(marked[:from])
		from -= size
		to += runeLen(marked[to:])
	}
	m.scan(&best, marked[:to], limit)
	m.scan(&best, marked[from:], limit)
	switch {
	case best.term == nil:
		return nil, 0
	case best.distance == 1:
		return best.term, oneTypo
	default:
		return best.term, twoTypos
	}
}

// shape is the number of bytes of a word and, above that, a set of its letters. It
// tells most words that are too far from each other apart.
type shape uint32

const (
	shapeSizeBits = 6 // a word has at most maxGramWord bytes
	shapeLetters  = 32 - shapeSizeBits
)

func shapeOf(word []byte) shape {
	s := shape(len(word))
	for _, r := range string(word) {
		s |= 1 << (shapeSizeBits + r%shapeLetters)
	}
	return s
}

// near is false if words differ by more bytes than a limit, or by more edits: one
// that makes a word longer or shorter changes one letter of the set, any other at
// most two.
func (s shape) near(other shape, limit int) bool {
	const size = 1<<shapeSizeBits - 1
	longer := int(s&size) - int(other&size)
	if longer < 0 {
		longer = -longer
	}
	return longer <= limit && bits.OnesCount32(uint32((s^other)>>shapeSizeBits)) <= 2*limit
}

type nearestWord struct {
	word     []byte
	term     *term
	distance int
}

// scan looks for nearer words among those that hold an n-gram.
func (m *matcher) scan(best *nearestWord, key []byte, limit int) {
	v := m.view
	_, g := v.core.findGram(&v.body, maphash.Bytes(v.core.seed, key))
	if g == nil {
		return
	}
	m.numbers = g.terms.read(&v.postings, v.terms.n, typoScan, m.numbers[:0])
	looks := shapeOf(best.word)
	for _, id := range m.numbers {
		limit = min(limit, best.distance)
		if !v.shapes.at(id).near(looks, limit) {
			continue
		}
		t := v.terms.at(id)
		if t == best.term || v.core.lexical(t.id) == nil && t.freq.Load() <= 0 {
			continue
		}
		d := text.EditDistance(best.word, v.text(t), limit)
		if d < best.distance || best.term != nil && d == best.distance && v.likelier(t, best.term) {
			best.term, best.distance = t, d
		}
	}
}

func (v *view) likelier(a, b *term) bool {
	if x, y := v.core.isTerm(a), v.core.isTerm(b); x != y {
		return x // what the lexicon names
	}
	return cmp.Or(cmp.Compare(a.freq.Load(), b.freq.Load()), bytes.Compare(v.text(b), v.text(a))) > 0
}
