package metrics_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/metrics"
)

func TestQueryGroups(t *testing.T) {
	c := collect(t,
		metrics.Episode{Outcome: metrics.ByBot, Channel: "web"},
		metrics.Episode{Outcome: metrics.ByHuman, Channel: "web", Agent: "mia"},
		metrics.Episode{Outcome: metrics.ByBot, Channel: "app"},
		metrics.Episode{Channel: "app"},
		metrics.Episode{Channel: "app"},
	)
	table := ask(t, c, metrics.Query{Metrics: []metrics.Metric{metrics.Volume, metrics.BotResolutionRate}, GroupBy: []metrics.Dimension{metrics.ByChannel}})
	assert.Equal(t, []string{"app"}, table.Rows[0].Group)
	assert.Equal(t, []metrics.Value{{X: 3, Known: true, Of: 3}, {X: 1, Known: true, Of: 1}}, table.Rows[0].Values)
	assert.Equal(t, []metrics.Value{{X: 2, Known: true, Of: 2}, {X: .5, Known: true, Of: 2}}, table.Rows[1].Values)
}
