package kb

import (
	"encoding/binary"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/pinyin"
)

// sound is how characters and pairs of characters of the vocabulary are read. The
// writer takes terms in as they come, so that no reader ever has to: the first one of
// a rebuilt index would read the whole vocabulary.
type sound struct {
	key   soundKey
	terms postings // the first maxAlike
}

// soundKey is the syllables of a character or a pair, each in the form that
// stands for all that sound like it.
type soundKey [4]byte

func keyOf(a, b pinyin.Syllable) (key soundKey) {
	a, b = a.Alike(), b.Alike()
	key[0], key[1], key[2], key[3] = byte(a>>8), byte(a), byte(b>>8), byte(b)
	return key
}

func (key soundKey) hash() uint64 { return step(0, uint64(binary.BigEndian.Uint32(key[:]))) }

// addSounds makes a new term findable by its sounds if it is one Chinese character or
// two.
func (c *core) addSounds(t *term, name []byte) {
	if t.number || len(name) == 0 || name[0] < utf8.RuneSelf {
		return
	}
	first, n := utf8.DecodeRune(name)
	second, m := rune(0), 0
	if t.pair {
		second, m = utf8.DecodeRune(name[n:])
	}
	if n+m != len(name) {
		return
	}
	var room [2][4]pinyin.Syllable
	heads := pinyin.AppendOf(room[0][:0], first)
	tails := append(room[1][:0], 0)
	if t.pair {
		tails = pinyin.AppendOf(room[1][:0], second)
	}
	for _, a := range heads {
		for _, b := range tails {
			c.addSound(keyOf(a, b), t.id)
		}
	}
}

func (c *core) addSound(key soundKey, term uint32) {
	s := c.findSound(&c.body, key)
	if s == nil {
		var id uint32
		id, s = c.sounds.add()
		s.key = key
		c.soundTable.add(key.hash(), id)
	}
	if n := s.terms.count.Load(); n == 0 || n < maxAlike && s.terms.last != term {
		s.terms.append(&c.postings, term)
	}
}

// findSound returns the sound with a key that a body has, or nil.
func (c *core) findSound(b *body, key soundKey) *sound {
	for p := c.soundTable.find(key.hash()); ; {
		id, ok := p.next()
		if !ok {
			return nil
		}
		if id < b.sounds.n { // else it is newer than the body
			if s := b.sounds.at(id); s.key == key {
				return s
			}
		}
	}
}

// sounding returns the terms with a sound, in the order of their numbers. The list is
// valid until the next call.
func (m *matcher) sounding(a, b pinyin.Syllable) []uint32 {
	v := m.view
	m.smart.sounding = m.smart.sounding[:0]
	if s := v.core.findSound(&v.body, keyOf(a, b)); s != nil {
		m.smart.sounding = s.terms.read(&v.postings, v.terms.n, maxAlike, m.smart.sounding)
	}
	return m.smart.sounding
}

// maxAlike bounds how many terms of one sound are looked at.
const maxAlike = 64

// heard is a character of a query.
type heard struct {
	char rune
	term *term // in the vocabulary, live or not; or nil
	at   int   // in smartMatch.sequence if nobody has it, else -1
	// paired tells that it stands next to the character before it, known that a
	// document has the two together.
	paired, known bool
}

// listen notes a character of the query for hear. Its place in the sequence is
// kept free where nobody has the character.
func (m *matcher) listen(found sighting, pair *term) {
	s := &m.smart
	char, n := utf8.DecodeRune(found.key)
	if found.kind != text.Char || n != len(found.key) {
		return
	}
	h := heard{char: char, at: -1, paired: found.pair != nil, known: pair != nil}
	if !found.part {
		h.term = m.view.anyTerm(found.name)
		if last := len(s.sequence) - 1; last >= 0 && s.sequence[last] == noTerm {
			h.at = last
		}
	}
	s.heard = append(s.heard, h)
}
