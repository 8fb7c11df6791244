package ticket

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fold returns the ticket that events lead to: all of one ticket, from the first on.
// Clocks, Deadline and Due, Number, Serial and Version are not part of it, and empty. It fails on the
// error of the iterator, and on events that no desk can have written.
func Fold(events iter.Seq2[Event, error]) (Ticket, error) {
	var t Ticket
	for e, err := range events {
		if err != nil {
			return Ticket{}, err
		}
		if err := t.fold(&e); err != nil {
			return Ticket{}, err
		}
	}
	if t.ID == "" {
		return Ticket{}, ErrNotFound
	}
	return t, nil
}

// fold changes the ticket by an event.
func (t *Ticket) fold(e *Event) error {
	if (t.ID == "") != (e.Type == EventOpened) || t.ID != "" && e.Ticket != t.ID {
		return &FieldError{Field: "events", Reason: fmt.Sprintf("do not go on with %q of ticket %q", e.ID, e.Ticket)}
	}
	if !e.whole() {
		return &FieldError{Field: "events", Reason: "lack what a " + strconv.Quote(string(e.Type)) + " one has"}
	}
	switch e.Type {
	case EventOpened:
		t.opened(e)
	case EventMoved:
		t.moved(e)
	case EventChanged:
		if err := t.changed(e); err != nil {
			return err
		}
	case EventTagged:
		t.Tags = with(t.Tags, e.New)
	case EventUntagged:
		t.Tags = without(t.Tags, e.Old)
	case EventWatched:
		t.Watchers = with(t.Watchers, e.New)
	case EventUnwatched:
		t.Watchers = without(t.Watchers, e.Old)
	case EventCommented:
		t.commented(e)
	case EventLinked:
		t.link(*e.Link)
	case EventUnlinked:
		t.Links = slices.DeleteFunc(slices.Clone(t.Links), func(l Link) bool { return l == *e.Link })
	case EventAbsorbed:
		t.absorbed(e.Absorbed)
	case EventSplit:
		t.Comments -= len(e.Moved)
		t.link(*e.Link)
	case EventSnoozed:
		t.Wake = e.Until
	case EventWoken:
		t.Wake = time.Time{}
	case EventStarted:
		t.Template, t.Steps = e.New, slices.Clone(e.Steps)
	case EventStep:
		t.step(e.Steps)
	case EventVerdict:
		v := *e.Verdict
		t.Verdict = &v
		if !v.Accepted && e.Actor.Role == Customer {
			t.spoken(Customer, e.At)
		}
	case EventWarned, EventBreached:
		t.Fired = with(t.Fired, e.Mark.Key())
	case EventEscalated:
		if e.Mark != nil {
			t.Fired = with(t.Fired, "ladder/"+e.Mark.Key())
		}
	case EventTimer, EventNotified, EventFailed:
		// They are in the history for people, and for whoever must not do it twice.
	default:
		return &FieldError{Field: "events", Reason: "have the type " + strconv.Quote(string(e.Type))}
	}
	t.Updated = e.At
	t.Events++
	return nil
}

// whole says whether an event has what its type makes necessary.
func (e *Event) whole() bool {
	switch e.Type {
	case EventOpened:
		return e.Ticket != "" && e.Opened != nil
	case EventCommented:
		return e.Comment != nil
	case EventLinked, EventUnlinked, EventSplit:
		return e.Link != nil
	case EventAbsorbed:
		return e.Absorbed != nil
	case EventVerdict:
		return e.Verdict != nil
	case EventWarned, EventBreached:
		return e.Mark != nil
	}
	return true
}

func (t *Ticket) opened(e *Event) {
	d := e.Opened
	*t = Ticket{
		ID: e.Ticket, Type: d.Type, Subject: d.Subject, Category: d.Category, Priority: d.Priority, Owner: d.Owner, Group: d.Group,
		State: e.New, Kind: e.Kind, Entered: e.At, Reason: e.Reason,
		Customer: d.Customer, Conversation: d.Conversation, Channel: d.Channel, Locale: d.Locale, Source: d.Source,
		Summary: d.Summary, Tags: sorted(d.Tags), Watchers: sorted(d.Watchers),
		Created: e.At, Comments: len(d.Comments),
	}
	if !d.Created.IsZero() {
		t.Created = d.Created
	}
	if len(d.Fields) > 0 {
		t.Fields = make(map[string]string, len(d.Fields))
		for name, value := range d.Fields {
			t.Fields[name] = value
		}
	}
	for _, l := range d.Links {
		t.link(l)
	}
	if !e.Actor.Role.Staff() {
		t.Waiting, t.Heard = t.Created, t.Created
	}
	for i := range d.Comments {
		c := &d.Comments[i]
		for _, id := range c.Mentions {
			t.Watchers = with(t.Watchers, id)
		}
		if c.Author == nil || c.Internal || !e.Actor.Role.Staff() { // the customer waits, whoever spoke before: see [Evaluate]
			continue
		}
		at := c.At
		if at.IsZero() {
			at = e.At
		}
		t.spoken(c.Author.Role, at)
	}
}

func (t *Ticket) moved(e *Event) {
	from := t.Kind
	t.State, t.Kind, t.Entered, t.Reason = e.New, e.Kind, e.At, e.Reason
	switch {
	case e.Kind == KindResolved:
		t.Resolved = e.At
		if from != KindResolved {
			t.Verdict = nil // it was about another solution
		}
	case e.Kind.Final():
		t.Closed = e.At
	default:
		t.Resolved = time.Time{}
		if from == KindResolved {
			t.Reopened++
			if t.Verdict != nil && t.Verdict.Accepted {
				t.Verdict = nil
			}
		}
	}
	if !e.Kind.Active() {
		t.Waiting, t.Wake = time.Time{}, time.Time{}
	}
}

// changed folds the change of a field.
func (t *Ticket) changed(e *Event) error {
	if name, ok := strings.CutPrefix(e.Field, "fields."); ok {
		if e.New == "" {
			delete(t.Fields, name)
			return nil
		}
		if t.Fields == nil {
			t.Fields = map[string]string{}
		}
		t.Fields[name] = e.New
		return nil
	}
	if e.Field == "priority" {
		p, err := strconv.Atoi(e.New)
		if err != nil {
			return &FieldError{Field: "events", Reason: "have a priority that is no number"}
		}
		t.Priority = p
		return nil
	}
	at := t.text(e.Field)
	if at == nil {
		return &FieldError{Field: "events", Reason: "change the field " + strconv.Quote(e.Field)}
	}
	*at = e.New
	return nil
}

// text returns a field that is text; nil if it is none.
func (t *Ticket) text(field string) *string {
	switch field {
	case "type":
		return &t.Type
	case "subject":
		return &t.Subject
	case "category":
		return &t.Category
	case "owner":
		return &t.Owner
	case "group":
		return &t.Group
	case "customer":
		return &t.Customer
	case "conversation":
		return &t.Conversation
	case "summary":
		return &t.Summary
	case "policy":
		return &t.Policy
	}
	return nil
}

// commented folds a comment: who waits for whom follows from it.
func (t *Ticket) commented(e *Event) {
	t.Comments++
	for _, id := range e.Comment.Mentions {
		t.Watchers = with(t.Watchers, id)
	}
	if e.Comment.Internal || e.Comment.Origin != "" {
		return
	}
	t.spoken(e.Actor.Role, e.At)
}

// spoken folds that somebody said something in public.
func (t *Ticket) spoken(by Role, at time.Time) {
	switch {
	case by == Customer:
		t.Heard = at
		if t.Waiting.IsZero() && t.Kind.Active() {
			t.Waiting = at
		}
	case by.Staff():
		t.LastReply, t.Waiting = at, time.Time{}
		if t.Replied.IsZero() {
			t.Replied = at
		}
	}
}

func (t *Ticket) absorbed(a *Absorbed) {
	t.link(Link{MergedFrom, a.Ticket})
	for _, l := range a.Links {
		if l.Ticket != t.ID {
			t.link(l)
		}
	}
	for _, tag := range a.Tags {
		t.Tags = with(t.Tags, tag)
	}
	for _, id := range a.Watchers {
		t.Watchers = with(t.Watchers, id)
	}
	t.Comments += a.Comments
	if t.Kind.Active() && !a.Waiting.IsZero() && (t.Waiting.IsZero() || a.Waiting.Before(t.Waiting)) {
		t.Waiting = a.Waiting
	}
}

// link adds a link that is not there yet.
func (t *Ticket) link(l Link) {
	if !slices.Contains(t.Links, l) {
		t.Links = append(slices.Clip(t.Links), l)
		slices.SortFunc(t.Links, func(a, b Link) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Ticket, b.Ticket))
		})
	}
}

// step replaces steps by what became of them.
func (t *Ticket) step(steps []Step) {
	t.Steps = slices.Clone(t.Steps)
	for _, s := range steps {
		for i := range t.Steps {
			if t.Steps[i].Name == s.Name {
				t.Steps[i] = s
			}
		}
	}
}

// with returns a sorted list with one more; without one with one less. The list itself
// is left as it was.
func with(list []string, s string) []string {
	at, ok := slices.BinarySearch(list, s)
	if ok || s == "" {
		return list
	}
	return slices.Insert(slices.Clone(list), at, s)
}

func without(list []string, s string) []string {
	at, ok := slices.BinarySearch(list, s)
	if !ok {
		return list
	}
	return slices.Delete(slices.Clone(list), at, at+1)
}

// trimmed is sorted, for a list that somebody typed.
func trimmed(list []string) []string {
	list = slices.Clone(list)
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return sorted(list)
}

// sorted returns a list in order, each entry once, and none that is empty.
func sorted(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	slices.Sort(list)
	list = slices.Compact(list)
	if list[0] == "" {
		list = list[1:]
	}
	if len(list) == 0 {
		return nil
	}
	return list
}
