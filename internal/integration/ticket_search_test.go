package integration

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/kefu-go/kefu/ticket"
	"github.com/stretchr/testify/require"
)

// BenchmarkTicketSearch measures what reads few of many open tickets. With KEFU_BENCH=full
// there are a million, which takes minutes to write.
func BenchmarkTicketSearch(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		n := 20_000
		if os.Getenv("KEFU_BENCH") == "full" {
			n = 1_000_000
		}
		s := newTickets(b, d.shared(b), "many")
		began := time.Now()
		fillTickets(b, s, n)
		if d.schema != "" {
			_, err := d.open(b).ExecContext(b.Context(), "ANALYZE")
			require.NoError(b, err)
		}
		b.Logf("%d tickets written in %v", n, time.Since(began))
		searchTickets(b, s)
	})
}

func searchTickets(b *testing.B, s ticket.Store) {
	b.Helper()
	due := noon.Add(100 * time.Second) // a hundred tickets
	b.Run("due", func(b *testing.B) {
		for b.Loop() {
			ids, err := s.Due(b.Context(), due, 100)
			require.NoError(b, err)
			require.Len(b, ids, 100)
		}
	})
	for _, c := range ticketPages() {
		b.Run("page/"+c.name, func(b *testing.B) {
			_, err := s.Find(b.Context(), c.filter, c.page) // what it reads is in memory then
			require.NoError(b, err)
			for b.Loop() {
				found, err := s.Find(b.Context(), c.filter, c.page)
				require.NoError(b, err)
				require.Equal(b, c.none, len(found.Tickets) == 0)
			}
		})
	}
	for _, c := range []struct {
		name   string
		filter ticket.Filter
		by     ticket.GroupBy
	}{
		{"all", ticket.Filter{}, ticket.CountAll},
		{"kinds", ticket.Filter{}, ticket.CountKind},
		{"open by owner", ticket.Filter{Kinds: active()}, ticket.CountOwner},
		{"group by kind", ticket.Filter{Groups: []string{"group-3"}}, ticket.CountKind},
		{"mine by priority", ticket.Filter{Owners: []string{"agent-70"}}, ticket.CountPriority},
	} {
		b.Run("count/"+c.name, func(b *testing.B) {
			for b.Loop() {
				counts, err := s.Count(b.Context(), c.filter, c.by)
				require.NoError(b, err)
				require.NotEmpty(b, counts)
			}
		})
	}
}

func active() []ticket.Kind {
	return []ticket.Kind{ticket.KindNew, ticket.KindOpen, ticket.KindPending, ticket.KindOnHold}
}

// ticketPage is a question for a page of the tickets of fillTickets.
type ticketPage struct {
	name   string
	filter ticket.Filter
	page   ticket.Page
	none   bool // nothing is found
}

// ticketPages are the kinds of pages that people ask for, and those for which no index
// has the answer: conditions that seldom hold together, or never.
func ticketPages() []ticketPage {
	var (
		high, middle, low = 4, 3, 0
		broken            = ticket.Words("杯子破损")
		oldest            = ticket.Page{By: ticket.ByUpdated}
		latest            = ticket.Page{By: ticket.ByUpdated, Desc: true}
		urgent            = ticket.Page{By: ticket.ByPriority, Desc: true}
		soonest           = ticket.Page{By: ticket.ByDeadline}
		youngest          = ticket.Page{Desc: true}
		mine              = []string{"agent-70"}
		group             = []string{"group-3"}
		damaged           = []string{"group-10"} // has all the broken cups
		calm              = []string{"group-19"} // nothing of which is urgent
		urgents           = []string{"group-12"} // all of which is
		everything        = ticket.Words("please help parcel order delivery address courier refund")
	)
	return []ticketPage{
		{name: "mine by update", filter: ticket.Filter{Kinds: active(), Owners: mine}, page: latest},
		{name: "mine by deadline", filter: ticket.Filter{Kinds: active(), Owners: mine}, page: soonest},
		{name: "group by deadline", filter: ticket.Filter{Kinds: active(), Groups: group}, page: soonest},
		{name: "group by priority", filter: ticket.Filter{Kinds: active(), Groups: group}, page: urgent},
		{name: "group by update", filter: ticket.Filter{Kinds: active(), Groups: group}, page: latest},
		{name: "group by age", filter: ticket.Filter{Kinds: active(), Groups: group}, page: youngest},
		{name: "calm group by priority", filter: ticket.Filter{Kinds: active(), Groups: calm}, page: urgent},
		{name: "all by priority", filter: ticket.Filter{Kinds: active()}, page: urgent},
		{name: "all by update", filter: ticket.Filter{Kinds: active()}, page: latest},
		{name: "state by update", filter: ticket.Filter{States: []string{"stuck"}}, page: latest},
		{name: "state by priority", filter: ticket.Filter{States: []string{"stuck"}}, page: urgent},
		{name: "state by deadline", filter: ticket.Filter{States: []string{"stuck"}}, page: soonest},
		{name: "large state by update", filter: ticket.Filter{States: []string{"open"}}, page: oldest},
		{name: "type by update", filter: ticket.Filter{Kinds: active(), Types: []string{"incident"}}, page: latest},
		{name: "old type by update", filter: ticket.Filter{Kinds: active(), Types: []string{"return"}}, page: latest},
		{name: "old type by priority", filter: ticket.Filter{Kinds: active(), Types: []string{"return"}}, page: urgent},
		{name: "type of a group by priority", filter: ticket.Filter{Kinds: active(), Groups: group, Types: []string{"question"}}, page: urgent},
		{name: "nobody's of a group by priority", filter: ticket.Filter{Kinds: active(), Groups: damaged, Owners: []string{""}}, page: urgent},
		{name: "customer", filter: ticket.Filter{Customers: []string{"customer-77"}}, page: youngest},
		{name: "rare word", filter: ticket.Filter{Words: ticket.Words("number 4711")}, page: youngest},
		{name: "common words", filter: ticket.Filter{Words: broken}, page: youngest},
		{name: "common words by update", filter: ticket.Filter{Words: broken}, page: latest},
		{name: "common words by priority", filter: ticket.Filter{Words: broken, Kinds: active()}, page: urgent},
		{name: "common words of a group", filter: ticket.Filter{Words: broken, Groups: damaged, Kinds: active()}, page: youngest},
		{name: "common words of a group by update", filter: ticket.Filter{Words: broken, Groups: damaged, Kinds: active()}, page: latest},
		{name: "words that a group has not", filter: ticket.Filter{Words: broken, Groups: group, Kinds: active()}, page: youngest, none: true},
		{name: "words that a group has not by update", filter: ticket.Filter{Words: broken, Groups: group, Kinds: active()}, page: latest, none: true},
		{name: "common words of mine", filter: ticket.Filter{Words: broken, Owners: mine}, page: latest},
		{name: "common words and priority", filter: ticket.Filter{Words: ticket.Words("courier"), MinPriority: &high}, page: youngest},
		{name: "words of calm tickets", filter: ticket.Filter{Words: ticket.Words("legacy")}, page: urgent},
		{name: "words of calm tickets by update", filter: ticket.Filter{Words: ticket.Words("legacy")}, page: latest},
		{name: "words that go with no priority", filter: ticket.Filter{Words: ticket.Words("legacy"), MinPriority: &high}, page: youngest, none: true},
		{name: "many words", filter: ticket.Filter{Words: everything}, page: youngest},
		{name: "many words by update", filter: ticket.Filter{Words: everything}, page: latest},
		{name: "words never together", filter: ticket.Filter{Words: ticket.Words("legacy parcel")}, page: youngest, none: true},
		{name: "words never together by update", filter: ticket.Filter{Words: ticket.Words("legacy parcel")}, page: latest, none: true},
		{name: "priority", filter: ticket.Filter{MinPriority: &high}, page: youngest},
		{name: "low priority by deadline", filter: ticket.Filter{MaxPriority: &low, Kinds: active()}, page: soonest},
		{name: "priority of a group", filter: ticket.Filter{MinPriority: &middle, Groups: urgents, Kinds: active()}, page: latest},
		{name: "priority that a group has not", filter: ticket.Filter{MinPriority: &high, Groups: calm, Kinds: active()}, page: latest, none: true},
		{name: "priority that a group has not by age", filter: ticket.Filter{MinPriority: &high, Groups: calm}, page: youngest, none: true},
		{name: "category by update", filter: ticket.Filter{Category: "orders"}, page: latest},
		{name: "tag by deadline", filter: ticket.Filter{Tags: []string{"vip"}}, page: soonest},
		{name: "created within an hour by priority", filter: ticket.Filter{CreatedFrom: noon.Add(-time.Hour), CreatedTo: noon}, page: urgent},
		{name: "overdue by priority", filter: ticket.Filter{DeadlineTo: noon.Add(24 * time.Hour), Kinds: active()}, page: urgent},
		{name: "untouched by priority", filter: ticket.Filter{UpdatedTo: noon.Add(24 * time.Hour), Kinds: active()}, page: urgent},
	}
}

// fillTickets writes open tickets: of 500 agents, 20 groups and a customer for each ten.
func fillTickets(t testing.TB, s ticket.Store, n int) {
	t.Helper()
	const batch = 500
	for begin := 0; begin < n; begin += batch {
		var c ticket.Commit
		for i := begin; i < min(begin+batch, n); i++ {
			c.Changes = append(c.Changes, oneOfMany(i, n))
		}
		_, err := s.Commit(t.Context(), c)
		require.NoError(t, err)
	}
}

// oneOfMany is a ticket of a crowd: the columns have values of which many have the same,
// and some of which go together never, or with those that come last in an order.
func oneOfMany(i, n int) ticket.Change {
	one := aTicket(fmt.Sprintf("ticket-%07d", i)).Changes[0]
	t := &one.Ticket
	group := i * 13 % 20
	t.Owner, t.Group = fmt.Sprint("agent-", i*7%500), fmt.Sprint("group-", group)
	if i%50 == 0 {
		t.Owner = ""
	}
	t.Customer, t.Priority = fmt.Sprint("customer-", i/10), i*31%5
	if group == 19 {
		t.Priority = 0
	}
	t.Kind = []ticket.Kind{ticket.KindNew, ticket.KindOpen, ticket.KindOpen, ticket.KindPending}[i%4]
	t.State = string(t.Kind)
	t.Type = []string{"complaint", "question", "incident", "question"}[i*11%4]
	t.Due = noon.Add(time.Duration(i+1) * time.Second)
	t.Deadline = t.Due
	t.Created = noon.Add(time.Duration(i-n) * time.Second)
	t.Updated = noon.Add(time.Duration(i*17%1_000_003) * time.Second)
	one.Words = ticket.Words(fmt.Sprint("number ", i))
	if i%10 == 0 {
		one.Words = append(one.Words, ticket.Words("杯子破损")...)
	}
	switch {
	case i%12 == 7: // forgotten: of no priority, and nobody has looked at them since
		one.Words = append(one.Words, ticket.Words("legacy")...)
		t.Priority, t.Updated = 0, t.Created
		t.Type = "return"
		if i%3 == 1 {
			t.State = "stuck"
		}
	case i%3 == 0:
		one.Words = append(one.Words, ticket.Words("please help parcel order delivery address courier refund")...)
	case i%3 == 1:
		one.Words = append(one.Words, ticket.Words("parcel order address")...)
	}
	return one
}
