package metrics_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

func ExampleCollector_Query() {
	start := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	collector, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return start.Add(7 * 24 * time.Hour) }})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	tell := func(conversation, channel string, kind metrics.Kind, after time.Duration) {
		err := collector.Record(ctx, metrics.Event{
			ID: kind.String(), At: start.Add(after), Kind: kind, Conversation: conversation, Channel: channel, Turn: "1",
		})
		if err != nil {
			fmt.Println(err)
		}
	}
	tell("a", "web", metrics.CustomerSpoke, 0)
	tell("a", "web", metrics.Answered, 2*time.Second)
	tell("a", "web", metrics.BotSpoke, 2*time.Second)
	tell("b", "web", metrics.CustomerSpoke, 24*time.Hour)
	tell("b", "web", metrics.Unanswered, 24*time.Hour+4*time.Second)
	tell("b", "web", metrics.BotSpoke, 24*time.Hour+4*time.Second)
	table, err := collector.Query(ctx, metrics.Query{
		Metrics: []metrics.Metric{metrics.Volume, metrics.BotResolutionRate, metrics.CSAT},
		From:    start.Truncate(24 * time.Hour), To: start.Add(48 * time.Hour),
		Bucket: metrics.Daily, GroupBy: []metrics.Dimension{metrics.ByChannel},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := table.WriteCSV(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// start,channel,volume,volume_of,bot_resolution_rate,bot_resolution_rate_of,csat,csat_of
	// 2026-03-04T00:00:00Z,web,1,1,1,1,,
	// 2026-03-05T00:00:00Z,web,1,1,0,1,,
}
