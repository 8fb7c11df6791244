package kb

import (
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/text"
)

// wording is a text in its identity form, with the entries that have it.
type wording struct {
	refs refs
}

// refs is a list of references to slots, newest first. It only grows.
type refs struct {
	head atomic.Pointer[ref]
}

type ref struct {
	slot *slot
	line int // -1 is the question, else the index of the phrasing
	next *ref
}

func (r *refs) add(s *slot, line int) {
	r.head.Store(&ref{slot: s, line: line, next: r.head.Load()})
}

// addWording makes an entry findable by the identity of one of its lines.
func (c *core) addWording(s *slot, line string, number int) {
	c.lines.key = text.AppendKey(c.lines.key[:0], line)
	c.wordings.add(c.lines.key, nil).refs.add(s, number)
}

// exact appends the entries that have a wording identical to the key.
func (m *matcher) exact(dst []Hit) []Hit {
	found := m.view.core.wordings.get(m.key)
	if found == nil {
		return dst
	}
	from := len(dst)
	for r := found.refs.head.Load(); r != nil; r = r.next {
		if m.admits(r.slot) && !among(dst[from:], r.slot.entry) {
			dst = append(dst, Hit{Entry: r.slot.entry, Mode: r.slot.entry.Mode, Phrasing: r.slot.entry.wording(r.line), Score: 1})
		}
	}
	return dst
}

func among(hits []Hit, e *Entry) bool {
	for i := range hits {
		if hits[i].Entry == e {
			return true
		}
	}
	return false
}
