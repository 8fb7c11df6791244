package bench

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/kb"
)

// BenchmarkImport reads a file of questions into an empty library in memory, with
// its progress reported, and then once more until a tenth of it is read and the
// import is cancelled: how long it takes to return from then on.
func BenchmarkImport(b *testing.B) {
	for _, n := range sizes(1_000_000) {
		b.Run(sizeName(n), func(b *testing.B) {
			var file strings.Builder
			for i, q := range faqgen.Questions(faqgen.English, n) {
				fmt.Fprintf(&file, "{\"id\":\"%d\",\"question\":%q,\"answer\":\"See page %d.\"}\n", i, q, i%97)
			}
			start := cpuTime()
			calls := 0
			for b.Loop() {
				report, err := importing(b.Context(), b, file.String(), func(kb.ImportReport) { calls++ })
				require.NoError(b, err)
				require.Equal(b, n, report.Added)
			}
			used := cpuTime() - start
			b.ReportMetric(used.Seconds()/float64(b.N), "cpu-s/import")
			b.ReportMetric(float64(calls)/float64(b.N), "progress-calls")

			ctx, cancel := context.WithCancel(b.Context())
			var cancelled time.Time
			report, err := importing(ctx, b, file.String(), func(r kb.ImportReport) {
				if r.Added >= n/10 && cancelled.IsZero() {
					cancelled = time.Now()
					cancel()
				}
			})
			b.ReportMetric(micros(time.Since(cancelled)), "cancel-us")
			require.ErrorIs(b, err, context.Canceled)
			require.Less(b, report.Added, n)
		})
	}
}

func importing(ctx context.Context, b *testing.B, file string, progress func(kb.ImportReport)) (kb.ImportReport, error) {
	l, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	require.NoError(b, err)
	return l.Import(ctx, strings.NewReader(file), kb.ImportOptions{OnRow: func(kb.RowResult) {}, OnProgress: progress})
}
