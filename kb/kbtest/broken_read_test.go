package kbtest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

type changes = iter.Seq2[kb.Change, error]

// onChanges replaces what Changes yields.
func onChanges(change func(after int64, all []kb.Change) []kb.Change) func(s *broken) {
	return func(s *broken) {
		s.changes = func(ctx context.Context, after int64) changes {
			all, err := storetest.Collect(s.right.Changes(ctx, 0))
			return yieldAll(change(after, all), err)
		}
	}
}

func yieldAll(all []kb.Change, err error) changes {
	return func(yield func(kb.Change, error) bool) {
		for _, c := range all {
			if !yield(c, nil) {
				return
			}
		}
		if err != nil {
			yield(kb.Change{}, err)
		}
	}
}

func since(after int64, all []kb.Change) []kb.Change {
	return slices.DeleteFunc(all, func(c kb.Change) bool { return c.Revision <= after })
}

// onPut replaces what is written. The caller's entries stay as they are.
func onPut(change func(e *kb.Entry)) func(s *broken) {
	return func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			entries = slices.Clone(entries)
			for i := range entries {
				change(&entries[i])
			}
			return s.right.Put(ctx, entries...)
		}
	}
}

var errBusy = errors.New("the database is busy")

var changesFaults = []fault{
	{"changes come in the order of ids", []string{"changes/order"}, onChanges(func(after int64, all []kb.Change) []kb.Change {
		slices.SortFunc(all, func(a, b kb.Change) int { return strings.Compare(a.Entry.ID, b.Entry.ID) })
		return since(after, all)
	})},
	{"ids are ordered without case", []string{"content/ids"}, onChanges(func(after int64, all []kb.Change) []kb.Change {
		slices.SortFunc(all, func(a, b kb.Change) int {
			return strings.Compare(strings.ToLower(a.Entry.ID), strings.ToLower(b.Entry.ID))
		})
		return since(after, all)
	})},
	{"deleted entries are left out", []string{"delete/entry", "changes/order", "race/changes"}, onChanges(func(after int64, all []kb.Change) []kb.Change {
		return since(after, slices.DeleteFunc(all, func(c kb.Change) bool { return c.Deleted }))
	})},
	{"changes repeat the revision they start from", []string{"changes/order"}, onChanges(func(after int64, all []kb.Change) []kb.Change {
		return since(after-1, all)
	})},
	{"changes end with the first page", []string{"put/thousands"}, onChanges(func(after int64, all []kb.Change) []kb.Change {
		all = since(after, all)
		return all[:min(len(all), 1000)]
	})},
	{"what was overwritten is shown too", []string{"changes/rewritten"}, func(s *broken) {
		var mu sync.Mutex
		var log []kb.Change
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			revision, err := s.right.Put(ctx, entries...)
			mu.Lock()
			defer mu.Unlock()
			for _, e := range entries {
				e.Version = revision
				log = append(log, present(e))
			}
			return revision, err
		}
		s.changes = func(_ context.Context, after int64) changes {
			mu.Lock()
			defer mu.Unlock()
			return yieldAll(since(after, slices.Clone(log)), nil)
		}
	}},
	{"a revision is shown before it is complete", []string{"race/changes"}, func(s *broken) {
		// Each third revision stays out of sight when it is looked at first.
		var hidden sync.Map
		onChanges(func(after int64, all []kb.Change) []kb.Change {
			fresh := map[int64]bool{}
			return since(after, slices.DeleteFunc(all, func(c kb.Change) bool {
				if _, seen := hidden.LoadOrStore(c.Revision, true); !seen {
					fresh[c.Revision] = true
				}
				return c.Revision%3 == 0 && fresh[c.Revision] && c.Revision < all[len(all)-1].Revision
			}))
		})(s)
	}},
	{"a loop cannot be left", []string{"changes/leave early"}, func(s *broken) {
		s.changes = func(ctx context.Context, after int64) changes {
			return func(yield func(kb.Change, error) bool) {
				for c, err := range s.right.Changes(ctx, after) {
					yield(c, err)
				}
			}
		}
	}},
	{"a loop keeps the store to itself", []string{"changes/use the store"}, func(s *broken) {
		var reading atomic.Int64
		s.changes = func(ctx context.Context, after int64) changes {
			return func(yield func(kb.Change, error) bool) {
				reading.Add(1)
				defer reading.Add(-1)
				s.right.Changes(ctx, after)(yield)
			}
		}
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			if reading.Load() > 0 {
				return 0, errBusy
			}
			return s.right.Put(ctx, entries...)
		}
	}},
}

var contentFaults = []fault{
	{"the mode is lost", []string{"content/every field"}, onPut(func(e *kb.Entry) { e.Mode = kb.Smart })},
	{"phrasings are a set", []string{"content/every field"}, onPut(func(e *kb.Entry) {
		e.Phrasings = slices.Compact(slices.Sorted(slices.Values(e.Phrasings)))
	})},
	{"a priority is never negative", []string{"content/priority"}, onPut(func(e *kb.Entry) { e.Priority = max(e.Priority, 0) })},
	{"a priority has 32 bits", []string{"content/priority"}, onPut(func(e *kb.Entry) { e.Priority = int(int32(e.Priority)) })},
	{"the store states the time", []string{"content/times"}, onPut(func(e *kb.Entry) { e.Updated = noon() })},
	{"times come in another zone", []string{"content/times"}, func(s *broken) {
		s.get = func(ctx context.Context, id string) (kb.Entry, error) {
			e, err := s.right.Get(ctx, id)
			e.Updated = e.Updated.In(time.FixedZone("", 3600))
			return e, err
		}
	}},
	{"text is trimmed", []string{"content/texts"}, onPut(func(e *kb.Entry) { e.Question = strings.TrimSpace(e.Question) })},
	{"text ends with a NUL byte", []string{"content/texts"}, onPut(func(e *kb.Entry) { e.Category, _, _ = strings.Cut(e.Category, "\x00") })},
	{"a long answer is cut", []string{"content/large"}, onPut(func(e *kb.Entry) {
		e.Answer = kb.TextAnswer(e.Answer.Parts[0].Text[:min(1<<16, len(e.Answer.Parts[0].Text))])
	})},
	{"what is put is not copied", []string{"content/no shared memory"}, func(s *broken) {
		var cache sync.Map
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			for _, e := range entries {
				cache.Store(e.ID, e.Phrasings)
			}
			return s.right.Put(ctx, entries...)
		}
		s.get = func(ctx context.Context, id string) (kb.Entry, error) {
			e, err := s.right.Get(ctx, id)
			if kept, ok := cache.Load(id); ok {
				e.Phrasings = kept.([]string)
			}
			return e, err
		}
	}},
	{"what is read is not copied", []string{"content/no shared memory"}, func(s *broken) {
		var cache sync.Map
		s.get = func(ctx context.Context, id string) (kb.Entry, error) {
			e, err := s.right.Get(ctx, id)
			if err != nil {
				return e, err
			}
			kept, _ := cache.LoadOrStore(id, e)
			return kept.(kb.Entry), nil
		}
	}},
}

var contextFaults = []fault{
	{"get goes on", []string{"context/reads"}, func(s *broken) {
		s.get = func(ctx context.Context, id string) (kb.Entry, error) {
			return s.right.Get(context.WithoutCancel(ctx), id)
		}
	}},
	{"revision goes on", []string{"context/reads"}, func(s *broken) {
		s.revision = func(ctx context.Context) (int64, error) { return s.right.Revision(context.WithoutCancel(ctx)) }
	}},
	{"changes just end", []string{"context/reads"}, func(s *broken) {
		s.changes = func(ctx context.Context, after int64) changes {
			if ctx.Err() != nil {
				return yieldAll(nil, nil)
			}
			return s.right.Changes(ctx, after)
		}
	}},
	{"a cancelled put is written", []string{"context/writes"}, func(s *broken) {
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			revision, err := s.right.Put(context.WithoutCancel(ctx), entries...)
			return revision, errors.Join(ctx.Err(), err)
		}
	}},
	{"a cancelled delete is written", []string{"context/writes"}, func(s *broken) {
		s.del = func(ctx context.Context, refs ...kb.Ref) (int64, error) {
			revision, err := s.right.Delete(context.WithoutCancel(ctx), refs...)
			return revision, errors.Join(ctx.Err(), err)
		}
	}},
}
