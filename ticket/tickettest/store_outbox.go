package tickettest

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

var outboxChecks = []check{
	{Name: "outbox/due", Run: func(ctx context.Context, s ticket.Store) error {
		c := ticket.Commit{Outbox: []ticket.Notice{notice("a", "at noon"), notice("b", "later"), notice("c", "any time")}}
		c.Outbox[1].At = noon().Add(time.Microsecond)
		c.Outbox[2].At = time.Time{}
		_, err := write(ctx, s, c)
		return storetest.First(err,
			claimed(ctx, s, "before noon", noon().Add(-time.Microsecond), "any time"),
			claimed(ctx, s, "at noon", noon(), "at noon"),
			claimed(ctx, s, "after noon", noon().Add(time.Microsecond), "later"),
		)
	}},
	{Name: "outbox/oldest first", Run: func(ctx context.Context, s ticket.Store) error {
		var want []string
		for i := range 12 {
			id := fmt.Sprint("n", i*7%12)
			c := notices(fmt.Sprint("t", i*5%12), id)
			c.Outbox[0].At = noon().Add(time.Duration(i-20) * time.Second)
			if _, err := write(ctx, s, c); err != nil {
				return err
			}
			want = append(want, id)
		}
		for len(want) > 0 {
			items, err := claim(ctx, s, noon(), 5)
			if err != nil {
				return err
			}
			var got []string
			for _, out := range items {
				got = append(got, out.Notice.ID)
			}
			if err := storetest.Same("the oldest notices that were not claimed yet", want[:min(5, len(want))], got); err != nil {
				return err
			}
			want = want[len(got):]
		}
		return nil
	}},
	{Name: "outbox/limit", Run: func(ctx context.Context, s ticket.Store) error {
		const n = 20
		for i := range n {
			if err := send(ctx, s, fmt.Sprint("t", i), fmt.Sprint("n", i)); err != nil {
				return err
			}
		}
		seen := map[string]bool{}
		for _, limit := range []int{-1, 0, 1, 7, 100, 100} {
			items, err := claim(ctx, s, noon(), limit)
			if err != nil {
				return err
			}
			for _, out := range items {
				if seen[out.Notice.ID] {
					return fmt.Errorf("%q was claimed twice within its lease", out.Notice.ID)
				}
				seen[out.Notice.ID] = true
			}
			if limit < n && len(items) != max(limit, 0) {
				return fmt.Errorf("claim of %d of many notices returned %d", limit, len(items))
			}
		}
		if len(seen) != n {
			return fmt.Errorf("%d of %d notices were claimed", len(seen), n)
		}
		return nil
	}},
	{Name: "outbox/order", Run: func(ctx context.Context, s ticket.Store) error {
		// Ids and times that sort against the order of the commits.
		next := notices("a", "x", "w")
		for i := range next.Outbox {
			next.Outbox[i].At = noon().Add(-time.Hour)
		}
		err := send(ctx, s, "a", "z", "y")
		if err == nil {
			_, err = write(ctx, s, next)
		}
		err = storetest.First(err,
			send(ctx, s, "b", "other"),
			claimed(ctx, s, "the oldest of each ticket", noon(), "z", "other"),
			claimed(ctx, s, "while the oldest are claimed", noon()),
			settle(ctx, s, "other", 1, done()),
		)
		if err != nil {
			return err
		}
		for i, id := range []string{"z", "y", "x", "w"} {
			if i > 0 {
				if err := claimed(ctx, s, "after the one before was settled", noon(), id); err != nil {
					return err
				}
			}
			if err := settle(ctx, s, id, 1, done()); err != nil {
				return err
			}
		}
		return storetest.First(
			claimed(ctx, s, "when all is settled", noon().AddDate(1, 0, 0)),
			send(ctx, s, "a", "v"),
			claimed(ctx, s, "a notice of a later commit", noon(), "v"),
		)
	}},
	{Name: "outbox/oldest blocks", Run: func(ctx context.Context, s ticket.Store) error {
		return storetest.First(
			send(ctx, s, "a", "first", "second"),
			claimed(ctx, s, "at first", noon(), "first"),
			settle(ctx, s, "first", 1, noon().Add(time.Hour)),
			claimed(ctx, s, "while the oldest waits to be tried again", noon().Add(time.Hour-time.Microsecond)),
			claimed(ctx, s, "when it is tried again", noon().Add(time.Hour), "first"),
		)
	}},
	{Name: "outbox/a refusal holds back nobody else", Run: func(ctx context.Context, s ticket.Store) error {
		c := notices("a", "to ann", "again to ann", "to mia", "again to mia")
		c.Outbox[2].To, c.Outbox[3].To = "agent:mia", "agent:mia"
		_, err := write(ctx, s, c)
		hour := noon().Add(time.Hour)
		return storetest.First(err,
			claimed(ctx, s, "the oldest to each", noon(), "to ann", "to mia"),
			claimed(ctx, s, "while these are claimed", noon()),
			settle(ctx, s, "to ann", 1, hour),
			claimed(ctx, s, "while one waits and the other is claimed", noon()),
			settle(ctx, s, "to mia", 1, done()),
			claimed(ctx, s, "the next to whom nothing was refused", noon(), "again to mia"),
			settle(ctx, s, "again to mia", 1, done()),
			claimed(ctx, s, "before the first is tried again", hour.Add(-time.Microsecond)),
			claimed(ctx, s, "the first when it is tried again", hour, "to ann"),
			settle(ctx, s, "to ann", 2, done()),
			claimed(ctx, s, "the next to the first", hour, "again to ann"),
		)
	}},
	{Name: "outbox/lease", Run: func(ctx context.Context, s ticket.Store) error {
		lease := noon().Add(time.Minute) // as claim sets it
		return storetest.First(
			send(ctx, s, "a", "n", "next"),
			claimed(ctx, s, "at first", noon(), "n"),
			claimed(ctx, s, "within the lease", lease.Add(-time.Microsecond)),
			claimed(ctx, s, "when the lease has ended", lease, "n"),
			claimed(ctx, s, "within the second lease", lease.Add(time.Minute-time.Microsecond)),
			claimed(ctx, s, "when the second lease has ended", lease.Add(time.Minute), "n"),
		)
	}},
	{Name: "outbox/attempt", Run: func(ctx context.Context, s ticket.Store) error {
		if err := send(ctx, s, "a", "n"); err != nil {
			return err
		}
		now := noon()
		for want := 1; want <= 6; want++ {
			items, err := claim(ctx, s, now, 10)
			if err != nil {
				return err
			}
			if len(items) != 1 || items[0].Attempt != want {
				return fmt.Errorf("claim %d of a notice returned %d notices, or another attempt", want, len(items))
			}
			now = now.Add(time.Minute) // the lease ends
			if want%2 == 0 {           // or the claimer asks for another attempt
				if err := settle(ctx, s, "n", want, now); err != nil {
					return err
				}
			}
		}
		return nil
	}},
	{Name: "outbox/stalled claimer", Run: func(ctx context.Context, s ticket.Store) error {
		out := s.Outbox()
		return storetest.First(
			send(ctx, s, "a", "n", "next"),
			storetest.WantErr("settle before any claim", out.Settle(ctx, "n", 1, done()), ticket.ErrConflict),
			storetest.WantErr("settle, naming no attempt", out.Settle(ctx, "n", 0, done()), ticket.ErrConflict),
			claimed(ctx, s, "at first", noon(), "n"),
			claimed(ctx, s, "again", noon().Add(time.Minute), "n"),
			storetest.WantErr("settle by the first claimer", out.Settle(ctx, "n", 1, done()), ticket.ErrConflict),
			storetest.WantErr("retry by the first claimer", out.Settle(ctx, "n", 1, noon()), ticket.ErrConflict),
			storetest.WantErr("settle of a claim to come", out.Settle(ctx, "n", 3, done()), ticket.ErrConflict),
			claimed(ctx, s, "the second claim still holds", noon().Add(time.Minute)),
			settle(ctx, s, "n", 2, done()),
			storetest.WantErr("settle twice", out.Settle(ctx, "n", 2, done()), ticket.ErrConflict),
			storetest.WantErr("retry of what is settled", out.Settle(ctx, "n", 2, noon()), ticket.ErrConflict),
			claimed(ctx, s, "the next notice", noon(), "next"),
		)
	}},
	{Name: "outbox/late settle", Run: func(ctx context.Context, s ticket.Store) error {
		return storetest.First( // the lease has ended, but nobody else has claimed
			send(ctx, s, "a", "n"),
			claimed(ctx, s, "at first", noon(), "n"),
			settle(ctx, s, "n", 1, done()),
			claimed(ctx, s, "after the lease would have ended", noon().Add(time.Hour)),
		)
	}},
	{Name: "outbox/retry", Run: func(ctx context.Context, s ticket.Store) error {
		at := storetest.Moment()               // in another zone
		fine := noon().Add(time.Second + 1999) // kept as one microsecond past
		kept := noon().Add(time.Second + 1*time.Microsecond)
		return storetest.First(
			send(ctx, s, "a", "n"),
			claimed(ctx, s, "at first", noon(), "n"),
			settle(ctx, s, "n", 1, fine),
			storetest.WantErr("settle of what waits to be tried again", s.Outbox().Settle(ctx, "n", 1, done()), ticket.ErrConflict),
			claimed(ctx, s, "before the time to retry", kept.Add(-1)),
			claimed(ctx, s, "at the time to retry, within the lease of the first claim", kept, "n"),
			settle(ctx, s, "n", 2, at),
			claimed(ctx, s, "before the time to retry, after both leases", storetest.Kept(at).Add(-time.Microsecond)),
			claimed(ctx, s, "at the time to retry, in another zone", at.UTC(), "n"),
		)
	}},
}
