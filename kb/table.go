package kb

import (
	"sync/atomic"
)

// table maps hashes to numbers below 2^32-1. It only grows. One writer at a time may
// add while any number of readers look up, without locks: a cell goes from zero
// to its content by one store, and a larger segment replaces a smaller one by one
// store. Keys are not kept: whoever looks up compares what the numbers stand for.
//
// The upper bits of a hash choose one of the segments, so that growing moves a
// small part of the table at a time.
type table struct {
	segments [tableSegments]atomic.Pointer[segment]
}

const (
	tableSegmentBits = 6
	tableSegments    = 1 << tableSegmentBits
	firstCells       = 4
)

// segment has cells of a tag, 32 bits of the hash, above a number and one. The
// place of a cell follows from its tag, so that a segment grows without the keys.
type segment struct {
	cells []atomic.Uint64
	used  int
}

func tagOf(hash uint64) uint32 { return uint32(hash >> (64 - tableSegmentBits - 32)) }

func (s *segment) home(tag uint32) int {
	return int(uint64(tag) * uint64(len(s.cells)) >> 32)
}

// probe walks over the numbers stored under a hash.
type probe struct {
	segment *segment
	tag     uint32
	at      int
}

// find starts a walk. Call next until it returns false.
func (t *table) find(hash uint64) probe {
	p := probe{segment: t.segments[hash>>(64-tableSegmentBits)].Load(), tag: tagOf(hash)}
	if p.segment != nil {
		p.at = p.segment.home(p.tag) - 1
	}
	return p
}

// next returns the next number whose hash has the same tag.
func (p *probe) next() (number uint32, ok bool) {
	if p.segment == nil {
		return 0, false
	}
	cells := p.segment.cells
	for {
		p.at++
		if p.at == len(cells) {
			p.at = 0
		}
		cell := cells[p.at].Load()
		if cell == 0 {
			return 0, false
		}
		if uint32(cell>>32) == p.tag {
			return uint32(cell) - 1, true
		}
	}
}

// replace puts another number into the cell that next has returned. Only the
// writer may call it.
func (p *probe) replace(number uint32) {
	p.segment.cells[p.at].Store(uint64(p.tag)<<32 | uint64(number+1))
}

// add stores a number. Only the writer may call it.
func (t *table) add(hash uint64, number uint32) {
	at := &t.segments[hash>>(64-tableSegmentBits)]
	s := at.Load()
	if s == nil || 4*(s.used+1) > 3*len(s.cells) {
		s = s.grown()
		at.Store(s)
	}
	tag := tagOf(hash)
	s.place(uint64(tag)<<32 | uint64(number+1))
}

// grown returns a larger segment with the same content.
func (s *segment) grown() *segment {
	if s == nil {
		return &segment{cells: make([]atomic.Uint64, firstCells)}
	}
	larger := &segment{cells: make([]atomic.Uint64, len(s.cells)+len(s.cells)/4+1)}
	for i := range s.cells {
		if cell := s.cells[i].Load(); cell != 0 {
			larger.place(cell)
		}
	}
	return larger
}

func (s *segment) place(cell uint64) {
	i := s.home(uint32(cell >> 32))
	for s.cells[i].Load() != 0 {
		if i++; i == len(s.cells) {
			i = 0
		}
	}
	s.cells[i].Store(cell)
	s.used++
}
