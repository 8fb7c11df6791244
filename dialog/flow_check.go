package dialog

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// FlowError is a fault of a flow. It unwraps to [ErrInvalid].
type FlowError struct {
	Flow string
	// Step is the ID of the step, Slot the name of the slot, empty where it is none.
	Step string
	Slot string
	// Fault completes the sentence that the place begins.
	Fault string
}

// Error names the place and the fault.
func (e *FlowError) Error() string {
	place := fmt.Sprintf("%v: flow %q", ErrInvalid, e.Flow)
	if e.Step != "" {
		place += fmt.Sprintf(", step %q", e.Step)
	}
	if e.Slot != "" {
		place += fmt.Sprintf(", slot %q", e.Slot)
	}
	return place + ": " + e.Fault
}

// Unwrap returns ErrInvalid.
func (*FlowError) Unwrap() error { return ErrInvalid }

// Check returns what is wrong with a flow: every fault at once, each a [*FlowError]. What
// concerns other flows as well, such as a call of one that there is not, [NewEngine]
// finds.
func (f *Flow) Check() error {
	_, faults := planned(f, nil)
	return errors.Join(faults...)
}

// plans compiles flows together and checks what concerns several of them.
func plans(flows []*Flow, effects map[string]EffectFunc) (map[string]*plan, error) {
	byName := map[string]*Flow{}
	for _, f := range flows {
		byName[f.Name] = f
	}
	all := map[string]*plan{}
	var faults []error
	claims := map[string]string{}
	for _, f := range flows {
		p, _ := planned(f, nil)
		full, found := planned(f, byName)
		if alone := f.Check(); alone == nil {
			faults = append(faults, found...)
		}
		all[f.Name] = full
		for i, phrase := range p.phrases {
			if other, taken := claims[phrase]; taken && other != f.Name {
				faults = append(faults, &FlowError{Flow: f.Name, Fault: fmt.Sprintf("has the phrase %q of flow %q", f.Phrases[i], other)})
			}
			claims[phrase] = f.Name
		}
		for _, intent := range f.Intents {
			if other, taken := claims["intent\x00"+intent]; taken && other != f.Name {
				faults = append(faults, &FlowError{Flow: f.Name, Fault: fmt.Sprintf("has the intent %q of flow %q", intent, other)})
			}
			claims["intent\x00"+intent] = f.Name
		}
		if f.OnEnd != "" && effects[f.OnEnd] == nil {
			faults = append(faults, &FlowError{Flow: f.Name, Fault: fmt.Sprintf("ends with the effect %q, which the options have not", f.OnEnd)})
		}
		walkNodes(p.steps, func(n *node) {
			if n.kind == effectStep && effects[n.name] == nil {
				faults = append(faults, &FlowError{Flow: f.Name, Step: n.id, Fault: "is an effect that the options have not"})
			}
		})
	}
	return all, errors.Join(faults...)
}

// sameSlot reports whether two steps ask for one slot.
func sameSlot(a, b *slot) bool {
	return reflect.DeepEqual(a.SlotSpec, b.SlotSpec) && (a.accept == nil) == (b.accept == nil)
}

// check finds what only the whole flow shows.
func (b *planner) check(f *Flow) {
	p := b.plan
	if f.Name == "" {
		b.fault("", "", "has no name")
	}
	if f.Version < 0 {
		b.fault("", "", "has a negative version")
	}
	if len(f.Steps) == 0 {
		b.fault("", "", "has no steps")
	}
	for i, phrase := range p.phrases {
		if strings.TrimSpace(f.Phrases[i]) == "" {
			b.fault("", "", "has an empty phrase")
		} else if slices.Index(p.phrases, phrase) < i {
			b.fault("", "", "has the phrase %q twice", f.Phrases[i])
		}
	}
	if f.Timeouts != nil {
		b.timeouts("", *f.Timeouts)
		for _, name := range slices.Sorted(maps.Keys(f.Timeouts.Slots)) {
			if p.bySlot[name] == nil {
				b.fault("", name, "has time-outs, but there is no such slot")
			}
			b.timeouts(name, f.Timeouts.Slots[name])
		}
	}
	set := b.sets()
	walkNodes(p.steps, func(n *node) { b.step(n, set) })
	for _, s := range p.slots {
		b.slot(s, set)
	}
	b.languages()
}

func (b *planner) timeouts(slot string, t Timeouts) {
	if t.Warn < 0 || t.Expire < 0 || t.Keep < 0 {
		b.fault("", slot, "has a negative time-out")
	}
	if t.Warn > 0 && t.Expire > 0 && t.Warn >= t.Expire {
		b.fault("", slot, "warns no earlier than it expires")
	}
}

// sets reports whether slots can be filled that no step asks for: by actions, or by who
// starts the flow. Names that are not asked for are faults only where nothing
// could fill them.
func (b *planner) sets() bool {
	does := false
	walkNodes(b.plan.steps, func(n *node) { does = does || n.kind == doStep || n.kind == callStep })
	return does
}

func (b *planner) known(name string, set bool) bool { return set || b.plan.bySlot[name] != nil }

func (b *planner) step(n *node, set bool) {
	for _, name := range n.braces {
		if !b.known(name, set) && (n.kind != askStep || name != "value" && name != "label") {
			b.fault(n.id, "", "says {%s}, but there is no such slot", name)
		}
	}
	for _, name := range n.uses {
		if !b.known(name, set) {
			b.fault(n.id, "", "uses %q, but there is no such slot", name)
		}
	}
	switch n.kind {
	case sayStep:
		if len(n.words) == 0 {
			b.fault(n.id, "", "says nothing")
		}
	case doStep:
		b.action(n)
	case effectStep, callStep:
		if n.name == "" {
			b.fault(n.id, "", "has no name")
		}
	case branchStep:
		b.branch(n, set)
	}
}

func (b *planner) action(n *node) {
	if n.name == "" {
		b.fault(n.id, "", "has no name")
	}
	if n.action == nil {
		b.fault(n.id, "", "has no action")
	}
	if n.retry.Timeout < 0 || n.retry.Pause < 0 || n.retry.Tries < 0 || n.retry.Tries > maxTries {
		b.fault(n.id, "", "is retried in a way that cannot be: tries are 0 to %d, times not negative", maxTries)
	}
}

func (b *planner) branch(n *node, set bool) {
	seen := map[string]bool{}
	for _, c := range n.cases {
		if c.when.err != nil {
			b.fault(n.id, "", "has a condition that cannot be read: %v", c.when.err)
		}
		for _, name := range c.when.slots() {
			if !b.known(name, set) {
				b.fault(n.id, "", "has a condition on %q, but there is no such slot", name)
			}
		}
		if len(c.steps) == 0 {
			b.fault(n.id, "", "has a branch without steps")
		}
		if n.name == "" {
			continue
		}
		if seen[c.value] {
			b.fault(n.id, n.name, "has the case %q twice", c.value)
		}
		seen[c.value] = true
		if s := b.plan.bySlot[n.name]; s != nil && (s.Kind == ChoiceKind || s.Kind == YesNoKind) && !s.fits(c.value) {
			b.fault(n.id, n.name, "has a case for %q, which is none of its values", c.value)
		}
	}
	if len(n.cases) == 0 {
		b.fault(n.id, n.name, "has no case")
	}
}

func (b *planner) slot(s *slot, set bool) {
	id := b.plan.asks[s.Name].id
	bad := func(format string, args ...any) { b.fault(id, s.Name, format, args...) }
	if s.Name == "" {
		bad("has no name")
	}
	if strings.ContainsAny(s.Name, "{}/\x00") {
		bad("has a name with braces or a slash")
	}
	if s.Check != "" && s.accept == nil {
		bad("has the check %q, which only a flow that is data can name", s.Check)
	}
	if s.fault != "" {
		bad("%s", s.fault)
	}
	if !s.Hidden && len(s.Prompts) == 0 {
		bad("has no prompt")
	}
	if s.Attempts < 0 {
		bad("has a negative number of attempts")
	}
	if !slices.Contains([]Exhaustion{ExhaustedHandOff, ExhaustedSkip, ExhaustedCancel}, s.Exhausted) {
		bad("ends in %q, which there is not", string(s.Exhausted))
	}
	if (s.Kind == PatternKind) != (s.Pattern != "") {
		bad("has a pattern without being of the kind for it, or is of that kind without one")
	}
	if s.Min != nil && s.Max != nil && *s.Min > *s.Max {
		bad("has a Min above its Max")
	}
	b.options(s, bad)
	for _, name := range s.when.slots() {
		if !b.known(name, set) {
			bad("is needed on a condition on %q, but there is no such slot", name)
		}
	}
	for _, name := range s.DependsOn {
		if !b.known(name, set) {
			bad("depends on %q, but there is no such slot", name)
		}
	}
	if slices.Contains(b.bases(s, nil), s.Name) {
		bad("depends on itself")
	}
}

func (b *planner) options(s *slot, bad func(string, ...any)) {
	if (s.Kind == ChoiceKind) != (len(s.Options) > 0) {
		bad("has options without being a choice, or is a choice without options")
	}
	if s.Page < 0 || s.offer != nil && s.Kind != ChoiceKind {
		bad("has a negative Page, or an Offer without being a choice")
	}
	taken := map[string]int{}
	for i, o := range s.Options {
		if o.Value == "" {
			bad("has an option without a value")
		}
		for _, name := range s.whens[i].slots() {
			if !b.known(name, b.sets()) {
				bad("has an option on a condition on %q, but there is no such slot", name)
			}
		}
		for w := range o.wordings() {
			if j, ok := taken[w]; ok && j != i {
				bad("has two options for %q", w)
			}
			taken[text.Key(w)] = i
		}
	}
}

// bases are the slots that a slot depends on, however indirectly.
func (b *planner) bases(s *slot, found []string) []string {
	for _, name := range s.DependsOn {
		if slices.Contains(found, name) {
			continue
		}
		found = append(found, name)
		if base := b.plan.bySlot[name]; base != nil {
			found = b.bases(base, found)
		}
	}
	return found
}

// languages finds words that lack a language which the flow otherwise speaks.
func (b *planner) languages() {
	lacks := func(step, slot, what string, words Words) {
		if len(words) == 0 {
			return
		}
		for _, lang := range slices.Sorted(maps.Keys(b.langs)) {
			if len(words[lang]) == 0 {
				b.fault(step, slot, "%s lack the language %q", what, lang)
			}
		}
	}
	walkNodes(b.plan.steps, func(n *node) {
		lacks(n.id, "", "its words", n.words)
		lacks(n.id, "", "its words about a failure", n.failure)
	})
	for _, s := range b.plan.slots {
		id := b.plan.asks[s.Name].id
		for _, p := range s.Prompts {
			lacks(id, s.Name, "its prompts", p)
		}
		lacks(id, s.Name, "its help", s.Help)
		lacks(id, s.Name, "its words about refused values", s.Invalid)
		lacks(id, s.Name, "its words for who refuses", s.Refused)
		lacks(id, s.Name, "its labels", s.Label)
		for _, o := range s.Options {
			lacks(id, s.Name, "the labels of option "+o.Value, o.Label)
		}
	}
}
