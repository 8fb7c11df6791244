package kb

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// maxTableRows bounds the rows of one file.
const maxTableRows = 200_000

// ReadTable reads the columns and rows of a table from CSV in UTF-8. Of t
// everything but the rows is kept: its ID and so on, the name of the key column,
// and the wordings and units of columns that it names.
//
// The header names the columns. A unit stands behind the name in parentheses, as
// in "Weight (kg)" or "重量（kg）", and further wordings behind a bar, as in
// "Speed|how fast (km/h)". The column that t.Key names holds the subjects, or the
// first one. A column called aliases or 别名 holds other names of the
// subject, with bars in between; so does the cell of the subject itself.
//
// The error joins the faults of rows, each a [*RowError]; the table has the good
// rows then. Any other error tells that nothing could be read.
func ReadTable(r io.Reader, t Table) (Table, error) {
	t.Rows = nil
	buffered := bufio.NewReaderSize(r, 1<<16)
	if mark, err := buffered.Peek(len(byteOrderMark)); err == nil && bytes.Equal(mark, byteOrderMark) {
		_, _ = buffered.Discard(len(byteOrderMark))
	}
	lines := &csvLines{r: buffered, number: 1}
	header, line, err := lines.record()
	switch {
	case errors.Is(err, io.EOF):
		return t, &RowError{Line: 1, Column: "header", Reason: "is missing"}
	case err != nil:
		return t, err
	}
	shape, err := t.readHeader(header)
	if err != nil {
		return t, rowError(line, err)
	}
	var faults []error
	for {
		record, line, err := lines.record()
		fault := (*RowError)(nil)
		switch {
		case errors.Is(err, io.EOF):
			return t, errors.Join(faults...)
		case errors.As(err, &fault):
			faults = append(faults, fault)
			continue
		case err != nil:
			return t, err
		}
		if len(t.Rows) == maxTableRows {
			return t, &FieldError{Field: "rows", Reason: "are too many"}
		}
		row, err := shape.row(record, line)
		if err != nil {
			faults = append(faults, rowError(line, err))
			continue
		}
		t.Rows = append(t.Rows, row)
	}
}

// tableShape says what the cells of a record are.
type tableShape struct {
	key, aliases int
	columns      []int // in the table, of the other cells; -1 for the others
	count        int
	keyName      string
}

func (t *Table) readHeader(header []string) (tableShape, error) {
	shape := tableShape{aliases: -1, columns: make([]int, len(header))}
	given := t.Columns
	t.Columns = nil
	found := t.Key == ""
	for i, cell := range header {
		if !utf8.ValidString(cell) {
			return shape, &FieldError{Field: "header", Reason: "is not valid UTF-8"}
		}
		c := parseHeader(cell)
		shape.columns[i] = -1
		switch {
		case t.Key == "" && i == 0, t.Key != "" && !found && text.Key(c.Name) == text.Key(t.Key):
			found, shape.key, shape.keyName = true, i, c.Name
			continue
		case isAliases(c.Name):
			shape.aliases = i
			continue
		case text.Key(c.Name) == "":
			return shape, &FieldError{Field: "header", Reason: "has a column without a name"}
		}
		for _, g := range given {
			if text.Key(g.Name) == text.Key(c.Name) {
				c.Wordings = append(c.Wordings, g.Wordings...)
				if g.Unit != "" {
					c.Unit = g.Unit
				}
			}
		}
		shape.columns[i] = len(t.Columns)
		t.Columns = append(t.Columns, c)
	}
	if !found {
		return shape, &FieldError{Field: "header", Reason: "does not name the key column"}
	}
	t.Key = shape.keyName
	shape.count = len(t.Columns)
	return shape, nil
}

// parseHeader takes "Speed|how fast (km/h)" apart.
func parseHeader(cell string) Column {
	var c Column
	cell = strings.TrimSpace(cell)
	for _, brackets := range []string{"()", "（）", "[]"} {
		opening, closing := splitPair(brackets)
		if rest, ok := strings.CutSuffix(cell, closing); ok {
			if at := strings.LastIndex(rest, opening); at > 0 {
				cell, c.Unit = strings.TrimSpace(rest[:at]), strings.TrimSpace(rest[at+len(opening):])
				break
			}
		}
	}
	names := splitBar(cell)
	if len(names) > 0 {
		c.Name, c.Wordings = names[0], names[1:]
	}
	return c
}

func splitPair(s string) (first, second string) {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n], s[n:]
}

// splitBar cuts a cell at bars and line breaks.
func splitBar(cell string) []string {
	var parts []string
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == '|' || r == '\n' || r == '\r' }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func isAliases(name string) bool {
	return slices.Contains([]string{"aliases", "alias", "other names", "also known as", "别名", "又名", "其他名称"}, text.Key(name))
}

func (s tableShape) row(record []string, line int) (Subject, error) {
	row := Subject{Line: line, Cells: make([]string, s.count)}
	if len(record) > len(s.columns) {
		return row, &FieldError{Field: "row", Reason: "has more cells than the header"}
	}
	for i, cell := range record {
		switch {
		case !utf8.ValidString(cell):
			return row, &FieldError{Field: "row", Reason: "is not valid UTF-8"}
		case i == s.key:
			names := splitBar(cell)
			if len(names) == 0 {
				return row, &FieldError{Field: s.keyName, Reason: "is empty"}
			}
			row.Name, row.Aliases = names[0], append(names[1:], row.Aliases...)
		case i == s.aliases:
			row.Aliases = append(row.Aliases, splitBar(cell)...)
		default:
			row.Cells[s.columns[i]] = strings.TrimSpace(cell)
		}
	}
	if row.Name == "" {
		return row, &FieldError{Field: s.keyName, Reason: "is empty"}
	}
	return row, nil
}
