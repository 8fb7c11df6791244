package integration

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/ticketsql"
	"github.com/kefu-go/kefu/ticket/tickettest"
	"github.com/stretchr/testify/require"
)

func newTickets(t testing.TB, shared *sqldb.DB, tenant string) *ticketsql.Store {
	t.Helper()
	s, err := ticketsql.New(shared, &ticketsql.Options{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}

func TestTicketStore(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		tickettest.RunStore(t, func(t *testing.T) ticket.Store {
			return newTickets(t, shared, fmt.Sprint("tenant ", tenants.Add(1)))
		})
	})
}

// The number of the last event is known also when all events were forgotten.
func TestTicketLastIsRemembered(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s := newTickets(t, d.shared(t), "")
		last := func() int64 {
			seq, err := s.Last(ctx)
			require.NoError(t, err)
			return seq
		}
		require.Zero(t, last())
		commitTicket(t, s, closing(commitTicket(t, s, aTicket("a")), noon))
		n, err := s.Prune(ctx, noon.Add(time.Second), 1)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.EqualValues(t, 2, last())
		commitTicket(t, s, aTicket("b"))
		require.EqualValues(t, 3, last())
	})
}

// Terms of any length are told apart, although no index takes the long ones whole.
func TestTicketLongTerms(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		s := newTickets(t, d.shared(t), "")
		long := strings.Repeat("长", 3000)
		for _, end := range []string{"", "a", "b"} {
			c := aTicket("t" + end)
			of := &c.Changes[0]
			of.Ticket.Owner, of.Ticket.Tags, of.Ticket.Category, of.Words = long+end, []string{long + end}, long+end+"/refund", []string{long + end}
			commitTicket(t, s, c)
		}
		for _, f := range []ticket.Filter{
			{Owners: []string{long + "a"}}, {Tags: []string{long + "a"}}, {Category: long + "a"}, {Words: []string{long + "a"}},
		} {
			found, err := s.Find(t.Context(), f, ticket.Page{})
			require.NoError(t, err)
			require.Len(t, found.Tickets, 1)
			require.Equal(t, "ta", found.Tickets[0].ID)
		}
	})
}

// Three desks, each with a handle of its own, work on the same tickets.
func TestTicketDesks(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		tickettest.RunDesks(t, func(t *testing.T) []ticket.Store {
			var stores []ticket.Store
			for range 3 {
				stores = append(stores, newTickets(t, d.shared(t), ""))
			}
			return stores
		})
	})
}

// aTicket is a new ticket of ordinary size, with the event that opened it and a notice.
func aTicket(id string) ticket.Commit {
	t := ticket.Ticket{
		ID: id, Events: 1, Type: "complaint", Subject: "商品破损", Category: "orders/damaged", Priority: 2, Owner: "ann", Group: "orders",
		State: "open", Kind: ticket.KindOpen, Entered: noon, Customer: "customer-1", Conversation: "c-" + id, Channel: "web", Locale: "zh-Hans",
		Source: "handoff-" + id, Tags: []string{"vip"}, Fields: map[string]string{"order": id}, Watchers: []string{"bob"},
		Waiting: noon, Heard: noon, Created: noon, Updated: noon, Due: noon.Add(time.Hour),
		Clocks: []ticket.Clock{{Name: "first_reply", Round: 1, State: ticket.Running, Started: noon, Due: noon.Add(time.Hour)}},
	}
	return ticket.Commit{
		Changes: []ticket.Change{{
			Ticket: t, Words: ticket.Words("收到的杯子碎了，请尽快处理"),
			Events: []ticket.Event{{ID: "opened-" + id, Type: ticket.EventOpened, At: noon, Opened: &ticket.Draft{ID: id, Subject: t.Subject}}},
		}},
		Outbox: []ticket.Notice{{ID: "n-" + id, Ticket: id, Kind: "assigned", To: "agent:ann", At: noon}},
	}
}

// aComment goes on with a ticket: a comment that changes nothing else, with a notice.
func aComment(t ticket.Ticket, event string) ticket.Commit {
	t.Events++
	t.Comments++
	t.Updated = t.Updated.Add(time.Second)
	return ticket.Commit{
		Changes: []ticket.Change{{
			Ticket: t,
			Events: []ticket.Event{{
				ID: event, Ticket: t.ID, Type: ticket.EventCommented, At: t.Updated, Actor: ticket.ByAgent("ann"),
				Comment: &ticket.Comment{Text: "您好，已为您安排补发，预计三天内送达，请注意查收。"},
			}},
		}},
		Outbox: []ticket.Notice{{ID: "n-" + event, Ticket: t.ID, Kind: "reply", To: "customer:customer-1", Event: event, At: noon}},
	}
}

// closing goes on with a ticket so that it ends.
func closing(t ticket.Ticket, at time.Time) ticket.Commit {
	c := aComment(t, "closed-"+t.ID)
	end := &c.Changes[0].Ticket
	end.State, end.Kind, end.Closed, end.Updated, end.Due = "closed", ticket.KindClosed, at, at, time.Time{}
	return c
}

func commitTicket(t testing.TB, s ticket.Store, c ticket.Commit) ticket.Ticket {
	t.Helper()
	tickets, err := s.Commit(t.Context(), c)
	require.NoError(t, err)
	require.Len(t, tickets, 1)
	return tickets[0]
}

// Two tenants share tables, and nothing else.
func TestTicketTenantsAreApart(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		a, b := newTickets(t, shared, "a"), newTickets(t, shared, "b")
		for i, id := range []string{"shared", "other", "last"} {
			one := commitTicket(t, a, aTicket(id))
			require.EqualValues(t, i+1, one.Serial)
		}
		one := commitTicket(t, b, aTicket("shared"))
		require.EqualValues(t, 1, one.Serial, "each has numbers of its own")
		one = commitTicket(t, b, closing(one, noon.Add(time.Minute)))

		n, err := a.Prune(ctx, noon.Add(time.Hour), 10)
		require.NoError(t, err)
		require.Zero(t, n)
		got, err := a.Load(ctx, "shared")
		require.NoError(t, err)
		require.EqualValues(t, 1, got.Version)
		_, err = b.Load(ctx, "last")
		require.ErrorIs(t, err, ticket.ErrNotFound)
		for s, want := range map[*ticketsql.Store]struct{ tickets, events, history, due, notices int }{a: {3, 3, 1, 3, 3}, b: {1, 2, 2, 0, 2}} {
			for _, f := range []ticket.Filter{{}, {Customers: []string{"customer-1"}}, {Words: ticket.Words("杯子")}} {
				for _, by := range []ticket.Order{ticket.BySerial, ticket.ByDeadline} {
					found, err := s.Find(ctx, f, ticket.Page{By: by})
					require.NoError(t, err)
					require.Len(t, found.Tickets, want.tickets)
				}
				counts, err := s.Count(ctx, f, ticket.CountType)
				require.NoError(t, err)
				require.Equal(t, map[string]int{"complaint": want.tickets}, counts)
			}
			feed, err := storetest.Collect(s.Feed(ctx, 0))
			require.NoError(t, err)
			require.Len(t, feed, want.events)
			history, err := storetest.Collect(s.History(ctx, "shared", 0))
			require.NoError(t, err)
			require.Len(t, history, want.history)
			due, err := s.Due(ctx, noon.Add(24*time.Hour), 10)
			require.NoError(t, err)
			require.Len(t, due, want.due)
			claimed, err := s.Outbox().Claim(ctx, noon, noon.Add(time.Minute), 10)
			require.NoError(t, err)
			require.Len(t, claimed, want.notices, "of those to one recipient only the oldest leaves")
		}
		n, err = b.Prune(ctx, noon.Add(time.Hour), 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		_, err = b.Load(ctx, one.ID)
		require.ErrorIs(t, err, ticket.ErrNotFound)
		_, err = a.Load(ctx, one.ID)
		require.NoError(t, err)
		require.NoError(t, a.Outbox().Settle(ctx, "n-other", 1, time.Time{}))
		require.ErrorIs(t, b.Outbox().Settle(ctx, "n-other", 1, time.Time{}), ticket.ErrNotFound)
	})
}
