package routingtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

var contentFaults = []fault{
	{"ids are compared without case", []string{"content/ids"}, func(s *broken) {
		s.work = func(ctx context.Context, item string) (routing.Work, error) {
			return s.right.Work(ctx, strings.ToLower(item))
		}
	}},
	{"agents are in the order of their age", []string{"content/ids"}, onChanges(func(_ int64, c *routing.Changes) {
		slices.SortFunc(c.Seats, func(a, b routing.Seat) int { return len(a.Agent.ID) - len(b.Agent.ID) })
	})},
	{"times are cut to seconds", []string{"content/every field"}, onCommit(func(c *routing.Commit) {
		c.Statuses[0].Status.Stage.Until = c.Statuses[0].Status.Stage.Until.Truncate(time.Second)
	})},
	{"times are in the caller's zone", []string{"content/every field"}, onChanges(func(_ int64, c *routing.Changes) {
		for i := range c.Seats {
			c.Seats[i].Lease = c.Seats[i].Lease.In(time.FixedZone("", 3600))
		}
	})},
	{"a field of events is forgotten", []string{"content/every field"}, onCommit(func(c *routing.Commit) { c.Events[0].Waited = 0 })},
	{"texts are cut at 4,096 bytes", []string{"content/texts"}, onCommit(func(c *routing.Commit) {
		st := &c.Statuses[0].Status
		st.Outcome = st.Outcome[:min(len(st.Outcome), 4096)]
	})},
	{"categories are made valid", []string{"content/texts"}, onCommit(func(c *routing.Commit) {
		c.Learned[0].Category = strings.ToValidUTF8(c.Learned[0].Category, "\ufffd")
	})},
	{"notes are trimmed", []string{"content/texts"}, onCommit(func(c *routing.Commit) { c.Seats[0].Note = strings.TrimSpace(c.Seats[0].Note) })},
	{"details end at NUL", []string{"content/texts"}, onCommit(func(c *routing.Commit) {
		c.Events[0].Detail, _, _ = strings.Cut(c.Events[0].Detail, "\x00")
	})},
	{"the brief is compacted", []string{"content/brief"}, func(s *broken) {
		s.work = func(ctx context.Context, item string) (routing.Work, error) {
			w, err := s.right.Work(ctx, item)
			var b bytes.Buffer
			if len(w.Item.Brief) > 0 && json.Compact(&b, w.Item.Brief) == nil {
				w.Item.Brief = b.Bytes()
			}
			return w, err
		}
	}},
	{"it keeps the caller's map", []string{"content/no shared memory"}, func(s *broken) {
		kept := map[string]map[string]int{}
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			for _, x := range c.Seats {
				kept[x.Agent.ID] = x.Agent.Skills
			}
			return s.right.Commit(ctx, c)
		}
		onChanges(func(_ int64, c *routing.Changes) {
			for i := range c.Seats {
				c.Seats[i].Agent.Skills = kept[c.Seats[i].Agent.ID]
			}
		})(s)
	}},
	{"it hands out what it keeps", []string{"content/no shared memory"}, func(s *broken) {
		kept := map[string][]routing.Need{}
		s.work = func(ctx context.Context, item string) (routing.Work, error) {
			w, err := s.right.Work(ctx, item)
			if _, ok := kept[item]; !ok {
				kept[item] = w.Status.Stage.Prefer
			}
			w.Status.Stage.Prefer = kept[item]
			return w, err
		}
	}},
}

var changesFaults = []fault{
	{"seats are always all there", []string{"changes/only what was written"}, func(s *broken) {
		s.changes = func(ctx context.Context, after int64) (routing.Changes, error) {
			c, err := s.right.Changes(ctx, after)
			whole, _ := s.right.Changes(ctx, 0)
			c.Seats = whole.Seats
			return c, err
		}
	}},
	{"what was written at the revision is shown too", []string{"changes/only what was written"}, func(s *broken) {
		s.changes = func(ctx context.Context, after int64) (routing.Changes, error) {
			if after > 1 {
				after--
			}
			return s.right.Changes(ctx, after)
		}
	}},
	{"a part is in the order of the changes", []string{"changes/in the order of ids"}, onChanges(func(_ int64, c *routing.Changes) { slices.Reverse(c.Works) })},
	{"a revision to come has no changes", []string{"changes/of a revision to come"}, func(s *broken) {
		s.changes = func(ctx context.Context, after int64) (routing.Changes, error) {
			now, err := s.right.Changes(ctx, 0)
			if after > now.Revision {
				return routing.Changes{Revision: now.Revision}, err
			}
			return s.right.Changes(ctx, after)
		}
	}},
	{"all of it is not said to be all", []string{"changes/whole"}, onChanges(func(after int64, c *routing.Changes) { c.Whole = c.Whole && after == 0 })},
	{"a change is said to be all", []string{"changes/whole"}, onChanges(func(after int64, c *routing.Changes) { c.Whole = c.Whole || after == 2 })},
	{"only 20 revisions back are known", []string{"changes/follow"}, onChanges(func(after int64, c *routing.Changes) {
		if after > 0 && after < c.Revision-20 {
			c.Works = nil
		}
	})},
}

var eventFaults = []fault{
	{"the caller's numbers are kept", []string{"events/numbers", "events/after"}, func(s *broken) {
		given := map[int64]int64{}
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			now, _ := s.right.Changes(ctx, 0)
			revision, err := s.right.Commit(ctx, c)
			for i, e := range c.Events {
				if err == nil && e.Seq > 0 {
					given[now.Seq+int64(i)+1] = e.Seq
				}
			}
			return revision, err
		}
		onEvents(func(_ int64, all []routing.Event) []routing.Event {
			for i := range all {
				if seq := given[all[i].Seq]; seq > 0 {
					all[i].Seq = seq
				}
			}
			return all
		})(s)
	}},
	{"after is the first one", []string{"events/after"}, func(s *broken) {
		s.events = func(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
			return s.right.Events(ctx, item, after-1)
		}
	}},
	{"the events of an item are all events", []string{"events/of an item"}, func(s *broken) {
		s.events = func(ctx context.Context, _ string, after int64) iter.Seq2[routing.Event, error] {
			return s.right.Events(ctx, "", after)
		}
	}},
	{"events of items that are not there are dropped", []string{"events/of an item"}, func(s *broken) {
		s.events = func(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
			all, err := storetest.Collect(s.right.Events(ctx, item, after))
			return yieldAll(slices.DeleteFunc(all, func(e routing.Event) bool {
				_, err := s.right.Work(ctx, e.Item)
				return e.Item != "" && err != nil
			}), err)
		}
	}},
	{"a loop is one page", []string{"events/many"}, onEvents(func(_ int64, all []routing.Event) []routing.Event { return all[:min(len(all), 500)] })},
	{"a loop goes on when it was left", []string{"events/leave early"}, func(s *broken) {
		s.events = func(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
			return func(yield func(routing.Event, error) bool) {
				for e, err := range s.right.Events(ctx, item, after) {
					yield(e, err)
				}
			}
		}
	}},
	{"the store is locked during a loop", []string{"events/use the store"}, func(s *broken) {
		var busy atomic.Bool
		s.events = func(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
			return func(yield func(routing.Event, error) bool) {
				busy.Store(true)
				defer busy.Store(false)
				s.right.Events(ctx, item, after)(yield)
			}
		}
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			if busy.Load() {
				return 0, errBusy
			}
			return s.right.Commit(ctx, c)
		}
	}},
}

// onPrune changes what is asked of Prune.
func onPrune(change func(before time.Time, limit int) (time.Time, int)) func(*broken) {
	return func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			before, limit = change(before, limit)
			return s.right.Prune(ctx, before, limit)
		}
	}
}

// keepsEvents shows events again that were pruned, as keep says.
func keepsEvents(keep func(e routing.Event) bool) func(*broken) {
	return func(s *broken) {
		var all []routing.Event
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			if all == nil {
				all, _ = storetest.Collect(s.right.Events(ctx, "", 0))
			}
			return s.right.Prune(ctx, before, limit)
		}
		s.events = func(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
			now, err := storetest.Collect(s.right.Events(ctx, item, after))
			for _, e := range all {
				if keep(e) && e.Seq > after && (item == "" || item == e.Item) && !slices.Contains(now, e) {
					now = append(now, e)
				}
			}
			slices.SortFunc(now, func(a, b routing.Event) int { return int(a.Seq - b.Seq) })
			return yieldAll(now, err)
		}
	}
}

var pruneFaults = []fault{
	{"the oldest revision goes first", []string{"prune/longest ended first"}, func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			if limit == 1 { // the one that ended first in the order of the commits
				return s.right.Prune(ctx, before, 2)
			}
			return s.right.Prune(ctx, before, limit)
		}
	}},
	{"no limit is no bound", []string{"prune/limit"}, onPrune(func(before time.Time, limit int) (time.Time, int) {
		if limit <= 0 {
			limit = 1000
		}
		return before, limit
	})},
	{"what ended at the time goes too", []string{"prune/before"}, onPrune(func(before time.Time, limit int) (time.Time, int) {
		return before.Add(time.Microsecond), limit
	})},
	{"bounds are cut to microseconds", []string{"prune/before"}, onPrune(func(before time.Time, limit int) (time.Time, int) {
		return before.Truncate(time.Microsecond), limit
	})},
	{"an item that came back goes by its first end", []string{"prune/what has not ended"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			if len(c.Statuses) > 0 && c.Statuses[0].Status.State == routing.Cancelled {
				c.Statuses[0].Status.Since = minute(2)
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"what was diverted has not ended", []string{"prune/states"}, onCommit(func(c *routing.Commit) {
		for i := range c.Statuses {
			if c.Statuses[i].Status.State == routing.Diverted {
				c.Statuses[i].Status.State = routing.Waiting
			}
		}
	})},
	{"the events of items stay", []string{"prune/events", "prune/the last event"}, keepsEvents(func(e routing.Event) bool { return e.Item != "" })},
	{"numbers begin again", []string{"prune/the last event"}, func(s *broken) {
		pruned := false
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			pruned = true
			return s.right.Prune(ctx, before, limit)
		}
		s.changes = func(ctx context.Context, after int64) (routing.Changes, error) {
			c, err := s.right.Changes(ctx, after)
			if pruned {
				c.Seq = 0
			}
			return c, err
		}
	}},
	{"events of no item stay", []string{"prune/events of no item"}, keepsEvents(func(e routing.Event) bool { return e.Item == "" })},
	{"of the events of no item those go that came first", []string{"prune/events of no item"}, keepsEvents(func(e routing.Event) bool { return e.Seq == 4 })},
	{"an id that was pruned is not free", []string{"prune/submit again"}, func(s *broken) {
		gone := map[string]bool{}
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			gone["a"] = true
			return s.right.Prune(ctx, before, limit)
		}
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			if len(c.Items) > 0 && gone[c.Items[0].ID] {
				return 0, &routing.ExistsError{Item: c.Items[0].ID}
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"an item that came again is the one it was", []string{"prune/submit again"}, func(s *broken) {
		kept := map[string]routing.Item{}
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			for i, it := range own(&c).Items {
				if old, ok := kept[it.ID]; ok {
					c.Items[i] = old
				}
				kept[it.ID] = c.Items[i]
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"who follows is not told that an item went", []string{"prune/who follows"}, onChanges(func(after int64, c *routing.Changes) {
		c.Whole = c.Whole && after == 0
	})},
	{"after pruning everybody begins again", []string{"prune/who follows"}, func(s *broken) {
		pruned := false
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			pruned = true
			return s.right.Prune(ctx, before, limit)
		}
		s.changes = func(ctx context.Context, after int64) (routing.Changes, error) {
			if pruned {
				after = 0
			}
			return s.right.Changes(ctx, after)
		}
	}},
}

var raceFaults = []fault{
	{"compare and set are two steps", []string{"race/linearizable", "race/no update is lost", "race/one wins", "race/one submits"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			now, err := s.right.Changes(ctx, 0)
			if err != nil {
				return 0, err
			}
			for _, it := range c.Items {
				if _, err := s.right.Work(ctx, it.ID); err == nil {
					return 0, &routing.ExistsError{Item: it.ID}
				}
			}
			if now.Revision != c.After {
				return 0, routing.ErrConflict
			}
			time.Sleep(time.Millisecond)
			if _, err := s.right.Commit(ctx, c); err != nil && ctx.Err() != nil {
				return 0, err
			}
			return c.After + 1, nil
		}
	}},
	{"the parts of a picture are read one after the other", []string{"race/one moment"}, func(s *broken) {
		s.changes = func(ctx context.Context, after int64) (routing.Changes, error) {
			c, err := s.right.Changes(ctx, after)
			if err != nil {
				return c, err
			}
			time.Sleep(100 * time.Microsecond)
			later, err := s.right.Changes(ctx, after)
			c.Works = later.Works
			return c, err
		}
	}},
	{"an event appears late", []string{"race/events in order"}, func(s *broken) {
		var mu sync.Mutex
		shown := int64(0)
		onEvents(func(_ int64, all []routing.Event) []routing.Event {
			mu.Lock()
			defer mu.Unlock()
			all = slices.DeleteFunc(all, func(e routing.Event) bool { return e.Seq%3 == 0 && e.Seq > shown })
			if len(all) > 0 {
				shown = max(shown, all[len(all)-1].Seq)
			}
			return all
		})(s)
	}},
}

var contextFaults = []fault{
	{"reads do not look at the context", []string{"context/reads"}, func(s *broken) {
		s.work = func(ctx context.Context, item string) (routing.Work, error) {
			return s.right.Work(context.WithoutCancel(ctx), item)
		}
	}},
	{"a commit is written although the context is done", []string{"context/writes"}, func(s *broken) {
		s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
			if errors.Is(ctx.Err(), context.Canceled) {
				_, err := s.right.Commit(context.WithoutCancel(ctx), c)
				return 0, storetest.First(err, ctx.Err())
			}
			return s.right.Commit(ctx, c)
		}
	}},
	{"items are pruned although the context is done", []string{"context/writes"}, func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time, limit int) (int, error) {
			n, err := s.right.Prune(context.WithoutCancel(ctx), before, limit)
			return n, storetest.First(err, ctx.Err())
		}
	}},
	{"loops do not look at the context", []string{"context/loops"}, func(s *broken) {
		s.events = func(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
			return s.right.Events(context.WithoutCancel(ctx), item, after)
		}
	}},
}
