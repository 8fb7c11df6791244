package kb

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/related"
)

// findTerm returns the term with this hash of its name that a body has, or nil.
func (c *core) findTerm(b *body, hash uint64) *term {
	for p := c.termTable.find(hash); ; {
		id, ok := p.next()
		if !ok {
			return nil
		}
		if id < b.terms.n { // else it is newer than the body
			if t := b.terms.at(id); t.check == uint32(hash) {
				return t
			}
		}
	}
}

// findGram returns the n-gram with this hash of its text that a body has, and its
// number.
func (c *core) findGram(b *body, hash uint64) (uint32, *gram) {
	for p := c.gramTable.find(hash); ; {
		id, ok := p.next()
		if !ok {
			return 0, nil
		}
		if id < b.grams.n {
			if g := b.grams.at(id); g.check == uint32(hash) {
				return id, g
			}
		}
	}
}

// term returns the term of a sighting, which may be new.
func (c *core) term(found sighting, pair bool) *term {
	hash := maphash.Bytes(c.seed, found.name)
	if t := c.findTerm(&c.body, hash); t != nil {
		return t
	}
	id, t := c.terms.add()
	t.id, t.number, t.pair, t.common = id, found.kind == text.Number, pair, found.common
	t.char = !pair && found.kind == text.Char
	t.asks = !pair && asks(found.key)
	t.check, t.name = uint32(hash), c.addName(found.key)
	_, looks := c.shapes.add()
	_, brief := c.briefs.add()
	if found.kind == text.Word {
		brief.word = related.Find(found.key)
		if !found.common && len(found.key) <= maxGramWord {
			*looks = shapeOf(found.key)
		}
	}
	if found.kind == text.Word {
		grams := append(c.scratch[:0], 0, 0, 0, 0)
		c.analyzer.eachGram(found.key, func(part []byte) {
			if g, fresh := c.gram(part, id); fresh {
				grams = binary.LittleEndian.AppendUint32(grams, g)
			}
		})
		if n := len(grams)/4 - 1; n > 0 {
			binary.LittleEndian.PutUint32(grams, uint32(n))
			brief.grams = c.names.add(grams)
		}
		c.scratch = grams
	}
	c.addSounds(t, found.key)
	c.termTable.add(hash, id)
	return t
}

// gram notes that a term has an n-gram, and reports whether that is new.
func (c *core) gram(part []byte, term uint32) (id uint32, fresh bool) {
	hash := maphash.Bytes(c.seed, part)
	id, g := c.findGram(&c.body, hash)
	if g == nil {
		id, g = c.grams.add()
		g.check = uint32(hash)
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

// counted changes the frequency of a term, and notes to do the same to its
// n-grams. Those of words that are in every field count once, as often as the
// background has them, however many documents hold them.
func (c *core) counted(t *term, n int) {
	now := t.freq.Add(int32(n))
	if t.common || t.asks {
		switch {
		case n > 0 && int(now) == n:
			n = int(t.frequency())
		case n < 0 && now == 0:
			n = -int(t.frequency())
		default:
			return
		}
	}
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
			for ids := c.gramsOf(id); len(ids) > 0; ids = ids[4:] {
				c.grams.at(binary.LittleEndian.Uint32(ids)).freq.Add(t.pending)
			}
			t.pending = 0
		}
	}
	c.pending = c.pending[:0]
}
