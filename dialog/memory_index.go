package dialog

// hashIndex finds things by a hash of their name. It holds no names: whoever
// looks something up compares what is found with what he looks for. So it has no
// pointers for the garbage collector to follow.
type hashIndex struct {
	first map[uint64]uint32
	more  map[uint64][]uint32 // of the hashes that several things share
}

// find returns the thing with this hash that is the wanted one, or 0.
func (x *hashIndex) find(hash uint64, wanted func(thing uint32) bool) uint32 {
	thing, ok := x.first[hash]
	if !ok {
		return 0
	}
	if wanted(thing) {
		return thing
	}
	for _, thing := range x.more[hash] {
		if wanted(thing) {
			return thing
		}
	}
	return 0
}

func (x *hashIndex) add(hash uint64, thing uint32) {
	if x.first == nil {
		x.first = map[uint64]uint32{}
	}
	if _, taken := x.first[hash]; !taken {
		x.first[hash] = thing
		return
	}
	if x.more == nil {
		x.more = map[uint64][]uint32{}
	}
	x.more[hash] = append(x.more[hash], thing)
}

// replace puts another thing in the place of one that is there; 0 removes it.
func (x *hashIndex) replace(hash uint64, old, thing uint32) {
	rest := x.more[hash]
	if x.first[hash] == old {
		switch {
		case thing != 0:
			x.first[hash] = thing
			return
		case len(rest) == 0:
			delete(x.first, hash)
			return
		}
		x.first[hash], rest = rest[0], rest[1:]
	} else {
		for i := range rest {
			if rest[i] != old {
				continue
			}
			if thing != 0 {
				rest[i] = thing
				return
			}
			rest = append(rest[:i:i], rest[i+1:]...)
			break
		}
	}
	if len(rest) == 0 {
		delete(x.more, hash)
	} else {
		x.more[hash] = rest
	}
}
