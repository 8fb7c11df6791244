package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	entries = "testdata/entries.jsonl"
	queries = "testdata/queries.jsonl"
)

// poc runs the program.
func poc(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, &out, &errs)
	return status, out.String(), errs.String()
}

func TestJSON(t *testing.T) {
	for _, end := range []string{"", ".gz"} {
		t.Run("plain"+end, func(t *testing.T) {
			status, stdout, stderr := poc("kb", "-entries", entries+end, "-queries", queries+end, "-json")
			require.Zero(t, status, stderr)
			assert.Empty(t, stderr)
			var got map[string]*float64
			require.NoError(t, json.Unmarshal([]byte(stdout), &got), stdout)
			want := map[string]float64{
				"n": 3, "s1": 1, "s5": 1, "mrr10": 1, "auroc": 1, "direct_rate": 2. / 3, "direct_precision": 1, "none_rate": 1. / 3,
			}
			for name, value := range want {
				require.NotNil(t, got[name], name)
				assert.InDelta(t, value, *got[name], 1e-9, name)
				delete(got, name)
			}
			for _, name := range []string{"cpu_us_per_query", "build_s"} {
				require.NotNil(t, got[name], name)
				assert.Positive(t, *got[name], name)
				delete(got, name)
			}
			assert.Empty(t, got, "no other keys")
		})
	}
}

func TestWhatDoesNotApplyIsNull(t *testing.T) {
	status, stdout, stderr := poc("kb", "-entries", entries, "-queries", write(t, `{"query":"when are you open","relevant":["hours"]}`), "-json")
	require.Zero(t, status, stderr)
	assert.Contains(t, stdout, `"auroc":null`, "there is nothing to tell apart")
	status, stdout, stderr = poc("kb", "-entries", entries, "-queries", write(t, ""), "-json")
	require.Zero(t, status, stderr)
	assert.Contains(t, stdout, `"n":0,"s1":null`)
	assert.Contains(t, stdout, `"cpu_us_per_query":null`)
}

func TestTable(t *testing.T) {
	status, stdout, stderr := poc("kb", "-entries", entries, "-queries", queries)
	require.Zero(t, status, stderr)
	assert.Regexp(t, `(?m)^questions +3 +2 of them answerable$`, stdout)
	assert.Regexp(t, `(?m)^S@1 +1\.000 `, stdout)
	assert.Regexp(t, `(?m)^0\.70 +0\.667 +1\.000 +0\.000$`, stdout, "the sweep of thresholds")
}

func TestWrongCommandLine(t *testing.T) {
	for name, args := range map[string][]string{
		"nothing":         nil,
		"unknown command": {"ticket"},
		"unknown flag":    {"kb", "-entries", entries, "-queries", queries, "-xml"},
		"no queries":      {"kb", "-entries", entries},
		"extra argument":  {"kb", "-entries", entries, "-queries", queries, "more"},
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := poc(args...)
			assert.Equal(t, 2, status)
			assert.Empty(t, stdout)
			assert.Contains(t, stderr, "usage: poc kb")
		})
	}
	status, _, stderr := poc("kb", "-h")
	assert.Zero(t, status, "asked for help")
	assert.Contains(t, stderr, "-queries")
}

func TestFaultsOfFiles(t *testing.T) {
	broken := write(t, `{"id":"a","question":"q"}`+"\n"+`{"id":"b","question":1}`+"\n{\n"+`{"id":"a","question":"again"}`+"\n"+`{"question":"no id"}`)
	cases := write(t, `{"query":"q"}`)
	cut := filepath.Join(t.TempDir(), "cut.gz")
	whole, err := os.ReadFile(entries + ".gz")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(cut, whole[:len(whole)-9], 0o600))
	for _, c := range []struct {
		name, entries, queries string
		want                   []string
	}{
		{"missing file", "testdata/absent.jsonl", queries, []string{"testdata/absent.jsonl"}},
		{"broken lines of both files", broken, cases, []string{
			broken + ":2: question must be of another type\n", broken + ":3: byte 2 is not as JSON allows\n",
			broken + ":4: id is that of line 1 too\n", broken + ":5: id is empty\n", cases + ":1: relevant is missing\n",
		}},
		{"truncated gzip", cut, queries, []string{cut + ": unexpected EOF"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, stdout, stderr := poc("kb", "-entries", c.entries, "-queries", c.queries)
			assert.Equal(t, 1, status)
			assert.Empty(t, stdout, "no figures of half a file")
			for _, want := range c.want {
				assert.Contains(t, stderr, want)
			}
		})
	}
}

func TestWarnsOfUnknownIDs(t *testing.T) {
	status, stdout, stderr := poc("kb", "-entries", entries, "-queries", write(t, `{"query":"when are you open","relevant":["huors"]}`), "-json")
	assert.Zero(t, status)
	assert.Contains(t, stdout, `"s1":0,`)
	assert.Contains(t, stderr, "1 questions name an entry that does not exist")
}

func write(t *testing.T, content string) string {
	name := filepath.Join(t.TempDir(), "lines.jsonl")
	require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
	return name
}
