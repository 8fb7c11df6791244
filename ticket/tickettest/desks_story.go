package tickettest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/kefu-go/kefu/ticket"
)

// moves checks that each ticket went from state to state as the life cycle says.
func (b *books) moves() error {
	for id, history := range b.histories {
		state := history[0].New
		if state != b.flow.Initial {
			return fmt.Errorf("%q began as %q", id, state)
		}
		for _, e := range history {
			if e.Type != ticket.EventMoved {
				continue
			}
			if e.Old != state {
				return fmt.Errorf("%q moved from %q while it was %q", id, e.Old, state)
			}
			state = e.New
			if e.Kind != ticket.KindMerged && !slices.Contains(b.flow.Allowed(e.Old), e.New) {
				return fmt.Errorf("%q moved from %q to %q, which the life cycle does not list", id, e.Old, e.New)
			}
		}
	}
	return nil
}

// afterwards is what can happen to a ticket that has ended.
var afterwards = map[ticket.EventType]bool{
	ticket.EventCommented: true, ticket.EventTagged: true, ticket.EventUntagged: true, ticket.EventWatched: true, ticket.EventUnwatched: true,
	ticket.EventLinked: true, ticket.EventUnlinked: true, ticket.EventNotified: true, ticket.EventVerdict: true,
}

// ended checks what happened to tickets after their end: to merged ones nothing.
func (b *books) ended() error {
	for id, history := range b.histories {
		end, cause := ticket.Kind(""), ""
		for _, e := range history {
			switch {
			case end == ticket.KindMerged, end != "" && !afterwards[e.Type]:
				return fmt.Errorf("event %q, %s, happened to %q after it was %s", e.ID, e.Type, id, end)
			case end != "" && e.Type == ticket.EventCommented && !e.Comment.Internal && e.Cause != cause: // last words end it
				return fmt.Errorf("%q took the public comment %q after it was %s", id, e.ID, end)
			case e.Kind.Final():
				end, cause = e.Kind, e.Cause
			}
		}
	}
	return nil
}

// merged checks that every merged ticket leads to one that is not.
func (b *books) merged() error {
	for id, t := range b.tickets {
		if (t.Kind == ticket.KindMerged) != (t.Into() != "") || len(t.Linked(ticket.MergedInto)) > 1 {
			return fmt.Errorf("%q is %s, and merged into %q", id, t.Kind, t.Linked(ticket.MergedInto))
		}
		into, err := b.survivor(id)
		if err != nil {
			return err
		}
		if into != id && !slices.Contains(b.tickets[t.Into()].Links, ticket.Link{Kind: ticket.MergedFrom, Ticket: id}) {
			return fmt.Errorf("%q does not know that %q was merged into it", t.Into(), id)
		}
	}
	return nil
}

// survivor follows a ticket to the one that lives on.
func (b *books) survivor(id string) (string, error) {
	seen := map[string]bool{}
	for first := id; ; {
		t := b.tickets[id]
		if t == nil {
			return "", fmt.Errorf("%q was merged into %q, which is not there", first, id)
		}
		if seen[id] {
			return "", fmt.Errorf("%q was merged in a circle", first)
		}
		seen[id] = true
		if t.Into() == "" {
			return id, nil
		}
		id = t.Into()
	}
}

// linked checks that links are on both sides.
func (b *books) linked() error {
	for id, t := range b.tickets {
		if t.Kind == ticket.KindMerged {
			continue // it keeps the links that it had
		}
		for _, l := range t.Links {
			other := b.tickets[l.Ticket]
			switch {
			case other == nil:
				return fmt.Errorf("%q is linked to %q, which is not there", id, l.Ticket)
			case !slices.Contains(other.Links, ticket.Link{Kind: l.Kind.Counterpart(), Ticket: id}):
				return fmt.Errorf("%q is %s to %q, which has no link back", l.Ticket, l.Kind, id)
			case other.Kind != ticket.KindMerged:
			case l.Kind != ticket.MergedFrom && l.Kind != ticket.SplitFrom && l.Kind != ticket.SplitInto:
				return fmt.Errorf("%q is still %s to %q, and was merged", l.Ticket, l.Kind, id)
			}
		}
	}
	return nil
}

// replies checks that each reply that was accepted is in one place, which the ticket that
// it was meant for leads to.
func (b *books) replies() error {
	place := map[string][]string{}
	for id, t := range b.tickets {
		if t.Kind == ticket.KindMerged {
			continue
		}
		for _, r := range b.remarks[id] {
			if r.Comment.Message != "" {
				place[r.Comment.Message] = append(place[r.Comment.Message], id)
			}
		}
	}
	var faults []error
	for _, d := range b.commands {
		if !d.reply || d.err != nil {
			continue
		}
		if len(place[d.id]) != 1 {
			faults = append(faults, fmt.Errorf("the reply %q to %q, taken by %q, is on %q", d.id, d.ticket, d.taker, place[d.id]))
			continue
		}
		for _, from := range []string{d.ticket, d.taker} {
			if !b.leads(from, place[d.id][0]) {
				faults = append(faults, fmt.Errorf("the reply %q to %q, taken by %q, is on %q, where nothing leads from %q", d.id, d.ticket, d.taker, place[d.id], from))
			}
		}
	}
	return errors.Join(faults[:min(len(faults), 5)]...)
}

// leads says whether there is a way from one ticket to another: by mergers, follow-ups
// and splits.
func (b *books) leads(from, to string) bool {
	seen := map[string]bool{}
	for next := []string{from}; len(next) > 0; next = next[1:] {
		t := b.tickets[next[0]]
		if t == nil || seen[t.ID] {
			continue
		}
		if t.ID == to {
			return true
		}
		seen[t.ID] = true
		links := slices.Clone(t.Links)
		for _, e := range b.histories[t.ID] {
			if e.Link != nil { // also one that somebody took away
				links = append(links, *e.Link)
			}
		}
		for _, l := range links {
			if l.Kind == ticket.MergedInto || l.Kind == ticket.FollowUp || l.Kind == ticket.SplitInto {
				next = append(next, l.Ticket)
			}
		}
	}
	return false
}

// done checks what each command left: one that was refused nothing, one that was accepted
// events that stand one after the other, of one time.
func (b *books) done() error {
	type trace struct {
		events []ticket.Event
	}
	traces := map[string]map[string]*trace{} // by command and ticket
	for id, history := range b.histories {
		for _, e := range history {
			if traces[e.Cause] == nil {
				traces[e.Cause] = map[string]*trace{}
			}
			if traces[e.Cause][id] == nil {
				traces[e.Cause][id] = &trace{}
			}
			traces[e.Cause][id].events = append(traces[e.Cause][id].events, e)
		}
	}
	for _, d := range b.commands {
		if d.err != nil && len(traces[d.id]) > 0 {
			return fmt.Errorf("%s (%s) on %q was refused, and left events: %w", d.what, d.id, d.ticket, d.err)
		}
		for id, tr := range traces[d.id] {
			for i, e := range tr.events[1:] {
				if e.N != tr.events[i].N+1 || !e.At.Equal(tr.events[i].At) {
					return fmt.Errorf("%s (%s) on %q was done to %q more than once", d.what, d.id, d.ticket, id)
				}
			}
		}
		if d.err != nil || d.what != "move" {
			continue
		}
		events := 0
		for id, tr := range traces[d.id] {
			events += len(tr.events)
			if e := tr.events[0]; id != d.taker || e.Type != ticket.EventMoved || e.New != d.to || e.ID != d.id {
				return fmt.Errorf("%s (%s) on %q to %q left an event %s to %q on %q", d.what, d.id, d.ticket, d.to, e.Type, e.New, id)
			}
		}
		if events > 1 {
			return fmt.Errorf("%s (%s) on %q left %d events", d.what, d.id, d.ticket, events)
		}
	}
	return nil
}
