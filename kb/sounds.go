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
// The reader who finds that the vocabulary has grown takes in what is new. The
// writer has no part in it, so no reader waits for a change.
type sounds struct {
	upTo atomic.Uint32 // terms of the vocabulary that are in
	mu   sync.RWMutex
	list map[soundKey][]uint32 // terms, in the order of their numbers
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
	if s.upTo.Load() >= v.terms.n {
		return s
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.list == nil {
		s.list = map[soundKey][]uint32{}
	}
	var room [2][4]pinyin.Syllable
	for i := s.upTo.Load(); i < v.terms.n; i++ {
		t := v.terms.at(i)
		s.take(t, v.text(t), &room)
	}
	s.upTo.Store(max(s.upTo.Load(), v.terms.n))
	return s
}

// take puts in a term that is one Chinese character or two.
func (s *sounds) take(t *term, name []byte, room *[2][4]pinyin.Syllable) {
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
	heads := pinyin.AppendOf(room[0][:0], first)
	tails := []pinyin.Syllable{0}
	if t.pair {
		tails = pinyin.AppendOf(room[1][:0], second)
	}
	for _, a := range heads {
		for _, b := range tails {
			key := keyOf(a, b)
			if all := s.list[key]; len(all) == 0 || all[len(all)-1] != t.id {
				s.list[key] = append(all, t.id)
			}
		}
	}
}

// find returns the terms with a sound, those of the view and newer ones.
func (s *sounds) find(a, b pinyin.Syllable) []uint32 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.list[keyOf(a, b)]
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
