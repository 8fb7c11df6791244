package kb

import (
	"encoding/binary"
	"math"
	"slices"
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
	// Chunks from this size on hold differences of one width, which their first
	// byte tells: reading them mispredicts no branch. Zero is followed by a larger
	// difference of four bytes. Smaller chunks hold varints.
	widePostings = 48
	escaped      = 4
)

// append adds a number, which must be above the last one.
func (p *postings) append(a *arena, number uint32) {
	n := p.count.Load()
	if n == 0 {
		p.first = number
	} else {
		p.write(a, n, number-p.last)
	}
	p.last = number
	p.count.Store(n + 1) // what was written before is visible to whoever sees it
}

// write appends a difference to a list of n numbers. What is left of a chunk
// without room for it stays zero, which no difference is.
func (p *postings) write(a *arena, n, difference uint32) {
	var room [binary.MaxVarintLen32 + 1]byte
	for {
		var encoded []byte
		if p.size >= widePostings {
			encoded = appendFixed(room[:0], a.bytes(p.tail)[0], difference)
		} else {
			encoded = binary.AppendUvarint(room[:0], uint64(difference))
		}
		if int(p.used)+len(encoded) <= int(p.size) {
			copy(a.bytes(p.tail)[p.used:], encoded)
			p.used += uint16(len(encoded))
			return
		}
		size := nextChunk(p.size)
		fresh := a.room(int(size) + linkSize)
		if p.size == 0 {
			p.head = fresh
		} else {
			binary.LittleEndian.PutUint32(a.bytes(p.tail)[p.size:], fresh)
		}
		p.tail, p.size, p.used = fresh, size, 0
		if size >= widePostings {
			width := byte(1)
			if (p.last-p.first)/n > 80 { // the mean difference; few are above three times that
				width = 2
			}
			a.bytes(fresh)[0], p.used = width, 1
		}
	}
}

func appendFixed(b []byte, width byte, difference uint32) []byte {
	switch {
	case width == 1 && difference <= math.MaxUint8:
		return append(b, byte(difference))
	case width == 2 && difference <= math.MaxUint16:
		return binary.LittleEndian.AppendUint16(b, uint16(difference))
	}
	return binary.LittleEndian.AppendUint32(append(b, make([]byte, width)...), difference)
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
	from := len(dst)
	dst = append(dst, p.first)
	if count == 1 {
		return dst // the head may be about to be written
	}
	dst = slices.Grow(dst, int(count))
	all := dst[:from+int(count)]
	number, at := p.first, from+1
	address, size := p.head, nextChunk(0)
	for a.holds(address) { // else the rest was written after the copy was made
		chunk := a.bytes(address)[:size+linkSize]
		if size < widePostings {
			at, number = readVarints(all, at, number, chunk[:size])
		} else if chunk[0] == 1 {
			at, number = readBytes(all, at, number, chunk[1:size])
		} else {
			at, number = readPairs(all, at, number, chunk[1:size])
		}
		if at == len(all) || number >= end {
			break
		}
		address, size = binary.LittleEndian.Uint32(chunk[size:]), nextChunk(size)
	}
	for at > from && all[at-1] >= end {
		at--
	}
	return all[:at]
}

func readVarints(all []uint32, at int, number uint32, chunk []byte) (int, uint32) {
	for i := 0; at < len(all) && i < len(chunk) && chunk[i] != 0; at++ {
		x := uint32(chunk[i] & 0x7F)
		for shift := 7; chunk[i] >= 0x80; shift += 7 {
			i++
			x |= uint32(chunk[i]&0x7F) << shift
		}
		i++
		number += x
		all[at] = number
	}
	return at, number
}

func readBytes(all []uint32, at int, number uint32, chunk []byte) (int, uint32) {
	for i := 0; at < len(all) && i < len(chunk); at++ {
		x := uint32(chunk[i])
		i++
		if x == 0 {
			if i+escaped > len(chunk) {
				break
			}
			if x = binary.LittleEndian.Uint32(chunk[i:]); x == 0 {
				break
			}
			i += escaped
		}
		number += x
		all[at] = number
	}
	return at, number
}

func readPairs(all []uint32, at int, number uint32, chunk []byte) (int, uint32) {
	for i := 0; at < len(all) && i+2 <= len(chunk); at++ {
		x := uint32(binary.LittleEndian.Uint16(chunk[i:]))
		i += 2
		if x == 0 {
			if i+escaped > len(chunk) {
				break
			}
			if x = binary.LittleEndian.Uint32(chunk[i:]); x == 0 {
				break
			}
			i += escaped
		}
		number += x
		all[at] = number
	}
	return at, number
}
