package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/kefu-go/kefu/metrics"
)

// Markdown writes the report as Markdown with tables (GitHub's). Charts of times are lines of block
// characters, other charts tables. Names cannot make markup.
func (r *Report) Markdown(w io.Writer) error {
	m := markdown{words: wordsFor(r.Locale)}
	m.report(r.sound())
	if _, err := io.WriteString(w, m.String()); err != nil {
		return fmt.Errorf("report: markdown: %w", err)
	}
	return nil
}

type markdown struct {
	strings.Builder
	words *words
}

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *markdown) report(r *Report) {
	w := m.words
	m.line("# %s\n", plain(r.Title))
	if r.Subtitle != "" {
		m.line("%s\n", plain(r.Subtitle))
	}
	for _, f := range w.facts(r) {
		m.line("- %s: %s", f[0], plain(f[1]))
	}
	m.line("\n## %s\n", w.Findings)
	if len(r.Findings) == 0 {
		m.line("%s", w.NoFindings)
	}
	for _, f := range r.Findings {
		m.line("- %s", plain(f.Text))
	}
	for i := range r.Sections {
		m.section(&r.Sections[i])
	}
	if len(r.Notes) > 0 {
		m.line("\n## %s\n", w.Notes)
		for _, n := range r.Notes {
			m.line("- %s", plain(n))
		}
	}
	if len(r.Definitions) > 0 {
		m.line("\n## %s\n", w.Definitions)
		for _, d := range r.Definitions {
			m.line("- **%s** (%s): %s", plain(d.Title), plain(string(d.Metric)), plain(w.definition(&d)))
		}
	}
}

func (m *markdown) section(s *Section) {
	w := m.words
	m.line("\n## %s\n", plain(s.Title))
	for _, t := range s.Text {
		m.line("%s\n", plain(t))
	}
	if len(s.Figures) > 0 {
		m.line("| %s | %s | %s | %s | |\n| --- | ---: | ---: | ---: | --- |", w.Name, w.Now, w.Before, w.ChangeTitle)
		for i := range s.Figures {
			f := &s.Figures[i]
			m.line("| %s | %s | %s | %s | %s |", plain(f.Title), m.cell(f.Unit, f.Now), m.cell(f.Unit, f.Before), w.delta(f.Unit, f.Delta), w.remark(f))
		}
		m.line("")
	}
	for i := range s.Charts {
		m.chart(&s.Charts[i])
	}
	for i := range s.Tables {
		m.table(&s.Tables[i])
	}
}

func (m *markdown) cell(u metrics.Unit, n Number) string {
	return plain(m.words.value(u, n)) + strings.ReplaceAll(mark(u, n), "*", `\*`)
}

func (m *markdown) chart(c *Chart) {
	if c.empty() {
		m.line("**%s**: %s\n", plain(c.Title), m.words.NoData)
		return
	}
	if c.Kind != Trend {
		t := m.words.table(c)
		if c.Kind == Heat { // rows as they are drawn
			t = m.words.turned(c)
		}
		t.Note = c.Note
		m.table(&t)
		return
	}
	m.line("**%s** (%s)\n", plain(c.Title), m.words.unit(c.Unit))
	for i, s := range c.Series {
		one := Chart{Unit: c.Unit, Times: c.Times, Labels: c.Labels, Series: c.Series[i : i+1]}
		if lo, hi, ok := one.bounds(); ok {
			name := s.Name
			if name == "" {
				name = c.Title
			}
			m.line("- %s: `%s` %s – %s", plain(name), sparkline(&one, lo, hi), m.words.value(c.Unit, Some(lo, Few)), m.words.value(c.Unit, Some(hi, Few)))
		}
	}
	m.line("")
}

// sparkline draws a series with eight heights; what is not known is a space.
func sparkline(c *Chart, lo, hi float64) string {
	var b strings.Builder
	for i := range c.places() {
		v := c.at(0, i)
		switch {
		case !v.Known:
			b.WriteByte(' ')
		case hi <= lo:
			b.WriteRune('▄')
		default:
			b.WriteRune([]rune("▁▂▃▄▅▆▇█")[min(int((v.X-lo)/(hi-lo)*8), 7)])
		}
	}
	return b.String()
}

func (m *markdown) table(t *Table) {
	m.line("**%s**\n", plain(t.Title))
	if len(t.Rows) == 0 {
		m.line("%s\n", m.words.NoData)
		return
	}
	m.WriteByte('|')
	for _, k := range t.Keys {
		m.WriteString(" " + plain(k) + " |")
	}
	for _, c := range t.Columns {
		m.WriteString(" " + plain(c.Title) + " |")
	}
	m.WriteString("\n|" + strings.Repeat(" --- |", len(t.Keys)) + strings.Repeat(" ---: |", len(t.Columns)) + "\n")
	for _, row := range t.Rows {
		m.WriteByte('|')
		for i := range t.Keys {
			name := ""
			if i < len(row.Names) {
				name = row.Names[i]
			}
			m.WriteString(" " + plain(name) + " |")
		}
		for i, c := range t.Columns {
			n := none
			if i < len(row.Cells) {
				n = row.Cells[i]
			}
			m.WriteString(" " + m.cell(c.Unit, n) + " |")
		}
		m.WriteByte('\n')
	}
	m.WriteByte('\n')
	if t.Note != "" {
		m.line("%s\n", plain(t.Note))
	}
}

// plain escapes what Markdown or HTML would read as markup, and keeps text on one line.
func plain(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case r < ' ' || r == 0x7f:
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_[]|#~!", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// turned has the numbers of a chart with a row for each series.
func (w *words) turned(c *Chart) Table {
	t := Table{Title: c.Title, Keys: []string{""}}
	for i := range c.places() {
		t.Columns = append(t.Columns, Column{Title: w.place(c, i), Unit: c.Unit})
	}
	for s, row := range c.Series {
		cells := make([]Number, c.places())
		for i := range cells {
			cells[i] = c.at(s, i)
		}
		t.Rows = append(t.Rows, Row{Names: []string{row.Name}, Cells: cells})
	}
	return t
}
