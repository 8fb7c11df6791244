package dialogtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/dialog"
)

// expect compares what a line says with what came.
func (p *player) expect(l *line) error {
	got, ok := p.compare(l)
	p.got = got
	if ok {
		return nil
	}
	return p.fault(l, strings.Join(p.script.text[l.from:l.to], "\n"), got)
}

func (p *player) fault(l *line, want, got string) error {
	if got == "" {
		got = nothing
	}
	return &ScriptError{Script: p.script.Name, Line: l.from + 1, Want: indented(want), Got: got, So: p.said.String()}
}

// rest is the fault that a reply was said which no line asks about although another
// line asks about replies. The fault is at the line that comes next.
func (p *player) rest(next *line) error {
	if !p.asked {
		return nil
	}
	for _, r := range p.replies[min(p.next, len(p.replies)):] {
		if speaks(r) {
			return p.fault(next, "no further reply before", writeReply(r))
		}
	}
	return nil
}

// forgotten are the replies that rest is about.
func (p *player) forgotten() (left []dialog.Reply) {
	if p.asked {
		for ; p.next < len(p.replies); p.next++ {
			if speaks(p.replies[p.next]) {
				left = append(left, p.replies[p.next])
			}
		}
	}
	return left
}

func speaks(r dialog.Reply) bool { return r.Text != "" || len(r.Parts) > 0 }

// compare returns what came for an expectation, and whether it was expected.
func (p *player) compare(l *line) (got string, ok bool) {
	switch l.verb {
	case verbReply:
		return p.compareReply(l)
	case verbChoices:
		return compareChoices(l, labels(p.heard().Choices))
	case verbEvent:
		return p.compareEvent(l)
	case verbEffect:
		return p.compareEffect(l)
	case verbHandoff:
		return p.compareHandoff(l)
	case verbExplain:
		return compareArgs(l.args, p.explained())
	case verbSlots:
		return compareArgs(l.args, p.slots())
	case verbFlows:
		got := p.flows()
		return verbFlows + " " + got, strings.Join(splitList(l.text, ","), ", ") == got
	default: // verbOwner
		got := string(p.finished.Owner)
		return verbOwner + " " + got, got == l.text
	}
}

func (p *player) compareReply(l *line) (string, bool) {
	p.asked = true
	if l.name == nothing {
		for ; p.next < len(p.replies); p.next++ {
			if speaks(p.replies[p.next]) {
				p.next++
				return writeReply(p.replies[p.next-1]), false
			}
		}
		return "", true
	}
	if p.next >= len(p.replies) {
		return "", false
	}
	r := p.replies[p.next]
	p.next++
	return writeReply(r), (l.name == "*" || l.name == string(r.Kind)) && matches(l.text, r.Text)
}

// heard is the reply that a line is about which comes after another one: the one
// that was asked about last, or the last one.
func (p *player) heard() dialog.Reply {
	switch {
	case p.asked && p.next > 0 && p.next <= len(p.replies):
		return p.replies[p.next-1]
	case len(p.replies) > 0:
		return p.replies[len(p.replies)-1]
	}
	return dialog.Reply{}
}

func labels(choices []dialog.Choice) []string {
	out := make([]string, len(choices))
	for i, c := range choices {
		out[i] = strings.TrimSpace(c.Label)
	}
	return out
}

func writeLabels(labels []string) string {
	patterns := make([]string, len(labels))
	for i, label := range labels {
		patterns[i] = strings.NewReplacer("|", "*", "\n", "*").Replace(literal(label))
	}
	return verbChoices + " " + strings.Join(patterns, " | ")
}

func compareChoices(l *line, labels []string) (string, bool) {
	got := "no choices"
	if len(labels) > 0 {
		got = writeLabels(labels)
	}
	if l.not {
		return got, len(labels) == 0
	}
	want := splitList(l.text, "|")
	return got, slices.EqualFunc(want, labels, matchesValue)
}

// splitList cuts a list at its separators, without the spaces around them.
func splitList(s, separator string) []string {
	parts := strings.Split(s, separator)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

func (p *player) compareEvent(l *line) (string, bool) {
	var all []dialog.Event
	for _, turn := range p.turns {
		all = append(all, turn.Events...)
	}
	var got []string
	from := p.events
	if l.not {
		from = 0
	}
	for i, e := range all {
		if i < from {
			continue
		}
		got = append(got, writeEvent(e))
		if l.name == string(e.Type) {
			if _, ok := compareArgs(l.args, eventFields(e)); ok {
				if !l.not {
					p.events = i + 1
				}
				return strings.Join(got, "\n"), !l.not
			}
		}
	}
	return strings.Join(got, "\n"), l.not
}

func eventFields(e dialog.Event) map[string]string {
	return map[string]string{"flow": e.Flow, "slot": e.Slot, "value": e.Value, "detail": e.Detail, "cause": e.Cause}
}

func (p *player) compareEffect(l *line) (string, bool) {
	var got []string
	for _, turn := range p.turns {
		for _, out := range turn.Outbox {
			if out.Effect == nil {
				continue
			}
			got = append(got, writeEffect(out.Effect))
			if _, ok := compareArgs(l.args, out.Effect.Args); ok && (l.name == "" || l.name == out.Effect.Name) {
				return strings.Join(got, "\n"), !l.not
			}
		}
	}
	return strings.Join(got, "\n"), l.not
}

func (p *player) compareHandoff(l *line) (got string, ok bool) {
	for _, turn := range p.turns {
		for _, out := range turn.Outbox {
			if out.Handoff == nil {
				continue
			}
			fields := flatten(out.Handoff)
			got = writeFields(verbHandoff+" "+string(out.Handoff.Reason), fields)
			if _, ok := compareArgs(l.args, fields); ok && (l.name == "" || l.name == string(out.Handoff.Reason)) {
				return got, !l.not
			}
		}
	}
	return got, l.not
}

// compareArgs reports whether each argument is among the fields; one that is not has
// the empty value.
func compareArgs(args []arg, fields map[string]string) (string, bool) {
	ok := true
	for _, a := range args {
		ok = ok && matchesValue(a.value, fields[a.name])
	}
	return writeFields("", fields), ok
}

// slots are the values of the flow that talks.
func (p *player) slots() map[string]string {
	values := map[string]string{}
	runs, _ := p.finished.Runs() // a foreign state has none
	if len(runs) > 0 {
		for name, v := range runs[len(runs)-1].Slots {
			values[name] = v.Value
		}
	}
	return values
}

func (p *player) flows() string {
	runs, _ := p.finished.Runs()
	var names []string
	for _, r := range runs {
		names = append(names, r.Flow)
	}
	if len(names) == 0 {
		return "-"
	}
	return strings.Join(names, ", ")
}

// explained is what there is to know of the last reply and what was read.
func (p *player) explained() map[string]string {
	r := p.heard()
	fields := flatten(r.Reading)
	reply := r
	reply.Reading, reply.Choices, reply.Parts = nil, nil, nil
	maps.Copy(fields, flatten(reply))
	return fields
}

// flatten returns the scalars of a value's JSON form by their path.
func flatten(v any) map[string]string {
	fields := map[string]string{}
	data, err := json.Marshal(v)
	var tree any
	if err == nil && json.Unmarshal(data, &tree) == nil {
		flattenInto(fields, "", tree)
	}
	return fields
}

func flattenInto(fields map[string]string, path string, v any) {
	under := func(name string) string {
		if path == "" {
			return name
		}
		return path + "." + name
	}
	switch v := v.(type) {
	case map[string]any:
		for name, x := range v {
			flattenInto(fields, under(name), x)
		}
	case []any:
		for i, x := range v {
			flattenInto(fields, under(strconv.Itoa(i)), x)
		}
	case float64:
		fields[path] = strconv.FormatFloat(v, 'g', -1, 64)
	case nil:
	default:
		fields[path] = fmt.Sprint(v)
	}
}

func writeFields(what string, fields map[string]string) string {
	var b strings.Builder
	b.WriteString(what)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(arg{name, literal(fields[name])}.String())
	}
	return b.String()
}

// fresh is a line of the script with what came instead; empty where that cannot be
// said.
func (p *player) fresh(l *line) string {
	switch l.verb {
	case verbReply:
		return cmp.Or(p.got, verbReply+" "+nothing)
	case verbChoices:
		if l.not {
			return ""
		}
		return p.got
	case verbFlows, verbOwner:
		return p.got
	case verbExplain:
		return freshArgs(l, p.explained())
	case verbSlots:
		return freshArgs(l, p.slots())
	}
	return ""
}

// freshArgs is a line with the values of its fields.
func freshArgs(l *line, fields map[string]string) string {
	out := l.verb
	for _, a := range l.args {
		if !matchesValue(a.value, fields[a.name]) {
			a.value = literal(fields[a.name])
		}
		out += " " + a.String()
	}
	return out
}
