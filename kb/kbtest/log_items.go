package kbtest

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var logItemsChecks = []logCheck{
	{Name: "items/cursor", Run: func(ctx context.Context, s kb.LogStore) error {
		items := []kb.Logged{
			question("z", "a"), at(question("a", "b"), noon().Add(-time.Hour)), verdict("z", "z", "a", kb.Useful),
			question("m", "a"), verdict("b", "m", "a", kb.Wrong),
		}
		err := storetest.First(write(ctx, s, items[:3]...), write(ctx, s, items[3]), write(ctx, s, items[4]))
		if err != nil {
			return err
		}
		all, err := storetest.Collect(s.Items(ctx, 0))
		if err != nil {
			return err
		}
		if len(all) != len(items) {
			return fmt.Errorf("%d items were appended, Items yields %d", len(items), len(all))
		}
		for i, item := range all {
			if _, err := hasItems(ctx, s, fmt.Sprint("the items behind the cursor of item ", i), item.Cursor, items[i+1:]...); err != nil {
				return err
			}
		}
		_, errAll := hasItems(ctx, s, "the items from the start", -1, items...)
		_, errNone := hasItems(ctx, s, "the items behind the last possible cursor", math.MaxInt64)
		return storetest.First(errAll, errNone)
	}},
	{Name: "question/by id", Run: func(ctx context.Context, s kb.LogStore) error {
		full, said := fullQuestion("q"), fullVerdict("f", "q")
		late := question("late", "a")
		if err := write(ctx, s, question("Q", "a"), full, said, question("q", "b")); err != nil {
			return err
		}
		got, err := s.Question(ctx, "q")
		if err != nil {
			return err
		}
		err = storetest.First(storetest.Same("a question by its id", keptItem(full).Asked, got), storetest.KeptTimes("question", got))
		for _, id := range append(storetest.BadIDs(), "f", "q ", "late") {
			err = storetest.First(err, storetest.WantErr(fmt.Sprintf("question %q", id), second(s.Question(ctx, id)), kb.ErrNotFound))
		}
		if err != nil {
			return err
		}
		storetest.Scramble(got)
		again, err := s.Question(ctx, "q")
		if err := storetest.First(err, storetest.Same("a question after the caller changed what he had been given", keptItem(full).Asked, again)); err != nil {
			return err
		}
		if err := write(ctx, s, at(late, noon().Add(-time.Hour))); err != nil {
			return err
		}
		_, found := s.Question(ctx, "late")
		_, pruneErr := s.Prune(ctx, noon())
		return storetest.First(found, pruneErr,
			storetest.WantErr("a question that was pruned", second(s.Question(ctx, "late")), kb.ErrNotFound),
			write(ctx, s, late),
			storetest.WantErr("a question that was pruned and came again", second(s.Question(ctx, "late")), kb.ErrNotFound),
			second(s.Question(ctx, "Q")),
		)
	}},
	{Name: "items/leave early", Run: func(ctx context.Context, s kb.LogStore) error {
		err := write(ctx, s, question("a", "a"), question("b", "a"), verdict("a", "a", "a", kb.Useful))
		return storetest.First(err, storetest.StopsEarly("items", s.Items(ctx, 0)))
	}},
	{Name: "items/use the store", Run: func(ctx context.Context, s kb.LogStore) error {
		if err := write(ctx, s, question("a", "a"), question("b", "a")); err != nil {
			return err
		}
		seen := 0
		for item, err := range s.Items(ctx, 0) {
			if err != nil {
				return err
			}
			if seen++; seen > 2 {
				break
			}
			if err := s.Append(ctx, question(fmt.Sprint("after ", item.Cursor), "a")); err != nil {
				return fmt.Errorf("append within a loop over items: %w", err)
			}
			if _, err := s.Usage(ctx, "a"); err != nil {
				return fmt.Errorf("usage within a loop over items: %w", err)
			}
		}
		return nil
	}},
	{Name: "prune/items", Run: func(ctx context.Context, s kb.LogStore) error {
		old, exact, later := at(question("old", "a"), noon().Add(-time.Microsecond)), question("exact", "a"), at(question("new", "b"), noon().Add(time.Hour))
		said, praise := at(verdict("old", "new", "a", kb.Useful), noon().Add(-time.Hour)), at(verdict("new", "old", "a", kb.Useful), noon().Add(time.Hour))
		if err := write(ctx, s, later, old, exact, said, praise); err != nil {
			return err
		}
		last, err := hasItems(ctx, s, "before pruning", 0, later, old, exact, said, praise)
		if err != nil {
			return err
		}
		usage, err := s.Usage(ctx)
		if err != nil {
			return err
		}
		none, errNone := s.Prune(ctx, noon().Add(-2*time.Hour))
		n, errSome := s.Prune(ctx, noon())
		again, errAgain := s.Prune(ctx, noon())
		_, err = hasItems(ctx, s, "after pruning", 0, later, exact, praise)
		err = storetest.First(errNone, errSome, errAgain, err,
			storetest.Same("how many items were pruned before, by and after the second call", []int{0, 2, 0}, []int{none, n, again}),
			hasUsage(ctx, s, "the usage after pruning", usage...),
			write(ctx, s, old, said, exact), // all known
			hasUsage(ctx, s, "the usage when pruned items come again", usage...),
		)
		if err != nil {
			return err
		}
		if _, err := hasItems(ctx, s, "when pruned items come again", 0, later, exact, praise); err != nil {
			return err
		}
		// Times without limits, and cursors when nothing is left.
		rest, err := s.Prune(ctx, noon().Add(2*time.Hour))
		if err != nil {
			return err
		}
		next := question("next", "a")
		if err := write(ctx, s, next); err != nil {
			return err
		}
		_, err = hasItems(ctx, s, "behind a cursor that was pruned", last, next)
		return storetest.First(err, storetest.Same("how many items were left to prune", 3, rest))
	}},
	{Name: "prune/parts of a microsecond", Run: func(ctx context.Context, s kb.LogStore) error {
		if err := write(ctx, s, question("q", "a")); err != nil {
			return err
		}
		n, err := s.Prune(ctx, noon().Add(time.Nanosecond).In(time.FixedZone("", 3600)))
		return storetest.First(err, storetest.Same("how many items are before a nanosecond after them", 1, n))
	}},
	{Name: "prune/thousands", Run: func(ctx context.Context, s kb.LogStore) error {
		const n, old = 1500, 1300
		var items []kb.Logged
		for i := range n {
			items = append(items, at(question(fmt.Sprint(i), "a"), noon().Add(time.Duration(i-old)*time.Second)))
		}
		if err := write(ctx, s, items...); err != nil {
			return err
		}
		pruned, err := s.Prune(ctx, noon())
		_, e := hasItems(ctx, s, "after pruning thousands", 0, items[old:]...)
		return storetest.First(err, e, storetest.Same("how many items were pruned", old, pruned))
	}},
}
