package metrics_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

func month() metrics.Cohort {
	return metrics.Cohort{From: wednesday.Add(-oneDay), To: wednesday.Add(14 * oneDay)}
}

func TestRiskOfEachSignal(t *testing.T) {
	type E = metrics.Episode
	last := wednesday.Add(14 * oneDay) // no time passed
	for signal, c := range map[metrics.Signal]struct {
		episode E
		x       float64
	}{
		metrics.BadMood:       {E{Outcome: metrics.ByBot, Moods: []float32{-.5, -.5}}, .5},
		metrics.Souring:       {E{Outcome: metrics.ByBot, Moods: []float32{1, .5, 0}}, .5},
		metrics.SaidAgain:     {E{Outcome: metrics.ByBot, Repeats: 2}, .75},
		metrics.CameBack:      {E{Outcome: metrics.ByBot, Reopens: true}, 1},
		metrics.LowRating:     {E{Outcome: metrics.ByBot, Rating: 2}, .75},
		metrics.LeftUnsettled: {E{Outcome: metrics.HandedOff}, 1},
		metrics.WalkedAway:    {E{Outcome: metrics.Abandoned}, 1},
		metrics.NotHelpedBy:   {E{Outcome: metrics.ByBot, NotHelped: 1}, .5},
		metrics.BrokenPromise: {E{Subject: metrics.Case, Outcome: metrics.ByHuman, Goals: []metrics.Goal{{Name: "a"}, {Name: "b", Met: true}}}, .5},
	} {
		e := c.episode
		e.Customer, e.Last = "ann", last
		got, err := collect(t, e).Risks(t.Context(), metrics.RiskQuery{Cohort: month()})
		require.NoError(t, err)
		require.Len(t, got, 1, signal)
		assert.InDelta(t, metrics.DefaultWeights()[signal]*c.x, got[0].Score, 1e-9, signal)
		require.Len(t, got[0].Reasons, 1, signal)
		assert.Equal(t, metrics.RiskReason{Signal: signal, Part: 1, Episodes: []string{"c/a"}}, got[0].Reasons[0])
	}
	for _, e := range []E{
		{Outcome: metrics.ByBot, Rating: 4, Moods: []float32{-.5, .5}, Reopened: true, Customer: "ann"},
		{Outcome: metrics.Unresolved},
		{Outcome: metrics.Open, Customer: "ann"},
	} {
		got, err := collect(t, e).Risks(t.Context(), metrics.RiskQuery{Cohort: month()})
		require.NoError(t, err)
		assert.Empty(t, got, "no sign, or nobody known")
	}
}

// The score is what its formula says, worked out by hand: two talks, one a half-life old.
func TestRiskFormula(t *testing.T) {
	end := wednesday.Add(14 * oneDay)
	c := collect(t,
		metrics.Episode{Customer: "ann", Outcome: metrics.Unresolved, Rating: 1, Last: end},
		metrics.Episode{Customer: "ann", Outcome: metrics.Unresolved, Last: end.Add(-7 * oneDay)},
		metrics.Episode{Customer: "bob", Outcome: metrics.Unresolved, Last: end},
		metrics.Episode{Customer: "cid", Outcome: metrics.Unresolved, Last: end},
	)
	q := metrics.RiskQuery{
		Cohort: month(), HalfLife: 7 * oneDay, Weights: map[metrics.Signal]float64{metrics.LowRating: .5, metrics.LeftUnsettled: .4},
	}
	got, err := c.Risks(t.Context(), q)
	require.NoError(t, err)
	require.Len(t, got, 3)
	ann := got[0]
	assert.InDelta(t, 1-(1-.5)*(1-.4)*(1-.2), ann.Score, 1e-12)
	assert.Equal(t, 2, ann.Episodes)
	assert.Equal(t, end, ann.Last)
	require.Len(t, ann.Reasons, 2)
	assert.Equal(t, metrics.LeftUnsettled, ann.Reasons[0].Signal, "log .48 is more than log .5")
	assert.Equal(t, []string{"c/a", "c/b"}, ann.Reasons[0].Episodes, "the fresh one first")
	assert.InDelta(t, math.Log(.48)/math.Log(.24), ann.Reasons[0].Part, 1e-12)
	assert.Equal(t, []string{"bob", "cid"}, []string{got[1].Customer, got[2].Customer}, "equal ones by name")

	q.Least, q.Limit = .4, 2
	got, err = c.Risks(t.Context(), q)
	require.NoError(t, err)
	assert.Len(t, got, 2)
	q.Least = .41
	got, err = c.Risks(t.Context(), q)
	require.NoError(t, err)
	assert.Len(t, got, 1)
}

// A score is from 0 to below 1 whatever happened; another bad talk raises it, and time lowers it.
func TestRiskProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(i int) metrics.Episode {
			return metrics.Episode{
				ID: "c/" + time.Duration(i).String(), Subject: metrics.Talk, Start: wednesday, End: wednesday, Customer: "ann", Last: wednesday.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "last")) * time.Hour),
				Outcome: metrics.Outcome(rapid.IntRange(0, 5).Draw(t, "outcome")), Rating: float64(rapid.IntRange(0, 5).Draw(t, "rating")),
				Repeats: rapid.IntRange(0, 80).Draw(t, "repeats"), Reopens: rapid.Bool().Draw(t, "reopens"), Moods: []float32{rapid.Float32Range(-1, 1).Draw(t, "mood"), rapid.Float32Range(-1, 1).Draw(t, "mood")},
			}
		}
		var list finished
		for i := range rapid.IntRange(1, 60).Draw(t, "n") {
			list = append(list, draw(i))
		}
		score := func(list finished, q metrics.RiskQuery) float64 {
			c, err := metrics.New(list, &metrics.Options{Now: func() time.Time { return wednesday.Add(20 * oneDay) }})
			require.NoError(t, err)
			q.Cohort = metrics.Cohort{From: month().From, To: q.To}
			got, err := c.Risks(t.Context(), q)
			require.NoError(t, err)
			if len(got) == 0 {
				return 0
			}
			parts := 0.0
			for _, r := range got[0].Reasons {
				parts += r.Part
			}
			require.InDelta(t, 1, parts, 1e-9)
			require.True(t, got[0].Score > 0 && got[0].Score < 1)
			return got[0].Score
		}
		q := metrics.RiskQuery{Cohort: month()}
		if rapid.Bool().Draw(t, "certain") {
			q.Weights = map[metrics.Signal]float64{metrics.WalkedAway: 1, metrics.SaidAgain: 1}
		}
		all := score(list, q)
		require.GreaterOrEqual(t, all, score(list[:len(list)-1], q))
		later := q
		later.To = q.To.Add(oneDay)
		require.LessOrEqual(t, score(list, later), all)
	})
}

func TestRiskQueriesThatCannotBe(t *testing.T) {
	c := collect(t)
	_, err := c.Risks(t.Context(), metrics.RiskQuery{
		Cohort: month(), HalfLife: -1, Least: 2, Limit: -1, Weights: map[metrics.Signal]float64{metrics.BadMood: 1.5},
	})
	require.ErrorIs(t, err, metrics.ErrInvalid)
	for _, field := range []string{"HalfLife", "Least", "Limit", "Weights[bad_mood]"} {
		require.ErrorContains(t, err, field)
	}
	_, err = c.Risks(t.Context(), metrics.RiskQuery{})
	require.ErrorIs(t, err, metrics.ErrInvalid)
}

func TestLowRatedTalksHaveStableKeys(t *testing.T) {
	type E = metrics.Episode
	c := collect(t,
		E{Outcome: metrics.ByBot, Rating: 2, Tags: []string{"cold", "fast", "my own"}}, E{Outcome: metrics.ByBot, Rating: 3}, E{Outcome: metrics.ByBot, NotHelped: 1},
		E{Outcome: metrics.ByBot, NotHelped: 1, Rating: 5}, E{Outcome: metrics.ByBot},
	)
	read := func(q metrics.ImprovementQuery) (list []metrics.Improvement) {
		q.Cohort = month()
		for m, err := range c.LowRated(t.Context(), q) {
			require.NoError(t, err)
			list = append(list, m)
		}
		return list
	}
	got := read(metrics.ImprovementQuery{Unhelpful: true})
	require.Len(t, got, 2)
	assert.Equal(t, []string{"cold", "my own"}, got[0].Tags)
	assert.True(t, got[0].Rated)
	assert.Equal(t, "A talk was rated with 2 stars: c/a", got[0].Title("en"))
	assert.False(t, got[1].Rated)
	assert.Equal(t, "回答没有帮助的会话:c/c", got[1].Title("zh"))
	assert.NotEqual(t, got[0].Key, got[1].Key)
	assert.Equal(t, got[:1], read(metrics.ImprovementQuery{}))
	assert.Len(t, read(metrics.ImprovementQuery{AtMost: 3}), 2)
	for _, err := range c.LowRated(t.Context(), metrics.ImprovementQuery{AtMost: 6, Cohort: month()}) {
		require.ErrorIs(t, err, metrics.ErrInvalid)
	}
}

// Even a sign that is taken for certain leaves a score below 1, and reasons that add up.
func TestCertainRisk(t *testing.T) {
	c := collect(t, metrics.Episode{Customer: "ann", Outcome: metrics.Abandoned, Last: month().To})
	got, err := c.Risks(t.Context(), metrics.RiskQuery{Cohort: month(), Weights: map[metrics.Signal]float64{metrics.WalkedAway: 1}})
	require.NoError(t, err)
	assert.InDelta(t, .999, got[0].Score, 1e-9)
	assert.InDelta(t, 1, got[0].Reasons[0].Part, 1e-9)
}
