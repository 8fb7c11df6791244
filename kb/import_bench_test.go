package kb_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// bigFile is a file of n entries with two wordings each.
func bigFile(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "{\"id\":\"e%d\",\"question\":\"How do I return product number %d to the shop in street %d?\",\"similar\":[\"send back item %d\"],\"answer\":\"Bring it to desk %d.\"}\n", i, i, i%977, i, i%31)
	}
	return b.String()
}

func BenchmarkImport(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		file := bigFile(n)
		for _, all := range []bool{false, true} {
			b.Run(fmt.Sprintf("%d/all=%v", n, all), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					l := libraryOf(b)
					report, err := l.Import(b.Context(), strings.NewReader(file), kb.ImportOptions{AllOrNothing: all, OnRow: func(kb.RowResult) {}})
					require.NoError(b, err)
					require.Equal(b, n, report.Added)
				}
				b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			})
		}
		b.Run(fmt.Sprintf("%d/again", n), func(b *testing.B) {
			l := libraryOf(b)
			_, err := l.Import(b.Context(), strings.NewReader(file), kb.ImportOptions{})
			require.NoError(b, err)
			for b.Loop() {
				report, err := l.Import(b.Context(), strings.NewReader(file), kb.ImportOptions{OnRow: func(kb.RowResult) {}})
				require.NoError(b, err)
				require.Equal(b, n, report.Unchanged)
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
