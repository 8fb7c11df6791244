// Ticket alone takes a complaint through its life: opened, warned about, late and passed
// to a supervisor, solved, closed by the customer. A weekend in between does not count.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/bizhours"
)

const hours = `{"location": "Europe/Berlin", "week": {"mon-fri": ["09:00-17:00"]}}`

const rules = `{"policies": [{"name": "usual", "targets": [{"metric": "first_response", "limit": "4h"}, {"metric": "resolution", "limit": "16h"}],
	"ladder": [{"clock": "resolution", "percent": 100, "do": [{"do": "raise", "priority": 1}, {"do": "escalate", "to": "role:supervisor"}]}]}]}`

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(out io.Writer) error {
	ctx, now := context.Background(), time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC) // Friday, an hour before closing
	calendar, err := bizhours.Parse([]byte(hours))
	plan, fault := ticket.ParseRules([]byte(rules))
	if err = errors.Join(err, fault); err != nil {
		return err
	}
	desk, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{
		Rules: &plan, Hours: map[string]ticket.Hours{"": calendar}, Now: func() time.Time { return now },
	})
	if err != nil {
		return err
	}
	_, err = desk.Open(ctx, ticket.Draft{ID: "1", Subject: "The lamp came broken"}, ticket.ByCustomer("carl"))
	do := func(at time.Time, by ticket.Actor, actions ...ticket.Action) {
		now = at
		_, late := desk.Sweep(ctx) // Desk.Run does it when it is due
		_, fault := desk.Do(ctx, "1", ticket.Command{Actor: by, Actions: actions})
		err = errors.Join(err, late, fault)
	}
	do(now.Add(66*time.Hour), ticket.ByAgent("mia"), ticket.AssignTo("mia"), ticket.Reply("Sorry! A new one is on its way.")) // Monday
	do(now.Add(30*time.Hour), ticket.ByAgent("mia"), ticket.MoveTo("resolved", "replaced"))
	do(now.Add(time.Hour), ticket.ByCustomer("carl"), ticket.Judge(true, 4, "It came."))
	for e, fault := range desk.History(ctx, "1") {
		err = errors.Join(err, fault)
		fmt.Fprintln(out, e.At.Format("Mon 15:04"), e.Type, e.Field, e.New)
	}
	return err
}
