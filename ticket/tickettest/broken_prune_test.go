package tickettest

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// onPrune replaces the arguments of a pruning.
func onPrune(change func(before *time.Time, limit *int)) func(s *broken) {
	return func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			change(&before, &limit)
			return s.right.Prune(ctx, before, limit)
		}
	}
}

// remembering keeps the events that a pruning should have forgotten.
func remembering(s *broken) {
	var kept []ticket.Event
	s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
		all, err := storetest.Collect(s.right.Feed(ctx, 0))
		if err != nil {
			return 0, err
		}
		kept = append(kept, all...)
		return s.right.Prune(ctx, before, limit)
	}
	s.history = func(ctx context.Context, id string, after int64) events {
		return yieldAll(slices.DeleteFunc(slices.Clone(kept), func(e ticket.Event) bool { return e.Ticket != id }), nil)
	}
}

var pruneFaults = []fault{
	{"the history of what was pruned is left", []string{"prune/forgets all of it"}, remembering},
	{"the feed has what was pruned", []string{"prune/forgets all of it", "prune/many"}, func(s *broken) {
		var kept []ticket.Event
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			kept, _ = storetest.Collect(s.right.Feed(ctx, 0))
			return s.right.Prune(ctx, before, limit)
		}
		s.feed = func(context.Context, int64) events { return yieldAll(kept, nil) }
	}},
	{"what was pruned is still counted", []string{"prune/forgets all of it", "prune/limit"}, onCountBefore},
	{"what was changed since is pruned", []string{"prune/only what ended"}, onCommit(func(c *ticket.Commit) {
		for i := range c.Changes {
			if t := &c.Changes[i].Ticket; t.Ended() {
				t.Updated = t.Closed
			}
		}
	})},
	{"what ended once has ended", []string{"prune/only what ended"}, func(s *broken) {
		ended := map[string]ticket.Ticket{}
		onCommit(func(c *ticket.Commit) {
			for i := range c.Changes {
				t := &c.Changes[i].Ticket
				if old, ok := ended[t.ID]; ok {
					t.Kind, t.Closed = old.Kind, old.Closed
				}
				if t.Ended() {
					ended[t.ID] = *t
				}
			}
		})(s)
		s.commit = loose(s.commit)
	}},
	{"what ended at that time is pruned", []string{"prune/only what ended"}, onPrune(func(before *time.Time, _ *int) { *before = before.Add(time.Microsecond) })},
	{"the zone of the time is lost", []string{"prune/only what ended"}, onPrune(func(before *time.Time, _ *int) {
		*before = time.Date(before.Year(), before.Month(), before.Day(), before.Hour(), before.Minute(), before.Second(), before.Nanosecond(), time.UTC)
	})},
	{"what leads on is pruned", []string{"prune/not what leads on"}, func(s *broken) {
		onCommit(func(c *ticket.Commit) {
			for i := range c.Changes {
				c.Changes[i].Ticket.Links = nil
			}
		})(s)
	}},
	{"the limit is ignored", []string{"prune/limit"}, onPrune(func(_ *time.Time, limit *int) { *limit = 1000 })},
	{"how many is not said", []string{"prune/limit", "prune/many"}, func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			n, err := s.right.Prune(ctx, before, limit)
			return min(n, 1), err
		}
	}},
	{"what was made first is pruned first", []string{"prune/limit"}, func(s *broken) {
		n := 0
		onCommit(func(c *ticket.Commit) {
			for i := range c.Changes {
				if t := &c.Changes[i].Ticket; t.Ended() {
					n++
					t.Closed, t.Updated = at(n), at(n)
				}
			}
		})(s)
		s.commit = loose(s.commit)
	}},
	{"the last event is the last that is left", []string{"prune/numbers go on"}, func(s *broken) {
		s.last = func(ctx context.Context) (last int64, err error) {
			for e, err := range s.right.Feed(ctx, 0) {
				if err != nil {
					return 0, err
				}
				last = e.Seq
			}
			return last, nil
		}
	}},
	{"serials start again", []string{"prune/numbers go on"}, func(s *broken) {
		taken := int64(0)
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			n, err := s.right.Prune(ctx, before, limit)
			taken += int64(n)
			return n, err
		}
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(ctx, c)
			for i := range tickets {
				tickets[i].Serial -= taken
			}
			return tickets, err
		}
	}},
	{"notices are pruned with their tickets", []string{"prune/notices leave"}, func(s *broken) {
		pruned := false
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			pruned = true
			return s.right.Prune(ctx, before, limit)
		}
		s.settle = func(ctx context.Context, id string, attempt int, retry time.Time) error {
			if pruned {
				return ticket.ErrNotFound
			}
			return s.right.Outbox().Settle(ctx, id, attempt, retry)
		}
	}},
	{"a cancelled pruning prunes", []string{"prune/context"}, func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			n, err := s.right.Prune(context.WithoutCancel(ctx), before, limit)
			return n, errors.Join(err, ctx.Err())
		}
	}},
}

// onCountBefore counts what there was before the last pruning.
func onCountBefore(s *broken) {
	was := 0
	s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
		n, err := s.right.Prune(ctx, before, limit)
		was += n
		return n, err
	}
	s.count = func(ctx context.Context, f ticket.Filter, by ticket.GroupBy) (map[string]int, error) {
		counts, err := s.right.Count(ctx, f, by)
		if by == ticket.CountAll {
			counts[""] += was
		}
		return counts, err
	}
}

// loose returns the tickets as they were committed, whatever the store made of them.
func loose(commit func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error)) func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
	return func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
		tickets, err := commit(ctx, c)
		for i := range tickets {
			serial := tickets[i].Serial
			tickets[i] = c.Changes[i].Ticket
			tickets[i].Version++
			tickets[i].Serial = serial
		}
		return tickets, err
	}
}
