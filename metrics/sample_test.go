package metrics_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

func ids(samples []metrics.Sample) (list []string) {
	for _, s := range samples {
		list = append(list, s.Episode)
	}
	slices.Sort(list)
	return list
}

func TestSamples(t *testing.T) {
	c := recorded(t, five)
	q := metrics.Query{From: wednesday, To: wednesday.Add(time.Hour)}
	sample := func(m metrics.Metric) *metrics.Samples {
		s, err := c.Samples(t.Context(), m, q, 10)
		require.NoError(t, err)
		return s
	}
	s := sample(metrics.DeflectionRate)
	assert.Equal(t, []string{"c/bot#1"}, ids(s.For))
	assert.Equal(t, []string{"c/person#1", "c/unsolved#1"}, ids(s.Against))
	assert.Equal(t, []string{"c/closed#1", "c/gone#1"}, ids(s.Out), "the bot did not speak")
	assert.Equal(t, [3]int{1, 2, 2}, [3]int{s.CountFor, s.CountAgainst, s.CountOut})

	s = sample(metrics.HandleTime)
	assert.Equal(t, []string{"c/closed#1", "c/person#1"}, ids(s.For))
	assert.InDelta(t, 360, s.For[slices.IndexFunc(s.For, func(x metrics.Sample) bool { return x.Episode == "c/person#1" })].Top, 0)
	assert.Empty(t, s.Against, "a mean has nothing against it")
	assert.Equal(t, ids(s.For), ids(sample(metrics.HandleTime.P(90)).For))

	s = sample(metrics.FirstContact)
	assert.Equal(t, []string{"c/bot#1", "c/person#1"}, ids(s.For))
	assert.Equal(t, []string{"c/closed#1", "c/unsolved#1"}, ids(s.Against))

	q.Where = map[metrics.Dimension][]string{metrics.ByAgent: {"mia"}}
	s = sample(metrics.HandoffRate)
	assert.Equal(t, []string{"c/person#1"}, ids(s.For))
	assert.Zero(t, s.CountAgainst+s.CountOut, "others' talks are none of hers")

	assert.Zero(t, sample(metrics.Cases).CountOut, "talks are no tickets")
	at, err := collect(t, metrics.Episode{ID: "a", FirstReply: metrics.Span{Known: true}}).Samples(t.Context(), metrics.FirstReply, q, 1)
	require.NoError(t, err)
	assert.Zero(t, at.CountFor, "it is none of hers")
	q.Where = nil
	at, err = collect(t, metrics.Episode{ID: "a", FirstReply: metrics.Span{Known: true}}).Samples(t.Context(), metrics.FirstReply, q, 1)
	require.NoError(t, err)
	assert.Equal(t, []string{"a"}, ids(at.For), "no time is a time")
	for _, n := range []int{0, 1001} {
		_, err := c.Samples(t.Context(), "fun", q, n)
		var fault *metrics.QueryError
		require.ErrorAs(t, err, &fault)
		assert.Equal(t, []string{"n", "Metrics[0]"}, faultFields(fault))
	}
}

// What is drawn adds up to the number, where all is drawn; where not, it is part of that, the same every time.
func TestSamplesAreBehindTheNumber(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list := episodes().Draw(r, "episodes")
		c := collect(t, list...)
		m := rapid.SampledFrom(metrics.All()).Draw(r, "metric")
		q := metrics.Query{From: wednesday.Add(-10 * oneDay), To: wednesday.Add(10 * oneDay), Metrics: []metrics.Metric{m}}
		all, err := c.Samples(t.Context(), m, q, 100)
		require.NoError(r, err)
		top, of := 0.0, 0.0
		for _, s := range slices.Concat(all.For, all.Against) {
			top, of = top+s.Top, of+s.Of
		}
		v := one(t, c, m)
		if want := top; v.Known {
			if of > 0 {
				want /= of
			}
			require.InDelta(r, v.X, want, 1e-6*(1+v.X*v.X), m)
		}
		require.Equal(r, len(all.For), all.CountFor)
		few, err := c.Samples(t.Context(), m, q, 2)
		require.NoError(r, err)
		require.Subset(r, all.For, few.For)
		require.Len(r, few.For, min(2, len(all.For)))
		again, err := c.Samples(t.Context(), m, q, 2)
		require.NoError(r, err)
		require.Equal(r, few, again)
	})
}

// Who comes back, and when: to the microsecond.
func TestContacts(t *testing.T) {
	start := wednesday
	end := start.Add(10 * time.Minute)
	talk := func(id string, at time.Time, outcome metrics.Outcome) metrics.Episode {
		return metrics.Episode{ID: id, Customer: "ann", Start: at, Outcome: outcome}
	}
	for name, tc := range map[string]struct {
		talks         []metrics.Episode
		first, stayed string
	}{
		"alone":                 {[]metrics.Episode{talk("a", start, metrics.ByBot)}, "1 of 1", "1 of 1"},
		"unsettled":             {[]metrics.Episode{talk("a", start, metrics.Unresolved)}, "0 of 1", ""},
		"back in time":          {[]metrics.Episode{talk("a", start, metrics.ByBot), talk("b", end.Add(7*oneDay-time.Microsecond), metrics.ByBot)}, "0 of 1", "1 of 2"},
		"back later":            {[]metrics.Episode{talk("a", start, metrics.ByBot), talk("b", end.Add(7*oneDay), metrics.ByBot)}, "2 of 2", "2 of 2"},
		"back for good":         {[]metrics.Episode{talk("a", start, metrics.Unresolved), talk("b", end.Add(oneDay), metrics.ByHuman)}, "0 of 1", "1 of 1"},
		"open ones count":       {[]metrics.Episode{talk("a", start, metrics.ByBot), talk("b", end.Add(oneDay), metrics.Open)}, "0 of 1", "0 of 1"},
		"at the same time":      {[]metrics.Episode{talk("a", start, metrics.ByBot), talk("b", start, metrics.ByBot)}, "0 of 1", "1 of 2"},
		"old enough":            {[]metrics.Episode{talk("a", wednesday.Add(23*oneDay-10*time.Minute), metrics.ByBot)}, "1 of 1", "1 of 1"},
		"too young":             {[]metrics.Episode{talk("a", wednesday.Add(23*oneDay-10*time.Minute+time.Second), metrics.ByBot)}, "", ""},
		"unknown":               {[]metrics.Episode{{Outcome: metrics.ByBot}}, "", ""},
		"others":                {[]metrics.Episode{talk("a", start, metrics.ByBot), {Customer: "bob", Outcome: metrics.ByBot, Start: end.Add(oneDay)}}, "2 of 2", "2 of 2"},
		"before the range":      {[]metrics.Episode{talk("a", start.Add(-6*oneDay), metrics.ByBot), talk("b", start, metrics.ByBot)}, "", "1 of 1"},
		"after the range":       {[]metrics.Episode{talk("a", wednesday.Add(20*oneDay), metrics.ByBot), talk("b", wednesday.Add(22*oneDay), metrics.ByBot)}, "0 of 1", "0 of 1"},
		"long before the range": {[]metrics.Episode{talk("a", start.Add(-8*oneDay), metrics.ByBot), talk("b", start, metrics.ByBot)}, "1 of 1", "1 of 1"},
		"a long talk before":    {[]metrics.Episode{{ID: "a", Customer: "ann", Start: start.Add(-10 * oneDay), End: start.Add(-6 * oneDay), Outcome: metrics.ByBot}, talk("b", start, metrics.ByBot)}, "", "1 of 1"},
	} {
		t.Run(name, func(t *testing.T) {
			q := metrics.Query{Metrics: []metrics.Metric{metrics.FirstContact, metrics.DurableResolution, metrics.Volume}, From: wednesday.Add(-oneDay), To: wednesday.Add(21 * oneDay)}
			if name == "old enough" || name == "too young" {
				q.To = wednesday.Add(30 * oneDay)
			}
			if name == "back later" || name == "back in time" {
				q.To = wednesday.Add(8 * oneDay)
			}
			c := collect(t, tc.talks...)
			row := ask(t, c, q).Rows[0]
			text := func(v metrics.Value) string {
				if !v.Known {
					return ""
				}
				return fmt.Sprintf("%v of %d", v.X*float64(v.Of), v.Of)
			}
			assert.Equal(t, tc.first, text(row.Values[0]), "first contact")
			assert.Equal(t, tc.stayed, text(row.Values[1]), "durable")
			q.Metrics = volume
			assert.Equal(t, ask(t, c, q).Rows[0].Values[0], row.Values[2], "talks are counted once")
		})
	}
}
