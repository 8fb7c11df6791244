package integration

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/ticket"
	"github.com/stretchr/testify/require"
)

// BenchmarkTicketUpdate measures durable compare-and-set updates of tickets, one by one
// and by many writers at once: bare ones, and comments with their events and notices.
// Beside them a loop updates single rows of the same size, over the same driver: both
// take turns, so that they share whatever else the machine is busy with.
func BenchmarkTicketUpdate(b *testing.B) {
	benchEach(b, func(b *testing.B, d database) {
		for _, writers := range []int{1, 32} {
			b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
				for _, c := range []struct {
					name string
					next func(t ticket.Ticket, event string) ticket.Commit
				}{{"bare", bare}, {"comment", aComment}} {
					b.Run(c.name, func(b *testing.B) {
						raw, own := rawUpdates(b, d, writers), ticketUpdates(b, d, writers, c.next)
						b.ReportAllocs()
						b.ResetTimer()
						takeTurns(b, writers, raw, own)
					})
				}
			})
		}
	})
}

// takeTurns runs b.N of own, and as many of raw in between, and reports how fast they
// are together. The time of b is that of own.
func takeTurns(b *testing.B, writers int, raw, own func(ctx context.Context, w, i int) error) {
	b.Helper()
	const turn = 20 // of each writer
	var spent [2]time.Duration
	share := (b.N + writers - 1) / writers
	for begin := 0; begin < share; begin += turn {
		for i, call := range []func(ctx context.Context, w, i int) error{raw, own} {
			if i == 0 {
				b.StopTimer()
			} else {
				b.StartTimer()
			}
			var (
				wg   sync.WaitGroup
				errs = make([]error, writers)
			)
			began := time.Now()
			for w := range writers {
				wg.Go(func() {
					for at := begin; at < min(begin+turn, share) && errs[w] == nil; at++ {
						errs[w] = call(b.Context(), w, at)
					}
				})
			}
			wg.Wait()
			spent[i] += time.Since(began)
			require.NoError(b, errors.Join(errs...))
		}
	}
	b.ReportMetric(float64(share*writers)/spent[1].Seconds(), "updates/s")
	b.ReportMetric(spent[0].Seconds()/spent[1].Seconds(), "of-raw")
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
