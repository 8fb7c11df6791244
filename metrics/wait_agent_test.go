package metrics_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// Who took an item the second time answered its second wait: the first wait is not his, nor the second the first agent's.
func TestWaitsOfOneItemAreTheirAgents(t *testing.T) {
	at := func(m int) time.Time { return wednesday.Add(time.Duration(m) * time.Minute) }
	c := collect(t, metrics.Episode{
		Outcome: metrics.HandedOff,
		Visits: []metrics.Visit{
			{Queue: "first", Item: "i", At: at(0), Wait: time.Minute, End: "answered"},
			{Queue: "second", Item: "i", At: at(5), Wait: 3 * time.Minute, End: "answered"},
		},
		Stints: []metrics.Stint{
			{Agent: "ann", Queue: "first", Item: "i", From: at(1), Talk: 4 * time.Minute, Over: true},
			{Agent: "bob", Queue: "second", Item: "i", From: at(8), Talk: time.Minute, Over: true},
		},
	})
	table := ask(t, c, metrics.Query{Metrics: []metrics.Metric{metrics.SpeedOfAnswer}, GroupBy: []metrics.Dimension{metrics.ByAgent}})
	got := map[string]float64{}
	for _, row := range table.Rows {
		got[row.Group[0]] = row.Values[0].X
	}
	require.Equal(t, map[string]float64{"ann": 60, "bob": 180}, got)
}
