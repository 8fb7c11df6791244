package metrics_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// packedDays is a store that has packed sheets only, as those on disk are.
type packedDays struct {
	finished
	days [][]byte
	read func(func())
}

func (p *packedDays) Sheets(context.Context, time.Time, time.Time) iter.Seq2[*metrics.Sheet, error] {
	return func(yield func(*metrics.Sheet, error) bool) {
		for _, data := range p.days {
			s := metrics.NewSheet()
			var err error
			p.read(func() { err = s.UnmarshalBinary(data) })
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// busyTalk is a talk of about 14 events, of one of 60 agents, 40 categories and 4 channels.
func busyTalk(r *rand.Rand, start time.Time, id int) metrics.Episode {
	agent := fmt.Sprintf("agent-%02d", r.IntN(60))
	minutes := func(n int) time.Duration { return time.Duration(r.IntN(n*60*1000)) * time.Millisecond }
	e := metrics.Episode{
		ID: fmt.Sprint("c/", id), Subject: metrics.Talk, Customer: fmt.Sprint("customer-", r.IntN(300_000)),
		Channel: [...]string{"web", "app", "wechat", "mail"}[r.IntN(4)], Category: fmt.Sprintf("goods/%02d", r.IntN(40)), Tier: [...]string{"", "gold"}[r.IntN(2)],
		Start: start, End: start.Add(minutes(60)), Outcome: metrics.ByBot, FromCustomer: 4, FromBot: 4,
		FirstReply: metrics.Span{Wall: minutes(1), Hours: 0, Known: true}, Resolution: metrics.Span{Wall: minutes(30), Known: true},
		Answered: 2, Unanswered: r.IntN(2), Moods: []float32{0, .5},
	}
	for range 3 {
		e.Replies = append(e.Replies, metrics.ReplyTime{Wall: minutes(1)})
	}
	if r.IntN(10) < 4 {
		e.Agent, e.Outcome, e.Handoffs, e.HandoffReason = agent, metrics.ByHuman, 1, "asked"
		e.FirstHuman = metrics.Span{Wall: minutes(5), Known: true}
		e.Replies = append(e.Replies, metrics.ReplyTime{Agent: agent, Wall: minutes(5)}, metrics.ReplyTime{Agent: agent, Wall: minutes(5)})
		e.Visits = []metrics.Visit{{Queue: "front", Item: "i", At: start, Wait: minutes(3), End: "answered", Within: true}}
		e.Stints = []metrics.Stint{{Agent: agent, Queue: "front", Item: "i", From: start, Talk: minutes(20), Wrap: minutes(2), Over: true}}
	}
	return e
}

// BenchmarkQuery asks for day x agent x category over the talks of 9 days, or with KEFU_BENCH=full of 90 days, which are
// 700,000 talks of 10 million events. "sums" has the time of adding up sheets that
// are in memory, "unpacked" that of reading packed ones as well.
func BenchmarkQuery(b *testing.B) {
	days, talks := 9, 7_777
	if os.Getenv("KEFU_BENCH") == "full" {
		days = 90
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r := rand.New(rand.NewPCG(1, 2))
	store := &packedDays{}
	for d := range days {
		s := metrics.NewSheet()
		for i := range talks {
			e := busyTalk(r, start.Add(time.Duration(d)*oneDay+time.Duration(r.IntN(86400))*time.Second), d*talks+i)
			s.Add(&e)
		}
		data, err := s.MarshalBinary()
		require.NoError(b, err)
		store.days = append(store.days, data)
	}
	c, err := metrics.New(store, nil)
	require.NoError(b, err)
	for _, bench := range []struct {
		name    string
		metrics []metrics.Metric
	}{
		{"rates", []metrics.Metric{metrics.Volume, metrics.ResolutionRate, metrics.HandoffRate}},
		{"percentile", []metrics.Metric{metrics.Volume, metrics.FirstHumanReply.P(90)}},
	} {
		q := metrics.Query{
			Metrics: bench.metrics, From: start, To: start.Add(time.Duration(days) * oneDay), Bucket: metrics.Daily, GroupBy: []metrics.Dimension{metrics.ByAgent, metrics.ByCategory},
		}
		run := func(b *testing.B) {
			b.ReportAllocs()
			rows := 0
			for b.Loop() {
				table, err := c.Query(b.Context(), q)
				require.NoError(b, err)
				rows = len(table.Rows)
			}
			b.ReportMetric(float64(rows), "rows")
		}
		b.Run(bench.name+"/sums", func(b *testing.B) {
			store.read = func(f func()) {
				b.StopTimer()
				f()
				b.StartTimer()
			}
			run(b)
		})
		b.Run(bench.name+"/unpacked", func(b *testing.B) {
			store.read = func(f func()) { f() }
			run(b)
		})
	}
}
