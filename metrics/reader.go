package metrics

import "encoding/binary"

// reader reads packed data. After the first fault all it reads is zero.
type reader struct {
	data   []byte
	at     int // how much of it was read
	failed bool
}

// left is how many bytes there are to read.
func (r *reader) left() int { return len(r.data) - r.at }

func (r *reader) fail() { r.at, r.failed = len(r.data), true }

func (r *reader) uvarint() uint64 {
	if at := r.at; at < len(r.data) && r.data[at] < 0x80 { // most numbers are small
		r.at = at + 1
		return uint64(r.data[at])
	}
	return r.long()
}

func (r *reader) long() uint64 {
	x, n := binary.Uvarint(r.data[r.at:])
	if n <= 0 {
		r.fail()
		return 0
	}
	r.at += n
	return x
}

func (r *reader) varint() int64 {
	x := r.uvarint()
	return int64(x>>1) ^ -int64(x&1)
}

func (r *reader) byte() byte {
	b := r.bytes(1)
	if r.failed {
		return 0
	}
	return b[0]
}

// count reads a number of things of at least size bytes each, so that it can be trusted for an allocation.
func (r *reader) count(size int) int {
	n, left := r.uvarint(), uint64(r.left())
	if n > left || n*uint64(size) > left {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) bytes(n int) []byte {
	if n > r.left() {
		r.fail()
		return nil
	}
	r.at += n
	return r.data[r.at-n : r.at : r.at]
}

// skip passes over numbers.
func (r *reader) skip(numbers int) {
	for ; numbers > 0 && r.at < len(r.data); r.at++ {
		if r.data[r.at] < 0x80 {
			numbers--
		}
	}
}
