package metrics

import (
	"slices"
	"strings"
)

// An axis gives the values of a dimension numbers. Cells have few values, so each is looked at once.
type axis struct {
	d     Dimension
	read  func(*Cell) string // nil for dimensions of time
	depth int                // of categories
	raw   map[string]uint32  // by the text of cells
	ids   map[string]uint32  // by value
	names []string
	// slot and id are the last ones of a dimension of time.
	slot int64
	id   uint32
}

func newAxis(d Dimension, depth int) *axis {
	a := &axis{d: d, read: d.reader(), ids: map[string]uint32{}, raw: map[string]uint32{}, slot: -1 << 62}
	if d == ByCategory {
		a.depth = depth
	}
	return a
}

// reader returns where the text of a dimension is in a cell; nil for dimensions of time.
func (d Dimension) reader() func(*Cell) string {
	switch d {
	case ByAgent:
		return func(c *Cell) string { return c.Agent }
	case ByQueue:
		return func(c *Cell) string { return c.Queue }
	case ByChannel:
		return func(c *Cell) string { return c.Channel }
	case ByCategory:
		return func(c *Cell) string { return c.Category }
	case ByTier:
		return func(c *Cell) string { return c.Tier }
	case ByLanguage:
		return func(c *Cell) string { return c.Language }
	case ByRegion:
		return func(c *Cell) string { return c.Region }
	case ByBase:
		return func(c *Cell) string { return c.Base }
	case ByFlow:
		return func(c *Cell) string { return c.Flow }
	case ByStep:
		return func(c *Cell) string { return c.Step }
	case ByReason:
		return func(c *Cell) string { return c.Reason }
	case ByHour, ByWeekday:
		return nil
	}
	return func(c *Cell) string { return c.Labels }
}

// of numbers the value of a cell.
func (a *axis) of(c *Cell, cal *calendar) uint32 {
	if a.read == nil {
		if c.Slot != a.slot {
			a.slot, a.id = c.Slot, a.intern(clockText(a.d, cal.clock(a.d, c.Slot)))
		}
		return a.id
	}
	text := a.read(c)
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

// A sieve keeps the cells that have one of the values in a dimension.
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

func (s *sieve) keeps(c *Cell, cal *calendar) bool {
	id := int(s.axis.of(c, cal))
	for len(s.keep) <= id {
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
