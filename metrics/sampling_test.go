package metrics_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

// answeredTalks are n talks with two answered messages each: a sure answer on the web, then an unsure one; every third
// talk goes on with an agent.
func answeredTalks(t testing.TB, n int) *metrics.Collector {
	t.Helper()
	c, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return wednesday.Add(20 * oneDay) }})
	require.NoError(t, err)
	for i := range n {
		events := script(t, "0s customer_spoke t=m1\n1s answered t=m1 e=a s=.9\n1m customer_spoke t=m2\n1m answered t=m2 e=b s=.3\n2m customer_spoke t=m3\n2m unanswered t=m3")
		if i%3 == 0 {
			events = append(events, script(t, "0s ended r=x\n0s ended r=x\n0s ended r=x\n0s ended r=x\n0s ended r=x\n0s ended r=x\n3m handoff_requested i=h\n4m assigned i=h a=bob\n5m agent_spoke a=bob\n6m agent_spoke a=bob\n7m resolved a=bob")[6:]...)
		}
		for j := range events {
			events[j].Conversation, events[j].Channel = fmt.Sprint("c", i), []string{"web", "app"}[i%2]
			events[j].At = events[j].At.Add(time.Duration(i) * time.Minute)
		}
		require.NoError(t, c.Record(t.Context(), events...))
	}
	return c
}

func drawPieces(t testing.TB, c *metrics.Collector, q metrics.SampleQuery) []metrics.Piece {
	t.Helper()
	q.From, q.To = wednesday.Add(-oneDay), wednesday.Add(2*oneDay)
	pieces, err := c.Sample(t.Context(), q)
	require.NoError(t, err)
	return pieces
}

func judge(t testing.TB, c *metrics.Collector, p metrics.Piece, who string, score float64) {
	t.Helper()
	require.NoError(t, c.Judge(t.Context(), metrics.Judgement{
		Conversation: p.Conversation, Episode: p.Episode, Turn: p.Turn, Entry: p.Entry, Version: p.Version, Judge: who, Score: score,
	}))
}

func TestSampleIsStratifiedAndStable(t *testing.T) {
	c := answeredTalks(t, 30)
	q := metrics.SampleQuery{By: []metrics.Dimension{metrics.ByChannel, metrics.ByConfidence}, Size: 4}
	pieces := drawPieces(t, c, q)
	count := map[string]int{}
	for _, p := range pieces {
		count[fmt.Sprint(p.Stratum)]++
		assert.Equal(t, p.Score == .9, p.Turn == "m1")
		assert.Equal(t, p.Turn == "m1", p.Entry == "a")
		assert.NotEqual(t, "m3", p.Turn, "there is no answer to judge")
	}
	assert.Equal(t, map[string]int{"[app 0-0.5]": 4, "[app 0.8-1]": 4, "[web 0-0.5]": 4, "[web 0.8-1]": 4}, count)
	assert.Equal(t, pieces, drawPieces(t, c, q), "the same ones again")
	q.Size = 6
	assert.Subset(t, drawPieces(t, c, q), pieces, "a larger sample has those of a smaller one")
	q.Seed, q.Size = "another", 4
	assert.NotEqual(t, pieces, drawPieces(t, c, q))

	// What was judged is replaced by the next one, and nothing else changes.
	q.Seed = ""
	judge(t, c, pieces[0], "eve", 1)
	after := drawPieces(t, c, q)
	assert.NotContains(t, after, pieces[0])
	assert.Subset(t, after, pieces[1:])
	assert.Len(t, after, len(pieces))
	assert.Len(t, drawPieces(t, c, metrics.SampleQuery{Size: 100}), 59, "all but the one that was judged")
	assert.Len(t, drawPieces(t, c, metrics.SampleQuery{}), 20)
}

func TestSampleOfAgents(t *testing.T) {
	c := answeredTalks(t, 30)
	q := metrics.SampleQuery{Agents: true, By: []metrics.Dimension{metrics.ByAgent, metrics.ByOutcome}}
	pieces := drawPieces(t, c, q)
	require.Len(t, pieces, 10, "a talk is one piece, however often he wrote")
	assert.Equal(t, []string{"bob", "by_human"}, pieces[0].Stratum)
	assert.Empty(t, pieces[0].Turn)
	judge(t, c, pieces[0], "eve", 1)
	assert.Len(t, drawPieces(t, c, q), 9)
	assert.Len(t, drawPieces(t, c, metrics.SampleQuery{Size: 100}), 60, "that of an agent is none of the bot's answers")
}

func TestJudgementsCount(t *testing.T) {
	c := answeredTalks(t, 4)
	j := metrics.Judgement{Conversation: "c0", Turn: "m1", Entry: "a", Judge: "eve", Score: 1, Intent: "x", Truth: "y"}
	require.NoError(t, c.Judge(t.Context(), j))
	j.Score = 0
	require.NoError(t, c.Judge(t.Context(), j), "she judges once")
	j.Judge, j.Score = "fay", .5
	require.NoError(t, c.Judge(t.Context(), j))
	assert.InDelta(t, .75, one(t, c, metrics.Accuracy).X, 1e-9)
	assert.InDelta(t, 1, one(t, c, metrics.IntentErrorRate).X, 1e-9)

	q := metrics.SampleQuery{Cohort: metrics.Cohort{From: wednesday, To: wednesday.Add(oneDay)}}
	got, err := c.AccuracyEstimates(t.Context(), q, .95)
	require.NoError(t, err)
	assert.Equal(t, 1, got[0].Judged, "two judges, one answer")
	assert.InDelta(t, .75, got[0].Share, 1e-9)

	// What somebody picked counts neither in the metric nor in estimates, nor as drawn.
	require.NoError(t, c.Judge(t.Context(), metrics.Judgement{Conversation: "c1", Turn: "m1", Judge: "eve", Intent: "x", Truth: "x", Picked: true}))
	assert.InDelta(t, .75, one(t, c, metrics.Accuracy).X, 1e-9)
	assert.InDelta(t, 1, one(t, c, metrics.IntentErrorRate).X, 1e-9)
	again, err := c.AccuracyEstimates(t.Context(), q, .95)
	require.NoError(t, err)
	assert.Equal(t, got, again)

	for field, j := range map[string]metrics.Judgement{
		"Turn":         {Conversation: "c0", Judge: "eve"},
		"Agent":        {Conversation: "c0", Turn: "m1"},
		"Truth":        {Conversation: "c0", Episode: "c/c0#1", Judge: "eve", Truth: "x"},
		"Score":        {Conversation: "c0", Turn: "m1", Judge: "eve", Score: 2},
		"Conversation": {Turn: "m1", Judge: "eve"},
	} {
		var fault *metrics.EventError
		require.ErrorAs(t, c.Judge(t.Context(), j), &fault, field)
		assert.Equal(t, field, fault.Field)
	}
	require.ErrorIs(t, c.Judge(t.Context(), metrics.Judgement{Conversation: "c0", Episode: "c/c0#5", Judge: "eve"}), metrics.ErrNotFound)
}

// Strata weigh what they are part of the whole: half of the answers are sure and right, half unsure and wrong, though only few of these were
// judged.
func TestEstimateWeighsStrata(t *testing.T) {
	c := answeredTalks(t, 40)
	q := metrics.SampleQuery{Cohort: metrics.Cohort{From: wednesday, To: wednesday.Add(oneDay)}, By: []metrics.Dimension{metrics.ByConfidence}, Size: 30}
	n := 0
	for _, p := range drawPieces(t, c, q) {
		if p.Score == .9 {
			judge(t, c, p, "eve", 1)
		} else if n++; n <= 5 {
			judge(t, c, p, "eve", 0)
		}
	}
	got, err := c.AccuracyEstimates(t.Context(), q, .95)
	require.NoError(t, err)
	require.Len(t, got, 3)
	unsure, sure, all := got[0], got[1], got[2]
	assert.Equal(t, []string{"0-0.5"}, unsure.Stratum)
	assert.Equal(t, []int{5, 40, 30, 40, 35, 80}, []int{unsure.Judged, unsure.Of, sure.Judged, sure.Of, all.Judged, all.Of})
	assert.InDelta(t, .5, all.Share, 1e-9)
	assert.True(t, all.Known)
	// The effective number is 4 / (1/5 + 1/30).
	low, high, _ := metrics.Wilson(4/(1./5+1./30)/2, 4/(1./5+1./30), .95)
	assert.InDelta(t, low, all.Low, 1e-9)
	assert.InDelta(t, high, all.High, 1e-9)

	none, err := answeredTalks(t, 3).AccuracyEstimates(t.Context(), q, .95)
	require.NoError(t, err)
	for _, e := range none {
		assert.False(t, e.Known)
		assert.Zero(t, e.High)
	}
}

// Values of R. G. Newcombe, Statistics in Medicine 17 (1998), method 3, and of the closed form at the ends.
func TestWilson(t *testing.T) {
	for _, c := range []struct{ x, n, level, low, high float64 }{
		{0, 10, .95, 0, .2775328}, {10, 10, .95, .7224672, 1}, {5, 10, .95, .2365931, .7634069}, {81, 263, .95, .2553, .3662},
	} {
		low, high, ok := metrics.Wilson(c.x, c.n, c.level)
		require.True(t, ok)
		assert.InDelta(t, c.low, low, 1e-4)
		assert.InDelta(t, c.high, high, 1e-4)
	}
	for _, c := range [][3]float64{{0, 0, .95}, {3, 2, .95}, {-1, 2, .95}, {1, 2, 1}, {1, 2, 0}, {math.NaN(), 2, .95}, {1, math.Inf(1), .95}} {
		_, _, ok := metrics.Wilson(c[0], c[1], c[2])
		assert.False(t, ok, c)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Float64Range(.5, 1e9).Draw(t, "n")
		x := n * rapid.Float64Range(0, 1).Draw(t, "p")
		low, high, ok := metrics.Wilson(x, n, rapid.Float64Range(.01, .999).Draw(t, "level"))
		require.True(t, ok)
		require.True(t, 0 <= low && low <= x/n+1e-12 && x/n-1e-12 <= high && high <= 1)
	})
}

func TestJudgementsNeeded(t *testing.T) {
	// 384.1 and 369.98 of Cochran's formulas, as in the tables of Krejcie and Morgan (1970) but for rounding.
	assert.Equal(t, 385, metrics.JudgementsNeeded(.05, .95, .5, 1<<40))
	assert.Equal(t, 370, metrics.JudgementsNeeded(.05, .95, .5, 10000))
	assert.Equal(t, 80, metrics.JudgementsNeeded(.05, .95, .5, 100))
	assert.Equal(t, 139, metrics.JudgementsNeeded(.05, .95, .9, 1<<40))
	assert.Equal(t, 7, metrics.JudgementsNeeded(.0001, .95, .5, 7))
	assert.Equal(t, 1, metrics.JudgementsNeeded(.05, .95, 0, 7))
	for _, bad := range []int{
		metrics.JudgementsNeeded(0, .95, .5, 10), metrics.JudgementsNeeded(.05, 1, .5, 10), metrics.JudgementsNeeded(.05, .95, 2, 10),
		metrics.JudgementsNeeded(.05, .95, .5, 0), metrics.JudgementsNeeded(math.NaN(), .95, .5, 10),
	} {
		assert.Zero(t, bad)
	}
}

func TestSampleQueriesThatCannotBe(t *testing.T) {
	c := collect(t)
	_, err := c.Sample(t.Context(), metrics.SampleQuery{By: []metrics.Dimension{metrics.ByQueue}, Bands: []float64{.8, .5}, Size: -1, Cohort: metrics.Cohort{Subject: metrics.Case}})
	require.ErrorIs(t, err, metrics.ErrInvalid)
	for _, field := range []string{"By[0]", "Bands", "Size", "Subject"} {
		require.ErrorContains(t, err, field)
	}
	_, err = c.AccuracyEstimates(t.Context(), metrics.SampleQuery{}, 1)
	require.ErrorIs(t, err, metrics.ErrInvalid)
	_, err = c.Sample(t.Context(), metrics.SampleQuery{})
	require.ErrorIs(t, err, metrics.ErrInvalid)
}
