package kb

import (
	"math"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/related"
)

// core is the body of an index. It only grows: an entry that is replaced or
// deleted stays as a dead slot until the index is rebuilt. One writer at a time
// adds to it; readers work on a [view], which is a consistent state of it, and
// are never blocked.
type core struct {
	terms    *symbols[term]
	grams    *symbols[gram]
	wordings *symbols[wording]
	phrases  *symbols[phrase]

	termList []*term
	gramList []*gram
	docs     []doc
	tokens   []uint32
	slots    []*slot
	byID     map[string]*slot
	sounds   sounds

	live      int // live documents
	liveLines int // lines of the live entries
	deadLines int // lines of the dead ones
	sum       sums
	lines     analyzer
}

// Every index is weighed as if it had a background of some ordinary questions
// beside its own, which have the common words and none of the others. So a knowledge
// base of five entries knows already that "how" tells less than "invoice", and
// scores do not move much while it grows.
const (
	backgroundDocs  = 300
	backgroundTerms = 8    // of a document
	backgroundGrams = 7    // of a term
	backgroundShare = 0.08 // of the documents that have a given common word
)

// sums are the totals that weights are relative to.
type sums struct {
	docs  int     // live documents, and those of the background
	terms float64 // sum of the document frequencies of all terms
	grams float64 // the same for n-grams
}

// term is one element of the vocabulary. Its frequency is the number of live
// documents that hold it; it may run ahead of the view of a reader, which
// shifts weights by a hair and never adds or hides an entry.
type term struct {
	id     uint32
	number bool
	pair   bool // two neighbouring characters: they find candidates only
	// common terms hold sentences together; they weigh less than their
	// frequency in a small knowledge base would make them.
	common bool
	freq   atomic.Int32
	docs   postings
	text   []byte
	grams  []uint32
	word   related.Word // what it means, if it is English
	lex    *lexTerm     // what the lexicon says of it, or nil
	// weight and gramWeight remember the weight of the term and of all its
	// n-grams in a view.
	weight, gramWeight remembered
}

// remembered is a number that was computed for a view: the low half of the
// view's sequence number above the bits of a float32. While an index does not
// change, nothing is computed twice.
type remembered struct{ bits atomic.Uint64 }

func (r *remembered) get(v *view) (float64, bool) {
	bits := r.bits.Load()
	return float64(math.Float32frombits(uint32(bits))), bits != 0 && uint32(bits>>32) == uint32(v.sequence)
}

func (r *remembered) set(v *view, x float64) float64 {
	bits := math.Float32bits(float32(x))
	r.bits.Store(v.sequence<<32 | uint64(bits))
	return float64(math.Float32frombits(bits))
}

// gram is a character n-gram of words.
type gram struct {
	id    uint32
	freq  atomic.Int32
	terms postings
}

// doc is one wording of an entry of mode smart.
type doc struct {
	slot    uint32
	start   uint32 // of its terms in core.tokens
	length  uint16
	unique  uint16
	denies  bool
	meaning float32 // length of the sum of its words' vectors
}

// slot is one version of one entry.
type slot struct {
	entry *Entry
	index uint32
	// first and docs are the entry's documents.
	first, docs uint32
	// counts says in how many documents of the entry each term occurs; nil for
	// an entry with one document.
	counts []termCount
	// termSum and gramSum are the sums over its documents of unique terms and
	// of their n-grams.
	termSum, gramSum float64
	// died is the sequence number of the view from which on the slot is gone; 0
	// while it lives.
	died atomic.Uint64
}

type termCount struct {
	term  uint32
	count uint16
}

// view is a state of the core that never changes for whoever holds it.
type view struct {
	sequence uint64
	core     *core // only its symbol tables are used
	termList []*term
	gramList []*gram
	docs     []doc
	tokens   []uint32
	slots    []*slot
	sum      sums
	entries  int
	phrases  bool // there are contains phrases
	dead     bool // some of the slots are dead
}

// freq is the frequency of a term, with that in the background.
func (t *term) frequency() float64 {
	freq := float64(max(1, t.freq.Load()))
	if t.common {
		freq += backgroundDocs * backgroundShare
	}
	return freq
}

func (v *view) alive(s *slot) bool {
	died := s.died.Load()
	return died == 0 || died > v.sequence
}

// holds reports whether the slot is part of the view and lives in it.
func (v *view) holds(s *slot) bool {
	return int(s.index) < len(v.slots) && v.alive(s)
}

func newCore(stemmer *text.Stemmer, lexicon *Lexicon) *core {
	c := &core{
		terms:    newSymbols[term](),
		grams:    newSymbols[gram](),
		wordings: newSymbols[wording](),
		phrases:  newSymbols[phrase](),
		byID:     map[string]*slot{},
		lines:    analyzer{stemmer: stemmer},
	}
	c.sounds.keys = newSymbols[sound]()
	if lexicon != nil {
		c.addLexicon(lexicon)
	}
	return c
}

func (c *core) view(sequence uint64) *view {
	sum := c.sum
	sum.docs = c.live + backgroundDocs
	sum.terms += backgroundDocs * backgroundTerms
	sum.grams += backgroundDocs * backgroundTerms * backgroundGrams
	return &view{
		sequence: sequence, core: c, termList: c.termList, gramList: c.gramList,
		docs: c.docs, tokens: c.tokens, slots: c.slots, sum: sum, entries: len(c.byID), phrases: c.phrases.count > 0, dead: c.deadLines > 0,
	}
}

// put adds an entry, in place of the one with the same id.
func (c *core) put(e *Entry, sequence uint64) {
	old := c.byID[e.ID]
	s := &slot{entry: e, index: uint32(len(c.slots)), first: uint32(len(c.docs))}
	c.slots = append(c.slots, s)
	c.byID[e.ID] = s
	for i := -1; i < len(e.Phrasings); i++ {
		line := e.wording(i)
		if e.Mode == Contains {
			c.addPhrase(s, line, i)
			continue
		}
		c.addWording(s, line, i)
		if e.Mode == Smart {
			c.addDoc(s, line, e.Locale)
		}
	}
	c.count(s)
	c.live += int(s.docs)
	c.liveLines += e.lines()
	if old != nil { // after the new terms are counted: a reader must not find none in between
		c.retire(old, sequence)
	}
}

// remove marks the entry with this id as gone.
func (c *core) remove(id string, sequence uint64) bool {
	s := c.byID[id]
	if s == nil {
		return false
	}
	delete(c.byID, id)
	c.retire(s, sequence)
	return true
}

// retire marks a slot as gone.
func (c *core) retire(s *slot, sequence uint64) {
	s.died.Store(sequence)
	c.live -= int(s.docs)
	c.liveLines -= s.entry.lines()
	c.deadLines += s.entry.lines()
	c.eachScored(s, func(t *term, n int) {
		t.freq.Add(-int32(n))
		c.sum.terms -= float64(n)
		for _, g := range t.grams {
			c.gramList[g].freq.Add(-int32(n))
			c.sum.grams -= float64(n)
		}
	})
}

func (c *core) addDoc(s *slot, line, locale string) {
	d := doc{slot: s.index, start: uint32(len(c.tokens))}
	id := uint32(len(c.docs))
	c.lines.analyze(line, locale, func(found sighting) {
		if len(c.tokens)-int(d.start) >= maxTokens {
			return
		}
		if !found.part {
			d.denies = d.denies || found.denies
			t := c.term(found, false)
			c.tokens = append(c.tokens, t.id)
			if c.post(t, id) {
				d.unique++
			}
		}
		if found.pair != nil {
			c.post(c.term(sighting{key: found.pair, name: found.pair, kind: found.kind}, true), id)
		}
	})
	d.length = uint16(len(c.tokens) - int(d.start))
	d.meaning = c.meaningOf(c.tokens[d.start:])
	c.docs = append(c.docs, d)
	s.docs++
}

// maxTokens bounds the terms of one wording or question that take part in smart
// matching.
const maxTokens = 512

// post records that a document holds a term, once.
func (c *core) post(t *term, id uint32) bool {
	if all := t.docs.all(); len(all) > 0 && all[len(all)-1] == id {
		return false
	}
	t.docs.append(id)
	if t.pair {
		return true
	}
	t.freq.Add(1)
	c.sum.terms++
	for _, g := range t.grams {
		c.gramList[g].freq.Add(1)
		c.sum.grams++
	}
	return true
}

func (c *core) term(found sighting, pair bool) *term {
	return c.terms.add(found.name, func(_ string, t *term) {
		t.number = found.kind == text.Number
		t.id, t.pair, t.common, t.text = uint32(len(c.termList)), pair, found.common, append([]byte(nil), found.key...)
		c.termList = append(c.termList, t)
		if found.kind != text.Word {
			return
		}
		t.word = related.Find(found.key)
		c.lines.eachGram(found.key, func(part []byte) {
			g := c.grams.add(part, func(_ string, g *gram) {
				g.id = uint32(len(c.gramList))
				c.gramList = append(c.gramList, g)
			})
			if all := g.terms.all(); len(all) == 0 || all[len(all)-1] != t.id {
				g.terms.append(t.id)
				t.grams = append(t.grams, g.id)
			}
		})
	})
}

// count fills in the counts of a new slot.
func (c *core) count(s *slot) {
	if s.docs > 1 {
		index := map[uint32]int{}
		for d := s.first; d < s.first+s.docs; d++ {
			c.eachUnique(c.docs[d], func(id uint32) {
				at, ok := index[id]
				if !ok {
					at = len(s.counts)
					index[id] = at
					s.counts = append(s.counts, termCount{term: id})
				}
				s.counts[at].count++
			})
		}
	}
	c.eachScored(s, func(t *term, n int) {
		s.termSum += float64(n)
		s.gramSum += float64(n * len(t.grams))
	})
}

// eachScored calls see for each single term of a slot's documents.
func (c *core) eachScored(s *slot, see func(t *term, n int)) {
	if s.counts != nil {
		for _, x := range s.counts {
			see(c.termList[x.term], int(x.count))
		}
		return
	}
	for d := s.first; d < s.first+s.docs; d++ {
		c.eachUnique(c.docs[d], func(id uint32) { see(c.termList[id], 1) })
	}
}

func (c *core) eachUnique(d doc, see func(id uint32)) {
	tokens := c.tokens[d.start : d.start+uint32(d.length)]
	for i, id := range tokens {
		repeated := false
		for _, earlier := range tokens[:i] {
			if earlier == id {
				repeated = true
				break
			}
		}
		if !repeated {
			see(id)
		}
	}
}

// lines returns the number of the entry's wordings.
func (e *Entry) lines() int { return 1 + len(e.Phrasings) }

// wording returns the question (-1) or a phrasing of the entry.
func (e *Entry) wording(i int) string {
	if i < 0 {
		return e.Question
	}
	return e.Phrasings[i]
}
