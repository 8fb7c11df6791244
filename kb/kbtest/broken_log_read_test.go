package kbtest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var logReadFaults = []logFault{
	{"what is pruned is still found", []string{"question/by id"}, func(s *brokenLog) {
		var found sync.Map
		s.find = func(ctx context.Context, id string) (kb.Asked, error) {
			if a, ok := found.Load(id); ok && id == "late" {
				return a.(kb.Asked), nil
			}
			a, err := s.MemoryLog.Question(ctx, id)
			if err == nil {
				found.Store(id, a)
			}
			return a, err
		}
	}},
	{"an unknown question is an empty one", []string{"question/by id"}, func(s *brokenLog) {
		s.find = func(ctx context.Context, id string) (kb.Asked, error) {
			a, err := s.MemoryLog.Question(ctx, id)
			if errors.Is(err, kb.ErrNotFound) {
				err = nil
			}
			return a, err
		}
	}},
	{"a question is looked up although nobody waits", []string{"append/context"}, func(s *brokenLog) {
		s.find = func(ctx context.Context, id string) (kb.Asked, error) {
			return s.MemoryLog.Question(context.WithoutCancel(ctx), id)
		}
	}},
	{"a loop cannot be left", []string{"items/leave early"}, func(s *brokenLog) {
		s.list = func(ctx context.Context, after int64) itemSeq {
			return func(yield func(kb.Logged, error) bool) {
				for item, err := range s.MemoryLog.Items(ctx, after) {
					yield(item, err)
				}
			}
		}
	}},
	{"a loop keeps the log to itself", []string{"items/use the store"}, func(s *brokenLog) {
		var reading atomic.Int64
		s.list = func(ctx context.Context, after int64) itemSeq {
			return func(yield func(kb.Logged, error) bool) {
				reading.Add(1)
				defer reading.Add(-1)
				s.MemoryLog.Items(ctx, after)(yield)
			}
		}
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			if reading.Load() > 0 {
				return errBusy
			}
			return s.MemoryLog.Append(ctx, items...)
		}
	}},
	{"the moment itself is pruned", []string{"prune/items"}, func(s *brokenLog) {
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			return s.MemoryLog.Prune(ctx, before.Add(time.Microsecond))
		}
	}},
	{"counts are those of what is left", []string{"prune/items"}, func(s *brokenLog) {
		s.use = func(ctx context.Context, _ ...string) ([]kb.Usage, error) {
			items, err := storetest.Collect(s.MemoryLog.Items(ctx, 0))
			left := kb.NewMemoryLog()
			if err := errors.Join(err, left.Append(ctx, items...)); err != nil {
				return nil, err
			}
			return left.Usage(ctx)
		}
	}},
	{"cursors start again", []string{"prune/items"}, func(s *brokenLog) {
		var pruned atomic.Int64
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			n, err := s.MemoryLog.Prune(ctx, before)
			pruned.Add(int64(n))
			return n, err
		}
		onItems(func(after int64, all []kb.Logged) []kb.Logged {
			for i := range all {
				if pruned.Load() == 5 {
					all[i].Cursor = int64(i + 1)
				}
			}
			return behind(after, all)
		})(s)
	}},
	{"a part of a microsecond is nothing", []string{"prune/parts of a microsecond"}, func(s *brokenLog) {
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			return s.MemoryLog.Prune(ctx, before.Truncate(time.Microsecond))
		}
	}},
	{"pruning ends with the first batch", []string{"prune/thousands"}, func(s *brokenLog) {
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			items, err := storetest.Collect(s.MemoryLog.Items(ctx, 0))
			if len(items) > 500 && when(items[500]).Before(before) {
				before = when(items[500])
			}
			n, pruneErr := s.MemoryLog.Prune(ctx, before)
			return n, errors.Join(err, pruneErr)
		}
	}},
	{"an entry that is shown twice counts twice", []string{"usage/decisions"}, func(s *brokenLog) {
		onUsage(func(all []kb.Usage) []kb.Usage {
			for i := range all {
				if all[i].Entry == "b" {
					all[i].Offered++
				}
			}
			return all
		})(s)
	}},
	{"the last append is the last time", []string{"usage/decisions"}, onUsage(func(all []kb.Usage) []kb.Usage {
		for i := range all {
			all[i].Last = noon().Add(4 * time.Minute)
		}
		return all
	})},
	{"what was shown without a decision counts", []string{"usage/decisions"}, onItem(func(item *kb.Logged) {
		if item.Asked != nil && item.Asked.Decision == kb.None {
			item.Asked.Decision = kb.Suggest
		}
	})},
	{"feedback without an entry counts for the empty one", []string{"usage/verdicts"}, onUsage(func(all []kb.Usage) []kb.Usage {
		return append([]kb.Usage{{Useful: 1, HandedOff: 1}}, all...)
	})},
	{"a verdict of one kind hides the others", []string{"usage/verdicts"}, onUsage(func(all []kb.Usage) []kb.Usage {
		for i := range all {
			all[i].Wrong = min(all[i].Wrong, 1)
		}
		return all
	})},
	{"entries without counts are left out", []string{"usage/of entries"}, onUsage(func(all []kb.Usage) []kb.Usage {
		return slices.DeleteFunc(all, func(u kb.Usage) bool { return u.Answered == 0 })
	})},
	{"usage comes in the order of the question", []string{"usage/of entries"}, func(s *brokenLog) {
		s.use = func(ctx context.Context, ids ...string) (all []kb.Usage, err error) {
			for _, id := range ids {
				one, err := s.MemoryLog.Usage(ctx, id)
				if err != nil {
					return nil, err
				}
				all = append(all, one...)
			}
			return all, nil
		}
	}},
	{"a late commit has an early cursor", []string{"log race/tail"}, func(s *brokenLog) {
		// Each third item stays out of sight when it is looked at first.
		var looked sync.Map
		onItems(func(after int64, all []kb.Logged) []kb.Logged {
			last := len(all) - 1
			var end int64
			if last >= 0 {
				end = all[last].Cursor
			}
			return behind(after, slices.DeleteFunc(all, func(item kb.Logged) bool {
				_, seen := looked.LoadOrStore(item.Cursor, true)
				return !seen && item.Cursor%3 == 0 && item.Cursor < end
			}))
		})(s)
	}},
	{"a batch is written backwards", []string{"log race/tail"}, func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			items = slices.Clone(items)
			slices.Reverse(items)
			return s.MemoryLog.Append(ctx, items...)
		}
	}},
}
