package bench

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/kb"
)

// faqSet is a set of real entries and queries.
type faqSet struct {
	name     string // of the directory, and of the entries where there are several
	entries  string // file
	language faqgen.Language
	asserted bool // that kefu beats the baseline
}

var faqSets = []faqSet{
	{"banking77 all", "banking77/entries.all.jsonl", faqgen.English, true},
	{"banking77 10shot", "banking77/entries.10shot.jsonl", faqgen.English, false},
	{"banking77 5shot", "banking77/entries.5shot.jsonl", faqgen.English, false},
	{"banking77 1shot", "banking77/entries.1shot.jsonl", faqgen.English, false},
	{"clinc150 all", "clinc150/entries.all.jsonl", faqgen.English, true},
	{"clinc150 5shot", "clinc150/entries.5shot.jsonl", faqgen.English, false},
	{"clinc150 1shot", "clinc150/entries.1shot.jsonl", faqgen.English, false},
	{"hwu64 all", "hwu64/entries.all.jsonl", faqgen.English, false},
	{"hwu64 10shot", "hwu64/entries.10shot.jsonl", faqgen.English, false},
	{"stackfaq", "stackfaq/entries.jsonl", faqgen.English, true},
	{"bq_kb", "bq_kb/entries.dev.jsonl", faqgen.Chinese, true},
	{"lcqmc", "lcqmc/entries.dev.jsonl", faqgen.Chinese, true},
}

// query is a question with the entries that answer it.
type query struct {
	Query    string   `json:"query"`
	Relevant []string `json:"relevant"`
}

// load reads a set.
func (s faqSet) load(t testing.TB) ([]kb.Entry, []query) {
	file := dataFile(t, "faq", filepath.FromSlash(s.entries))
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	var entries []kb.Entry
	for row, err := range kb.ReadRows(f, kb.JSONL) {
		require.NoError(t, err)
		entries = append(entries, row.Entry)
	}
	return entries, readQueries(t, filepath.Join(filepath.Dir(file), "queries.dev.jsonl"))
}

// dataFile returns the path of a file of the evaluation data. Where there is none
// it skips the test, or fails it if KEFU_REQUIRE says so.
func dataFile(t testing.TB, path ...string) string {
	root := os.Getenv("KEFU_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data") // beside the repository
	}
	file := filepath.Join(append([]string{root}, path...)...)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		const how = "the evaluation data is not there: set KEFU_DATA to its directory"
		if strings.Contains(os.Getenv("KEFU_REQUIRE"), "data") {
			t.Fatal(how)
		}
		t.Skip(how)
	}
	return file
}

// readQueries reads the queries that some entry answers.
func readQueries(t testing.TB, file string) (queries []query) {
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var q query
		require.NoError(t, json.Unmarshal(lines.Bytes(), &q))
		if len(q.Relevant) > 0 {
			queries = append(queries, q)
		}
	}
	require.NoError(t, lines.Err())
	return queries
}
