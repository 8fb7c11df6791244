package integration

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/metrics"
)

// Nodes that measure at once, and one that starts later, count every talk once.
func TestBotMeasuresOnceOnManyNodes(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		node := func() *kefu.Bot { return newNode(t, d, kefu.Options{Metrics: &kefu.Metrics{}}) }
		nodes := []*kefu.Bot{node(), node(), node()}
		stock(t, nodes[0], "by card")
		const talks = 12
		var working sync.WaitGroup
		for i, bot := range nodes {
			working.Go(func() {
				for j := range talks / len(nodes) {
					talk := fmt.Sprint(i, "-", j)
					_, err := bot.Handle(t.Context(), kefu.Message{ID: "1", Conversation: talk, Text: "How can I pay?", Channel: fmt.Sprint("channel ", i)})
					assert.NoError(t, err)
					assert.NoError(t, bot.Measure(t.Context()))
				}
			})
		}
		working.Wait()
		late := node()
		require.NoError(t, late.Measure(t.Context()))
		ask := metrics.Query{
			Metrics: []metrics.Metric{metrics.Volume, metrics.Coverage}, GroupBy: []metrics.Dimension{metrics.ByChannel},
			From: time.Now().Add(-time.Hour), To: time.Now().Add(time.Hour),
		}
		for _, bot := range append(nodes, late) {
			table, err := bot.Metrics().Query(t.Context(), ask)
			require.NoError(t, err)
			require.Len(t, table.Rows, len(nodes))
			for _, row := range table.Rows {
				require.EqualValues(t, talks/len(nodes), row.Values[0].X, row.Group)
				require.EqualValues(t, 1, row.Values[1].X, row.Group)
			}
		}
		require.NoError(t, late.Metrics().Rebuild(t.Context()))
		table, err := late.Metrics().Query(t.Context(), ask)
		require.NoError(t, err)
		require.Len(t, table.Rows, len(nodes), "what was folded anew is what it was")
	})
}
