package kbtest

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// onHistory replaces what History yields.
func onHistory(change func(all []kb.Change) []kb.Change) func(s *broken) {
	return func(s *broken) {
		s.history = func(ctx context.Context, id string) changes {
			all, err := storetest.Collect(s.right.History(ctx, id))
			return yieldAll(change(all), err)
		}
	}
}

var historyFaults = []fault{
	{"only the present state is known", []string{"history/every state", "history/hundreds", "history/deletion"}, onHistory(func(all []kb.Change) []kb.Change {
		return all[:min(1, len(all))]
	})},
	{"the oldest state comes first", []string{"history/every state"}, onHistory(func(all []kb.Change) []kb.Change {
		slices.Reverse(all)
		return all
	})},
	{"deletions are left out", []string{"history/every state", "history/deletion"}, onHistory(func(all []kb.Change) []kb.Change {
		return slices.DeleteFunc(all, func(c kb.Change) bool { return c.Deleted })
	})},
	{"who creates again starts a new history", []string{"history/every state"}, onHistory(func(all []kb.Change) []kb.Change {
		for i, c := range all {
			if i > 0 && c.Deleted {
				return all[:i]
			}
		}
		return all
	})},
	{"times have nanoseconds", []string{"history/every state"}, onHistory(func(all []kb.Change) []kb.Change {
		for i := range all {
			all[i].Entry.Updated = all[i].Entry.Updated.Add(time.Nanosecond)
		}
		return all
	})},
	{"nobody knows who deleted", []string{"history/deletion", "history/every state"}, func(s *broken) {
		s.del = func(ctx context.Context, refs ...kb.Ref) (int64, error) {
			refs = slices.Clone(refs)
			for i, r := range refs {
				refs[i] = kb.Ref{ID: r.ID, Version: r.Version}
			}
			return s.right.Delete(ctx, refs...)
		}
	}},
	{"changes do not tell who deleted", []string{"history/deletion"}, onChanges(func(after int64, all []kb.Change) []kb.Change {
		for i, c := range all {
			if c.Deleted {
				all[i] = gone(c.Entry.ID, c.Revision)
			}
		}
		return since(after, all)
	})},
	{"ids match whatever their case", []string{"history/unknown"}, func(s *broken) {
		s.history = func(ctx context.Context, id string) changes {
			if id == "A" {
				id = "a"
			}
			return s.right.History(ctx, id)
		}
	}},
	{"what is refused is kept too", []string{"history/refused writes"}, func(s *broken) {
		var tries sync.Map
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			revision, err := s.right.Put(ctx, entries...)
			for _, e := range entries {
				if err != nil {
					tries.Store(e.ID, true)
				}
			}
			return revision, err
		}
		s.history = func(ctx context.Context, id string) changes {
			all, err := storetest.Collect(s.right.History(ctx, id))
			if _, tried := tries.Load(id); tried {
				all = append(all, all[0])
			}
			return yieldAll(all, err)
		}
	}},
	{"a history ends with the first page", []string{"history/hundreds"}, onHistory(func(all []kb.Change) []kb.Change {
		return all[:min(len(all), 100)]
	})},
	{"a loop over the history cannot be left", []string{"history/leave early"}, func(s *broken) {
		s.history = func(ctx context.Context, id string) changes {
			return func(yield func(kb.Change, error) bool) {
				for c, err := range s.right.History(ctx, id) {
					yield(c, err)
				}
			}
		}
	}},
	{"a loop over the history keeps the store to itself", []string{"history/use the store"}, func(s *broken) {
		var reading atomic.Int64
		s.history = func(ctx context.Context, id string) changes {
			return func(yield func(kb.Change, error) bool) {
				reading.Add(1)
				defer reading.Add(-1)
				s.right.History(ctx, id)(yield)
			}
		}
		s.put = func(ctx context.Context, entries ...kb.Entry) (int64, error) {
			if reading.Load() > 0 {
				return 0, errBusy
			}
			return s.right.Put(ctx, entries...)
		}
	}},
	{"a state is missing between the present and the past", []string{"history/race"}, func(s *broken) {
		// As if the past were read first and the present later. It is so for every
		// reading: else it would depend on the scheduler whether anybody sees it.
		onHistory(func(all []kb.Change) []kb.Change {
			if len(all) > 1 {
				return slices.Delete(all, 1, 2)
			}
			return all
		})(s)
	}},
	{"what the history shows is not copied", []string{"content/no shared memory"}, func(s *broken) {
		var cache sync.Map
		s.history = func(ctx context.Context, id string) changes {
			all, err := storetest.Collect(s.right.History(ctx, id))
			kept, _ := cache.LoadOrStore(id, all[0])
			return yieldAll([]kb.Change{kept.(kb.Change)}, err)
		}
		s.get = func(ctx context.Context, id string) (kb.Entry, error) {
			if kept, ok := cache.Load(id); ok {
				return kept.(kb.Change).Entry, nil
			}
			return s.right.Get(ctx, id)
		}
	}},
	{"a history just ends", []string{"context/reads"}, func(s *broken) {
		s.history = func(ctx context.Context, id string) changes {
			if ctx.Err() != nil {
				return yieldAll(nil, nil)
			}
			return s.right.History(ctx, id)
		}
	}},
	{"arguments of actions are lost", []string{"content/every field", "content/random"}, onPut(func(e *kb.Entry) {
		if e.Answer.Action != nil {
			e.Answer.Action = &kb.Action{Name: e.Answer.Action.Name, Timeout: e.Answer.Action.Timeout}
		}
	})},
	{"validity has whole seconds", []string{"content/times", "content/random"}, onPut(func(e *kb.Entry) { e.ValidTo = e.ValidTo.Truncate(time.Second) })},
	{"a step has no wordings", []string{"content/every field"}, onPut(func(e *kb.Entry) {
		if e.Guide == nil {
			return
		}
		steps := slices.Clone(e.Guide.Steps)
		for i := range steps {
			steps[i].Options = slices.Clone(steps[i].Options)
			for j := range steps[i].Options {
				steps[i].Options[j].Wordings = nil
			}
		}
		e.Guide = &kb.Guide{Steps: steps}
	})},
	{"the place of a passage has 32 bits", []string{"content/every field"}, onPut(func(e *kb.Entry) {
		if e.Origin != nil {
			origin := *e.Origin
			origin.Start = int(int32(origin.Start))
			e.Origin = &origin
		}
	})},
}

// What full leaves out nobody would miss.
func TestFullItemsHaveEveryField(t *testing.T) {
	e := full("a", kb.Exact)
	e.Version = 1
	for what, v := range map[string]any{
		"entry": e, "action": *e.Answer.Action, "fact": e.Facts[0], "step": e.Guide.Steps[0], "last step": e.Guide.Steps[1],
		"option": e.Guide.Steps[0].Options[0], "origin": *e.Origin, "question": *fullQuestion("q").Asked,
		"shown": fullQuestion("q").Asked.Shown[0], "feedback": *fullVerdict("f", "q").Feedback,
	} {
		for field, set := range fields(v) {
			empty := what == "step" && field == "Outcome" || what == "last step" && field == "Options"
			require.Equal(t, !empty, set, "%s of the %s", field, what)
		}
	}
}
