package dialog

import (
	"context"
	"hash/fnv"
	"slices"
	"strconv"
)

// The reasons for which flows hand over.
const (
	// SlotExhausted: the customer gave no usable answer to what a flow asked.
	SlotExhausted HandoffReason = "exhausted"
	// ActionFailed: what the bot wanted to do for the customer failed again and again.
	ActionFailed HandoffReason = "action_failed"
)

// anew is what a run waits for whose step is gone: whatever comes, it is walked
// through again.
const anew = "?"

// begin opens a run of a flow. The id names the run; values that are given fill
// slots.
func (t *Talk) begin(flow *Flow, id string, given map[string]string) *frame {
	t.replaced(flow.Name)
	f := &frame{Saved: Saved{Flow: flow.Name, Version: max(1, flow.Version), Slots: map[string]SlotValue{}}, ID: id, Started: t.Now().Unix()}
	for slot, value := range given {
		f.Slots[slot] = SlotValue{Value: value, Source: Given}
		if t.secret(f, slot) {
			t.secrecy.values = append(t.secrecy.values, value)
		}
	}
	t.s.Frames = append(t.s.Frames, f)
	t.event(Event{Type: EventFlowStarted, Flow: flow.Name})
	return f
}

// close takes a run off the session and tells whoever has to know how it ended.
func (t *Talk) close(f *frame, how EventType) {
	if !slices.Contains(t.s.Frames, f) {
		return // a hand-off has closed it
	}
	t.s.Frames = slices.DeleteFunc(t.s.Frames, func(other *frame) bool { return other == f })
	t.rated(f)
	t.event(Event{Type: how, Flow: f.Flow})
	t.ended(f, how)
}

// secret reports whether a slot of a run is secret.
func (t *Talk) secret(f *frame, slot string) bool {
	p := t.plan(f)
	return p != nil && p.bySlot[slot] != nil && p.bySlot[slot].Secret
}

// ended sends what the flow wants to be told about its end.
func (t *Talk) ended(f *frame, how EventType) {
	p := t.plan(f)
	if p == nil || p.flow.OnEnd == "" {
		return
	}
	args := map[string]string{"flow": f.Flow, "run": f.ID, "ended": string(how)}
	for name, value := range (Values{f.Slots}).All() {
		if s := p.bySlot[name]; s == nil || !s.Secret {
			args["slot."+name] = value
		}
	}
	key := t.runKey(f) + "/end/" + string(how) // a run that expired may yet be completed
	t.send("end/"+f.ID, Outgoing{Effect: &Effect{Name: p.flow.OnEnd, Key: key, Args: args}})
}

// runKey names a run among all of a store.
func (t *Talk) runKey(f *frame) string { return replyID(t.turn.Conversation.ID, f.ID) + "/" + f.Flow }

// takesWords reports whether a run waits for a slot that is filled by any words, rawAsked
// whether by any words whatever they mean.
func (t *Talk) takesWords(f *frame) bool {
	s := t.asked(f)
	return s != nil && (s.Kind == TextKind || s.Raw)
}

func (t *Talk) rawAsked(f *frame) bool {
	s := t.asked(f)
	return s != nil && s.Raw
}

// optional reports whether what a run waits for can be skipped.
func (t *Talk) optional(f *frame) bool {
	s := t.asked(f)
	return s != nil && (s.Optional || f.Again == s.Name)
}

// skip leaves out what the run waits for, if that is optional. A value that was to be
// changed stays as it was.
func (t *Talk) skip(f *frame) bool {
	s := t.asked(f)
	if s == nil || !t.optional(f) {
		return false
	}
	if f.Again == s.Name {
		f.Again = ""
		return true
	}
	f.put(s.Name, SlotValue{Source: Omitted})
	t.event(Event{Type: EventSlotSkipped, Flow: f.Flow, Slot: s.Name, Detail: "by the customer"})
	return true
}

// explain says what the value is needed for that the run waits for, and asks again.
func (t *Talk) explain(f *frame) {
	if s := t.asked(f); s != nil && len(s.Help) > 0 {
		t.sayFor(f, s.Help)
	} else {
		t.sayOwn(TextNoHelp)
	}
	t.prompt(f)
}

// guessed are the kinds of values that a reader may take any words for where it expects them.
// They are expected only as the answer to their question: "suite" is a name only for
// whoever was asked for one.
var guessed = map[string]bool{"person": true, "address": true}

// expected are the kinds of values that a run waits for, the one asked for first.
func (t *Talk) expected(f *frame) []Expectation {
	p := t.plan(f)
	if p == nil {
		return nil
	}
	var kinds []Expectation
	add := func(s *slot) {
		e := Expectation{Kind: s.Kind, Role: s.Role}
		switch s.Kind {
		case TextKind, ChoiceKind, YesNoKind, PatternKind:
			return
		case DateKind, ClockKind:
			e.Kind = "time"
		}
		if !s.Raw && !slices.Contains(kinds, e) {
			kinds = append(kinds, e)
		}
	}
	asked := t.asked(f)
	if asked != nil {
		add(asked)
	}
	n := p.waiting(f)
	confirms := n != nil && n.kind == confirmStep
	for _, s := range p.slots {
		if _, filled := f.Slots[s.Name]; s != asked && (confirms || !filled && !guessed[s.Kind]) {
			add(s)
		}
	}
	return kinds
}

// sayFor says words with the values of a run in their braces.
func (t *Talk) sayFor(f *frame, w Words) { t.tell(t.wordsFor(f, w, nil)) }

// wordsFor puts the values of a run into words; extra names come first.
func (t *Talk) wordsFor(f *frame, w Words, extra map[string]string) string {
	c := &t.turn.Conversation
	words := w.pick(t.Locale(), t.engine.opts.Locale, c.ID, &t.s.Said)
	return expand(words, func(name string) (string, bool) {
		if v, ok := extra[name]; ok {
			return v, true
		}
		return t.shownValue(f, name)
	})
}

// shownValue is how the customer reads the value of a slot.
func (t *Talk) shownValue(f *frame, name string) (string, bool) {
	v, ok := f.Slots[name]
	if !ok || v.Source == Omitted {
		return "", false
	}
	p := t.plan(f)
	if p == nil || p.bySlot[name] == nil {
		return v.Value, true
	}
	return t.shownAs(p.bySlot[name], v.Value), true
}

func (t *Talk) shownAs(s *slot, value string) string {
	locale := t.Locale()
	switch {
	case s.Secret:
		return masked
	case s.show != nil:
		shown, err := unpanicked(context.Background(), func(context.Context) (string, error) {
			if shown, ok := s.show(value, locale); ok {
				return shown, nil
			}
			return value, nil
		})
		if err == nil {
			return shown
		}
	case s.Kind == ChoiceKind:
		if o := s.option(value); o != nil {
			return o.label(locale, t.engine.opts.Locale)
		}
	case s.Kind == YesNoKind:
		return t.own(map[string]TextID{"yes": TextYes, "no": TextNo}[value])
	case s.Kind == "time" || s.Kind == DateKind || s.Kind == ClockKind:
		return showTime(value, locale)
	}
	return value
}

// masked stands for a value that is nobody's business.
const masked = "***"

// fingerprint tells whether some values have changed.
func (f *frame) fingerprint(names []string) string {
	h := fnv.New64a()
	for i, name := range slices.Sorted(slices.Values(names)) {
		if v, ok := f.Slots[name]; ok && (i == 0 || name != names[i-1]) {
			_, _ = h.Write([]byte(name + "\x00" + v.Value + "\x00")) // never fails
		}
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// needed reports whether a slot is needed with the values that there are.
func (s *slot) needed(v Values) (needed bool) {
	defer func() {
		if recover() != nil {
			needed = false
		}
	}()
	return s.when.Holds(v) && (s.need == nil || s.need(v))
}

// seen are the slots that were passed on the way to a step.
func (p *plan) seen(f *frame, until *node) []string {
	var names []string
	for name, v := range f.Slots {
		if v.Source == Given && p.bySlot[name] == nil {
			names = append(names, name)
		}
	}
	var walk func(nodes []*node) bool
	walk = func(nodes []*node) bool {
		for _, n := range nodes {
			if n == until {
				return true
			}
			var way []*node
			switch n.kind {
			case askStep:
				if _, filled := f.Slots[n.slot.Name]; filled && n.slot.needed(Values{f.Slots}) {
					names = append(names, n.slot.Name)
				}
			case doStep:
				names = append(names, f.Done[n.id].Set...)
				if f.Done[n.id].Failed {
					way = n.or
				}
			case branchStep:
				way = n.way(Values{f.Slots})
			case callStep:
				way = n.sub
			}
			if walk(way) {
				return true
			}
		}
		return false
	}
	walk(p.steps)
	slices.Sort(names)
	return slices.Compact(names)
}

// way is the branch that is taken.
func (n *node) way(v Values) []*node {
	for _, c := range n.cases {
		if c.when.Holds(v) {
			return c.steps
		}
	}
	return n.or
}
