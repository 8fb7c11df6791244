package dialog

import "slices"

// Ask asks for a slot, unless it is filled. A slot that only fills itself is Hidden;
// Ask then says from where on it counts.
func Ask[T any](s Slot[T]) Step { return Step{kind: askStep, slot: s.compiled()} }

// Say tells the customer something, once in a run, and again when a slot that it
// names in braces has changed.
func Say(words Words) Step { return Step{kind: sayStep, words: words} }

// Confirm asks the customer whether what was collected is right, before something is
// done that is hard to undo. The words may name slots in braces; only these are
// confirmed. Nil words list all that was asked for. After a "no" he is asked which
// value is wrong; when a confirmed value changes, he is asked to confirm again.
func Confirm(words Words) Step { return Step{kind: confirmStep, words: words} }

// Do calls an action and goes on when it is done. It is called once in a run; see
// [Step.Repeatable]. The name is what events and drawings call it.
//
// When all tries have failed the customer is told, and may say "try again"; when that
// fails too, a person takes over, if one can be reached. [Step.Else] replaces all of
// that.
func Do(name string, action Action) Step { return Step{kind: doStep, name: name, action: action} }

// Emit puts something that has to happen into the outbox, with the turn's commit:
// [Options.Effects] says by name what. It happens at least once with the same key, and
// only if the turn is committed. Args may be nil, and the effect then gets the slots that were
// passed on the way; it must not have effects of its own.
func Emit(name string, args func(Values) map[string]string) Step {
	return Step{kind: effectStep, name: name, args: args}
}

// If takes the steps if the condition holds, otherwise those of [Step.Else].
func If(cond Condition, steps ...Step) Step {
	return Step{kind: branchStep, cases: []Case{{when: cond, steps: steps}}}
}

// Switch takes the steps of the first case that has the value of a slot, otherwise
// those of [Step.Else].
func Switch(slot string, cases ...Case) Step {
	s := Step{kind: branchStep, name: slot, cases: slices.Clone(cases)}
	for i := range s.cases {
		s.cases[i].when = isValue(slot, s.cases[i].value)
	}
	return s
}

// When is a case of a [Switch]: what to do if the slot has this value.
func When(value string, steps ...Step) Case { return Case{value: value, steps: steps} }

// HandOff passes the conversation to a person and ends the run. Where nobody can be
// reached the customer is told so. The words come first and may be nil. See also
// [Step.Priority] and [Step.Skills].
func HandOff(reason HandoffReason, words Words) Step {
	return Step{kind: handoffStep, reason: reason, words: words}
}

// End ends the run as completed; in a flow that was included it goes back to the
// flow around it.
func End() Step { return Step{kind: endStep} }

// Include does the steps of another flow here, as if they stood in this one: what it asks
// for is a slot of this run, and slots of the same name are one slot. A change
// of the included flow is one of this one: count up the Version of both.
func Include(flow string) Step { return Step{kind: callStep, name: flow} }

// Else returns the step with what is done otherwise: if no condition holds, or if
// the action has failed in all its tries.
func (s Step) Else(steps ...Step) Step {
	if s.kind != branchStep && s.kind != doStep {
		s.fault = "has an Else, which only If, Switch and Do have"
	}
	s.or = steps
	return s
}

// Retry returns the step with another way of trying its action.
func (s Step) Retry(r Retry) Step {
	if s.kind != doStep {
		s.fault = "has a Retry, which only Do has"
	}
	s.retry = r
	return s
}

// Uses returns the step with the slots that its action or effect sees; what it does
// then depends on no others. Default: all those passed on the way to it.
func (s Step) Uses(slots ...string) Step {
	if s.kind != doStep && s.kind != effectStep {
		s.fault = "has Uses, which only Do and Emit have"
	}
	s.uses = slots
	return s
}

// Repeatable returns the step as one that is done again, under another key, when a
// value that it sees has changed since. It is for what looks up, and for what
// can be done twice.
func (s Step) Repeatable() Step {
	if s.kind != doStep && s.kind != effectStep {
		s.fault = "is Repeatable, which only Do and Emit are"
	}
	s.again = true
	return s
}

// OnFailure returns the step with the words that the customer is told when all tries
// of its action have failed. Default: [TextFailed].
func (s Step) OnFailure(words Words) Step {
	if s.kind != doStep {
		s.fault = "has OnFailure, which only Do has"
	}
	s.failure = words
	return s
}

// Priority returns the step with how urgent its hand-off is at least; higher is more urgent
// and 0 is normal. The policy of escalation may make it more urgent.
func (s Step) Priority(n int) Step {
	if s.kind != handoffStep {
		s.fault = "has a Priority, which only HandOff has"
	}
	s.priority = n
	return s
}

// Skills returns the step with what the person should be able to do who takes over. The policy of
// escalation may add to them.
func (s Step) Skills(skills ...string) Step {
	if s.kind != handoffStep {
		s.fault = "has Skills, which only HandOff has"
	}
	s.skills = slices.Clone(skills)
	return s
}

// As returns the step with an ID of its own.
func (s Step) As(id string) Step { s.ID = id; return s }
