package kbtest

import (
	"context"
	"errors"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

func TestEveryLogCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[kb.LogStore]
	for _, f := range slices.Concat(appendFaults, logReadFaults) {
		faults = append(faults, storetest.Fault[kb.LogStore]{What: f.what, Checks: f.checks, New: func() kb.LogStore {
			s := &brokenLog{MemoryLog: kb.NewMemoryLog()}
			f.store(s)
			return s
		}})
	}
	storetest.Prove(t, logChecks(), faults)
}

type itemSeq = iter.Seq2[kb.Logged, error]

// brokenLog is a log that works, except for the methods that are replaced.
type brokenLog struct {
	*kb.MemoryLog
	add   func(ctx context.Context, items ...kb.Logged) error
	list  func(ctx context.Context, after int64) itemSeq
	use   func(ctx context.Context, ids ...string) ([]kb.Usage, error)
	prune func(ctx context.Context, before time.Time) (int, error)
	find  func(ctx context.Context, id string) (kb.Asked, error)
}

func (b *brokenLog) Question(ctx context.Context, id string) (kb.Asked, error) {
	if b.find != nil {
		return b.find(ctx, id)
	}
	return b.MemoryLog.Question(ctx, id)
}

func (b *brokenLog) Append(ctx context.Context, items ...kb.Logged) error {
	if b.add != nil {
		return b.add(ctx, items...)
	}
	return b.MemoryLog.Append(ctx, items...)
}

func (b *brokenLog) Items(ctx context.Context, after int64) itemSeq {
	if b.list != nil {
		return b.list(ctx, after)
	}
	return b.MemoryLog.Items(ctx, after)
}

func (b *brokenLog) Usage(ctx context.Context, ids ...string) ([]kb.Usage, error) {
	if b.use != nil {
		return b.use(ctx, ids...)
	}
	return b.MemoryLog.Usage(ctx, ids...)
}

func (b *brokenLog) Prune(ctx context.Context, before time.Time) (int, error) {
	if b.prune != nil {
		return b.prune(ctx, before)
	}
	return b.MemoryLog.Prune(ctx, before)
}

// onItem replaces what is appended.
func onItem(change func(item *kb.Logged)) func(s *brokenLog) {
	return func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			items = slices.Clone(items)
			for i := range items {
				items[i] = copyItem(items[i])
				change(&items[i])
			}
			return s.MemoryLog.Append(ctx, items...)
		}
	}
}

// copyItem is a copy with its time as it is.
func copyItem(item kb.Logged) kb.Logged {
	if item.Asked != nil {
		a := *item.Asked
		a.Shown = slices.Clone(a.Shown)
		item.Asked = &a
	}
	if item.Feedback != nil {
		f := *item.Feedback
		item.Feedback = &f
	}
	return item
}

// onItems replaces what Items yields.
func onItems(change func(after int64, all []kb.Logged) []kb.Logged) func(s *brokenLog) {
	return func(s *brokenLog) {
		s.list = func(ctx context.Context, after int64) itemSeq {
			all, err := storetest.Collect(s.MemoryLog.Items(ctx, 0))
			return yieldEach(change(after, all), err)
		}
	}
}

func behind(after int64, all []kb.Logged) []kb.Logged {
	return slices.DeleteFunc(all, func(item kb.Logged) bool { return item.Cursor <= after })
}

// onUsage replaces what Usage returns.
func onUsage(change func(all []kb.Usage) []kb.Usage) func(s *brokenLog) {
	return func(s *brokenLog) {
		s.use = func(ctx context.Context, ids ...string) ([]kb.Usage, error) {
			all, err := s.MemoryLog.Usage(ctx, ids...)
			return change(all), err
		}
	}
}

// logFault is a log that breaks one obligation, and the checks that must notice.
type logFault struct {
	what   string
	checks []string
	store  func(s *brokenLog)
}

var appendFaults = []logFault{
	{"nothing is a mistake", []string{"append/nothing"}, func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			if len(items) == 0 {
				return kb.ErrInvalid
			}
			return s.MemoryLog.Append(ctx, items...)
		}
	}},
	{"versions of entries are lost", []string{"append/every field"}, onItem(func(item *kb.Logged) {
		if item.Asked != nil {
			for i := range item.Asked.Shown {
				item.Asked.Shown[i].Version = 0
			}
		}
	})},
	{"tags are a set", []string{"append/every field"}, onItem(func(item *kb.Logged) {
		if item.Feedback != nil {
			item.Feedback.Tags = slices.Compact(slices.Sorted(slices.Values(item.Feedback.Tags)))
		}
	})},
	{"times come in another zone", []string{"append/every field"}, onItems(func(after int64, all []kb.Logged) []kb.Logged {
		for i, item := range all {
			if item.Asked != nil {
				all[i] = at(item, item.Asked.At.In(time.FixedZone("", 3600)))
			}
		}
		return behind(after, all)
	})},
	{"the caller's items are written to", []string{"append/every field"}, func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			err := s.MemoryLog.Append(ctx, items...)
			for i := range items {
				items[i].Cursor = 1
			}
			return err
		}
	}},
	{"text is trimmed", []string{"append/texts"}, onItem(func(item *kb.Logged) {
		if item.Asked != nil {
			item.Asked.Text = strings.TrimSpace(item.Asked.Text)
		}
	})},
	{"long texts are cut", []string{"append/texts"}, onItem(func(item *kb.Logged) {
		if item.Asked != nil {
			item.Asked.Text = item.Asked.Text[:min(len(item.Asked.Text), 1<<20)]
		}
	})},
	{"ids match without spaces", []string{"append/ids"}, onItem(func(item *kb.Logged) {
		if item.Asked != nil {
			item.Asked.ID = strings.TrimSpace(item.Asked.ID)
		}
	})},
	{"entries match whatever their case", []string{"append/ids"}, onItem(func(item *kb.Logged) {
		if item.Asked != nil && len(item.Asked.Shown) > 0 {
			item.Asked.Shown[0].Entry = strings.ToLower(item.Asked.Shown[0].Entry)
		}
	})},
	{"the last one of an id counts", []string{"append/once"}, func(s *brokenLog) {
		onItems(func(after int64, all []kb.Logged) []kb.Logged {
			for i, item := range all {
				if item.Asked != nil && item.Asked.ID == "q" {
					all[i] = copyItem(item)
					all[i].Asked.Text = "another text"
				}
			}
			return behind(after, all)
		})(s)
	}},
	{"ids are not compared", []string{"append/once", "prune/items", "log race/same items"}, func(s *brokenLog) {
		var n atomic.Int64
		onItem(func(item *kb.Logged) {
			if item.Asked != nil {
				item.Asked.ID += strings.Repeat("\u200b", int(n.Add(1)%80))
			}
		})(s)
	}},
	{"a question and its feedback cannot have the same id", []string{"append/ids"}, func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			seen := map[string]bool{}
			return s.MemoryLog.Append(ctx, slices.DeleteFunc(slices.Clone(items), func(item kb.Logged) bool {
				if item.Asked != nil {
					seen[item.Asked.ID] = true
				}
				return item.Feedback != nil && seen[item.Feedback.ID]
			})...)
		}
	}},
	{"one known id leaves all out", []string{"append/once"}, func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			before, _ := storetest.Collect(s.MemoryLog.Items(ctx, 0))
			known := func(item kb.Logged) bool {
				return item.Asked != nil && slices.ContainsFunc(before, func(o kb.Logged) bool { return o.Asked != nil && o.Asked.ID == item.Asked.ID })
			}
			if slices.ContainsFunc(items, known) {
				return nil
			}
			return s.MemoryLog.Append(ctx, items...)
		}
	}},
	{"the question must be there", []string{"append/early feedback"}, func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			if before, _ := storetest.Collect(s.MemoryLog.Items(ctx, 0)); len(before) == 0 && items[0].Feedback != nil {
				return kb.ErrNotFound
			}
			return s.MemoryLog.Append(ctx, items...)
		}
	}},
	{"items are written one by one", []string{"append/invalid"}, func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			for _, item := range items {
				if err := s.MemoryLog.Append(ctx, item); err != nil {
					return err
				}
			}
			return nil
		}
	}},
	{"what is unusable is left out", []string{"append/invalid"}, func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			return s.MemoryLog.Append(ctx, slices.DeleteFunc(slices.Clone(items), func(item kb.Logged) bool { return item.Validate() != nil })...)
		}
	}},
	{"a score may be anything", []string{"append/invalid"}, onItem(func(item *kb.Logged) {
		if item.Asked != nil && len(item.Asked.Shown) > 0 && math.IsNaN(item.Asked.Shown[0].Score) {
			item.Asked.Shown[0].Score = 0
		}
	})},
	{"items end with the first page", []string{"append/thousands"}, onItems(func(after int64, all []kb.Logged) []kb.Logged {
		all = behind(after, all)
		return all[:min(len(all), 1000)]
	})},
	{"what is appended is not copied", []string{"append/no shared memory"}, func(s *brokenLog) {
		var tags [][]string
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			for _, item := range items {
				if item.Feedback != nil {
					tags = append(tags, item.Feedback.Tags)
				}
			}
			return s.MemoryLog.Append(ctx, items...)
		}
		onItems(func(after int64, all []kb.Logged) []kb.Logged {
			for _, item := range all {
				if item.Feedback != nil {
					item.Feedback.Tags = tags[0]
				}
			}
			return behind(after, all)
		})(s)
	}},
	{"what is read is not copied", []string{"append/no shared memory"}, func(s *brokenLog) {
		var once sync.Once
		var kept []kb.Logged
		onItems(func(after int64, all []kb.Logged) []kb.Logged {
			once.Do(func() { kept = all })
			return behind(after, slices.Clone(kept))
		})(s)
	}},
	{"a cancelled append is written", []string{"append/context"}, func(s *brokenLog) {
		s.add = func(ctx context.Context, items ...kb.Logged) error {
			return errors.Join(ctx.Err(), s.MemoryLog.Append(context.WithoutCancel(ctx), items...))
		}
	}},
	{"a cancelled prune is done", []string{"append/context"}, func(s *brokenLog) {
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			n, err := s.MemoryLog.Prune(context.WithoutCancel(ctx), before)
			return n, errors.Join(ctx.Err(), err)
		}
	}},
	{"items just end", []string{"append/context"}, func(s *brokenLog) {
		s.list = func(ctx context.Context, after int64) itemSeq {
			if ctx.Err() != nil {
				return yieldEach[kb.Logged](nil, nil)
			}
			return s.MemoryLog.Items(ctx, after)
		}
	}},
	{"usage goes on", []string{"append/context"}, func(s *brokenLog) {
		s.use = func(ctx context.Context, ids ...string) ([]kb.Usage, error) {
			return s.MemoryLog.Usage(context.WithoutCancel(ctx), ids...)
		}
	}},
	{"items come in the order of their times", []string{"items/cursor"}, onItems(func(after int64, all []kb.Logged) []kb.Logged {
		cursors := make([]int64, len(all))
		for i, item := range all {
			cursors[i] = item.Cursor
		}
		slices.SortStableFunc(all, func(a, b kb.Logged) int { return when(a).Compare(when(b)) })
		for i := range all {
			all[i].Cursor = cursors[i]
		}
		return behind(after, all)
	})},
	{"the item at the cursor comes again", []string{"items/cursor"}, onItems(func(after int64, all []kb.Logged) []kb.Logged {
		return behind(after-1, all)
	})},
}

// when tells when an item happened.
func when(item kb.Logged) time.Time {
	if item.Asked != nil {
		return item.Asked.At
	}
	return item.Feedback.At
}
