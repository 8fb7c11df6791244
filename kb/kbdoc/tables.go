package kbdoc

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/kb"
)

// tableMarkdown returns a table as Markdown.
func (b *block) tableMarkdown() string {
	var s strings.Builder
	for i, row := range b.rows {
		if len(row) == 0 {
			continue
		}
		if s.Len() > 0 {
			s.WriteByte('\n')
		}
		s.WriteByte('|')
		for j := range row {
			s.WriteString(" " + strings.ReplaceAll(marked(row[j].words), "\n", " ") + " |")
		}
		if i == 0 {
			s.WriteString("\n|" + strings.Repeat(" --- |", len(row)))
		}
	}
	return s.String()
}

// The limits of tables whose rows are entries.
const (
	maxSubject = 60  // characters of what a row is about
	maxCell    = 200 // characters of a cell
)

// table keeps a table of data: each row has a first cell that names what it is
// about.
func (c *cutter) table(b *block) {
	if len(b.rows) < 2 || len(b.rows[0]) < 2 || len(b.rows[0]) > kb.MaxFacts {
		return
	}
	t := kb.Table{Title: c.doc.Title, Locale: c.doc.Locale, Base: c.doc.Base, Category: c.doc.Category}
	path := make([]string, 0, len(c.path)+2)
	for _, h := range c.path {
		path = append(path, h.text)
		t.Title = h.text
	}
	head := b.rows[0]
	t.Key = c.text(head[0].words)
	for _, cell := range head[1:] {
		t.Columns = append(t.Columns, columnOf(c.text(cell.words)))
	}
	for i, row := range b.rows[1:] {
		if len(row) == 0 {
			continue
		}
		if len(row) > len(head) {
			return
		}
		subject := kb.Subject{Name: c.text(row[0].words), Line: i + 1}
		if !isSubject(subject.Name) {
			return
		}
		for _, cell := range row[1:] {
			text := c.text(cell.words)
			if utf8.RuneCountInString(text) > maxCell {
				return
			}
			subject.Cells = append(subject.Cells, text)
		}
		t.Rows = append(t.Rows, subject)
	}
	t.ID = c.id(append(path, "table", t.Key))
	if _, err := t.Entries(); err == nil && len(t.Rows) > 0 {
		c.doc.Tables = append(c.doc.Tables, Table{Table: t, Start: b.start, End: b.end})
	}
}

// columnOf takes the unit from "Weight (kg)".
func columnOf(head string) kb.Column {
	col := kb.Column{Name: head}
	for _, brackets := range [][2]string{{"(", ")"}, {"（", "）"}} {
		if rest, ok := strings.CutSuffix(head, brackets[1]); ok {
			if name, unit, ok := strings.Cut(rest, brackets[0]); ok && strings.TrimSpace(name) != "" {
				return kb.Column{Name: strings.TrimSpace(name), Unit: strings.TrimSpace(unit)}
			}
		}
	}
	return col
}

// isSubject reports whether a text can be told from others when it occurs in a
// question: a name, not "S", "1" or "Yes".
func isSubject(s string) bool {
	n, letters := utf8.RuneCountInString(s), 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	switch strings.ToLower(s) {
	case "yes", "no", "all", "any", "other", "none", "total", "是", "否", "其他", "合计":
		return false
	}
	return n >= 2 && n <= maxSubject && letters > 0 && (letters > 1 || n > 1)
}
