package kb

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/related"
)

// findTerm returns the term with this name that a body has, or nil.
func (c *core) findTerm(b *body, hash uint64, name []byte) *term {
	for p := c.termTable.find(hash); ; {
		id, ok := p.next()
		if !ok {
			return nil
		}
		if id < b.terms.n { // else it is newer than the body
			if t := b.terms.at(id); string(b.name(t.name)) == string(name) {
				return t
			}
		}
	}
}

// findGram returns the n-gram with this text that a body has, and its number.
func (c *core) findGram(b *body, hash uint64, name []byte) (uint32, *gram) {
	for p := c.gramTable.find(hash); ; {
		id, ok := p.next()
		if !ok {
			return 0, nil
		}
		if id < b.grams.n {
			if g := b.grams.at(id); string(b.name(g.name)) == string(name) {
				return id, g
			}
		}
	}
}

// term returns the term of a sighting, which may be new.
func (c *core) term(found sighting, pair bool) *term {
	hash := maphash.Bytes(c.seed, found.name)
	if t := c.findTerm(&c.body, hash, found.name); t != nil {
		return t
	}
	id, t := c.terms.add()
	t.id, t.number, t.pair, t.common = id, found.kind == text.Number, pair, found.common
	t.name, t.size = c.addName(found.name), uint8(min(255, len(found.key)))
	if found.kind == text.Word {
		t.word = related.Find(found.key)
		var grams []uint32
		c.analyzer.eachGram(found.key, func(part []byte) {
			if g, fresh := c.gram(part, id); fresh {
				grams = append(grams, g)
			}
		})
		if len(grams) > 0 {
			record := binary.AppendUvarint(c.scratch[:0], uint64(len(grams)))
			c.scratch = appendUvarints(record, grams)
			t.grams = c.names.add(c.scratch)
		}
	}
	c.termTable.add(hash, id)
	return t
}

// gram notes that a term has an n-gram, and reports whether that is new.
func (c *core) gram(part []byte, term uint32) (id uint32, fresh bool) {
	hash := maphash.Bytes(c.seed, part)
	id, g := c.findGram(&c.body, hash, part)
	if g == nil {
		id, g = c.grams.add()
		g.name = c.addName(part)
		c.gramTable.add(hash, id)
	} else if g.terms.last == term && g.terms.count.Load() > 0 {
		return id, false
	}
	g.terms.append(&c.postings, term)
	return id, true
}

func (c *core) addName(name []byte) uint32 {
	c.scratch = append(binary.AppendUvarint(c.scratch[:0], uint64(len(name))), name...)
	return c.names.add(c.scratch)
}

func appendUvarints(b []byte, numbers []uint32) []byte {
	for _, x := range numbers {
		b = binary.AppendUvarint(b, uint64(x))
	}
	return b
}

// counted changes the frequency of a term, and notes to do the same to its
// n-grams.
func (c *core) counted(t *term, n int) {
	t.freq.Add(int32(n))
	c.sum.terms += float64(n)
	if t.pending == 0 {
		c.pending = append(c.pending, t.id)
	}
	t.pending += int32(n)
}

// countGrams changes the frequencies of n-grams as those of their terms have
// changed. What becomes more comes first: a reader must not find none in
// between.
func (c *core) countGrams() {
	for _, more := range [...]bool{true, false} {
		for _, id := range c.pending {
			t := c.terms.at(id)
			if t.pending == 0 || t.pending > 0 != more {
				continue
			}
			c.numbers = c.gramsOf(t, c.numbers[:0])
			for _, g := range c.numbers {
				c.grams.at(g).freq.Add(t.pending)
				c.sum.grams += float64(t.pending)
			}
			t.pending = 0
		}
	}
	c.pending = c.pending[:0]
}
