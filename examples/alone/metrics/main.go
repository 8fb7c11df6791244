// Metrics alone records three talks, and says how well they went and what each number means.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// events may come in any order; one that comes twice counts once. Nobody replies to Emil.
const events = `[
	{"id": "1", "kind": "customer_spoke", "conversation": "carl", "at": "2026-11-16T09:00:00Z"},
	{"id": "2", "kind": "answered", "conversation": "carl", "at": "2026-11-16T09:00:01Z", "entry": "returns"},
	{"id": "3", "kind": "bot_spoke", "conversation": "carl", "at": "2026-11-16T09:00:02Z"},
	{"id": "4", "kind": "rated", "conversation": "carl", "at": "2026-11-16T09:05:00Z", "score": 5},
	{"id": "5", "kind": "customer_spoke", "conversation": "dora", "at": "2026-11-17T10:00:00Z"},
	{"id": "6", "kind": "handoff_requested", "conversation": "dora", "at": "2026-11-17T10:00:01Z", "reason": "no_answer"},
	{"id": "7", "kind": "agent_spoke", "conversation": "dora", "at": "2026-11-17T10:00:41Z", "agent": "mia"},
	{"id": "8", "kind": "rated", "conversation": "dora", "at": "2026-11-17T10:11:00Z", "score": 3},
	{"id": "9", "kind": "customer_spoke", "conversation": "emil", "at": "2026-11-17T22:00:00Z"}
]`

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer) error {
	var happened []metrics.Event
	err := json.Unmarshal([]byte(events), &happened)
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	numbers, fault := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return monday.AddDate(0, 0, 7) }})
	if err = errors.Join(err, fault); err != nil {
		return err
	}
	err = numbers.Record(ctx, happened...)
	q := metrics.Query{From: monday, To: monday.AddDate(0, 0, 2), Bucket: metrics.Daily}
	q.Metrics = []metrics.Metric{metrics.Volume, metrics.BotResolutionRate, metrics.HandoffRate, metrics.FirstReply, metrics.CSAT}
	for _, q.GroupBy = range [][]metrics.Dimension{nil, {metrics.ByAgent}} {
		table, fault := numbers.Query(ctx, q)
		if fault != nil {
			return fault
		}
		err = errors.Join(err, table.WriteCSV(out))
	}
	for _, m := range q.Metrics {
		d, _ := metrics.Describe(m, "en")
		fmt.Fprintf(out, "%s (%s): %s\n", d.Title, d.Unit, d.Formula)
	}
	return err
}
