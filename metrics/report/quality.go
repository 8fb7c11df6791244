package report

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/kefu-go/kefu/metrics"
)

// satisfaction is what customers thought, by time, channel and category.
func (b *builder) satisfaction() Section {
	w := b.words
	s := Section{Title: w.SatisfactionTitle}
	ms := []metrics.Metric{metrics.CSAT, metrics.MeanRating, metrics.RatingRate, metrics.SurveyResponse, metrics.WorsenedRate}
	channels := b.by(w.ByChannel, false, dims(metrics.ByChannel), ms...)
	csat := b.define(metrics.CSAT).Title
	s.Charts = append(s.Charts,
		b.over(fmt.Sprintf(w.OverTime, csat), nil, metrics.CSAT),
		b.bars(fmt.Sprintf(w.MetricBy, csat, w.inText(w.Channel)), &channels, 0))
	s.Tables = append(s.Tables, channels, b.by(w.ByCategory, false, dims(metrics.ByCategory), ms...))
	b.standing(&channels, 0)
	return s
}

// opinions is what customers said of it: tags by how often, and what they asked for a person for.
func (b *builder) opinions() Section {
	w := b.words
	s := Section{Title: w.Opinions}
	tags := b.by(w.ByTag, true, dims(metrics.ByReason), metrics.FeedbackTags)
	tags.Keys = []string{w.Tag}
	reasons := b.by(w.ByReason, true, dims(metrics.ByReason), metrics.HandoffReasons)
	s.Charts = append(s.Charts, b.bars(w.ByTag, &tags, 0))
	s.Tables = append(s.Tables, tags, reasons)
	return s
}

// mood is how customers felt.
func (b *builder) mood() Section {
	w := b.words
	s := Section{Title: w.MoodTitle}
	s.Charts = append(s.Charts,
		b.over(fmt.Sprintf(w.OverTime, b.define(metrics.Mood).Title), nil, metrics.Mood),
		b.over(w.MoodCourse, nil, metrics.WorsenedRate, metrics.ImprovedRate))
	s.Tables = append(s.Tables, b.by(w.ByCategory, false, dims(metrics.ByCategory), metrics.Mood, metrics.MoodChange, metrics.WorsenedRate, metrics.ImprovedRate, metrics.SoothedRate, metrics.RepeatRate))
	return s
}

// knowledge is what the knowledge base knew, and did not.
func (b *builder) knowledge() Section {
	w := b.words
	s := Section{Title: w.Knowledge}
	ms := []metrics.Metric{metrics.Questions, metrics.Coverage, metrics.UnansweredRate, metrics.Helpfulness, metrics.Accuracy, metrics.IntentErrorRate}
	categories := b.by(w.ByCategory, true, dims(metrics.ByCategory), ms...)
	gaps := b.missing(&categories)
	s.Charts = append(s.Charts,
		b.over(w.CoverageOverTime, nil, metrics.Coverage, metrics.UnansweredRate),
		b.bars(w.GapsByCategory, &gaps, 0))
	s.Tables = append(s.Tables, b.questions(), categories)
	if bases := b.by(w.ByBase, true, dims(metrics.ByBase), ms...); len(bases.Rows) > 1 {
		s.Tables = append(s.Tables, bases)
	}
	return s
}

// missing is how many questions of each category nobody answered.
func (b *builder) missing(categories *Table) Table {
	w := b.words
	t := Table{Title: w.GapsByCategory, Keys: categories.Keys, Columns: []Column{{Title: w.UnansweredQuestions, Unit: metrics.Count, Better: -1}}}
	all, most := 0.0, Row{}
	rate, whole := none, none
	for _, row := range categories.Rows {
		n := row.Cells[3] // behind the number of questions, its change, and the coverage
		if row.Total {
			whole = n
			continue
		}
		x := math.Round(n.X * float64(n.Of))
		if !n.Known || x == 0 {
			continue
		}
		all += x
		t.Rows = append(t.Rows, Row{Names: row.Names, Cells: []Number{Some(x, n.Of)}})
		if name := row.Names[0]; name != w.Other && name != w.Unknown && (most.Names == nil || x > most.Cells[0].X) {
			most, rate = t.Rows[len(t.Rows)-1], n
		}
	}
	// Where most questions come from there are most gaps. It is worth saying where there are more than that.
	if _, v, strength := judge(metrics.Share, -1, rate, rest(whole, rate), sureOf(len(t.Rows))); v == Worse {
		b.find(metrics.UnansweredRate, v, strength, w.GapLargest, most.Names[0], thousands(most.Cells[0].X), percent(most.Cells[0].X/all))
	}
	return t
}

// questions is what the host says was asked and not answered.
func (b *builder) questions() Table {
	w := b.words
	t := Table{Title: w.TopQuestions, Keys: []string{w.Question, w.Category}, Columns: []Column{{Title: w.Times, Unit: metrics.Count}}}
	if b.opts.Questions == nil || b.err != nil {
		return t
	}
	qs, err := askHost(b.ctx, &b.opts, b.r.Range)
	if err != nil {
		b.err = fmt.Errorf("report: questions: %w", err)
		return t
	}
	for _, q := range qs[:min(len(qs), b.opts.Rows)] {
		category := ""
		if q.Category != "" {
			category = b.name(metrics.ByCategory, q.Category)
		}
		t.Rows = append(t.Rows, Row{Names: []string{clean(q.Text), category}, Cells: []Number{Some(float64(q.Times), q.Times)}})
	}
	return t
}

func askHost(ctx context.Context, o *Options, r Range) (qs []Question, err error) {
	defer func() {
		if p := recover(); p != nil {
			qs, err = nil, fmt.Errorf("%w: %v", ErrPanic, p)
		}
	}()
	return o.Questions(ctx, r, o.Rows)
}

// standing says which rows differ from all others together by more than chance, in a column of shares or
// means.
func (b *builder) standing(t *Table, column int) {
	w := b.words
	i := slices.IndexFunc(t.Rows, func(r Row) bool { return r.Total })
	if i < 0 {
		return
	}
	c := t.Columns[column]
	for _, row := range t.Rows {
		part := row.Cells[column]
		if row.Total || !part.Known || row.Names[0] == w.Other {
			continue
		}
		others := rest(t.Rows[i].Cells[column], part)
		if _, v, strength := judge(c.Unit, c.Better, part, others, sureOf(len(t.Rows)-1)); v == Worse {
			b.find(c.Metric, v, strength, w.StandsOut, c.Title, row.Names[0], b.amount(c.Unit, part), b.amount(c.Unit, others))
		}
	}
}

// topics is what customers came for, and what changed.
func (b *builder) topics() Section {
	w := b.words
	s := Section{Title: w.Needs}
	t := b.by(w.TopicTable, true, dims(metrics.ByCategory), metrics.Volume, metrics.UnresolvedRate, metrics.HandoffRate, metrics.ReopenRate, metrics.CSAT, metrics.WorsenedRate)
	s.Charts = append(s.Charts, b.bars(fmt.Sprintf(w.MetricBy, b.define(metrics.Volume).Title, w.inText(w.Category)), &t, 0))
	s.Tables = append(s.Tables, t)
	b.standing(&t, 2)
	b.growing()
	return s
}

// growing says which topics there are more or fewer of than chance explains.
func (b *builder) growing() {
	w := b.words
	q, qb := b.query(b.r.Range, metrics.Volume), b.query(b.r.Before, metrics.Volume)
	q.GroupBy, qb.GroupBy = dims(metrics.ByCategory), dims(metrics.ByCategory)
	q.Limit, qb.Limit = 1000, 1000
	now, before := b.ask(q), b.ask(qb)
	for i := range now.Rows {
		row := &now.Rows[i]
		if len(row.Group) == 0 || row.Group[0] == metrics.Other {
			continue
		}
		n, was := get(q, row, 0), past(before, row, false)
		if !was.Known && n.X >= Few {
			b.find(metrics.Volume, Changed, math.Sqrt(n.X/2), w.TopicNew, b.name(metrics.ByCategory, row.Group[0]), w.value(metrics.Count, n))
			continue
		}
		delta, v, strength := judge(metrics.Count, 0, n, was, sureOf(len(now.Rows)))
		if v != Changed {
			continue
		}
		b.find(metrics.Volume, v, strength, w.TopicDrives, b.name(metrics.ByCategory, row.Group[0]), w.value(metrics.Count, was), w.value(metrics.Count, n), w.delta(metrics.Count, delta))
	}
}

// trends is one chart for each number that matters in the long run.
func (b *builder) trends() Section {
	w := b.words
	s := Section{Title: w.Service}
	title := func(m metrics.Metric) string { return fmt.Sprintf(w.OverTime, b.define(m).Title) }
	s.Charts = append(s.Charts,
		b.over(w.VolumeOverTime, nil, metrics.Volume),
		b.over(w.ShareTrend, []string{w.ByBot, w.HandedOver, w.Abandoned}, metrics.BotResolutionRate, metrics.HandoffRate, metrics.AbandonmentRate),
		b.over(title(metrics.FirstHumanReply), []string{w.Median, w.P90}, metrics.FirstHumanReply.P(50), metrics.FirstHumanReply.P(90)),
		b.over(title(metrics.ResolutionTime), []string{w.Median, w.P90}, metrics.ResolutionTime.P(50), metrics.ResolutionTime.P(90)),
		b.over(title(metrics.CSAT), nil, metrics.CSAT),
		b.over(w.CoverageOverTime, nil, metrics.Coverage, metrics.UnansweredRate))
	return s
}

// segments is how different customers are served.
func (b *builder) segments() Section {
	w := b.words
	s := Section{Title: w.Segments}
	for _, d := range dims(metrics.ByTier, metrics.ByChannel, metrics.ByLanguage, metrics.ByRegion) {
		t := b.by(fmt.Sprintf(w.SegmentBy, w.inText(b.dimension(d))), true, dims(d), metrics.Volume, metrics.ResolutionRate, metrics.BotResolutionRate, metrics.FirstHumanReply.P(50), metrics.CSAT, metrics.ReopenRate)
		if len(t.Rows) > 1 { // a single segment is everybody
			s.Tables = append(s.Tables, t)
		}
	}
	return s
}
