package integration

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/kefu-go/kefu/metrics"
	"github.com/stretchr/testify/require"
)

// BenchmarkMetricsAppend measures appending the events of turns, three at a time, by one writer and by
// many, and importing, a thousand at a time.
func BenchmarkMetricsAppend(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		for _, c := range []struct{ writers, batch int }{{1, 3}, {32, 3}, {1, 1000}} {
			b.Run(fmt.Sprintf("writers=%d/batch=%d", c.writers, c.batch), func(b *testing.B) {
				s := newMetrics(b, d.shared(b), fmt.Sprint("tenant ", benchRuns.Add(1)))
				sources := make([]*talks, c.writers)
				left := make([][]metrics.Event, c.writers)
				for w := range sources {
					sources[w] = newTalks(noon, 1)
					sources[w].n = w * 1_000_000
				}
				parallel(b, c.writers, func(ctx context.Context, w, _ int) error {
					for len(left[w]) < c.batch {
						left[w] = append(left[w], sources[w].next(100_000_000)...)
					}
					_, err := s.Append(ctx, left[w][:c.batch]...)
					left[w] = left[w][c.batch:]
					return err
				})
				b.ReportMetric(float64(b.N*c.batch)/b.Elapsed().Seconds(), "events/s")
			})
		}
	})
}

// BenchmarkMetrics measures folding everything anew, and a question about days, agents and categories, over 20,000 events; with
// KEFU_BENCH=full over ten million of 90 days, which takes some minutes to write.
func BenchmarkMetrics(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		events, days := 20_000, 3
		if os.Getenv("KEFU_BENCH") == "full" {
			events, days = 10_000_000, 90
		}
		s := newMetrics(b, d.shared(b), "many")
		began := time.Now()
		n, _ := fillMetrics(b, s, events, days)
		if d.schema != "" {
			_, err := d.open(b).ExecContext(b.Context(), "ANALYZE")
			require.NoError(b, err)
		}
		b.Logf("%d events appended in %v", n, time.Since(began))
		c, err := metrics.New(s, &metrics.Options{Now: func() time.Time { return noon.AddDate(1, 0, 0) }})
		require.NoError(b, err)
		b.Run("rebuild", func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, c.Rebuild(b.Context()))
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "events/s")
		})
		b.Run("query/day x agent x category", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				table, err := c.Query(b.Context(), metrics.Query{
					Metrics: []metrics.Metric{metrics.Volume, metrics.BotResolutionRate, metrics.FirstReply}, From: noon, To: noon.AddDate(0, 0, days),
					Bucket: metrics.Daily, GroupBy: []metrics.Dimension{metrics.ByAgent, metrics.ByCategory}, Limit: 1000,
				})
				require.NoError(b, err)
				require.NotEmpty(b, table.Rows)
			}
		})
		b.Run("query/day", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := c.Query(b.Context(), metrics.Query{
					Metrics: []metrics.Metric{metrics.Volume, metrics.FirstReply.P(90)}, From: noon, To: noon.AddDate(0, 0, days), Bucket: metrics.Daily,
				})
				require.NoError(b, err)
			}
		})
	})
}

// fillMetrics appends the events of talks, a hundred talks at a time, and returns how many of both there are.
func fillMetrics(t testing.TB, s metrics.Store, n, days int) (events, episodes int) {
	t.Helper()
	source := newTalks(noon, days)
	var batch []metrics.Event
	for events < n {
		batch = append(batch, source.next(n/17)...)
		if episodes++; episodes%100 == 0 || events+len(batch) >= n {
			added, err := s.Append(t.Context(), batch...)
			require.NoError(t, err)
			events += added
			batch = batch[:0]
		}
	}
	return events, episodes
}
