package metrics

import (
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
)

// ErrDamaged is what reading a packed event, episode or sheet returns that was not packed here.
var ErrDamaged = errors.New("metrics: damaged data")

// A packed sheet is its format, the words that its cells have, the cells, the columns, and a checksum of four bytes.
const (
	sheetFormat = 2
	sheetSum    = 4
)

func sheetCheck(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

// MarshalBinary packs the sheet. Sheets of equal sums give equal bytes, however they came about.
func (s *Sheet) MarshalBinary() ([]byte, error) {
	places, columns := s.used()
	order := make([]int32, 0, len(s.Cells()))
	for cell, place := range places {
		if place >= 0 {
			order = append(order, int32(cell))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return s.cells[a].compare(&s.cells[b]) })
	words := map[string]uint64{}
	data := []byte{sheetFormat}
	var body []byte
	last := int64(0)
	for i, cell := range order {
		places[cell] = int32(i)
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
		packed := col.pack(places)
		if len(packed) > 0 {
			data = append(data, byte(m))
			data = append(binary.AppendUvarint(data, uint64(len(packed))), packed...)
		}
	}
	return binary.LittleEndian.AppendUint32(data, sheetCheck(data)), nil
}

// used returns 0 for cells that have a sum and -1 for others, and how many measures have any.
func (s *Sheet) used() (places []int32, columns int) {
	places = slices.Repeat([]int32{-1}, s.size())
	for m := range s.columns {
		some := 0
		for cell := range s.Column(Measure(m)) {
			places[cell] = 0
			some = 1
		}
		columns += some
	}
	return places, columns
}

// pack writes the sums of a column in the order of the new places of cells.
func (col *column) pack(places []int32) (data []byte) {
	if col == nil {
		return nil
	}
	order := make([]int32, 0, len(col.cells))
	for i := range col.cells {
		if !col.sums[i].empty() {
			order = append(order, int32(i))
		}
	}
	byPlace := func(a, b int32) int { return cmp.Compare(places[col.cells[a]], places[col.cells[b]]) }
	if !slices.IsSortedFunc(order, byPlace) {
		slices.SortFunc(order, byPlace)
	}
	last := int32(0)
	for _, i := range order {
		cell, sum := places[col.cells[i]], &col.sums[i]
		data = binary.AppendUvarint(data, uint64(cell-last))
		last = cell
		data = binary.AppendVarint(data, sum.N)
		data = binary.AppendVarint(data, sum.Total)
		if sum.Spread == nil {
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

// UnmarshalBinary replaces the sheet by a packed one; it keeps nothing of data. Sums are unpacked when they are asked
// for. What is no packed sheet, or was damaged, is [ErrDamaged].
func (s *Sheet) UnmarshalBinary(data []byte) error {
	n := len(data) - sheetSum
	if n < 1 || data[0] != sheetFormat || binary.LittleEndian.Uint32(data[n:]) != sheetCheck(data[:n]) {
		return ErrDamaged
	}
	r := reader{data: slices.Clone(data[1:n])}
	fresh := Sheet{coded: unpackCells(&r)}
	columns := make([]column, r.count(3))
	before := -1
	for i := range columns {
		m := int(r.byte())
		packed := r.bytes(r.count(1))
		if r.failed || m <= before || len(packed) == 0 {
			return ErrDamaged
		}
		before = m
		columns[i] = column{packed: packed, of: fresh.size()}
		fresh.columns[m] = &columns[i]
	}
	if r.failed || r.left() > 0 {
		return ErrDamaged
	}
	*s = fresh
	return nil
}

func unpackCells(r *reader) *codedCells {
	words := make([]string, r.count(1))
	all, ends := make([]byte, 0, 16*len(words)), make([]int, len(words))
	for i := range words {
		all = append(all, r.bytes(r.count(1))...)
		ends[i] = len(all)
	}
	text, from := string(all), 0
	for i, to := range ends {
		words[i], from = text[from:to], to
	}
	n := r.count(1 + cellTexts)
	cells := &codedCells{slots: make([]int64, n), words: words, texts: make([]uint32, n*cellTexts)}
	last := int64(0)
	for i := range cells.slots {
		last += r.varint()
		cells.slots[i] = last
		for j := range cells.texts[i*cellTexts:][:cellTexts] {
			n := r.uvarint()
			if n >= uint64(len(words)) {
				r.fail()
				return &codedCells{}
			}
			cells.texts[i*cellTexts+j] = uint32(n)
		}
	}
	return cells
}

// size goes through a packed column as unpack does, and tells how many sums and buckets it has.
func (col *column) size() (sums, buckets int, ok bool) {
	r := reader{data: col.packed}
	cell := uint64(0)
	for r.left() > 0 {
		step := r.uvarint()
		cell += step
		if step > uint64(col.of) || cell >= uint64(col.of) || sums > 0 && step == 0 {
			return 0, 0, false
		}
		r.varint()
		r.varint()
		sums++
		at := uint64(0)
		n := r.count(2)
		buckets += n
		for i := range n {
			step := r.uvarint()
			at += step
			if step > lastBucket || at > lastBucket || i > 0 && step == 0 || r.varint() == 0 {
				return 0, 0, false
			}
		}
	}
	return sums, buckets, !r.failed
}

// lastBucket is the bucket of the largest number: that of 2^63-1.
const lastBucket = 56*fine + 255

// unpack reads the packed sums. A column that only somebody who means harm can have written is empty.
func (col *column) unpack() {
	if col.packed == nil {
		return
	}
	r := reader{data: col.packed}
	col.packed = nil
	sums, buckets, ok := (&column{packed: r.data, of: col.of}).size()
	if !ok {
		return
	}
	col.cells, col.sums = make([]int32, 0, sums), make([]Sum, 0, sums)
	room, spreads := make([]bucket, buckets), make([]Histogram, min(sums, buckets))
	cell := int32(0)
	for r.left() > 0 {
		cell += int32(r.uvarint())
		sum := Sum{N: r.varint(), Total: r.varint()}
		if n := r.count(2); n > 0 {
			sum.Spread, spreads = &spreads[0], spreads[1:]
			sum.Spread.buckets, room = room[:n:n], room[n:]
			at := uint16(0)
			for i := range sum.Spread.buckets {
				at += uint16(r.uvarint())
				sum.Spread.buckets[i] = bucket{at, r.varint()}
			}
		}
		col.cells = append(col.cells, cell)
		col.sums = append(col.sums, sum)
	}
}

// texts are the words of a cell, in the order of the packed form.
func (c *Cell) texts() [cellTexts]*string {
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
