package report

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/cost"
)

// withPrices are options of a host that knows what it pays.
func withPrices(locale string) *Options {
	o := fixed(locale)
	o.Prices = &cost.Model{Currency: "EUR", BotTurn: .004, BotEpisode: .02, AgentMinute: .75, TicketHandling: 2, FixedPerMonth: 900, MinutesPerEpisode: 6}
	return o
}

// only leaves the section of costs, and what is defined in it.
func only(t *testing.T, r *Report) *Report {
	t.Helper()
	r.Sections = []Section{*section(t, r, wordsFor(r.Locale).Costs)}
	r.Definitions = slices.DeleteFunc(r.Definitions, func(d metrics.Definition) bool {
		return !slices.ContainsFunc(costFigures(), func(f costFigure) bool { return f.m == d.Metric })
	})
	r.Findings = nil
	return r
}

// The golden files are the section of costs with its definitions, as somebody reads it in both languages.
func TestGoldenCosts(t *testing.T) {
	c := collector(t, 24)
	for _, locale := range []string{"en", "zh"} {
		r, err := Weekly(context.Background(), c, Week(monday, shanghai), withPrices(locale))
		require.NoError(t, err)
		golden(t, "costs."+locale+".md", only(t, r).Markdown)
	}
}

// costsOf returns the figures of costs by name.
func costsOf(t *testing.T, r *Report) map[metrics.Metric]Figure {
	t.Helper()
	all := map[metrics.Metric]Figure{}
	for _, f := range section(t, r, wordsFor(r.Locale).Costs).Figures {
		all[f.Metric] = f
	}
	return all
}

// The figures are what the model says of the volumes of the whole range, and of the one before; the columns of the chart are
// parts of it.
func TestCostsAreThoseOfTheModel(t *testing.T) {
	c := collector(t, 60)
	o := withPrices("en")
	half := .5
	o.Prices.Diverted, o.Prices.CountLost = &half, true
	for _, k := range []Kind{KindWeekly, KindAgents, KindTrends} {
		week := Week(monday, shanghai)
		r, err := Make(t.Context(), k, c, week, o)
		require.NoError(t, err)
		got := costsOf(t, r)
		require.Len(t, got, len(costFigures()))
		for i, span := range []Range{week, week.Previous()} {
			v, err := c.CostVolumes(t.Context(), metrics.Cohort{From: span.From, To: span.To})
			require.NoError(t, err)
			want, err := o.Prices.Assess(v)
			require.NoError(t, err)
			number := func(m metrics.Metric) Number { return []Number{got[m].Now, got[m].Before}[i] }
			for m, x := range map[metrics.Metric]*float64{
				metrics.CostPerInteraction: want.PerInteraction, metrics.CostPerResolution: want.PerResolution, metrics.CostOfBot: want.PerBot, metrics.CostOfPeople: want.PerHuman,
				metrics.HoursSaved: want.HoursSaved, metrics.Savings: want.Savings, metrics.ShareSaved: want.Share,
			} {
				require.True(t, number(m).Known, m)
				assert.InEpsilon(t, *x, number(m).X, 1e-9, "%s of %s", m, k)
			}
			assert.EqualValues(t, v.Episodes(), number(metrics.CostPerInteraction).Of)
			assert.EqualValues(t, v.Handed+v.Direct, number(metrics.CostOfPeople).Of)
			table := section(t, r, english().Costs).Tables[0]
			sum := 0.0
			for row, x := range []float64{want.Bot, want.Human, want.Tickets, want.Fixed, want.Total} {
				assert.InDelta(t, x, table.Rows[row].Cells[i].X, 1e-9)
				if sum += table.Rows[row].Cells[i].X; row == 4 {
					assert.InDelta(t, 2*x, sum, 1e-9, "the parts are the whole")
				}
			}
		}
		chart := section(t, r, english().Costs).Charts[0]
		require.Len(t, chart.Series[0].Values, 7)
		sum, n := 0.0, int64(0)
		for _, v := range chart.Series[0].Values {
			sum, n = sum+v.X*float64(v.Of), n+v.Of
		}
		assert.Equal(t, got[metrics.CostPerInteraction].Now.Of, n)
		assert.InEpsilon(t, got[metrics.CostPerInteraction].Now.X, sum/float64(n), 1e-9)
		assert.Contains(t, text(t, r.Markdown), "people would have had 50.0% of the talks that it solved, all that it handed over and all that it lost, in 6 min each")
		assert.NotContains(t, []Verdict{Better, Worse}, got[metrics.CostPerInteraction].Verdict, "nobody knows how far it goes by chance")
	}
}

// Where the host does not say what it pays there is nothing about costs: no 0, no title. The same where only a part is looked
// at, or the source cannot count.
func TestNoPricesNoCosts(t *testing.T) {
	c := collector(t, 20)
	where := withPrices("en")
	where.Where = map[metrics.Dimension][]string{metrics.ByChannel: {"web"}}
	for name, make := range map[string]func(k Kind) (*Report, error){
		"no prices": func(k Kind) (*Report, error) { return Make(t.Context(), k, c, Week(monday, shanghai), fixed("en")) },
		"a part":    func(k Kind) (*Report, error) { return Make(t.Context(), k, c, Week(monday, shanghai), where) },
		"no counter": func(k Kind) (*Report, error) {
			return Make(t.Context(), k, SourceFunc(c.Query), Week(monday, shanghai), withPrices("en"))
		},
	} {
		for _, k := range allKinds {
			r, err := make(k)
			require.NoError(t, err)
			for _, write := range []string{text(t, r.Markdown), text(t, r.JSON), text(t, r.HTML)} {
				require.NotContains(t, strings.ToLower(write), "cost", "%s of %s", name, k)
				require.NotContains(t, write, "saving")
			}
		}
	}
	for _, k := range allKinds {
		r, err := Make(t.Context(), k, c, Week(monday, shanghai), withPrices("en"))
		require.NoError(t, err)
		has := slices.ContainsFunc(r.Sections, func(s Section) bool { return s.Title == english().Costs })
		require.Equal(t, k == KindWeekly || k == KindAgents || k == KindTrends, has, k)
	}

	o := withPrices("en")
	o.Prices.MinutesPerEpisode = 0
	r, err := Weekly(t.Context(), c, Week(monday, shanghai), o)
	require.NoError(t, err)
	require.Len(t, costsOf(t, r), 4, "savings need something to compare with")
	require.Contains(t, section(t, r, english().Costs).Text, english().CostNoSavings)
}

// Of no talks nothing costs anything per talk, in every form of the report; what is paid by the month is paid.
func TestCostsOfNothing(t *testing.T) {
	c, err := metrics.New(metrics.NewMemoryStore(), nil)
	require.NoError(t, err)
	r, err := Weekly(t.Context(), c, Week(monday, shanghai), withPrices("en"))
	require.NoError(t, err)
	got := costsOf(t, r)
	for _, m := range []metrics.Metric{metrics.CostPerInteraction, metrics.CostPerResolution, metrics.CostOfBot, metrics.CostOfPeople, metrics.ShareSaved} {
		assert.False(t, got[m].Now.Known, m)
		assert.Equal(t, Unknown, got[m].Verdict, m)
	}
	assert.InDelta(t, -900*7/(365.25/12), got[metrics.Savings].Now.X, 1e-9)
	assert.Equal(t, none, got[metrics.Savings].Delta, "a loss has not grown by a part of itself")
	assert.Empty(t, section(t, r, english().Costs).Charts)
}

// Of a period that is not over, what is paid by the month is paid for the part that has passed.
func TestCostsUntilNow(t *testing.T) {
	c := collector(t, 20)
	o := withPrices("en")
	o.Now = func() time.Time { return monday.AddDate(0, 0, 3) }
	r, err := Weekly(t.Context(), c, Week(monday, shanghai), o)
	require.NoError(t, err)
	fixed := section(t, r, english().Costs).Tables[0].Rows[3]
	assert.InDelta(t, 900*3/(365.25/12), fixed.Cells[0].X, 1e-9)
	assert.Equal(t, fixed.Cells[0], fixed.Cells[1], "compared with as much of the week before")
	v, err := c.CostVolumes(t.Context(), metrics.Cohort{From: monday, To: monday.AddDate(0, 0, 3)})
	require.NoError(t, err)
	assert.EqualValues(t, v.Episodes(), costsOf(t, r)[metrics.CostPerInteraction].Now.Of)
}

// Where a range begins within a week, the week's column has what is in the range.
func TestCostsOfAPartOfAWeek(t *testing.T) {
	c := collector(t, 20)
	span := Range{monday.AddDate(0, 0, -5), monday.AddDate(0, 0, 65)}
	o := withPrices("en")
	o.Now = func() time.Time { return span.To }
	r, err := Trends(t.Context(), c, span, o)
	require.NoError(t, err)
	v, err := c.CostVolumes(t.Context(), metrics.Cohort{From: span.From, To: span.To})
	require.NoError(t, err)
	require.Equal(t, int64(v.Episodes()), costsOf(t, r)[metrics.CostPerInteraction].Now.Of)
	chart := section(t, r, english().Costs).Charts[0]
	require.Len(t, chart.Times, 11)
	part, err := c.CostVolumes(t.Context(), metrics.Cohort{From: span.From, To: monday})
	require.NoError(t, err)
	once, err := o.Prices.Assess(part)
	require.NoError(t, err)
	require.InEpsilon(t, *once.PerInteraction, chart.Series[0].Values[0].X, 1e-9)
}

// uncountable is a source that cannot count what talks cost.
type uncountable struct {
	*metrics.Collector
	calls, fails int
}

func (u *uncountable) CostVolumes(ctx context.Context, o metrics.Cohort) (cost.Volumes, error) {
	if u.calls++; u.calls >= u.fails {
		return cost.Volumes{}, errDown
	}
	return u.Collector.CostVolumes(ctx, o)
}

func TestFaultsOfCosts(t *testing.T) {
	c := collector(t, 5)
	for fails := range 8 {
		src := &uncountable{Collector: c, fails: fails + 1}
		r, err := Weekly(t.Context(), src, Week(monday, shanghai), withPrices("en"))
		require.ErrorIs(t, err, errDown)
		require.Nil(t, r)
		require.Equal(t, fails+1, src.calls, "it was asked again after it failed")
	}
	o := withPrices("en")
	o.Prices.BotTurn, o.Prices.AgentMinute = -1, math.NaN()
	_, err := Weekly(t.Context(), c, Week(monday, shanghai), o)
	require.ErrorIs(t, err, metrics.ErrInvalid)
	require.ErrorIs(t, err, cost.ErrInvalid)
	var field *cost.FieldError
	require.True(t, errors.As(err, &field))
	o = withPrices("en")
	o.Prices.Currency = "<b>\u202eEUR\n"
	r, err := Weekly(t.Context(), c, Week(monday, shanghai), o)
	require.NoError(t, err)
	require.NotContains(t, text(t, r.HTML), "<b>\u202e")
	require.Equal(t, "Savings (<b>EUR)", costsOf(t, r)[metrics.Savings].Title)
}

func TestAmountOf(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0.00", 1: "1.00", .1: "0.10", .0123456: "0.0123", -.00001: "0.0000", 1234.5: "1,234.50", -1234567.891: "-1,234,567.89", 999.999: "1,000.00", 100: "100.00",
	} {
		assert.Equal(t, want, amountOf(x), x)
	}
}
