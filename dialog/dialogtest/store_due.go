package dialogtest

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var dueChecks = []check{
	{Name: "due/order", Run: func(ctx context.Context, s dialog.Store) error {
		now := noon()
		err := commit(ctx, s,
			due(turn("b", "m", 0), now.Add(-time.Second)),
			due(turn("never", "m", 0), time.Time{}),
			due(turn("a", "m", 0), now.Add(-time.Hour)),
			due(turn("d", "m", 0), now),
			due(turn("later", "m", 0), now.Add(time.Microsecond)),
			due(turn("c", "m", 0), now.Add(-time.Microsecond)),
			due(turn("ancient", "m", 0), time.Unix(-1, 0)),
		)
		return storetest.First(err,
			dueAre(ctx, s, now, 100, "ancient", "a", "b", "c", "d"),
			dueAre(ctx, s, now, 100, "ancient", "a", "b", "c", "d"), // reading takes nothing away
			dueAre(ctx, s, now, 2, "ancient", "a"),
			dueAre(ctx, s, now, 0),
			dueAre(ctx, s, now.Add(999*time.Nanosecond), 100, "ancient", "a", "b", "c", "d"),
			dueAre(ctx, s, now.Add(time.Microsecond), 100, "ancient", "a", "b", "c", "d", "later"),
			dueAre(ctx, s, now.Add(-2*time.Hour), 100, "ancient"),
		)
	}},
	{Name: "due/any zone", Run: func(ctx context.Context, s dialog.Store) error {
		at := storetest.Moment()
		return storetest.First(
			commit(ctx, s, due(turn("c", "m", 0), at)),
			dueAre(ctx, s, at.UTC().Add(-time.Microsecond), 10),
			dueAre(ctx, s, at, 10, "c"),
			dueAre(ctx, s, storetest.Kept(at), 10, "c"),
		)
	}},
	{Name: "due/moves", Run: func(ctx context.Context, s dialog.Store) error {
		now := noon()
		return storetest.First(
			commit(ctx, s, due(turn("a", "m0", 0), now), due(turn("b", "m0", 0), now.Add(time.Hour)), due(turn("c", "m0", 0), now.Add(-time.Hour))),
			dueAre(ctx, s, now, 10, "c", "a"),
			commit(ctx, s, due(turn("a", "m1", 1), now.Add(time.Hour)), due(turn("b", "m1", 1), now), turn("c", "m1", 1)),
			dueAre(ctx, s, now, 10, "b"),
			commit(ctx, s, due(turn("c", "m2", 2), now.Add(-time.Second)), turn("b", "m2", 2)),
			dueAre(ctx, s, now.Add(time.Hour), 10, "c", "a"),
			storetest.WantErr("a stale commit", second(s.Commit(ctx, due(turn("a", "m2", 0), now))), dialog.ErrConflict),
			dueAre(ctx, s, now, 10, "c"),
		)
	}},
	{Name: "due/many", Run: func(ctx context.Context, s dialog.Store) error {
		const n = 400
		err := storetest.Spread(n, func(i int) error {
			at := noon().Add(time.Duration((i*37)%n) * time.Second)
			return commit(ctx, s, due(turn(fmt.Sprint((i*37)%n), "m", 0), at))
		})
		if err != nil {
			return err
		}
		for _, limit := range []int{1, 150, n} {
			got, err := s.Due(ctx, noon().Add(time.Hour), limit)
			if err != nil {
				return err
			}
			var want []string
			for i := range limit {
				want = append(want, fmt.Sprint(i))
			}
			if err := storetest.Same(fmt.Sprintf("the %d longest overdue of %d", limit, n), want, got); err != nil {
				return err
			}
		}
		return nil
	}},
}

// dueAre returns an error unless Due returns exactly these ids, in order.
func dueAre(ctx context.Context, s dialog.Store, now time.Time, limit int, ids ...string) error {
	got, err := s.Due(ctx, now, limit)
	if err != nil {
		return err
	}
	return storetest.Same(fmt.Sprintf("due at %s, limit %d", now.Format(time.RFC3339Nano), limit), append([]string{}, ids...), append([]string{}, got...))
}

func second[T any](_ T, err error) error { return err }
