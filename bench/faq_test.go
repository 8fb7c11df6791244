package bench

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/bench/peer"
	"github.com/kefu-go/kefu/internal/baseline"
)

// first is the share of queries for which a right entry is the first one found.
func first(t testing.TB, e peer.Engine, queries []query) float64 {
	right := 0
	var ids []string
	for _, q := range queries {
		var err error
		ids, err = e.Top(ids[:0], q.Query, limit)
		require.NoError(t, err)
		if len(ids) > 0 && slices.Contains(q.Relevant, ids[0]) {
			right++
		}
	}
	return float64(right) / float64(len(queries))
}

// TestFAQ compares the share of right first answers on real questions. The
// baseline is the best of all variants of BM25 on each set.
func TestFAQ(t *testing.T) {
	if testing.Short() {
		t.Skip("measures for a while: run without -short")
	}
	rows := [][]any{{"S@1", "queries", "kefu", "bm25", "variant", "bleve"}}
	for _, set := range faqSets {
		entries, queries := set.load(t)
		grade := func(m peer.Maker) float64 {
			e, err := m.New(set.language, entries)
			require.NoError(t, err)
			defer e.Close()
			return first(t, e, queries)
		}
		kefu, bleve, best, variant := grade(peer.Kefu), grade(peer.Bleve), 0.0, ""
		for _, v := range baseline.Variants() {
			if s := grade(peer.BM25As(v)); s > best {
				best, variant = s, v.String()
			}
		}
		rows = append(rows, []any{set.name, len(queries), kefu, best, variant, bleve})
		if set.asserted {
			assert.Greater(t, kefu, best, "%s: share of right first answers, kefu against BM25", set.name)
		}
	}
	table(t, rows)
}

// BenchmarkFAQ matches real questions, and reports the share of right first
// answers beside the time.
func BenchmarkFAQ(b *testing.B) {
	for _, set := range faqSets {
		for _, m := range []peer.Maker{peer.Kefu, peer.BM25, peer.Bleve} {
			b.Run(set.name+"/"+m.Name, func(b *testing.B) {
				entries, queries := set.load(b)
				e, err := m.New(set.language, entries)
				require.NoError(b, err)
				defer e.Close()
				lines := make([]string, len(queries))
				for i, q := range queries {
					lines[i] = q.Query
				}
				loop(b, lines, asking(b, e))
				b.ReportMetric(first(b, e, queries), "S@1")
			})
		}
	}
}
