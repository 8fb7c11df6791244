package dialog

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// plan is a flow as an engine walks through it: with the flows that it calls in it, ids
// for all steps, and tables to find things.
type plan struct {
	flow    *Flow
	version int
	steps   []*node
	byID    map[string]*node
	slots   []*slot
	bySlot  map[string]*slot
	asks    map[string]*node // the first step that asks for a slot
	phrases []string         // by their keys
}

// node is a step with an id.
type node struct {
	Step
	id     string
	braces []string // the names in braces of the step's words
	cases  []nodeCase
	or     []*node
	sub    []*node // of the flow that is called
}

type nodeCase struct {
	when  Condition
	value string
	steps []*node
}

// planner builds a plan, and notes every fault on its way.
type planner struct {
	plan   *plan
	flows  map[string]*Flow // nil: not known
	calls  []string         // the flows that are being called
	counts map[string]int
	langs  map[string]bool
	faults []error
}

// planned compiles a flow. Without the other flows, calls are not followed.
func planned(f *Flow, flows map[string]*Flow) (*plan, []error) {
	b := &planner{
		plan:  &plan{flow: f, version: max(1, f.Version), byID: map[string]*node{}, bySlot: map[string]*slot{}, asks: map[string]*node{}},
		flows: flows, calls: []string{f.Name}, counts: map[string]int{}, langs: map[string]bool{},
	}
	b.plan.steps = b.nodes(f.Steps, "")
	for _, phrase := range f.Phrases {
		b.plan.phrases = append(b.plan.phrases, text.Key(phrase))
	}
	b.check(f)
	return b.plan, b.faults
}

func (b *planner) fault(step, slot, format string, args ...any) {
	b.faults = append(b.faults, &FlowError{Flow: b.plan.flow.Name, Step: step, Slot: slot, Fault: fmt.Sprintf(format, args...)})
}

// nodes compiles steps; the prefix tells those of different calls apart.
func (b *planner) nodes(steps []Step, prefix string) []*node {
	var nodes []*node
	for _, s := range steps {
		n := &node{Step: s, id: b.id(s, prefix)}
		b.plan.byID[n.id] = n
		nodes = append(nodes, n)
		if s.kind == "" {
			b.fault(n.id, "", "is empty; make steps by Ask, Say, Do ...")
			continue
		}
		if s.fault != "" {
			b.fault(n.id, "", "%s", s.fault)
		}
		b.words(n)
		switch s.kind {
		case askStep:
			b.ask(n)
		case branchStep:
			for _, c := range s.cases {
				n.cases = append(n.cases, nodeCase{c.when, c.value, b.nodes(c.steps, prefix)})
			}
		case callStep:
			b.call(n, prefix)
		}
		n.or = b.nodes(s.or, prefix)
	}
	for i, n := range nodes {
		if i+1 < len(nodes) && leaves(n) {
			b.fault(nodes[i+1].id, "", "is never reached")
			break
		}
	}
	return nodes
}

// leaves reports whether nothing behind a step is ever done.
func leaves(n *node) bool {
	all := func(steps []*node) bool { return slices.ContainsFunc(steps, leaves) }
	switch n.kind {
	case endStep, handoffStep:
		return true
	case branchStep:
		for _, c := range n.cases {
			if !all(c.steps) {
				return false
			}
		}
		return all(n.or)
	}
	return false
}

func (b *planner) id(s Step, prefix string) string {
	id := s.ID
	if id == "" {
		id = string(s.kind)
		if s.slot != nil {
			id += "/" + s.slot.Name
		} else if s.name != "" {
			id += "/" + s.name
		}
	}
	id = prefix + id
	b.counts[id]++
	if n := b.counts[id]; n > 1 {
		if s.ID != "" {
			b.fault(id, "", "has the ID of another step")
		}
		id += fmt.Sprintf("#%d", n)
	}
	return id
}

func (b *planner) ask(n *node) {
	s := *n.slot // a plan has its own
	if s.Kind == "" {
		s.Kind = TextKind
	}
	s.Options = keyed(s.Options)
	if s.Exhausted == "" {
		s.Exhausted = ExhaustedHandOff
	}
	if known := b.plan.bySlot[s.Name]; known != nil {
		if !sameSlot(known, &s) {
			b.fault(n.id, s.Name, "is another slot of the same name")
		}
		n.slot = known
		return
	}
	n.slot = &s
	if s.Pattern != "" {
		pattern, err := regexp.Compile(`^(?:` + s.Pattern + `)$`)
		if err != nil {
			b.fault(n.id, s.Name, "has a pattern that cannot be read")
		}
		s.pattern = pattern
	}
	if s.When != "" {
		when, err := ParseCondition(s.When)
		if err != nil {
			b.fault(n.id, s.Name, "is needed on a condition that cannot be read: %v", err)
		}
		s.when = when
	}
	for _, o := range s.Options {
		when, err := Condition{}, error(nil)
		if o.When != "" {
			if when, err = ParseCondition(o.When); err != nil {
				b.fault(n.id, s.Name, "has the option %q on a condition that cannot be read: %v", o.Value, err)
			}
		}
		s.whens = append(s.whens, when)
	}
	b.plan.slots = append(b.plan.slots, &s)
	b.plan.bySlot[s.Name] = &s
	b.plan.asks[s.Name] = n
}

func (b *planner) call(n *node, prefix string) {
	if b.flows == nil {
		return
	}
	f := b.flows[n.name]
	switch {
	case f == nil:
		b.fault(n.id, "", "calls the flow %q, which there is not", n.name)
	case slices.Contains(b.calls, n.name):
		b.fault(n.id, "", "calls itself: %s", strings.Join(append(b.calls, n.name), " > "))
	default:
		b.calls = append(b.calls, n.name)
		n.sub = b.nodes(f.Steps, prefix+f.Name+"/")
		b.calls = b.calls[:len(b.calls)-1]
	}
}

// words notes the languages and the names in braces of a step.
func (b *planner) words(n *node) {
	all := []Words{n.words, n.failure}
	if n.slot != nil {
		all = append(append(all, n.slot.Prompts...), n.slot.Help, n.slot.Invalid, n.slot.Refused)
	}
	names := map[string]bool{}
	for _, w := range all {
		for lang, variants := range w {
			if len(variants) > 0 {
				b.langs[lang] = true
			}
			for _, v := range variants {
				expand(v, func(name string) (string, bool) { names[name] = true; return "", false })
			}
		}
	}
	n.braces = slices.Sorted(maps.Keys(names))
}

// walkNodes visits every step, also those of branches.
func walkNodes(nodes []*node, visit func(*node)) {
	for _, n := range nodes {
		visit(n)
		for _, c := range n.cases {
			walkNodes(c.steps, visit)
		}
		walkNodes(n.or, visit)
		walkNodes(n.sub, visit)
	}
}

// plan is the plan of a run; nil if its flow is gone.
func (t *Talk) plan(f *frame) *plan { return t.engine.plans[f.Flow] }

// waiting is the step that a run waits at; nil if it waits at none that there is.
func (p *plan) waiting(f *frame) *node {
	if p == nil || f.Asking == "" {
		return nil
	}
	return p.byID[f.Asking]
}

// asked is the slot that a run waits for, or nil.
func (t *Talk) asked(f *frame) *slot {
	if n := t.plan(f).waiting(f); n != nil && n.kind == askStep {
		return n.slot
	}
	return nil
}
