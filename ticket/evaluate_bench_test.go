package ticket_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/bizhours"
)

// longHistory is a talk of so many events, one every three hours: words, answers, moves,
// notes and changes.
func longHistory(n int) (events []ticket.Event) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	add := func(e ticket.Event) {
		e.N, e.ID, e.Ticket, e.At = int64(len(events)+1), strconv.Itoa(len(events)), "t", at
		at = at.Add(3 * time.Hour)
		events = append(events, e)
	}
	add(ticket.Event{Type: ticket.EventOpened, Actor: ticket.ByCustomer("c"), New: "new", Kind: ticket.KindNew, Opened: &ticket.Draft{Subject: "s"}})
	for len(events) < n {
		switch len(events) % 6 {
		case 1:
			add(ticket.Event{Type: ticket.EventCommented, Actor: ticket.ByAgent("a"), Comment: &ticket.Comment{Text: "x"}})
		case 2:
			add(ticket.Event{Type: ticket.EventMoved, Actor: ticket.ByAgent("a"), Old: "open", New: "pending", Kind: ticket.KindPending})
		case 3:
			add(ticket.Event{Type: ticket.EventMoved, Actor: ticket.ByCustomer("c"), Old: "pending", New: "open", Kind: ticket.KindOpen})
		case 4:
			add(ticket.Event{Type: ticket.EventCommented, Actor: ticket.ByCustomer("c"), Comment: &ticket.Comment{Text: "x"}})
		case 5:
			add(ticket.Event{Type: ticket.EventCommented, Actor: ticket.ByAgent("a"), Comment: &ticket.Comment{Text: "x", Internal: true}})
		case 0:
			add(ticket.Event{Type: ticket.EventChanged, Actor: ticket.ByAgent("a"), Field: "summary", New: "x"})
		}
	}
	return events
}

func officeHours(t testing.TB) map[string]ticket.Hours {
	calendar, err := bizhours.New(bizhours.Options{
		Location: "Europe/Berlin", Week: map[string][]string{"mon-fri": {"09:00-12:00", "13:00-18:00"}, "sat": {"10:00-14:00"}},
		Days: []bizhours.Day{{Date: "12-24", Until: "12-26"}, {Date: "2026-04-03"}},
	})
	require.NoError(t, err)
	return map[string]ticket.Hours{"": calendar}
}

// BenchmarkEvaluate works out four clocks in business hours.
func BenchmarkEvaluate(b *testing.B) {
	hours := officeHours(b)
	p := promise(b, "first_response 1h; next_response 4h p1=2h p2=1h; resolution 40h p1=20h p2=8h; update 8h")
	for _, n := range []int{10, 100, 1000} {
		events := longHistory(n)
		now := events[n-1].At.Add(time.Hour)
		b.Run(fmt.Sprintf("events=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ticket.Evaluate(events, p, hours, now)
			}
		})
	}
}

func BenchmarkExplain(b *testing.B) {
	hours := officeHours(b)
	p := promise(b, "first_response 1h; next_response 4h; resolution 40h; update 8h")
	events := longHistory(100)
	b.ReportAllocs()
	for b.Loop() {
		ticket.Explain(events, p, hours, events[99].At.Add(time.Hour))
	}
}
