package ticket_test

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/ticket"
)

// A mail becomes a ticket, which is sorted by a rule and by what it says.
func ExampleDesk_FromMessage() {
	desk, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &ticket.Rules{
		Triage: []ticket.TriageRule{{Name: "invoices", When: ticket.TriageWhen{Words: []string{"invoice"}}, Group: "billing"}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	draft := desk.FromMessage(ticket.Message{
		ID: "<1@mail>", Channel: "mail", Customer: "carl", Subject: "Re: Invoice", Text: "The invoice is wrong again. This is unacceptable!",
		Triage: ticket.TriageInput{Emotion: "angry"},
	})
	t, err := desk.Open(context.Background(), draft, ticket.ByBot("mail"))
	fmt.Println(t.Number, t.Subject, t.Type, t.Priority, t.Group, t.Tags, err)
	// Output: T-1001 Invoice complaint 2 billing [angry] <nil>
}

// A customer asks twice; the second draft is found to be the same case.
func ExampleDesk_Similar() {
	ctx := context.Background()
	desk, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }})
	if err != nil {
		fmt.Println(err)
		return
	}
	first := ticket.Draft{ID: "1", Subject: "Refund of order 4711", Customer: "carl", Comments: []ticket.Comment{{Text: "Where is the refund for my lamp?"}}}
	if _, err := desk.Open(ctx, first, ticket.ByCustomer("carl")); err != nil {
		fmt.Println(err)
		return
	}
	matches, err := desk.Similar(ctx, ticket.Draft{Subject: "Still no refund for the lamp, order 4711", Customer: "carl"}, 1)
	fmt.Println(matches[0].Ticket.Number, matches[0].Duplicate, matches[0].Words, err)
	// Output: T-1001 true [4711 lamp order refund] <nil>
}

// Tickets with their whole history move from one store to another.
func ExampleDesk_Export() {
	ctx := context.Background()
	from, _ := ticket.New(ticket.NewMemoryStore(), nil)
	to, _ := ticket.New(ticket.NewMemoryStore(), nil)
	_, _ = from.Open(ctx, ticket.Draft{ID: "1", Subject: "Lamp broken"}, ticket.ByAgent("mia"))
	var file bytes.Buffer
	n, err := from.Export(ctx, ticket.Filter{}, &file)
	fmt.Println(n, err)
	report, err := to.Import(ctx, &file)
	fmt.Println(report.Added, report.Failed, err)
	t, err := to.Load(ctx, "1")
	fmt.Println(t.Number, t.Subject, err)
	// Output:
	// 1 <nil>
	// 1 0 <nil>
	// T-1001 Lamp broken <nil>
}
