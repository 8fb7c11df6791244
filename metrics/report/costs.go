package report

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/cost"
)

// Coster is a [Source] that also counts what talks cost, as a *metrics.Collector does. Reports of other sources have no
// costs.
type Coster interface {
	// CostVolumes answers as [metrics.Collector.CostVolumes] does.
	CostVolumes(ctx context.Context, o metrics.Cohort) (cost.Volumes, error)
}

// costFigure is one number of a [cost.Report].
type costFigure struct {
	m     metrics.Metric
	value func(*cost.Report) *float64
	of    func(*cost.Volumes) float64 // how many episodes it is of
	// saved says that it takes a comparison with people alone.
	saved bool
}

func costFigures() []costFigure {
	withBot := func(v *cost.Volumes) float64 { return v.Solved + v.Handed + v.Lost }
	return []costFigure{
		{metrics.CostPerInteraction, func(r *cost.Report) *float64 { return r.PerInteraction }, (*cost.Volumes).Episodes, false},
		{metrics.CostPerResolution, func(r *cost.Report) *float64 { return r.PerResolution }, func(v *cost.Volumes) float64 { return v.Solved + v.HumanSolved }, false},
		{metrics.CostOfBot, func(r *cost.Report) *float64 { return r.PerBot }, withBot, false},
		{metrics.CostOfPeople, func(r *cost.Report) *float64 { return r.PerHuman }, func(v *cost.Volumes) float64 { return v.Handed + v.Direct }, false},
		{metrics.HoursSaved, func(r *cost.Report) *float64 { return r.HoursSaved }, withBot, true},
		{metrics.Savings, func(r *cost.Report) *float64 { return r.Savings }, withBot, true},
		{metrics.ShareSaved, func(r *cost.Report) *float64 { return r.Share }, withBot, true},
	}
}

// priced says whether the report knows what talks cost: where it is about a part of them it does not, for the fixed costs are
// those of all.
func (b *builder) priced() bool {
	_, ok := b.src.(Coster)
	return ok && b.opts.Prices != nil && len(b.opts.Where) == 0
}

// costs is what interactions cost, and what the bot saves.
func (b *builder) costs() Section {
	w := b.words
	q := b.query(b.r.Range, metrics.Volume)
	q.Bucket = bucketOf(b.r.Range)
	each, _ := metrics.Describe(metrics.CostPerInteraction, b.opts.Locale)
	per := Chart{Kind: Trend, Title: fmt.Sprintf(w.OverTime, b.inMoney(each.Title)), Unit: metrics.Money, Y: b.currency(), Times: starts(b.ask(q))}
	var now cost.Volumes
	line := Series{Name: each.Title}
	for i, from := range per.Times {
		to := b.r.Range.To
		if i+1 < len(per.Times) {
			to = per.Times[i+1]
		}
		if from.Before(b.r.Range.From) {
			from = b.r.Range.From
		}
		v := b.volumes(Range{from, to})
		now = now.Add(v)
		r := b.assess(v)
		line.Values = append(line.Values, money(r.PerInteraction, v.Episodes()))
	}
	per.Series = []Series{line}
	past := b.past(b.r.Range)
	now.Months = cost.Months(past.To.Sub(past.From)) // and not a sum, which is less exact
	was := b.volumes(b.r.Before)
	s := Section{Title: w.Costs, Text: b.assumptions(), Charts: []Chart{per}}
	for _, f := range costFigures() {
		if !f.saved || b.opts.Prices.MinutesPerEpisode > 0 {
			s.Figures = append(s.Figures, b.costFigure(&f, now, was))
		}
	}
	s.Tables = []Table{b.costTable(now, was)}
	return s
}

// past is the part of a range that was over when the report was made: what is fixed costs nothing yet in the rest.
func (b *builder) past(r Range) Range {
	if b.r.Made.Before(r.To) {
		r.To = b.r.Made.Truncate(time.Microsecond)
	}
	if r.To.Before(r.From) {
		r.To = r.From
	}
	return r
}

// volumes are those of the part of a range that is over.
func (b *builder) volumes(r Range) (v cost.Volumes) {
	r = b.past(r)
	src, ok := b.src.(Coster)
	if b.err != nil || !ok || !r.To.After(r.From) {
		return v
	}
	v, err := src.CostVolumes(b.ctx, metrics.Cohort{From: r.From, To: r.To, Zone: b.opts.Zone})
	if err != nil {
		b.err = fmt.Errorf("report: costs: %w", err)
	}
	return v
}

func (b *builder) assess(v cost.Volumes) cost.Report {
	r, err := b.opts.Prices.Assess(v)
	if err != nil && b.err == nil {
		b.err = fmt.Errorf("report: costs: %w", err)
	}
	return r
}

// money is an amount of so many episodes.
func money(x *float64, of float64) Number {
	if x == nil {
		return none
	}
	return Some(*x, int64(of))
}

// costFigure compares a figure with the time before. How far such amounts go by chance is not known: a difference that would
// matter may always be chance.
func (b *builder) costFigure(f *costFigure, now, was cost.Volumes) Figure {
	d, _ := metrics.Describe(f.m, b.opts.Locale)
	if d.Unit == metrics.Money {
		d.Title = b.inMoney(d.Title)
	}
	n, p := b.assess(now), b.assess(was)
	out := Figure{
		Metric: f.m, Title: d.Title, Unit: d.Unit, Better: d.Better,
		Now: money(f.value(&n), f.of(&now)), Before: money(f.value(&p), f.of(&was)),
	}
	out.Delta, out.Verdict, _ = judgeBy(0, d.Unit, d.Better, out.Now, out.Before, sure)
	if !b.opts.Brief {
		b.defined = append(b.defined, d)
	}
	return out
}

// costTable is what everything cost.
func (b *builder) costTable(now, was cost.Volumes) Table {
	w := b.words
	t := Table{Title: b.inMoney(w.CostTable), Keys: []string{w.Name}, Columns: []Column{
		{Title: w.Now, Unit: metrics.Money, Better: -1}, {Title: w.Before, Unit: metrics.Money, Better: -1}, {Title: w.ChangeTitle, Unit: Change},
	}}
	n, p := b.assess(now), b.assess(was)
	row := func(name string, x, y float64, total bool) {
		a, b := Some(x, 0), Some(y, 0)
		t.Rows = append(t.Rows, Row{Names: []string{name}, Cells: []Number{a, b, growth(a, b)}, Total: total})
	}
	row(w.CostBot, n.Bot, p.Bot, false)
	row(w.CostPeople, n.Human, p.Human, false)
	row(w.CostTickets, n.Tickets, p.Tickets, false)
	row(w.CostFixed, n.Fixed, p.Fixed, false)
	row(w.All, n.Total, p.Total, true)
	return t
}

// assumptions say what the numbers rest on: the host's prices, and with what savings are compared.
func (b *builder) assumptions() []string {
	w, m := b.words, b.opts.Prices
	price := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	text := []string{fmt.Sprintf(w.CostPrices, b.currency(), price(m.BotTurn), price(m.BotEpisode), price(m.AgentMinute), price(m.TicketHandling), price(m.FixedPerMonth))}
	if m.MinutesPerEpisode == 0 {
		return append(text, w.CostNoSavings)
	}
	diverted, lost := 1.0, w.CostLostNone
	if m.Diverted != nil {
		diverted = *m.Diverted
	}
	if m.CountLost {
		lost = w.CostLostAll
	}
	return append(text, fmt.Sprintf(w.CostAssumed, percent(diverted), lost, w.duration(60*m.MinutesPerEpisode)))
}

// currency is what amounts are in.
func (b *builder) currency() string {
	if c := clean(b.opts.Prices.Currency); c != "" {
		return c
	}
	return b.words.UnitMoney
}

func (b *builder) inMoney(title string) string {
	return title + b.words.Open + b.currency() + b.words.Close
}

// withCosts says which kinds of reports have costs: those of a time that is long enough for what is paid by the month.
func withCosts(k Kind) bool { return slices.Contains([]Kind{KindWeekly, KindAgents, KindTrends}, k) }
