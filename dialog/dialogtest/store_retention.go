package dialogtest

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var retentionChecks = []archiveCheck{
	{Name: "prune/feed goes on", Run: func(ctx context.Context, s ArchiveStore) error {
		for i := range int64(4) {
			if err := commit(ctx, s, aged(turn("c", fmt.Sprint("m", i), i), longAgo())); err != nil {
				return err
			}
		}
		before, err := storetest.Collect(s.Feed(ctx, 0))
		if err != nil {
			return err
		}
		err = storetest.First(
			pruned(ctx, s, "all", noon(), 10, 4),
			commit(ctx, s, aged(turn("d", "m", 0), noon()), aged(turn("c", "m4", 4), noon())),
		)
		if err != nil {
			return err
		}
		// Whoever was at any place of the old feed gets the new records, and no
		// others.
		var after []dialog.Record
		for _, cursor := range []int64{0, before[0].Cursor, before[3].Cursor} {
			if after, err = storetest.Collect(s.Feed(ctx, cursor)); err != nil {
				return err
			}
			if len(after) != 2 || after[0].Message.Conversation != "d" || after[1].Version != 5 {
				return fmt.Errorf("the feed after cursor %d has %d records, want the 2 that were not pruned", cursor, len(after))
			}
		}
		return rising(before[3].Cursor, after)
	}},
	{Name: "prune/never read", Run: func(ctx context.Context, s ArchiveStore) error {
		// Nobody has read the feed before its records are pruned.
		err := storetest.First(
			commit(ctx, s, aged(turn("c", "m1", 0), longAgo()), aged(turn("c", "m2", 1), noon())),
			pruned(ctx, s, "one", lately(), 10, 1),
			spoken(ctx, s, "c", 2),
		)
		if err != nil {
			return err
		}
		feed, err := storetest.Collect(s.Feed(ctx, 0))
		if err := storetest.First(err, storetest.Same("how many records are left of two", 1, len(feed))); err != nil {
			return err
		}
		err = storetest.First(
			pruned(ctx, s, "the other", noon().Add(1), 10, 1),
			commit(ctx, s, aged(turn("c", "m3", 2), noon())),
		)
		if err != nil {
			return err
		}
		rest, err := storetest.Collect(s.Feed(ctx, feed[0].Cursor))
		return storetest.First(err, rising(feed[0].Cursor, rest), storetest.Same("how many came after what was read", 1, len(rest)), spoken(ctx, s, "c", 3))
	}},
	{Name: "prune/while others write", Run: func(ctx context.Context, s ArchiveStore) error {
		const writers, times = 4, 15
		var busy, gone atomic.Int64
		busy.Store(writers)
		err := storetest.Parallel(writers+2, func(i int) error {
			if i >= writers {
				for last := false; ; last = busy.Load() == 0 {
					n, err := s.Prune(ctx, lately(), 5)
					gone.Add(int64(n))
					if err != nil || last && n == 0 {
						return err
					}
				}
			}
			defer busy.Add(-1)
			c := fmt.Sprint("c", i)
			for v := range int64(times) {
				at := longAgo()
				if v%3 == 0 {
					at = noon()
				}
				if err := commit(ctx, s, aged(turn(c, fmt.Sprint("m", v), v), at)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if want := int64(writers * times * 2 / 3); gone.Load() != want {
			return fmt.Errorf("two at once pruned %d turns, want %d, each once", gone.Load(), want)
		}
		for i := range writers {
			if err := spoken(ctx, s, fmt.Sprint("c", i), 1, 4, 7, 10, 13); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "prune/contexts", Run: func(ctx context.Context, s ArchiveStore) error {
		return storetest.First(
			commit(ctx, s, aged(turn("c", "m1", 0), longAgo())),
			storetest.DoneContexts(ctx, "prune", func(ctx context.Context) error { return second(s.Prune(ctx, noon(), 10)) }),
			storetest.DoneContexts(ctx, "prune of nothing", func(ctx context.Context) error { return second(s.Prune(ctx, noon(), 0)) }),
			spoken(ctx, s, "c", 1),
		)
	}},
}
