package metrics

import (
	"cmp"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// ErrDamaged is what reading a packed event, episode or sheet returns that was not packed here.
var ErrDamaged = errors.New("metrics: damaged data")

const sheetFormat = 1

// MarshalBinary packs the sheet. Sheets of equal sums give equal bytes, however they came about.
func (s *Sheet) MarshalBinary() ([]byte, error) {
	used, columns := s.used()
	order := slices.SortedFunc(maps.Keys(used), func(a, b int32) int { return s.cells[a].compare(&s.cells[b]) })
	words := map[string]uint64{}
	data := []byte{sheetFormat}
	var body []byte
	last := int64(0)
	for i, cell := range order {
		used[cell] = int32(i)
		c := &s.cells[cell]
		body = binary.AppendVarint(body, c.Slot-last)
		last = c.Slot
		for _, text := range c.texts() {
			n, ok := words[*text]
			if !ok {
				n = uint64(len(words))
				words[*text] = n
			}
			body = binary.AppendUvarint(body, n)
		}
	}
	list := make([]string, len(words))
	for text, n := range words {
		list[n] = text
	}
	data = binary.AppendUvarint(data, uint64(len(list)))
	for _, text := range list {
		data = append(binary.AppendUvarint(data, uint64(len(text))), text...)
	}
	data = binary.AppendUvarint(data, uint64(len(order)))
	data = append(data, body...)
	data = binary.AppendUvarint(data, uint64(columns))
	for m, col := range s.columns {
		packed := col.pack(used)
		if len(packed) > 0 {
			data = append(data, byte(m))
			data = append(binary.AppendUvarint(data, uint64(len(packed))), packed...)
		}
	}
	return data, nil
}

// used returns the cells that have a sum, and how many measures have any.
func (s *Sheet) used() (cells map[int32]int32, columns int) {
	cells = make(map[int32]int32, len(s.cells))
	for m := range s.columns {
		some := 0
		for cell := range s.Column(Measure(m)) {
			cells[int32(cell)] = 0
			some = 1
		}
		columns += some
	}
	return cells, columns
}

// pack writes the sums of a column in the order of the new places of cells.
func (col *column) pack(places map[int32]int32) (data []byte) {
	if col == nil {
		return nil
	}
	order := make([]int32, 0, len(col.cells))
	for i := range col.cells {
		if !col.sums[i].empty() {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(places[col.cells[a]], places[col.cells[b]]) })
	last := int32(0)
	for _, i := range order {
		cell, sum := places[col.cells[i]], &col.sums[i]
		data = binary.AppendUvarint(data, uint64(cell-last))
		last = cell
		data = binary.AppendVarint(data, sum.N)
		data = binary.AppendVarint(data, sum.Total)
		if sum.Spread.N() == 0 && (sum.Spread == nil || len(sum.Spread.buckets) == 0) {
			data = append(data, 0)
			continue
		}
		data = binary.AppendUvarint(data, uint64(len(sum.Spread.buckets)))
		at := uint16(0)
		for _, b := range sum.Spread.buckets {
			data = binary.AppendUvarint(data, uint64(b.at-at))
			data = binary.AppendVarint(data, b.n)
			at = b.at
		}
	}
	return data
}

// UnmarshalBinary replaces the sheet by a packed one. Sums are unpacked when they are asked for; all
// of them are checked here. What is no packed sheet is [ErrDamaged].
func (s *Sheet) UnmarshalBinary(data []byte) error {
	r := reader{data: data}
	if r.byte() != sheetFormat {
		return ErrDamaged
	}
	words := make([]string, r.count(1))
	for i := range words {
		words[i] = string(r.bytes(r.count(1)))
	}
	cells := make([]Cell, r.count(13))
	last := int64(0)
	for i := range cells {
		c := &cells[i]
		last += r.varint()
		c.Slot = last
		for _, text := range c.texts() {
			n := r.uvarint()
			if n >= uint64(len(words)) {
				return ErrDamaged
			}
			*text = words[n]
		}
		if i > 0 && cells[i-1].compare(c) >= 0 {
			return ErrDamaged
		}
	}
	fresh := Sheet{cells: cells}
	before := -1
	for range r.count(3) {
		m := int(r.byte())
		packed := r.bytes(r.count(1))
		if r.failed || m <= before || len(packed) == 0 || !checkColumn(packed, len(cells)) {
			return ErrDamaged
		}
		before = m
		fresh.columns[m] = &column{packed: slices.Clone(packed)}
	}
	if r.failed || len(r.data) > 0 {
		return ErrDamaged
	}
	*s = fresh
	return nil
}

// checkColumn goes through a packed column as unpack does.
func checkColumn(packed []byte, cells int) bool {
	r := reader{data: packed}
	cell := uint64(0)
	for first := true; len(r.data) > 0; first = false {
		step := r.uvarint()
		cell += step
		if step > uint64(cells) || cell >= uint64(cells) || !first && step == 0 {
			return false
		}
		r.varint()
		r.varint()
		at := uint64(0)
		for i := range r.count(2) {
			step := r.uvarint()
			at += step
			if step > lastBucket || at > lastBucket || i > 0 && step == 0 || r.varint() == 0 {
				return false
			}
		}
		if r.failed {
			return false
		}
	}
	return true
}

// lastBucket is the bucket of the largest number: that of 2^63-1.
const lastBucket = 56*fine + 255

// unpack reads the packed sums; they were checked.
func (col *column) unpack(m Measure) {
	if col.packed == nil {
		return
	}
	r := reader{data: col.packed}
	cell := int32(0)
	for len(r.data) > 0 {
		cell += int32(r.uvarint())
		sum := Sum{N: r.varint(), Total: r.varint()}
		if n := r.count(2); n > 0 {
			sum.Spread = &Histogram{make([]bucket, n)}
			at := uint16(0)
			for i := range sum.Spread.buckets {
				at += uint16(r.uvarint())
				sum.Spread.buckets[i] = bucket{at, r.varint()}
			}
		}
		col.cells = append(col.cells, cell)
		col.sums = append(col.sums, sum)
	}
	col.packed = nil
}

// texts are the words of a cell, in the order of the packed form.
func (c *Cell) texts() [12]*string {
	return [...]*string{&c.Agent, &c.Queue, &c.Channel, &c.Category, &c.Tier, &c.Language, &c.Region, &c.Base, &c.Labels, &c.Flow, &c.Step, &c.Reason}
}

func (c *Cell) compare(o *Cell) int {
	if n := cmp.Compare(c.Slot, o.Slot); n != 0 {
		return n
	}
	theirs := o.texts()
	for i, text := range c.texts() {
		if n := cmp.Compare(*text, *theirs[i]); n != 0 {
			return n
		}
	}
	return 0
}

// reader reads packed data. After the first fault all it reads is zero.
type reader struct {
	data   []byte
	failed bool
}

func (r *reader) fail() { r.data, r.failed = nil, true }

func (r *reader) uvarint() uint64 {
	x, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.data = r.data[n:]
	return x
}

func (r *reader) varint() int64 {
	x, n := binary.Varint(r.data)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.data = r.data[n:]
	return x
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
	n := r.uvarint()
	if n > uint64(len(r.data)/size) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.data) {
		r.fail()
		return nil
	}
	b := r.data[:n:n]
	r.data = r.data[n:]
	return b
}
