package kefu

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/ticket"
)

// meterCases tells what happened to tickets.
func (b *Bot) meterCases(ctx context.Context, at *cursor) iter.Seq2[metered, error] {
	return func(yield func(metered, error) bool) {
		for e, err := range b.opts.Stores.Ticket.Feed(ctx, at.At) {
			m := metered{cursor: e.Seq}
			if err == nil {
				m.events, err = b.caseEvents(ctx, &e)
			}
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// caseEvents is an event of a ticket in the words of package metrics: of the case, and of the conversation that
// it came from.
func (b *Bot) caseEvents(ctx context.Context, e *ticket.Event) ([]metrics.Event, error) {
	var kind metrics.Kind
	switch {
	case e.Type == ticket.EventOpened:
		kind = metrics.TicketOpened
	case e.Type == ticket.EventCommented && e.Comment != nil && !e.Comment.Internal && e.Actor.Role.Staff():
		kind = metrics.TicketReplied
	case e.Type == ticket.EventMoved && e.Kind == ticket.KindResolved:
		kind = metrics.TicketSolved
	case e.Type == ticket.EventMoved && e.Kind == ticket.KindClosed:
		kind = metrics.TicketClosed
	case e.Type == ticket.EventMoved && e.Kind.Active() && b.isResolved(e.Old):
		kind = metrics.TicketReopened
	case e.Type == ticket.EventBreached && e.Mark != nil:
		kind = metrics.GoalMissed
	default:
		return nil, nil
	}
	t, err := b.opts.Stores.Ticket.Load(ctx, e.Ticket)
	if errors.Is(err, ticket.ErrNotFound) { // pruned
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	about := metrics.Event{
		ID: fmt.Sprintf("case/%d", e.N), At: e.At, Kind: kind, Ticket: e.Ticket, Customer: t.Customer, Channel: t.Channel, Category: t.Category,
		Language: t.Locale, Reason: e.Reason, Rule: e.Rule,
	}
	if e.Actor.Role.Staff() {
		about.Agent = e.Actor.ID
	}
	switch kind {
	case metrics.GoalMissed:
		about.ID, about.Step = goalID(e.Mark.Clock, e.Mark.Round), e.Mark.Clock
		return []metrics.Event{about}, nil
	case metrics.TicketReplied, metrics.TicketSolved, metrics.TicketClosed:
		return append(inConversation(about, &t), goals(about, &t)...), nil
	}
	return inConversation(about, &t), nil
}

// isResolved says that a state of tickets is one in which they are resolved.
func (b *Bot) isResolved(state string) bool {
	return slices.ContainsFunc(b.tickets.Rules().Workflow.States, func(s ticket.State) bool {
		return s.Name == state && s.Kind == ticket.KindResolved
	})
}

// goalID is one id for a promise, whether it was kept or not: the first that is said of it counts.
func goalID(clock string, round int) string { return fmt.Sprintf("goal/%.150s/%d", clock, round) }

// goals tells the promises of a ticket that were decided.
func goals(about metrics.Event, t *ticket.Ticket) (events []metrics.Event) {
	for _, c := range t.Clocks {
		e := about
		e.ID, e.Step, e.Took, e.Kind = goalID(c.Name, c.Round), c.Name, c.Elapsed.Std(), metrics.GoalMet
		switch {
		case c.Breached:
			e.Kind = metrics.GoalMissed
		case c.State != ticket.Met:
			continue
		}
		events = append(events, e)
	}
	return events
}

// inConversation adds what an event of a ticket means to the conversation that it came from: it went to a
// ticket, and was settled by whoever solved that, for as long as nobody opens it again.
func inConversation(about metrics.Event, t *ticket.Ticket) []metrics.Event {
	events := []metrics.Event{about}
	if t.Conversation == "" {
		return events
	}
	e := about
	e.ID, e.Conversation, e.Ticket, e.Item = fmt.Sprintf("ticket/%.150s/%s", t.ID, about.ID), t.Conversation, "", t.ID
	switch about.Kind {
	case metrics.TicketOpened:
		e.Kind, e.Reason = metrics.Diverted, ticketOutcome
	case metrics.TicketSolved:
		e.Kind = metrics.Resolved
	case metrics.TicketReopened: // what was said to be settled is not
		e.Kind = metrics.Denied
	default:
		return events
	}
	return append(events, e)
}
