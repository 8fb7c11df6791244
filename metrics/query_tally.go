package metrics

import "slices"

// A tally adds up sheets by bucket and group. It makes nothing per cell but a number.
type tally struct {
	query   Query
	metrics []wanted
	cal     *calendar
	axes    []*axis
	sieves  []*sieve

	columns []tallyColumn
	inputs  int // sums of a group
	spreads int // histograms of a group

	groups map[groupKey]int32
	keys   []groupKey
	sums   []int64     // inputs for each group
	hists  []Histogram // spreads for each group
	places []int32     // groups of the cells of a sheet
	full   bool        // there were more groups than a table can have
}

// A groupKey is a bucket and the numbers of values.
type groupKey [1 + mostGroups]uint32

// A tallyColumn is what is taken from the sums of one measure.
type tallyColumn struct {
	m      Measure
	inputs []tallyInput
	spread int // the place of its histogram, or -1
}

type tallyInput struct {
	at    int // the place of the sum
	times bool
	steps []string
}

const (
	unplaced = -1 // the cell was not looked at
	dropped  = -2 // a sieve drops it
)

func newTally(q Query, metrics []wanted) *tally {
	t := &tally{query: q, metrics: metrics, cal: newCalendar(q), sieves: newSieves(q), groups: map[groupKey]int32{}}
	for _, d := range q.GroupBy {
		t.axes = append(t.axes, newAxis(d, q.Depth))
	}
	for _, w := range metrics {
		if w.spread {
			if c := t.column(w.top[0].m); c.spread < 0 {
				c.spread = t.spreads
				t.spreads++
			}
			continue
		}
		for _, ts := range [][]term{w.top, w.over} {
			for _, x := range ts {
				t.input(x)
			}
		}
	}
	return t
}

// column finds the column of a measure, or makes it.
func (t *tally) column(m Measure) *tallyColumn {
	i := slices.IndexFunc(t.columns, func(c tallyColumn) bool { return c.m == m })
	if i < 0 {
		i = len(t.columns)
		t.columns = append(t.columns, tallyColumn{m: m, spread: -1})
	}
	return &t.columns[i]
}

// input finds the place of a term's sum, or makes it.
func (t *tally) input(x term) int {
	c := t.column(x.m)
	i := slices.IndexFunc(c.inputs, func(in tallyInput) bool { return in.times == x.times && slices.Equal(in.steps, x.steps) })
	if i < 0 {
		i = len(c.inputs)
		c.inputs = append(c.inputs, tallyInput{at: t.inputs, times: x.times, steps: x.steps})
		t.inputs++
	}
	return c.inputs[i].at
}

// add adds a sheet.
func (t *tally) add(s *Sheet) {
	cells := s.Cells()
	t.places = slices.Grow(t.places[:0], len(cells))[:len(cells)]
	for i := range t.places {
		t.places[i] = unplaced
	}
	for i := range t.columns {
		c := &t.columns[i]
		for at, sum := range s.Column(c.m) {
			g := t.places[at]
			if g == unplaced {
				g = t.place(&cells[at])
				t.places[at] = g
			}
			if g >= 0 {
				t.take(c, int(g), &cells[at], sum)
			}
		}
	}
}

func (t *tally) take(c *tallyColumn, group int, cell *Cell, sum *Sum) {
	sums := t.sums[group*t.inputs : (group+1)*t.inputs]
	for _, in := range c.inputs {
		switch {
		case len(in.steps) > 0 && !slices.Contains(in.steps, cell.Step):
		case in.times:
			sums[in.at] += sum.N
		default:
			sums[in.at] += sum.Total
		}
	}
	if c.spread >= 0 {
		t.hists[group*t.spreads+c.spread].Merge(sum.Spread, 1)
	}
}

// place numbers the group of a cell.
func (t *tally) place(c *Cell) int32 {
	if c.Slot < t.cal.from || c.Slot >= t.cal.to {
		return dropped
	}
	for _, s := range t.sieves {
		if !s.keeps(c, t.cal) {
			return dropped
		}
	}
	key := groupKey{uint32(t.cal.bucket(c.Slot))}
	for i, a := range t.axes {
		key[i+1] = a.of(c, t.cal)
	}
	return t.group(key)
}

func (t *tally) group(key groupKey) int32 {
	g, ok := t.groups[key]
	if ok {
		return g
	}
	if len(t.keys) == mostRows {
		t.full = true
		return dropped
	}
	g = int32(len(t.keys))
	t.groups[key] = g
	t.keys = append(t.keys, key)
	t.sums = append(t.sums, make([]int64, t.inputs)...)
	t.hists = append(t.hists, make([]Histogram, t.spreads)...)
	return g
}

// values are the metrics of a group.
func (t *tally) values(group int) []Value {
	list := make([]Value, len(t.metrics))
	for i, w := range t.metrics {
		list[i] = w.value(t.total(group, w.top), t.total(group, w.over), t.spread(group, w))
	}
	return list
}

func (t *tally) total(group int, ts []term) (n int64) {
	for _, x := range ts {
		if sum := t.sums[group*t.inputs+t.input(x)]; x.minus {
			n -= sum
		} else {
			n += sum
		}
	}
	return n
}

func (t *tally) spread(group int, w wanted) *Histogram {
	if !w.spread {
		return nil
	}
	return &t.hists[group*t.spreads+t.column(w.top[0].m).spread]
}

// volume is what the first metric is of, and orders groups. It adds up.
func (t *tally) volume(group int) int64 {
	switch w := t.metrics[0]; {
	case w.spread:
		return t.spread(group, w).N()
	case w.kind == isSum:
		return t.total(group, w.top)
	default:
		return t.total(group, w.over)
	}
}
