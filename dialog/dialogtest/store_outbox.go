package dialogtest

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var outboxChecks = []check{
	{Name: "outbox/due", Run: func(ctx context.Context, s dialog.Store) error {
		a, b, c := sending(turn("a", "m", 0), "at noon"), sending(turn("b", "m", 0), "later"), sending(turn("c", "m", 0), "any time")
		b.Outbox[0].Due = noon().Add(time.Microsecond)
		c.Outbox[0].Due = time.Time{}
		return storetest.First(
			commit(ctx, s, a, b, c),
			claimed(ctx, s, "before any is due", noon().Add(-time.Microsecond), "any time"),
			claimed(ctx, s, "at noon", noon(), "at noon"),
			claimed(ctx, s, "after noon", noon().Add(time.Microsecond), "later"),
		)
	}},
	{Name: "outbox/limit", Run: func(ctx context.Context, s dialog.Store) error {
		const n = 20
		for i := range n {
			if err := commit(ctx, s, sending(turn(fmt.Sprint("c", i), "m", 0), fmt.Sprint("o", i))); err != nil {
				return err
			}
		}
		seen := map[string]bool{}
		for _, limit := range []int{0, 1, 7, 100, 100} {
			items, err := claim(ctx, s, noon(), limit)
			if err != nil {
				return err
			}
			for _, out := range items {
				if seen[out.ID] {
					return fmt.Errorf("%q was claimed twice within its lease", out.ID)
				}
				seen[out.ID] = true
			}
			if limit < n && len(items) != limit {
				return fmt.Errorf("claim of %d of many items returned %d", limit, len(items))
			}
		}
		if len(seen) != n {
			return fmt.Errorf("%d of %d items were claimed", len(seen), n)
		}
		return nil
	}},
	{Name: "outbox/order", Run: func(ctx context.Context, s dialog.Store) error {
		// Ids and times that sort against the order of the commits.
		first, next := sending(turn("c", "m1", 0), "z", "y"), sending(turn("c", "m2", 1), "x", "w")
		for i := range 2 {
			next.Outbox[i].Due = noon().Add(-time.Hour)
		}
		if err := commit(ctx, s, first, next, sending(turn("d", "m1", 0), "other")); err != nil {
			return err
		}
		if err := claimed(ctx, s, "the oldest of each conversation", noon(), "z", "other"); err != nil {
			return err
		}
		if err := claimed(ctx, s, "while the oldest are claimed", noon()); err != nil {
			return err
		}
		if err := settle(ctx, s, "other", 1, dialog.Outcome{}); err != nil {
			return err
		}
		for i, id := range []string{"z", "y", "x", "w"} {
			if i > 0 {
				if err := claimed(ctx, s, "after the one before was settled", noon(), id); err != nil {
					return err
				}
			}
			if err := settle(ctx, s, id, 1, dialog.Outcome{}); err != nil {
				return err
			}
		}
		return storetest.First(
			claimed(ctx, s, "when all is settled", noon().AddDate(1, 0, 0)),
			commit(ctx, s, sending(turn("c", "m3", 2), "v")),
			claimed(ctx, s, "an item of a later turn", noon(), "v"),
		)
	}},
	{Name: "outbox/oldest blocks", Run: func(ctx context.Context, s dialog.Store) error {
		t := sending(turn("c", "m1", 0), "first", "second")
		t.Outbox[0].Due = noon().Add(time.Minute)
		return storetest.First(
			commit(ctx, s, t),
			claimed(ctx, s, "while the oldest is not due", noon()),
			claimed(ctx, s, "when the oldest is due", noon().Add(time.Minute), "first"),
			settle(ctx, s, "first", 1, dialog.Outcome{Retry: noon().Add(time.Hour)}),
			claimed(ctx, s, "while the oldest waits to be tried again", noon().Add(time.Hour-time.Microsecond)),
			claimed(ctx, s, "when it is tried again", noon().Add(time.Hour), "first"),
		)
	}},
	{Name: "outbox/lease", Run: func(ctx context.Context, s dialog.Store) error {
		lease := noon().Add(time.Minute) // as claim sets it
		return storetest.First(
			commit(ctx, s, sending(turn("c", "m1", 0), "o", "next")),
			claimed(ctx, s, "at first", noon(), "o"),
			claimed(ctx, s, "within the lease", lease.Add(-time.Microsecond)),
			claimed(ctx, s, "when the lease has ended", lease, "o"),
			claimed(ctx, s, "within the second lease", lease.Add(time.Minute-time.Microsecond)),
			claimed(ctx, s, "when the second lease has ended", lease.Add(time.Minute), "o"),
		)
	}},
	{Name: "outbox/attempt", Run: func(ctx context.Context, s dialog.Store) error {
		t := sending(turn("c", "m1", 0), "o")
		t.Outbox[0].Attempt = 41 // the store counts, not the committer
		if err := commit(ctx, s, t); err != nil {
			return err
		}
		now := noon()
		for want := 1; want <= 6; want++ {
			items, err := claim(ctx, s, now, 10)
			if err != nil {
				return err
			}
			if len(items) != 1 || items[0].Attempt != want {
				return fmt.Errorf("claim %d of an item returned %d items, or another attempt", want, len(items))
			}
			now = now.Add(time.Minute) // the lease ends
			if want%2 == 0 {           // or the claimer asks for another attempt
				if err := settle(ctx, s, "o", want, dialog.Outcome{Retry: now}); err != nil {
					return err
				}
			}
		}
		return nil
	}},
	{Name: "outbox/stalled claimer", Run: func(ctx context.Context, s dialog.Store) error {
		outbox := s.Outbox()
		return storetest.First(
			commit(ctx, s, sending(turn("c", "m1", 0), "o", "next")),
			storetest.WantErr("settle before any claim", outbox.Settle(ctx, "o", 1, dialog.Outcome{}), dialog.ErrConflict),
			claimed(ctx, s, "at first", noon(), "o"),
			claimed(ctx, s, "again", noon().Add(time.Minute), "o"),
			storetest.WantErr("settle by the first claimer", outbox.Settle(ctx, "o", 1, dialog.Outcome{}), dialog.ErrConflict),
			storetest.WantErr("retry by the first claimer", outbox.Settle(ctx, "o", 1, dialog.Outcome{Retry: noon()}), dialog.ErrConflict),
			storetest.WantErr("settle of a claim to come", outbox.Settle(ctx, "o", 3, dialog.Outcome{}), dialog.ErrConflict),
			claimed(ctx, s, "the second claim still holds", noon().Add(time.Minute)),
			settle(ctx, s, "o", 2, dialog.Outcome{}),
			storetest.WantErr("settle twice", outbox.Settle(ctx, "o", 2, dialog.Outcome{}), dialog.ErrConflict),
			storetest.WantErr("retry of what is settled", outbox.Settle(ctx, "o", 2, dialog.Outcome{Retry: noon()}), dialog.ErrConflict),
			claimed(ctx, s, "the next item", noon(), "next"),
		)
	}},
	{Name: "outbox/late settle", Run: func(ctx context.Context, s dialog.Store) error {
		return storetest.First( // the lease has ended, but nobody else has claimed
			commit(ctx, s, sending(turn("c", "m1", 0), "o")),
			claimed(ctx, s, "at first", noon(), "o"),
			settle(ctx, s, "o", 1, dialog.Outcome{}),
			claimed(ctx, s, "after the lease would have ended", noon().Add(time.Hour)),
		)
	}},
	{Name: "outbox/retry", Run: func(ctx context.Context, s dialog.Store) error {
		at := storetest.Moment() // in the evening of the same day
		return storetest.First(
			commit(ctx, s, sending(turn("c", "m1", 0), "o")),
			claimed(ctx, s, "at first", noon(), "o"),
			settle(ctx, s, "o", 1, dialog.Outcome{Retry: noon().Add(time.Second)}),
			claimed(ctx, s, "before the time to retry", noon().Add(time.Second-time.Microsecond)),
			claimed(ctx, s, "at the time to retry, within the lease of the first claim", noon().Add(time.Second), "o"),
			settle(ctx, s, "o", 2, dialog.Outcome{Retry: at}),
			claimed(ctx, s, "before the time to retry, after both leases", at.UTC().Add(-time.Microsecond)),
			claimed(ctx, s, "at the time to retry, in another zone", at.UTC(), "o"),
		)
	}},
	{Name: "outbox/microseconds", Run: func(ctx context.Context, s dialog.Store) error {
		// A lease and a time to retry are cut to the microsecond, as all times.
		fine, cut := noon().Add(time.Hour+1500*time.Nanosecond), noon().Add(time.Hour+time.Microsecond)
		if err := commit(ctx, s, sending(turn("c", "m1", 0), "o")); err != nil {
			return err
		}
		_, err := s.Outbox().Claim(ctx, noon(), fine, 10)
		return storetest.First(err,
			claimed(ctx, s, "before the lease ends", cut.Add(-1)),
			claimed(ctx, s, "when the lease has ended", cut, "o"),
			settle(ctx, s, "o", 2, dialog.Outcome{Retry: fine}),
			claimed(ctx, s, "before the time to retry", cut.Add(-1)),
			claimed(ctx, s, "at the time to retry", cut, "o"),
		)
	}},
	{Name: "outbox/failed", Run: func(ctx context.Context, s dialog.Store) error {
		return storetest.First(
			commit(ctx, s, sending(turn("c", "m1", 0), "bad", "good")),
			claimed(ctx, s, "at first", noon(), "bad"),
			settle(ctx, s, "bad", 1, dialog.Outcome{Failed: true}),
			claimed(ctx, s, "behind the failed one", noon(), "good"),
			settle(ctx, s, "good", 1, dialog.Outcome{}),
			claimed(ctx, s, "when all is settled", noon().AddDate(1, 0, 0)),
			storetest.WantErr("settle of what has failed", s.Outbox().Settle(ctx, "bad", 1, dialog.Outcome{}), dialog.ErrConflict),
			refused(ctx, s, "the id of a failed item", sending(turn("c", "m2", 1), "bad"), dialog.ErrInvalid),
		)
	}},
}
