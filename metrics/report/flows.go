package report

import (
	"fmt"
	"slices"

	"github.com/kefu-go/kefu/metrics"
)

// mostFunnels is how many flows have their steps shown: those that were walked most.
const mostFunnels = 3

// flows is where customers leave flows.
func (b *builder) flows() Section {
	w := b.words
	s := Section{Title: w.Flows}
	t := b.by(w.ByFlow, true, dims(metrics.ByFlow), metrics.Walks, metrics.FlowCompletion, metrics.FlowDropOff)
	t.Rows = slices.DeleteFunc(t.Rows, func(r Row) bool { return r.Names[0] == w.Unknown })
	s.Tables = append(s.Tables, t)
	src, ok := b.src.(Funneler)
	if !ok || len(t.Rows) == 0 {
		return s
	}
	q := b.query(b.r.Range, metrics.Walks)
	q.GroupBy = dims(metrics.ByFlow)
	n := 0
	for _, row := range b.ask(q).Rows {
		if n == mostFunnels || b.err != nil {
			break
		}
		if len(row.Group) == 0 || row.Group[0] == "" || row.Group[0] == metrics.Other || get(q, &row, 0).X == 0 {
			continue
		}
		n++
		f, err := src.Funnel(b.ctx, metrics.FunnelQuery{Flow: row.Group[0], From: q.From, To: q.To, Where: q.Where, Zone: q.Zone})
		switch {
		case err != nil:
			b.err = fmt.Errorf("report: %w", err)
		case f != nil && len(f.Steps) > 0:
			s.Charts = append(s.Charts, b.funnel(f))
			s.Tables = append(s.Tables, b.steps(f))
		}
	}
	return s
}

func counted(n int64) Number { return Some(float64(n), n) }

func (b *builder) funnel(f *metrics.Funnel) Chart {
	w := b.words
	c := Chart{Kind: Funnel, Title: fmt.Sprintf(w.FunnelOf, b.name(metrics.ByFlow, f.Flow)), Note: w.FunnelNote, Unit: metrics.Count, Labels: []string{w.Started}}
	reached := Series{Name: w.Reached, Values: []Number{counted(f.Started)}}
	for _, s := range f.Steps {
		c.Labels = append(c.Labels, b.name(metrics.ByStep, s.Step))
		reached.Values = append(reached.Values, counted(s.Reached))
	}
	c.Labels = append(c.Labels, w.Completed)
	reached.Values = append(reached.Values, counted(f.Completed))
	c.Series = []Series{reached}
	return c
}

func (b *builder) steps(f *metrics.Funnel) Table {
	w := b.words
	t := Table{Title: fmt.Sprintf(w.StepsOf, b.name(metrics.ByFlow, f.Flow)), Keys: []string{w.Step}, Columns: []Column{
		{Title: w.Reached, Unit: metrics.Count},
		{Title: w.Filled, Unit: metrics.Count},
		{Title: w.Rejected, Unit: metrics.Count, Better: -1},
		{Title: w.Left, Unit: metrics.Count, Better: -1},
		{Title: w.LeftShare, Unit: metrics.Share, Better: -1},
		{Title: w.StepTime, Unit: metrics.Seconds, Better: -1},
	}}
	worst := -1
	for i, s := range f.Steps {
		drop := number(s.DropOff)
		t.Rows = append(t.Rows, Row{Names: []string{b.name(metrics.ByStep, s.Step)}, Cells: []Number{
			counted(s.Reached), counted(s.Filled), counted(s.Rejected), counted(s.Left), drop, number(s.Median),
		}})
		if drop.Known && drop.Of >= Few && (worst < 0 || drop.X > f.Steps[worst].DropOff.X) {
			worst = i
		}
	}
	if worst < 0 || len(f.Steps) < 2 {
		return t
	}
	// It is worth saying where it loses more than the other steps do.
	others := none
	for i, s := range f.Steps {
		if i != worst {
			others = together(others, number(s.DropOff))
		}
	}
	s := f.Steps[worst]
	if _, v, strength := judge(metrics.Share, -1, number(s.DropOff), others, sureOf(len(f.Steps))); v == Worse {
		b.find(metrics.FlowDropOff, v, strength, w.StepLoses, b.name(metrics.ByFlow, f.Flow), b.name(metrics.ByStep, s.Step), percent(s.DropOff.X), thousands(float64(s.Left)))
	}
	return t
}
