package integration

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/ticket"
	"github.com/stretchr/testify/require"
)

// BenchmarkTicketUpdate measures durable compare-and-set updates of tickets, one by one
// and by many writers at once: bare ones, and comments with their events and notices.
// Beside them stands a loop that updates single rows of the same size, over the same
// driver.
func BenchmarkTicketUpdate(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		for _, writers := range []int{1, 32} {
			b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
				raw := 0.0
				b.Run("raw", func(b *testing.B) {
					parallel(b, writers, rawUpdates(b, d, writers))
					raw = float64(b.N) / b.Elapsed().Seconds()
					report(b, "updates/s")
				})
				for _, c := range []struct {
					name string
					next func(t ticket.Ticket, event string) ticket.Commit
				}{{"bare", bare}, {"comment", aComment}} {
					b.Run(c.name, func(b *testing.B) {
						parallel(b, writers, ticketUpdates(b, d, writers, c.next))
						report(b, "updates/s")
						b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/raw, "of-raw")
					})
				}
			})
		}
	})
}

// updateRows is how many rows the writers update, each a part of them in turn.
const updateRows = 1024

// rawUpdates returns what updates the next row of a writer, in a table of its own.
func rawUpdates(b *testing.B, d database, writers int) func(ctx context.Context, w, i int) error {
	b.Helper()
	db := d.open(b)
	blob := map[string]string{"sqlite": "BLOB", "postgresql": "BYTEA"}[d.dialect.String()]
	table := fmt.Sprint("raw_", benchRuns.Add(1))
	_, err := db.ExecContext(b.Context(), "CREATE TABLE "+table+" (id TEXT PRIMARY KEY, version BIGINT NOT NULL, body "+blob+" NOT NULL)")
	require.NoError(b, err)
	body := make([]byte, 900) // as the JSON of aTicket
	for i := range updateRows {
		_, err := db.ExecContext(b.Context(), d.dialect.Rebind("INSERT INTO "+table+" (id, version, body) VALUES (?, 0, ?)"), fmt.Sprint("ticket-", i), body)
		require.NoError(b, err)
	}
	update := d.dialect.Rebind("UPDATE " + table + " SET version = version + 1, body = ? WHERE id = ? AND version = ?")
	share := updateRows / writers
	return func(ctx context.Context, w, i int) error {
		res, err := db.ExecContext(ctx, update, body, fmt.Sprint("ticket-", w*share+i%share), i/share)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); n != 1 {
			return fmt.Errorf("%d rows, %w", n, err)
		}
		return nil
	}
}

var benchRuns atomic.Int64

// ticketUpdates returns what updates the next ticket of a writer.
func ticketUpdates(b *testing.B, d database, writers int, next func(ticket.Ticket, string) ticket.Commit) func(ctx context.Context, w, i int) error {
	b.Helper()
	s := newTickets(b, d.shared(b), fmt.Sprint("tenant ", benchRuns.Add(1)))
	var all ticket.Commit
	for i := range updateRows {
		all.Changes = append(all.Changes, aTicket(fmt.Sprint("ticket-", i)).Changes...)
	}
	tickets, err := s.Commit(b.Context(), all)
	require.NoError(b, err)
	share := updateRows / writers
	return func(ctx context.Context, w, i int) error {
		t := &tickets[w*share+i%share]
		now, err := s.Commit(ctx, next(*t, fmt.Sprintf("event-%d-%d", w, i)))
		if err == nil {
			*t = now[0]
		}
		return err
	}
}

// bare changes what is in the row of a ticket, and nothing that it is found by.
func bare(t ticket.Ticket, event string) ticket.Commit {
	t.Reason = event
	return ticket.Commit{Changes: []ticket.Change{{Ticket: t}}}
}

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
		due := noon.Add(100 * time.Second) // a hundred tickets
		b.Run("due", func(b *testing.B) {
			for b.Loop() {
				ids, err := s.Due(b.Context(), due, 100)
				require.NoError(b, err)
				require.Len(b, ids, 100)
			}
		})
		active := []ticket.Kind{ticket.KindNew, ticket.KindOpen, ticket.KindPending, ticket.KindOnHold}
		for _, c := range []struct {
			name   string
			filter ticket.Filter
			page   ticket.Page
		}{
			{"mine by update", ticket.Filter{Kinds: active, Owners: []string{"agent-7"}}, ticket.Page{By: ticket.ByUpdated, Desc: true}},
			{"group by deadline", ticket.Filter{Kinds: active, Groups: []string{"group-3"}}, ticket.Page{By: ticket.ByDeadline}},
			{"group by priority", ticket.Filter{Kinds: active, Groups: []string{"group-3"}}, ticket.Page{By: ticket.ByPriority, Desc: true}},
			{"all by priority", ticket.Filter{Kinds: active}, ticket.Page{By: ticket.ByPriority, Desc: true}},
			{"customer", ticket.Filter{Customers: []string{"customer-77"}}, ticket.Page{Desc: true}},
			{"rare word", ticket.Filter{Words: ticket.Words("number 4711")}, ticket.Page{Desc: true}},
			{"common words", ticket.Filter{Words: ticket.Words("杯子破损")}, ticket.Page{Desc: true}},
			{"common words by update", ticket.Filter{Words: ticket.Words("杯子破损")}, ticket.Page{By: ticket.ByUpdated, Desc: true}},
		} {
			b.Run("page/"+c.name, func(b *testing.B) {
				for b.Loop() {
					found, err := s.Find(b.Context(), c.filter, c.page)
					require.NoError(b, err)
					require.NotEmpty(b, found.Tickets)
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
			{"open by owner", ticket.Filter{Kinds: active}, ticket.CountOwner},
			{"group by kind", ticket.Filter{Groups: []string{"group-3"}}, ticket.CountKind},
			{"mine by priority", ticket.Filter{Owners: []string{"agent-7"}}, ticket.CountPriority},
		} {
			b.Run("count/"+c.name, func(b *testing.B) {
				for b.Loop() {
					counts, err := s.Count(b.Context(), c.filter, c.by)
					require.NoError(b, err)
					require.NotEmpty(b, counts)
				}
			})
		}
	})
}

// fillTickets writes open tickets: of 500 agents, 20 groups and a customer for each ten.
func fillTickets(t testing.TB, s ticket.Store, n int) {
	t.Helper()
	const batch = 500
	for begin := 0; begin < n; begin += batch {
		var c ticket.Commit
		for i := begin; i < min(begin+batch, n); i++ {
			one := aTicket(fmt.Sprintf("ticket-%07d", i)).Changes[0]
			one.Ticket.Owner, one.Ticket.Group = fmt.Sprint("agent-", i*7%500), fmt.Sprint("group-", i*13%20)
			one.Ticket.Customer, one.Ticket.Priority = fmt.Sprint("customer-", i/10), i*31%5
			one.Ticket.Kind = []ticket.Kind{ticket.KindNew, ticket.KindOpen, ticket.KindOpen, ticket.KindPending}[i%4]
			one.Ticket.Due = noon.Add(time.Duration(i+1) * time.Second)
			one.Ticket.Deadline = one.Ticket.Due
			one.Ticket.Updated = noon.Add(time.Duration(i*17%1_000_003) * time.Second)
			one.Words = ticket.Words(fmt.Sprint("number ", i))
			if i%10 == 0 {
				one.Words = append(one.Words, ticket.Words("杯子破损")...)
			}
			c.Changes = append(c.Changes, one)
		}
		_, err := s.Commit(t.Context(), c)
		require.NoError(t, err)
	}
}
