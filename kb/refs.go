package kb

import "sync/atomic"

// A chain is the wordings that share an identity or a phrase, newest first, as one
// number: a wording, or with chained set the number of a ref that leads on. All
// entries of most chains have one wording, which takes no memory beside the number.
const chained = 1 << 31

// refs holds the links of chains. One writer at a time may add while any number of
// readers follow, without locks.
type refs struct {
	chunks atomic.Pointer[[]*[chunkSize]ref]
	n      uint32
}

type ref struct {
	line uint32
	next uint32 // chain
}

// link returns a chain with a wording before those of another one.
func (r *refs) link(line, next uint32) uint32 {
	var chunks []*[chunkSize]ref
	if known := r.chunks.Load(); known != nil {
		chunks = *known
	}
	i := r.n
	if int(i/chunkSize) == len(chunks) {
		chunks = append(chunks, new([chunkSize]ref))
		r.chunks.Store(&chunks)
	}
	chunks[i/chunkSize][i%chunkSize] = ref{line, next}
	r.n++
	return chained | i
}

// follow returns the first wording of a chain and the rest of it; more is false at
// the last one.
func (r *refs) follow(chain uint32) (line, rest uint32, more bool) {
	if chain&chained == 0 {
		return chain, 0, false
	}
	i := chain &^ chained
	at := (*r.chunks.Load())[i/chunkSize][i%chunkSize]
	return at.line, at.next, true
}
