package metrics_test

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

func ExampleCollector_Scorecard() {
	start := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	c, _ := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return start.Add(48 * time.Hour) }})
	ctx := context.Background()
	_ = c.Record(
		ctx,
		metrics.Event{ID: "1", At: start, Kind: metrics.CustomerSpoke, Conversation: "a"},
		metrics.Event{ID: "2", At: start.Add(50 * time.Second), Kind: metrics.AgentSpoke, Conversation: "a", Agent: "mia"},
		metrics.Event{ID: "3", At: start.Add(60 * time.Second), Kind: metrics.Resolved, Conversation: "a", Agent: "mia"},
	)
	card, err := c.Scorecard(ctx, metrics.ScorecardQuery{
		From: start, To: start.Add(time.Hour),
		System: []metrics.Target{{Metric: metrics.ResolutionRate, Goal: .8}},
		Team:   []metrics.Target{{Metric: metrics.FirstHumanReply, Goal: 40, Floor: 60}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(card.System.KPIs[0].Status, card.System.KPIs[0].Value)
	fmt.Println(card.Team[0].Agent, card.Team[0].KPIs[0].Status, card.Team[0].Score)
	// Output:
	// met 1
	// mia near 0.5
}

func TestScorecardJudges(t *testing.T) {
	c := collect(t,
		metrics.Episode{Agent: "mia", Outcome: metrics.ByHuman, FirstHuman: metrics.Span{Wall: 50 * time.Second, Known: true}, Rating: 5},
		metrics.Episode{Agent: "tom", Outcome: metrics.HandedOff, FirstHuman: metrics.Span{Wall: 10 * time.Second, Known: true}},
		metrics.Episode{Outcome: metrics.ByBot},
	)
	for _, tc := range []struct {
		target metrics.Target
		status metrics.Status
		score  metrics.Value
	}{
		{metrics.Target{Metric: metrics.FirstHumanReply, Goal: 30}, metrics.Met, known(1, 2)},
		{metrics.Target{Metric: metrics.FirstHumanReply, Goal: 25}, metrics.Near, known(.2, 2)},
		{metrics.Target{Metric: metrics.FirstHumanReply, Goal: 24}, metrics.Missed, known(0, 2)},
		{metrics.Target{Metric: metrics.FirstHumanReply, Goal: 10, Floor: 50}, metrics.Near, known(.5, 2)},
		{metrics.Target{Metric: metrics.ResolutionRate, Goal: 2. / 3}, metrics.Met, known(1, 3)},
		{metrics.Target{Metric: metrics.ResolutionRate, Goal: 2. / 3 / .9}, metrics.Near, known(.5, 3)},
		{metrics.Target{Metric: metrics.ResolutionRate, Goal: .9}, metrics.Missed, known(0, 3)},
		{metrics.Target{Metric: metrics.FailureRate, Goal: 0}, metrics.Met, known(1, 3)},
		{metrics.Target{Metric: metrics.Volume, Goal: 2, Floor: 4}, metrics.Near, known(.5, 3)},
		{metrics.Target{Metric: metrics.Volume, Goal: 4, Floor: 2}, metrics.Near, known(.5, 3)},
		{metrics.Target{Metric: metrics.CSAT, Goal: .9, Least: 2}, metrics.Unjudged, metrics.Value{}},
		{metrics.Target{Metric: metrics.ServiceLevel, Goal: .8}, metrics.Unjudged, metrics.Value{}},
	} {
		card, err := c.Scorecard(t.Context(), metrics.ScorecardQuery{From: march.From, To: march.To, System: []metrics.Target{tc.target}})
		require.NoError(t, err)
		k := card.System.KPIs[0]
		assert.Equal(t, tc.status, k.Status, "%+v", tc.target)
		assert.InDelta(t, tc.score.X, k.Score.X, 1e-9, "%+v", tc.target)
		assert.Equal(t, tc.score.Known, k.Score.Known)
	}
}

func TestScorecardJoinsSystemAndTeam(t *testing.T) {
	c := collect(t,
		metrics.Episode{Agent: "tom", Outcome: metrics.ByHuman, FirstHuman: metrics.Span{Wall: 10 * time.Second, Known: true}},
		metrics.Episode{Agent: "mia", Outcome: metrics.HandedOff},
		metrics.Episode{Outcome: metrics.ByBot}, metrics.Episode{Outcome: metrics.ByBot},
	)
	q := metrics.ScorecardQuery{
		From: march.From, To: march.To, SystemShare: .25,
		System: []metrics.Target{{Metric: metrics.BotResolutionRate, Goal: .5}, {Metric: metrics.ResolutionRate, Goal: 1, Floor: .5, Weight: 3}},
		Team:   []metrics.Target{{Metric: metrics.HumanResolutionRate, Goal: 1, Floor: .5}, {Metric: metrics.FirstHumanReply, Goal: 60}},
	}
	card, err := c.Scorecard(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, known((1+3*.5)/4, 2), card.System.Score, "by weight")
	require.Len(t, card.Team, 2, "the bot is no member of the team")
	mia, tom := card.Team[0], card.Team[1]
	assert.Equal(t, []string{"mia", "tom"}, []string{mia.Agent, tom.Agent})
	assert.Equal(t, known(1, 2), tom.Score)
	assert.Equal(t, known(0, 1), mia.Score, "what she has no value for is not held against her")
	assert.InDelta(t, .75+.25*.625, tom.Combined.X, 1e-9)
	assert.InDelta(t, .25*.625, mia.Combined.X, 1e-9)
	q.System = nil
	card, err = c.Scorecard(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, card.Team[1].Score, card.Team[1].Combined)
	assert.Equal(t, metrics.Value{}, card.System.Score)

	_, err = c.Scorecard(t.Context(), metrics.ScorecardQuery{
		SystemShare: math.NaN(),
		System:      []metrics.Target{{Metric: "fun"}, {Metric: metrics.Volume, Goal: 3}, {Metric: metrics.CSAT, Goal: .5, Floor: .6}, {Metric: metrics.FirstReply, Goal: 9, Floor: 8}},
		Team:        []metrics.Target{{Metric: metrics.CSAT, Goal: math.Inf(1), Weight: -1, Least: -1}},
	})
	var fault *metrics.QueryError
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, []string{"SystemShare", "System[0].Metric", "System[1].Floor", "System[2].Floor", "System[3].Floor", "Team[0]", "Team[0].Weight", "Team[0].Least"}, faultFields(fault))
	_, err = c.Scorecard(t.Context(), metrics.ScorecardQuery{})
	require.ErrorIs(t, err, metrics.ErrInvalid)
	_, err = c.Scorecard(t.Context(), metrics.ScorecardQuery{From: march.From, To: march.To, Team: []metrics.Target{{Metric: metrics.ServiceLevel, Goal: .8}}})
	require.ErrorIs(t, err, metrics.ErrInvalid, "who gave up had no agent")
}
