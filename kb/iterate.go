package kb

import (
	"hash/maphash"
	"maps"
	"slices"
)

// each calls see with every entry of the index as it is now, in no order. The entries
// must not be modified.
func (x *Index) each(see func(*Entry)) {
	v := x.current.Load()
	for i := range v.slots.n {
		if v.alive(v.slots.at(i)) {
			u := unpacked{slot: i}
			v.unpack(&u)
			see(&u.Entry)
		}
	}
}

// latest returns an entry as it is now, or nil. It must not be modified.
func (x *Index) latest(id string) *Entry { return x.current.Load().byID(id) }

// byID returns an entry of the view, or nil.
func (v *view) byID(id string) *Entry {
	if index, ok := v.indexOf(id); ok {
		return v.entry(index)
	}
	return nil
}

// indexOf returns the living slot of an entry.
func (v *view) indexOf(id string) (uint32, bool) {
	if id == "" {
		return 0, false
	}
	p := v.core.slotTable.find(maphash.String(v.core.seed, id))
	for {
		chain, ok := p.next()
		if !ok {
			return 0, false
		}
		index, ok := v.newest(chain)
		if !ok {
			continue
		}
		if s := v.slots.at(index); v.id(s) == id {
			return index, v.alive(s)
		}
	}
}

// newest returns the last slot of a chain that the view has. Those of a change that
// is under way come before it.
func (v *view) newest(chain uint32) (index uint32, ok bool) {
	for more := true; more; {
		if index, chain, more = v.core.refs.follow(chain); index < v.slots.n {
			return index, true
		}
	}
	return 0, false
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
