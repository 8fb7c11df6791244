package ticket

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What is pruned leaves nothing behind but its numbers, and the numbers of terms are
// given again.
func TestMemoryStoreForgetsAllOfATicket(t *testing.T) {
	s := NewMemoryStore()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	fill := func(round int) {
		for i := range 50 {
			id := fmt.Sprint(round, "-", i)
			_, err := s.Commit(t.Context(), Commit{
				Changes: []Change{{
					Ticket: Ticket{ID: id, Events: 1, Kind: Kinds()[5], Customer: id, Tags: []string{id}, Closed: at, Updated: at, Due: at},
					Events: []Event{{ID: "e"}}, Words: []string{id, "all"},
				}},
				Outbox: []Notice{{ID: id, Ticket: id, At: at}},
			})
			require.NoError(t, err)
		}
	}
	for round := range 3 {
		fill(round)
		items, err := s.Outbox().Claim(t.Context(), at, at.Add(time.Hour), 100)
		require.NoError(t, err)
		for _, out := range items[:25] {
			require.NoError(t, s.Outbox().Settle(t.Context(), out.Notice.ID, 1, time.Time{}))
		}
		n, err := s.Prune(t.Context(), at.Add(1), 100)
		require.NoError(t, err)
		require.Zero(t, n, "not before the microsecond has passed")
		n, err = s.Prune(t.Context(), at.Add(time.Hour), 100)
		require.NoError(t, err)
		require.Equal(t, 50, n)
		require.Len(t, s.notices.byID, 25, "what has yet to leave")
		for _, out := range items[25:] {
			require.NoError(t, s.Outbox().Settle(t.Context(), out.Notice.ID, 1, time.Time{}))
		}
		require.Empty(t, s.notices.byID)
		require.Empty(t, s.notices.queues)
		require.Empty(t, s.notices.heads.pages)
		require.Empty(t, s.byID)
		require.Empty(t, s.terms.number)
		require.Len(t, s.terms.free, len(s.terms.terms))
		require.Empty(t, s.ended.pages)
		for by, set := range s.orders.all() {
			require.Empty(t, set.pages, by)
		}
	}
	require.Less(t, len(s.terms.terms), 2*(3*50+20), "terms are numbered again")
}

// The notices of a ticket that came again under an id that was pruned are remembered.
func TestMemoryStoreRemembersNoticesOfAnIDThatCameAgain(t *testing.T) {
	s := NewMemoryStore()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	open := func() {
		_, err := s.Commit(t.Context(), Commit{Changes: []Change{{Ticket: Ticket{ID: "a", Kind: Kinds()[5], Closed: at, Updated: at}}}})
		require.NoError(t, err)
	}
	send := func(id string) error {
		_, err := s.Commit(t.Context(), Commit{Outbox: []Notice{{ID: id, Ticket: "a", At: at}}})
		return err
	}
	open()
	require.NoError(t, send("n1"))
	_, err := s.Prune(t.Context(), at.Add(time.Hour), 1)
	require.NoError(t, err)
	open()
	_, err = s.Outbox().Claim(t.Context(), at, at, 1)
	require.NoError(t, err)
	require.NoError(t, s.Outbox().Settle(t.Context(), "n1", 1, time.Time{}))
	require.ErrorIs(t, send("n1"), ErrInvalid)
}

// A search looks at its context as it goes.
func TestMemoryStoreSearchesEndWithTheirContext(t *testing.T) {
	s := NewMemoryStore()
	var c Commit
	var ids []string
	for i := range 3 * lookEvery {
		ids = append(ids, fmt.Sprint(i))
		c.Changes = append(c.Changes, Change{Ticket: Ticket{ID: ids[i]}})
	}
	_, err := s.Commit(t.Context(), c)
	require.NoError(t, err)
	yes := true
	const many = 2*lookEvery + 100 // that a filter names, but that are not described
	for _, c := range []struct {
		what   string
		looks  int // that find nothing wrong
		search func(ctx context.Context) error
	}{
		{"through an order", 1, func(ctx context.Context) error { _, err := s.Find(ctx, Filter{Breached: &yes}, Page{}); return err }},
		{"through candidates", 3, func(ctx context.Context) error {
			_, err := s.Find(ctx, Filter{Breached: &yes, IDs: ids[:many]}, Page{})
			return err
		}},
		{"to count", 1, func(ctx context.Context) error { _, err := s.Count(ctx, Filter{}, CountAll); return err }},
	} {
		require.ErrorIs(t, c.search(&countdown{Context: t.Context(), left: c.looks}), context.Canceled, c.what)
		require.NoError(t, c.search(t.Context()), c.what)
	}
}

// countdown is a context that is cancelled when it was looked at so many times.
type countdown struct {
	context.Context //nolint:containedctx // it is one
	left            int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// A search looks at those that have the rarest of what is asked for, not at all.
func TestMemoryStoreLooksAtFew(t *testing.T) {
	s := NewMemoryStore()
	var c Commit
	for i := range 3 * lookEvery {
		c.Changes = append(c.Changes, Change{Ticket: Ticket{ID: fmt.Sprint(i), Group: "all"}})
	}
	c.Changes[2*lookEvery].Ticket.Owner = "mia"
	_, err := s.Commit(t.Context(), c)
	require.NoError(t, err)
	f := Filter{Groups: []string{"all"}, Owners: []string{"mia"}}
	looks := func() context.Context { return &countdown{Context: t.Context(), left: 1} } // at the start
	found, err := s.Find(looks(), f, Page{By: ByUpdated})
	require.NoError(t, err)
	require.Len(t, found.Tickets, 1)
	counts, err := s.Count(looks(), f, CountAll)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"": 1}, counts)
}
