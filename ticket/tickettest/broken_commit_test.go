package tickettest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/ticket"
)

// force commits whatever the versions.
func force(ctx context.Context, s *ticket.MemoryStore, c ticket.Commit) ([]ticket.Ticket, error) {
	c.Changes = slices.Clone(c.Changes)
	for {
		for i := range c.Changes {
			t, err := s.Load(context.WithoutCancel(ctx), c.Changes[i].Ticket.ID)
			if err != nil && !errors.Is(err, ticket.ErrNotFound) {
				return nil, err
			}
			c.Changes[i].Ticket.Version = t.Version
			c.Changes[i].Ticket.Events = t.Events + int64(len(c.Changes[i].Events))
		}
		tickets, err := s.Commit(ctx, c)
		if !errors.Is(err, ticket.ErrConflict) && !errors.Is(err, ticket.ErrExists) || hasOld(ctx, s, c) {
			return tickets, err
		}
	}
}

// hasOld says whether a commit has an event that its ticket has.
func hasOld(ctx context.Context, s *ticket.MemoryStore, c ticket.Commit) bool {
	for _, change := range c.Changes {
		for e := range s.History(ctx, change.Ticket.ID, 0) {
			if slices.ContainsFunc(change.Events, func(n ticket.Event) bool { return n.ID == e.ID }) {
				return true
			}
		}
	}
	return false
}

// oneByOne commits each change by itself, and the notices first.
func oneByOne(s *broken) {
	s.commit = func(ctx context.Context, c ticket.Commit) (all []ticket.Ticket, err error) {
		if _, err := s.right.Commit(ctx, ticket.Commit{Outbox: c.Outbox}); err != nil {
			return nil, err
		}
		for _, change := range c.Changes {
			tickets, err := s.right.Commit(ctx, commitOf(change))
			if err != nil {
				return nil, err
			}
			all = append(all, tickets...)
		}
		return all, nil
	}
}

var commitFaults = []fault{
	{"an unknown ticket is an empty one", []string{"commit/empty store"}, func(s *broken) {
		s.load = func(ctx context.Context, id string) (ticket.Ticket, error) {
			t, err := s.right.Load(ctx, id)
			if errors.Is(err, ticket.ErrNotFound) {
				err = nil
			}
			return t, err
		}
	}},
	{"a new ticket keeps the serial of the caller", []string{"commit/open"}, func(s *broken) {
		given := map[string]int64{}
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(ctx, c)
			for i := range tickets {
				if n := c.Changes[i].Ticket.Serial; c.Changes[i].Ticket.Version == 0 && n != 0 {
					given[tickets[i].ID], tickets[i].Serial = n, n
				}
			}
			return tickets, err
		}
	}},
	{"the number is kept", []string{"commit/open", "commit/serial stays"}, afterCommit(func(_ *broken, _ context.Context, c ticket.Commit, tickets []ticket.Ticket, err error) ([]ticket.Ticket, error) {
		for i := range tickets {
			tickets[i].Number = c.Changes[i].Ticket.Number
		}
		return tickets, err
	})},
	{"the ticket comes back as it was before", []string{"commit/change", "commit/open"}, afterCommit(func(_ *broken, _ context.Context, c ticket.Commit, tickets []ticket.Ticket, err error) ([]ticket.Ticket, error) {
		for i := range tickets {
			tickets[i].Version--
		}
		return tickets, err
	})},
	{"a change leaves what is empty as it was", []string{"commit/change", "due/moves", "terms/columns change"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			for i := range c.Changes {
				t := &c.Changes[i].Ticket
				if old, err := s.right.Load(ctx, t.ID); err == nil {
					if t.Owner == "" {
						t.Owner = old.Owner
					}
					if t.Due.IsZero() {
						t.Due = old.Due
					}
				}
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"the serial follows the change", []string{"commit/serial stays"}, afterCommit(func(_ *broken, _ context.Context, c ticket.Commit, tickets []ticket.Ticket, err error) ([]ticket.Ticket, error) {
		for i := range tickets {
			if c.Changes[i].Ticket.Version > 0 {
				tickets[i].Serial = c.Changes[i].Ticket.Serial
			}
		}
		return tickets, err
	})},
	{"tickets come back in another order", []string{"commit/several"}, afterCommit(func(_ *broken, _ context.Context, _ ticket.Commit, tickets []ticket.Ticket, err error) ([]ticket.Ticket, error) {
		slices.SortFunc(tickets, func(a, b ticket.Ticket) int { return strings.Compare(a.ID, b.ID) })
		return tickets, err
	})},
	{"serials are given in the order of ids", []string{"commit/several", "race/serials"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			order := slices.Clone(c.Changes)
			slices.SortStableFunc(order, func(a, b ticket.Change) int { return strings.Compare(a.Ticket.ID, b.Ticket.ID) })
			tickets, err := s.right.Commit(ctx, ticket.Commit{Changes: order, Outbox: c.Outbox})
			if err != nil {
				return nil, err
			}
			var back []ticket.Ticket
			for _, change := range c.Changes {
				back = append(back, tickets[slices.IndexFunc(tickets, func(t ticket.Ticket) bool { return t.ID == change.Ticket.ID })])
			}
			return back, nil
		}
	}},
	{"a commit without changes is refused", []string{"commit/nothing"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			if len(c.Changes) == 0 {
				return nil, ticket.ErrInvalid
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"a commit that fails takes serials", []string{"commit/serials have no gaps", "race/serials"}, func(s *broken) {
		var lost atomic.Int64
		byID := sync.Map{}
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(ctx, c)
			if err != nil {
				lost.Add(1)
			}
			for i := range tickets {
				n, _ := byID.LoadOrStore(tickets[i].ID, lost.Load())
				tickets[i].Serial += n.(int64)
			}
			return tickets, err
		}
		s.load = func(ctx context.Context, id string) (ticket.Ticket, error) {
			t, err := s.right.Load(ctx, id)
			if n, ok := byID.Load(id); ok {
				t.Serial += n.(int64)
			}
			return t, err
		}
	}},
}

var refusalFaults = []fault{
	{"the version is not compared", []string{"refusal/conflict"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			return force(ctx, s.right, c)
		}
	}},
	{"a version of the future will do", []string{"refusal/conflict"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			for i := range c.Changes {
				if t, err := s.right.Load(ctx, c.Changes[i].Ticket.ID); err == nil && t.Version < c.Changes[i].Ticket.Version {
					return force(ctx, s.right, c)
				}
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"a new ticket replaces the one that is there", []string{"refusal/exists", "race/same ticket"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(ctx, c)
			if errors.Is(err, ticket.ErrExists) && c.Changes[0].Ticket.Version == 0 && len(c.Changes) == 1 {
				c.Changes[0].Events[0].ID += " of " + c.Changes[0].Ticket.Owner
				return force(ctx, s.right, c)
			}
			return tickets, err
		}
	}},
	{"what exists is a conflict", []string{"refusal/exists", "refusal/event exists"}, afterCommit(func(_ *broken, _ context.Context, _ ticket.Commit, tickets []ticket.Ticket, err error) ([]ticket.Ticket, error) {
		if errors.Is(err, ticket.ErrExists) {
			err = ticket.ErrConflict
		}
		return tickets, err
	})},
	{"what exists is not named", []string{"refusal/exists", "refusal/event exists"}, afterCommit(func(_ *broken, _ context.Context, _ ticket.Commit, tickets []ticket.Ticket, err error) ([]ticket.Ticket, error) {
		if errors.Is(err, ticket.ErrExists) {
			err = ticket.ErrExists
		}
		return tickets, err
	})},
	{"old events are forgotten", []string{"refusal/event exists"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(ctx, c)
			var dup *ticket.ExistsError
			if errors.As(err, &dup) && dup.Event == "e0" {
				c.Changes[0].Events[1].ID += "'"
				return s.right.Commit(ctx, c)
			}
			return tickets, err
		}
	}},
	{"event ids are unique in the store", []string{"refusal/event exists"}, func(s *broken) {
		var owners sync.Map
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			for _, change := range c.Changes {
				for _, e := range change.Events {
					if owner, _ := owners.LoadOrStore(e.ID, change.Ticket.ID); owner != change.Ticket.ID && e.ID != "opened" {
						return nil, &ticket.ExistsError{Ticket: change.Ticket.ID, Event: e.ID}
					}
				}
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"a change makes an unknown ticket", []string{"refusal/not found"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(ctx, c)
			if errors.Is(err, ticket.ErrNotFound) {
				return force(ctx, s.right, c)
			}
			return tickets, err
		}
	}},
	{"of two changes of a ticket the last counts", []string{"refusal/twice"}, onCommit(func(c *ticket.Commit) {
		for i := len(c.Changes) - 2; i >= 0; i-- {
			if c.Changes[i].Ticket.ID == c.Changes[i+1].Ticket.ID {
				c.Changes = slices.Delete(c.Changes, i, i+1)
			}
		}
	})},
	{"the store counts the events", []string{"refusal/events that are not counted"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(ctx, c)
			if errors.Is(err, ticket.ErrInvalid) && len(c.Changes) == 1 && c.Changes[0].Ticket.Version <= 1 {
				return force(ctx, s.right, c)
			}
			return tickets, err
		}
	}},
	{"ids are cleaned, not refused", []string{"refusal/ids"}, onCommit(func(c *ticket.Commit) {
		clean := func(id string) string { return strings.ToValidUTF8(strings.ReplaceAll(id, "\x00", ""), "?") + "." }
		for i := range c.Changes {
			c.Changes[i].Ticket.ID = clean(c.Changes[i].Ticket.ID)
		}
	})},
	{"ids of events are not looked at", []string{"refusal/ids"}, onCommit(func(c *ticket.Commit) {
		for i := range c.Changes {
			c.Changes[i].Events = slices.Clone(c.Changes[i].Events)
			for k := range c.Changes[i].Events {
				c.Changes[i].Events[k].ID = fmt.Sprintf("%q", c.Changes[i].Events[k].ID)
			}
		}
	})},
	{"ids of the tickets of notices are not looked at", []string{"refusal/ids"}, onCommit(func(c *ticket.Commit) {
		for i := range c.Outbox {
			c.Outbox[i].Ticket = fmt.Sprintf("%q", c.Outbox[i].Ticket)
		}
	})},
	{"a notice that is there already is left out", []string{"refusal/notice ids", "refusal/all or nothing", "race/same notice"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(ctx, c)
			if errors.Is(err, ticket.ErrInvalid) {
				c.Outbox = nil
				tickets, err = s.right.Commit(ctx, c)
			}
			return tickets, err
		}
	}},
	{"a settled notice is forgotten", []string{"refusal/notice ids"}, func(s *broken) {
		settled := map[string]bool{}
		s.settle = func(ctx context.Context, id string, attempt int, retry time.Time) error {
			err := s.right.Outbox().Settle(ctx, id, attempt, retry)
			settled[id] = settled[id] || err == nil && retry.IsZero()
			return err
		}
		onCommit(func(c *ticket.Commit) {
			for i := range c.Outbox {
				if settled[c.Outbox[i].ID] {
					c.Outbox[i].ID += " again"
				}
			}
		})(s)
	}},
	{"each change is a transaction", []string{"refusal/all or nothing", "commit/serials have no gaps"}, oneByOne},
	{"the notices are a transaction of their own", []string{"refusal/all or nothing"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			if _, err := s.right.Commit(ctx, ticket.Commit{Outbox: c.Outbox}); err != nil {
				return nil, err
			}
			c.Outbox = nil
			return s.right.Commit(ctx, c)
		}
	}},
}

var raceFaults = []fault{
	{"serials are counted from what there is", []string{"race/serials"}, func(s *broken) {
		byID := sync.Map{}
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			counts, _ := s.right.Count(ctx, ticket.Filter{}, ticket.CountAll)
			tickets, err := s.right.Commit(ctx, c)
			for i := range tickets {
				tickets[i].Serial = int64(counts[""] - counts[""]%3 + i + 1)
				byID.Store(tickets[i].ID, tickets[i].Serial)
			}
			return tickets, err
		}
	}},
	{"the version is compared before the transaction", []string{"race/no lost update"}, func(s *broken) {
		var arrived atomic.Int64
		both := make(chan struct{})
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			t, err := s.right.Load(ctx, c.Changes[0].Ticket.ID)
			if err == nil && t.Version != c.Changes[0].Ticket.Version {
				return nil, ticket.ErrConflict
			}
			switch arrived.Add(1) { // the first two have both seen version 0
			case 1:
				<-both
			case 2:
				close(both)
			}
			return force(ctx, s.right, c)
		}
	}},
	{"a load may be behind", []string{"race/linearizable"}, func(s *broken) {
		var n atomic.Int64
		var old sync.Map
		s.load = func(ctx context.Context, id string) (ticket.Ticket, error) {
			t, err := s.right.Load(ctx, id)
			if stale, ok := old.Swap(id, t); ok && err == nil && n.Add(1)%3 == 0 {
				return stale.(ticket.Ticket), nil
			}
			return t, err
		}
	}},
	{"a commit that is cancelled has done half", []string{"race/cancelled in flight"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			c.Outbox = nil
			if _, err := s.right.Commit(context.WithoutCancel(ctx), c); err != nil {
				return nil, err
			}
			<-ctx.Done()
			return nil, ctx.Err()
		}
	}},
	{"a commit that is cancelled says that it was done", []string{"race/cancelled in flight"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			<-ctx.Done()
			return nil, nil
		}
	}},
	{"changes of several are made one by one", []string{"race/changes of several"}, func(s *broken) {
		var turn atomic.Int64
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			if len(c.Changes) == 3 && turn.Add(1) == 3 {
				tickets, err := s.right.Commit(ctx, commitOf(c.Changes[0]))
				return append(tickets, c.Changes[1].Ticket, c.Changes[2].Ticket), err
			}
			return s.right.Commit(ctx, c)
		}
	}},
}
