package kb

import "sync/atomic"

// postings is a list of growing numbers. One writer at a time may append while
// any number of readers iterate, without locks: elements below the published
// length never change.
type postings struct {
	length atomic.Uint32
	data   atomic.Pointer[[]uint32]
}

// all returns the numbers appended so far. They must not be modified.
func (p *postings) all() []uint32 {
	n := p.length.Load() // first: the array read after it holds at least n
	if n == 0 {
		return nil
	}
	return (*p.data.Load())[:n]
}

// append adds a number, which must be above the last one.
func (p *postings) append(id uint32) {
	n := int(p.length.Load())
	var data []uint32
	if n > 0 {
		data = *p.data.Load()
	}
	if n == len(data) {
		larger := make([]uint32, max(2, n+n/2+1))
		copy(larger, data)
		data = larger
		p.data.Store(&data)
	}
	data[n] = id
	p.length.Store(uint32(n + 1))
}
