package kb

import "sync/atomic"

// A chain is the wordings that share an identity or a phrase, or the slots of one
// entry, newest first, as one number: that of a wording or a slot, or with chained set
// the number of a ref that leads on. Most chains have one member, which takes no memory
// beside the number.
const chained = 1 << 31

// refs holds the links of chains. One writer at a time may add while any number of
// readers follow, without locks.
type refs struct {
	chunks atomic.Pointer[[]*[chunkSize]ref]
	n      uint32
}

type ref struct {
	first uint32 // wording or slot
	next  uint32 // chain
}

// link returns a chain with a wording or slot before those of another one.
func (r *refs) link(first, next uint32) uint32 {
	var chunks []*[chunkSize]ref
	if known := r.chunks.Load(); known != nil {
		chunks = *known
	}
	i := r.n
	if int(i/chunkSize) == len(chunks) {
		chunks = append(chunks, new([chunkSize]ref))
		r.chunks.Store(&chunks)
	}
	chunks[i/chunkSize][i%chunkSize] = ref{first, next}
	r.n++
	return chained | i
}

// follow returns the first member of a chain and the rest of it; more is false at
// the last one.
func (r *refs) follow(chain uint32) (first, rest uint32, more bool) {
	if chain&chained == 0 {
		return chain, 0, false
	}
	i := chain &^ chained
	at := (*r.chunks.Load())[i/chunkSize][i%chunkSize]
	return at.first, at.next, true
}
