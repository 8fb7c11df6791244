package kb

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/kefu-go/kefu/internal/text"
)

// core is the body of an index with what finds things in it. It only grows: an
// entry that is replaced or deleted stays as a dead slot until the index is
// rebuilt. One writer at a time adds to it; readers work on a [view], which is a
// consistent state of it, and are never blocked.
type core struct {
	body
	seed       maphash.Seed
	termTable  table // terms by name
	gramTable  table // n-grams by text
	lineTable  table // wordings by identity; see refs
	nodeTable  table // nodes of phrases by path
	slotTable  table // chains of the slots of entries by id
	refs       refs  // chains of wordings, and of slots
	facetOf    map[facet]uint32
	soundTable table     // sounds by their keys
	lex        []lexTerm // by term: what the lexicon says of the first terms

	entries   int    // living ones
	live      int    // living documents
	liveLines int    // wordings of the living entries
	deadLines int    // those of the dead ones
	change    uint32 // the number of the next view
	drifted   int    // wordings that came or went since weights were computed anew
	weights   *weights
	cache     *entryCache

	analyzer analyzer
	scratch  []byte
	numbers  []uint32
	countOf  map[uint32]int
	counts   []termCount
	pending  []uint32 // terms whose n-grams are to be counted
}

type termCount struct {
	term  uint32
	count int
}

// view is a state of the core that never changes for whoever holds it.
type view struct {
	body
	core    *core // only its tables are used
	change  uint32
	docs    int // that weights are relative to
	entries int
	dead    bool // some of the slots are dead
	weights *weights
	cache   *entryCache
}

func (v *view) alive(s *slot) bool {
	died := s.died.Load()
	return died == 0 || died > v.change
}

func newCore(stemmer *text.Stemmer, lexicon *Lexicon) *core {
	c := &core{
		seed: maphash.MakeSeed(), facetOf: map[facet]uint32{}, countOf: map[uint32]int{}, change: 1,
		weights: newWeights(0), cache: newEntryCache(0), analyzer: analyzer{stemmer: stemmer},
	}
	if lexicon != nil {
		c.addLexicon(lexicon)
	}
	return c
}

// driftShift says when weights are computed anew: when more than one of 4096
// wordings has come or gone. In an index of up to 4096 that is each change.
const driftShift = 12

// view returns the state after the changes since the last view.
func (c *core) view() *view {
	c.countGrams()
	if c.drifted<<driftShift > c.live {
		c.drifted, c.weights = 0, newWeights(c.terms.n)
	}
	c.cache = c.cache.sized(c.slots.n)
	v := &view{
		body: c.body, core: c, change: c.change, docs: max(c.live+backgroundDocs, leastDocs), entries: c.entries, dead: c.deadLines > 0,
		weights: c.weights, cache: c.cache,
	}
	c.change++
	return v
}

// put adds an entry, in place of the one with the same id.
func (c *core) put(e *Entry) {
	index, s := c.slots.add()
	s.facet, s.first, s.lines = c.facetID(e.facet()), c.lines.n, uint16(e.lines())
	c.scratch = appendPacked(c.scratch[:0], e)
	s.record = c.records.add(c.scratch)
	s.mark = e.mark()
	for i := -1; i < len(e.Phrasings); i++ {
		line := e.wording(i)
		id, w := c.lines.add()
		_, unique := c.unique.add()
		_, meant := c.meant.add()
		w.slot = index
		if e.Mode == Smart {
			w.tokens, *unique = c.addDoc(id, line, e.Locale)
			*meant = c.meaningOf(c.numbers)
		}
		if e.Mode == Pattern && c.addPattern(id, e, i) {
			continue
		}
		if e.Mode != Contains || !c.addPhrase(id, line) {
			c.addWording(id, line)
		}
	}
	if e.Mode == Smart {
		c.live += e.lines()
		c.count(s)
	}
	c.liveLines += e.lines()
	c.drifted += e.lines()
	c.entries++
	hash := maphash.String(c.seed, e.ID)
	old, chain, p := c.slotOf(hash, e.ID)
	if old == nil {
		c.slotTable.add(hash, index)
		return
	}
	p.replace(c.refs.link(index, chain)) // views without the new one follow the chain
	if old.died.Load() == 0 {            // after the new terms are counted: a reader must not find none in between
		c.retire(old)
	}
}

// slotOf returns the last slot of an id, or nil, and the chain of all and where the
// table has it. Only the writer may call it.
func (c *core) slotOf(hash uint64, id string) (last *slot, chain uint32, p probe) {
	for p = c.slotTable.find(hash); ; {
		chain, ok := p.next()
		if !ok {
			return nil, 0, p
		}
		index, _, _ := c.refs.follow(chain)
		if s := c.slots.at(index); c.id(s) == id {
			return s, chain, p
		}
	}
}

// living returns the slot of the entry with this id, or nil.
func (c *core) living(id string) *slot {
	if s, _, _ := c.slotOf(maphash.String(c.seed, id), id); s != nil && s.died.Load() == 0 {
		return s
	}
	return nil
}

// remove marks the entry with this id as gone.
func (c *core) remove(id string) bool {
	s := c.living(id)
	if s == nil {
		return false
	}
	c.retire(s)
	return true
}

// retire marks a slot as gone.
func (c *core) retire(s *slot) {
	s.died.Store(c.change)
	c.entries--
	c.liveLines -= int(s.lines)
	c.deadLines += int(s.lines)
	c.drifted += int(s.lines)
	if c.facet(s).mode == Smart {
		c.live -= int(s.lines)
		c.eachCount(s, &c.numbers, func(id uint32, n int) { c.counted(c.terms.at(id), -n) })
	}
}

// facetID returns the number of a facet.
func (c *core) facetID(f facet) uint32 {
	id, ok := c.facetOf[f]
	if !ok {
		f = f.clone()
		var at *facet
		id, at = c.facets.add()
		*at, c.facetOf[f] = f, id
		c.any.note(f)
	}
	return id
}

// addDoc makes a wording findable by its terms.
func (c *core) addDoc(id uint32, line, locale string) (address uint32, unique uint8) {
	c.numbers = c.numbers[:0]
	different, head := 0, uint64(0)
	c.analyzer.analyze(line, locale, func(found sighting) {
		if len(c.numbers) >= maxTokens {
			return
		}
		if !found.part {
			if found.denies {
				head = deniesBit
			}
			t := c.term(found, false)
			c.numbers = append(c.numbers, t.id)
			if c.post(t, id) {
				different++
			}
		}
		if found.pair != nil {
			c.post(c.term(sighting{key: found.pair, name: found.pair, kind: found.kind}, true), id)
		}
	})
	c.scratch = binary.AppendUvarint(c.scratch[:0], head|uint64(len(c.numbers))<<1)
	for _, x := range c.numbers {
		c.scratch = putNumber(c.scratch, x)
	}
	c.scratch = append(c.scratch, make([]byte, numberPad)...)
	return c.tokens.add(c.scratch), uint8(min(different, 255))
}

// maxTokens bounds the terms of one wording or question that take part in smart
// matching.
const maxTokens = 512

// post records that a document holds a term, once.
func (c *core) post(t *term, id uint32) bool {
	if t.docs.count.Load() > 0 && t.docs.last == id {
		return false
	}
	t.docs.append(&c.postings, id)
	if !t.pair {
		c.counted(t, 1)
	}
	return true
}

// count notes how many wordings of an entry have which terms, if it has several.
func (c *core) count(s *slot) {
	if s.lines == 1 {
		return
	}
	clear(c.countOf)
	c.counts = c.counts[:0]
	for line := s.first; line < s.first+uint32(s.lines); line++ {
		c.numbers = c.tokensOf(line, c.numbers[:0])
		for i, id := range c.numbers {
			if holds(c.numbers[:i], id) {
				continue
			}
			at, ok := c.countOf[id]
			if !ok {
				at = len(c.counts)
				c.countOf[id] = at
				c.counts = append(c.counts, termCount{term: id})
			}
			c.counts[at].count++
		}
	}
	c.scratch = binary.AppendUvarint(c.scratch[:0], uint64(len(c.counts)))
	for _, x := range c.counts {
		c.scratch = binary.AppendUvarint(binary.AppendUvarint(c.scratch, uint64(x.term)), uint64(x.count))
	}
	s.counts = c.tokens.add(c.scratch)
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
