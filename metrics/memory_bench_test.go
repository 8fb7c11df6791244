package metrics_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// history makes the events of conversations as a service sees them: twenty each, some thousand conversations under way
// at once. Ids are as long as UUIDs. Events are made in place, without allocating.
type history struct {
	names, customers, ids []string
	kinds                 []metrics.Event
	open                  int
}

const eventsPerTalk = 20

func newHistory(talks int) *history {
	h := &history{open: 2000}
	var all strings.Builder
	for i := range talks * eventsPerTalk {
		fmt.Fprintf(&all, "0192f0c4-7b1e-7c3a-9d2f-%012x", i*7919)
	}
	for i := range talks {
		h.names = append(h.names, fmt.Sprintf("conversation-%08d", i))
		h.customers = append(h.customers, fmt.Sprintf("customer-%06d", i*31%(talks/2+1)))
	}
	for i := range talks * eventsPerTalk {
		h.ids = append(h.ids, all.String()[i*36:(i+1)*36])
	}
	for i := range eventsPerTalk {
		e := metrics.Event{Kind: metrics.CustomerSpoke, Channel: "web", Language: "zh", Tier: "gold", Category: "orders/refund"}
		switch i % 5 {
		case 0:
			e.Turn, e.Intent, e.Model, e.Felt, e.Valence = "m-001", "refund.status", "2026-02", true, -.25
		case 1:
			e.Kind, e.Turn, e.Took = metrics.BotSpoke, "m-001", 40*time.Millisecond
		case 2:
			e.Kind, e.Turn, e.Entry, e.Version, e.Score = metrics.Answered, "m-001", "refund-how-long", 7, .91
		case 3:
			e.Kind, e.Agent, e.Queue, e.Item = metrics.AgentSpoke, "agent-17", "refunds", "item-0001"
		case 4:
			e.Kind, e.Flow, e.Step = metrics.StepAsked, "refund", "order"
		}
		h.kinds = append(h.kinds, e)
	}
	return h
}

func (h *history) len() int { return len(h.names) * eventsPerTalk }

// event makes the nth event: rounds over the open conversations, a group after the other.
func (h *history) event(n int, e *metrics.Event) {
	group := h.open * eventsPerTalk
	first := n / group * h.open
	open := min(h.open, len(h.names)-first)
	talk, at := first+n%group%open, n%group/open
	*e = h.kinds[at]
	e.ID, e.Conversation, e.Customer = h.ids[n], h.names[talk], h.customers[talk]
	e.At = time.UnixMicro(1772366400_000000 + int64(n)*50_000)
}

func BenchmarkRecord(b *testing.B) {
	for _, talks := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("talks=%d", talks), func(b *testing.B) {
			h := newHistory(talks)
			b.Run("make", func(b *testing.B) {
				var e [1]metrics.Event
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					h.event(i%h.len(), &e[0])
				}
			})
			b.Run("record", func(b *testing.B) { record(b, h) })
			b.Run("map", func(b *testing.B) { recordMap(b, h) })
		})
	}
}

func record(b *testing.B, h *history) {
	ctx := b.Context()
	var c *metrics.Collector
	var e [1]metrics.Event
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%h.len() == 0 {
			b.StopTimer()
			c, _ = metrics.New(metrics.NewMemoryStore(), nil)
			runtime.GC()
			b.StartTimer()
		}
		h.event(i%h.len(), &e[0])
		if err := c.Record(ctx, e[:]...); err != nil {
			b.Fatal(err)
		}
	}
}

// recordMap keeps the same events in a map and nothing else, which is the yardstick.
func recordMap(b *testing.B, h *history) {
	type key struct{ talk, id string }
	var m map[key]metrics.Event
	var e metrics.Event
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%h.len() == 0 {
			b.StopTimer()
			m = map[key]metrics.Event{}
			runtime.GC()
			b.StartTimer()
		}
		h.event(i%h.len(), &e)
		k := key{e.Conversation, e.ID}
		if _, known := m[k]; !known {
			m[k] = e
		}
	}
}

// Recording has to cost about what a map of the same events costs, which is the least that a store that
// knows repeats could be made of. Both run in turns, and the quietest turns count, so that it does not matter what
// else the machine does.
func TestRecordingCostsWhatAMapDoes(t *testing.T) {
	if testing.Short() {
		t.Skip("a measurement: the race detector would be measured with it")
	}
	h := newHistory(4_000)
	c, err := metrics.New(metrics.NewMemoryStore(), nil)
	require.NoError(t, err)
	type key struct{ talk, id string }
	m := map[key]metrics.Event{}
	var e [1]metrics.Event
	const turn = 500
	var ours, theirs []time.Duration
	for n := 0; n < h.len(); n += turn {
		began := time.Now()
		for i := range turn {
			h.event(n+i, &e[0])
			_ = c.Record(t.Context(), e[:]...)
		}
		between := time.Now()
		for i := range turn {
			h.event(n+i, &e[0])
			k := key{e[0].Conversation, e[0].ID}
			if _, known := m[k]; !known {
				m[k] = e[0]
			}
		}
		ours, theirs = append(ours, between.Sub(began)), append(theirs, time.Since(between))
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	at := len(ours) / 10
	ratio := float64(ours[at]) / float64(theirs[at])
	t.Logf("per event: %s recorded, %s in a map, ratio %.2f", ours[at]/turn, theirs[at]/turn, ratio)
	require.Less(t, ratio, 2.5, "it is about one; what is beside it on the machine moves it")
}

func TestRecordingAllocatesNothing(t *testing.T) {
	h := newHistory(1_000)
	c, err := metrics.New(metrics.NewMemoryStore(), nil)
	require.NoError(t, err)
	ctx, n := t.Context(), 0
	require.Zero(t, testing.AllocsPerRun(h.len()-1, func() {
		var e metrics.Event
		h.event(n, &e)
		if err := c.Record(ctx, e); err != nil {
			t.Error(err)
		}
		n++
	}))
}
