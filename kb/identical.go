package kb

import (
	"bytes"
	"hash/maphash"
	"iter"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// identical calls see with each entry that has this wording, and with the line
// that it is (-1 for the question), the newest first, until see returns false.
func (x *Index) identical(wording string, see func(e *Entry, line int) bool) {
	v := x.current.Load()
	goOn := true
	each := func(chain uint32) {
		for more := true; more && goOn; {
			var line uint32
			if line, chain, more = v.core.refs.follow(chain); line >= v.lines.n {
				continue // newer than the view
			}
			index := v.lines.at(line).slot
			if s := v.slots.at(index); v.alive(s) {
				u := unpacked{slot: index}
				v.unpack(&u)
				goOn = see(&u.Entry, int(line-s.first)-1)
			}
		}
	}
	if chain, ok := v.lineChain(wording); ok {
		each(chain)
	}
	if chain, ok := v.phraseChain(wording); ok {
		each(chain)
	}
}

// lineChain returns the chain of the wordings that are identical to a text.
func (v *view) lineChain(wording string) (chain uint32, ok bool) {
	key := text.AppendKey(nil, wording)
	var other []byte
	for p := v.core.lineTable.find(maphash.Bytes(v.core.seed, key)); ; {
		if chain, ok = p.next(); !ok {
			return 0, false
		}
		line, rest, more := v.core.refs.follow(chain)
		for line >= v.lines.n && more {
			line, rest, more = v.core.refs.follow(rest)
		}
		if line >= v.lines.n {
			continue // newer than the view
		}
		if other = text.AppendKey(other[:0], v.wording(line)); bytes.Equal(other, key) {
			return chain, true
		}
	}
}

// phraseChain returns the chain of the wordings that are phrases of the same tokens.
func (v *view) phraseChain(wording string) (chain uint32, ok bool) {
	var buffer text.Buffer
	tokens := buffer.Segment(wording)
	path := uint64(0)
	var last *node
	for _, t := range tokens[:min(len(tokens), maxPhrase+1)] {
		path = step(path, maphash.Bytes(v.core.seed, buffer.Bytes(t)))
		if last = v.core.node(&v.body, path); last == nil {
			return 0, false
		}
	}
	if last == nil {
		return 0, false
	}
	chain = last.chain.Load()
	return chain - 1, chain > 0
}

// sameQuestion returns the id of the entry with this question in this locale and
// base, or "". Of several it is the smallest.
func (x *Index) sameQuestion(question, locale, base string) string {
	id := ""
	x.identical(question, func(e *Entry, line int) bool {
		if line == -1 && e.Locale == locale && e.Base == base && (id == "" || e.ID < id) {
			id = e.ID
		}
		return true
	})
	return id
}

// similar is smart matching alone, also of texts that are identical to a wording.
func (x *Index) similar(q Query) []Hit {
	m := x.pool.Get().(*matcher)
	m.look(x.current.Load())
	m.query, m.segmented, m.finds = q, false, m.finds[:0]
	m.prepareFilter()
	m.prepareBoosts()
	m.findSmart()
	hits := m.appendHits(nil)
	m.view, m.query = nil, Query{}
	x.pool.Put(m)
	return hits
}

// all yields the entries in the order of their ids, as they are when the loop
// begins. They share texts with the index and nothing else. Each is unpacked when
// its turn comes.
func (x *Index) all() iter.Seq[*Entry] {
	type place struct {
		id   string
		slot uint32
	}
	return func(yield func(*Entry) bool) {
		v := x.current.Load()
		places := make([]place, 0, v.entries)
		for i := range v.slots.n {
			if s := v.slots.at(i); v.alive(s) {
				places = append(places, place{packedID(v.record(s)), i})
			}
		}
		slices.SortFunc(places, func(a, b place) int { return strings.Compare(a.id, b.id) })
		for _, p := range places {
			u := unpacked{slot: p.slot}
			v.unpack(&u)
			if !yield(&u.Entry) {
				return
			}
		}
	}
}

// peek returns the entry with this id, or nil.
func (x *Index) peek(id string) *Entry {
	if e, ok := x.Get(id); ok {
		return &e
	}
	return nil
}
