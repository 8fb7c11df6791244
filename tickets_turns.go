package kefu

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/ticket"
)

// followTalk carries what is said in conversations to their tickets, until ctx is done.
func (b *Bot) followTalk(ctx context.Context) {
	b.follow(ctx, "ticketed", "kefu: tickets do not hear of conversations yet", nil, b.tellTicket)
}

// catchUp tells a ticket what was said in its conversation after the hand-off that it was
// made of: whoever follows the talk found no ticket then.
func (b *Bot) catchUp(ctx context.Context, t *ticket.Ticket) error {
	for record, err := range b.opts.Stores.Dialog.Transcript(ctx, t.Conversation, 0) {
		if err != nil {
			return err
		}
		if !record.Reply.At.After(t.Created) {
			continue
		}
		if err := b.tellTicket(ctx, record); err != nil {
			return err
		}
	}
	return nil
}

// tellTicket adds a turn to the ticket of its conversation, if it is one for people: what
// staff says there, and what the customer says to staff, or without getting an answer, or
// while the ticket waits for him. What the bot cannot answer opens a resolved ticket again.
func (b *Bot) tellTicket(ctx context.Context, record dialog.Record) error {
	msg, reply := record.Message, record.Reply
	comment := ticketComment(msg)
	if comment == nil || strings.HasPrefix(msg.ID, dialog.AgentIDs+ticketReports) || msg.From != dialog.Agent && msg.From != dialog.Customer {
		return nil
	}
	t, kind, err := b.ticketOf(ctx, msg.Conversation)
	if err != nil || t == nil || !reply.At.After(t.Created) {
		return err
	}
	by := ticket.ByAgent(msg.Agent)
	switch {
	case msg.From == dialog.Agent && !kind.Active(), msg.From == dialog.Customer && !concerns(kind, reply.Kind):
		return nil
	case msg.From == dialog.Customer:
		by = ticket.ByCustomer(t.Customer)
	}
	if by.Role == ticket.Customer && by.ID == "" { // staff opened it for somebody whom nobody knew
		by.ID = cmp.Or(msg.Customer, anonymous+msg.Conversation)
		_, err = b.tickets.Do(ctx, t.ID, ticket.Command{Actor: ticket.BySystem("kefu"), Cause: msg.ID, Actions: []ticket.Action{ticket.Set("customer", by.ID)}})
	}
	if err == nil {
		_, err = b.tickets.Do(ctx, t.ID, ticket.Command{
			ID: spokenID(msg.Conversation, msg.ID), Actor: by, Cause: msg.ID,
			Actions: []ticket.Action{{Do: ticket.DoComment, Comment: comment}},
		})
	}
	if errors.Is(err, ticket.ErrInvalid) || errors.Is(err, ticket.ErrFinal) || errors.Is(err, ticket.ErrDenied) {
		b.opts.Logger.ErrorContext(ctx, "kefu: a ticket does not take what was said", "error", err)
		return nil
	}
	return err
}

// concerns says whether what the customer said, and got such a reply to, is for a ticket
// of such a kind.
func concerns(kind ticket.Kind, reply dialog.ReplyKind) bool {
	switch {
	case kind == ticket.KindResolved: // what is handed over becomes a ticket of its own
		return reply == dialog.Unanswered
	case kind == ticket.KindPending:
		return true
	}
	return reply == dialog.Unanswered || reply == dialog.Relayed || reply == dialog.HandedOff
}

// ticketOf returns the ticket of a conversation, and how its case stands: the youngest one
// that is active, else the youngest one that was resolved not too long ago; nil if there is
// none. A merged ticket stands as the one does that it was merged into, which takes what is
// said to it.
func (b *Bot) ticketOf(ctx context.Context, conversation string) (t *ticket.Ticket, kind ticket.Kind, err error) {
	found, err := b.tickets.Find(ctx, ticket.Filter{
		Conversations: []string{conversation},
		Kinds: []ticket.Kind{
			ticket.KindNew, ticket.KindOpen, ticket.KindPending, ticket.KindOnHold, ticket.KindResolved, ticket.KindMerged,
		},
	}, ticket.Page{Desc: true})
	if err != nil {
		return nil, "", err
	}
	for i := range found.Tickets {
		last := found.Tickets[i]
		for err == nil && last.Into() != "" {
			last, err = b.tickets.Load(ctx, last.Into())
		}
		switch {
		case errors.Is(err, ticket.ErrNotFound): // pruned
			err = nil
		case err != nil:
			return nil, "", err
		case last.Kind.Active():
			return &found.Tickets[i], last.Kind, nil
		case t == nil && last.Kind == ticket.KindResolved && b.opts.Now().Before(last.Resolved.Add(b.tickets.Rules().Workflow.Reopen.Std())):
			t, kind = &found.Tickets[i], last.Kind
		}
	}
	return t, kind, nil
}
