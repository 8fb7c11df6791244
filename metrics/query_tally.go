package metrics

import "slices"

// A tally adds up sheets by bucket and group. It makes nothing per cell but a number.
type tally struct {
	query   Query
	metrics []planned
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

// planned is a metric and where its sums are in a group.
type planned struct {
	wanted
	top, over []placed
	spread    int
}

// A placed term is the place of a sum, to be added or taken away.
type placed struct {
	at    int
	minus bool
}

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
	t := &tally{query: q, cal: newCalendar(q), sieves: newSieves(q), groups: map[groupKey]int32{}}
	for _, d := range q.GroupBy {
		t.axes = append(t.axes, newAxis(d, q.Depth))
	}
	for _, w := range metrics {
		p := planned{wanted: w}
		if w.spread {
			c := t.column(w.top[0].m)
			if c.spread < 0 {
				c.spread = t.spreads
				t.spreads++
			}
			p.spread = c.spread
		} else {
			p.top, p.over = t.inputsOf(w.top), t.inputsOf(w.over)
		}
		t.metrics = append(t.metrics, p)
	}
	return t
}

func (t *tally) inputsOf(ts []term) []placed {
	list := make([]placed, len(ts))
	for i, x := range ts {
		list[i] = placed{t.input(x), x.minus}
	}
	return list
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
	t.places = slices.Grow(t.places[:0], s.size())[:s.size()]
	for i := range t.places {
		t.places[i] = unplaced
	}
	for i := range t.columns {
		c := &t.columns[i]
		if c.spread < 0 {
			s.counts(c.m, func(at int, n, total int64) { t.take(c, s, at, n, total) })
			continue
		}
		for at, sum := range s.Column(c.m) {
			if g := t.take(c, s, at, sum.N, sum.Total); g >= 0 {
				t.hists[int(g)*t.spreads+c.spread].Merge(sum.Spread, 1)
			}
		}
	}
}

// take adds the sum of a cell, and returns the cell's group.
func (t *tally) take(c *tallyColumn, s *Sheet, at int, n, total int64) (group int32) {
	group = t.places[at]
	if group == unplaced {
		group = t.place(s, at)
		t.places[at] = group
	}
	if group < 0 {
		return group
	}
	sums := t.sums[int(group)*t.inputs:][:t.inputs]
	for _, in := range c.inputs {
		switch {
		case len(in.steps) > 0 && !slices.Contains(in.steps, s.text(at, stepText)):
		case in.times:
			sums[in.at] += n
		default:
			sums[in.at] += total
		}
	}
	return group
}

// place numbers the group of a cell.
func (t *tally) place(s *Sheet, cell int) int32 {
	slot := s.slot(cell)
	if slot < t.cal.from || slot >= t.cal.to {
		return dropped
	}
	for _, sieve := range t.sieves {
		if !sieve.passes(sieve.axis.number(s, cell, t.cal)) {
			return dropped
		}
	}
	key := groupKey{uint32(t.cal.bucket(slot))}
	for i, a := range t.axes {
		key[i+1] = a.number(s, cell, t.cal)
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
	for i := range t.metrics {
		if p := &t.metrics[i]; p.wanted.spread {
			list[i] = p.ofSpread(&t.hists[group*t.spreads+p.spread])
		} else {
			list[i] = p.ofSums(t.total(group, p.top), t.total(group, p.over))
		}
	}
	return list
}

func (t *tally) total(group int, places []placed) (n int64) {
	for _, p := range places {
		if sum := t.sums[group*t.inputs+p.at]; p.minus {
			n -= sum
		} else {
			n += sum
		}
	}
	return n
}

// volume is what the first metric is of, and orders groups. It adds up.
func (t *tally) volume(group int) int64 {
	switch p := &t.metrics[0]; {
	case p.wanted.spread:
		return t.hists[group*t.spreads+p.spread].N()
	case p.kind == isSum:
		return t.total(group, p.top)
	default:
		return t.total(group, p.over)
	}
}
