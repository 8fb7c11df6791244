package kb

import (
	"iter"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// identical calls see with each entry that has this wording, and with the line
// that it is (-1 for the question), the newest first, until see returns false. see
// must not call the index.
func (x *Index) identical(wording string, see func(e *Entry, line int) bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	c := x.core
	goOn := true
	each := func(chain uint32) {
		for more := true; more && goOn; {
			var line uint32
			line, chain, more = c.refs.follow(chain)
			index := c.lines.at(line).slot
			if s := c.slots.at(index); s.died.Load() == 0 {
				u := unpacked{slot: index}
				c.unpack(&u)
				goOn = see(&u.Entry, int(line-s.first)-1)
			}
		}
	}
	if _, chain, ok := c.findLine(text.AppendKey(nil, wording)); ok {
		each(chain)
	}
	if n := c.phrase(wording, false); n != nil {
		if chain := n.chain.Load(); chain > 0 {
			each(chain - 1)
		}
	}
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
	m.view, m.query, m.segmented, m.finds = x.current.Load(), q, false, m.finds[:0]
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
