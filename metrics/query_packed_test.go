package metrics_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// Packed sheets are asked without being unpacked as a whole, and answer as those in memory do.
func TestPackedSheetsAnswerAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var all finished
	packed := &packedDays{read: func(f func()) { f() }}
	for day := range 3 {
		sheet := metrics.NewSheet()
		for i := range 60 {
			e := busyTalk(r, wednesday.Add(time.Duration(day)*oneDay+time.Duration(i)*7*time.Minute), day*60+i)
			e.Labels = []metrics.Label{{Name: "segment", Value: fmt.Sprint(i % 3)}}
			sheet.Add(&e)
			all = append(all, e)
		}
		shift := metrics.Episode{
			ID: fmt.Sprint("a/", day), Subject: metrics.Shift, Agent: "agent-01", Start: wednesday.Add(time.Duration(day) * oneDay),
			States: []metrics.State{{Name: "away", Took: time.Minute}, {Name: "busy", Took: 5 * time.Minute}, {Name: "online", Took: 7 * time.Minute}},
		}
		sheet.Add(&shift)
		all = append(all, shift)
		data, err := sheet.MarshalBinary()
		require.NoError(t, err)
		packed.days = append(packed.days, data)
	}
	for name, q := range map[string]metrics.Query{
		"counts": {Metrics: []metrics.Metric{metrics.Volume, metrics.BotResolutionRate}, GroupBy: []metrics.Dimension{metrics.ByAgent, metrics.ByCategory}, Bucket: metrics.Daily},
		"spread": {Metrics: []metrics.Metric{metrics.FirstReply, metrics.FirstReply.P(90)}, GroupBy: []metrics.Dimension{"label:segment", metrics.ByTier}},
		"where": {
			Metrics: []metrics.Metric{metrics.Volume, metrics.FirstReply}, GroupBy: []metrics.Dimension{metrics.ByHour, metrics.ByChannel},
			Where: map[metrics.Dimension][]string{metrics.ByTier: {"gold"}, metrics.ByWeekday: {"3", "4"}},
		},
		"depth": {Metrics: []metrics.Metric{metrics.Volume}, GroupBy: []metrics.Dimension{metrics.ByCategory}, Depth: 1},
		"steps": {Metrics: []metrics.Metric{metrics.Occupancy, metrics.OnlineTime}, GroupBy: []metrics.Dimension{metrics.ByAgent}},
	} {
		want, got := ask(t, collectFrom(t, all), q), ask(t, collectFrom(t, packed), q)
		require.NotEmpty(t, want.Rows, name)
		require.Equal(t, want.Rows, got.Rows, name)
	}
}
