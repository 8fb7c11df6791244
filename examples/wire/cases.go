package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/ticket"
)

// cases keeps a ticket of each conversation that goes to a person, so that what was
// promised there is done in time, whoever takes it.
type cases struct {
	desk *ticket.Desk
	next dialog.HandoffSink
	out  io.Writer
}

func newCases(next dialog.HandoffSink, out io.Writer, now time.Time) (*cases, error) {
	rules := ticket.Rules{Policies: []ticket.Policy{{
		Name: "usual", Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(8 * time.Hour)}},
	}}}
	desk, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &rules, Now: func() time.Time { return now }})
	return &cases{desk, next, out}, err
}

// Offer is called for each conversation that the bot hands over.
func (c *cases) Offer(ctx context.Context, h dialog.Handoff) error {
	t, err := c.desk.Open(ctx, ticket.Draft{
		ID: h.ID, Type: "question", Subject: cmp.Or(h.Summary.Problem, "Wants a person"), Summary: h.Summary.Text, Category: h.Brief.Category, Priority: h.Priority,
		Customer: h.Customer, Conversation: h.Conversation, Locale: h.Locale, Tags: h.Brief.Tags,
	}, ticket.ByBot("wire"))
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "(%s: %s, until %s)\n", t.Number, t.Subject, t.Deadline.Format("15:04"))
	return c.next.Offer(ctx, h)
}
