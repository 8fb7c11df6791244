package kb

import (
	"encoding/binary"
	"unsafe"
)

// arena holds records of bytes that are written once. A record has an address
// of 32 bits, in units of four bytes; none has address 0. One writer at a time may
// add; a copy of the arena can be read beside the writer, as far as its records were
// there when it was copied. What is in the arena costs the garbage collector nothing to mark.
type arena struct {
	chunks [][]byte // by the upper part of the address; nil inside of a record larger than a chunk
	used   int      // of the last chunk
}

const (
	arenaUnit      = 4 // bytes
	arenaChunkBits = 14
	arenaChunk     = arenaUnit << arenaChunkBits // bytes
	arenaFirst     = 1 << 10                     // bytes of the first chunk; each has twice as many up to arenaChunk
)

// room returns the address of n fresh bytes.
func (a *arena) room(n int) uint32 {
	if len(a.chunks) == 0 || a.used+n > len(a.chunks[len(a.chunks)-1]) {
		size := max(min(arenaChunk, arenaFirst<<min(len(a.chunks), 16)), n)
		at := len(a.chunks)
		a.chunks = append(a.chunks, make([]byte, size))
		a.used = 0
		if at == 0 {
			a.used = arenaUnit // no record has address 0
			if n+arenaUnit > size {
				return a.room(n)
			}
		}
		for range (size - 1) / arenaChunk {
			a.chunks = append(a.chunks, nil)
		}
		if size > arenaChunk { // it has the chunk for itself
			a.used = size
			return uint32(at) << arenaChunkBits
		}
	}
	address := uint32(len(a.chunks)-1)<<arenaChunkBits | uint32(a.used/arenaUnit)
	a.used += (n + arenaUnit - 1) / arenaUnit * arenaUnit
	return address
}

// add appends a record.
func (a *arena) add(record []byte) uint32 {
	address := a.room(len(record))
	copy(a.bytes(address), record)
	return address
}

// bytes returns what is stored from an address on. They must not be modified.
func (a *arena) bytes(address uint32) []byte {
	return a.chunks[address>>arenaChunkBits][address%(1<<arenaChunkBits)*arenaUnit:]
}

// holds reports whether the address was there when the arena was copied.
func (a *arena) holds(address uint32) bool { return int(address>>arenaChunkBits) < len(a.chunks) }

// shared returns bytes of an arena as a string without copying them. That is
// sound because no record is ever written twice.
func shared(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// uvarint reads a number from the front of a record.
func uvarint(b []byte) (x uint32, rest []byte) {
	if b[0] < 0x80 {
		return uint32(b[0]), b[1:]
	}
	long, n := binary.Uvarint(b)
	return uint32(long), b[n:]
}
