package kb_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// readRows returns what a file yields, one line for each row: the line, then
// the question and what else is set, or the column and the reason.
func readRows(t testing.TB, file string, format kb.Format) []string {
	t.Helper()
	var got []string
	for row, err := range kb.ReadRows(strings.NewReader(file), format) {
		fault := (*kb.RowError)(nil)
		switch e := row.Entry; {
		case errors.As(err, &fault):
			require.ErrorIs(t, err, kb.ErrInvalid)
			got = append(got, fmt.Sprintf("%d %s: %s", fault.Line, fault.Column, fault.Reason))
		case err != nil:
			got = append(got, err.Error())
		default:
			line := fmt.Sprintf("%d %q", row.Line, append([]string{e.Question}, e.Phrasings...))
			if e.ID != "" || e.Mode != kb.Smart || e.Locale != "" || e.Category != "" || e.Priority != 0 {
				line += fmt.Sprintf(" %s %s %s %s %d", e.ID, e.Mode, e.Locale, e.Category, e.Priority)
			}
			for _, p := range e.Answer.Parts {
				line += fmt.Sprintf(" %s(%s,%s)", p.Kind, p.Text, p.URL)
			}
			got = append(got, line)
		}
	}
	return got
}

func TestReadJSONL(t *testing.T) {
	long := strings.Repeat("x", 5<<20)
	for _, c := range []struct {
		why, file string
		want      []string
	}{
		{"nothing", "", nil},
		{"a mark and white space", "\ufeff\r\n \t\n\n", nil},
		{
			"all fields",
			`{"id":"1","question":"Q","similar":["a"],"phrasings":["b"],"answer":"A","mode":"contains","locale":"zh-CN","category":"c/d","priority":-3,"other":{}}`,
			[]string{`1 ["Q" "a" "b"] 1 contains zh-CN c/d -3 text(A,)`},
		},
		{"an answer of parts", `{"question":"Q","answer":[{"kind":"text","text":"A"},{"kind":"image","url":"u"}]}`, []string{`1 ["Q"] text(A,) image(,u)`}},
		{"an answer as it is written", `{"question":"Q","answer":{"parts":[{"kind":"link","url":"u"}]}}`, []string{`1 ["Q"] link(,u)`}},
		{"no answer", `{"question":"Q","answer":null}` + "\n" + `{"question":"Q","answer":""}`, []string{`1 ["Q"]`, `2 ["Q"]`}},
		{"a mark, CRLF, blank lines, no last line end", "\ufeff{\"question\":\"a\"}\r\n\r\n \n{\"question\":\"b\"}", []string{`1 ["a"]`, `4 ["b"]`}},
		{"a syntax error", `{"question":"a"` + "\n" + `{"question":"b"}`, []string{`1 byte 16: is not as JSON allows`, `2 ["b"]`}},
		{"more than one object", `{"question":"a"} {"question":"b"}`, []string{`1 byte 18: is not as JSON allows`}},
		{"of another type", `{"question":7}` + "\n" + `{"question":"b","similar":"s"}` + "\n" + `{"question":"c","priority":"high"}`, []string{
			`1 question: must be of another type`, `2 similar: must be of another type`, `3 priority: must be of another type`,
		}},
		{"an unknown mode", `{"question":"a","mode":"fuzzy"}`, []string{`1 mode: is none of "smart", "exact", "contains", "pattern"`}},
		{"a mode of another type", `{"question":"a","mode":1}`, []string{`1 mode: must be of another type`}},
		{"an answer of another type", `{"question":"a","answer":7}`, []string{`1 answer: is neither a text nor an array of parts`}},
		{"a part without kind", `{"question":"a","answer":[{"text":"x"}]}`, []string{`1 answer.parts[0].kind: is empty`}},
		{"no question", `{"answer":"a"}` + "\nnull", []string{`1 question: is empty`, `2 question: is empty`}},
		{"an empty wording", `{"question":"a","similar":["b"," "]}`, []string{`1 phrasings[1]: is empty`}},
		{"a long question", `{"question":"` + strings.Repeat("q", 4097) + `"}`, []string{`1 question: is longer than 4096 bytes`}},
		{"a very long line", `{"question":"a"}` + "\n" + `{"question":"` + long + `"}` + "\n" + `{"question":"c"}`, []string{
			`1 ["a"]`, `2 row: is longer than 4194304 bytes`, `3 ["c"]`,
		}},
	} {
		assert.Equal(t, c.want, readRows(t, c.file, kb.JSONL), c.why)
	}
}

func TestReadCSV(t *testing.T) {
	for _, c := range []struct {
		why, file string
		want      []string
	}{
		{"nothing", "", nil},
		{"a mark alone", "\ufeff", nil},
		{"a header alone", "question\n", nil},
		{
			"all fields, in any order and case",
			" Answer ,MODE,question,similar,locale,category,priority,id,phrasings\nA,Exact,Q,a| b ||,en, c/d ,4, 1 ,\"c\nd\r\n\"\n",
			[]string{`2 ["Q" "a" "b" "c" "d"] 1 exact en c/d 4 text(A,)`},
		},
		{"a mark, CRLF, blank lines, no last line end", "\ufeffquestion,answer\r\n\r\na,b\r\n\r\nc,d", []string{`3 ["a"] text(b,)`, `5 ["c"] text(d,)`}},
		{"line ends inside of a cell", "question,answer\n\"a\nb\",\"c\n\nd\"\ne,f\n", []string{"2 [\"a\\nb\"] text(c\n\nd,)", `6 ["e"] text(f,)`}},
		{"a row that is short", "question,answer,mode\na\n", []string{`2 ["a"]`}},
		{"a row that is long", "question,answer\na,b,c\nd,e\n", []string{`2 row: has more cells than the header`, `3 ["d"] text(e,)`}},
		{"no question", "question,answer\n ,b\n", []string{`2 question: is empty`}},
		{"invalid UTF-8", "question\n\xcd\xcb\xbf\xee\nb\n", []string{`2 question: is not valid UTF-8`, `3 ["b"]`}},
		{"an unknown mode", "question,mode\na,fuzzy\nb,\n", []string{`2 mode: is none of "smart", "exact", "contains", "pattern"`, `3 ["b"]`}},
		{"a priority in words", "question,priority\na,high\nb,\n", []string{`2 priority: is not a whole number`, `3 ["b"]`}},
		{"a quote in the middle", "question,answer\na\"b,c\nd,e\n", []string{`2 byte 2: is not as CSV allows: bare " in non-quoted-field`, `3 ["d"] text(e,)`}},
		{"a quote without an end", "question,answer\na,b\nc,\"d\ne,f\n", []string{`2 ["a"] text(b,)`, `3 byte 5: is not as CSV allows: extraneous or missing " in quoted-field`, `4 ["e"] text(f,)`}},
		{"no such column", "question,colour\na,b\n", []string{`1 header: names a column that is not known`}},
		{"no header", "how to pay,by card\n", []string{`1 header: names a column that is not known`}},
		{"no column question", "id,answer\na,b\n", []string{`1 header: does not name the column question`}},
		{"two columns question", "question,Question\na,b\n", []string{`1 header: names a column twice`}},
		{"a header that is no CSV", "\"question\nx", []string{`1 byte 2: is not as CSV allows: extraneous or missing " in quoted-field`}},
	} {
		assert.Equal(t, c.want, readRows(t, c.file, kb.CSV), c.why)
	}
}

func TestRowErrorText(t *testing.T) {
	for _, err := range kb.ReadRows(strings.NewReader("question,mode\nmy secret,my mode\n"), kb.CSV) {
		assert.EqualError(t, err, `kb: invalid input: line 2: mode is none of "smart", "exact", "contains", "pattern"`)
	}
}

func TestReadUnknownFormat(t *testing.T) {
	for _, err := range kb.ReadRows(strings.NewReader("x"), "xlsx") {
		assertField(t, "format", err)
	}
}

// A file that cannot be read further ends with that error, after the rows that
// were whole.
func TestReadFailure(t *testing.T) {
	broken := errors.New("connection lost")
	for format, file := range map[kb.Format]string{
		kb.JSONL: "{\"question\":\"a\"}\n{\"question\":\"b\"",
		kb.CSV:   "question\na\nb",
	} {
		var questions []string
		var last error
		for row, err := range kb.ReadRows(io.MultiReader(strings.NewReader(file), iotest.ErrReader(broken)), format) {
			if last = err; err == nil {
				questions = append(questions, row.Entry.Question)
			}
		}
		require.ErrorIs(t, last, broken, format)
		assert.Equal(t, "a", questions[0])
	}
	for _, err := range kb.ReadRows(iotest.ErrReader(broken), kb.CSV) {
		require.ErrorIs(t, err, broken, "in place of the header")
	}
}

// Whoever has read enough stops, at a row and at a fault.
func TestReadLeftEarly(t *testing.T) {
	for format, file := range map[kb.Format]string{
		kb.JSONL: "{\"question\":\"a\"}\n{\n{}\n" + strings.Repeat("x", 5<<20) + "\n",
		kb.CSV:   "question,priority\na,1\nb\"b\nc,x\n",
	} {
		for stop := range 4 {
			n := 0
			for _, err := range kb.ReadRows(strings.NewReader(file), format) {
				_ = err // any
				if n++; n > stop {
					break
				}
			}
			assert.Equal(t, min(stop+1, map[kb.Format]int{kb.JSONL: 4, kb.CSV: 3}[format]), n)
		}
	}
}
