package metrics_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// aTalk is what a talk of twenty events is like, half of which a person takes over.
func aTalk(conversation int, at time.Time, person bool) (events []metrics.Event) {
	c := fmt.Sprintf("conversation-%d", conversation)
	add := func(after time.Duration, kind metrics.Kind, with func(*metrics.Event)) {
		at = at.Add(after)
		e := metrics.Event{
			ID: fmt.Sprintf("turn/%d/%d", conversation, len(events)), At: at, Kind: kind, Conversation: c, Customer: "customer-7",
			Channel: "web", Category: "orders/refund", Language: "en", Tier: "gold", Turn: fmt.Sprintf("message-%d", len(events)/3),
		}
		if with != nil {
			with(&e)
		}
		events = append(events, e)
	}
	for range 4 {
		add(20*time.Second, metrics.CustomerSpoke, func(e *metrics.Event) { e.Felt, e.Valence, e.Intent = true, -.2, "refund" })
		add(time.Second, metrics.Answered, func(e *metrics.Event) { e.Entry, e.Score = "entry-12", .8 })
		add(0, metrics.BotSpoke, nil)
	}
	if !person {
		add(time.Second, metrics.FlowStarted, func(e *metrics.Event) { e.Flow = "refund" })
		for _, s := range []string{"order", "amount"} {
			add(time.Second, metrics.StepAsked, func(e *metrics.Event) { e.Flow, e.Step = "refund", s })
			add(9*time.Second, metrics.StepFilled, func(e *metrics.Event) { e.Flow, e.Step = "refund", s })
		}
		add(time.Second, metrics.FlowEnded, func(e *metrics.Event) { e.Flow, e.Reason = "refund", "completed" })
		add(time.Hour, metrics.Ended, func(e *metrics.Event) { e.Reason = "idle" })
		add(time.Minute, metrics.Rated, func(e *metrics.Event) { e.Score = 4 })
		return events
	}
	item := func(e *metrics.Event) { e.Item, e.Queue, e.Agent, e.Turn = "item-1", "refunds", "ann", "" }
	add(time.Second, metrics.HandoffRequested, item)
	add(0, metrics.Queued, item)
	add(30*time.Second, metrics.Assigned, item)
	add(20*time.Second, metrics.AgentSpoke, item)
	add(time.Minute, metrics.CustomerSpoke, nil)
	add(time.Minute, metrics.AgentSpoke, item)
	add(time.Minute, metrics.Resolved, item)
	add(time.Minute, metrics.Completed, item)
	return events
}

// BenchmarkFold folds threads of talks with 20 events each; an op is a thread.
func BenchmarkFold(b *testing.B) {
	for _, talks := range []int{1, 5, 5000} {
		for _, order := range []string{"in order", "shuffled"} {
			b.Run(fmt.Sprintf("%d talks/%s", talks, order), func(b *testing.B) {
				var events []metrics.Event
				for i := range talks {
					for _, e := range aTalk(i, foldNoon.Add(time.Duration(i)*100*time.Hour), i%2 == 0) {
						e.Conversation = "c"
						events = append(events, e)
					}
				}
				if order == "shuffled" {
					r := rand.New(rand.NewPCG(1, 2))
					r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
				}
				now := foldNoon.Add(1e6 * time.Hour)
				b.ReportAllocs()
				for b.Loop() {
					metrics.Fold(events, nil, now)
				}
				b.ReportMetric(float64(len(events)*b.N)/b.Elapsed().Seconds()/1e6, "Mevents/s")
			})
		}
	}
}

// A thread that somebody fills on purpose with thousands of waits, stints, walks and talks loses none of the customer's words.
func TestFoldOfAVeryLongThread(t *testing.T) {
	const n = 4000
	for _, kind := range foldKinds() {
		events := longThread(kind, n)
		episodes, _ := metrics.Fold(events, nil, foldNoon)
		spoke := 0
		for i := range episodes {
			spoke += episodes[i].FromCustomer
			require.LessOrEqual(t, len(episodes[i].Moods), 64)
		}
		require.GreaterOrEqual(t, spoke, n/2)
	}
}

// longThread has an event of a kind, with names of its own, after each word of the customer.
func longThread(kind metrics.Kind, n int) (events []metrics.Event) {
	for i := range n {
		name := fmt.Sprint(i)
		e := metrics.Event{
			ID: name, At: foldNoon.Add(time.Duration(i) * time.Minute), Kind: kind, Conversation: "c", Agent: name, Item: name, Queue: name,
			Turn: name, Flow: name, Step: name, Felt: true, Score: 1,
		}
		if i%2 == 0 {
			e.Kind = metrics.CustomerSpoke
		}
		events = append(events, e)
	}
	return events
}

// BenchmarkFoldOfALongThread folds 100,000 events of a talk in which nothing ends; an op is all.
func BenchmarkFoldOfALongThread(b *testing.B) {
	for _, kind := range []metrics.Kind{metrics.Queued, metrics.Assigned, metrics.FlowStarted, metrics.StepAsked, metrics.Ended} {
		b.Run(kind.String(), func(b *testing.B) {
			events := longThread(kind, 100_000)
			b.ReportAllocs()
			for b.Loop() {
				metrics.Fold(events, nil, foldNoon)
			}
		})
	}
}
