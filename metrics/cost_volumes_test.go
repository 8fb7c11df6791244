package metrics_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/cost"
)

// Each talk that is over counts once: where the bot was, and where people were.
func TestCostVolumes(t *testing.T) {
	minutes := func(talk, wrap int) []metrics.Stint {
		return []metrics.Stint{{Agent: "mia", Talk: time.Duration(talk) * time.Minute, Wrap: time.Duration(wrap) * time.Minute, Over: true}}
	}
	c := collect(t,
		metrics.Episode{Outcome: metrics.ByBot, FromBot: 3},
		metrics.Episode{Outcome: metrics.ByBot},
		metrics.Episode{Outcome: metrics.Unresolved, FromBot: 2},
		metrics.Episode{Outcome: metrics.Abandoned},
		metrics.Episode{Outcome: metrics.ByHuman, FromBot: 4, Stints: append(minutes(5, 1), minutes(2, 0)...)},
		metrics.Episode{Outcome: metrics.HandedOff, FromBot: 1, Handoffs: 1},
		metrics.Episode{Outcome: metrics.ByHuman, FromAgents: 1, Stints: minutes(7, 3)},
		metrics.Episode{FromBot: 9},
		metrics.Episode{Subject: metrics.Case},
		metrics.Episode{Outcome: metrics.ByBot, FromBot: 1, Start: wednesday.Add(400 * oneDay)},
	)
	year := metrics.Cohort{From: wednesday.Add(-oneDay), To: wednesday.Add(-oneDay).Add(time.Duration(365.25 * float64(oneDay)))}
	got, err := c.CostVolumes(t.Context(), year)
	require.NoError(t, err)
	assert.InDelta(t, 12, got.Months, 1e-9)
	got.Months = 0
	assert.Equal(t, cost.Volumes{
		BotTurns: 10, Solved: 2, Handed: 2, Lost: 1, Direct: 1, HumanSolved: 2, HandedMinutes: 8, DirectMinutes: 10, Tickets: 1,
	}, got)
	report, err := cost.Model{BotTurn: .1, AgentMinute: 1, MinutesPerEpisode: 6}.Assess(got)
	require.NoError(t, err, "what it counts fits together")
	assert.InDelta(t, 10*.1+8+10, report.Total, 1e-9)

	year.Subject = metrics.Case
	_, err = c.CostVolumes(t.Context(), year)
	require.ErrorIs(t, err, metrics.ErrInvalid)
	_, err = c.CostVolumes(t.Context(), metrics.Cohort{})
	fault := &metrics.QueryError{}
	require.True(t, errors.As(err, &fault))
}
