package ticket

import (
	"cmp"
	"context"
	"slices"
)

// Split takes comments out of a ticket and opens another one with them, for a customer
// who wrote of two things. Comments are named by their ids, as [Desk.Comments] yields
// them; they have to be the ticket's own. What the draft leaves empty (the subject aside)
// is as it is in the first ticket; but if all that customers wrote of the comments is of one
// whose ticket that never was, as after a merge, the new one is his, and has no
// conversation, channel or locale of the first. It is one commit; a command whose ID the ticket has
// already, or a draft whose ID is that of a ticket that was split off before, returns that
// ticket. Of the command, Actions are not read. Who waits for an answer does so in the first
// ticket, where its clocks go on: answer him there, too.
func (d *Desk) Split(ctx context.Context, id string, comments []string, draft Draft, c Command) (Ticket, error) {
	if len(comments) == 0 {
		return Ticket{}, fault("are none", "comments")
	}
	if err := c.check(); err != nil {
		return Ticket{}, err
	}
	if draft.ID == "" {
		draft.ID = d.opts.NewID()
	}
	var made Ticket
	err := d.again(ctx, func() error {
		a := d.attempt(ctx, c.ID, c.Cause, c.Reason)
		w, err := a.load(id)
		if err != nil {
			return err
		}
		if before := w.splitBefore(c.ID, draft.ID); before != "" {
			made, err = d.Load(ctx, before)
			return err
		}
		switch {
		case w.has(c.ID):
			return fault("is that of another command", "id")
		case c.Version != 0 && c.Version != w.t.Version:
			return &VersionError{Ticket: id, Have: w.t.Version, Want: c.Version}
		}
		if _, err := d.store.Load(ctx, draft.ID); err == nil {
			return fault("is that of another ticket", "draft.id")
		}
		if err := d.authorize(ctx, c.Actor, RightSplit, w.t); err != nil {
			return err
		}
		if w.t.Kind.Final() {
			return ErrFinal
		}
		next, err := w.split(comments, draft, doer{actor: c.Actor, reason: c.Reason, cause: c.Cause})
		if err != nil {
			return err
		}
		if err := a.commit(); err != nil {
			return err
		}
		made = *next.t
		return nil
	})
	return made, err
}

// splitBefore returns the ticket that a command has split off already, or the one with the
// id if it was split off; empty if neither is so.
func (w *work) splitBefore(command, id string) string {
	for i := range w.history {
		if e := &w.history[i]; e.Type == EventSplit && (e.ID == command || e.Link.Ticket == id) {
			return e.Link.Ticket
		}
	}
	return ""
}

// split opens a ticket with comments of this one. Its first event is one of this one.
func (w *work) split(ids []string, draft Draft, by doer) (*work, error) {
	gone := w.gone()
	var ordered []string
	draft.Comments = slices.Clip(draft.Comments)
	told := len(draft.Comments)
	for _, own := range ownComments(w.history) {
		if !slices.Contains(ids, own.ID) || gone[own.ID] {
			continue
		}
		c := own.Comment
		author := own.Actor
		c.Author, c.At, c.Origin = &author, own.At, cmp.Or(c.Origin, own.ID)
		draft.Comments = append(draft.Comments, c)
		ordered = append(ordered, own.ID)
	}
	if len(ordered) != len(ids) {
		return nil, fault("are not all the ticket's own", "comments")
	}
	first := *w.t
	if other := w.stranger(draft.Comments[told:]); other != "" && (draft.Customer == "" || draft.Customer == other) {
		draft.Customer, first.Conversation, first.Channel, first.Locale = other, "", "", ""
	}
	draft.inherit(&first)
	kept, err := draft.clone()
	if err != nil {
		return nil, err
	}
	e := by.event(EventSplit)
	e.Moved, e.Link = ordered, &Link{SplitInto, kept.ID}
	if err := w.add(e); err != nil {
		return nil, err
	}
	next, err := w.open(&kept, by)
	if err != nil {
		return nil, err
	}
	e = by.event(EventLinked)
	e.Link = &Link{SplitFrom, w.t.ID}
	return next, next.add(e)
}

// inherit takes over what the draft does not say.
func (d *Draft) inherit(t *Ticket) {
	for _, f := range []struct {
		to   *string
		from string
	}{
		{&d.Type, t.Type},
		{&d.Category, t.Category},
		{&d.Owner, t.Owner},
		{&d.Group, t.Group},
		{&d.Customer, t.Customer},
		{&d.Conversation, t.Conversation},
		{&d.Channel, t.Channel},
		{&d.Locale, t.Locale},
	} {
		if *f.to == "" {
			*f.to = f.from
		}
	}
	if d.Priority == 0 {
		d.Priority = t.Priority
	}
}

// gone are the comments that were split off.
func (w *work) gone() map[string]bool { return splitOff(w.history) }

func splitOff(history []Event) map[string]bool {
	gone := map[string]bool{}
	for i := range history {
		for _, id := range history[i].Moved {
			gone[id] = true
		}
	}
	return gone
}
