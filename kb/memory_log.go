package kb

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"
)

// MemoryLog is a [LogStore] that keeps everything in the memory of the process.
// It is safe for concurrent use and starts no goroutines.
type MemoryLog struct {
	mu    sync.RWMutex
	last  int64               // cursor of the latest item
	items []Logged            // in the order of cursors; what an item points to never changes
	asked map[string]*Asked   // by id; nil once it is pruned
	said  map[string]struct{} // ids of feedback
	usage map[string]*Usage
}

var _ LogStore = (*MemoryLog)(nil)

// NewMemoryLog returns an empty log.
func NewMemoryLog() *MemoryLog {
	return &MemoryLog{asked: map[string]*Asked{}, said: map[string]struct{}{}, usage: map[string]*Usage{}}
}

// Append implements [LogStore].
func (s *MemoryLog) Append(ctx context.Context, items ...Logged) error {
	kept := make([]Logged, len(items))
	for i := range items {
		if err := items[i].Validate(); err != nil {
			return err
		}
		kept[i] = items[i].kept()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, item := range kept {
		if s.known(item) {
			continue
		}
		if item.Asked != nil {
			s.asked[item.Asked.ID] = item.Asked
		} else {
			s.said[item.Feedback.ID] = struct{}{}
		}
		s.last++
		item.Cursor = s.last
		s.items = append(s.items, item)
		item.Count(s.entryUsage)
	}
	return nil
}

func (s *MemoryLog) known(item Logged) (known bool) {
	if item.Asked != nil {
		_, known = s.asked[item.Asked.ID]
		return known
	}
	_, known = s.said[item.Feedback.ID]
	return known
}

// Question implements [LogStore].
func (s *MemoryLog) Question(ctx context.Context, id string) (Asked, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Asked{}, err
	}
	a := s.asked[id]
	if a == nil {
		return Asked{}, ErrNotFound
	}
	return *Logged{Asked: a}.kept().Asked, nil
}

// entryUsage returns the counts of an entry, to add to.
func (s *MemoryLog) entryUsage(entry string) *Usage {
	u := s.usage[entry]
	if u == nil {
		u = &Usage{Entry: entry}
		s.usage[entry] = u
	}
	return u
}

// Items implements [LogStore]. It yields the state at the time when the loop
// began.
func (s *MemoryLog) Items(ctx context.Context, after int64) iter.Seq2[Logged, error] {
	return func(yield func(Logged, error) bool) {
		s.mu.RLock()
		from, _ := slices.BinarySearchFunc(s.items, after, func(item Logged, after int64) int {
			if item.Cursor > after {
				return 1
			}
			return -1
		})
		items := s.items[from:] // Append only grows the list, Prune makes a new one
		s.mu.RUnlock()
		for _, item := range items {
			if ctx.Err() != nil {
				break
			}
			if !yield(item.kept(), nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Logged{}, err)
		}
	}
}

// Usage implements [LogStore].
func (s *MemoryLog) Usage(ctx context.Context, ids ...string) ([]Usage, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		ids = slices.Collect(maps.Keys(s.usage))
	}
	ids = slices.Clone(ids)
	slices.SortFunc(ids, cmp.Compare)
	ids = slices.Compact(ids)
	list := make([]Usage, len(ids))
	for i, id := range ids {
		list[i].Entry = id
		if u := s.usage[id]; u != nil {
			list[i] = *u
		}
	}
	return list, nil
}

// Prune implements [LogStore].
func (s *MemoryLog) Prune(ctx context.Context, before time.Time) (pruned int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	var stay []Logged
	for _, item := range s.items {
		if !item.at().Before(before) {
			stay = append(stay, item)
		} else if item.Asked != nil {
			s.asked[item.Asked.ID] = nil
		}
	}
	pruned = len(s.items) - len(stay)
	s.items = stay
	return pruned, nil
}

// kept returns a copy that shares no memory, with its time as stores keep it.
func (item Logged) kept() Logged {
	if item.Asked != nil {
		a := *item.Asked
		a.At = a.At.UTC().Truncate(time.Microsecond)
		a.Shown = slices.Clone(a.Shown)
		item.Asked = &a
	}
	if item.Feedback != nil {
		f := *item.Feedback
		f.At = f.At.UTC().Truncate(time.Microsecond)
		f.Tags = slices.Clone(f.Tags)
		item.Feedback = &f
	}
	return item
}

// at is when the item happened.
func (item *Logged) at() time.Time {
	if item.Asked != nil {
		return item.Asked.At
	}
	return item.Feedback.At
}
