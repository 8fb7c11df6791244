package ticket_test

import (
	"fmt"
	"time"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/bizhours"
)

// A case of Friday afternoon: the customer wrote at 16:00, and the agent waited for him
// from Monday 10:00 to 11:00.
func friday() (events []ticket.Event, p *ticket.Policy, hours map[string]ticket.Hours) {
	office, err := bizhours.New(bizhours.Options{Location: "Europe/Berlin", Week: map[string][]string{"mon-fri": {"09:00-17:00"}}})
	if err != nil {
		panic(err)
	}
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, office.Location()) }
	mia := ticket.ByAgent("mia")
	events = []ticket.Event{
		{Type: ticket.EventOpened, At: at(6, 16), Actor: ticket.ByCustomer("carl"), New: "new", Kind: ticket.KindNew, Opened: &ticket.Draft{Subject: "The lamp is broken"}},
		{Type: ticket.EventCommented, At: at(9, 10), Actor: mia, Comment: &ticket.Comment{Text: "Which lamp?"}},
		{Type: ticket.EventMoved, At: at(9, 10), Actor: mia, New: "pending", Kind: ticket.KindPending},
		{Type: ticket.EventMoved, At: at(9, 11), Actor: ticket.ByCustomer("carl"), New: "open", Kind: ticket.KindOpen},
	}
	p = &ticket.Policy{Name: "standard", Hours: "office", Targets: []ticket.Target{
		{Metric: ticket.FirstResponse, Limit: ticket.Duration(time.Hour)},
		{Metric: ticket.Resolution, Limit: ticket.Duration(8 * time.Hour), Limits: map[int]ticket.Duration{1: ticket.Duration(4 * time.Hour)}},
	}}
	return events, p, map[string]ticket.Hours{"office": office}
}

func ExampleEvaluate() {
	events, policy, hours := friday()
	report := ticket.Evaluate(events, policy, hours, time.Date(2026, 3, 9, 11, 0, 0, 0, time.UTC))
	for _, c := range report.Clocks {
		fmt.Println(c.Name, c.State, "used", c.Elapsed.Std(), "of", c.Limit.Std(), "due", c.Due.Format("Mon 15:04"))
	}
	for _, r := range report.Reached {
		fmt.Println(r.Mark.Key(), r.At.Format("Mon 15:04"))
	}
	fmt.Println("next", report.Next.Format("Mon 15:04"))
	// Output:
	// first_response met used 2h0m0s of 1h0m0s due Fri 16:00
	// resolution running used 3h0m0s of 8h0m0s due Mon 16:00
	// first_response/1/50 Fri 15:30
	// first_response/1/80 Fri 15:48
	// first_response/1/100 Fri 16:00
	// next Mon 12:00
}

func ExampleExplain() {
	events, policy, hours := friday()
	for _, s := range ticket.Explain(events, policy, hours, time.Date(2026, 3, 9, 11, 0, 0, 0, time.UTC)) {
		if s.Clock == "resolution" {
			fmt.Println(s.From.Format("Mon 15:04"), s.To.Format("Mon 15:04"), s.Why, s.Counted.Std(), s.State)
		}
	}
	// Output:
	// Fri 15:00 Fri 16:00 counts 1h0m0s new
	// Fri 16:00 Mon 08:00 closed 0s new
	// Mon 08:00 Mon 09:00 counts 1h0m0s new
	// Mon 09:00 Mon 10:00 paused 0s pending
	// Mon 10:00 Mon 11:00 counts 1h0m0s open
}
