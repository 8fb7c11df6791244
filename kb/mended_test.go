package kb_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func mendedLibrary(t *testing.T, entries ...kb.Entry) *kb.Library {
	l, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	require.NoError(t, err)
	_, err = l.Put(t.Context(), entries...)
	require.NoError(t, err)
	return l
}

func TestImportContainsTwice(t *testing.T) {
	l := mendedLibrary(t)
	for range 2 {
		_, err := l.Import(t.Context(), strings.NewReader(`{"question":"refund","answer":"a","mode":"contains"}`), kb.ImportOptions{})
		require.NoError(t, err)
	}
	n, _ := l.Len(t.Context())
	assert.Equal(t, 1, n)
}

func TestImportSameEntryByIDAndByQuestion(t *testing.T) {
	l := mendedLibrary(t, kb.Entry{ID: "x", Question: "How to pay"})
	report, err := l.Import(t.Context(), strings.NewReader(`{"id":"x","question":"How do I pay?"}
{"question":"How to pay"}
`), kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, 1, report.Updated)
	assert.Equal(t, 1, report.Failed)
}

func TestImportNUL(t *testing.T) {
	l := mendedLibrary(t)
	report, err := l.Import(t.Context(), strings.NewReader(`{"id":"a\u0000","question":"bad"}
{"id":"b","question":"good"}
`), kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, 1, report.Added)
	assert.Equal(t, 1, report.Failed)
}

func TestJSONUTF8(t *testing.T) {
	for row, err := range kb.ReadRows(strings.NewReader("{\"question\":\"\xcd\xcb\xbf\xee\"}"), kb.JSONL) {
		assert.Error(t, err, "%q", row.Entry.Question)
	}
}

func TestJSONColumn(t *testing.T) {
	for line, want := range map[string]string{
		`5`: "row", `[1]`: "row",
		`{"question":"q","answer":[5]}`:          "answer",
		`{"question":"q","answer":[{"kind":5}]}`: "answer.kind",
	} {
		for _, err := range kb.ReadRows(strings.NewReader(line), kb.JSONL) {
			var row *kb.RowError
			require.ErrorAs(t, err, &row)
			assert.Equal(t, want, row.Column, line)
		}
	}
}

func TestHeader(t *testing.T) {
	for _, err := range kb.ReadRows(strings.NewReader("question,answer,answer\nq,a,b\n"), kb.CSV) {
		assert.Error(t, err)
	}
}

func TestCommon(t *testing.T) {
	a := kb.Entry{ID: "a", Question: "recycle cans"}
	b := kb.Entry{ID: "b", Question: "can you recycle"}
	c := kb.Entry{ID: "c", Question: "unrelated other sentence"}
	one, two := kb.NewIndex(nil), kb.NewIndex(nil)
	require.NoError(t, one.Put(a, b, c))
	require.NoError(t, two.Put(b, a, c))
	q := kb.Query{Text: "recycling can"}
	assert.Equal(t, score(one.Match(q)), score(two.Match(q)))
}

func score(h []kb.Hit) (s []any) {
	for _, x := range h {
		s = append(s, x.Entry.ID, x.Score)
	}
	return s
}

func TestHidden(t *testing.T) {
	x := kb.NewIndex(nil)
	e := kb.Entry{ID: "a", Question: "refund"}
	require.NoError(t, x.Put(e))
	var stop atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() {
		for !stop.Load() {
			_ = x.Put(e)
		}
	})
	missing, n := 0, 0
	for end := time.Now().Add(time.Second); time.Now().Before(end); n++ {
		if len(x.Match(kb.Query{Text: "the refund please"})) == 0 {
			missing++
		}
	}
	stop.Store(true)
	wg.Wait()
	assert.Zero(t, missing, "of %d", n)
}

func TestLocaleCase(t *testing.T) {
	x := kb.NewIndex(nil)
	require.NoError(t, x.Put(kb.Entry{ID: "a", Locale: "EN-us", Question: "returning orders"}, kb.Entry{ID: "b", Locale: "en", Question: "opening hours"}))
	upper := x.Match(kb.Query{Text: "my returns ordered", Locale: "EN-US"})
	require.NotEmpty(t, upper)
	assert.Equal(t, score(upper), score(x.Match(kb.Query{Text: "my returns ordered", Locale: "en-us"})))
}

type failingPut struct {
	*kb.MemoryStore
	puts, failAt int
}

func (f *failingPut) Write(ctx context.Context, put []kb.Entry, gone []kb.Ref) (int64, error) {
	f.puts++
	if f.puts == f.failAt {
		return 0, errors.New("disk full")
	}
	return f.MemoryStore.Write(ctx, put, gone)
}

func TestReport(t *testing.T) {
	s := &failingPut{MemoryStore: kb.NewMemoryStore(), failAt: 2}
	l, _ := kb.NewLibrary(s, nil)
	var b strings.Builder
	for i := range 700 {
		b.WriteString(`{"question":"q` + strings.Repeat("x", i) + `"}` + "\n")
	}
	report, err := l.Import(t.Context(), strings.NewReader(b.String()), kb.ImportOptions{})
	require.Error(t, err)
	n := 0
	for _, r := range report.Rows {
		if r.Action == kb.Added {
			n++
		}
	}
	assert.Equal(t, report.Added, n)

	l = mendedLibrary(t)
	report, err = l.Import(t.Context(), strings.NewReader("{\"question\":\"good\"}\n{}\n"), kb.ImportOptions{AllOrNothing: true})
	require.ErrorIs(t, err, kb.ErrImport)
	assert.NotEqual(t, kb.Added, report.Rows[0].Action, "nothing was added")
}

// A pair of characters that no entry has any more still counts as a term of the
// question.
func TestDeadPair(t *testing.T) {
	x, fresh := kb.NewIndex(nil), kb.NewIndex(nil)
	require.NoError(t, x.Put(kb.Entry{ID: "a", Question: "退款"}))
	for _, x := range []*kb.Index{x, fresh} {
		require.NoError(t, x.Put(kb.Entry{ID: "a", Question: "款"}))
	}
	q := kb.Query{Text: "退款"}
	assert.Equal(t, score(fresh.Match(q)), score(x.Match(q)))
}

// Both states have a hit for the question; in between there is none.
func TestHiddenWord(t *testing.T) {
	x := kb.NewIndex(nil)
	require.NoError(t, x.Put(kb.Entry{ID: "a", Question: "alpha"}))
	var stop atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; !stop.Load(); i++ {
			_ = x.Put(kb.Entry{ID: "a", Question: []string{"alpha", "omega"}[i%2]})
		}
	})
	missing, n := 0, 0
	for end := time.Now().Add(time.Second); time.Now().Before(end); n++ {
		if len(x.Match(kb.Query{Text: "alpha or omega"})) == 0 {
			missing++
		}
	}
	stop.Store(true)
	wg.Wait()
	assert.Zero(t, missing, "of %d", n)
}

// One stray quote costs its own row and no other, whether or not a later quote
// closes it.
func TestStrayQuote(t *testing.T) {
	for _, later := range []string{"", `late,"r",x` + "\n"} {
		var file strings.Builder
		file.WriteString("id,question,answer\n" + `bad,what is a 5" screen,x` + "\n")
		for i := range 1500 {
			fmt.Fprintf(&file, "g%d,question number %d,a\n", i, i)
		}
		file.WriteString(later)
		good, faults := 0, []int(nil)
		for _, err := range kb.ReadRows(strings.NewReader(file.String()), kb.CSV) {
			var fault *kb.RowError
			if errors.As(err, &fault) {
				faults = append(faults, fault.Line)
			} else {
				require.NoError(t, err)
				good++
			}
		}
		assert.Equal(t, []int{2}, faults)
		assert.Equal(t, 1500+strings.Count(later, "\n"), good)
	}
}
