package main

import (
	"testing"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/ticket/bizhours"
	"github.com/stretchr/testify/require"
)

// A day after a talk with the bot the customer is asked for stars on the page where he wrote. What he says counts for that talk,
// begins none.
func TestSurveyOfTheDesk(t *testing.T) {
	c := newClock(noon)
	asks := surveying(bizhours.Always())
	asks.Every = time.Second
	s, _, _, _ := team(t, settings{now: c.now, survey: asks})
	customer := visit(t, s.server.URL)
	customer.talks("Are returns free?")
	page := customer.events("/api/events", "")
	defer page.close()
	require.NoError(t, s.bot.Measure(t.Context()))
	c.pass(25 * time.Hour)
	for {
		if turn := page.nextTurn(); turn.Reply != nil && len(turn.Reply.Choices) == 5 {
			break
		}
	}
	customer.talks("4 stars", "skip")
	require.NoError(t, s.bot.Measure(t.Context()))
	table, err := s.bot.Metrics().Query(t.Context(), metrics.Query{
		Metrics: []metrics.Metric{metrics.Volume, metrics.MeanRating, metrics.SurveyResponse}, From: noon.Add(-time.Hour).Truncate(time.Hour), To: noon.Add(48 * time.Hour),
	})
	require.NoError(t, err)
	for i, want := range []float64{1, 4, 1} {
		require.True(t, table.Rows[0].Values[i].Known)
		require.InDelta(t, want, table.Rows[0].Values[i].X, 1e-9)
	}
}
