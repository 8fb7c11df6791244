package dialogtest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// onClaimed replaces the arguments of a claim, onSettle those of a settlement.
func onClaimed(change func(now, lease *time.Time, limit *int)) func(s *broken) {
	return func(s *broken) {
		s.claim = func(ctx context.Context, now, lease time.Time, limit int) ([]dialog.Outgoing, error) {
			change(&now, &lease, &limit)
			return s.right.Outbox().Claim(ctx, now, lease, limit)
		}
	}
}

func onSettle(change func(o *dialog.Outcome)) func(s *broken) {
	return func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
			change(&outcome)
			return s.right.Outbox().Settle(ctx, id, attempt, outcome)
		}
	}
}

var outboxFaults = []fault{
	{"items are claimed before they are due", []string{"outbox/due", "outbox/retry"}, onClaimed(func(now, _ *time.Time, _ *int) { *now = now.Add(time.Hour) })},
	{"the limit is ignored", []string{"outbox/limit"}, onClaimed(func(_, _ *time.Time, limit *int) { *limit = 1000 })},
	{"a claim takes one page", []string{"outbox/limit"}, onClaimed(func(_, _ *time.Time, limit *int) { *limit = min(*limit, 5) })},
	{"a conversation's items do not wait for each other", []string{"outbox/order", "outbox/oldest blocks", "outbox/stalled claimer"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			for _, out := range t.Outbox {
				side := turn("side/"+out.ID, "m", 0)
				side.Outbox = []dialog.Outgoing{out}
				if _, err := s.right.Commit(ctx, side); err != nil {
					return 0, err
				}
			}
			t.Outbox = nil
			return s.right.Commit(ctx, t)
		}
	}},
	{"there is no lease", []string{"outbox/lease", "outbox/limit"}, onClaimed(func(now, lease *time.Time, _ *int) { *lease = *now })},
	{"the lease never ends", []string{"outbox/lease", "outbox/attempt"}, onClaimed(func(_, lease *time.Time, _ *int) { *lease = lease.AddDate(100, 0, 0) })},
	{"the lease covers its last moment", []string{"outbox/lease"}, onClaimed(func(_, lease *time.Time, _ *int) { *lease = lease.Add(time.Microsecond) })},
	{"a lease is rounded up", []string{"outbox/microseconds"}, onClaimed(func(_, lease *time.Time, _ *int) { *lease = lease.Add(999) })},
	{"a time to retry is rounded up", []string{"outbox/microseconds"}, onSettle(func(o *dialog.Outcome) { o.Retry = o.Retry.Add(999) })},
	{"attempts are not counted", []string{"outbox/attempt"}, onClaim(func(out *dialog.Outgoing) { out.Attempt = 1 })},
	{"attempts are counted from what was committed", []string{"outbox/attempt"}, func(s *broken) {
		base := map[string]int{}
		onCommit(func(t *dialog.Turn) {
			for _, out := range t.Outbox {
				base[out.ID] = out.Attempt
			}
		})(s)
		onClaim(func(out *dialog.Outgoing) { out.Attempt += base[out.ID] })(s)
	}},
	{"a stalled claimer may settle", []string{"outbox/stalled claimer"}, func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
			err := s.right.Outbox().Settle(ctx, id, attempt, outcome)
			if errors.Is(err, dialog.ErrConflict) {
				err = s.right.Outbox().Settle(ctx, id, attempt+1, outcome)
			}
			return err
		}
	}},
	{"settling again is no conflict", []string{"outbox/stalled claimer", "outbox/failed", "claim/concurrent settle"}, func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
			err := s.right.Outbox().Settle(ctx, id, attempt, outcome)
			if errors.Is(err, dialog.ErrConflict) {
				return nil
			}
			return err
		}
	}},
	{"an unknown item is settled", []string{"commit/empty", "commit/invalid"}, func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
			err := s.right.Outbox().Settle(ctx, id, attempt, outcome)
			if errors.Is(err, dialog.ErrNotFound) {
				return nil
			}
			return err
		}
	}},
	{"settling is forgotten", []string{"outbox/late settle", "outbox/order"}, func(s *broken) {
		s.settle = func(context.Context, string, int, dialog.Outcome) error { return nil }
	}},
	{"a retry comes at once", []string{"outbox/retry", "outbox/oldest blocks"}, onSettle(func(o *dialog.Outcome) {
		if !o.Retry.IsZero() {
			o.Retry = noon()
		}
	})},
	{"a retry waits for the lease to end", []string{"outbox/retry"}, func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
			if !outcome.Retry.IsZero() {
				return nil
			}
			return s.right.Outbox().Settle(ctx, id, attempt, outcome)
		}
	}},
	{"a failed item is tried again", []string{"outbox/failed"}, onSettle(func(o *dialog.Outcome) {
		if o.Failed {
			*o = dialog.Outcome{Retry: noon()}
		}
	})},
	{"a failed item stays in the way", []string{"outbox/failed"}, onSettle(func(o *dialog.Outcome) {
		if o.Failed {
			*o = dialog.Outcome{Retry: noon().AddDate(100, 0, 0)}
		}
	})},
	{"two claimers get the same item", []string{"claim/concurrent"}, func(s *broken) {
		var mu sync.Mutex
		var last []dialog.Outgoing
		s.claim = func(ctx context.Context, now, lease time.Time, limit int) ([]dialog.Outgoing, error) {
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
		s.load = func(ctx context.Context, id string) (dialog.Conversation, error) {
			return s.right.Load(context.WithoutCancel(ctx), id)
		}
	}},
	{"replied goes on", []string{"context/reads"}, func(s *broken) {
		s.replied = func(ctx context.Context, conversation, message string) (dialog.Record, error) {
			return s.right.Replied(context.WithoutCancel(ctx), conversation, message)
		}
	}},
	{"due goes on", []string{"context/reads"}, func(s *broken) {
		s.due = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			return s.right.Due(context.WithoutCancel(ctx), now, limit)
		}
	}},
	{"a transcript goes on", []string{"context/reads"}, func(s *broken) {
		s.transcript = func(ctx context.Context, conversation string, after int64) records {
			return s.right.Transcript(context.WithoutCancel(ctx), conversation, after)
		}
	}},
	{"a feed just ends", []string{"context/reads"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) records {
			if ctx.Err() != nil {
				return yieldAll(nil, nil)
			}
			return s.right.Feed(ctx, after)
		}
	}},
	{"an error hides the context's", []string{"context/reads"}, func(s *broken) {
		s.load = func(ctx context.Context, id string) (dialog.Conversation, error) {
			if ctx.Err() != nil {
				return dialog.Conversation{}, errBusy
			}
			return s.right.Load(ctx, id)
		}
	}},
	{"a cancelled commit is written", []string{"context/commit"}, func(s *broken) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			version, err := s.right.Commit(context.WithoutCancel(ctx), t)
			if ctx.Err() != nil {
				return 0, ctx.Err()
			}
			return version, err
		}
	}},
	{"a cancelled claim hides the items", []string{"context/claim"}, func(s *broken) {
		s.claim = func(ctx context.Context, now, lease time.Time, limit int) ([]dialog.Outgoing, error) {
			items, err := s.right.Outbox().Claim(context.WithoutCancel(ctx), now, lease, limit)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return items, err
		}
	}},
	{"a cancelled settlement is written", []string{"context/settle"}, func(s *broken) {
		s.settle = func(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
			err := s.right.Outbox().Settle(context.WithoutCancel(ctx), id, attempt, outcome)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
	}},
}
