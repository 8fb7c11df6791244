package metrics_test

import (
	"fmt"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// A customer asks the bot, then a person, and comes back two days later.
func ExampleFold() {
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	n := 0
	at := func(after time.Duration, kind metrics.Kind, agent string) metrics.Event {
		n++
		return metrics.Event{ID: fmt.Sprint(n), At: monday.Add(after), Kind: kind, Conversation: "c1", Agent: agent}
	}
	events := []metrics.Event{
		at(0, metrics.CustomerSpoke, ""),
		at(time.Second, metrics.BotSpoke, ""),
		at(2*time.Minute, metrics.HandoffRequested, ""),
		at(7*time.Minute, metrics.AgentSpoke, "ann"),
		at(9*time.Minute, metrics.Resolved, "ann"),
		at(48*time.Hour, metrics.CustomerSpoke, ""),
	}
	episodes, due := metrics.Fold(events, nil, monday.Add(49*time.Hour))
	for _, e := range episodes {
		fmt.Println(e.ID, e.Outcome, e.Agent, "bot", e.FirstReply.Wall, "human", e.FirstHuman.Wall, "reopened", e.Reopened)
	}
	fmt.Println("due", due.Sub(monday))
	// Output:
	// c/c1#1 by_human ann bot 1s human 5m0s reopened true
	// c/c1#2 open  bot 0s human 0s reopened false
	// due 72h0m0s
}
