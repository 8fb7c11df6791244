package kb

import (
	"maps"
	"slices"
)

// each calls see with every entry of the index as it is now, in no order. The entries
// must not be modified.
func (x *Index) each(see func(*Entry)) {
	v := x.current.Load()
	for _, s := range v.slots {
		if v.alive(s) {
			see(s.entry)
		}
	}
}

// latest returns the latest version of an entry, or nil. It must not be modified.
func (x *Index) latest(id string) *Entry {
	if id == "" {
		return nil
	}
	return x.current.Load().core.entry(id)
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
