package kbtest

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var logRaceChecks = []logCheck{
	{Name: "log race/tail", Run: tail},
	{Name: "log race/same items", Run: func(ctx context.Context, s kb.LogStore) error {
		const n, times = 6, 12
		err := storetest.Parallel(n, func(w int) error {
			for i := range times {
				// All append the same, in two orders, beside something of their own.
				items := []kb.Logged{
					question(fmt.Sprint("q", i), "shared"), verdict(fmt.Sprint("f", i), "q", "shared", kb.Useful),
					question(fmt.Sprintf("own %d-%d", w, i), fmt.Sprint("own", w)),
				}
				if w%2 == 1 {
					items[0], items[2] = items[2], items[0]
				}
				if err := s.Append(ctx, items...); err != nil {
					return err
				}
			}
			return nil
		})
		items, readErr := storetest.Collect(s.Items(ctx, 0))
		shared := timesAnswered("shared", times)
		shared.Useful = times
		usage := []kb.Usage{shared}
		for w := range n {
			usage = append(usage, timesAnswered(fmt.Sprint("own", w), times))
		}
		return storetest.First(err, readErr, hasUsage(ctx, s, "the usage after many appended the same", usage...),
			storetest.Same("how many items there are after many appended the same", (2+n)*times, len(items)))
	}},
}

// tail has writers append while readers follow from the last cursor that they
// were shown. Each reader must see each item once, those of a writer in their
// order, and all must see the same order.
func tail(ctx context.Context, s kb.LogStore) error {
	const writers, readers, times, batch = 6, 3, 15, 3
	var busy atomic.Int64
	busy.Store(writers)
	var seen [readers][]string
	err := storetest.Parallel(writers+readers, func(i int) error {
		if i < writers {
			defer busy.Add(-1)
			for n := range times {
				var items []kb.Logged
				for b := range batch {
					items = append(items, question(fmt.Sprintf("%d-%03d", i, n*batch+b), fmt.Sprint("e", n%4)))
				}
				if err := s.Append(ctx, items...); err != nil {
					return err
				}
			}
			return nil
		}
		cursor := int64(0)
		for last := false; !last; runtime.Gosched() {
			last = busy.Load() == 0 // read once more after the last append
			for item, err := range s.Items(ctx, cursor) {
				if err != nil {
					return err
				}
				if item.Cursor <= cursor {
					return fmt.Errorf("cursor %d follows %d", item.Cursor, cursor)
				}
				cursor = item.Cursor
				seen[i-writers] = append(seen[i-writers], item.Asked.ID)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	next := map[byte]int{}
	for _, id := range seen[0] {
		if want := fmt.Sprintf("%c-%03d", id[0], next[id[0]]); id != want {
			return fmt.Errorf("a reader who follows the log saw %s where %s was next", id, want)
		}
		next[id[0]]++
	}
	want := writers * times * batch
	for _, ids := range seen {
		err := storetest.First(
			storetest.Same("how many items a reader saw who follows the log", want, len(ids)),
			storetest.Same("the order that two readers saw", seen[0], ids),
		)
		if err != nil {
			return err
		}
	}
	all, err := storetest.Collect(s.Items(ctx, 0))
	var ids []string
	for _, item := range all {
		ids = append(ids, item.Asked.ID)
	}
	return storetest.First(err, storetest.Same("the order afterwards", seen[0], ids))
}
