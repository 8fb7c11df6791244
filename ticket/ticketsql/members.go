package ticketsql

import (
	"encoding/binary"
	"errors"
	"iter"
	"math/bits"
	"slices"
)

// blockBits is how many bits of a serial say where in its block a ticket is: 4096 tickets
// are what fits a page of SQLite as a bitmap, with its key.
const (
	blockBits  = 12
	blockSize  = 1 << blockBits
	blockWords = blockSize / 64
)

// block is some of 4096 tickets with serials from at<<blockBits on.
type block struct {
	at   int64
	bits [blockWords]uint64
}

// blockOf returns the block of a serial, and where in it that is.
func blockOf(serial int64) (at int64, bit uint) {
	return serial >> blockBits, uint(serial & (blockSize - 1)) //nolint:gosec // below 4096
}

func (b *block) set(bit uint, on bool) {
	if on {
		b.bits[bit/64] |= 1 << (bit % 64)
	} else {
		b.bits[bit/64] &^= 1 << (bit % 64)
	}
}

func (b *block) count() (n int) {
	for _, w := range b.bits {
		n += bits.OnesCount64(w)
	}
	return n
}

// The first byte of a stored block says how the others are read: as numbers of tickets
// within the block, two bytes each, or as a bitmap.
const (
	asNumbers = 0
	asBitmap  = 1
)

// encode writes a block in the shorter of the two ways; nil for an empty one.
func (b *block) encode() []byte {
	n := b.count()
	if n == 0 {
		return nil
	}
	if n >= blockSize/16 {
		data := []byte{asBitmap}
		for _, w := range b.bits {
			data = binary.BigEndian.AppendUint64(data, w)
		}
		return data
	}
	data := append(make([]byte, 0, 1+2*n), asNumbers)
	for serial := range b.serials(false) {
		data = binary.BigEndian.AppendUint16(data, uint16(serial&(blockSize-1))) //nolint:gosec // below 4096
	}
	return data
}

var errMembers = errors.New("ticketsql: a stored set of tickets is damaged")

// decodeBlock is the reverse of encode.
func decodeBlock(at int64, data []byte) (*block, error) {
	b := &block{at: at}
	switch {
	case len(data) == 1+blockSize/8 && data[0] == asBitmap:
		for i := range b.bits {
			b.bits[i] = binary.BigEndian.Uint64(data[1+8*i:])
		}
		return b, nil
	case len(data)%2 == 1 && data[0] == asNumbers:
		for i := 1; i < len(data); i += 2 {
			bit := uint(binary.BigEndian.Uint16(data[i:]))
			if bit >= blockSize {
				return nil, errMembers
			}
			b.set(bit, true)
		}
		return b, nil
	}
	return nil, errMembers
}

// serials yields what is in a block, upwards or downwards.
func (b *block) serials(down bool) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for i := range b.bits {
			if down {
				i = blockWords - 1 - i
			}
			for w := b.bits[i]; w != 0; {
				bit := bits.TrailingZeros64(w)
				if down {
					bit = 63 - bits.LeadingZeros64(w)
				}
				w &^= 1 << bit
				if !yield(b.at<<blockBits + int64(i*64+bit)) {
					return
				}
			}
		}
	}
}

// members is a set of tickets: blocks that are not empty, in order. It never changes.
type members []*block

func (m members) count() (n int) {
	for _, b := range m {
		n += b.count()
	}
	return n
}

// and returns what is in both of two sets.
func (m members) and(o members) (both members) {
	for len(m) > 0 && len(o) > 0 {
		switch {
		case m[0].at < o[0].at:
			m = m[1:]
		case m[0].at > o[0].at:
			o = o[1:]
		default:
			b := &block{at: m[0].at}
			any := uint64(0)
			for i := range b.bits {
				b.bits[i] = m[0].bits[i] & o[0].bits[i]
				any |= b.bits[i]
			}
			if any != 0 {
				both = append(both, b)
			}
			m, o = m[1:], o[1:]
		}
	}
	return both
}

// or returns what is in either of two sets.
func (m members) or(o members) (either members) {
	for len(m) > 0 && len(o) > 0 {
		switch {
		case m[0].at < o[0].at:
			either, m = append(either, m[0]), m[1:]
		case m[0].at > o[0].at:
			either, o = append(either, o[0]), o[1:]
		default:
			b := &block{at: m[0].at}
			for i := range b.bits {
				b.bits[i] = m[0].bits[i] | o[0].bits[i]
			}
			either, m, o = append(either, b), m[1:], o[1:]
		}
	}
	return append(append(either, m...), o...)
}

// from yields the serials beyond one, upwards or downwards; nil: all of them.
func (m members) from(beyond *int64, down bool) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for i := range m {
			b := m[i]
			if down {
				b = m[len(m)-1-i]
			}
			if beyond != nil {
				if at, _ := blockOf(*beyond); down && b.at > at || !down && b.at < at {
					continue
				}
			}
			for serial := range b.serials(down) {
				if beyond != nil && (down && serial >= *beyond || !down && serial <= *beyond) {
					continue
				}
				if !yield(serial) {
					return
				}
			}
		}
	}
}

// bytes is a set as a byte for each serial from first on: 1 for what is in it.
func (m members) bytes() (first int64, set []byte) {
	if len(m) == 0 {
		return 0, nil
	}
	first = m[0].at << blockBits
	set = make([]byte, (m[len(m)-1].at+1)<<blockBits-first)
	for _, b := range m {
		for serial := range b.serials(false) {
			set[serial-first] = 1
		}
	}
	return first, set
}

// all are the serials of a set, upwards.
func (m members) all() []int64 { return slices.Collect(m.from(nil, false)) }
