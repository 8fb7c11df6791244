package kb_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/baseline"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbtest"
)

var update = flag.Bool("update", false, "write testdata/quality/stats.txt anew")

const (
	statsFile = "testdata/quality/stats.txt"
	// statsHead explains the file. Only figures are kept, never a text of the
	// data sets: docs/quality.md has more.
	statsHead = `# Smart matching on evaluation data beside plain BM25; docs/quality.md explains the columns.
# Written by: go test ./kb -run TestQuality -update
`
)

// qualitySet is one row of the table.
type qualitySet struct {
	name, entries, queries string
	beats                  bool // it is promised that S@1 is above BM25's
	refined                bool // it is measured again after Refine: entries have several wordings
}

var qualitySets = []qualitySet{
	{name: "shop_en", entries: "shop/en", queries: "shop/questions_en", refined: true},
	{name: "shop_zh", entries: "shop/zh", queries: "shop/questions_zh", refined: true},
	{name: "banking77/all", entries: "banking77/entries.all", beats: true, refined: true},
	{name: "banking77/10", entries: "banking77/entries.10shot", refined: true},
	{name: "banking77/5", entries: "banking77/entries.5shot", refined: true},
	{name: "banking77/1", entries: "banking77/entries.1shot"},
	{name: "clinc150/all", entries: "clinc150/entries.all", beats: true, refined: true},
	{name: "clinc150/10", entries: "clinc150/entries.10shot", refined: true},
	{name: "clinc150/5", entries: "clinc150/entries.5shot", refined: true},
	{name: "clinc150/1", entries: "clinc150/entries.1shot"},
	{name: "clinc_finance_noanswer", entries: "clinc_finance_noanswer/entries", refined: true},
	{name: "hwu64/all", entries: "hwu64/entries.all", refined: true},
	{name: "hwu64/10", entries: "hwu64/entries.10shot", refined: true},
	{name: "stackfaq", entries: "stackfaq/entries", beats: true},
	{name: "covidfaq", entries: "covidfaq/entries"},
	{name: "bq_kb", entries: "bq_kb/entries.dev", beats: true, refined: true},
	{name: "bq", entries: "bq/entries.dev"},
	{name: "lcqmc", entries: "lcqmc/entries.dev", beats: true},
	{name: "afqmc", entries: "afqmc/entries.dev"},
}

// refinedSuffix marks the row of a set after Refine.
const refinedSuffix = "+refine"

const statsColumns = "%-29s %5s  %5s %5s %5s %5s  %6s %6s %5s %5s  %7s  %s\n"

// TestQuality measures every data set and compares the figures with the golden
// file. The sets of the shop are part of the repository; without the others
// their part is skipped.
func TestQuality(t *testing.T) {
	rows := make([]string, len(qualitySets))
	golden := readStats(t)
	t.Run("sets", func(t *testing.T) {
		for i, set := range qualitySets {
			t.Run(set.name, func(t *testing.T) {
				t.Parallel()
				entries, cases := set.load(t)
				index := kb.NewIndex(nil)
				require.NoError(t, index.Put(entries...))
				report := measure(t, index, cases)
				best, variant := bm25(entries, cases)
				rows[i] = row(set.name, report, best, variant)
				want := golden[set.name]
				if set.beats {
					assert.Greater(t, *report.S1, best, "S@1 of smart matching against plain BM25 (%s)", variant)
				}
				if set.refined {
					require.NoError(t, index.Refine(t.Context()))
					rows[i] += row(set.name+refinedSuffix, measure(t, index, cases), best, variant)
					want += golden[set.name+refinedSuffix]
				}
				if !*update {
					assert.Equal(t, want, rows[i], "figures moved; if that is meant: go test ./kb -run TestQuality -update, and say why in the commit")
				}
			})
		}
	})
	if !*update {
		return
	}
	require.NotContains(t, rows, "", "the file is written only when every set was measured")
	head := fmt.Sprintf(statsColumns, "set", "n", "s1", "s5", "mrr10", "auroc", "direct", "d.prec", "none", "ece", "bm25 s1", "variant")
	require.NoError(t, os.WriteFile(statsFile, []byte(statsHead+head+strings.Join(rows, "")), 0o644))
}

// load reads a set, or skips the test where it is missing.
func (set qualitySet) load(t *testing.T) ([]kb.Entry, []kbtest.Case) {
	queries := set.queries
	if queries == "" {
		queries = filepath.Dir(set.entries) + "/queries.dev"
	}
	var entries []kb.Entry
	for row, err := range kb.ReadRows(strings.NewReader(readData(t, set.entries)), kb.JSONL) {
		require.NoError(t, err)
		entries = append(entries, row.Entry)
	}
	cases, err := kbtest.ReadCases(strings.NewReader(readData(t, queries)))
	require.NoError(t, err)
	return entries, cases
}

func readData(t *testing.T, name string) string {
	if !strings.HasPrefix(name, "shop/") {
		return string(storetest.Data(t, os.Getenv, "faq/"+name+".jsonl"))
	}
	// The sample shop as it was before some of its questions became tasks.
	data, err := os.ReadFile(filepath.Join("testdata", name+".jsonl"))
	require.NoError(t, err)
	return string(data)
}

func measure(t *testing.T, index *kb.Index, cases []kbtest.Case) kbtest.Report {
	var hits []kb.Hit
	report, err := kbtest.Evaluate(t.Context(), func(_ context.Context, query string) ([]kb.Hit, error) {
		hits = index.AppendMatch(hits[:0], kb.Query{Text: query, Limit: 10})
		return hits, nil
	}, kb.Policy{}, cases)
	require.NoError(t, err)
	return report
}

// bm25 returns the S@1 of the best variant of the baseline and its name.
func bm25(entries []kb.Entry, cases []kbtest.Case) (s1 float64, variant string) {
	wordings := make([][]string, len(entries))
	for i, e := range entries {
		wordings[i] = append([]string{e.Question}, e.Phrasings...)
	}
	for _, v := range baseline.Variants() {
		ranker := baseline.NewRanker(wordings, v)
		right, answerable := 0, 0
		for _, c := range cases {
			if len(c.Relevant) == 0 {
				continue
			}
			answerable++
			for _, hit := range ranker.Rank(c.Query, 1) {
				for _, id := range c.Relevant {
					if entries[hit.Doc].ID == id {
						right++
						break
					}
				}
			}
		}
		if got := float64(right) / float64(max(1, answerable)); variant == "" || got > s1 {
			s1, variant = got, v.String()
		}
	}
	return s1, variant
}

func row(name string, r kbtest.Report, bm25 float64, variant string) string {
	return fmt.Sprintf(statsColumns, name, fmt.Sprint(r.N),
		figure(r.S1), figure(r.S5), figure(r.MRR10), figure(r.AUROC),
		figure(r.DirectRate), figure(r.DirectPrecision), figure(r.NoneRate), figure(r.ECE), figure(&bm25), variant)
}

func figure(f *float64) string {
	if f == nil {
		return "-"
	}
	return fmt.Sprintf("%.3f", *f)
}

// readStats returns the rows of the golden file by the name of the set.
func readStats(t *testing.T) map[string]string {
	data, err := os.ReadFile(statsFile)
	if *update && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	require.NoError(t, err)
	rows := map[string]string{}
	for line := range strings.Lines(string(data)) {
		name, _, _ := strings.Cut(line, " ")
		rows[name] = line
	}
	return rows
}
