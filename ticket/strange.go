package ticket

import (
	"context"
	"slices"
)

// strangers finds out whose words on a ticket are those of a customer whose ticket it
// never was: tickets that were merged go on speaking to the one that lives on, and their
// comments can be split off again.
type strangers struct {
	his map[string]bool
}

// add takes down whose the ticket is from an event on.
func (s *strangers) add(e *Event) {
	if s.his == nil {
		s.his = map[string]bool{}
	}
	switch {
	case e.Type == EventOpened:
		s.his[e.Opened.Customer] = true
	case e.Type == EventChanged && e.Field == "customer":
		s.his[e.New] = true
	}
}

// is says whether somebody is one. A customer without an id is taken for the ticket's.
func (s *strangers) is(who Actor) bool {
	return who.Role == Customer && who.ID != "" && !s.his[who.ID]
}

// strange adds the events and comments of a ticket by customers who never were the
// ticket's. The keys are ticket and event, or ticket and comment.
func (d *Desk) strange(ctx context.Context, id string, events map[string]bool) error {
	var who strangers
	var history []Event
	for e, err := range d.store.History(ctx, id, 0) {
		if err != nil {
			return err
		}
		who.add(&e)
		history = append(history, e)
	}
	for i := range history {
		if e := &history[i]; e.Type != EventOpened && who.is(e.Actor) {
			events[id+"/"+e.ID] = true
		}
	}
	for _, r := range ownComments(history) {
		if who.is(r.Actor) {
			events[id+"/"+r.ID] = true
		}
	}
	return nil
}

// without returns the draft that an event opened a ticket with, less the comments that
// are strange.
func (d *Draft) without(ticket, event string, strange map[string]bool) *Draft {
	left := *d
	left.Comments = nil
	for n, c := range d.Comments {
		if !strange[ticket+"/"+draftComment(event, n)] {
			left.Comments = append(left.Comments, c)
		}
	}
	return &left
}

// stranger returns the customer who wrote all that customers wrote of some comments, if
// the ticket never was his; empty if there is no such one.
func (w *work) stranger(comments []Comment) string {
	var who strangers
	for i := range w.history {
		who.add(&w.history[i])
	}
	comments = slices.DeleteFunc(slices.Clone(comments), func(c Comment) bool { return c.Author == nil || c.Author.Role != Customer })
	if len(comments) == 0 || !who.is(*comments[0].Author) {
		return ""
	}
	id := comments[0].Author.ID
	if slices.ContainsFunc(comments, func(c Comment) bool { return c.Author.ID != id }) {
		return ""
	}
	return id
}
