package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"slices"
	"time"
	_ "time/tzdata" // the shop's zone, also where the machine has none

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/bizhours"
)

//go:embed shop/hours.json
var hoursOfShop []byte

// readHours reads when people work: from a file, or as it is in the sample shop.
func readHours(path string) (*bizhours.Calendar, error) {
	written := hoursOfShop
	if path != "" {
		var err error
		if written, err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	hours, err := bizhours.Parse(written)
	if err != nil {
		return nil, fmt.Errorf("hours: %w", err)
	}
	return hours, nil
}

// caseTopic wakes the pages that show tickets. No conversation has such an id.
const caseTopic = "tickets"

// ticketing is how the desk keeps tickets. Complaints get theirs from the task that takes
// them down, with what the customer said in it, so that a hand-off makes none.
func (d *desk) ticketing(hours *bizhours.Calendar) *kefu.Tickets {
	rules := caseRules()
	return &kefu.Tickets{
		Options: ticket.Options{
			Rules:    &rules,
			Hours:    map[string]ticket.Hours{"": hours},
			Notifier: ticket.NotifierFunc(d.notify),
			// The bot has told the number when the customer was there.
			Texts: map[string]map[string]string{"en": {"customer.opened": ""}, "zh": {"customer.opened": ""}},
		},
		Draft:      d.partOfComplaint,
		Complaints: []string{},
	}
}

// notify keeps a notice for the pages of the people of the desk.
func (d *desk) notify(ctx context.Context, n ticket.Notice) error {
	if err := d.notices.keep(ctx, n); err != nil {
		return err
	}
	d.casesChanged()
	return nil
}

// partOfComplaint makes what a conversation leaves behind a part of the complaint that was
// taken down in it: it is not resolved before the customer was called.
func (d *desk) partOfComplaint(ctx context.Context, h kefu.Handoff, draft *ticket.Draft) {
	found, err := d.bot.Tickets().Find(ctx, ticket.Filter{
		Conversations: []string{h.Conversation}, Types: []string{complaintType}, Kinds: activeKinds(),
	}, ticket.Page{Desc: true, Limit: 1})
	if err != nil {
		d.log.WarnContext(ctx, "a ticket is not linked to the complaint", "error", err)
		return
	}
	for _, t := range found.Tickets {
		draft.Links = append(draft.Links, ticket.Link{Kind: ticket.Parent, Ticket: t.ID})
	}
}

// The types of tickets that the desk knows.
const (
	complaintType = "complaint"
	callbackType  = "callback"
	questionType  = "question"
)

// activeKinds are the kinds of states with work left.
func activeKinds() []ticket.Kind {
	return slices.DeleteFunc(ticket.Kinds(), func(k ticket.Kind) bool { return !k.Active() })
}

// casesChanged wakes the pages that show tickets.
func (d *desk) casesChanged() {
	d.news.Add(1)
	d.hub.wake(caseTopic)
}

// followTickets wakes pages when something happens to tickets, until ctx is done.
func (d *desk) followTickets(ctx context.Context) {
	for ctx.Err() == nil {
		for _, err := range d.bot.Tickets().Watch(ctx, -1) { // pages read by themselves what was before
			d.casesChanged()
			if err != nil {
				d.log.WarnContext(ctx, "the pages do not follow the tickets", "error", err)
				break
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}
