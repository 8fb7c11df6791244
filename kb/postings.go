package kb

import (
	"encoding/binary"
	"sync/atomic"
)

// postings is a list of growing numbers. One writer at a time may append while
// any number of readers iterate, without locks. The first number is held here,
// the others as differences in a chain of larger and larger chunks of an arena.
type postings struct {
	count atomic.Uint32
	first uint32
	head  uint32 // address of the first chunk
	// Only the writer uses the rest.
	last uint32 // number
	tail uint32 // address of the last chunk
	used uint16 // bytes of it
	size uint16 // of it, without the link at its end
}

const (
	firstPostings = 4   // bytes of the first chunk
	mostPostings  = 512 // bytes of a chunk at most
	linkSize      = 4
)

// append adds a number, which must be above the last one.
func (p *postings) append(a *arena, number uint32) {
	n := p.count.Load()
	if n == 0 {
		p.first = number
	} else {
		p.write(a, number-p.last)
	}
	p.last = number
	p.count.Store(n + 1) // what was written before is visible to whoever sees it
}

// write appends a difference. A chunk without room for it is left with a zero at
// its end, which no difference is.
func (p *postings) write(a *arena, difference uint32) {
	var encoded [binary.MaxVarintLen32]byte
	n := binary.PutUvarint(encoded[:], uint64(difference))
	for int(p.used)+n > int(p.size) {
		size := nextChunk(p.size)
		fresh := a.room(int(size) + linkSize)
		if p.size == 0 {
			p.head = fresh
		} else {
			binary.LittleEndian.PutUint32(a.bytes(p.tail)[p.size:], fresh)
		}
		p.tail, p.size, p.used = fresh, size, 0
	}
	copy(a.bytes(p.tail)[p.used:], encoded[:n])
	p.used += uint16(n)
}

// nextChunk returns the size of the chunk after one of a given size, 0 for none.
func nextChunk(size uint16) uint16 {
	if size == 0 {
		return firstPostings
	}
	return min(mostPostings, (size+size/2+3)&^3)
}

// read appends the numbers below end that were there when the arena was copied,
// at most so many.
func (p *postings) read(a *arena, end, most uint32, dst []uint32) []uint32 {
	count := min(p.count.Load(), most)
	if count == 0 || p.first >= end {
		return dst
	}
	number := p.first
	dst = append(dst, number)
	if count == 1 {
		return dst // the head may be about to be written
	}
	address := p.head
	var chunk []byte
	size, at := uint16(0), uint16(0)
	for count--; count > 0; count-- {
		for at >= size || chunk[at] == 0 {
			if size > 0 {
				address = binary.LittleEndian.Uint32(chunk[size:])
			}
			if !a.holds(address) {
				return dst // written after the copy was made
			}
			size = nextChunk(size)
			chunk, at = a.bytes(address), 0
		}
		x := uint32(chunk[at])
		at++
		if x >= 0x80 {
			x &= 0x7F
			for shift := 7; ; shift += 7 {
				b := chunk[at]
				at++
				x |= uint32(b&0x7F) << shift
				if b < 0x80 {
					break
				}
			}
		}
		if number += x; number >= end {
			break
		}
		dst = append(dst, number)
	}
	return dst
}
