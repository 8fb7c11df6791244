package ticket

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// Merge makes one ticket of two: from ends, and everything that comes for it goes into
// the other from then on. Into gets its watchers, tags and links (but for those that
// would make a circle), its owner, group, customer, conversation, procedure and each
// custom field where it has none itself, and shows its comments among its own
// ([Desk.Comments]); each keeps its history. Of a procedure the steps go on as they stand,
// with their deadlines.
// A customer who waits has it looked at again, as his words would. Its priority, and when
// its resolution was promised, stay its own: merge into the older and more urgent one.
//
// Tickets of two known customers are a [*CustomersError], unless [Command.AcrossCustomers]
// says that it is meant: into stays its customer's, who alone is answered from then on, and
// the other one reads nothing of it.
//
// Merging twice changes nothing. It is one commit: of two merges in opposite directions at
// once, one is refused with [ErrFinal]. Of the command, the Version is that of from, and
// Actions are not read.
// Returned is the ticket that lives on.
func (d *Desk) Merge(ctx context.Context, from, into string, c Command) (Ticket, error) {
	if from == into {
		return Ticket{}, fault("is the ticket itself", "into")
	}
	if err := c.check(); err != nil {
		return Ticket{}, err
	}
	var after Ticket
	err := d.again(ctx, func() error {
		a := d.attempt(ctx, c.ID, c.Cause, c.Reason)
		src, err := a.load(from)
		if err != nil {
			return err
		}
		if src.t.Into() == into {
			after, err = d.survivor(ctx, into)
			return err
		}
		dst, err := a.load(into)
		if err != nil {
			return err
		}
		switch {
		case c.Version != 0 && c.Version != src.t.Version:
			return &VersionError{Ticket: from, Have: src.t.Version, Want: c.Version}
		case dst.has(c.ID):
			return fault("is that of another command", "id")
		}
		for _, w := range []*work{src, dst} {
			if w.t.Kind.Final() {
				return ErrFinal
			}
			if err := d.authorize(ctx, c.Actor, RightMerge, w.t); err != nil {
				return err
			}
		}
		if !c.AcrossCustomers && src.t.Customer != "" && dst.t.Customer != "" && src.t.Customer != dst.t.Customer {
			return &CustomersError{From: from, Into: into}
		}
		if err := dst.absorb(doer{actor: c.Actor, reason: c.Reason, cause: c.Cause}, src); err != nil {
			return err
		}
		if err := a.commit(); err != nil {
			return err
		}
		after = *dst.t
		return nil
	})
	return after, err
}

// survivor returns the ticket that lives on of those that one was merged into.
func (d *Desk) survivor(ctx context.Context, id string) (Ticket, error) {
	for {
		t, err := d.Load(ctx, id)
		if err != nil || t.Into() == "" {
			return t, err
		}
		id = t.Into()
	}
}

// absorb merges src into the ticket.
func (w *work) absorb(by doer, src *work) error {
	moving, others, err := w.takeOver(src)
	if err != nil {
		return err
	}
	if !src.t.Waiting.IsZero() {
		if err := w.heard(by); err != nil {
			return err
		}
	}
	e := by.event(EventAbsorbed)
	e.Absorbed = &Absorbed{
		Ticket: src.t.ID, Number: src.t.Number, Watchers: src.t.Watchers, Links: moving, Tags: src.t.Tags, Comments: src.t.Comments, Waiting: src.t.Waiting,
	}
	if err := w.add(e); err != nil {
		return err
	}
	if err := w.bounded(); err != nil {
		return err
	}
	for _, l := range src.t.Links { // its counterpart, wherever that is, follows
		other := others[l.Ticket]
		old, now := Link{l.Kind.Counterpart(), src.t.ID}, Link{l.Kind.Counterpart(), w.t.ID}
		if l.Kind.stays() || other == nil || !slices.Contains(other.t.Links, old) {
			continue
		}
		e := by.event(EventUnlinked)
		e.Link = &old
		if err := other.add(e); err != nil {
			return err
		}
		if !slices.Contains(moving, l) || slices.Contains(other.t.Links, now) {
			continue
		}
		e = by.event(EventLinked)
		e.Link = &now
		if err := other.add(e); err != nil {
			return err
		}
	}
	for i := range src.history {
		w.words = append(w.words, src.history[i].words()...)
	}
	earlier, err := w.desk.absorbedWords(w.ctx, src.history)
	if err != nil {
		return err
	}
	w.words = append(w.words, earlier...)
	for _, field := range []string{"owner", "group", "customer", "conversation"} {
		if *w.t.text(field) == "" {
			if err := w.change(by, field, *src.t.text(field)); err != nil {
				return err
			}
		}
	}
	if err := w.inherit(by, src); err != nil {
		return err
	}
	e = by.event(EventLinked)
	e.Link = &Link{MergedInto, w.t.ID}
	if err := src.add(e); err != nil {
		return err
	}
	if by.reason == "" {
		by.reason = "merged"
	}
	return src.moveTo(by, w.book.rules.Workflow.first(KindMerged).Name)
}

// inherit gives the ticket the custom fields of src that it has not, and the procedure if
// it follows none.
func (w *work) inherit(by doer, src *work) error {
	for _, name := range slices.Sorted(maps.Keys(src.t.Fields)) {
		if w.t.Fields[name] != "" {
			continue
		}
		e := by.event(EventChanged)
		e.Field, e.New = "fields."+name, src.t.Fields[name]
		if err := w.add(e); err != nil {
			return err
		}
	}
	if w.t.Template != "" || src.t.Template == "" {
		return nil
	}
	e := by.event(EventStarted)
	e.New, e.Steps = src.t.Template, slices.Clone(src.t.Steps)
	for i := range e.Steps {
		s := &e.Steps[i]
		s.Results = maps.Clone(s.Results)
		if s.over() { // its clock was that of src
			s.Limit, s.Since = 0, time.Time{}
		}
	}
	return w.add(e)
}

// stays says whether a link stays with a ticket that is merged: it tells where something
// came from.
func (k LinkKind) stays() bool { return k == MergedFrom || k == SplitFrom || k == SplitInto }

// takeOver returns which links of src the ticket gets, and the tickets, itself among
// them, at the other ends of all that do not stay with src.
func (w *work) takeOver(src *work) (moving []Link, others map[string]*work, err error) {
	others = map[string]*work{}
	for _, l := range src.t.Links {
		if l.Kind.stays() {
			continue
		}
		other, err := w.load(l.Ticket)
		if errors.Is(err, ErrNotFound) {
			continue // pruned
		}
		if err != nil {
			return nil, nil, err
		}
		others[l.Ticket] = other
		if other == w {
			continue
		}
		circle, err := w.circle(l.Kind, l.Ticket)
		if err != nil {
			return nil, nil, err
		}
		if !circle {
			moving = append(moving, l)
		}
	}
	return moving, others, nil
}

// words are what an event makes its ticket be found by.
func (e *Event) words() (words []string) {
	switch {
	case e.Type == EventOpened:
		words = Words(e.Opened.Subject)
		for _, c := range e.Opened.Comments {
			words = append(words, Words(c.Text)...)
		}
	case e.Type == EventCommented:
		words = Words(e.Comment.Text)
	case e.Type == EventVerdict:
		words = Words(e.Verdict.Text)
	case e.Type == EventChanged && e.Field == "subject":
		words = Words(e.New)
	}
	return words
}
