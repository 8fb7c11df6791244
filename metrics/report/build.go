package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/kefu-go/kefu/metrics"
)

// builder makes one report. Its methods do nothing once one has failed; err is why.
type builder struct {
	ctx      context.Context
	src      Source
	opts     Options
	words    *words
	r        *Report
	former   Range // the time before, whole
	err      error
	mentions []metrics.Metric     // all that the report has numbers of, in their order
	defined  []metrics.Definition // of what is no metric
}

// query asks for metrics of a range, under the options of the report.
func (b *builder) query(r Range, ms ...metrics.Metric) metrics.Query {
	return metrics.Query{
		Metrics: ms, From: r.From, To: r.To, Where: b.opts.Where,
		Zone: b.opts.Zone, Depth: b.opts.Depth, Limit: b.opts.Rows,
	}
}

// ask answers a query. Metrics that do not know one of its dimensions are not asked for, and have no values.
func (b *builder) ask(q metrics.Query) *metrics.Table {
	if b.err != nil {
		return &metrics.Table{Query: q}
	}
	var dims []metrics.Dimension
	dims = append(dims, q.GroupBy...)
	for d := range q.Where {
		dims = append(dims, d)
	}
	all, places := q.Metrics, []int(nil)
	q.Metrics = nil
	for i, m := range all {
		if knows(m, dims) {
			q.Metrics, places = append(q.Metrics, m), append(places, i)
		}
	}
	table := &metrics.Table{Query: q}
	if len(q.Metrics) > 0 {
		t, err := b.src.Query(b.ctx, q)
		if err != nil {
			b.err = fmt.Errorf("report: %w", err)
			return table
		}
		if t != nil {
			table = t
		}
	}
	if t := table.Through; !t.IsZero() && (b.r.Through.IsZero() || t.Before(b.r.Through)) {
		b.r.Through = t.In(b.opts.Zone)
	}
	if len(places) == len(all) {
		return table
	}
	out := &metrics.Table{Query: table.Query, Through: table.Through, Rows: slices.Clone(table.Rows)}
	for k := range out.Rows {
		values := make([]metrics.Value, len(all))
		for i, p := range places {
			if i < len(table.Rows[k].Values) {
				values[p] = table.Rows[k].Values[i]
			}
		}
		out.Rows[k].Values = values
	}
	return out
}

// knows says whether a metric can be told apart by dimensions.
func knows(m metrics.Metric, dims []metrics.Dimension) bool {
	d, ok := metrics.Describe(m, "en")
	if !ok {
		return false
	}
	for _, dim := range dims {
		if strings.HasPrefix(string(dim), "label:") {
			dim = metrics.ByLabel("*")
		}
		if !slices.Contains(d.By, dim) {
			return false
		}
	}
	return true
}

// define describes a metric in the language of the report, and notes that the report has it.
func (b *builder) define(m metrics.Metric) metrics.Definition {
	d, ok := metrics.Describe(m, b.opts.Locale)
	if !ok {
		d = metrics.Definition{Metric: m, Title: string(m)}
	}
	if base, percent, ok := strings.Cut(string(m), ".p"); ok {
		whole, _ := metrics.Describe(metrics.Metric(base), b.opts.Locale)
		if d.Title = fmt.Sprintf(b.words.PercentileOf, whole.Title, percent); percent == "50" {
			d.Title = fmt.Sprintf(b.words.MedianOf, whole.Title)
		}
	}
	if !slices.Contains(b.mentions, m) {
		b.mentions = append(b.mentions, m)
	}
	return d
}

// get takes a value of a row. Where it is not of cases, but of seconds, it is of nothing.
func get(q metrics.Query, row *metrics.Row, i int) Number {
	if row == nil || i >= len(row.Values) {
		return none
	}
	n := number(row.Values[i])
	if i < len(q.Metrics) && (q.Metrics[i] == metrics.Occupancy || q.Metrics[i] == metrics.OnlineTime) {
		n.Of = 0
	}
	return n
}

// figures are metrics of the whole range, compared with the one before.
func (b *builder) figures(ms ...metrics.Metric) []Figure {
	qn, qb := b.query(b.r.Range, ms...), b.query(b.r.Before, ms...)
	now, before := b.ask(qn), b.ask(qb)
	errors := b.timeErrors(ms, first(now), first(before))
	figures := make([]Figure, 0, len(ms))
	for i, m := range ms {
		d := b.define(m)
		f := Figure{Metric: m, Title: d.Title, Unit: d.Unit, Better: d.Better, Now: get(qn, first(now), i), Before: get(qb, first(before), i)}
		e, ok := errors[m]
		if !ok {
			e = standardError(f.Unit, f.Now, f.Before)
		}
		var strength float64
		f.Delta, f.Verdict, strength = judgeBy(e, f.Unit, f.Better, f.Now, f.Before, sure)
		if x, ok := b.opts.Targets[m]; ok {
			f.Target = Some(x, 0)
			f.Met = f.Now.Known && (f.Now.X-x)*float64(f.Better) >= 0
			b.goal(&f)
		}
		b.changed(&f, strength)
		figures = append(figures, f)
	}
	return figures
}

func first(t *metrics.Table) *metrics.Row {
	if len(t.Rows) == 0 {
		return nil
	}
	return &t.Rows[0]
}

// find adds a finding.
func (b *builder) find(m metrics.Metric, v Verdict, strength float64, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !slices.ContainsFunc(b.r.Findings, func(f Finding) bool { return f.Text == text }) {
		b.r.Findings = append(b.r.Findings, Finding{Text: text, Metric: m, Verdict: v, Strength: strength})
	}
}

// changed says what a figure did.
func (b *builder) changed(f *Figure, strength float64) {
	if f.Verdict != Better && f.Verdict != Worse && f.Verdict != Changed {
		return
	}
	w := b.words
	format := w.Rose
	if f.Now.X < f.Before.X {
		format = w.Fell
	}
	b.find(f.Metric, f.Verdict, strength, format, f.Title, b.amount(f.Unit, f.Before), b.amount(f.Unit, f.Now), w.delta(f.Unit, f.Delta))
}

// goal says that a target was missed, where there are enough cases to say so.
func (b *builder) goal(f *Figure) {
	if !f.Met && f.Now.Known && (f.Unit == metrics.Count || f.Now.Of >= Few || f.Now.Of == 0) {
		b.find(f.Metric, Worse, sure, b.words.BelowGoal, f.Title, b.amount(f.Unit, f.Now), b.words.value(f.Unit, f.Target))
	}
}

// amount writes a number with how many cases it is of.
func (b *builder) amount(u metrics.Unit, n Number) string {
	s := b.words.value(u, n)
	if n.Known && u != metrics.Count && n.Of > 0 {
		s += b.words.Open + fmt.Sprintf(b.words.OfCases, thousands(float64(n.Of))) + b.words.Close
	}
	return s
}

// name is what a value of a dimension is called.
func (b *builder) name(d metrics.Dimension, value string) (name string) {
	switch value {
	case "":
		return b.words.Unknown
	case metrics.Other:
		return b.words.Other
	}
	if d == metrics.ByWeekday && len(value) == 1 && value[0] >= '1' && value[0] <= '7' {
		return b.words.Weekdays[value[0]-'1']
	}
	if b.opts.Name == nil {
		return clean(value)
	}
	defer func() {
		if p := recover(); p != nil || name == "" {
			name = clean(value)
		}
	}()
	return clean(b.opts.Name(d, value))
}

// clean makes a name of one line that cannot change how what is around it is read.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd")))
}

// dimension is what a dimension is called.
func (b *builder) dimension(d metrics.Dimension) string {
	if s := b.words.dimension(d); s != "" {
		return s
	}
	return strings.TrimPrefix(string(d), "label:")
}

// by is a table of metrics by dimensions, with a row of all together. Where change is true, a column behind the
// first says how much more of it there is than before.
func (b *builder) by(title string, change bool, dims []metrics.Dimension, ms ...metrics.Metric) Table {
	q := b.query(b.r.Range, ms...)
	whole := b.ask(q)
	q.GroupBy = dims
	now := b.ask(q)
	var before *metrics.Table
	if change {
		qb := b.query(b.r.Before, ms[0])
		qb.GroupBy, qb.Limit = dims, 10_000
		before = b.ask(qb)
	}
	t := Table{Title: title}
	for _, d := range dims {
		t.Keys = append(t.Keys, b.dimension(d))
	}
	for i, m := range ms {
		d := b.define(m)
		t.Columns = append(t.Columns, Column{Title: d.Title, Metric: m, Unit: d.Unit, Better: d.Better})
		if i == 0 && change {
			t.Columns = append(t.Columns, Column{Title: b.words.ChangeTitle, Unit: Change})
		}
	}
	add := func(row *metrics.Row, names []string, total bool) {
		out := Row{Names: names, Total: total}
		for i := range ms {
			n := get(q, row, i)
			out.Cells = append(out.Cells, n)
			if i == 0 && change {
				out.Cells = append(out.Cells, growth(n, past(before, row, total)))
			}
		}
		t.Rows = append(t.Rows, out)
	}
	for i := range now.Rows {
		names := make([]string, len(dims))
		for k, d := range dims {
			if k < len(now.Rows[i].Group) {
				names[k] = b.name(d, now.Rows[i].Group[k])
			}
		}
		add(&now.Rows[i], names, false)
	}
	if len(now.Rows) > 1 {
		names := make([]string, len(dims))
		names[0] = b.words.All
		add(first(whole), names, true)
	}
	return t
}

// past finds the first value of the same group in a table of the time before; of all groups for a total.
func past(before *metrics.Table, row *metrics.Row, total bool) Number {
	sum := Some(0, 0)
	for i := range before.Rows {
		r := &before.Rows[i]
		switch {
		case len(r.Values) == 0:
		case !total && slices.Equal(r.Group, row.Group):
			return number(r.Values[0])
		case total && r.Values[0].Known:
			sum.X += r.Values[0].X
		}
	}
	if total {
		return sum
	}
	return none
}

// over is a chart of metrics over time, in buckets that suit the range. Names are those of the series.
func (b *builder) over(title string, names []string, ms ...metrics.Metric) Chart {
	q := b.query(b.r.Range, ms...)
	q.Bucket = bucketOf(b.r.Range)
	t := b.ask(q)
	c := Chart{Kind: Trend, Title: title, Unit: b.define(ms[0]).Unit, Times: starts(t)}
	for i, m := range ms {
		d := b.define(m)
		name := d.Title
		if i < len(names) {
			name = names[i]
		}
		s := Series{Name: name}
		for k := range t.Rows {
			n := get(q, &t.Rows[k], i)
			if !t.Rows[k].Start.Before(b.r.Made) { // it has not come yet
				n = none
			}
			s.Values = append(s.Values, n)
		}
		c.Series = append(c.Series, s)
	}
	known, small := 0, 0
	for _, s := range c.Series {
		for _, v := range s.Values {
			if v.Known {
				known++
			}
			if few(c.Unit, v) {
				small++
			}
		}
	}
	if small > known/2 {
		c.Note = fmt.Sprintf(b.words.FewPoints, strconv.Itoa(Few))
	}
	if x, ok := b.opts.Targets[ms[0]]; ok {
		c.Line, c.LineTitle = Some(x, 0), b.words.Target
	}
	return c
}

func starts(t *metrics.Table) []time.Time {
	times := make([]time.Time, len(t.Rows))
	for i := range t.Rows {
		times[i] = t.Rows[i].Start
	}
	return times
}

// bucketOf makes between 12 and 62 buckets of a range.
func bucketOf(r Range) metrics.Bucket {
	switch n := r.days(); {
	case n <= 2:
		return metrics.Hourly
	case n <= 62:
		return metrics.Daily
	case n <= 400:
		return metrics.Weekly
	}
	return metrics.Monthly
}

// bars compare the values of a dimension by one column of a table.
func (b *builder) bars(title string, t *Table, column int) Chart {
	c := Chart{Kind: Compare, Title: title, Unit: t.Columns[column].Unit, Series: []Series{{Name: t.Columns[column].Title}}}
	type bar struct {
		label string
		n     Number
	}
	var bars []bar
	for _, row := range t.Rows {
		if row.Total {
			c.Line, c.LineTitle = row.Cells[column], b.words.All
			if c.Unit == metrics.Count {
				c.Line, c.LineTitle = none, ""
			}
			continue
		}
		bars = append(bars, bar{strings.Join(row.Names, " / "), row.Cells[column]})
	}
	slices.SortStableFunc(bars, func(a, b bar) int {
		switch {
		case a.n.Known != b.n.Known && a.n.Known:
			return -1
		case a.n.Known != b.n.Known:
			return 1
		}
		return cmp.Compare(b.n.X, a.n.X)
	})
	for _, x := range bars {
		c.Labels = append(c.Labels, x.label)
		c.Series[0].Values = append(c.Series[0].Values, x.n)
	}
	return c
}
