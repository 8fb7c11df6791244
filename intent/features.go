package intent

import (
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
	"github.com/kefu-go/kefu/internal/text/related"
)

// The views of a message: what its features are.
const (
	viewUnits   = iota // stems of words, numbers, Chinese characters
	viewPairs          // two units side by side
	viewSkips          // two units near each other, in either order
	viewLetters        // stretches of letters, or of three and more Chinese characters
	viewCount
)

// maxUnits and maxLetters bound how much of a message is read: its first 400
// units and 4 KB.
const (
	maxUnits   = 400
	maxLetters = 4 << 10
	skipReach  = 5  // how many units further a pair of viewSkips reaches ...
	charsReach = 20 // ... and in a message of Chinese characters, of which a word has several
)

// reader turns messages into bags of features. It is not safe for concurrent
// use.
type reader struct {
	stemmer *text.Stemmer
	terms   *terms
	buffer  text.Buffer
	bag     *linear.Bag
	units   []uint64
	tokens  []text.Token   // those of the units, place by place
	meaning related.Vector // the sum of the meanings of English words
	words   [512]learnt    // words read before, by hash
}

// learnt is what a reader remembers of a word.
type learnt struct {
	length  uint8 // 0: none
	light   bool  // it tells nothing, in English; see reader.telling
	meaning related.Word
	unit    uint64
	word    [24]byte
}

func newReader(stemmer *text.Stemmer, terms *terms) *reader {
	return &reader{stemmer: stemmer, terms: terms, bag: linear.NewBag(viewCount)}
}

// read returns the features of a message. They are valid until the next read.
func (r *reader) read(message string) *linear.Bag {
	r.bag.Reset()
	if len(message) > maxLetters {
		message = message[:maxLetters]
	}
	tokens := r.buffer.Segment(message)
	if len(tokens) > maxUnits {
		tokens = tokens[:maxUnits]
	}
	r.tokens, r.units, r.meaning = append(r.tokens[:0], tokens...), r.units[:0], related.Vector{}
	for _, t := range tokens {
		r.units = append(r.units, r.unit(t))
	}
	r.nameTerms()
	r.addUnits(skipReachOf(tokens))
	r.addLetters(tokens)
	return r.bag
}

// unit returns the hash of what a token counts as.
func (r *reader) unit(t text.Token) uint64 {
	b := r.buffer.Bytes(t)
	if t.Kind != text.Word {
		return linear.HashBytes(linear.Hash, b)
	}
	w := r.lookUp(b)
	r.meaning.Add(w.meaning)
	return w.unit
}

// lookUp returns what is known of a folded word.
func (r *reader) lookUp(word []byte) learnt {
	h := linear.HashBytes(linear.Hash, word)
	known := &r.words[(h^h>>32)%uint64(len(r.words))]
	if length := int(known.length); length > 0 && string(known.word[:length]) == string(word) {
		return *known
	}
	stem := r.stemmer.Stem("en", word)
	found := learnt{
		light:   text.IsFunctionWord("en", word) || lightWords()[string(word)],
		meaning: related.Find([]byte(stem)),
		unit:    linear.HashString(linear.Hash, stem),
	}
	if len(word) <= len(found.word) {
		found.length = uint8(copy(found.word[:], word))
		*known = found
	}
	return found
}

// meaningWeight is the length of the meaning of a message as a part of its
// vector, beside the views' parts of 1.
const meaningWeight = 1.3

// appendMeaning appends what the message is about to its vector, as features
// from first on: the direction of the sum of the meanings of its words. It tells
// what messages have in common that use other words.
func (r *reader) appendMeaning(v linear.Vector, first int) linear.Vector {
	length := r.meaning.Length()
	if length == 0 {
		return v
	}
	for i, x := range r.meaning {
		v = append(v, linear.Feature{Index: int32(first + i), Value: meaningWeight / length * x})
	}
	return v
}

// edge stands before the first unit and after the last.
const edge = 1

// skipReachOf returns how far the pairs of viewSkips reach in a message.
func skipReachOf(tokens []text.Token) int {
	chars := 0
	for _, t := range tokens {
		if t.Kind == text.Char {
			chars++
		}
	}
	if 2*chars > len(tokens) {
		return charsReach
	}
	return skipReach
}

func (r *reader) addUnits(reach int) {
	before := uint64(edge)
	for i, u := range r.units {
		r.bag.Add(viewUnits, u)
		r.bag.Add(viewPairs, linear.HashPair(before, u))
		before = u
		for j := i + 1; j < len(r.units) && j <= i+reach; j++ {
			r.bag.Add(viewSkips, linear.HashPair(min(u, r.units[j]), max(u, r.units[j])))
		}
	}
	if len(r.units) > 0 {
		r.bag.Add(viewPairs, linear.HashPair(before, edge))
	}
}

// addLetters adds the stretches of three to five letters in a word with its
// edges, and of three and four characters in Chinese.
func (r *reader) addLetters(tokens []text.Token) {
	for i, t := range tokens {
		if t.Kind == text.Char {
			h := linear.Hash
			for n := 0; n < 4 && i+n < len(tokens) && tokens[i+n].Kind == text.Char; n++ {
				h = linear.HashBytes(h, r.buffer.Bytes(tokens[i+n]))
				if n >= 2 {
					r.bag.Add(viewLetters, h)
				}
			}
			continue
		}
		r.addWord(r.buffer.Bytes(t))
	}
}

// addWord adds the stretches of three to five letters of a word, its edges
// counted with them.
func (r *reader) addWord(word []byte) {
	stretch := func(h uint64, rest []byte, n int) {
		for ; n < 5; n++ {
			if len(rest) == 0 {
				h = linear.HashByte(h, text.WordEnd)
				if n >= 2 {
					r.bag.Add(viewLetters, h)
				}
				return
			}
			if rest[0] < utf8.RuneSelf {
				h, rest = linear.HashByte(h, rest[0]), rest[1:]
			} else {
				_, size := utf8.DecodeRune(rest)
				h, rest = linear.HashBytes(h, rest[:size]), rest[size:]
			}
			if n >= 2 {
				r.bag.Add(viewLetters, h)
			}
		}
	}
	stretch(linear.HashByte(linear.Hash, text.WordStart), word, 1)
	for len(word) > 0 {
		stretch(linear.Hash, word, 0)
		_, size := utf8.DecodeRune(word)
		word = word[size:]
	}
}
