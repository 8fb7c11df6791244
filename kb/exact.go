package kb

import (
	"hash/maphash"

	"github.com/kefu-go/kefu/internal/text"
)

// addWording makes an entry findable by the identity of one of its lines. The
// table has no keys: that of a wording is made from its text.
func (c *core) addWording(id uint32, line string) {
	c.analyzer.key = text.AppendKey(c.analyzer.key[:0], line)
	if p, chain, ok := c.findLine(c.analyzer.key); ok {
		p.replace(c.refs.link(id, chain))
		return
	}
	c.lineTable.add(maphash.Bytes(c.seed, c.analyzer.key), id)
}

// findLine returns the chain of wordings with a key, and where the table has it. Only
// the writer may call it.
func (c *core) findLine(key []byte) (p probe, chain uint32, ok bool) {
	for p = c.lineTable.find(maphash.Bytes(c.seed, key)); ; {
		if chain, ok = p.next(); !ok {
			return p, 0, false
		}
		line, _, _ := c.refs.follow(chain)
		c.analyzer.name = text.AppendKey(c.analyzer.name[:0], c.wording(line))
		if string(c.analyzer.name) == string(key) {
			return p, chain, true
		}
	}
}

// exact notes the entries that have a wording identical to the key.
func (m *matcher) exact() {
	c := m.view.core
	for p := c.lineTable.find(maphash.Bytes(c.seed, m.key)); ; {
		chain, ok := p.next()
		if !ok {
			return
		}
		if m.followKey(chain) {
			return
		}
	}
}

// followKey notes the wordings of a chain unless their key is another one.
func (m *matcher) followKey(chain uint32) bool {
	compared := false
	for more := true; more; {
		var line uint32
		line, chain, more = m.view.core.refs.follow(chain)
		if line >= m.view.lines.n {
			continue // newer than the view
		}
		if !compared {
			m.otherKey = text.AppendKey(m.otherKey[:0], m.view.wording(line))
			if string(m.otherKey) != string(m.key) {
				return false
			}
			compared = true
		}
		if slot := m.view.lines.at(line).slot; m.admits(slot) && m.found(slot) == nil {
			m.finds = append(m.finds, find{slot: slot, line: line, score: 1})
		}
	}
	return true
}

// found returns the find of a slot, or nil.
func (m *matcher) found(slot uint32) *find {
	for i := range m.finds {
		if m.finds[i].slot == slot {
			return &m.finds[i]
		}
	}
	return nil
}
