package ticket

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"
	"time"
)

// Remark is a comment with who wrote it, and when.
type Remark struct {
	// ID is unique within the Ticket, which is the one in whose history it is: another
	// one for comments of merged tickets.
	ID      string
	Ticket  string
	Actor   Actor
	At      time.Time
	Comment Comment
}

// Comments yields the comments on a ticket, those of merged tickets included, in the
// order of their times. Public leaves out the internal ones; what a customer may see are
// the [View.Comments] of his.
func (d *Desk) Comments(ctx context.Context, id string, public bool) iter.Seq2[Remark, error] {
	return func(yield func(Remark, error) bool) {
		all, err := d.remarks(ctx, id, map[string]bool{})
		if err != nil {
			yield(Remark{}, err)
			return
		}
		slices.SortStableFunc(all, func(a, b Remark) int { return cmp.Compare(a.At.UnixMicro(), b.At.UnixMicro()) })
		for _, r := range all {
			if public && r.Comment.Internal {
				continue
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// remarks are the comments of a ticket and of all that were merged into it.
func (d *Desk) remarks(ctx context.Context, id string, seen map[string]bool) (all []Remark, err error) {
	if seen[id] {
		return nil, nil
	}
	seen[id] = true
	var history []Event
	for e, err := range d.store.History(ctx, id, 0) {
		if err != nil {
			return nil, err
		}
		history = append(history, e)
	}
	if len(history) == 0 {
		return nil, ErrNotFound
	}
	gone := splitOff(history)
	for _, r := range ownComments(history) {
		if !gone[r.ID] {
			all = append(all, r)
		}
	}
	for i := range history {
		if history[i].Type != EventAbsorbed {
			continue
		}
		merged, err := d.remarks(ctx, history[i].Absorbed.Ticket, seen)
		if err != nil && !errors.Is(err, ErrNotFound) { // pruned
			return nil, err
		}
		all = append(all, merged...)
	}
	return all, nil
}

// ownComments are the comments in a history.
func ownComments(history []Event) (all []Remark) {
	for i := range history {
		e := &history[i]
		switch e.Type {
		case EventOpened:
			for n, c := range e.Opened.Comments {
				r := Remark{ID: draftComment(e.ID, n), Ticket: e.Ticket, Actor: e.Actor, At: e.At, Comment: c}
				all = append(all, r.written())
			}
		case EventCommented:
			r := Remark{ID: e.ID, Ticket: e.Ticket, Actor: e.Actor, At: e.At, Comment: *e.Comment}
			all = append(all, r.written())
		}
	}
	return all
}

// draftComment is the id of a comment of the draft that an event opened a ticket with.
func draftComment(event string, n int) string { return event + "#" + strconv.Itoa(n) }

// written puts the author and time of a comment in their place.
func (r Remark) written() Remark {
	if r.Comment.Author != nil {
		r.Actor = *r.Comment.Author
	}
	if !r.Comment.At.IsZero() {
		r.At = r.Comment.At
	}
	return r
}
