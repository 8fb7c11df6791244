package ticket

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// Do carries out a command on a ticket, all of it or nothing, with what follows from it
// by the rules, and returns the ticket as it is then. A command whose ID the ticket has
// already changes nothing.
//
// A comment to a merged ticket goes to the one that it was merged into, and a public
// comment to a ticket that has ended, or was resolved too long ago to be opened again,
// to a linked follow-up, which is opened for it: the ticket that is returned is the one
// that took it. Other actions on ended tickets are [ErrFinal].
//
// Returned is the whole ticket, as a host needs it, and that may be another customer's;
// [View.Do] returns what somebody may see.
func (d *Desk) Do(ctx context.Context, id string, c Command) (Ticket, error) {
	if err := d.usable(&c); err != nil {
		return Ticket{}, err
	}
	var after Ticket
	err := d.again(ctx, func() error {
		a := d.attempt(ctx, c.ID, c.Cause, c.Reason)
		w, done, err := a.command(id, &c)
		if err != nil {
			return err
		}
		if !done {
			if err := a.commit(); err != nil {
				return err
			}
		}
		after = *w.t
		return nil
	})
	return after, err
}

// usable says whether a command can be carried out, and gives it an id.
func (d *Desk) usable(c *Command) error {
	if len(c.Actions) == 0 || len(c.Actions) > maxActions {
		return fault("are none, or too many", "actions")
	}
	if c.ID == "" {
		c.ID = d.opts.NewID()
	}
	return c.check()
}

// command has happen what a command says, on the ticket that takes it; done says that it
// was taken before.
func (a *attempt) command(id string, c *Command) (w *work, done bool, err error) {
	w, done, err = a.receiver(id, c)
	if err != nil || done {
		return w, done, err
	}
	named := a.works[0].t
	if c.Version != 0 && c.Version != named.Version {
		return nil, false, &VersionError{Ticket: id, Have: named.Version, Want: c.Version}
	}
	asked := w.t
	if c.Actor.Role == Customer { // he speaks to the ticket that he knows, wherever that has gone
		asked = named
	}
	if err := a.desk.permits(a.ctx, c.Actor, c.Actions, asked); err != nil {
		return nil, false, err
	}
	// Who thanks and accepts in one command, means what was resolved, not what his words
	// open again.
	actions := c.Actions
	if !slices.ContainsFunc(actions, func(a Action) bool { return a.Do != DoVerdict && a.Do != DoComment }) {
		actions = slices.SortedStableFunc(slices.Values(actions), func(a, b Action) int { return -cmp.Compare(a.Do, b.Do) })
	}
	return w, false, w.all(doer{actor: c.Actor, cause: c.Cause, reason: c.Reason}, actions)
}

// receiver finds the ticket that takes a command that is meant for one, and says whether
// it has taken it already.
func (a *attempt) receiver(id string, c *Command) (w *work, done bool, err error) {
	says, public := speaks(c.Actions)
	if w, err = a.took(id, c.ID, says); w != nil || err != nil {
		return w, true, err
	}
	var last *work
	seen := map[string]bool{}
	for next := []string{id}; len(next) > 0; {
		at := next[0]
		if next = next[1:]; seen[at] {
			continue
		}
		seen[at] = true
		w, err := a.load(at)
		if errors.Is(err, ErrNotFound) && last != nil {
			continue // pruned
		}
		if err != nil {
			return nil, false, err
		}
		switch {
		case w.t.Kind == KindMerged && says:
			next = append(next, w.t.Into())
		case w.t.Kind == KindMerged:
			return nil, false, ErrFinal
		case public && w.goesOn():
			later := w.t.Linked(FollowUp)
			slices.Reverse(later)
			next = append(later, next...)
		default:
			return w, false, nil
		}
		last = w
	}
	if !public {
		return nil, false, ErrFinal
	}
	w, err = last.followUp(c)
	return w, false, err
}

// took returns the ticket that has a command, of all to which one ever led if words go on
// from it; nil if none has.
func (a *attempt) took(id, command string, says bool) (*work, error) {
	seen := map[string]bool{}
	for next := []string{id}; len(next) > 0; next = next[1:] {
		if seen[next[0]] {
			continue
		}
		w, err := a.load(next[0])
		if errors.Is(err, ErrNotFound) && len(seen) > 0 {
			continue // pruned
		}
		if err != nil {
			return nil, err
		}
		seen[next[0]] = true
		if w.has(command) {
			return w, nil
		}
		if !says {
			return nil, nil
		}
		links := slices.Clone(w.t.Links)
		for i := range w.history {
			if l := w.history[i].Link; l != nil {
				links = append(links, *l)
			}
		}
		for _, l := range links {
			if l.Kind == MergedInto || l.Kind == FollowUp {
				next = append(next, l.Ticket)
			}
		}
	}
	return nil, nil
}

// speaks says whether there is a comment among actions, and whether one is public.
func speaks(actions []Action) (says, public bool) {
	for _, a := range actions {
		if a.Do == DoComment && a.Comment != nil {
			says, public = true, public || !a.Comment.Internal
		}
	}
	return says, public
}

// goesOn says whether words that come now go to a follow-up.
func (w *work) goesOn() bool {
	return w.t.Kind.Final() || w.overdue()
}

// overdue says whether the ticket was resolved too long ago to be opened again.
func (w *work) overdue() bool {
	return w.t.Kind == KindResolved && w.now.After(w.t.Resolved.Add(w.book.rules.Workflow.Reopen.Std()))
}

// followUp opens the ticket that goes on with one that has ended. Its first event is that
// of the command.
func (w *work) followUp(c *Command) (*work, error) {
	system := doer{actor: BySystem("follow_up"), cause: cmp.Or(c.Cause, c.ID), reason: "late reply"}
	t := w.t
	next, err := w.open(&Draft{
		Type: t.Type, Subject: t.Subject, Category: t.Category, Priority: t.Priority, Owner: t.Owner, Group: t.Group, Customer: t.Customer,
		Conversation: t.Conversation, Channel: t.Channel, Locale: t.Locale, Tags: t.Tags, Watchers: t.Watchers,
	}, system)
	if err != nil {
		return nil, err
	}
	system.reason = "window over"
	if w.overdue() {
		if err := w.moveTo(system, w.book.rules.Workflow.first(KindClosed).Name); err != nil {
			return nil, err
		}
	}
	return next, next.connect(system, w, FollowUpOf, EventLinked)
}
