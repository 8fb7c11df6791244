package tickettest

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// sly is a store that is broken in a way that only shows when several desks work at once,
// or in the end.
type sly struct {
	ticket.Store
	commit func(ctx context.Context, s ticket.Store, c ticket.Commit) ([]ticket.Ticket, error)
	find   func(found *ticket.Found)
	event  func(e *ticket.Event) (times int)
}

func (s *sly) Commit(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
	if s.commit == nil {
		return s.Store.Commit(ctx, c)
	}
	return s.commit(ctx, s.Store, c)
}

func (s *sly) Find(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
	found, err := s.Store.Find(ctx, f, p)
	if s.find != nil {
		s.find(&found)
	}
	return found, err
}

func (s *sly) Feed(ctx context.Context, after int64) iter.Seq2[ticket.Event, error] {
	if s.event == nil {
		return s.Store.Feed(ctx, after)
	}
	return func(yield func(ticket.Event, error) bool) {
		for e, err := range s.Store.Feed(ctx, after) {
			for range s.event(&e) {
				if !yield(e, err) {
					return
				}
			}
		}
	}
}

// lastWins commits whatever has happened in between.
func lastWins(ctx context.Context, s ticket.Store, c ticket.Commit) ([]ticket.Ticket, error) {
	for {
		tickets, err := s.Commit(ctx, c)
		if !errors.Is(err, ticket.ErrConflict) {
			return tickets, err
		}
		for i := range c.Changes {
			t := &c.Changes[i].Ticket
			if now, err := s.Load(ctx, t.ID); err == nil {
				t.Version, t.Events = now.Version, now.Events+int64(len(c.Changes[i].Events))
			}
		}
	}
}

// half forgets what a commit does to all but the first of the tickets that were there.
func half(ctx context.Context, s ticket.Store, c ticket.Commit) ([]ticket.Ticket, error) {
	kept := ticket.Commit{Outbox: c.Outbox}
	for i := range c.Changes {
		if i == 0 || c.Changes[i].Ticket.Version == 0 {
			kept.Changes = append(kept.Changes, c.Changes[i])
		}
	}
	tickets, err := s.Commit(ctx, kept)
	for i := range c.Changes {
		if err == nil && i < len(c.Changes) && (i >= len(tickets) || tickets[i].ID != c.Changes[i].Ticket.ID) {
			t := c.Changes[i].Ticket
			t.Version++
			tickets = append(tickets[:i:i], append([]ticket.Ticket{t}, tickets[i:]...)...)
		}
	}
	return tickets, err
}

func TestDesksNotice(t *testing.T) {
	for name, c := range map[string]struct {
		breaks sly
		want   string
	}{
		"nothing":            {},
		"the last one wins":  {sly{commit: lastWins}, ""},
		"commits are halved": {sly{commit: half}, ""},
		"serials have gaps": {sly{find: func(found *ticket.Found) {
			for i := range found.Tickets {
				if found.Tickets[i].Serial > 3 {
					found.Tickets[i].Serial++
				}
			}
		}}, "has the serial 5, and the next is 4"},
		"tickets are lost": {sly{find: func(found *ticket.Found) {
			if n := len(found.Tickets); found.Next == "" && n > 0 {
				found.Tickets = found.Tickets[:n-1]
			}
		}}, "is lost"},
		"the feed repeats":     {sly{event: func(e *ticket.Event) int { return 1 + int(e.Seq%50/49) }}, "the feed goes from"},
		"the feed skips":       {sly{event: func(e *ticket.Event) int { return 1 - int(e.Seq%50/49) }}, "in the feed"},
		"the feed tells tales": {sly{event: func(e *ticket.Event) int { e.Reason += " they say"; return 1 }}, "in the feed differs"},
		"versions are not raised": {sly{commit: func(ctx context.Context, s ticket.Store, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.Commit(ctx, c)
			for i := range tickets {
				tickets[i].Version = 1
			}
			return tickets, err
		}}, "made version 1"},
	} {
		t.Run(name, func(t *testing.T) {
			day := func(seed uint64) error {
				right := ticket.NewMemoryStore()
				var stores []ticket.Store
				for range 3 {
					s := c.breaks
					s.Store = right
					stores = append(stores, &s)
				}
				o, err := newOffice(stores, seed)
				require.NoError(t, err)
				return o.run(t.Context(), 2, 16, 12)
			}
			if name == "nothing" {
				require.NoError(t, day(1))
				return
			}
			var err error
			for seed := uint64(1); err == nil && seed <= 50; seed++ { // a race may not take place on a busy machine
				err = day(seed)
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}
