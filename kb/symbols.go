package kb

import (
	"hash/maphash"
	"sync/atomic"
)

// symbols maps texts to values of type V. It only grows. One writer at a time
// may add while any number of readers look up, without locks: a slot of the
// table goes from nil to its symbol once, and a larger table replaces a smaller
// one by one store.
type symbols[V any] struct {
	seed  maphash.Seed
	table atomic.Pointer[[]atomic.Pointer[symbol[V]]]
	count int
}

type symbol[V any] struct {
	hash  uint64
	text  string
	value V
}

func newSymbols[V any]() *symbols[V] {
	s := &symbols[V]{seed: maphash.MakeSeed()}
	table := make([]atomic.Pointer[symbol[V]], 64)
	s.table.Store(&table)
	return s
}

// get returns the value of a text, or nil. It does not allocate.
func (s *symbols[V]) get(text []byte) *V {
	hash := maphash.Bytes(s.seed, text)
	table := *s.table.Load()
	mask := uint64(len(table) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		found := table[i].Load()
		if found == nil {
			return nil
		}
		if found.hash == hash && found.text == string(text) {
			return &found.value
		}
	}
}

// add returns the value of a text, made by fresh if the text is new. Only the
// writer may call it. A new value becomes visible to readers fully made.
func (s *symbols[V]) add(text []byte, fresh func(text string, value *V)) *V {
	if found := s.get(text); found != nil {
		return found
	}
	table := *s.table.Load()
	if 4*(s.count+1) > 3*len(table) {
		table = s.grow(table)
	}
	added := &symbol[V]{hash: maphash.Bytes(s.seed, text), text: string(text)}
	if fresh != nil {
		fresh(added.text, &added.value)
	}
	place(table, added)
	s.count++
	return &added.value
}

func (s *symbols[V]) grow(old []atomic.Pointer[symbol[V]]) []atomic.Pointer[symbol[V]] {
	table := make([]atomic.Pointer[symbol[V]], 2*len(old))
	for i := range old {
		if moved := old[i].Load(); moved != nil {
			place(table, moved)
		}
	}
	s.table.Store(&table)
	return table
}

func place[V any](table []atomic.Pointer[symbol[V]], added *symbol[V]) {
	mask := uint64(len(table) - 1)
	i := added.hash & mask
	for table[i].Load() != nil {
		i = (i + 1) & mask
	}
	table[i].Store(added)
}
