package routing

import "hash/maphash"

// index finds things by their ids, which the things know themselves: the index keeps
// only hashes of them, so that a look touches little memory, where a map touches
// several places. It consists of many small tables, so that no command waits for a large
// one to grow.
type index[T comparable] struct {
	seed   maphash.Seed
	size   int
	tables [256]table[T]
}

type table[T comparable] struct {
	slots []slot[T] // a power of two, or none
	used  int
}

// slot is free if its hash is 0.
type slot[T comparable] struct {
	hash  uint64
	thing T
}

func newIndex[T comparable]() *index[T] { return &index[T]{seed: maphash.MakeSeed()} }

// hash is never 0. Its first byte chooses the table.
func (x *index[T]) hash(id string) uint64 { return maphash.String(x.seed, id) | 1 }

// home is where a thing with a hash is, or behind that, without a free slot between.
func (t *table[T]) home(hash uint64) int { return int(hash>>1) & (len(t.slots) - 1) } //nolint:gosec // masked

// find returns the thing with an id: the one with that hash for which is holds.
func (x *index[T]) find(id string, is func(T) bool) (thing T, ok bool) {
	hash := x.hash(id)
	t := &x.tables[hash>>56]
	if t.used == 0 {
		return thing, false
	}
	for i := t.home(hash); t.slots[i].hash != 0; i = (i + 1) & (len(t.slots) - 1) {
		if s := &t.slots[i]; s.hash == hash && is(s.thing) {
			return s.thing, true
		}
	}
	return thing, false
}

// add puts a thing in that is not there.
func (x *index[T]) add(id string, thing T) {
	hash := x.hash(id)
	t := &x.tables[hash>>56]
	if 4*t.used >= 3*len(t.slots) {
		t.grow()
	}
	t.put(hash, thing)
	t.used++
	x.size++
}

func (t *table[T]) put(hash uint64, thing T) {
	i := t.home(hash)
	for t.slots[i].hash != 0 {
		i = (i + 1) & (len(t.slots) - 1)
	}
	t.slots[i] = slot[T]{hash, thing}
}

func (t *table[T]) grow() {
	old := t.slots
	t.slots = make([]slot[T], max(4, 2*len(old)))
	for i := range old {
		if old[i].hash != 0 {
			t.put(old[i].hash, old[i].thing)
		}
	}
}

// drop takes a thing out, if it is there.
func (x *index[T]) drop(id string, thing T) {
	hash := x.hash(id)
	t := &x.tables[hash>>56]
	if t.used == 0 {
		return
	}
	last := len(t.slots) - 1
	i := t.home(hash)
	for ; t.slots[i].hash != hash || t.slots[i].thing != thing; i = (i + 1) & last {
		if t.slots[i].hash == 0 {
			return
		}
	}
	t.used--
	x.size--
	for j := (i + 1) & last; t.slots[j].hash != 0; j = (j + 1) & last { // close the gap
		if home := t.home(t.slots[j].hash); (j-home)&last >= (j-i)&last {
			t.slots[i] = t.slots[j]
			i = j
		}
	}
	t.slots[i] = slot[T]{}
}

// each yields all things, in no order.
func (x *index[T]) each(yield func(T) bool) {
	for i := range x.tables {
		for _, s := range x.tables[i].slots {
			if s.hash != 0 && !yield(s.thing) {
				return
			}
		}
	}
}
