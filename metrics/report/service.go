package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// demand is what came in, and when.
func (b *builder) demand() Section {
	w := b.words
	s := Section{Title: w.Demand}
	now := b.over(w.VolumeOverTime, []string{w.Now}, metrics.Volume)
	q := b.query(b.former, metrics.Volume)
	q.Bucket = bucketOf(b.r.Range)
	before := b.ask(q)
	if len(before.Rows) == len(now.Times) { // not where a clock was changed in one of them
		faint := Series{Name: w.Before, Faint: true}
		for i := range before.Rows {
			faint.Values = append(faint.Values, get(q, &before.Rows[i], 0))
		}
		now.Series = append(now.Series, faint)
		now.Note = fmt.Sprintf(w.BeforeNote, w.span(b.former))
	}
	s.Charts = append(s.Charts, now)
	if b.r.Range.days() >= 7 {
		heat := b.hours(w.VolumeByHour, metrics.Volume)
		s.Charts = append(s.Charts, heat)
		if text := b.peak(&heat); text != "" {
			s.Text = append(s.Text, text)
		}
	}
	channels := b.by(w.ByChannel, true, dims(metrics.ByChannel), metrics.Volume, metrics.ResolutionRate, metrics.BotResolutionRate, metrics.HandoffRate, metrics.AbandonmentRate)
	s.Tables = append(s.Tables, channels)
	return s
}

func dims(d ...metrics.Dimension) []metrics.Dimension { return d }

// hours is a metric by weekday and hour: counts as what such an hour has on average. Where most hours have too
// few cases to say anything, it is by hour only.
func (b *builder) hours(title string, m metrics.Metric) Chart {
	w := b.words
	q := b.query(b.r.Range, m)
	q.GroupBy, q.Limit = dims(metrics.ByWeekday, metrics.ByHour), 24
	t := b.ask(q)
	c := Chart{Kind: Heat, Title: title, Unit: b.define(m).Unit, X: w.HourOfDay}
	if len(t.Rows) == 0 {
		return c
	}
	for h := range 24 {
		c.Labels = append(c.Labels, fmt.Sprintf("%02d", h))
	}
	place, small := map[string]Number{}, 0
	for i := range t.Rows {
		if g := t.Rows[i].Group; len(g) == 2 {
			n := get(q, &t.Rows[i], 0)
			place[g[0]+" "+g[1]] = n
			if few(c.Unit, n) {
				small++
			}
		}
	}
	if small > len(place)/2 {
		return b.hoursOfDay(c, m)
	}
	times, most := hoursIn(b.past(b.r.Range))
	if c.Unit == metrics.Count && most > 1 {
		c.Note = w.AverageNote
	}
	for d := range 7 {
		s := Series{Name: w.Weekdays[d]}
		for h := range 24 {
			n := place[fmt.Sprintf("%d %02d", d+1, h)]
			switch {
			case c.Unit == metrics.Count && times[d][h] == 0:
				n = none
			case c.Unit == metrics.Count:
				n = Some(n.X/float64(times[d][h]), n.Of)
			}
			s.Values = append(s.Values, n)
		}
		c.Series = append(c.Series, s)
	}
	return c
}

func (b *builder) hoursOfDay(c Chart, m metrics.Metric) Chart {
	q := b.query(b.r.Range, m)
	q.GroupBy, q.Limit = dims(metrics.ByHour), 24
	s := Series{Name: b.define(m).Title, Values: make([]Number, 24)}
	for _, row := range b.ask(q).Rows {
		if h, err := strconv.Atoi(row.Group[0]); err == nil && h >= 0 && h < 24 {
			s.Values[h] = get(q, &row, 0)
		}
	}
	c.Kind, c.Title, c.Series = Columns, fmt.Sprintf(b.words.ByHourOf, s.Name), []Series{s}
	return c
}

// hoursIn counts how often a range has each hour of each weekday, from Monday, and the most that it has one.
func hoursIn(r Range) (n [7][24]int, most int) {
	for t := r.From; t.Before(r.To); t = t.Add(time.Hour) {
		place := &n[(int(t.Weekday())+6)%7][t.Hour()]
		*place++
		most = max(most, *place)
	}
	return n, most
}

// peak says when most came.
func (b *builder) peak(heat *Chart) string {
	day, hour, most := 0, 0, 0.0
	for d := range heat.Series {
		for h, v := range heat.Series[d].Values {
			if v.Known && v.X > most {
				day, hour, most = d, h, v.X
			}
		}
	}
	if most == 0 {
		return ""
	}
	return fmt.Sprintf(b.words.Peak, b.words.Weekdays[day], fmt.Sprintf("%02d:00–%02d:00", hour, (hour+1)%24), b.words.value(metrics.Count, Some(most, 0)))
}

// outcomes is how talks ended.
func (b *builder) outcomes() Section {
	w := b.words
	rates := []metrics.Metric{metrics.BotResolutionRate, metrics.HumanResolutionRate, metrics.HandedOffRate, metrics.AbandonmentRate, metrics.UnresolvedRate}
	names := []string{w.ByBot, w.ByHuman, w.HandedOff, w.Abandoned, w.Unresolved}
	c := b.over(w.OutcomeOverTime, names, rates...)
	c.Kind, c.Line, c.LineTitle = Stack, none, ""
	c.Note = w.OutcomeNote
	if bucketOf(b.r.Range) == metrics.Hourly { // few talks an hour: their number says more
		c.Unit = metrics.Count
		for s := range c.Series {
			for i, v := range c.Series[s].Values {
				if v.Known {
					c.Series[s].Values[i] = Some(math.Round(v.X*float64(v.Of)), v.Of)
				}
			}
		}
	}
	t := b.by(w.OutcomeByCategory, true, dims(metrics.ByCategory), append([]metrics.Metric{metrics.Volume}, rates...)...)
	for i := range t.Columns {
		if i >= 2 {
			t.Columns[i].Title = names[i-2]
		}
	}
	return Section{Title: w.Outcomes, Charts: []Chart{c}, Tables: []Table{t}}
}

// speed is how long customers waited.
func (b *builder) speed() Section {
	w := b.words
	s := Section{Title: w.Speed}
	m := metrics.FirstHumanReply
	title := b.define(m).Title
	trend := b.over(fmt.Sprintf(w.OverTime, title), []string{w.Median, w.P90}, m.P(50), m.P(90))
	spread := b.spreads(fmt.Sprintf(w.SpreadBy, title, w.inText(w.Channel)), m, metrics.ByChannel)
	s.Charts = append(s.Charts, trend, b.distribution(fmt.Sprintf(w.SpreadOf, title), m), spread)
	s.Tables = append(s.Tables,
		b.times(metrics.FirstReply, m, metrics.FirstHumanReplyHours, metrics.HumanReply, metrics.HumanReplyInHours, metrics.ResolutionTime, metrics.ResolutionInHours),
		b.by(w.ByQueue, false, dims(metrics.ByQueue), metrics.ServiceLevel, metrics.SpeedOfAnswer, metrics.SpeedOfAnswer.P(90), metrics.QueueAbandonment, metrics.HandleTime))
	return s
}

// times is a table of means and percentiles.
func (b *builder) times(ms ...metrics.Metric) Table {
	w := b.words
	t := Table{Title: w.TimesTable, Keys: []string{w.Metric}}
	for _, title := range []string{w.Mean, w.Median, w.P90, w.P99} {
		t.Columns = append(t.Columns, Column{Title: title, Unit: metrics.Seconds, Better: -1})
	}
	var all []metrics.Metric
	for _, m := range ms {
		all = append(all, m, m.P(50), m.P(90), m.P(99))
	}
	q := b.query(b.r.Range, all...)
	row := first(b.ask(q))
	for i, m := range ms {
		r := Row{Names: []string{b.define(m).Title}}
		for k := range 4 {
			r.Cells = append(r.Cells, get(q, row, 4*i+k))
		}
		// Where the business hours are all hours, one row says it.
		if last := len(t.Rows) - 1; r.Cells[0].Known && (last < 0 || !slices.Equal(t.Rows[last].Cells, r.Cells)) {
			t.Rows = append(t.Rows, r)
		}
	}
	return t
}

// spreads has a box of percentiles for each value of a dimension.
func (b *builder) spreads(title string, m metrics.Metric, d metrics.Dimension) Chart {
	w := b.words
	q := b.query(b.r.Range, m.P(10), m.P(25), m.P(50), m.P(75), m.P(90))
	q.GroupBy = dims(d)
	t := b.ask(q)
	c := Chart{Kind: Spread, Title: title, Unit: metrics.Seconds, Note: w.SpreadNote}
	for _, p := range []string{"10 %", "25 %", "50 %", "75 %", "90 %"} {
		c.Series = append(c.Series, Series{Name: p})
	}
	for i := range t.Rows {
		if v := get(q, &t.Rows[i], 2); !v.Known || len(t.Rows[i].Group) == 0 {
			continue
		}
		c.Labels = append(c.Labels, b.name(d, t.Rows[i].Group[0]))
		for k := range c.Series {
			c.Series[k].Values = append(c.Series[k].Values, get(q, &t.Rows[i], k))
		}
	}
	return c
}

// distribution says how many of a time were within which limits: percentiles, read the other way
// around. Its shares are within a point.
func (b *builder) distribution(title string, m metrics.Metric) Chart {
	w := b.words
	ms := make([]metrics.Metric, 99)
	for i := range ms {
		ms[i] = m.P(float64(i + 1))
	}
	q := b.query(b.r.Range, ms...)
	row := first(b.ask(q))
	c := Chart{Kind: Columns, Title: title, Unit: metrics.Share, Y: w.ShareOfTalks}
	if !get(q, row, 49).Known {
		return c
	}
	limits := rangesFor(get(q, row, 4).X, get(q, row, 94).X)
	s, below, of := Series{Name: w.ShareOfTalks}, 0.0, get(q, row, 49).Of
	for i := 0; i <= len(limits); i++ {
		upTo, label := 1.0, fmt.Sprintf(w.MoreThan, w.duration(limits[max(i-1, 0)]))
		if i < len(limits) {
			upTo, label = shareBelow(func(p int) float64 { return get(q, row, p-1).X }, limits[i]), fmt.Sprintf(w.UpTo, w.duration(limits[i]))
		}
		upTo = max(upTo, below)
		c.Labels = append(c.Labels, label)
		s.Values = append(s.Values, Some(upTo-below, of))
		below = upTo
	}
	c.Series = []Series{s}
	return c
}

// shareBelow is which share of values is not above x, from the percentiles 1 to 99: half-way between the ones
// around it.
func shareBelow(percentile func(p int) float64, x float64) float64 {
	n := 0
	for n < 99 && percentile(n+1) <= x {
		n++
	}
	switch n {
	case 0:
		return 0
	case 99:
		return 1
	}
	return (float64(n) + .5) / 100
}

// rangesFor are up to seven limits of ranges of time, from below a value to above another.
func rangesFor(lo, hi float64) []float64 {
	all := []float64{.1, .2, .5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600, 8 * 3600, 86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400}
	from, to := 0, len(all)-1
	for from < to && all[from+1] <= lo {
		from++
	}
	for to > from && all[to-1] >= hi {
		to--
	}
	all = all[from : to+1]
	for len(all) > 9 {
		var thin []float64
		for i := (len(all) - 1) % 2; i < len(all); i += 2 {
			thin = append(thin, all[i])
		}
		all = thin
	}
	return all
}
