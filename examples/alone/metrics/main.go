// Metrics alone records what happens in four talks, and says how well they went: by day and
// by agent, with what each number means.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

var monday = time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)

// talks are what happens in four conversations, half a day apart. Fred asks, and nobody says anything.
var talks = map[string][]metrics.Event{
	"1 carl": {{Kind: metrics.CustomerSpoke}, {Kind: metrics.Answered, Entry: "returns"}, {Kind: metrics.BotSpoke}, {Kind: metrics.Rated, Score: 5}},
	"2 dora": {{Kind: metrics.CustomerSpoke}, {Kind: metrics.Answered, Entry: "hours"}, {Kind: metrics.BotSpoke}},
	"3 emil": {
		{Kind: metrics.CustomerSpoke}, {Kind: metrics.Unanswered}, {Kind: metrics.HandoffRequested, Reason: "no_answer"},
		{Kind: metrics.AgentSpoke, Agent: "mia"}, {Kind: metrics.Resolved, Agent: "mia"}, {Kind: metrics.Rated, Score: 3},
	},
	"4 fred": {{Kind: metrics.CustomerSpoke}},
}

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer) error {
	numbers, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return monday.AddDate(0, 0, 7) }})
	if err != nil {
		return err
	}
	for talk, events := range talks {
		start := monday.Add(12 * time.Hour * time.Duration(talk[0]-'1'))
		for i, e := range events {
			e.ID, e.Conversation, e.At = fmt.Sprint(i), talk, start.Add(20*time.Second*time.Duration(i))
			err = errors.Join(err, numbers.Record(ctx, e)) // in any order; what comes twice counts once
		}
	}
	q := metrics.Query{Metrics: []metrics.Metric{metrics.Volume, metrics.BotResolutionRate, metrics.HandoffRate, metrics.CSAT}, From: monday, To: monday.AddDate(0, 0, 2)}
	byDay, byAgent := q, q
	byDay.Bucket, byAgent.GroupBy = metrics.Daily, []metrics.Dimension{metrics.ByAgent}
	for _, q := range []metrics.Query{byDay, byAgent} {
		table, fault := numbers.Query(ctx, q)
		if err = errors.Join(err, fault); err != nil {
			return err
		}
		err = table.WriteCSV(out)
	}
	for _, m := range q.Metrics {
		d, _ := metrics.Describe(m, "en")
		fmt.Fprintf(out, "%s (%s): %s\n", d.Title, d.Unit, d.Formula)
	}
	return err
}
