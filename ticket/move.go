package ticket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// move moves the ticket to a state, as somebody wants it: as far as the life cycle and
// the guards allow. Moving to where it is changes nothing.
func (w *work) move(by doer, to string) error {
	flow := &w.book.rules.Workflow
	allowed := w.place().To
	if to == w.t.State {
		return nil
	}
	if !slices.Contains(allowed, to) {
		return &MoveError{Ticket: w.t.ID, From: w.t.State, To: to, Allowed: slices.Clone(allowed)}
	}
	state := flow.state(to)
	if missing := w.missing(by, state); len(missing) > 0 {
		return &MissingError{Ticket: w.t.ID, Fields: missing}
	}
	for _, name := range state.Guards {
		if err := w.guard(name, to); err != nil {
			return err
		}
	}
	return w.moveTo(by, to)
}

// place is the state in which the ticket is. Where the rules have it no more, it is the
// first one of its kind, or the first open one.
func (w *work) place() *State {
	flow := &w.book.rules.Workflow
	return cmp.Or(flow.state(w.t.State), flow.first(w.t.Kind), flow.first(KindOpen))
}

// moveTo moves the ticket, whatever the life cycle says of who may; to nowhere, it stays.
// What follows from a reply does not fail for a field that is missing.
func (w *work) moveTo(by doer, to string) error {
	state := w.book.rules.Workflow.state(to)
	if to == w.t.State || state == nil {
		return nil
	}
	e := by.event(EventMoved)
	e.Old, e.New, e.Kind = w.t.State, to, state.Kind
	return w.add(e)
}

// missing returns what a state requires and the ticket does not have.
func (w *work) missing(by doer, state *State) (fields []string) {
	for _, name := range state.Require {
		value := w.t.Fields[strings.TrimPrefix(name, "fields.")]
		if name == "reason" {
			value = by.reason
		} else if at := w.t.text(name); at != nil {
			value = *at
		}
		if strings.TrimSpace(value) == "" {
			fields = append(fields, name)
		}
	}
	return fields
}

// guard asks a guard for its consent.
func (w *work) guard(name, to string) error {
	switch name {
	case "children":
		return w.guardChildren(to)
	case "steps":
		return w.guardSteps()
	}
	ctx, done := context.WithTimeout(w.ctx, w.desk.opts.HookTimeout)
	defer done()
	err := contained(func() error { return w.desk.opts.Guards[name](ctx, w.t.Clone(), to) })
	if err == nil {
		return nil
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("ticket: guard %q: %w", name, err)
	}
	return &MoveError{
		Ticket: w.t.ID, From: w.t.State, To: to, Reason: name + ": " + err.Error(),
		Allowed: slices.DeleteFunc(slices.Clone(w.place().To), func(s string) bool { return s == to }),
	}
}

// guardChildren refuses while a part of the ticket is active.
func (w *work) guardChildren(to string) error {
	var active []string
	for _, id := range w.t.Linked(Child) {
		child, err := w.peek(id)
		if errors.Is(err, ErrNotFound) {
			continue // pruned
		}
		if err != nil {
			return err
		}
		if child.Kind.Active() {
			active = append(active, w.desk.opts.Numbering.Number(child.Serial))
		}
	}
	if len(active) == 0 {
		return nil
	}
	return &MoveError{
		Ticket: w.t.ID, From: w.t.State, To: to, Reason: "parts are not resolved: " + strings.Join(active, ", "),
		Allowed: slices.DeleteFunc(slices.Clone(w.place().To), func(s string) bool { return s == to }),
	}
}

// guardSteps refuses while a required step is open.
func (w *work) guardSteps() error {
	var open []string
	for _, s := range w.t.Steps {
		if s.Done.IsZero() && !s.Skipped && !w.book.optional(w.t.Template, s.Name) {
			open = append(open, s.Name)
		}
	}
	if len(open) > 0 {
		return &MissingError{Ticket: w.t.ID, Steps: open}
	}
	return nil
}

// contained calls a function of the host. A panic is an error.
func contained(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errPanic, p)
		}
	}()
	return f()
}

var errPanic = errors.New("ticket: a function of the host panicked")
