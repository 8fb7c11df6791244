package kb_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// BenchmarkGovern measures what is done to a whole library beside the traffic.
func BenchmarkGovern(b *testing.B) {
	for _, n := range []int{1_000, 20_000} {
		l := libraryOf(b)
		_, err := l.Import(b.Context(), strings.NewReader(bigFile(n)), kb.ImportOptions{})
		require.NoError(b, err)
		for name, run := range map[string]func() error{
			"lint":    func() error { return second(l.Lint(b.Context(), kb.LintOptions{})) },
			"preview": func() error { return second(l.Preview(b.Context())) },
			"export":  func() error { return second(l.Export(b.Context(), io.Discard, kb.ExportOptions{})) },
			"hot":     func() error { return second(l.Hot(b.Context(), kb.HotOptions{})) },
			"check": func() error {
				d := kb.Draft{Entry: answered("new", "how do I return product number 77 to the shop", "x")}
				return second(kb.LintChecker{}.Check(b.Context(), &d, l))
			},
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					require.NoError(b, run())
				}
			})
		}
	}
}
