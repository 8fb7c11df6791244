package metrics

// memoryTable finds numbers by hashes, without keys: whoever looks says whether a number with the same hash is
// the one. It is parts by the hash, so that no growth takes long.
type memoryTable [64]memorySlots

// memorySlots is open addressing: the hash is in the upper half of a slot, the number plus 1 in the lower one;
// 0 is free.
type memorySlots struct {
	slots []uint64
	used  int
}

func (t *memoryTable) part(hash uint32) *memorySlots { return &t[hash>>26] }

// find returns a number with this hash that is the one.
func (t *memoryTable) find(hash uint32, is func(n uint32) bool) (n uint32, ok bool) {
	slots := t.part(hash).slots
	if len(slots) == 0 {
		return 0, false
	}
	mask := uint32(len(slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		slot := slots[at]
		if slot == 0 {
			return 0, false
		}
		if uint32(slot>>32) == hash && is(uint32(slot)-1) {
			return uint32(slot) - 1, true
		}
	}
}

// add adds a number below 2^32-1.
func (t *memoryTable) add(hash, n uint32) {
	p := t.part(hash)
	if 4*(p.used+1) > 3*len(p.slots) {
		p.rebuild(max(16, 2*len(p.slots)), func(uint32) bool { return true })
	}
	p.put(uint64(hash)<<32 | uint64(n+1))
	p.used++
}

func (p *memorySlots) put(slot uint64) {
	mask := uint32(len(p.slots) - 1)
	at := uint32(slot>>32) & mask
	for p.slots[at] != 0 {
		at = (at + 1) & mask
	}
	p.slots[at] = slot
}

// rebuild keeps some numbers, in a given number of slots.
func (p *memorySlots) rebuild(size int, keep func(n uint32) bool) {
	was := p.slots
	p.slots, p.used = make([]uint64, size), 0
	for _, slot := range was {
		if slot != 0 && keep(uint32(slot)-1) {
			p.put(slot)
			p.used++
		}
	}
}

// retain keeps some numbers of one part.
func (p *memorySlots) retain(keep func(n uint32) bool) {
	kept := 0
	for _, slot := range p.slots {
		if slot != 0 && keep(uint32(slot)-1) {
			kept++
		}
	}
	if kept == p.used {
		return
	}
	size := 16
	for 4*kept > 3*size {
		size *= 2
	}
	p.rebuild(size, keep)
}
