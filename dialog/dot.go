package dialog

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// DOT draws the flow in the language of Graphviz, the same text for the same flow:
// one box for each step, with what it asks, says and does, and arrows for the ways
// on. Words are those in the language, a BCP 47 tag, where there are any in it. A flow
// with faults is drawn as far as it goes.
func (f *Flow) DOT(locale string) string {
	p, _ := planned(f, nil)
	d := &drawing{locale: locale}
	fmt.Fprintf(&d.out, "digraph %s {\n", quoteDOT(f.Name))
	d.out.WriteString("  graph [fontname=\"sans-serif\", label=" + quoteDOT(d.title(f)) + ", labelloc=t];\n")
	d.out.WriteString("  node [fontname=\"sans-serif\", fontsize=10, shape=box];\n")
	d.out.WriteString("  edge [fontname=\"sans-serif\", fontsize=9];\n")
	d.box("start", "start", "shape=circle")
	d.box("end", "end", "shape=doublecircle")
	for _, loose := range d.steps(p.steps, []way{{from: "start"}}) {
		d.arrow(loose, "end")
	}
	d.out.WriteString("}\n")
	return d.out.String()
}

// drawing collects the text of a graph.
type drawing struct {
	out    strings.Builder
	locale string
}

// way is an arrow that has no end yet.
type way struct{ from, label string }

func (d *drawing) title(f *Flow) string {
	title := f.Name
	if label := d.words(f.Label); label != "" {
		title += ": " + label
	}
	return fmt.Sprintf("%s (version %d)", title, max(1, f.Version))
}

func (d *drawing) words(w Words) string {
	if v := w.variants(d.locale, "en"); len(v) > 0 {
		return v[0]
	}
	return ""
}

func (d *drawing) box(id, label, more string) {
	fmt.Fprintf(&d.out, "  %s [label=%s, %s];\n", quoteDOT(id), quoteDOT(label), more)
}

func (d *drawing) arrow(w way, to string) {
	fmt.Fprintf(&d.out, "  %s -> %s", quoteDOT(w.from), quoteDOT(to))
	if w.label != "" {
		fmt.Fprintf(&d.out, " [label=%s]", quoteDOT(w.label))
	}
	d.out.WriteString(";\n")
}

// steps draws steps behind the loose ends of those before, and returns their own.
func (d *drawing) steps(nodes []*node, loose []way) []way {
	for _, n := range nodes {
		id := "step/" + n.id
		d.box(id, d.label(n), "shape="+shapes[n.kind])
		for _, w := range loose {
			d.arrow(w, id)
		}
		loose = d.after(n, id)
	}
	return loose
}

const defaultShape = "box"

var shapes = map[stepKind]string{
	askStep: "parallelogram", sayStep: "note", confirmStep: "parallelogram", doStep: defaultShape, effectStep: "cds",
	branchStep: "diamond", handoffStep: "house", endStep: "point", callStep: "box3d", "": defaultShape,
}

// after returns the ways on from a step.
func (d *drawing) after(n *node, id string) []way {
	switch n.kind {
	case handoffStep:
		return nil
	case endStep:
		d.arrow(way{from: id}, "end")
		return nil
	case branchStep:
		var loose []way
		for _, c := range n.cases {
			label := c.when.String()
			if n.name != "" {
				label = c.value
			}
			loose = append(loose, d.steps(c.steps, []way{{id, label}})...)
		}
		return append(loose, d.steps(n.or, []way{{id, "else"}})...)
	case doStep:
		loose := []way{{from: id}}
		if len(n.or) > 0 {
			loose = append(loose, d.steps(n.or, []way{{id, "failed"}})...)
		}
		return loose
	}
	return []way{{from: id}}
}

func (d *drawing) label(n *node) string {
	lines := []string{n.id}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	switch n.kind {
	case askStep:
		s := n.slot
		add("%s, %s", s.Kind, strings.Join(s.marks(), ", "))
		if len(s.Prompts) > 0 {
			add("%s", short(d.words(s.Prompts[0])))
		}
		if s.When != "" {
			add("when %s", short(s.When))
		}
		if len(s.DependsOn) > 0 {
			add("depends on %s", strings.Join(s.DependsOn, ", "))
		}
	case branchStep:
		if n.name != "" {
			add("%s?", n.name)
		}
	case confirmStep, sayStep, handoffStep:
		if words := d.words(n.words); words != "" {
			add("%s", short(words))
		}
	}
	if n.again {
		add("repeatable")
	}
	return strings.Join(lines, "\n")
}

// marks say what is special about a slot.
func (s *slot) marks() []string {
	marks := []string{"required"}
	if s.Optional {
		marks[0] = "optional"
	}
	if s.Hidden {
		marks[0] = "hidden"
	}
	if s.Role != "" {
		marks = append(marks, s.Role)
	}
	if s.Secret {
		marks = append(marks, "secret")
	}
	if s.Raw {
		marks = append(marks, "raw")
	}
	return marks
}

// short cuts a text that is too long for a box.
func short(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// quoteDOT writes an identifier or a label in quotes.
func quoteDOT(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return `"` + strings.NewReplacer("\\", "\\\\", `"`, `\"`, "\n", `\n`, "\r", " ", "\x00", "").Replace(s) + `"`
}
