package metrics_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

func ExampleDescribe() {
	d, _ := metrics.Describe(metrics.ServiceLevel, "en")
	fmt.Println(d.Title)
	fmt.Println(d.Formula)
	fmt.Println(d.Excludes)
	// Output:
	// Service level
	// queue_answered_within / (queue_answered + queue_abandoned)
	// Waits that go on; waits that were diverted.
}

func TestDescribeKnowsAllMetrics(t *testing.T) {
	assert.GreaterOrEqual(t, len(metrics.All()), 60)
	titles := map[string]metrics.Metric{}
	for _, m := range metrics.All() {
		en, ok := metrics.Describe(m, "en-GB")
		require.True(t, ok, m)
		zh, ok := metrics.Describe(m, "zh_CN")
		require.True(t, ok, m)
		for _, text := range []string{en.Title, en.Counts, en.Source} {
			assert.NotEmpty(t, text, m)
			assert.NotRegexp(t, `\p{Han}`, text, m)
		}
		for _, text := range []string{zh.Title, zh.Counts, zh.Source} {
			assert.Regexp(t, `\p{Han}`, text, m)
		}
		assert.Equal(t, en.Excludes == "", zh.Excludes == "", m)
		assert.NotContains(t, titles, en.Title, "two metrics of one title")
		titles[en.Title] = m
		assert.NotContains(t, titles, zh.Title)
		titles[zh.Title] = m
		assert.NotContains(t, en.Formula, "unknown", m)
		for _, measure := range regexp.MustCompile(`[a-z0-9_]{3,}`).FindAllString(regexp.MustCompile(`\[.*?\]|mean|count`).ReplaceAllString(en.Formula, ""), -1) {
			assert.Contains(t, en.Counts, measure+": ", "%s: each measure of the formula is explained", m)
		}
	}
	french, ok := metrics.Describe(metrics.CSAT, "fr")
	assert.True(t, ok)
	assert.Equal(t, "CSAT (4 or 5 of 5)", french.Title)
}

// What other calls compute is defined as well, and is no metric of a query.
func TestDescribeKnowsDerivedNumbers(t *testing.T) {
	all := metrics.Derived()
	for _, m := range []metrics.Metric{"churn_rate", "step_drop_off", "customer_risk", "cost_per_interaction", "savings", "share_saved"} {
		assert.Contains(t, all, m)
	}
	c := collect(t)
	for _, m := range all {
		en, ok := metrics.Describe(m, "en")
		require.True(t, ok, m)
		zh, ok := metrics.Describe(m, "zh-CN")
		require.True(t, ok, m)
		assert.Equal(t, []any{m, en.Unit, en.Better, en.Formula, en.From}, []any{zh.Metric, zh.Unit, zh.Better, zh.Formula, zh.From})
		for _, text := range []string{en.Title, en.Counts, en.Excludes, en.Source, en.Formula, en.From} {
			assert.NotEmpty(t, text, m)
			assert.NotRegexp(t, `\p{Han}`, text, m)
		}
		for _, text := range []string{zh.Title, zh.Counts, zh.Excludes, zh.Source} {
			assert.Regexp(t, `\p{Han}`, text, m)
		}
		assert.NotContains(t, metrics.All(), m)
		_, err := c.Query(t.Context(), metrics.Query{Metrics: []metrics.Metric{m}, From: wednesday, To: wednesday.Add(oneDay)})
		require.ErrorIs(t, err, metrics.ErrInvalid, m)
		_, ok = metrics.Describe(m.P(50), "en")
		assert.False(t, ok)
	}
	d, _ := metrics.Describe(metrics.ShareSaved, "en")
	assert.Equal(t, metrics.Ratio, d.Unit, "a loss of thrice the cost is -3, which is no share")
}

func TestDescribePercentiles(t *testing.T) {
	d, ok := metrics.Describe(metrics.FirstReply.P(99.5), "en")
	assert.True(t, ok)
	assert.Equal(t, metrics.Metric("first_reply.p99.5"), d.Metric)
	assert.Equal(t, "First response time (percentile 99.5)", d.Title)
	assert.Equal(t, "p99.5(first_reply_wall)", d.Formula)
	zh, _ := metrics.Describe(metrics.FirstReply.P(50), "zh")
	assert.Equal(t, "首次响应时间(第 50 百分位)", zh.Title)
	for _, m := range []metrics.Metric{"fun", "", metrics.CSAT.P(50), metrics.Volume.P(50), metrics.FirstReply.P(-1), metrics.FirstReply.P(100.1), "first_reply.p"} {
		_, ok := metrics.Describe(m, "en")
		assert.False(t, ok, m)
	}
}

// What a definition says that a metric can be grouped by, a query groups by; the rest it refuses.
func TestDescribeTellsDimensions(t *testing.T) {
	c := collect(t)
	for _, m := range metrics.All() {
		d, _ := metrics.Describe(m, "en")
		for _, dimension := range []metrics.Dimension{
			metrics.ByAgent, metrics.ByQueue, metrics.ByChannel, metrics.ByCategory, metrics.ByTier, metrics.ByLanguage, metrics.ByRegion, metrics.ByBase,
			metrics.ByFlow, metrics.ByStep, metrics.ByReason, metrics.ByHour, metrics.ByWeekday, metrics.ByLabel("*"),
		} {
			_, err := c.Query(t.Context(), metrics.Query{Metrics: []metrics.Metric{m}, From: wednesday, To: wednesday.Add(oneDay), GroupBy: by(dimension)})
			assert.Equal(t, slices.Contains(d.By, dimension), err == nil, "%s by %s", m, dimension)
		}
	}
}

// The text of a formula, worked out by hand, gives the number that a query gives.
func TestFormulasAreWhatIsComputed(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list := episodes().Draw(r, "episodes")
		c := collect(t, list...)
		sheet := metrics.NewSheet()
		for i := range list {
			sheet.Add(&list[i])
		}
		values := ask(t, c, metrics.Query{Metrics: metrics.All()}).Rows[0].Values
		for i, m := range metrics.All() {
			if m == metrics.FirstContact || m == metrics.DurableResolution {
				continue // sheets do not have their measures
			}
			d, _ := metrics.Describe(m, "en")
			f := formula{r, sheet, d.Formula, 0}
			want, known := f.ratio()
			require.Equal(r, len(d.Formula), f.at, "%s is read to its end", d.Formula)
			require.Equal(r, known, values[i].Known, d.Formula)
			require.InDelta(r, want, values[i].X, 1e-9*(1+want*want), d.Formula)
		}
	})
}

// formula reads a formula and works it out over a sheet.
type formula struct {
	t     require.TestingT
	sheet *metrics.Sheet
	text  string
	at    int
}

func (f *formula) take(s string) bool {
	if strings.HasPrefix(f.text[f.at:], s) {
		f.at += len(s)
		return true
	}
	return false
}

func (f *formula) ratio() (x float64, known bool) {
	if f.take("mean(") {
		total, n := f.measure()
		f.take(")")
		if n == 0 {
			return 0, false
		}
		return total / n, true
	}
	top := f.sum()
	if !f.take(" / ") {
		return top, true
	}
	over := f.sum()
	if over == 0 {
		return 0, false
	}
	return top / over, true
}

func (f *formula) sum() float64 {
	if !f.take("(") {
		return f.term()
	}
	x := f.term()
	for {
		switch {
		case f.take(" + "):
			x += f.term()
		case f.take(" - "):
			x -= f.term()
		case f.take(")"):
			return x
		default:
			require.Fail(f.t, "no formula", f.text)
		}
	}
}

func (f *formula) term() float64 {
	if f.take("count(") {
		_, n := f.measure()
		f.take(")")
		return n
	}
	total, _ := f.measure()
	return total
}

var measureText = regexp.MustCompile(`^([a-z0-9_]+)(?:\[([a-z_, ]+)\])?`)

func (f *formula) measure() (total, n float64) {
	found := measureText.FindStringSubmatch(f.text[f.at:])
	require.NotNil(f.t, found, f.text)
	f.at += len(found[0])
	m := slices.IndexFunc(allMeasures(), func(m metrics.Measure) bool { return m.String() == found[1] })
	require.GreaterOrEqual(f.t, m, 0, found[1])
	for at, sum := range f.sheet.Column(allMeasures()[m]) {
		if found[2] == "" || slices.Contains(strings.Split(found[2], ", "), f.sheet.Cells()[at].Step) {
			total += float64(sum.Total)
			n += float64(sum.N)
			if sum.Spread != nil { // a time
				total += float64(sum.Total)*1e-6 - float64(sum.Total)
			}
		}
	}
	if slices.Contains([]string{"rating", "mood", "first_mood", "last_mood", "answers_right"}, found[1]) {
		total /= 1e6
	}
	return total, n
}

func allMeasures() (list []metrics.Measure) {
	for m := range 255 {
		list = append(list, metrics.Measure(m))
	}
	return list
}
