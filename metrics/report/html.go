package report

import (
	"bytes"
	_ "embed" // the page and its style
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/metrics"
)

//go:embed page.tmpl
var pageSource string

//go:embed page.css
var pageStyle string

// parsed is the page, parsed at first use.
var parsed = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Parse(pageSource)
})

// HTML writes the report as a page that stands alone: no script, nothing to load, charts as inline SVG,
// a style for the screen and one for A4 paper. Its policy forbids browsers to load anything. Names of hosts
// and customers cannot make markup.
func (r *Report) HTML(w io.Writer) error {
	t, err := parsed()
	if err != nil {
		return fmt.Errorf("report: html: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, &page{Report: r.sound(), W: wordsFor(r.Locale)}); err != nil {
		return fmt.Errorf("report: html: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("report: html: %w", err)
	}
	return nil
}

// page is what the template sees.
type page struct {
	*Report
	W *words
}

// Style is the style sheet: a constant of this package.
func (p *page) Style() template.CSS { return template.CSS(pageStyle) }

// Facts are the lines of the head.
func (p *page) Facts() [][2]string { return p.W.facts(p.Report) }

// Figure, Chart, Table and Cell add words to the parts of the report.
func (p *page) Figure(f Figure) figureView { return figureView{&f, p.W} }

// Chart draws a chart; SVG escapes all text.
func (p *page) Chart(section, n int, c Chart) chartView {
	id := "c" + strconv.Itoa(section) + "-" + strconv.Itoa(n)
	v := chartView{Title: c.Title, Note: c.Note, SVG: template.HTML(c.SVG(p.Locale, id))}
	v.Empty = c.empty()
	v.Numbers = p.Table(p.W.table(&c))
	return v
}

// Table prepares a table.
func (p *page) Table(t Table) tableView {
	v := tableView{Title: t.Title, Note: t.Note, Keys: t.Keys, Wide: len(t.Columns) > 7, Short: len(t.Rows) <= 12}
	for _, c := range t.Columns {
		v.Columns = append(v.Columns, c.Title)
	}
	for _, row := range t.Rows {
		rv := rowView{Total: row.Total}
		for i := range t.Keys {
			name := ""
			if i < len(row.Names) {
				name = row.Names[i]
			}
			rv.Names = append(rv.Names, nameView{name, textWidth(name, 13) < 190})
		}
		for i, c := range t.Columns {
			n := none
			if i < len(row.Cells) {
				n = row.Cells[i]
			}
			rv.Cells = append(rv.Cells, p.W.cell(c.Unit, n))
		}
		v.Rows = append(v.Rows, rv)
	}
	return v
}

// Definition writes a definition.
func (p *page) Definition(d metrics.Definition) string { return p.W.definition(&d) }

type chartView struct {
	Title, Note string
	SVG         template.HTML
	Empty       bool
	Numbers     tableView
}

type tableView struct {
	Title, Note   string
	Keys, Columns []string
	Rows          []rowView
	// Wide tables are printed smaller, Short ones on one page.
	Wide, Short bool
}

type rowView struct {
	Names []nameView
	Cells []cellView
	Total bool
}

// nameView is what a row is named; a short name stays on one line.
type nameView struct {
	Text  string
	Short bool
}

// cellView is a number as it is shown, and what it says when it is pointed at.
type cellView struct {
	Text, Hint string
	Few        bool
}

func (w *words) cell(u metrics.Unit, n Number) cellView {
	v := cellView{Text: w.value(u, n), Few: few(u, n)}
	switch {
	case !n.Known:
		v.Hint = w.NoValueHint
	case u != metrics.Count && u != Change && n.Of > 0:
		v.Hint = fmt.Sprintf(w.OfCases, thousands(float64(n.Of)))
	}
	return v
}

type figureView struct {
	f *Figure
	w *words
}

func (v figureView) Title() string    { return v.f.Title }
func (v figureView) Now() cellView    { return v.w.cell(v.f.Unit, v.f.Now) }
func (v figureView) Before() cellView { return v.w.cell(v.f.Unit, v.f.Before) }
func (v figureView) Delta() string    { return v.w.delta(v.f.Unit, v.f.Delta) }
func (v figureView) Remark() string   { return v.w.remark(v.f) }

// Class is the verdict as a class of the style sheet.
func (v figureView) Class() string {
	if v.f.Verdict == Unknown {
		return "unknown"
	}
	return string(v.f.Verdict)
}

// Arrow points where the number went.
func (v figureView) Arrow() string {
	switch {
	case !v.f.Delta.Known || v.f.Verdict == Steady || v.f.Verdict == Unclear:
		return ""
	case v.f.Delta.X > 0:
		return "▲"
	case v.f.Delta.X < 0:
		return "▼"
	}
	return ""
}

// remark says what a difference means, and whether the target was met.
func (w *words) remark(f *Figure) string {
	s := w.verdict(f.Verdict)
	if f.Target.Known {
		met := w.Missed
		if f.Met {
			met = w.Met
		}
		if !f.Now.Known {
			met = w.NoValue
		}
		s += "; " + w.Target + " " + w.value(f.Unit, f.Target) + ": " + met
	}
	return s
}

// facts are the lines of the head of a report.
func (w *words) facts(r *Report) [][2]string {
	facts := [][2]string{
		{w.Period, w.span(r.Range)},
		{w.ComparedWith, w.span(r.Before)},
		{w.TimeZone, r.Zone},
	}
	if !r.Made.IsZero() {
		facts = append(facts, [2]string{w.Made, w.moment(r.Made)})
	}
	if !r.Through.IsZero() && r.Through.Before(r.Range.To) {
		facts = append(facts, [2]string{w.Through, w.moment(r.Through)})
	}
	return facts
}

// definition writes a definition in a paragraph.
func (w *words) definition(d *metrics.Definition) string {
	s := ""
	for _, part := range [][2]string{{w.Formula, d.Formula}, {w.Counts, d.Counts}, {w.Excludes, d.Excludes}, {w.Source, d.Source}} {
		if part[1] != "" {
			if s != "" {
				s += " "
			}
			s += part[0] + w.Colon + part[1]
			if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "。") {
				s += w.Stop
			}
		}
	}
	return s
}
