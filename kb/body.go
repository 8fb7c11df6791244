package kb

import (
	"encoding/binary"
	"math/bits"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/text/related"
)

// body is what an index knows, in lists and arenas that only grow. A copy of it
// is a consistent state that can be read beside the writer.
type body struct {
	terms  list[term]
	briefs list[brief] // by term
	shapes list[shape] // by term: of a word that others may be misspellings of, else 0
	grams  list[gram]
	lines  list[wording]
	unique list[uint8]   // by wording: its different terms, at most 255
	meant  list[float32] // by wording: the length of the sum of its words' vectors
	slots  list[slot]
	facets list[facet]
	sounds list[sound]
	nodes  list[node]
	// expressions are those of mode pattern; wording.tokens has their numbers.
	expressions list[*expression]

	names    arena // texts and n-grams of terms
	tokens   arena // terms of wordings, counts of entries
	postings arena // of terms, n-grams and sounds
	records  arena // packed entries

	any facets // what some facet has
}

// term is one element of the vocabulary. Terms are told apart like [node]s: by 64
// bits of a hash, part of which is here. The frequency of a term is the number of live
// documents that hold it; it may run ahead of the view of a reader, which
// shifts weights by a hair and never adds or hides an entry.
type term struct {
	id     uint32
	check  uint32
	name   uint32 // address of its text
	number bool
	pair   bool // two neighbouring characters: they find candidates only
	// common terms hold sentences together; they weigh less than their
	// frequency in a small knowledge base would make them.
	common  bool
	asks    bool // a word of questions: what, how, 怎
	char    bool // a single character of a script without word spaces
	freq    atomic.Int32
	pending int32 // how much of freq its n-grams have not been told; only the writer uses it
	docs    postings
}

// brief is what comparing documents wants to know of each of their terms. It is
// apart from the terms so that it stays in a near cache.
type brief struct {
	grams uint32       // address of the n-grams of the term, or 0
	word  related.Word // what it means, if it is an English word
}

// gram is a character n-gram of words. They are told apart like [node]s: by 64
// bits of a hash, part of which is here.
type gram struct {
	check uint32
	freq  atomic.Int32
	terms postings
}

// wording is one line of an entry. Wordings are numbered in the order in which
// they came; those of entries of mode smart are the documents that are ranked.
type wording struct {
	slot   uint32
	tokens uint32 // address of its terms, or 0; in mode pattern the number of its expression
}

// slot is one version of one entry.
type slot struct {
	record uint32 // address of the packed entry
	facet  uint32
	first  uint32 // wording
	counts uint32 // address of how many of its wordings have which terms, or 0: see eachCount
	// died is the number of the first view without the slot; 0 while it lives.
	died  atomic.Uint32
	mark  uint32 // a hash of its id and wordings
	lines uint16 // number of its wordings
}

// Every index is weighed as if it had a background of some ordinary questions
// beside its own, which have the common words and none of the others. So a knowledge
// base of five entries knows already that "how" tells less than "invoice". What common
// words and words that ask weigh does not depend on the index at all, and up to
// leastDocs documents in all nothing else does, apart from the words that entries have:
// scores do not move when entries of another field join.
const (
	backgroundDocs  = 4500
	leastDocs       = 6000
	backgroundShare = 0.08 // of the documents that have a given common word
	backgroundChar  = 0.01 // the same for a given single character
	backgroundAsks  = 0.05 // the same for words that ask
	plainWeight     = 2.5  // -ln(backgroundShare)
	asksWeight      = 3.0  // -ln(backgroundAsks)
)

// frequency is that of a term, with that in the background.
func (t *term) frequency() float64 {
	if t.common {
		return backgroundDocs * backgroundShare
	}
	if t.asks {
		return backgroundDocs * backgroundAsks
	}
	freq := float64(max(1, t.freq.Load()))
	if t.char {
		freq += backgroundDocs * backgroundChar
	}
	return freq
}

// text returns the text of a term.
func (b *body) text(t *term) []byte {
	n, rest := uvarint(b.names.bytes(t.name))
	return rest[:n]
}

// gramsOf returns the n-grams of a term as little-endian numbers of four bytes.
func (b *body) gramsOf(term uint32) []byte {
	return gramsIn(b.names.bytes(b.briefs.at(term).grams))
}

// gramsIn returns the n-grams of a record. That at address 0 has none: what is there
// in an arena is zero.
func gramsIn(record []byte) []byte {
	n := int(binary.LittleEndian.Uint32(record))
	return record[4 : 4+4*n]
}

// deniesBit in front of a document's terms tells that it denies something.
const deniesBit = 1

// tokensOf appends the terms of a document, in the order of the text.
func (b *body) tokensOf(line uint32, dst []uint32) []uint32 {
	n, rest := uvarint(b.tokens.bytes(b.lines.at(line).tokens))
	return appendNumbers(dst, rest, n>>1)
}

// denies reports whether a document denies something.
func (b *body) denies(line uint32) bool {
	n, _ := uvarint(b.tokens.bytes(b.lines.at(line).tokens))
	return n&deniesBit != 0
}

// A number below 2^30 takes one to four bytes, which the two lowest bits of the
// first tell. So no branch depends on it, which makes reading twice as fast as
// that of varints. A record ends with numberPad bytes more.
const numberPad = 3

func putNumber(b []byte, x uint32) []byte {
	x <<= 2
	more := uint32(bits.Len32(x|1)-1) / 8
	x |= more
	for range more + 1 {
		b = append(b, byte(x))
		x >>= 8
	}
	return b
}

// appendNumbers decodes n numbers.
func appendNumbers(dst []uint32, record []byte, n uint32) []uint32 {
	for range n {
		x := binary.LittleEndian.Uint32(record)
		more := x & 3
		dst = append(dst, x<<(24-8*more)>>(26-8*more))
		record = record[more+1:]
	}
	return dst
}

// eachCount calls see for each single term of a smart entry with the number of
// its documents that hold it. room is working memory.
func (b *body) eachCount(s *slot, room *[]uint32, see func(id uint32, n int)) {
	if s.counts != 0 {
		n, rest := uvarint(b.tokens.bytes(s.counts))
		for range n {
			var id, count uint32
			id, rest = uvarint(rest)
			count, rest = uvarint(rest)
			see(id, int(count))
		}
		return
	}
	tokens := b.tokensOf(s.first, (*room)[:0])
	*room = tokens
	for i, id := range tokens {
		if !holds(tokens[:i], id) {
			see(id, 1)
		}
	}
}

func holds(list []uint32, id uint32) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}

// record returns the packed entry of a slot.
func (b *body) record(s *slot) []byte { return b.records.bytes(s.record) }

// id returns the id of a slot's entry.
func (b *body) id(s *slot) string { return packedID(b.record(s)) }

// facet returns what a slot's entry is filtered and ordered by.
func (b *body) facet(s *slot) *facet { return b.facets.at(s.facet) }

// text of a wording, as it was put.
func (b *body) wording(line uint32) string {
	s := b.slots.at(b.lines.at(line).slot)
	return packedWording(b.record(s), int(line-s.first)-1)
}
