package ticket_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// benchNow is the time of the benchmarks; nothing of a desk is due by then.
var benchNow = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// openTicket is a ticket as a desk opens it: two promises, ids and texts of usual
// length, one of 500 owners in 20 groups.
func openTicket(i int) ticket.Change {
	at := benchNow.Add(time.Duration(i-2_000_000) * time.Second)
	id := fmt.Sprintf("018f7a2c-5b1e-7c33-9d10-%012x", i)
	customer, conversation := fmt.Sprintf("customer-%08d", i/5), fmt.Sprintf("web-%010d", i)
	subject := fmt.Sprintf("Parcel %d has not arrived 快递没有送到", i)
	text := fmt.Sprintf("I ordered a blue jacket two weeks ago, order A-%09d, and the parcel has still not been delivered. Please refund me.", i)
	d := ticket.Draft{
		Type: "question", Subject: subject, Category: "delivery/late", Group: fmt.Sprint("group-", i%20), Customer: customer, Conversation: conversation,
		Channel: "web", Locale: "en", Source: "handoff:" + conversation, Tags: []string{"delivery", "vip"}, Fields: map[string]string{"order": fmt.Sprintf("A-%09d", i)},
		Comments: []ticket.Comment{{Text: text}},
	}
	t := ticket.Ticket{
		ID: id, Events: 2, Type: d.Type, Subject: subject, Category: d.Category, Priority: i % 4, Owner: fmt.Sprint("agent-", i%500), Group: d.Group,
		State: "open", Kind: ticket.Kinds()[1], Entered: at, Customer: customer, Conversation: conversation, Channel: "web", Locale: "en", Source: d.Source,
		Tags: d.Tags, Fields: d.Fields, Comments: 1, Waiting: at, Heard: at, Created: at, Updated: at, Policy: "standard",
		Clocks: []ticket.Clock{
			{Name: "first_reply", Round: 1, State: ticket.Running, Started: at, Limit: ticket.Duration(4 * time.Hour), Due: at.Add(4 * time.Hour)},
			{Name: "resolution", Round: 1, State: ticket.Running, Started: at, Limit: ticket.Duration(48 * time.Hour), Due: at.Add(48 * time.Hour)},
		},
		Deadline: at.Add(4 * time.Hour), Due: benchNow.Add(time.Duration(1+i*7919%1_000_000) * time.Second),
	}
	return ticket.Change{Ticket: t, Words: ticket.Words(subject + "\n" + text), Events: []ticket.Event{
		{ID: id + "-1", Type: ticket.EventOpened, At: at, Actor: ticket.ByCustomer(customer), New: "new", Kind: ticket.Kinds()[0], Opened: &d},
		{ID: id + "-2", Type: ticket.EventMoved, At: at, Actor: ticket.BySystem("assign"), Old: "new", New: "open", Kind: t.Kind},
	}}
}

// openTickets returns a store with n open tickets.
func openTickets(b testing.TB, n int) *ticket.MemoryStore {
	b.Helper()
	s := ticket.NewMemoryStore()
	for i := range n {
		_, err := s.Commit(context.Background(), ticket.Commit{Changes: []ticket.Change{openTicket(i)}})
		require.NoError(b, err)
	}
	return s
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkMemoryStore has sizes up to a hundred thousand open tickets; a million takes
// a minute or two and is made for KEFU_BENCH=full.
func BenchmarkMemoryStore(b *testing.B) {
	sizes := []int{1000, 100_000}
	if testing.Short() {
		sizes = sizes[:1]
	}
	if os.Getenv("KEFU_BENCH") == "full" {
		sizes = append(sizes, 1_000_000)
	}
	for _, n := range sizes {
		before := heap()
		s := openTickets(b, n)
		each := float64(heap()-before) / float64(n)
		ids := make([]string, n)
		for i := range ids {
			ids[i] = openTicket(i).Ticket.ID
		}
		b.Run(fmt.Sprint("due, nothing is/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if due, err := s.Due(b.Context(), benchNow, 100); err != nil || len(due) != 0 {
					b.Fatal(err, due)
				}
			}
			b.ReportMetric(each, "B/ticket")
		})
		b.Run(fmt.Sprint("due, a hundred/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if due, err := s.Due(b.Context(), benchNow.Add(1_000_000*time.Second), 100); err != nil || len(due) != 100 {
					b.Fatal(err, len(due))
				}
			}
		})
		b.Run(fmt.Sprint("load/", n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := s.Load(b.Context(), ids[i*7919%n]); err != nil {
					b.Fatal(err)
				}
			}
		})
		open, refund := ticket.Kinds()[1:2], ticket.Words("refund")
		for name, q := range map[string]struct {
			f ticket.Filter
			p ticket.Page
		}{
			"owner, by update":               {ticket.Filter{Owners: []string{"agent-7"}}, ticket.Page{By: ticket.ByUpdated, Desc: true}},
			"open, by priority":              {ticket.Filter{Kinds: open}, ticket.Page{By: ticket.ByPriority, Desc: true}},
			"open of a group, by due":        {ticket.Filter{Kinds: open, Groups: []string{"group-3"}}, ticket.Page{By: ticket.ByDeadline}},
			"customer":                       {ticket.Filter{Customers: []string{"customer-00000007"}}, ticket.Page{}},
			"words that all have, by update": {ticket.Filter{Words: refund}, ticket.Page{By: ticket.ByUpdated, Desc: true}},
			"words that one has":             {ticket.Filter{Words: ticket.Words("parcel 717 没有送到")}, ticket.Page{By: ticket.ByUpdated, Desc: true}},
			"a word and a group, all of it":  {ticket.Filter{Words: refund, Groups: []string{"group-3"}, Breached: new(bool), MinPriority: new(int), Tags: []string{"vip"}}, ticket.Page{By: ticket.ByUpdated}},
		} {
			b.Run(fmt.Sprint("page of 50, ", name, "/", n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if found, err := s.Find(b.Context(), q.f, q.p); err != nil || len(found.Tickets) == 0 {
						b.Fatal(err, len(found.Tickets))
					}
				}
			})
		}
		b.Run(fmt.Sprint("count of all by state/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if counts, err := s.Count(b.Context(), ticket.Filter{}, ticket.CountState); err != nil || counts["open"] < n {
					b.Fatal(err, counts)
				}
			}
		})
		made, fresh := n, openTicket(n)
		b.Run(fmt.Sprint("commit, a new ticket/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				fresh.Ticket.ID = fmt.Sprint("fresh-", made)
				fresh.Ticket.Customer = fresh.Ticket.ID
				made++
				if _, err := s.Commit(b.Context(), ticket.Commit{Changes: []ticket.Change{fresh}}); err != nil {
					b.Fatal(err)
				}
			}
		})
		t, err := s.Load(b.Context(), ids[n/2])
		require.NoError(b, err)
		b.Run(fmt.Sprint("commit, an update/", n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if i%20 == 0 { // not all on one ticket
					if t, err = s.Load(b.Context(), ids[(n/2+i)%n]); err != nil {
						b.Fatal(err)
					}
				}
				t.Events++
				t.Updated, t.Due = t.Updated.Add(time.Second), t.Due.Add(time.Minute)
				t.Owner = fmt.Sprint("agent-", i%500)
				got, err := s.Commit(b.Context(), ticket.Commit{Changes: []ticket.Change{{Ticket: t, Events: []ticket.Event{
					{ID: fmt.Sprint("update-", t.Version), Type: ticket.EventChanged, At: t.Updated, Actor: ticket.ByAgent("mia"), Field: "owner", New: t.Owner},
				}}}})
				if err != nil {
					b.Fatal(err)
				}
				t = got[0]
			}
		})
	}
}
