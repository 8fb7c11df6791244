package kb

// bitset holds the lower bits of numbers: what it has not is not among them.
type bitset [64]uint64

func (b *bitset) clear() { *b = bitset{} }

func (b *bitset) add(x uint32) { b[x/64%64] |= 1 << (x % 64) }

func (b *bitset) has(x uint32) bool { return b[x/64%64]&(1<<(x%64)) != 0 }

// places maps numbers to small indexes, for the time of one query. It stays in
// the nearest cache however large the index is, and clearing it costs nothing.
type places struct {
	cells []place
	round uint32
	used  int
}

type place struct{ round, number, index uint32 }

// clear forgets everything.
func (p *places) clear() {
	if p.round++; p.round == 0 || p.cells == nil {
		p.cells, p.round = make([]place, 256), 1
	}
	p.used = 0
}

// at returns where a number is or would be.
func (p *places) at(number uint32) *place {
	mask := uint32(len(p.cells) - 1)
	for i := (number * 0x9E3779B1) >> 7 & mask; ; i = (i + 1) & mask {
		if c := &p.cells[i]; c.round != p.round || c.number == number {
			return c
		}
	}
}

// get returns the index of a number.
func (p *places) get(number uint32) (index uint32, ok bool) {
	c := p.at(number)
	return c.index, c.round == p.round
}

// set gives a number its index.
func (p *places) set(number, index uint32) {
	c := p.at(number)
	if c.round != p.round {
		if 2*p.used >= len(p.cells) {
			p.grow()
			c = p.at(number)
		}
		p.used++
	}
	*c = place{p.round, number, index}
}

func (p *places) grow() {
	old := p.cells
	p.cells = make([]place, 2*len(old))
	for _, c := range old {
		if c.round == p.round {
			*p.at(c.number) = c
		}
	}
}
