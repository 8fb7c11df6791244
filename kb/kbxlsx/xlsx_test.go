package kbxlsx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbxlsx"
)

// sheet returns a workbook with these rows.
func sheet(t testing.TB, name string, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	if name != "Sheet1" {
		_, err := f.NewSheet(name)
		require.NoError(t, err)
	}
	for i, row := range rows {
		require.NoError(t, f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row))
	}
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	return b.Bytes()
}

// rowsOf returns the good rows, and the faults as texts.
func rowsOf(data []byte, opts *kbxlsx.ReadOptions) (rows []kb.Row, faults []string) {
	for row, err := range kbxlsx.ReadRows(bytes.NewReader(data), opts) {
		if err != nil {
			faults = append(faults, err.Error())
		} else {
			rows = append(rows, row)
		}
	}
	return rows, faults
}

func sequence(entries ...kb.Entry) iter.Seq2[kb.Entry, error] {
	return func(yield func(kb.Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestReadRows(t *testing.T) {
	data := sheet(t, "Sheet1",
		[]any{"问题", "similar", "Answer", "mode", "priority"},
		[]any{"How do I pay?", "which cards | can I pay by phone", "By card.", "", 7},
		[]any{},
		[]any{"", "", "an answer to nothing"},
		[]any{"怎么付款", "", "=1+1", "contains"},
		[]any{"x", "", "", "guess"},
		[]any{"a", "", "", "", "", "too many"},
	)
	rows, faults := rowsOf(data, nil)
	require.Len(t, rows, 2)
	assert.Equal(t, kb.Row{Line: 2, Entry: kb.Entry{Question: "How do I pay?", Phrasings: []string{"which cards", "can I pay by phone"}, Answer: kb.TextAnswer("By card."), Priority: 7}}, rows[0])
	assert.Equal(t, 5, rows[1].Line)
	assert.Equal(t, kb.Contains, rows[1].Entry.Mode)
	assert.Equal(t, []string{
		"kb: invalid input: line 4: question is empty",
		`kb: invalid input: line 6: mode is none of "smart", "exact", "contains", "pattern"`,
		"kb: invalid input: line 7: row has more cells than the header",
	}, faults)

	named := sheet(t, "FAQ", []any{"question"}, []any{"q"})
	rows, faults = rowsOf(named, &kbxlsx.ReadOptions{Sheet: "FAQ"})
	assert.Empty(t, faults)
	assert.Len(t, rows, 1)
	_, faults = rowsOf(named, &kbxlsx.ReadOptions{Sheet: "gone"})
	assert.Equal(t, []string{"kb: invalid input: sheet does not exist"}, faults)
	_, faults = rowsOf(sheet(t, "Sheet1", []any{"colour"}, []any{"q"}), nil)
	assert.Len(t, faults, 1, "without a header no row means anything")
	for _, err := range kbxlsx.ReadRows(bytes.NewReader(data), nil) {
		require.NoError(t, err)
		break
	}
}

func TestRoundTrip(t *testing.T) {
	entries := []kb.Entry{
		{ID: "1", Question: "=HYPERLINK(\"http://evil.example\")", Answer: kb.TextAnswer("-2+3"), Phrasings: []string{"@cmd", "+1 234"}},
		{ID: "2", Question: "'=quoted", Answer: kb.TextAnswer("-5"), Category: "a/b", Locale: "zh", Priority: -3, Kind: kb.FAQ, Tags: []string{"x"}, MinScore: 0.5},
		{
			ID: "3", Question: "多行", Answer: kb.Answer{Parts: []kb.Part{{Kind: kb.MarkdownPart, Text: "a\n\n- b"}, {Kind: kb.ImagePart, URL: "https://a.example/x.png"}}},
			ValidFrom: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Facts: []kb.Fact{{Names: []string{"w"}, Value: "1"}}, Mode: kb.Contains,
		},
	}
	var b bytes.Buffer
	n, err := kbxlsx.Write(&b, sequence(entries...), nil)
	require.NoError(t, err)
	assert.Equal(t, 3, n)

	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	for _, sheet := range f.GetSheetList() {
		cells, err := f.GetRows(sheet)
		require.NoError(t, err)
		for i, row := range cells {
			for j, cell := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				formula, err := f.GetCellFormula(sheet, at)
				require.NoError(t, err)
				assert.Empty(t, formula)
				assert.False(t, cell != "" && strings.ContainsAny(cell[:1], "=+@"), cell)
			}
		}
	}

	rows, faults := rowsOf(b.Bytes(), nil)
	assert.Empty(t, faults)
	require.Len(t, rows, 3)
	for i, e := range entries {
		assert.Equal(t, e, rows[i].Entry)
	}
}

func TestWriteFaults(t *testing.T) {
	_, err := kbxlsx.Write(io.Discard, sequence(kb.Entry{Question: "q", Answer: kb.TextAnswer(strings.Repeat("字", 32768))}), nil)
	row := (*kb.RowError)(nil)
	require.ErrorAs(t, err, &row)
	assert.Equal(t, "answer", row.Column)
	_, err = kbxlsx.Write(io.Discard, sequence(kb.Entry{Question: "q", Answer: kb.TextAnswer(strings.Repeat("字", 32767))}), nil)
	require.NoError(t, err)
	broken := errors.New("broken")
	_, err = kbxlsx.Write(io.Discard, func(yield func(kb.Entry, error) bool) { yield(kb.Entry{}, broken) }, nil)
	assert.ErrorIs(t, err, broken)
	_, err = kbxlsx.Write(io.Discard, sequence(), &kbxlsx.WriteOptions{Columns: kb.Header{"colour"}})
	assert.ErrorIs(t, err, kb.ErrInvalid)
	_, err = kbxlsx.Write(io.Discard, sequence(), &kbxlsx.WriteOptions{Sheet: "a/b"})
	assert.ErrorIs(t, err, kb.ErrInvalid)
}

func TestTemplate(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, kbxlsx.Template(&b, nil))
	rows, faults := rowsOf(b.Bytes(), nil)
	assert.Empty(t, rows)
	assert.Empty(t, faults, "its header is understood")
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	comments, err := f.GetComments("Entries")
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(comments), 10)
	assert.ErrorIs(t, kbxlsx.Template(io.Discard, kb.Header{"answer"}), kb.ErrInvalid)
}

func TestLargeSheet(t *testing.T) {
	const n = 20_000
	var b bytes.Buffer
	_, err := kbxlsx.Write(&b, func(yield func(kb.Entry, error) bool) {
		for i := range n {
			if !yield(kb.Entry{ID: fmt.Sprint(i), Question: fmt.Sprintf("question number %d", i), Answer: kb.TextAnswer(strings.Repeat("text ", 20))}, nil) {
				return
			}
		}
	}, &kbxlsx.WriteOptions{Columns: kb.Header{"id", "question", "answer"}})
	require.NoError(t, err)
	rows, faults := rowsOf(b.Bytes(), nil)
	assert.Empty(t, faults)
	require.Len(t, rows, n)
	assert.Equal(t, "question number 19999", rows[n-1].Entry.Question)
}

// TestHostileFiles: what is no workbook, or unpacks to far more than it is, is
// refused at once.
func TestHostileFiles(t *testing.T) {
	good := sheet(t, "Sheet1", []any{"question"}, []any{"q"})
	bomb := func(change func(name string, w io.Writer, content []byte)) []byte {
		in, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
		require.NoError(t, err)
		var b bytes.Buffer
		out := zip.NewWriter(&b)
		for _, part := range in.File {
			r, err := part.Open()
			require.NoError(t, err)
			content, err := io.ReadAll(r)
			require.NoError(t, err)
			w, err := out.Create(part.Name)
			require.NoError(t, err)
			change(part.Name, w, content)
		}
		require.NoError(t, out.Close())
		return b.Bytes()
	}
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	files := map[string][]byte{
		"empty": nil, "text": []byte("question,answer\na,b\n"), "password": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "cut": good[:len(good)/2],
		"bomb": bomb(func(name string, w io.Writer, content []byte) {
			_, _ = w.Write(content)
			if strings.Contains(name, "sheet1") {
				for range kbxlsx.MaxContent>>20 + 1 {
					_, _ = w.Write(spaces)
				}
			}
		}),
		"not XML": bomb(func(name string, w io.Writer, _ []byte) { _, _ = w.Write([]byte("<<<" + name)) }),
		"nothing": bomb(func(string, io.Writer, []byte) {}),
	}
	for name, data := range files {
		start := time.Now()
		rows, faults := rowsOf(data, nil)
		assert.Empty(t, rows, name)
		require.LessOrEqual(t, len(faults), 1, name)
		if name != "nothing" && name != "not XML" {
			assert.Len(t, faults, 1, name)
		}
		assert.Less(t, time.Since(start), 10*time.Second, name)
	}
	for _, err := range kbxlsx.ReadRows(iotest.ErrReader(errors.New("broken pipe")), nil) {
		assert.ErrorContains(t, err, "broken pipe")
	}
}

// TestImportRows: a library takes the rows of a workbook.
func TestImportRows(t *testing.T) {
	l, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	require.NoError(t, err)
	data := sheet(t, "Sheet1", []any{"question", "answer"}, []any{"How do I pay?", "By card."}, []any{""}, []any{"", "x"})
	report, err := l.ImportRows(t.Context(), kbxlsx.ReadRows(bytes.NewReader(data), nil), kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, 1, report.Added)
	assert.Equal(t, 1, report.Failed)
}

// FuzzReadRows: no file makes reading fail in another way than it says.
func FuzzReadRows(f *testing.F) {
	f.Add(sheet(f, "Sheet1", []any{"question", "priority"}, []any{"q", 1}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for row, err := range kbxlsx.ReadRows(bytes.NewReader(data), nil) {
			if err == nil {
				require.NoError(t, row.Entry.Validate())
			} else {
				require.ErrorIs(t, err, kb.ErrInvalid)
			}
		}
	})
}
