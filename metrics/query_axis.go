package metrics

import (
	"slices"
	"strings"
)

// An axis gives the values of a dimension numbers. Cells have few values, so each is looked at once.
type axis struct {
	d     Dimension
	field int               // which word of cells it is; -1 for dimensions of time
	depth int               // of categories
	raw   map[string]uint32 // by the text of cells
	ids   map[string]uint32 // by value
	names []string
	// slot and id are the last ones of a dimension of time.
	slot int64
	id   uint32
	// coded has the numbers, plus 1, of the words of the coded cells from.
	coded []uint32
	from  *codedCells
}

func newAxis(d Dimension, depth int) *axis {
	a := &axis{d: d, field: d.field(), ids: map[string]uint32{}, raw: map[string]uint32{}, slot: -1 << 62}
	if d == ByCategory {
		a.depth = depth
	}
	return a
}

// field returns which word of a cell a dimension is, in the order of [Cell.texts]; -1 for dimensions of time.
func (d Dimension) field() int {
	switch d {
	case ByHour, ByWeekday:
		return -1
	}
	const labels = 8
	fields := [cellTexts]Dimension{ByAgent, ByQueue, ByChannel, ByCategory, ByTier, ByLanguage, ByRegion, ByBase, labels: "", ByFlow, ByStep, ByReason}
	if i := slices.Index(fields[:], d); i >= 0 {
		return i
	}
	return labels
}

// number numbers the value of a cell of a sheet.
func (a *axis) number(s *Sheet, cell int, cal *calendar) uint32 {
	if a.field < 0 {
		return a.ofSlot(s.slot(cell), cal)
	}
	p := s.coded
	if p == nil {
		return a.ofText(s.text(cell, a.field))
	}
	if a.from != p {
		a.from, a.coded = p, slices.Grow(a.coded[:0], len(p.words))[:len(p.words)]
		clear(a.coded)
	}
	word := p.texts[cell*cellTexts+a.field]
	if a.coded[word] == 0 {
		a.coded[word] = a.ofText(p.words[word]) + 1
	}
	return a.coded[word] - 1
}

// of numbers the value of a cell that is in no sheet.
func (a *axis) of(c *Cell, cal *calendar) uint32 {
	if a.field < 0 {
		return a.ofSlot(c.Slot, cal)
	}
	return a.ofText(*c.texts()[a.field])
}

func (a *axis) ofSlot(slot int64, cal *calendar) uint32 {
	if slot != a.slot {
		a.slot, a.id = slot, a.intern(clockText(a.d, cal.clock(a.d, slot)))
	}
	return a.id
}

func (a *axis) ofText(text string) uint32 {
	id, ok := a.raw[text]
	if !ok {
		id = a.intern(a.value(text))
		a.raw[text] = id
	}
	return id
}

// value makes a value of the text of a cell.
func (a *axis) value(text string) string {
	if name, ok := strings.CutPrefix(string(a.d), labelPrefix); ok {
		return labelValue(text, name)
	}
	if a.depth > 0 {
		at := 0
		for range a.depth {
			n := strings.IndexByte(text[at:], '/')
			if n < 0 {
				return text
			}
			at += n + 1
		}
		return text[:at-1]
	}
	return text
}

// labelValue finds a label in the text of a cell; "" where it has none.
func labelValue(text, name string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if value, ok := strings.CutPrefix(line, name+"="); ok {
			return value
		}
	}
	return ""
}

func (a *axis) intern(value string) uint32 {
	id, ok := a.ids[value]
	if !ok {
		id = uint32(len(a.names))
		a.ids[value] = id
		a.names = append(a.names, value)
	}
	return id
}

// A sieve keeps the cells that have one of the values in a dimension, by the numbers of these.
type sieve struct {
	axis   *axis
	values []string
	keep   []bool // by number of the axis
}

// newSieves makes the sieves of a Where. A query that was checked has values in each dimension.
func newSieves(q Query) (list []*sieve) {
	for _, d := range q.filtered() {
		list = append(list, &sieve{axis: newAxis(d, 0), values: q.Where[d]})
	}
	return list
}

func (s *sieve) keeps(c *Cell, cal *calendar) bool { return s.passes(s.axis.of(c, cal)) }

func (s *sieve) passes(id uint32) bool {
	for len(s.keep) <= int(id) {
		s.keep = append(s.keep, s.matches(s.axis.names[len(s.keep)]))
	}
	return s.keep[id]
}

func (s *sieve) matches(value string) bool {
	if slices.Contains(s.values, value) {
		return true
	}
	return s.axis.d == ByCategory && slices.ContainsFunc(s.values, func(v string) bool { return v != "" && strings.HasPrefix(value, v+"/") })
}
