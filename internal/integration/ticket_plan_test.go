package integration

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/ticketsql"
	"github.com/stretchr/testify/require"
)

// longList is more tickets than a store looks at one by one for a page.
const longList = 6000

// searches are filters that go each way of finding tickets: by short lists, along a
// long one, and through all tickets.
func searches() map[string]ticket.Filter {
	late, awake, low := true, noon.Add(time.Hour), 1
	return map[string]ticket.Filter{
		"all":          {},
		"few":          {Owners: []string{"agent-7"}, Kinds: []ticket.Kind{ticket.KindNew, ticket.KindOpen, ticket.KindPending}},
		"ids":          {IDs: []string{"ticket-0000003", "ticket-0000005", "none"}},
		"serials":      {Serials: []int64{4, 2, 99_999}},
		"one list":     {Types: []string{"complaint"}},
		"many":         {Types: []string{"complaint"}, MinPriority: &low, Awake: awake},
		"many of many": {Kinds: []ticket.Kind{ticket.KindOpen, ticket.KindNew, ticket.KindPending}, Groups: []string{"group-1", "group-2"}},
		"tag":          {Tags: []string{"vip"}, Watchers: []string{"bob"}, Category: "orders"},
		"late":         {Breached: &late},
		"conversation": {Conversations: []string{"c-ticket-0000003"}, Customers: []string{"customer-0"}, Sources: []string{"handoff-ticket-0000003"}},
		"fields":       {Fields: map[string]string{"order": "ticket-0000009"}},
		"updated":      {UpdatedFrom: noon.Add(10 * time.Second), UpdatedTo: noon.Add(20 * time.Second)},
		"deadline":     {DeadlineTo: noon.Add(20 * time.Second)},
		"created":      {CreatedFrom: noon.Add(time.Hour)},
		"priority":     {MaxPriority: new(int)},
		"state":        {States: []string{"open"}},
	}
}

var orders = []ticket.Order{ticket.BySerial, ticket.ByUpdated, ticket.ByPriority, ticket.ByDeadline}

// listOf returns long lists, with ties in every order, and tickets without a deadline.
func listOf(t *testing.T, s *ticketsql.Store, n int) {
	t.Helper()
	for begin := 0; begin < n; begin += 500 {
		var c ticket.Commit
		for i := begin; i < min(begin+500, n); i++ {
			one := aTicket(fmt.Sprintf("ticket-%07d", i)).Changes[0]
			one.Ticket.Owner, one.Ticket.Group = fmt.Sprint("agent-", i%100), fmt.Sprint("group-", i%7)
			one.Ticket.Customer, one.Ticket.Priority = fmt.Sprint("customer-", i/10), i*31%5
			one.Ticket.Kind = []ticket.Kind{ticket.KindNew, ticket.KindOpen, ticket.KindPending}[i%3]
			one.Ticket.Deadline, one.Ticket.Updated = noon.Add(time.Duration(i%50)*time.Second), noon.Add(time.Duration(i*17%60)*time.Second)
			if i%10 == 3 {
				one.Ticket.Deadline = time.Time{}
			} else {
				one.Ticket.Wake = noon.Add(12 * time.Hour)
			}
			if i%100 == 50 {
				one.Ticket.Kind = "of a plug-in"
			}
			one.Words = nil
			c.Changes = append(c.Changes, one)
		}
		_, err := s.Commit(t.Context(), c)
		require.NoError(t, err)
	}
}

// Pages through lists that are too long to be looked at as a whole have the same tickets
// in the same order as lists that are short.
func TestTicketLongLists(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s := newTickets(t, d.shared(t), "")
		listOf(t, s, longList)
		pages := func(f ticket.Filter, p ticket.Page, most int) (all []ticket.Ticket) {
			for range most {
				found, err := s.Find(ctx, f, p)
				require.NoError(t, err)
				all = append(all, found.Tickets...)
				if p.After = found.Next; p.After == "" {
					break
				}
			}
			return all
		}
		everything := pages(ticket.Filter{}, ticket.Page{Limit: 1000}, longList/1000+1)
		require.Len(t, everything, longList)
		minimum, two := 1, []ticket.Kind{ticket.KindOpen, ticket.KindPending}
		for _, c := range []struct {
			name string
			f    ticket.Filter
			has  func(t *ticket.Ticket) bool
		}{
			{"all", ticket.Filter{}, func(*ticket.Ticket) bool { return true }},
			{"type", ticket.Filter{Types: []string{"complaint"}}, func(*ticket.Ticket) bool { return true }},
			{"type and priority", ticket.Filter{Types: []string{"complaint"}, MinPriority: &minimum}, func(t *ticket.Ticket) bool { return t.Priority >= minimum }},
			{"type and any priority", ticket.Filter{Types: []string{"complaint"}, MinPriority: new(int)}, func(*ticket.Ticket) bool { return true }},
			{"state and kinds", ticket.Filter{States: []string{"open", "none"}, Kinds: two}, func(t *ticket.Ticket) bool { return slices.Contains(two, t.Kind) }},
			{"kinds", ticket.Filter{Kinds: two}, func(t *ticket.Ticket) bool { return slices.Contains(two, t.Kind) }},
			{"kinds, awake", ticket.Filter{Kinds: two, Awake: noon}, func(t *ticket.Ticket) bool { return slices.Contains(two, t.Kind) && t.Deadline.IsZero() }},
			{"type, awake", ticket.Filter{Types: []string{"complaint"}, Awake: noon}, func(t *ticket.Ticket) bool { return t.Deadline.IsZero() }},
			{"tag, awake", ticket.Filter{Tags: []string{"vip"}, Awake: noon}, func(t *ticket.Ticket) bool { return t.Deadline.IsZero() }},
			{"groups", ticket.Filter{Groups: []string{"group-1", "group-2"}}, func(t *ticket.Ticket) bool { return t.Group == "group-1" || t.Group == "group-2" }},
			{"owner of a kind", ticket.Filter{Owners: []string{"agent-7"}, Kinds: two}, func(t *ticket.Ticket) bool { return t.Owner == "agent-7" && slices.Contains(two, t.Kind) }},
			{"not due", ticket.Filter{States: []string{"open"}, DeadlineTo: noon.Add(49 * time.Second)}, func(t *ticket.Ticket) bool {
				return !t.Deadline.IsZero() && t.Deadline.Before(noon.Add(49*time.Second))
			}},
		} {
			for _, by := range orders {
				for _, desc := range []bool{false, true} {
					want := slices.DeleteFunc(slices.Clone(everything), func(t ticket.Ticket) bool { return !c.has(&t) })
					slices.SortFunc(want, func(a, b ticket.Ticket) int { return inOrder(by, desc, &a, &b) })
					p, most := ticket.Page{By: by, Desc: desc, Limit: 47}, 4 // two pages of those with the same key
					if c.name == "all" && by == ticket.ByDeadline {
						p.Limit, most = 1000, longList/1000
					}
					got := pages(c.f, p, most)
					require.Len(t, got, min(len(want), p.Limit*most), "%s %s %t", c.name, by, desc)
					for i := range got {
						require.Equal(t, want[i].Serial, got[i].Serial, "%s %s %t: at %d", c.name, by, desc, i)
					}
				}
			}
			n, err := s.Count(ctx, c.f, ticket.CountPriority)
			require.NoError(t, err)
			counts := map[string]int{}
			for i := range everything {
				if c.has(&everything[i]) {
					counts[fmt.Sprint(everything[i].Priority)]++
				}
			}
			require.Equal(t, counts, n, c.name)
		}
	})
}

func inOrder(by ticket.Order, desc bool, a, b *ticket.Ticket) int {
	order := 0
	switch by {
	case ticket.ByUpdated:
		order = a.Updated.Compare(b.Updated)
	case ticket.ByPriority:
		order = cmp.Compare(a.Priority, b.Priority)
	case ticket.ByDeadline:
		if a.Deadline.IsZero() != b.Deadline.IsZero() {
			if a.Deadline.IsZero() {
				return 1
			}
			return -1
		}
		order = a.Deadline.Compare(b.Deadline)
	default:
		if order = cmp.Compare(a.Serial, b.Serial); desc {
			return -order
		}
	}
	if desc {
		order = -order
	}
	return cmp.Or(order, cmp.Compare(a.Serial, b.Serial))
}

// useTickets calls everything that runs statements of its own.
func useTickets(t *testing.T, s *ticketsql.Store) {
	t.Helper()
	ctx := t.Context()
	one := commitTicket(t, s, aTicket("used"))
	one = commitTicket(t, s, aComment(one, "comment"))
	one = commitTicket(t, s, bare(one, "bare"))
	one = commitTicket(t, s, moved(one, "moved"))
	_, err := s.Commit(ctx, aTicket("used"))
	require.ErrorIs(t, err, ticket.ErrExists)
	_, err = s.Commit(ctx, aComment(one, "moved"))
	require.ErrorIs(t, err, ticket.ErrExists)
	one.Version--
	_, err = s.Commit(ctx, aComment(one, "late"))
	require.ErrorIs(t, err, ticket.ErrConflict)
	one.Version++
	for name, f := range searches() {
		for _, by := range orders {
			for _, desc := range []bool{false, true} {
				p := ticket.Page{By: by, Desc: desc, Limit: 10}
				for range 2 {
					found, err := s.Find(ctx, f, p)
					require.NoError(t, err, name)
					if p.After = found.Next; p.After == "" {
						break
					}
				}
			}
		}
		for _, by := range []ticket.GroupBy{ticket.CountAll, ticket.CountOwner} {
			_, err := s.Count(ctx, f, by)
			require.NoError(t, err, name)
		}
	}
	_, err = s.Due(ctx, noon.Add(24*time.Hour), 10)
	require.NoError(t, err)
	for _, events := range []func() error{
		func() error { return last(s.History(ctx, "used", 0)) }, func() error { return last(s.Feed(ctx, 0)) },
	} {
		require.NoError(t, events())
	}
	claimed, err := s.Outbox().Claim(ctx, noon, noon.Add(time.Minute), 10)
	require.NoError(t, err)
	require.Len(t, claimed, 1)
	require.NoError(t, s.Outbox().Settle(ctx, claimed[0].Notice.ID, 1, noon))
	require.ErrorIs(t, s.Outbox().Settle(ctx, claimed[0].Notice.ID, 1, time.Time{}), ticket.ErrConflict)
	commitTicket(t, s, closing(one, noon))
	n, err := s.Prune(ctx, noon.Add(time.Hour), 10)
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

// last reads all of a loop.
func last[T any](seq func(yield func(T, error) bool)) (err error) {
	seq(func(_ T, e error) bool {
		err = e
		return e == nil
	})
	return err
}

// Whatever the store does, it finds its rows by an index. Only what picks a page of few
// tickets sorts these, and only counts by something group.
func TestTicketStatementsDoNotScan(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/plan.db"
	var seen counter
	db, err := sqldb.Open(openSpied(t, sqldb.SQLiteDSN(path), seen.count), sqldb.SQLite, nil)
	require.NoError(t, err)
	s := newTickets(t, db, "")
	listOf(t, s, longList)
	seen.take()
	useTickets(t, s)

	plain := openSQLite(t, sqldb.SQLiteDSN(path))
	explained, sorted, lanes := 0, 0, map[string]bool{}
	for query := range seen.take() {
		if !strings.Contains(query, "ticket_") || strings.HasPrefix(query, "CREATE") {
			continue
		}
		explained++
		picks := strings.HasPrefix(query, "WITH p AS MATERIALIZED") || strings.Contains(query, "GROUP BY")
		for _, detail := range explain(ctx, t, plain, query) {
			require.NotContains(t, detail, "SCAN ticket_", query)
			for _, order := range []string{"updated", "deadline"} { // priorities are sets
				lanes[order] = lanes[order] || strings.Contains(detail, "ticket_listing_type_kind_"+order+" (tenant=? AND type=? AND kind=?)")
			}
			if !strings.Contains(query, "LIMIT ?) AS l ") { // which is no table
				require.NotRegexp(t, "SCAN l( |$)", detail, query)
			}
			require.NotRegexp(t, "SCAN [txne]( |$)", detail, query)
			require.NotContains(t, detail, "AUTOMATIC", query)
			if strings.Contains(detail, "TEMP B-TREE") {
				require.True(t, picks, query)
				sorted++
			}
			// All of a tenant is looked at by whoever counts all, or walks in an order.
			if strings.HasSuffix(detail, "(tenant=?)") {
				require.Regexp(t, "ORDER BY (l|place)|COUNT|MAX", query, "%s of %s", detail, query)
			}
		}
	}
	require.Greater(t, explained, 60)
	require.Equal(t, map[string]bool{"updated": true, "deadline": true}, lanes, "orders that are read along a lane")
	require.Positive(t, sorted)
}

// A connection of PostgreSQL has worked on tables that were small, of which no
// statistics are; then they grow. It still reads only the rows that it needs.
func TestTicketTablesGrow(t *testing.T) {
	d := newPostgreSQL(t)
	ctx := t.Context()
	db := d.open(t)
	db.SetMaxOpenConns(1)
	s, err := ticketsql.Open(db, d.dialect, nil)
	require.NoError(t, err)
	require.NoError(t, s.Migrate(ctx))
	for _, table := range column[string](t, db, "SELECT tablename FROM pg_tables WHERE schemaname = '"+d.schema+"'") {
		// On a busy machine the test takes long enough for the server to count the rows of
		// some tables, and not yet of others.
		_, err := db.ExecContext(ctx, "ALTER TABLE "+table+" SET (autovacuum_enabled = false)")
		require.NoError(t, err)
	}
	work := func(of string) {
		one := commitTicket(t, s, aTicket(of))
		for i := range 3 {
			one = commitTicket(t, s, aComment(one, fmt.Sprint(of, i)))
		}
		one = commitTicket(t, s, moved(one, "moved"+of))
		for _, by := range orders {
			found, err := s.Find(ctx, ticket.Filter{Owners: []string{one.Owner}}, ticket.Page{By: by})
			require.NoError(t, err)
			require.Len(t, found.Tickets, 1)
		}
		for range 5 {
			claimed, err := s.Outbox().Claim(ctx, noon, noon.Add(time.Minute), 10)
			require.NoError(t, err)
			require.Len(t, claimed, 1)
			require.NoError(t, s.Outbox().Settle(ctx, claimed[0].Notice.ID, 1, time.Time{}))
		}
		commitTicket(t, s, closing(one, noon))
		claimed, err := s.Outbox().Claim(ctx, noon, noon.Add(time.Minute), 10)
		require.NoError(t, err)
		require.NoError(t, s.Outbox().Settle(ctx, claimed[0].Notice.ID, 1, time.Time{}))
		n, err := s.Prune(ctx, noon.Add(time.Second), 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
	}
	read := func() (rows int64) {
		_, err := db.ExecContext(ctx, "SELECT pg_stat_force_next_flush()")
		require.NoError(t, err)
		require.NoError(t, db.QueryRowContext(ctx, "SELECT (SELECT SUM(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = $1)"+
			" + (SELECT SUM(seq_tup_read) FROM pg_stat_user_tables WHERE schemaname = $1)", d.schema).Scan(&rows))
		return rows
	}
	for i := range 20 {
		work(fmt.Sprint("small-", i))
	}
	listOf(t, s, longList)
	_, err = s.Last(ctx) // the events have numbers from here on
	require.NoError(t, err)
	before := read()
	for i := range 5 {
		work(fmt.Sprint("large-", i))
	}
	require.Less(t, read()-before, int64(longList), "rows read for five tickets and their searches")
}

// Several nodes (on SQLite: processes) with a handle of their own open and change
// tickets, some of them the same, and empty the outbox, all at once.
func TestTicketManyNodes(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		const nodes, writers, changes = 3, 3, 8
		ctx := t.Context()
		newTickets(t, d.shared(t), "")
		var (
			all  sync.WaitGroup
			mu   sync.Mutex
			errs []error
		)
		run := func(f func() error) {
			all.Go(func() {
				if err := f(); err != nil {
					mu.Lock()
					defer mu.Unlock()
					errs = append(errs, err)
				}
			})
		}
		for node := range nodes {
			s, err := ticketsql.New(d.shared(t), nil)
			require.NoError(t, err)
			for w := range writers {
				run(func() error { return changeShared(ctx, s, fmt.Sprintf("%d-%d", node, w), changes) })
			}
		}
		all.Wait()
		require.NoError(t, errors.Join(errs...))
		s, err := ticketsql.New(d.shared(t), nil)
		require.NoError(t, err)
		tickets := whole(t, s)
		require.Len(t, tickets, nodes*writers+1)
		require.EqualValues(t, 1+nodes*writers*changes, tickets["shared"].Version)
	})
}

// changeShared opens a ticket of its own and changes it together with one that all
// change, in either order.
func changeShared(ctx context.Context, s ticket.Store, own string, changes int) error {
	if _, err := s.Commit(ctx, aTicket("shared")); err != nil && !errors.Is(err, ticket.ErrExists) {
		return err
	}
	tickets, err := s.Commit(ctx, aTicket(own))
	if err != nil {
		return err
	}
	mine := tickets[0]
	for i := 0; i < changes; {
		shared, err := s.Load(ctx, "shared")
		if err != nil {
			return err
		}
		event := fmt.Sprintf("%s/%d", own, i)
		c, other := moved(mine, "own "+event), aComment(shared, event)
		c.Changes, c.Outbox = append(c.Changes, other.Changes...), append(c.Outbox, other.Outbox...)
		if i%2 == 0 {
			slices.Reverse(c.Changes)
		}
		tickets, err := s.Commit(ctx, c)
		if errors.Is(err, ticket.ErrConflict) {
			continue
		}
		if err != nil {
			return err
		}
		mine = tickets[(i+1)%2]
		if mine.ID != own {
			return fmt.Errorf("got ticket %q back, want %q", mine.ID, own)
		}
		i++
	}
	return nil
}

// What is in the row of a ticket, and nowhere else, is changed by one statement without a
// transaction, if nobody else writes; whatever serial the caller says it has.
func TestTicketBareChangeIsOneStatement(t *testing.T) {
	var seen counter
	db, err := sqldb.Open(openSpied(t, sqldb.SQLiteDSN(t.TempDir()+"/bare.db"), seen.count), sqldb.SQLite, nil)
	require.NoError(t, err)
	s := newTickets(t, db, "")
	commitTicket(t, s, aTicket("other"))
	one := commitTicket(t, s, aTicket("t"))
	seen.take()
	one = commitTicket(t, s, bare(one, "because"))
	require.EqualValues(t, 2, one.Serial)
	statements := seen.take()
	require.Len(t, statements, 1)
	for query, n := range statements {
		require.Contains(t, query, "UPDATE ticket_ticket")
		require.Equal(t, 1, n)
	}
	stale := one
	stale.Version--
	_, err = s.Commit(t.Context(), bare(stale, "late"))
	require.ErrorIs(t, err, ticket.ErrConflict)
	one.Serial = 1
	one = commitTicket(t, s, bare(one, "again"))
	require.EqualValues(t, 2, one.Serial)
	now, err := s.Load(t.Context(), "t")
	require.NoError(t, err)
	require.Equal(t, one, now)
}
