package report

import (
	"fmt"
)

// table has the numbers of a chart: a row for each place, a column for each series.
func (w *words) table(c *Chart) Table {
	key := c.X
	if key == "" {
		key = w.Name
		if len(c.Times) > 0 {
			key = w.Date
		}
	}
	t := Table{Title: c.Title, Keys: []string{key}}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, Column{Title: s.Name, Unit: c.Unit})
	}
	for i := range c.places() {
		row := Row{Names: []string{w.place(c, i)}}
		for s := range c.Series {
			row.Cells = append(row.Cells, c.at(s, i))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// describe says what a chart shows to those who do not see it.
func (w *words) describe(c *Chart) string {
	if c.empty() {
		return w.NoData
	}
	s := c.Note
	if s != "" {
		s += " "
	}
	for i, row := range c.Series {
		if i == 8 {
			break // the table of the numbers has the rest
		}
		one := Chart{Unit: c.Unit, Times: c.Times, Labels: c.Labels, Series: c.Series[i : i+1]}
		low, high := -1, -1
		for k := range one.places() {
			v := one.at(0, k)
			if !v.Known {
				continue
			}
			if low < 0 || v.X < one.at(0, low).X {
				low = k
			}
			if high < 0 || v.X > one.at(0, high).X {
				high = k
			}
		}
		if low < 0 {
			continue
		}
		name := row.Name
		if name == "" {
			name = c.Title
		}
		s += fmt.Sprintf(w.RangeOf, name,
			w.value(c.Unit, one.at(0, low)), w.place(c, low),
			w.value(c.Unit, one.at(0, high)), w.place(c, high)) + " "
	}
	return s[:max(len(s)-1, 0)]
}
