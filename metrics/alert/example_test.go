package alert_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/alert"
)

// desk is any source of numbers; a [metrics.Collector] is one.
type desk struct{ board *metrics.Board }

func (d desk) Live() *metrics.Board { return d.board }

func (d desk) Query(context.Context, metrics.Query) (*metrics.Table, error) {
	return &metrics.Table{}, nil
}

func Example() {
	ctx, now := context.Background(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	board, _ := metrics.NewBoard(&metrics.BoardOptions{Now: func() time.Time { return now }})
	engine, _ := alert.New(
		[]alert.Rule{alert.ComplexTooLong(30 * time.Minute)},
		desk{board},
		alert.NotifierFunc(func(_ context.Context, n alert.Notice) error {
			for _, a := range n.Alerts {
				fmt.Println(a.Text("en"))
			}
			return nil
		}), nil)
	board.Observe(ctx, []metrics.Event{
		{ID: "1", At: now, Kind: metrics.CustomerSpoke, Conversation: "c1"},
		{ID: "2", At: now, Kind: metrics.Assigned, Conversation: "c1", Item: "i1", Agent: "ann"},
	})
	for range 3 { // in a service, engine.Run does this
		_ = engine.Evaluate(ctx, now)
		now = now.Add(20 * time.Minute)
	}
	board.Observe(ctx, []metrics.Event{{ID: "3", At: now, Kind: metrics.Ended, Conversation: "c1"}})
	_ = engine.Evaluate(ctx, now)
	// Output:
	// complex_too_long: time with the agent 40m0s, above the limit (30m0s); agent "ann"; conversation "c1"
	// complex_too_long: time with the agent, over (limit 30m0s); agent "ann"; conversation "c1"
}
