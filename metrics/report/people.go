package report

import (
	"fmt"
	"math"
	"slices"

	"github.com/kefu-go/kefu/metrics"
)

// team is what agents did, and how work was spread over them.
func (b *builder) team() Section {
	w := b.words
	s := Section{Title: w.Team}
	t := b.people(b.by(w.AgentTable, false, dims(metrics.ByAgent), metrics.Volume, metrics.ResolutionRate, metrics.HumanReply.P(50), metrics.HumanReply.P(90),
		metrics.HandleTime, metrics.MeanRating, metrics.Occupancy, metrics.OnlineTime))
	s.Tables = append(s.Tables, t)
	s.Charts = append(s.Charts,
		b.bars(w.LoadByAgent, &t, 0),
		b.spreads(fmt.Sprintf(w.SpreadBy, b.define(metrics.HandleTime).Title, w.inText(w.Agent)), metrics.HandleTime, metrics.ByAgent))
	if text := b.load(&t); text != "" {
		s.Text = append(s.Text, text)
	}
	b.standing(&t, 1)
	b.standing(&t, 5)
	return s
}

// people leaves out of a table by agent what had no agent, from the row of all as well. A percentile of all
// cannot be taken apart: where talks without an agent have it, the row has none.
func (b *builder) people(t Table) Table {
	nobody := slices.IndexFunc(t.Rows, func(r Row) bool { return !r.Total && r.Names[0] == b.words.Unknown })
	if nobody < 0 {
		return t
	}
	without := t.Rows[nobody]
	t.Rows = slices.Delete(t.Rows, nobody, nobody+1)
	for i := range t.Rows {
		if !t.Rows[i].Total {
			continue
		}
		for k, c := range t.Columns {
			whole, part := t.Rows[i].Cells[k], without.Cells[k]
			d, _ := metrics.Describe(c.Metric, "en")
			switch {
			case !part.Known || part.X == 0 && part.Of == 0:
			case c.Unit == metrics.Count:
				t.Rows[i].Cells[k] = Some(whole.X-part.X, whole.Of-part.Of)
			case d.Unit == metrics.Seconds || part.Of == 0:
				t.Rows[i].Cells[k] = none
			default:
				t.Rows[i].Cells[k] = rest(whole, part)
			}
		}
	}
	if len(t.Rows) == 2 && t.Rows[1].Total { // all of one
		t.Rows = t.Rows[:1]
	}
	return t
}

// load says how evenly work was spread.
func (b *builder) load(t *Table) string {
	var loads []float64
	sum, most, who := 0.0, 0.0, ""
	for _, row := range t.Rows {
		if n := row.Cells[0]; !row.Total && n.Known && n.X > 0 && row.Names[0] != b.words.Other {
			loads = append(loads, n.X)
			if sum += n.X; n.X > most {
				most, who = n.X, row.Names[0]
			}
		}
	}
	if len(loads) < 2 {
		return ""
	}
	mean, squares := sum/float64(len(loads)), 0.0
	for _, x := range loads {
		squares += (x - mean) * (x - mean)
	}
	return fmt.Sprintf(b.words.LoadSpread, thousands(float64(len(loads))), thousands(math.Round(mean)), who, thousands(most), percent(math.Sqrt(squares/float64(len(loads)))/mean))
}

// training is where an agent differs from the rest of the team, in a category, by more than chance.
func (b *builder) training() Section {
	w := b.words
	s := Section{Title: w.Training, Text: []string{w.TrainingNote}}
	ms := []metrics.Metric{metrics.ResolutionRate, metrics.MeanRating, metrics.HandleTime}
	q := b.query(b.r.Range, ms...)
	q.GroupBy, q.Limit = dims(metrics.ByAgent, metrics.ByCategory), 1000
	rows := b.ask(q).Rows
	// What all people together have, by category.
	whole := map[string][]Number{}
	tests := 0
	for i := range rows {
		g := rows[i].Group
		if len(g) != 2 || g[0] == "" {
			continue
		}
		sums := whole[g[1]]
		if sums == nil {
			sums = make([]Number, len(ms))
		}
		for k := range ms {
			n := get(q, &rows[i], k)
			sums[k] = together(sums[k], n)
			if n.Known && n.Of >= Few {
				tests++
			}
		}
		whole[g[1]] = sums
	}
	t := Table{Title: w.TrainingTable, Keys: []string{w.Agent, w.Category}}
	for _, m := range ms {
		d := b.define(m)
		t.Columns = append(t.Columns, Column{Title: d.Title, Metric: m, Unit: d.Unit, Better: d.Better}, Column{Title: w.RestOfTeam, Unit: d.Unit})
	}
	threshold := sureOf(tests)
	for i := range rows {
		g := rows[i].Group
		if len(g) != 2 || g[0] == "" || g[0] == metrics.Other || g[1] == metrics.Other {
			continue
		}
		names := []string{b.name(metrics.ByAgent, g[0]), b.name(metrics.ByCategory, g[1])}
		row, notable := Row{Names: names}, false
		for k, m := range ms {
			n := get(q, &rows[i], k)
			others := rest(whole[g[1]][k], n)
			row.Cells = append(row.Cells, n, others)
			d := b.define(m)
			_, v, strength := judge(d.Unit, d.Better, n, others, threshold)
			if v != Worse {
				continue
			}
			notable = true
			b.find(m, v, strength, w.AgentBelow, names[0], names[1], d.Title, b.amount(d.Unit, n), b.amount(d.Unit, others))
		}
		if notable {
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) == 0 {
		s.Text = append(s.Text, w.NobodyStandsOut)
	}
	s.Tables = append(s.Tables, t)
	return s
}

// together is the share or mean of two parts as one.
func together(a, b Number) Number {
	switch {
	case !a.Known:
		return b
	case !b.Known || a.Of+b.Of == 0:
		return a
	}
	return Some((a.X*float64(a.Of)+b.X*float64(b.Of))/float64(a.Of+b.Of), a.Of+b.Of)
}

// handoffs is why people were asked for, and what came of it.
func (b *builder) handoffs() Section {
	w := b.words
	s := Section{Title: w.Handoffs}
	reasons := b.by(w.ByReason, true, dims(metrics.ByReason), metrics.HandoffReasons)
	categories := b.by(w.ByCategory, true, dims(metrics.ByCategory), metrics.Volume, metrics.HandoffRate, metrics.HandedOffRate, metrics.FirstHumanReply.P(50), metrics.FirstHumanReply.P(90), metrics.ReopenRate)
	s.Charts = append(s.Charts, b.bars(w.ByReason, &reasons, 0))
	s.Tables = append(s.Tables, reasons, categories)
	b.standing(&categories, 3)
	return s
}

// queues is where customers wait.
func (b *builder) queues() Section {
	w := b.words
	s := Section{Title: w.Queues}
	wait := b.define(metrics.SpeedOfAnswer).Title
	t := b.by(w.ByQueue, false, dims(metrics.ByQueue), metrics.ServiceLevel, metrics.SpeedOfAnswer, metrics.SpeedOfAnswer.P(90), metrics.QueueAbandonment, metrics.AbandonedWait, metrics.HandleTime)
	s.Charts = append(s.Charts, b.spreads(fmt.Sprintf(w.SpreadBy, wait, w.inText(w.Queue)), metrics.SpeedOfAnswer, metrics.ByQueue))
	if b.r.Range.days() >= 7 {
		s.Charts = append(s.Charts, b.hours(fmt.Sprintf(w.HoursOf, b.define(metrics.QueueAbandonment).Title), metrics.QueueAbandonment))
	}
	s.Tables = append(s.Tables, t)
	b.standing(&t, 0)
	b.standing(&t, 3)
	return s
}
