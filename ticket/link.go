package ticket

import (
	"errors"
	"slices"
)

// linkTo makes or ends a link, on both tickets, of which the other one changes, too: who
// does it needs the right for both, if he is no rule. A link to a merged ticket is one to
// the ticket that it was merged into.
func (w *work) linkTo(by doer, l *Link, what EventType) error {
	if l == nil || l.Kind.Counterpart() == "" || l.Kind == MergedInto || l.Kind == MergedFrom || l.Kind == SplitFrom || l.Kind == SplitInto {
		return fault("is of no kind that can be made", "link")
	}
	if slices.Contains(w.t.Links, *l) == (what == EventLinked) {
		return nil
	}
	other, err := w.load(l.Ticket)
	for err == nil && other.t.Kind == KindMerged && what == EventLinked {
		other, err = w.load(other.t.Into())
	}
	if err == nil || what == EventLinked && errors.Is(err, ErrNotFound) { // of which ids there are, too, he learns nothing
		there := &Ticket{ID: l.Ticket}
		if err == nil {
			there = other.t
		}
		if err := w.mayLink(by, what, there); err != nil {
			return err
		}
	}
	switch {
	case errors.Is(err, ErrNotFound) && what == EventUnlinked: // pruned: there is nothing to tell it
		e := by.event(what)
		e.Link = &Link{l.Kind, l.Ticket}
		return w.add(e)
	case errors.Is(err, ErrNotFound):
		return fault("leads to no ticket", "link")
	case err != nil:
		return err
	case what == EventUnlinked:
		return w.connect(by, other, l.Kind, what)
	case other == w:
		return fault("leads to the ticket itself", "link")
	case slices.Contains(w.t.Links, Link{l.Kind, other.t.ID}):
		return nil
	case len(w.t.Links) >= MaxList || len(other.t.Links) >= MaxList:
		return fault("is one of too many", "link")
	}
	circle, err := w.circle(l.Kind, other.t.ID)
	if err != nil {
		return err
	}
	if circle {
		return fault("makes a circle, or a chain that is too long", "link")
	}
	return w.connect(by, other, l.Kind, what)
}

// mayLink asks whether somebody may link the other ticket, or end that.
func (w *work) mayLink(by doer, what EventType, other *Ticket) error {
	if by.rule != "" || other.ID == w.t.ID { // a rule, a macro among them, or asked before
		return nil
	}
	right := Right(DoLink)
	if what == EventUnlinked {
		right = Right(DoUnlink)
	}
	return w.desk.authorize(w.ctx, by.actor, right, other)
}

// connect writes a link down on both tickets.
func (w *work) connect(by doer, other *work, kind LinkKind, what EventType) error {
	e := by.event(what)
	e.Link = &Link{kind, other.t.ID}
	if err := w.add(e); err != nil {
		return err
	}
	e.Link = &Link{kind.Counterpart(), w.t.ID}
	return other.add(e)
}

// circleReach is how far up a chain of links is looked for a circle.
const circleReach = 32

// circle says whether a link would make a ticket part of itself, or block itself; what
// goes on beyond circleReach counts as one. Links of three tickets that are made at once
// never close a circle; of more they can, since no commit is about all of them.
func (w *work) circle(kind LinkKind, to string) (bool, error) {
	if kind != Parent && kind != Child && kind != Blocks && kind != BlockedBy {
		return false, nil
	}
	seen := map[string]bool{}
	next := []string{to}
	for range circleReach {
		var beyond []string
		for _, id := range next {
			if id == w.t.ID {
				return true, nil
			}
			if seen[id] {
				continue
			}
			seen[id] = true
			t, err := w.peek(id)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return false, err
			}
			beyond = append(beyond, t.Linked(kind)...)
		}
		if next = beyond; len(next) == 0 {
			return false, nil
		}
	}
	return true, nil
}
