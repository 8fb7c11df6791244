package kb

import (
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/pinyin"
)

// sounds finds characters and pairs of characters of the vocabulary by how they
// are read. Nothing of it is made before the first query that needs it, and a
// knowledge base without Chinese never does.
//
// Readers look up without locks; who finds that the vocabulary has grown takes in
// what is new, one at a time.
type sounds struct {
	keys *symbols[sound]
	upTo atomic.Int64 // terms of the vocabulary that are in
	mu   sync.Mutex   // held by the one that takes in terms
}

// sound is the characters or pairs with one reading.
type sound struct {
	terms postings
}

// soundKey is the syllables of a character or a pair, each in the form that
// stands for all that sound like it.
type soundKey [4]byte

func keyOf(a, b pinyin.Syllable) (key soundKey) {
	a, b = a.Alike(), b.Alike()
	key[0], key[1], key[2], key[3] = byte(a>>8), byte(a), byte(b>>8), byte(b)
	return key
}

// soundsOf returns the index of sounds, with every term of the view in it.
func (v *view) soundsOf() *sounds {
	s := &v.core.sounds
	if s.upTo.Load() >= int64(len(v.termList)) {
		return s
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var room [2][4]pinyin.Syllable
	for i := s.upTo.Load(); i < int64(len(v.termList)); i++ {
		s.take(v.termList[i], &room)
	}
	s.upTo.Store(max(s.upTo.Load(), int64(len(v.termList))))
	return s
}

// take puts in a term that is one Chinese character or two.
func (s *sounds) take(t *term, room *[2][4]pinyin.Syllable) {
	if t.number || len(t.text) == 0 || t.text[0] < utf8.RuneSelf {
		return
	}
	first, n := utf8.DecodeRune(t.text)
	second, m := rune(0), 0
	if t.pair {
		second, m = utf8.DecodeRune(t.text[n:])
	}
	if n+m != len(t.text) {
		return
	}
	heads := pinyin.AppendOf(room[0][:0], first)
	tails := []pinyin.Syllable{0}
	if t.pair {
		tails = pinyin.AppendOf(room[1][:0], second)
	}
	for _, a := range heads {
		for _, b := range tails {
			key := keyOf(a, b)
			list := &s.keys.add(key[:], nil).terms
			if all := list.all(); len(all) == 0 || all[len(all)-1] != t.id {
				list.append(t.id)
			}
		}
	}
}

// find returns the terms with a sound, those of the view and newer ones.
func (s *sounds) find(a, b pinyin.Syllable) []uint32 {
	key := keyOf(a, b)
	if found := s.keys.get(key[:]); found != nil {
		return found.terms.all()
	}
	return nil
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
		h.term = m.view.core.terms.get(found.name)
		if last := len(s.sequence) - 1; last >= 0 && s.sequence[last] == noTerm {
			h.at = last
		}
	}
	s.heard = append(s.heard, h)
}
