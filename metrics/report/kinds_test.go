package report

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// someKinds are all kinds, or the two that have most sections between them where tests have to be short.
func someKinds() []Kind {
	if testing.Short() {
		return []Kind{KindWeekly, KindBottlenecks}
	}
	return allKinds
}

// Every kind of report says what a query says, and its charts can be read.
func TestReportsSayWhatQueriesSay(t *testing.T) {
	c := collector(t, 30)
	ctx := context.Background()
	week := Week(monday, shanghai)
	for i, k := range someKinds() {
		for _, locale := range []string{"en", "zh"}[i%2 : i%2+1] {
			r, err := Make(ctx, k, c, week, fixed(locale))
			require.NoError(t, err)
			assert.Equal(t, week, r.Range)
			assert.Equal(t, Week(monday.AddDate(0, 0, -7), shanghai), r.Before)
			assert.NotEmpty(t, r.Definitions)
			assert.Greater(t, len(r.Sections), 1)
			for _, f := range r.Sections[0].Figures {
				for _, x := range []struct {
					r Range
					n Number
				}{{r.Range, f.Now}, {r.Before, f.Before}} {
					table, err := c.Query(ctx, metrics.Query{Metrics: []metrics.Metric{f.Metric}, From: x.r.From, To: x.r.To, Zone: shanghai})
					require.NoError(t, err)
					v := table.Rows[0].Values[0]
					assert.Equal(t, v.Known, x.n.Known, f.Metric)
					assert.InDelta(t, v.X, x.n.X, 1e-12, f.Metric)
				}
			}
			for _, s := range r.Sections {
				for i := range s.Charts {
					readable(t, s.Charts[i].Title, parse(t, s.Charts[i].SVG(locale, "a")))
				}
				for _, table := range s.Tables {
					for _, row := range table.Rows {
						assert.Len(t, row.Names, len(table.Keys), table.Title)
						assert.Len(t, row.Cells, len(table.Columns), table.Title)
					}
				}
			}
			assert.NotContains(t, text(t, r.HTML), "%!", "a format without its argument")
		}
	}
}

func section(t *testing.T, r *Report, title string) *Section {
	t.Helper()
	i := slices.IndexFunc(r.Sections, func(s Section) bool { return s.Title == title })
	require.GreaterOrEqual(t, i, 0, "section %q", title)
	return &r.Sections[i]
}

func findings(r *Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		b.WriteString(f.Text + "\n")
	}
	return b.String()
}

// What was put into the events is found: late parcels, a slow and less able agent, the step that loses customers.
func TestFindings(t *testing.T) {
	c := collector(t, 250)
	r, err := Weekly(context.Background(), c, Week(monday, shanghai), fixed("en"))
	require.NoError(t, err)
	got := findings(r)
	assert.Contains(t, got, "Inquiries about complaint/courier went from")
	assert.Contains(t, got, "Resolution rate of agent-3 is")
	training := section(t, r, english().Training).Tables[0]
	for _, row := range training.Rows {
		assert.Equal(t, "agent-3", row.Names[0])
		assert.Less(t, row.Cells[0].X, row.Cells[1].X)
	}
	assert.NotEmpty(t, training.Rows)
	assert.Contains(t, got, "Flow refund loses most customers at photo")
	assert.Contains(t, got, "Most gaps are in complaint/courier")
	assert.Contains(t, got, "First human response time, median rose from")
	for _, other := range []string{"agent-1", "agent-2", "agent-4"} {
		assert.NotContains(t, got, other)
	}
	assert.LessOrEqual(t, len(r.Findings), mostFindings)
	assert.True(t, slices.IsSortedFunc(r.Findings, func(a, b Finding) int { return int(1e6 * (b.Strength - a.Strength)) }))
	// The outcomes of each day add up to all talks that are over.
	outcomes := section(t, r, english().Outcomes).Charts[0]
	require.Len(t, outcomes.Series, 5)
	for day := range outcomes.Times {
		sum := 0.0
		for s := range outcomes.Series {
			sum += outcomes.at(s, day).X
		}
		assert.InDelta(t, 1, sum, 1e-9)
	}
	// The shares of the distribution add up as well, and its table says the same as the chart.
	spread := section(t, r, english().Speed).Charts[1]
	sum := 0.0
	for _, v := range spread.Series[0].Values {
		sum += v.X
	}
	assert.InDelta(t, 1, sum, 1e-9)
	// Talks that no person had are not work of the team.
	team := section(t, r, english().Team).Tables[0]
	people := 0.0
	for _, row := range team.Rows {
		assert.NotEqual(t, english().Unknown, row.Names[0])
		if !row.Total {
			people += row.Cells[0].X
		}
	}
	last := team.Rows[len(team.Rows)-1]
	require.True(t, last.Total)
	assert.InDelta(t, people, last.Cells[0].X, 1e-9)
	assert.Equal(t, last.Cells[0].Of, last.Cells[1].Of, "the team's share is of the team's talks")
}

// Two weeks of the same kind: nothing is said to have changed.
func TestNothingChanged(t *testing.T) {
	c := collectorOf(t, monday.AddDate(0, 0, -28), 14, 100)
	for _, k := range []Kind{KindWeekly, KindSatisfaction, KindTopics} {
		r, err := Make(context.Background(), k, c, Week(monday.AddDate(0, 0, -21), shanghai), fixed("en"))
		require.NoError(t, err)
		for _, f := range r.Findings {
			assert.NotRegexp(t, ` (rose|fell|went) from `, f.Text)
		}
	}
}

// Without a single event there is no number but 0 counts, and the report says that there is nothing.
func TestEmptyPeriod(t *testing.T) {
	c := collectorOf(t, monday, 0, 0)
	for _, k := range allKinds {
		r, err := Make(context.Background(), k, c, Week(monday, shanghai), fixed("en"))
		require.NoError(t, err)
		assert.Empty(t, r.Findings)
		for _, f := range r.Sections[0].Figures {
			if f.Unit == metrics.Share || f.Unit == metrics.Stars || f.Unit == metrics.Scale {
				assert.Equal(t, none, Number{X: f.Now.X, Known: f.Now.Known, Of: f.Now.Of}, f.Metric)
			}
		}
		page := text(t, r.HTML)
		assert.Contains(t, page, english().NoData)
		assert.NotContains(t, page, "0.0%")
		assert.NotContains(t, page, "NaN")
	}
}

func TestOptionsAreChecked(t *testing.T) {
	_, err := Weekly(context.Background(), collector(t, 1), Range{From: monday, To: monday}, &Options{
		Rows: 2, Depth: -1, Before: Range{From: monday},
		Targets: map[metrics.Metric]float64{metrics.Volume: 1, "no_metric": 1, metrics.CSAT: func() float64 { z := 0.0; return z / z }()},
	})
	require.ErrorIs(t, err, metrics.ErrInvalid)
	for _, fault := range []string{"does not end after it begins", "Before has no beginning", "Rows is 2", "Depth is below 0", "volume has no better and worse", "no_metric has no better", "target of csat is no number"} {
		assert.ErrorContains(t, err, fault)
	}
	_, err = Make(context.Background(), "yearly", collector(t, 1), Week(monday, nil), nil)
	require.ErrorIs(t, err, metrics.ErrInvalid)
	_, err = Weekly(context.Background(), nil, Week(monday, nil), nil)
	require.ErrorIs(t, err, metrics.ErrInvalid)
	_, err = Weekly(context.Background(), collector(t, 1), Range{From: monday, To: monday.AddDate(11, 0, 0)}, nil)
	require.ErrorContains(t, err, "ten years")
}

var errDown = errors.New("down")

// An error of the source ends the report at once, at whichever query it comes.
func TestErrorsOfTheSource(t *testing.T) {
	c := collector(t, 20)
	for _, k := range someKinds() {
		all := 0
		count := SourceFunc(func(ctx context.Context, q metrics.Query) (*metrics.Table, error) {
			all++
			return c.Query(ctx, q)
		})
		_, err := Make(context.Background(), k, count, Week(monday, shanghai), fixed("en"))
		require.NoError(t, err)
		assert.LessOrEqual(t, all, 45, "queries of %s", k)
		for _, n := range []int{1, 2, all / 2, all} {
			calls := 0
			failing := SourceFunc(func(ctx context.Context, q metrics.Query) (*metrics.Table, error) {
				if calls++; calls >= n {
					return nil, errDown
				}
				return c.Query(ctx, q)
			})
			r, err := Make(context.Background(), k, failing, Week(monday, shanghai), fixed("en"))
			require.ErrorIs(t, err, errDown)
			assert.Nil(t, r)
			assert.Equal(t, n, calls, "it was asked again after it failed")
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Weekly(ctx, SourceFunc(func(context.Context, metrics.Query) (*metrics.Table, error) { return nil, nil }), Week(monday, shanghai), nil)
	require.ErrorIs(t, err, context.Canceled)
}

// A source that answers oddly makes no panic: tables that are nil, rows without values or groups.
func TestOddSources(t *testing.T) {
	for _, table := range []*metrics.Table{nil, {}, {Rows: []metrics.Row{{}}}, {Rows: []metrics.Row{{Group: []string{""}}, {Group: []string{"x"}, Values: make([]metrics.Value, 1)}}}} {
		for _, k := range allKinds {
			r, err := Make(context.Background(), k, SourceFunc(func(context.Context, metrics.Query) (*metrics.Table, error) { return table, nil }), Week(monday, shanghai), nil)
			require.NoError(t, err)
			text(t, r.HTML)
		}
	}
}

func TestNamesOfTheHost(t *testing.T) {
	c := collector(t, 60)
	o := fixed("zh")
	o.Name = func(d metrics.Dimension, v string) string {
		switch {
		case d == metrics.ByAgent && v == "agent-1":
			return "王\u202e芳\n"
		case d == metrics.ByChannel && v == "web":
			panic("no")
		}
		return ""
	}
	r, err := Weekly(context.Background(), c, Week(monday, shanghai), o)
	require.NoError(t, err)
	var names []string
	for _, s := range r.Sections {
		for _, table := range s.Tables {
			for _, row := range table.Rows {
				names = append(names, row.Names...)
			}
		}
	}
	assert.Contains(t, names, "王芳")
	assert.Contains(t, names, "web", "the value, where the host's function panicked")
	assert.Contains(t, names, "wechat", "the value, where it has no name")
	assert.NotContains(t, names, "agent-1")
}

func TestQuestions(t *testing.T) {
	c := collector(t, 20)
	o := fixed("en")
	o.Rows = 3
	o.Questions = func(_ context.Context, r Range, limit int) ([]Question, error) {
		assert.Equal(t, Week(monday, shanghai), r)
		assert.Equal(t, 3, limit)
		return []Question{{"How long does it take?", "after_sales", 9}, {"b", "", 8}, {"c", "", 7}, {"d", "", 6}}, nil
	}
	r, err := KnowledgeGaps(context.Background(), c, Week(monday, shanghai), o)
	require.NoError(t, err)
	table := section(t, r, english().Knowledge).Tables[0]
	require.Len(t, table.Rows, 3)
	assert.Equal(t, Row{Names: []string{"How long does it take?", "after_sales"}, Cells: []Number{Some(9, 9)}}, table.Rows[0])
	o.Questions = func(context.Context, Range, int) ([]Question, error) { return nil, errDown }
	_, err = KnowledgeGaps(context.Background(), c, Week(monday, shanghai), o)
	require.ErrorIs(t, err, errDown)
	o.Questions = func(context.Context, Range, int) ([]Question, error) { panic("no") }
	_, err = KnowledgeGaps(context.Background(), c, Week(monday, shanghai), o)
	require.ErrorIs(t, err, ErrPanic)
}

// Where a filter is about something that a metric does not know, it has no value instead of that of everything.
func TestWhere(t *testing.T) {
	c := collector(t, 60)
	o := fixed("en")
	o.Where = map[metrics.Dimension][]string{metrics.ByChannel: {"web"}}
	r, err := AgentEfficiency(context.Background(), c, Week(monday, shanghai), o)
	require.NoError(t, err)
	all, err := AgentEfficiency(context.Background(), c, Week(monday, shanghai), fixed("en"))
	require.NoError(t, err)
	figure := func(r *Report, m metrics.Metric) Figure {
		i := slices.IndexFunc(r.Sections[0].Figures, func(f Figure) bool { return f.Metric == m })
		return r.Sections[0].Figures[i]
	}
	assert.True(t, figure(all, metrics.Occupancy).Now.Known)
	assert.False(t, figure(r, metrics.Occupancy).Now.Known, "occupancy has no channel")
	assert.Less(t, figure(r, metrics.HandleTime).Now.Of, figure(all, metrics.HandleTime).Now.Of)
	assert.Positive(t, figure(r, metrics.HandleTime).Now.Of)
}

func TestTargets(t *testing.T) {
	c := collector(t, 60)
	o := fixed("en")
	o.Targets = map[metrics.Metric]float64{metrics.CSAT: .99, metrics.HandoffRate: .99, metrics.ServiceLevel: .1}
	r, err := Weekly(context.Background(), c, Week(monday, shanghai), o)
	require.NoError(t, err)
	met := map[metrics.Metric]bool{}
	for _, f := range r.Sections[0].Figures {
		if f.Target.Known {
			met[f.Metric] = f.Met
		}
	}
	assert.Equal(t, map[metrics.Metric]bool{metrics.CSAT: false, metrics.HandoffRate: true, metrics.ServiceLevel: true}, met)
	assert.Contains(t, findings(r), "the target is 99.0%")
	assert.Equal(t, Some(.99, 0), section(t, r, english().SatisfactionTitle).Charts[0].Line)
}

// A period that is not over says so.
func TestOpenPeriod(t *testing.T) {
	c := collector(t, 5)
	early := SourceFunc(func(ctx context.Context, q metrics.Query) (*metrics.Table, error) {
		table, err := c.Query(ctx, q)
		if table != nil {
			table.Through = monday.AddDate(0, 0, 2)
		}
		return table, err
	})
	o := fixed("en")
	o.Now = func() time.Time { return monday.AddDate(0, 0, 3) }
	r, err := Weekly(context.Background(), early, Week(monday, shanghai), o)
	require.NoError(t, err)
	assert.Contains(t, r.Notes, english().NoteOpen)
	assert.Contains(t, text(t, r.Markdown), "Numbers up to: 11 Mar 2026 00:00")
	r, err = Weekly(context.Background(), c, Week(monday, shanghai), fixed("en"))
	require.NoError(t, err)
	assert.NotContains(t, r.Notes, english().NoteOpen)
}

// Of a period that is not over, what has not come yet is not 0: charts end now, and the comparison is with as much of the time
// before.
func TestOpenPeriodIsComparedWithAsMuch(t *testing.T) {
	c := collector(t, 60)
	o := fixed("en")
	now := monday.AddDate(0, 0, 3).Add(10*time.Hour + 20*time.Minute)
	o.Now = func() time.Time { return now }
	r, err := Weekly(t.Context(), c, Week(monday, shanghai), o)
	require.NoError(t, err)
	require.Equal(t, Range{monday.AddDate(0, 0, -7), monday.AddDate(0, 0, -4).Add(10*time.Hour + 15*time.Minute)}, r.Before)
	demand := section(t, r, english().Demand)
	trend, heat := demand.Charts[0], demand.Charts[1]
	require.Len(t, trend.Times, 7)
	for i := range 7 {
		require.Equal(t, i < 4, trend.Series[0].Values[i].Known, "day %d", i)
		require.True(t, trend.Series[1].Values[i].Known, "the time before is all there")
	}
	require.Equal(t, "The dashed line is the period before, 2 Mar 2026 – 8 Mar 2026.", trend.Note)
	for d := range 7 {
		for h := range 24 {
			require.Equal(t, d < 3 || d == 3 && h <= 10, heat.Series[d].Values[h].Known, "%d %d", d, h)
		}
	}
	for _, chart := range section(t, r, english().Outcomes).Charts {
		for _, s := range chart.Series {
			require.Equal(t, Number{}, s.Values[4])
		}
	}
	before, err := c.Query(t.Context(), metrics.Query{Metrics: []metrics.Metric{metrics.Volume}, From: r.Before.From, To: r.Before.To})
	require.NoError(t, err)
	require.InDelta(t, before.Rows[0].Values[0].X, r.Sections[0].Figures[0].Before.X, 1e-9)

	now = time.Date(2026, 3, 30, 12, 0, 0, 0, shanghai) // more days have passed than February has
	march, err := Trends(t.Context(), c, Month(now, shanghai), o)
	require.NoError(t, err)
	require.Equal(t, Month(monday.AddDate(0, -1, 0), shanghai), march.Before)

	now = monday.AddDate(0, 0, 3)
	o.Before = Week(monday, shanghai).Previous() // what the host wants is what it gets
	r, err = Weekly(t.Context(), c, Week(monday, shanghai), o)
	require.NoError(t, err)
	require.Equal(t, o.Before, r.Before)
	o.Before = Range{}
	for _, at := range []time.Time{monday.AddDate(0, 0, 7), monday, monday.Add(5 * time.Minute), monday.AddDate(0, 0, -9)} {
		now = at // it is over, has not begun, or just so
		r, err = Weekly(t.Context(), c, Week(monday, shanghai), o)
		require.NoError(t, err)
		require.Equal(t, Week(monday, shanghai).Previous(), r.Before)
	}
}

// Hours of a longer time are averages over their weekdays, and the peak is that of an average week.
func TestHoursAreAveraged(t *testing.T) {
	c := collector(t, 60)
	two, err := Weekly(context.Background(), c, Range{monday.AddDate(0, 0, -7), monday.AddDate(0, 0, 7)}, fixed("en"))
	require.NoError(t, err)
	heat := section(t, two, english().Demand).Charts[1]
	require.Equal(t, Heat, heat.Kind)
	sum := 0.0
	for _, s := range heat.Series {
		for _, v := range s.Values {
			sum += v.X
		}
	}
	assert.InDelta(t, two.Sections[0].Figures[0].Now.X, 2*sum, 1e-6)
	assert.Equal(t, english().AverageNote, heat.Note)
}
