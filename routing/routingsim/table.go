package routingsim

import (
	"fmt"
	"math"
	"strings"
	"text/tabwriter"
	"time"
)

// String returns the report as tables of plain text, for a person to read.
func (r Report) String() string { return r.sections().text() }

// Markdown returns the report as tables of Markdown.
func (r Report) Markdown() string { return r.sections().markdown() }

// String returns the comparison as a table of plain text, clear changes marked with
// a star.
func (c Comparison) String() string { return c.sections().text() }

// Markdown returns the comparison as a table of Markdown.
func (c Comparison) Markdown() string { return c.sections().markdown() }

// String returns "", "fraction" or "seconds".
func (u unit) String() string { return [...]string{count: "", share: "fraction", span: "seconds"}[u] }

// write writes a figure in a unit that people think in.
func (u unit) write(i Interval) string {
	switch size := math.Abs(i.Mean); {
	case math.IsNaN(i.Mean):
		return "-"
	case u == share:
		return i.in(0.01, " %")
	case u == span && size >= 2*3600:
		return i.in(3600, " h")
	case u == span && size >= 120:
		return i.in(60, " min")
	case u == span:
		return i.in(1, " s")
	}
	return i.String()
}

// section is a title, a sentence and a table. The first row is the heading.
type section struct {
	title, note string
	rows        [][]string
}

type sections []section

func (r Report) sections() sections {
	title := "Simulation"
	if r.Scenario != "" {
		title += " of " + r.Scenario
	}
	note := fmt.Sprintf("%d observations of %s each; intervals of %g %% confidence; in time is within %s.",
		r.Observations, seconds(r.Seconds), r.Confidence*100, seconds(r.Within))
	parts := []*Part{&r.Total}
	heading := []string{"", "all items"}
	for i := range r.Streams[:several(len(r.Streams))] {
		parts, heading = append(parts, &r.Streams[i]), append(heading, "stream "+r.Streams[i].Name)
	}
	for i := range r.Queues[:several(len(r.Queues))] {
		parts, heading = append(parts, &r.Queues[i]), append(heading, "queue "+r.Queues[i].Name)
	}
	rows := [][]string{heading}
	for _, m := range measures() {
		row, any := []string{m.name}, false
		for _, p := range parts {
			x := *m.of(p)
			any = any || x.Mean != 0 && !math.IsNaN(x.Mean)
			row = append(row, m.unit.write(x))
		}
		if any {
			rows = append(rows, row)
		}
	}
	agents := [][]string{{"agent", "hours", "items", "occupancy"}}
	for _, a := range r.Agents {
		agents = append(agents, []string{a.Agent, count.write(a.Hours), count.write(a.Items), share.write(a.Occupancy)})
	}
	load := fmt.Sprintf("Occupancy %s, standard deviation among agents %s.", share.write(r.Occupancy), share.write(r.Spread))
	return sections{{title, note, rows}, {"Agents", load, agents}}
}

// several is n, or 0 for 1: what is the only one of its kind is the same as all.
func several(n int) int {
	if n == 1 {
		return 0
	}
	return n
}

func (c Comparison) sections() sections {
	name := func(r Report, otherwise string) string { return orElse(r.Scenario, otherwise) }
	rows := [][]string{{"", "", name(c.Before, "before"), name(c.After, "after"), "difference", ""}}
	last := ""
	for _, d := range c.Changes {
		u := count
		for _, of := range []unit{share, span} {
			if of.String() == d.Unit {
				u = of
			}
		}
		part, star := d.Part, ""
		if part == last {
			part = ""
		}
		if last = d.Part; d.Clear {
			star = "*"
		}
		rows = append(rows, []string{part, d.Figure, u.write(d.Before), u.write(d.After), u.write(d.Difference), star})
	}
	note := fmt.Sprintf("%d pairs of observations of %s each; intervals of %g %% confidence; * marks a difference that is clear of 0.",
		c.Before.Observations, seconds(c.Before.Seconds).Round(time.Second), c.Before.Confidence*100)
	return sections{{"Comparison", note, rows}}
}

func (ss sections) text() string {
	var b strings.Builder
	for i, s := range ss {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s.title + "\n" + s.note + "\n\n")
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		for _, row := range s.rows {
			fmt.Fprintln(w, strings.Join(row, "\t"))
		}
		_ = w.Flush() // a strings.Builder never fails
	}
	return b.String()
}

func (ss sections) markdown() string {
	var b strings.Builder
	cell := strings.NewReplacer("|", `\|`, "\n", " ")
	for i, s := range ss {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("## " + s.title + "\n\n" + s.note + "\n\n")
		for k, row := range s.rows {
			for _, c := range row {
				b.WriteString("| " + cell.Replace(c) + " ")
			}
			b.WriteString("|\n")
			if k == 0 {
				b.WriteString(strings.Repeat("| --- ", len(row)) + "|\n")
			}
		}
	}
	return b.String()
}
