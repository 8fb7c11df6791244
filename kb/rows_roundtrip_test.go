package kb_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// full is an entry with something in every field that a file keeps.
func full() kb.Entry {
	return kb.Entry{
		ID: "full", Question: "How much does it weigh?", Phrasings: []string{"有多重", "a|b", "[1]"},
		Answer: kb.Answer{
			Parts:  []kb.Part{{Kind: kb.TextPart, Text: "<b>1 kg</b> & more"}, {Kind: kb.ImagePart, URL: "u", Text: "scales", MIME: "image/png"}},
			Action: &kb.Action{Name: "weight", Args: map[string]string{"of": "X200"}, Timeout: time.Second},
		},
		Mode: kb.Contains, Locale: "en", Category: "products/X200", Priority: -3, Kind: kb.TableRow, Base: "shop",
		ValidFrom: time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), ValidTo: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), MinScore: 0.3,
		Related: []string{"a", "b"}, Tags: []string{kb.Recommendable, "tier:gold"},
		Facts:  []kb.Fact{{Names: []string{"weight", "how heavy"}, Value: "1 kg"}},
		Guide:  &kb.Guide{Steps: []kb.Step{{ID: "s", Say: kb.TextAnswer("Press."), Options: []kb.Option{{Label: "done", Wordings: []string{"ok"}, Next: "t"}}}, {ID: "t", Outcome: kb.Solved}}},
		Origin: &kb.Origin{Document: "d", Title: "T", Path: []string{"p"}, Start: 1, End: 2, URL: "u"},
		Editor: "ann", Reason: "because",
	}
}

// written returns entries as a file, and read what comes out of it.
func written(t require.TestingT, opts kb.RowWriterOptions, entries ...kb.Entry) string {
	var b bytes.Buffer
	w, err := kb.NewRowWriter(&b, opts)
	require.NoError(t, err)
	for i := range entries {
		require.NoError(t, w.Write(&entries[i]))
	}
	require.NoError(t, w.Flush())
	return b.String()
}

func readBack(t require.TestingT, file string, format kb.Format) []kb.Entry {
	var entries []kb.Entry
	for row, err := range kb.ReadRows(strings.NewReader(file), format) {
		require.NoError(t, err)
		entries = append(entries, row.Entry)
	}
	return entries
}

func formats() []kb.RowWriterOptions {
	return []kb.RowWriterOptions{{Format: kb.JSONL}, {Format: kb.CSV}, {Format: kb.CSV, Spreadsheet: true}}
}

func TestRowsRoundTrip(t *testing.T) {
	entries := []kb.Entry{
		full(),
		{ID: "plain", Question: "plain", Answer: kb.TextAnswer("line one\nline \"two\", three")},
		{ID: "bare", Question: "bare"},
		{ID: "endings", Question: "endings", Answer: kb.TextAnswer("one\r\ntwo\r")},
		{ID: "long", Question: "long", Answer: kb.TextAnswer(strings.Repeat("x\n", 3000))},
		{ID: "empty part", Question: "q", Answer: kb.TextAnswer("")},
		{ID: "=1+1", Question: "=cmd|' /C calc'!A0", Phrasings: []string{"'=x", "''=y", "-3", "+49 30", "@home"}, Answer: kb.TextAnswer("- a list")},
		{ID: "order", Question: `(?P<order>\d{8})|x`, Mode: kb.Pattern, Phrasings: []string{`["a","b"]`}},
	}
	for _, opts := range formats() {
		assert.Equal(t, entries, readBack(t, written(t, opts, entries...), opts.Format), "%v", opts)
	}
}

// Nothing that a customer could have written is computed by a spreadsheet program.
func TestSpreadsheetFormulas(t *testing.T) {
	file := written(t, kb.RowWriterOptions{Format: kb.CSV, Spreadsheet: true}, kb.Entry{
		ID: "@a", Question: "=1+1", Phrasings: []string{"-x"}, Answer: kb.TextAnswer("+x"), Priority: -3, Tags: []string{"\tx"},
	})
	require.True(t, strings.HasPrefix(file, "\ufeff"))
	rows, err := csv.NewReader(strings.NewReader(file[3:])).ReadAll()
	require.NoError(t, err)
	for i, cell := range rows[1] {
		if cell != "" && rows[0][i] != "priority" {
			assert.NotContains(t, "=+-@\t", cell[:1], rows[0][i])
		}
	}
	assert.Equal(t, "-3", rows[1][7])
}

func TestChineseHeader(t *testing.T) {
	got := readBack(t, "标准问,相似问法,相似问法,答案,匹配方式,分类,生效时间\n怎么退货,退货流程|想退货,如何退,七天内,完全匹配,售后,2026/5/1\n", kb.CSV)
	assert.Equal(t, []kb.Entry{{
		Question: "怎么退货", Phrasings: []string{"退货流程", "想退货", "如何退"}, Answer: kb.TextAnswer("七天内"), Mode: kb.Exact, Category: "售后",
		ValidFrom: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC),
	}}, got)
}

func TestCellsThatCannotBeRead(t *testing.T) {
	for _, c := range [][3]string{
		{"valid_to", "soon", "valid_to: is not a time"},
		{"min_score", "x", "min_score: is not a number"},
		{"guide", "{", "guide: is not JSON of this kind"},
		{"facts", `{"a":1}`, "facts: is not JSON of this kind"},
		{"content", "7", "content: is not JSON of this kind"},
		{"answer,content", `x,{}`, "content: is given beside an answer"},
	} {
		assert.Equal(t, []string{"2 " + c[2]}, readRows(t, "question,"+c[0]+"\nq,"+strings.ReplaceAll(c[1], `"`, ``)+"\n", kb.CSV), c)
	}
	_, err := kb.NewRowWriter(nil, kb.RowWriterOptions{Format: "xml"})
	assertField(t, "format", err)
	_, err = kb.NewRowWriter(&bytes.Buffer{}, kb.RowWriterOptions{Format: kb.CSV, Columns: kb.Header{"question", "colour"}})
	assertField(t, "header", err)
}

// FuzzRowsRoundTrip: what is written is read, whatever texts are in it.
func FuzzRowsRoundTrip(f *testing.F) {
	f.Add("a", "b|c", "d", "=e", int16(1))
	f.Add("'=", "[\"x\"]", "\r\n", "\ufeff", int16(-1))
	f.Add("a\rb", " x ", "1\n2\n", "\x00", int16(300))
	f.Fuzz(func(t *testing.T, question, phrasing, answer, tag string, n int16) {
		e := kb.Entry{
			ID: strings.TrimSpace(tag), Question: question, Phrasings: []string{phrasing, question}, Mode: kb.Mode(uint16(n) % 4), Priority: int(n),
			Tags: []string{tag, phrasing}, Base: tag, Origin: &kb.Origin{Document: answer}, Editor: answer,
		}
		if answer != "" {
			e.Answer = kb.TextAnswer(answer)
		}
		for _, s := range []string{question, phrasing, answer, tag} {
			if strings.ToValidUTF8(s, "") != s {
				t.Skip("no text")
			}
		}
		if e.Validate() != nil {
			t.Skip("no entry")
		}
		for _, opts := range formats() {
			want := e
			if opts.Format == kb.CSV { // all that a cell does not keep
				for _, s := range []*string{&want.Question, &want.Base, &want.Editor} {
					for strings.Contains(*s, "\r\n") {
						*s = strings.ReplaceAll(*s, "\r\n", "\n")
					}
				}
			}
			got := readBack(t, written(t, opts, e), opts.Format)
			require.Equal(t, []kb.Entry{want}, got, "%v", opts)
		}
	})
}

func TestExport(t *testing.T) {
	ctx := t.Context()
	l := libraryOf(t, full(), answered("b", "second", "two"), answered("a", "first", "one"))
	var file bytes.Buffer
	n, err := l.Export(ctx, &file, kb.ExportOptions{})
	require.NoError(t, err)
	assert.Equal(t, 3, n)

	// The same file again changes nothing, and another library becomes the same.
	report, err := l.Import(ctx, bytes.NewReader(file.Bytes()), kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, 3, report.Unchanged)
	other := libraryOf(t)
	_, err = other.Import(ctx, bytes.NewReader(file.Bytes()), kb.ImportOptions{})
	require.NoError(t, err)
	var again bytes.Buffer
	_, err = other.Export(ctx, &again, kb.ExportOptions{})
	require.NoError(t, err)
	assert.Equal(t, file.String(), again.String())

	// CSV has the columns that are needed.
	var table bytes.Buffer
	n, err = l.Export(ctx, &table, kb.ExportOptions{RowWriterOptions: kb.RowWriterOptions{Format: kb.CSV}, Filter: kb.Filter{Text: "FIRST"}})
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Contains(t, table.String(), "a,first,,one,smart,,,")
	table.Reset()
	_, err = libraryOf(t, answered("a", "first", "one")).Export(ctx, &table, kb.ExportOptions{RowWriterOptions: kb.RowWriterOptions{Format: kb.CSV}})
	require.NoError(t, err)
	assert.Equal(t, "id,question,similar,answer,mode,locale,category,priority\na,first,,one,smart,,,\n", table.String())
}

// Who may export one base gets that one.
func TestExportAsks(t *testing.T) {
	mine := answered("a", "first", "one")
	mine.Base = "shop"
	may := staff(t, kb.RolesConfig{Grants: []kb.Grant{{Actor: "li", Role: kb.Analyst, Bases: []string{"shop"}}}})
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Authorizer: may})
	_, err := l.Put(t.Context(), mine, answered("b", "second", "two"))
	require.NoError(t, err)
	var file bytes.Buffer
	n, err := l.Export(t.Context(), &file, kb.ExportOptions{Actor: "li"})
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, "{\"id\":\"a\",\"question\":\"first\",\"answer\":\"one\",\"base\":\"shop\"}\n", file.String())
	_, err = l.Export(t.Context(), &file, kb.ExportOptions{Actor: "wu"})
	require.ErrorIs(t, err, kb.ErrForbidden)
	list, err := storetest.Collect(l.List(t.Context(), kb.Filter{}))
	require.NoError(t, err)
	assert.Len(t, list, 2)
}
