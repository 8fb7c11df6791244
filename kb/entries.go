package kb

import "sync/atomic"

// entryCache keeps some entries unpacked, so that asking for the same ones again
// allocates nothing. The slot of an entry decides on its place.
type entryCache struct {
	places []atomic.Pointer[unpacked]
}

// unpacked is an entry as it is handed out.
type unpacked struct {
	Entry
	slot uint32
	part [1]Part // room for the answer of most entries
}

const (
	leastCached = 64
	mostCached  = 1 << 14 // entries; some 10 MB if they are small
)

func newEntryCache(size int) *entryCache {
	return &entryCache{places: make([]atomic.Pointer[unpacked], max(leastCached, size))}
}

// sized returns a cache for an index of so many slots.
func (c *entryCache) sized(slots uint32) *entryCache {
	size := len(c.places)
	for size < mostCached && size < int(slots) {
		size *= 2
	}
	if size == len(c.places) {
		return c
	}
	return newEntryCache(size)
}

// entry returns the entry of a slot. It is shared and must not be modified.
func (v *view) entry(index uint32) *Entry {
	var room []unpacked
	return v.entryIn(index, &room, 1)
}

// entryIn is entry for several entries with the same room: those that the cache does
// not have share one allocation, for as many as are wanted with the first of them.
func (v *view) entryIn(index uint32, room *[]unpacked, wanted int) *Entry {
	place := &v.cache.places[index&uint32(len(v.cache.places)-1)]
	if known := place.Load(); known != nil && known.slot == index {
		return &known.Entry
	}
	if len(*room) == 0 {
		*room = make([]unpacked, wanted)
	}
	fresh := &(*room)[0]
	*room = (*room)[1:]
	fresh.slot = index
	v.unpack(fresh)
	place.Store(fresh)
	return &fresh.Entry
}

func (b *body) unpack(u *unpacked) {
	s := b.slots.at(u.slot)
	unpack(b.record(s), b.facet(s), &u.Entry, u.part[:])
}
