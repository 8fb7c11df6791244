package ticket

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"
)

// readExported reads a line of an export: the new ticket that its events lead to. Where
// it fails, the ticket has the id of the line, if it has one.
func (d *Desk) readExported(line []byte) (c Change, err error) {
	var x exported
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields() // what is not known would be lost
	err = decoder.Decode(&x)
	if usable("id", x.ID) == nil {
		c.Ticket.ID = x.ID
	}
	if _, more := decoder.Token(); err != nil || !errors.Is(more, io.EOF) {
		return c, fault("is no ticket in JSON, or one with unknown keys", "line")
	}
	if hasNUL(line) {
		return c, fault("has a NUL byte", "line")
	}
	if x.Format != exportFormat {
		return c, fault("is not "+exportFormat, "format")
	}
	if x.ID == "" || c.Ticket.ID == "" {
		return c, fault("is empty, or cannot be used", "id")
	}
	if len(x.Events) == 0 || len(x.Events) > MaxHistory {
		return c, fault("are none, or too many", "events")
	}
	t, words, err := foldAll(x.ID, x.Events, d.now().Add(importSkew))
	if err != nil {
		return c, err
	}
	state := d.book.Load().rules.Workflow.state(t.State)
	if state == nil || state.Kind != t.Kind {
		return c, fault("end in a state that the life cycle does not have", "events")
	}
	for _, w := range x.Words {
		if w == "" || usable("id", w) != nil {
			return c, fault("cannot be used", "words")
		}
	}
	if len(x.Words) > maxImportWords {
		return c, fault("are too many", "words")
	}
	if !t.Kind.Final() {
		t.Due = d.now() // a sweep works out its clocks
	} else if err := d.asEnded(&t, x.Events); err != nil {
		return c, err
	}
	return Change{Ticket: t, Events: x.Events, Words: append(words, x.Words...)}, nil
}

// asEnded works out the clocks of a ticket that has ended as they stood at its last event,
// by the policy that it had then, where the rules have one of that name.
func (d *Desk) asEnded(t *Ticket, events []Event) error {
	var policy *Policy
	rules := &d.book.Load().rules
	if at := slices.IndexFunc(rules.Policies, func(p Policy) bool { return p.Name == t.Policy }); at >= 0 {
		policy = &rules.Policies[at]
	}
	var r Report
	if err := contained(func() error { r = Evaluate(events, policy, d.opts.Hours, t.Updated); return nil }); err != nil {
		return err
	}
	t.Clocks = r.kept()
	t.Deadline = deadline(t.Clocks)
	return nil
}

// maxImportWords is how many words merged tickets can have added.
const maxImportWords = 64 * MaxWords

// importSkew is how far the clock of the desk that exported may be ahead of this one.
const importSkew = 5 * time.Minute

// foldAll checks events, none of them after latest, and returns the ticket that they lead
// to, and its words.
func foldAll(id string, events []Event, latest time.Time) (t Ticket, words []string, err error) {
	seen := make(map[string]bool, len(events))
	for i := range events {
		e := &events[i]
		at := func(field, reason string) error { return fault(reason, "events[%d].%s", i, field) }
		e.Seq = 0
		switch {
		case e.Ticket != id:
			return Ticket{}, nil, at("ticket", "is another one")
		case e.ID == "" || usable("id", e.ID) != nil:
			return Ticket{}, nil, at("id", "is empty, or cannot be used")
		case seen[e.ID]:
			return Ticket{}, nil, at("id", "is there twice")
		case e.N != int64(i)+1:
			return Ticket{}, nil, at("n", "is not "+strconv.Itoa(i+1))
		case !e.keepTimes() || e.At.IsZero():
			return Ticket{}, nil, at("at", "or another time is missing, or cannot be meant")
		case e.At.Before(t.Updated):
			return Ticket{}, nil, at("at", "is before the event that it follows")
		case e.At.After(latest):
			return Ticket{}, nil, at("at", "is later than now")
		case e.Opened != nil && e.Opened.Created.After(e.At):
			return Ticket{}, nil, at("opened.created", "is later than the opening")
		case e.Type == EventMoved && e.Old != t.State:
			return Ticket{}, nil, at("old", "is not the state that the ticket was in")
		case e.Type == EventMoved && t.Kind.Final():
			return Ticket{}, nil, at("old", "is final: nothing leads on from there")
		case e.Type == EventMoved && e.Kind == KindNew && t.Kind != KindNew:
			return Ticket{}, nil, at("new", "goes back to new")
		}
		seen[e.ID] = true
		if err := e.check(); err != nil {
			var f *FieldError
			if errors.As(err, &f) {
				return Ticket{}, nil, at(f.Field, f.Reason)
			}
			return Ticket{}, nil, err
		}
		if err := t.fold(e); err != nil {
			return Ticket{}, nil, at("type", "does not go on with what was before")
		}
		words = append(words, e.words()...)
	}
	if t.Comments < 0 {
		return Ticket{}, nil, fault("take away more comments than there are", "events")
	}
	slices.Sort(words)
	return t, slices.Compact(words), nil
}

// check returns what no desk can have written.
func (e *Event) check() error {
	for _, f := range []struct{ field, value string }{
		{"cause", e.Cause},
		{"rule", e.Rule},
		{"reason", e.Reason},
		{"field", e.Field},
		{"old", e.Old},
		{"new", e.New},
		{"actor", string(e.Actor.Role)},
		{"actor", e.Actor.ID},
		{"actor", e.Actor.Name},
	} {
		if err := usable("", f.value); err != nil {
			return fault("cannot be used", "%s", f.field)
		}
	}
	if !e.whole() {
		return fault("lacks what it has to have", "type")
	}
	switch e.Type {
	case EventOpened:
		return e.checkOpened()
	case EventMoved:
		if e.New == "" || !slices.Contains(Kinds(), e.Kind) {
			return fault("is no state", "new")
		}
	case EventChanged:
		return usable(e.Field, e.New)
	case EventTagged, EventWatched, EventStarted, EventTimer:
		if e.New == "" || usable("to", e.New) != nil {
			return fault("is empty, or cannot be used", "new")
		}
	case EventCommented:
		return e.Comment.check()
	case EventLinked, EventUnlinked, EventSplit:
		if e.Link.Kind.Counterpart() == "" || e.Link.Ticket == "" || usable("id", e.Link.Ticket) != nil || e.Link.Ticket == e.Ticket {
			return fault("is of no kind that there is, or leads nowhere", "link")
		}
	}
	return e.checkParts()
}

// checkOpened checks the draft of which the ticket was made.
func (e *Event) checkOpened() error {
	d := *e.Opened
	if err := d.check(); err != nil {
		return fault("cannot be used", "opened")
	}
	if d.ID != "" && d.ID != e.Ticket || e.New == "" || !slices.Contains(Kinds(), e.Kind) {
		return fault("is of another ticket, or in no state", "opened")
	}
	for _, l := range d.Links {
		if l.Kind.Counterpart() == "" {
			return fault("cannot be used", "opened.links")
		}
	}
	return nil
}

// keepTimes puts all times of an event into the form in which they are kept, and says
// whether they can be meant.
func (e *Event) keepTimes() bool {
	times := []*time.Time{&e.At, &e.Until}
	comments := []*Comment{e.Comment}
	if d := e.Opened; d != nil {
		times = append(times, &d.Created)
		for i := range d.Comments {
			comments = append(comments, &d.Comments[i])
		}
	}
	for _, c := range comments {
		if c != nil {
			times = append(times, &c.At)
		}
	}
	for i := range e.Steps {
		s := &e.Steps[i]
		times = append(times, &s.Started, &s.Due, &s.Done, &s.Since)
	}
	if e.Verdict != nil {
		times = append(times, &e.Verdict.At)
	}
	if e.Absorbed != nil {
		times = append(times, &e.Absorbed.Waiting)
	}
	if e.Notice != nil {
		times = append(times, &e.Notice.At)
		if e.Notice.Comment != nil {
			times = append(times, &e.Notice.Comment.At)
		}
	}
	for _, at := range times {
		*at = keepZero(*at)
		if !at.IsZero() && (at.UnixMicro() <= 0 || at.Year() > 9999) {
			return false
		}
	}
	return true
}

// hasNUL says whether a text in JSON has a NUL byte, which databases refuse.
func hasNUL(line []byte) bool {
	for from := 0; ; {
		at := bytes.Index(line[from:], []byte(`\u0000`))
		if at < 0 {
			return false
		}
		at += from
		slashes := 0
		for at-slashes > 0 && line[at-slashes-1] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return true
		}
		from = at + 1
	}
}

// checkParts checks what events carry beside their own fields.
func (e *Event) checkParts() error {
	if len(e.Steps) > MaxList || len(e.Moved) > MaxList {
		return fault("are too many", "steps")
	}
	for _, s := range e.Steps {
		if s.Name == "" || usable("id", s.Name) != nil || usable("id", s.By) != nil || usable("id", s.Hours) != nil {
			return fault("cannot be used", "steps")
		}
		for name, value := range s.Results {
			if usable("id", name) != nil || usable("", value) != nil {
				return fault("cannot be used", "steps")
			}
		}
	}
	if v := e.Verdict; v != nil && (v.Score < 0 || v.Score > 5 || usable("", v.Text) != nil) {
		return fault("cannot be used", "verdict")
	}
	if m := e.Mark; m != nil && (m.Clock == "" || usable("id", m.Clock) != nil) {
		return fault("cannot be used", "mark")
	}
	if a := e.Absorbed; a != nil {
		for _, list := range [][]string{{a.Ticket}, a.Watchers, a.Tags} {
			for _, s := range list {
				if s == "" || len(list) > MaxList || usable("id", s) != nil {
					return fault("cannot be used", "absorbed")
				}
			}
		}
		for _, l := range a.Links {
			if l.Kind.Counterpart() == "" || usable("id", l.Ticket) != nil {
				return fault("cannot be used", "absorbed")
			}
		}
		if a.Ticket == e.Ticket || a.Comments < 0 {
			return fault("cannot be used", "absorbed")
		}
	}
	return nil
}
