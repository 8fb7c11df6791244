package kefu

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/ticket"
)

// Tickets makes cases of what a conversation cannot finish: a hand-off that nobody takes,
// a message for when people are back, a complaint, a promise to call back.
//
// Nobody takes a hand-off where there is neither [Options.Routing] nor [Options.Handoff],
// where all queues that it could go to are full, where its queue diverts it to "ticket" or
// "callback" ([routing.Overflow]), and where for the time of Untaken it waits in a queue
// that does not divert, or the host's sink fails, or as soon as that says
// [dialog.ErrUndeliverable]. What a sink does with what it takes is the host's.
//
// A ticket has the hand-off's id, so that the same one never makes two; its record is the
// ticket's summary and its first comments. What the customer writes in the conversation
// while a ticket waits for him, or while the bot has no answer, goes to the ticket; what
// staff answers there reaches the conversation, which the bot keeps.
type Tickets struct {
	// Options are the desk's: rules, hours, rights. Its Now, NewID and Logger are the
	// bot's. Its Notifier gets all notices but those that customers get in their
	// conversations.
	Options ticket.Options
	// Draft may change the ticket that is made of a hand-off, in all that the system may.
	// A panic is contained: then, and where the draft cannot be opened, the ticket is made
	// as it was.
	Draft func(ctx context.Context, h Handoff, d *ticket.Draft)
	// Complaints are the categories whose hand-offs become tickets also where an agent
	// takes the conversation. Default: "complaint" and what is below it.
	Complaints []string
	// Untaken is how long a hand-off waits for somebody who takes it before it becomes a
	// ticket, and the customer is told so: from when it was asked for, or came back from an
	// agent. Queues with a [routing.Queue.MaxWait] decide by themselves. It is looked at
	// every so often: at a tenth of it, but each second at most, and twice a minute at least.
	// Negative: there is no limit. Default: 30 min.
	Untaken time.Duration
}

// untakenAfter is the default of [Tickets.Untaken].
const untakenAfter = 30 * time.Minute

// Tickets returns the desk of tickets; nil without [Options.Tickets].
func (b *Bot) Tickets() *ticket.Desk { return b.tickets }

// complaintType and callbackType are the types of such tickets.
const (
	complaintType = "complaint"
	callbackType  = "callback"
	// ticketOutcome is what queues say of what is to become a ticket; see
	// [routing.Overflow].
	ticketOutcome = "ticket"
)

// anonymous begins the id of a customer who is known by his conversation only.
const anonymous = "conversation/"

// newTickets makes the desk of tickets.
func (b *Bot) newTickets() (*ticket.Desk, error) {
	o := b.opts.Tickets.Options
	o.Now, o.NewID, o.Logger = b.opts.Now, b.opts.NewID, b.opts.Logger
	o.Notifier = ticketNotices{b}
	return ticket.New(b.opts.Stores.Ticket, &o)
}

// ticketed is the [HandoffSink] of a bot that keeps tickets: it gives the hand-off to
// whoever takes conversations over, and makes a ticket where nobody does.
type ticketed struct {
	b    *Bot
	next HandoffSink // nil: nobody takes conversations over
}

// Offer implements [HandoffSink].
func (s ticketed) Offer(ctx context.Context, h Handoff) error {
	if s.b.complains(h) || s.next == nil || h.Offline {
		if _, err := s.b.openTicket(ctx, h, ""); err != nil {
			return err
		}
	}
	if s.next != nil {
		return s.offer(ctx, h)
	}
	if h.Offline {
		return nil
	}
	return s.b.tellTicketed(ctx, h)
}

// tellTicketed tells a conversation that a ticket was made of its hand-off.
func (b *Bot) tellTicketed(ctx context.Context, h Handoff) error {
	_, err := b.engine.Progress(ctx, h.Conversation, ticketReports+h.ID, dialog.HandoffProgress{
		ID: h.ID, State: dialog.HandoffFailed, Reason: ticketOutcome,
	})
	return ignoreGone(err)
}

// ticketReports begins the ids of what conversations hear from tickets.
const ticketReports = "ticket/"

// complains says whether a hand-off is about a complaint.
func (b *Bot) complains(h Handoff) bool {
	return slices.ContainsFunc(b.opts.Tickets.Complaints, func(category string) bool {
		return h.Brief.Category == category || strings.HasPrefix(h.Brief.Category, category+"/")
	})
}

// openTicket makes the ticket of a hand-off. A draft of the host's that cannot be opened is
// left as it was: it would keep all others waiting.
func (b *Bot) openTicket(ctx context.Context, h Handoff, kind string) (ticket.Ticket, error) {
	d := b.tickets.FromHandoff(ticketHandoff(h))
	if d.Customer == "" { // somebody owns it, if only whoever is in the conversation
		d.Customer = anonymous + d.Conversation
	}
	if kind == "" && b.complains(h) {
		kind = complaintType
	}
	if kind != "" {
		d.Type = kind
	}
	t, err := b.openDraft(ctx, h, d)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return t, b.catchUp(ctx, &t)
}

func (b *Bot) openDraft(ctx context.Context, h Handoff, d ticket.Draft) (ticket.Ticket, error) {
	if own := b.opts.Tickets.Draft; own != nil {
		changed := d
		changed.Tags, changed.Fields, changed.Comments = slices.Clone(d.Tags), maps.Clone(d.Fields), slices.Clone(d.Comments)
		err := contained(func() error { own(ctx, h, &changed); return nil })
		if err == nil {
			changed.ID, changed.Source = d.ID, d.Source
			var t ticket.Ticket
			if t, err = b.tickets.Open(ctx, changed, ticket.BySystem("kefu")); err == nil || !errors.Is(err, ticket.ErrInvalid) && !errors.Is(err, ticket.ErrDenied) {
				return t, err
			}
		}
		b.opts.Logger.ErrorContext(ctx, "kefu: the ticket of a hand-off is left as it was", "error", err)
	}
	return b.tickets.Open(ctx, d, ticket.ByBot("kefu"))
}

// ticketDiverted makes a ticket of what no agent will have, if its queue says so.
func (b *Bot) ticketDiverted(ctx context.Context, w routing.Work) error {
	kind := ""
	switch w.Status.Outcome {
	case ticketOutcome, untaken:
	case callbackType:
		kind = callbackType
	default:
		return nil
	}
	h, ok := handoffFromItem(w.Item)
	if !ok {
		return nil // the host's own item
	}
	_, err := b.openTicket(ctx, h, kind)
	return err
}

// ticketNotices delivers what a ticket tells.
type ticketNotices struct{ b *Bot }

// Notify implements [ticket.Notifier]: customers hear in the conversation that the ticket
// came from, if it is still there.
func (s ticketNotices) Notify(ctx context.Context, n ticket.Notice) error {
	if n.Conversation != "" && strings.HasPrefix(n.To, string(ticket.Customer)+":") {
		if n.Comment != nil && n.Comment.Message != "" { // it was said there
			return nil
		}
		err := s.inform(ctx, &n)
		switch {
		case errors.Is(err, dialog.ErrInvalid): // another try would not help, and keep all later ones waiting
			s.b.opts.Logger.ErrorContext(ctx, "kefu: a conversation does not take what a ticket tells", "ticket", n.Ticket, "notice", n.ID, "error", err)
		case !errors.Is(err, dialog.ErrNotFound):
			return err
		}
	}
	if own := s.b.opts.Tickets.Options.Notifier; own != nil {
		return own.Notify(ctx, n)
	}
	return nil
}

// inform says a notice in its conversation: in several messages, if one cannot hold it.
func (s ticketNotices) inform(ctx context.Context, n *ticket.Notice) error {
	var parts []Part
	if n.Comment != nil {
		parts = partsFromTicket(n.Comment.Attachments)
	}
	text := n.Text
	for i := 1; i == 1 || text != "" || len(parts) > 0; i++ {
		msg := Message{ID: ticketReports + n.ID, Conversation: n.Conversation}
		if i > 1 {
			msg.ID += "/" + strconv.Itoa(i)
		}
		msg.Text, text = cutText(text, dialog.MaxText)
		files := min(len(parts), dialog.MaxParts)
		msg.Parts, parts = parts[:files:files], parts[files:]
		if strings.TrimSpace(msg.Text) == "" && len(msg.Parts) == 0 {
			continue
		}
		if _, err := s.b.engine.Inform(ctx, msg); err != nil {
			return err
		}
	}
	return nil
}
