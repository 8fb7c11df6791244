package report

import (
	"math"
	"slices"
)

// What a host puts into a report, or a source answers, may be a share of nothing that was computed as such: NaN, or infinite. It
// has no value, in whichever form it is written.

// sound is the number, or none where it is none.
func (n Number) sound() Number {
	if math.IsNaN(n.X) || math.IsInf(n.X, 0) {
		return Number{Of: n.Of}
	}
	return n
}

func soundNumbers(list []Number) []Number {
	list = slices.Clone(list)
	for i := range list {
		list[i] = list[i].sound()
	}
	return list
}

func (c Chart) sound() Chart {
	c.Line = c.Line.sound()
	c.Series = slices.Clone(c.Series)
	for i := range c.Series {
		c.Series[i].Values = soundNumbers(c.Series[i].Values)
	}
	return c
}

func (t Table) sound() Table {
	t.Rows = slices.Clone(t.Rows)
	for i := range t.Rows {
		t.Rows[i].Cells = soundNumbers(t.Rows[i].Cells)
	}
	return t
}

func (f Figure) sound() Figure {
	f.Now, f.Before, f.Delta, f.Target = f.Now.sound(), f.Before.sound(), f.Delta.sound(), f.Target.sound()
	return f
}

// sound is a copy of the report that is fit to be written.
func (r *Report) sound() *Report {
	out := *r
	out.Findings, out.Sections = slices.Clone(r.Findings), slices.Clone(r.Sections)
	for i := range out.Findings {
		if f := &out.Findings[i]; math.IsNaN(f.Strength) || math.IsInf(f.Strength, 0) {
			f.Strength = 0
		}
	}
	for i := range out.Sections {
		s := &out.Sections[i]
		s.Figures, s.Charts, s.Tables = slices.Clone(s.Figures), slices.Clone(s.Charts), slices.Clone(s.Tables)
		for k := range s.Figures {
			s.Figures[k] = s.Figures[k].sound()
		}
		for k := range s.Charts {
			s.Charts[k] = s.Charts[k].sound()
		}
		for k := range s.Tables {
			s.Tables[k] = s.Tables[k].sound()
		}
	}
	return &out
}
