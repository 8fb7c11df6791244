package dialog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// NewFlow makes a flow of data. Every fault is named, with its place: those of the
// data by their path ("steps[2].then[0]"), those of the flow as [Flow.Check]
// does.
func NewFlow(spec FlowSpec, code Registry) (*Flow, error) {
	b := &flowBuilder{spec: &spec, code: &code, asked: map[string]bool{}}
	f := &Flow{
		Name: spec.Name, Version: spec.Version, Label: spec.Label, Category: spec.Category,
		Intents: slices.Clone(spec.Intents), Phrases: slices.Clone(spec.Phrases), OnEnd: spec.OnEnd,
	}
	steps := b.steps(spec.Steps, "steps")
	names := map[string]bool{}
	for i, s := range spec.Slots {
		switch {
		case names[s.Name]:
			b.fault(fmt.Sprintf("slots[%d]", i), s.Name, "is there twice")
		case s.Hidden && !b.asked[s.Name]:
			f.Steps = append(f.Steps, Ask(b.slot(s)))
		case !b.asked[s.Name]:
			b.fault(fmt.Sprintf("slots[%d]", i), s.Name, "is never asked for")
		}
		names[s.Name] = true
	}
	f.Steps = append(f.Steps, steps...)
	if spec.Timeouts != nil {
		t := b.timeouts(*spec.Timeouts, "timeouts")
		f.Timeouts = &t
	}
	if err := f.Check(); err != nil {
		b.faults = append(b.faults, err)
	}
	if len(b.faults) > 0 {
		return nil, errors.Join(b.faults...)
	}
	return f, nil
}

// flowBuilder makes steps of data and notes their faults.
type flowBuilder struct {
	spec   *FlowSpec
	code   *Registry
	asked  map[string]bool
	faults []error
}

func (b *flowBuilder) fault(place, slot, format string, args ...any) {
	b.faults = append(b.faults, &FlowError{Flow: b.spec.Name, Step: place, Slot: slot, Fault: fmt.Sprintf(format, args...)})
}

func (b *flowBuilder) steps(specs []StepSpec, place string) (steps []Step) {
	for i := range specs {
		steps = append(steps, b.step(&specs[i], fmt.Sprintf("%s[%d]", place, i))...)
	}
	return steps
}

// step makes one step, or none of one that is faulty.
func (b *flowBuilder) step(s *StepSpec, place string) []Step {
	does := s.does()
	if len(does) != 1 {
		b.fault(place, "", "does %s; it has to do one thing", orNothing(does))
		return nil
	}
	step := b.plain(s, place)
	step.ID = s.ID
	b.misplaced(s, does[0], place)
	if len(s.Else) > 0 {
		step = step.Else(b.steps(s.Else, place+".else")...)
	}
	if len(s.Uses) > 0 {
		step = step.Uses(s.Uses...)
	}
	if s.Repeatable {
		step = step.Repeatable()
	}
	if s.Retry != nil {
		step = step.Retry(Retry{
			Timeout: b.span(s.Retry.Timeout, place+".retry.timeout"), Tries: s.Retry.Tries, Pause: b.span(s.Retry.Pause, place+".retry.pause"),
		})
	}
	if len(s.OnFailure) > 0 {
		step = step.OnFailure(s.OnFailure)
	}
	return []Step{step}
}

// plain is the step without what all kinds of steps may have.
func (b *flowBuilder) plain(s *StepSpec, place string) Step {
	switch {
	case s.Ask != "":
		i := slices.IndexFunc(b.spec.Slots, func(slot SlotSpec) bool { return slot.Name == s.Ask })
		if i < 0 {
			b.fault(place, s.Ask, "is asked for, but there is no such slot")
			return Ask(Slot[string]{SlotSpec: SlotSpec{Name: s.Ask, Hidden: true}})
		}
		b.asked[s.Ask] = true
		return Ask(b.slot(b.spec.Slots[i]))
	case s.Confirm != nil:
		return Confirm(*s.Confirm)
	case s.Do != "":
		action := b.code.Actions[s.Do]
		if action == nil {
			b.fault(place, "", "does %q, which is no action of the registry", s.Do)
			action = func(context.Context, Call) (Result, error) { return Result{}, nil }
		}
		return Do(s.Do, action)
	case s.Emit != "":
		return Emit(s.Emit, b.args(s))
	case s.If != "":
		return If(Where(s.If), b.steps(s.Then, place+".then")...)
	case s.Switch != "":
		var cases []Case
		for i, c := range s.Cases {
			cases = append(cases, When(c.Value, b.steps(c.Steps, fmt.Sprintf("%s.cases[%d].steps", place, i))...))
		}
		return Switch(s.Switch, cases...)
	case s.HandOff != "":
		return HandOff(s.HandOff, s.Words).Priority(s.Priority).Skills(s.Skills...)
	case s.Include != "":
		return Include(s.Include)
	case s.End:
		return End()
	}
	return Say(s.Say)
}

// does lists what a step does.
func (s *StepSpec) does() (what []string) {
	for _, d := range []struct {
		name string
		is   bool
	}{
		{"ask", s.Ask != ""},
		{"say", len(s.Say) > 0},
		{"confirm", s.Confirm != nil},
		{"do", s.Do != ""},
		{"emit", s.Emit != ""},
		{"if", s.If != ""},
		{"switch", s.Switch != ""},
		{"hand_off", s.HandOff != ""},
		{"include", s.Include != ""},
		{"end", s.End},
	} {
		if d.is {
			what = append(what, d.name)
		}
	}
	return what
}

func orNothing(what []string) string {
	if len(what) == 0 {
		return "nothing"
	}
	return strings.Join(what, " and ")
}

// misplaced finds what has no meaning for a kind of step.
func (b *flowBuilder) misplaced(s *StepSpec, does, place string) {
	for _, m := range []struct {
		name string
		is   bool
		of   string
	}{
		{"then", len(s.Then) > 0, "if"},
		{"cases", len(s.Cases) > 0, "switch"},
		{"words", len(s.Words) > 0, "hand_off"},
		{"priority", s.Priority != 0, "hand_off"},
		{"skills", len(s.Skills) > 0, "hand_off"},
		{"args", len(s.Args) > 0, "emit"},
	} {
		if m.is && does != m.of {
			b.fault(place, "", "has %q, which only %q has", m.name, m.of)
		}
	}
}

// slot gives a slot the check that it names.
func (b *flowBuilder) slot(spec SlotSpec) Slot[string] {
	s := Slot[string]{SlotSpec: spec}
	if spec.Check == "" {
		return s
	}
	s.Validate = b.code.Checks[spec.Check]
	if s.Validate == nil {
		b.fault("", spec.Name, "has the check %q, which is none of the registry", spec.Check)
		s.Check = ""
	}
	return s
}

func (b *flowBuilder) args(s *StepSpec) func(Values) map[string]string {
	if len(s.Args) == 0 {
		return b.code.Effects[s.Emit]
	}
	templates := maps.Clone(s.Args)
	return func(v Values) map[string]string {
		args := make(map[string]string, len(templates))
		for name, template := range templates {
			args[name] = expand(template, func(slot string) (string, bool) { return v.Text(slot), true })
		}
		return args
	}
}

func (b *flowBuilder) timeouts(s TimeoutsSpec, place string) Timeouts {
	t := Timeouts{Warn: b.span(s.Warn, place+".warn"), Expire: b.span(s.Expire, place+".expire"), Keep: b.span(s.Keep, place+".keep")}
	for _, name := range slices.Sorted(maps.Keys(s.Slots)) {
		if t.Slots == nil {
			t.Slots = map[string]Timeouts{}
		}
		t.Slots[name] = b.timeouts(s.Slots[name], place+".slots."+name)
	}
	return t
}

// span reads a length of time.
func (b *flowBuilder) span(s, place string) time.Duration {
	if s == "" {
		return 0
	}
	hours := s
	if days, ok := strings.CutSuffix(s, "d"); ok {
		hours = days + "h"
	}
	d, err := time.ParseDuration(hours)
	if err == nil && hours != s {
		if d > 1000*time.Hour*24 {
			err = ErrInvalid
		}
		d *= 24
	}
	if err != nil {
		b.fault(place, "", "is no length of time such as 90s, 2h30m or 7d")
	}
	return d
}
