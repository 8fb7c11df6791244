package tickettest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kefu-go/kefu/ticket"
)

// onClaim replaces the arguments of a claim, onClaimed what was claimed, onSettle when
// a notice is to be tried again.
func onClaim(change func(now, lease *time.Time, limit *int)) func(s *broken) {
	return func(s *broken) {
		s.claim = func(ctx context.Context, now, lease time.Time, limit int) ([]ticket.Outgoing, error) {
			change(&now, &lease, &limit)
			return s.right.Outbox().Claim(ctx, now, lease, limit)
		}
	}
}

func onClaimed(change func(out *ticket.Outgoing)) func(s *broken) {
	return func(s *broken) {
		s.claim = func(ctx context.Context, now, lease time.Time, limit int) ([]ticket.Outgoing, error) {
			items, err := s.right.Outbox().Claim(ctx, now, lease, limit)
			for i := range items {
				change(&items[i])
			}
			return items, err
		}
	}
}

func onSettle(change func(retry *time.Time)) func(s *broken) {
	return func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, retry time.Time) error {
			change(&retry)
			return s.right.Outbox().Settle(ctx, id, attempt, retry)
		}
	}
}

// settleError replaces an error of a settlement.
func settleError(from, to error) func(s *broken) {
	return func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, retry time.Time) error {
			err := s.right.Outbox().Settle(ctx, id, attempt, retry)
			if errors.Is(err, from) {
				return to
			}
			return err
		}
	}
}

var outboxFaults = []fault{
	{"notices are claimed before they are due", []string{"outbox/due", "outbox/retry"}, onClaim(func(now, _ *time.Time, _ *int) { *now = now.Add(time.Hour) })},
	{"the youngest is claimed first", []string{"outbox/oldest first"}, func(s *broken) {
		s.claim = func(ctx context.Context, now, lease time.Time, limit int) ([]ticket.Outgoing, error) {
			items, err := s.right.Outbox().Claim(ctx, now, lease, limit)
			slices.Reverse(items)
			return items, err
		}
	}},
	{"the limit is ignored", []string{"outbox/limit"}, onClaim(func(_, _ *time.Time, limit *int) { *limit = 1000 })},
	{"a claim takes one page", []string{"outbox/limit"}, onClaim(func(_, _ *time.Time, limit *int) { *limit = min(*limit, 5) })},
	{"notices of a ticket do not wait for each other", []string{"outbox/order", "outbox/oldest blocks", "outbox/stalled claimer"}, func(s *broken) {
		onCommit(func(c *ticket.Commit) {
			for i := range c.Outbox {
				c.Outbox[i].Ticket = "queue of " + c.Outbox[i].ID
			}
		})(s)
		onClaimed(func(out *ticket.Outgoing) { out.Notice.Ticket = strings.TrimPrefix(out.Notice.Ticket, "queue of ") })
	}},
	{"notices of a ticket leave in the order of their times", []string{"outbox/order"}, func(s *broken) {
		n := 0
		onCommit(func(c *ticket.Commit) {
			for i := range c.Outbox {
				if n++; c.Outbox[i].At.Before(noon()) {
					c.Outbox[i].Ticket += " of " + c.Outbox[i].ID
				}
			}
		})(s)
	}},
	{"what waits to be tried again holds back all", []string{"outbox/a refusal holds back nobody else"}, onCommit(func(c *ticket.Commit) {
		for i := range c.Outbox {
			c.Outbox[i].To = "customer:ann"
		}
	})},
	{"there is no lease", []string{"outbox/lease", "outbox/limit"}, onClaim(func(now, lease *time.Time, _ *int) { *lease = *now })},
	{"the lease never ends", []string{"outbox/lease", "outbox/attempt"}, onClaim(func(_, lease *time.Time, _ *int) { *lease = lease.AddDate(100, 0, 0) })},
	{"the lease covers its last moment", []string{"outbox/lease"}, onClaim(func(_, lease *time.Time, _ *int) { *lease = lease.Add(time.Microsecond) })},
	{"attempts are not counted", []string{"outbox/attempt"}, onClaimed(func(out *ticket.Outgoing) { out.Attempt = 1 })},
	{"a stalled claimer may settle", []string{"outbox/stalled claimer"}, func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, retry time.Time) error {
			err := s.right.Outbox().Settle(ctx, id, attempt, retry)
			if errors.Is(err, ticket.ErrConflict) {
				err = s.right.Outbox().Settle(ctx, id, attempt+1, retry)
			}
			return err
		}
	}},
	{"settling again is no conflict", []string{"outbox/stalled claimer", "claim/concurrent settle"}, settleError(ticket.ErrConflict, nil)},
	{"what was settled is not found", []string{"outbox/stalled claimer"}, settleError(ticket.ErrConflict, ticket.ErrNotFound)},
	{"an unknown notice is settled", []string{"commit/empty store", "refusal/ids"}, settleError(ticket.ErrNotFound, nil)},
	{"settling is forgotten", []string{"outbox/late settle", "outbox/order"}, func(s *broken) {
		s.settle = func(context.Context, string, int, time.Time) error { return nil }
	}},
	{"a retry comes at once", []string{"outbox/retry", "outbox/oldest blocks"}, onSettle(func(retry *time.Time) {
		if !retry.IsZero() {
			*retry = noon()
		}
	})},
	{"a time to retry is rounded up", []string{"outbox/retry"}, onSettle(func(retry *time.Time) {
		if !retry.IsZero() {
			*retry = retry.Add(999)
		}
	})},
	{"a retry waits for the lease to end", []string{"outbox/retry"}, func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, retry time.Time) error {
			if !retry.IsZero() {
				return nil
			}
			return s.right.Outbox().Settle(ctx, id, attempt, retry)
		}
	}},
	{"two claimers get the same notice", []string{"claim/concurrent"}, func(s *broken) {
		var mu sync.Mutex
		var last []ticket.Outgoing
		s.claim = func(ctx context.Context, now, lease time.Time, limit int) ([]ticket.Outgoing, error) {
			mu.Lock()
			defer mu.Unlock()
			if len(last) > 0 {
				again := last
				last = nil
				return again, nil
			}
			items, err := s.right.Outbox().Claim(ctx, now, lease, limit)
			last = items
			return items, err
		}
	}},
}

var contextFaults = []fault{
	{"load goes on", []string{"context/reads"}, func(s *broken) {
		s.load = func(ctx context.Context, id string) (ticket.Ticket, error) {
			return s.right.Load(context.WithoutCancel(ctx), id)
		}
	}},
	{"last goes on", []string{"context/reads"}, func(s *broken) {
		s.last = func(ctx context.Context) (int64, error) { return s.right.Last(context.WithoutCancel(ctx)) }
	}},
	{"due goes on", []string{"context/reads"}, func(s *broken) {
		s.due = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			return s.right.Due(context.WithoutCancel(ctx), now, limit)
		}
	}},
	{"find goes on", []string{"context/reads"}, func(s *broken) {
		s.find = func(ctx context.Context, f ticket.Filter, p ticket.Page) (ticket.Found, error) {
			return s.right.Find(context.WithoutCancel(ctx), f, p)
		}
	}},
	{"count goes on", []string{"context/reads"}, func(s *broken) {
		s.count = func(ctx context.Context, f ticket.Filter, by ticket.GroupBy) (map[string]int, error) {
			return s.right.Count(context.WithoutCancel(ctx), f, by)
		}
	}},
	{"a history goes on", []string{"context/reads"}, func(s *broken) {
		s.history = func(ctx context.Context, id string, after int64) events {
			return s.right.History(context.WithoutCancel(ctx), id, after)
		}
	}},
	{"a feed that is cancelled just ends", []string{"context/reads", "context/within a loop"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) events {
			return func(yield func(ticket.Event, error) bool) {
				for e, err := range s.right.Feed(ctx, after) {
					if err != nil || !yield(e, nil) {
						return
					}
				}
			}
		}
	}},
	{"an error hides the context's", []string{"context/reads"}, func(s *broken) {
		s.load = func(ctx context.Context, id string) (ticket.Ticket, error) {
			if ctx.Err() != nil {
				return ticket.Ticket{}, errBusy
			}
			return s.right.Load(ctx, id)
		}
	}},
	{"a cancelled commit is written", []string{"context/commit"}, func(s *broken) {
		s.commit = func(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
			tickets, err := s.right.Commit(context.WithoutCancel(ctx), c)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return tickets, err
		}
	}},
	{"a cancelled claim hides the notices", []string{"context/claim"}, func(s *broken) {
		s.claim = func(ctx context.Context, now, lease time.Time, limit int) ([]ticket.Outgoing, error) {
			items, err := s.right.Outbox().Claim(context.WithoutCancel(ctx), now, lease, limit)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return items, err
		}
	}},
	{"a cancelled settlement is written", []string{"context/settle"}, func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, retry time.Time) error {
			err := s.right.Outbox().Settle(context.WithoutCancel(ctx), id, attempt, retry)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
	}},
}
