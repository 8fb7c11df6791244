package kb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// importInto imports a JSONL text and returns the fate of each row as
// "line action", with the fault of a failed one.
func importInto(t *testing.T, l *kb.Library, file string, opts kb.ImportOptions) (kb.ImportReport, []string, error) {
	t.Helper()
	report, err := l.Import(t.Context(), strings.NewReader(file), opts)
	var rows []string
	for _, r := range report.Rows {
		row := fmt.Sprint(r.Line, " ", r.Action)
		if r.Err != nil {
			row += fmt.Sprintf(": %s %s", r.Err.Column, r.Err.Reason)
		}
		rows = append(rows, row)
	}
	return report, rows, err
}

const mixedFile = `{"id":"a","question":"first","answer":"one"}
{"question":"second","mode":"fuzzy"}

{"id":"c","question":"third"}
not JSON
`

func TestImportKeepsTheGoodRows(t *testing.T) {
	l := libraryOf(t)
	report, rows, err := importInto(t, l, mixedFile, kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, []string{`1 added`, `2 failed: mode is none of "smart", "exact", "contains", "pattern"`, `4 added`, `5 failed: byte 2 is not as JSON allows`}, rows)
	assert.Equal(t, []int{2, 0, 0, 2}, []int{report.Added, report.Updated, report.Unchanged, report.Failed})
	assert.Equal(t, "c", report.Rows[2].ID)
	e, err := l.Get(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, "one", e.Answer.PlainText())
	assert.Positive(t, e.Version)
}

func TestImportAllOrNothing(t *testing.T) {
	s := kb.NewMemoryStore()
	l := libraryOver(t, s, nil)
	told := func([]kb.RowResult) { t.Error("nothing is committed") }
	report, _, err := importInto(t, l, mixedFile, kb.ImportOptions{AllOrNothing: true, OnCommit: told})
	require.ErrorIs(t, err, kb.ErrImport)
	require.ErrorIs(t, err, kb.ErrInvalid)
	assert.Equal(t, 2, report.Failed)
	assert.Zero(t, report.Added)
	revision, err := s.Revision(t.Context())
	require.NoError(t, err)
	assert.Zero(t, revision)

	// However many the good rows are, they are one revision.
	report, _, err = importInto(t, l, numbered(1201), kb.ImportOptions{AllOrNothing: true})
	require.NoError(t, err)
	assert.Equal(t, 1201, report.Added)
	revision, err = s.Revision(t.Context())
	require.NoError(t, err)
	assert.Equal(t, int64(1), revision)
}

// numbered returns a file of n entries without ids.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "{\"question\":\"question %d\"}\n", i)
	}
	return b.String()
}

func TestImportTwice(t *testing.T) {
	l := libraryOf(t)
	const file = `{"id":"a","question":"with id","similar":["x"],"answer":"one"}
{"question":"Without id?","answer":"two"}
{"question":"Without id?","locale":"en","answer":"three"}
{"question":"exactly","mode":"exact"}
`
	_, _, err := importInto(t, l, file, kb.ImportOptions{})
	require.NoError(t, err)
	_, rows, err := importInto(t, l, file, kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, []string{"1 unchanged", "2 unchanged", "3 unchanged", "4 unchanged"}, rows)

	// What counts as the same question is what matches as identical text; the
	// locale must be the same.
	before := identicalIn(t, l, "without id")
	_, rows, err = importInto(t, l, `{"id":"a","question":"with id","similar":["x"],"answer":"new"}
{"question":"without id","answer":"new"}
{"question":"without id","locale":"zh","answer":"new"}
`, kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, []string{"1 updated", "2 updated", "3 added"}, rows)
	after := identicalIn(t, l, "without id")
	assert.Subset(t, after, before, "the entries kept their ids")
	assert.Len(t, after, len(before)+1)
}

func TestImportRepeatedRows(t *testing.T) {
	l := libraryOf(t, smart("known", "in the library"))
	_, rows, err := importInto(t, l, `{"id":"a","question":"one"}
{"id":"a","question":"two"}
{"question":"Three!"}
{"question":"three"}
{"question":"one"}
{"id":"b","question":"one"}
{"question":"in the library","answer":"x"}
{"id":"known","question":"other"}
{"question":"three","locale":"en"}
`, kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"1 added", "2 failed: id repeats line 1", "3 added", "4 failed: question repeats line 3", "5 failed: question repeats line 1",
		"6 added", "7 updated", "8 failed: id repeats line 7", "9 added",
	}, rows)
}

func TestImportKeepExisting(t *testing.T) {
	l := libraryOf(t, smart("a", "mine"))
	_, rows, err := importInto(t, l, "{\"id\":\"a\",\"question\":\"theirs\"}\n{\"id\":\"b\",\"question\":\"new\"}\n", kb.ImportOptions{OnConflict: kb.KeepExisting})
	require.NoError(t, err)
	assert.Equal(t, []string{"1 unchanged", "2 added"}, rows)
	e, err := l.Get(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, "mine", e.Question)
}

func TestImportDryRun(t *testing.T) {
	l := libraryOf(t, smart("a", "mine"))
	told := func([]kb.RowResult) { t.Error("nothing is committed") }
	report, rows, err := importInto(t, l, "{\"id\":\"a\",\"question\":\"theirs\"}\n"+numbered(600)+"{}\n", kb.ImportOptions{DryRun: true, OnCommit: told})
	require.NoError(t, err)
	assert.Equal(t, []int{600, 1, 0, 1}, []int{report.Added, report.Updated, report.Unchanged, report.Failed})
	assert.Len(t, rows, 602)
	n, err := l.Len(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, n)
}

// Whoever follows an import hears of rows only when they are stored, in order
// and once.
func TestImportOnCommit(t *testing.T) {
	s := kb.NewMemoryStore()
	l := libraryOver(t, s, nil)
	var sizes []int
	line := 0
	report, err := l.Import(t.Context(), strings.NewReader(numbered(1001)), kb.ImportOptions{OnCommit: func(rows []kb.RowResult) {
		sizes = append(sizes, len(rows))
		for _, r := range rows {
			line++
			assert.Equal(t, line, r.Line)
			_, err := s.Get(t.Context(), r.ID)
			assert.NoError(t, err)
		}
	}})
	require.NoError(t, err)
	assert.Equal(t, []int{500, 500, 1}, sizes)
	assert.Equal(t, 1001, report.Added)
}

func TestImportCSV(t *testing.T) {
	l := libraryOf(t)
	report, err := l.Import(t.Context(), strings.NewReader("question,similar,answer\n怎么退货,退货流程|想退货,七天内\n"), kb.ImportOptions{Format: kb.CSV})
	require.NoError(t, err)
	assert.Equal(t, 1, report.Added)
	assert.Len(t, identicalIn(t, l, "想退货"), 1)
	_, err = l.Import(t.Context(), strings.NewReader(""), kb.ImportOptions{Format: "xml"})
	assertField(t, "format", err)
}

// identicalIn returns the ids of the entries that have this very text.
func identicalIn(t *testing.T, l *kb.Library, text string) []string {
	t.Helper()
	hits, err := l.Match(t.Context(), kb.Query{Text: text, Limit: 100})
	require.NoError(t, err)
	return idsOf(slices.DeleteFunc(hits, func(h kb.Hit) bool { return h.Score < 1 }))
}
