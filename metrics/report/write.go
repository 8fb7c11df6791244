package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/metrics"
)

// JSON writes the report as an indented JSON object, from which it can be read again.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(true)
	if err := enc.Encode(r.sound()); err != nil {
		return fmt.Errorf("report: json: %w", err)
	}
	return nil
}

// byteOrderMark tells spreadsheets that a file is UTF-8; without it Excel garbles Chinese.
const byteOrderMark = "\ufeff"

// CSV writes all numbers of the report in long form, a line for each: the section, the title of what it
// is in, what kind that is ("figure", "chart", "table"), the name of the row (parts joined by " / "),
// the column, the unit, the value with all its digits and how many cases it is of. A
// number that is not there is an empty field. The file begins with a byte order mark, and text that a
// spreadsheet would take for a formula has an apostrophe before it.
func (r *Report) CSV(w io.Writer) error {
	words := wordsFor(r.Locale)
	out := newCSV(w)
	out.row([]string{"section", "title", "kind", "row", "column", "unit", "value", "of"})
	for _, s := range r.sound().Sections {
		for _, f := range s.Figures {
			for _, v := range []struct {
				column string
				n      Number
			}{{words.Now, f.Now}, {words.Before, f.Before}} {
				out.row([]string{s.Title, f.Title, "figure", string(f.Metric), v.column, string(f.Unit)}, raw(v.n), of(v.n))
			}
		}
		for i := range s.Charts {
			t := words.table(&s.Charts[i])
			out.long(s.Title, "chart", &t)
		}
		for i := range s.Tables {
			out.long(s.Title, "table", &s.Tables[i])
		}
	}
	return out.flush()
}

// CSV writes the table as it is seen: a line of titles, then a line for each row. Values have all
// their digits; one that is not there is an empty field. Byte order mark and formulas are as in [Report.CSV].
func (t *Table) CSV(w io.Writer) error {
	out := newCSV(w)
	titles := append([]string(nil), t.Keys...)
	for _, c := range t.Columns {
		titles = append(titles, c.Title)
	}
	out.row(titles)
	for _, row := range t.sound().Rows {
		names, cells := make([]string, len(t.Keys)), make([]string, len(t.Columns)) // what a row lacks is empty
		copy(names, row.Names)
		for i, n := range row.Cells[:min(len(row.Cells), len(cells))] {
			cells[i] = raw(n)
		}
		out.row(names, cells...)
	}
	return out.flush()
}

type csvFile struct {
	to  io.Writer
	csv *csv.Writer
	err error
}

func newCSV(w io.Writer) *csvFile {
	_, err := io.WriteString(w, byteOrderMark)
	return &csvFile{to: w, csv: csv.NewWriter(w), err: err}
}

// row writes texts, which are guarded, and numbers behind them.
func (c *csvFile) row(texts []string, numbers ...string) {
	fields := make([]string, 0, len(texts)+len(numbers))
	for _, s := range texts {
		fields = append(fields, guard(s))
	}
	if c.err == nil {
		c.err = c.csv.Write(append(fields, numbers...))
	}
}

func (c *csvFile) long(section, kind string, t *Table) {
	for _, row := range t.Rows {
		for i, n := range row.Cells {
			if i < len(t.Columns) {
				col := t.Columns[i]
				c.row([]string{section, t.Title, kind, strings.Join(row.Names, " / "), col.Title, string(col.Unit)}, raw(n), of(n))
			}
		}
	}
}

func (c *csvFile) flush() error {
	c.csv.Flush()
	if c.err == nil {
		c.err = c.csv.Error()
	}
	if c.err != nil {
		return fmt.Errorf("report: csv: %w", c.err)
	}
	return nil
}

func raw(n Number) string {
	if !n.Known {
		return ""
	}
	return strconv.FormatFloat(n.X, 'f', -1, 64)
}

func of(n Number) string {
	if !n.Known && n.Of == 0 {
		return ""
	}
	return strconv.FormatInt(n.Of, 10)
}

// guard keeps a spreadsheet from running text as a formula: those begin with =, +, -, @, in their full
// width too, or with a control character (OWASP, CSV Injection).
func guard(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == 0 || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
	trimmed := strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' || unicode.Is(unicode.Cf, r)
	})
	if trimmed == "" {
		return s
	}
	switch first, _ := utf8.DecodeRuneInString(trimmed); first {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠', '−':
		if s != "-" {
			return "'" + s
		}
	}
	if first, _ := utf8.DecodeRuneInString(s); unicode.IsControl(first) {
		return "'" + s
	}
	return s
}

// mark is what stands behind a number of few cases.
func mark(u metrics.Unit, n Number) string {
	if few(u, n) {
		return "*"
	}
	return ""
}
