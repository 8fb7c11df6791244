package integration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/ticketsql"
	"github.com/stretchr/testify/require"
)

// moved goes on with a ticket so that it is found by other things than before.
func moved(t ticket.Ticket, event string) ticket.Commit {
	c := aComment(t, event)
	of := &c.Changes[0]
	of.Ticket.Owner, of.Ticket.Tags, of.Words = "owner-"+event, []string{"tag-" + event}, []string{"word-" + event}
	return c
}

// whole fails unless the tickets of a store, their histories, what they are found by and
// what leaves because of them tell the same story.
func whole(t *testing.T, s *ticketsql.Store) (tickets map[string]ticket.Ticket) {
	t.Helper()
	ctx := t.Context()
	tickets = map[string]ticket.Ticket{}
	events, page := 0, ticket.Page{Limit: 1000}
	for {
		found, err := s.Find(ctx, ticket.Filter{}, page)
		require.NoError(t, err)
		for _, one := range found.Tickets {
			tickets[one.ID] = one
			require.EqualValues(t, len(tickets), one.Serial, "no gaps")
			history, err := storetest.Collect(s.History(ctx, one.ID, 0))
			require.NoError(t, err)
			require.Len(t, history, int(one.Events))
			events += len(history)
			f := ticket.Filter{Owners: []string{one.Owner}, Tags: one.Tags, Customers: []string{one.Customer}, IDs: []string{one.ID}}
			if event, ok := strings.CutPrefix(one.Owner, "owner-"); ok {
				f.Words = []string{"word-" + event}
			}
			n, err := s.Count(ctx, f, ticket.CountAll)
			require.NoError(t, err)
			require.Equal(t, 1, n[""], "it is found by what it has")
		}
		if page.After = found.Next; page.After == "" {
			break
		}
	}
	feed, err := storetest.Collect(s.Feed(ctx, 0))
	require.NoError(t, err)
	require.Len(t, feed, events)
	at := map[string]int64{}
	for _, e := range feed {
		at[e.Ticket]++
		require.Equal(t, at[e.Ticket], e.N)
	}
	notices := 0
	for {
		claimed, err := s.Outbox().Claim(ctx, noon, noon.Add(time.Hour), 1000)
		require.NoError(t, err)
		if len(claimed) == 0 {
			break
		}
		for _, o := range claimed {
			notices++
			require.NoError(t, s.Outbox().Settle(ctx, o.Notice.ID, o.Attempt, time.Time{}))
		}
	}
	require.Equal(t, events, notices, "each of the events has one")
	return tickets
}

// A commit that is cancelled anywhere has done nothing, or says that it does not know;
// the same one again is written once.
func TestTicketCommitCancelledAnywhere(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		for _, kind := range []string{"new", "comment", "moved", "two", "bare"} {
			t.Run(kind, func(t *testing.T) {
				ctx := t.Context()
				s := newTickets(t, d.shared(t), kind)
				cancelled, done := 0, false
				for n := 1; !done; n++ {
					require.Less(t, n, 1000)
					id := fmt.Sprint("t", n)
					c := aTicket(id)
					if kind != "new" {
						one := commitTicket(t, s, c)
						c = aComment(one, "e"+id)
						switch kind {
						case "bare":
							c = bare(one, "e"+id)
						case "moved":
							c = moved(one, "e"+id)
						}
					}
					if kind == "two" {
						other := aTicket("other " + id)
						c.Changes, c.Outbox = append(other.Changes, c.Changes...), append(c.Outbox, other.Outbox...)
					}
					limited := newCountdown(ctx, n)
					_, err := s.Commit(limited, c)
					limited.cancel()
					switch {
					case err == nil:
						done = true
					case errors.Is(err, ticketsql.ErrUnknownOutcome):
					default:
						cancelled++
						require.ErrorIs(t, err, context.Canceled)
						_, err = s.Commit(ctx, c)
						require.NoError(t, err, "nothing of it was there")
					}
					_, err = s.Commit(ctx, c)
					require.True(t, err == nil || errors.Is(err, ticket.ErrConflict) || errors.Is(err, ticket.ErrExists), "got %v", err)
				}
				require.Positive(t, cancelled)
				whole(t, s)
			})
		}
	})
}

// The connection is lost during a commit. Whoever commits the same again has it exactly
// once.
func TestConnectionLostDuringTicketCommit(t *testing.T) {
	for _, c := range []struct {
		name    string
		written bool
		cut     func(w *wire) error
	}{
		{"before it arrives", false, func(*wire) error { return io.ErrClosedPipe }},
		{"after it was done", true, func(w *wire) error {
			w.after = true
			return nil
		}},
	} {
		for _, two := range []bool{false, true} { // one ticket is one statement, two are a transaction
			t.Run(fmt.Sprintf("%s/two=%t", c.name, two), func(t *testing.T) {
				d := newPostgreSQL(t)
				ctx := t.Context()
				healthy := newTickets(t, d.shared(t), "")
				var next atomic.Pointer[func(*wire) error]
				db := wired(t, d, &next)
				if !two {
					db = wiredAt(t, d, "event-of-comment", &next)
				}
				s, err := ticketsql.Open(db, d.dialect, nil)
				require.NoError(t, err)
				first := commitTicket(t, s, aTicket("first"))
				change := moved(first, "e")
				if two {
					other := aTicket("second")
					change.Changes, change.Outbox = append(change.Changes, other.Changes...), append(change.Outbox, other.Outbox...)
				} else {
					change = aComment(first, "event-of-comment")
				}
				next.Store(&c.cut)
				_, err = s.Commit(ctx, change)
				require.ErrorIs(t, err, ticketsql.ErrUnknownOutcome)
				require.Nil(t, next.Load())
				now, err := s.Load(ctx, "first")
				require.NoError(t, err)
				require.Equal(t, c.written, now.Version == 2)
				_, err = s.Commit(ctx, change)
				if c.written {
					require.ErrorIs(t, err, ticket.ErrConflict)
				} else {
					require.NoError(t, err)
				}
				whole(t, healthy)
			})
		}
	}
}

// On a full disk a commit fails as a whole, and the store goes on when there is room.
func TestTicketFullDisk(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/full.db"
	roomy := newTickets(t, sharedSQLite(t, sqldb.SQLiteDSN(path)), "")
	small, err := ticketsql.New(sharedSQLite(t, sqldb.SQLiteDSN(path)+"&_pragma=max_page_count(150)"), nil)
	require.NoError(t, err)
	one := commitTicket(t, small, aTicket("first"))
	written, failed := 1, 0
	for i := range 200 {
		now, err := small.Commit(ctx, moved(one, fmt.Sprint("e", i)))
		if err != nil {
			require.ErrorContains(t, err, "full")
			failed++
		} else {
			one = now[0]
		}
		_, err = small.Commit(ctx, aTicket(fmt.Sprint("t", i)))
		if err != nil {
			require.ErrorContains(t, err, "full")
			failed++
		} else {
			written++
		}
	}
	require.Greater(t, failed, 10)
	require.Greater(t, written, 10)
	_, err = roomy.Commit(ctx, aTicket("last"))
	require.NoError(t, err)
	require.Len(t, whole(t, roomy), written+1)
}

func sharedSQLite(t *testing.T, dsn string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(openSQLite(t, dsn), sqldb.SQLite, nil)
	require.NoError(t, err)
	return db
}

// childTickets prints "id version" for each commit of a ticket.
func childTickets(ctx context.Context, db *sql.DB, run string) error {
	store, err := ticketsql.Open(db, ticketsql.SQLite, nil)
	if err != nil {
		return err
	}
	errs := make(chan error)
	for w := range 8 {
		go func() {
			for i := 0; ; i++ {
				if err := childTicket(ctx, store, fmt.Sprintf("%s-%d-%d", run, w, i)); err != nil {
					errs <- err
					return
				}
			}
		}()
	}
	return <-errs
}

// childTicket opens a ticket and changes it, in its ways.
func childTicket(ctx context.Context, store ticket.Store, id string) error {
	next := aTicket(id)
	for i := range 4 {
		tickets, err := store.Commit(ctx, next)
		if err != nil {
			return err
		}
		fmt.Println(id, tickets[0].Version)
		event := fmt.Sprint("e", id, "/", i)
		if next = aComment(tickets[0], event); i == 1 {
			next = moved(tickets[0], event)
		}
	}
	return nil
}

// What was acknowledged before the process was killed is there, and nothing is there by
// half.
func TestKillWhileWritingTickets(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/tickets.db"
	db := openSQLite(t, sqldb.SQLiteDSN(path))
	s, err := ticketsql.Open(db, ticketsql.SQLite, nil)
	require.NoError(t, err)
	require.NoError(t, s.Migrate(ctx))
	versions := map[string]int64{}
	for run := range 3 {
		for _, line := range killChild(t, "tickets", path, fmt.Sprint(run), 200) {
			var (
				id      string
				version int64
			)
			_, err := fmt.Sscan(line, &id, &version)
			require.NoError(t, err)
			versions[id] = max(versions[id], version)
		}
		require.Equal(t, "ok", integrity(t, db))
	}
	tickets := whole(t, s)
	for id, version := range versions {
		require.GreaterOrEqual(t, tickets[id].Version, version, "acknowledged and lost")
		require.EqualValues(t, tickets[id].Version, tickets[id].Events)
	}
}
