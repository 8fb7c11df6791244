package text

import (
	"hash/maphash"
	"math/bits"
	"sync/atomic"
	"unicode/utf8"
)

const (
	maxStemRunes   = 64 // longer words are not stemmed
	maxCachedBytes = 64 // longer words are stemmed each time
)

// Stemmer reduces folded words to stems and remembers the answers. It is safe
// for concurrent use, and a remembered answer costs no lock and no allocation.
type Stemmer struct {
	seed  maphash.Seed
	mask  uint64
	slots []atomic.Pointer[stemmed]
}

// stemmed is one remembered answer; it never changes once it is stored.
type stemmed struct {
	lang       stemLang
	word, stem string
}

// NewStemmer returns a stemmer that remembers at most the given number of
// words, rounded up to a power of two; below 1 it remembers 4096. A word takes
// at most 250 bytes, usually about 60.
func NewStemmer(entries int) *Stemmer {
	if entries < 1 {
		entries = 4096
	}
	size := 1 << bits.Len(uint(entries-1))
	return &Stemmer{
		seed:  maphash.MakeSeed(),
		mask:  uint64(size - 1),
		slots: make([]atomic.Pointer[stemmed], size),
	}
}

// Stem returns the stem of a folded word in the language of the given BCP 47
// primary subtag ("en"; what follows a - is ignored). The word itself is
// returned for a language without a stemmer and for a word of more than 64
// runes. Languages with a stemmer are en, es, fr, ru, sv, no (nb, nn) and hu.
// Every word has a stem, stop words too.
func (s *Stemmer) Stem(lang string, word []byte) string {
	l := stemLangOf(lang)
	if len(word) > maxCachedBytes {
		if l == stemNone || utf8.RuneCount(word) > maxStemRunes {
			return string(word)
		}
		return stem(l, string(word))
	}
	slot := &s.slots[(maphash.Bytes(s.seed, word)+uint64(l))&s.mask]
	if e := slot.Load(); e != nil && e.lang == l && e.word == string(word) {
		return e.stem
	}
	e := &stemmed{lang: l, word: string(word)}
	e.stem = stem(l, e.word)
	if e.stem == e.word {
		e.stem = e.word // one string, not two
	}
	slot.Store(e)
	return e.stem
}
