package assist

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"
	"time"
)

// MemoryStore is a [Store] in the memory of the process. It is safe for
// concurrent use and starts no goroutines.
type MemoryStore struct {
	mu     sync.RWMutex
	cursor int64
	canned map[string]Canned
	slots  map[string]string // id by slot
	uses   map[string]Use    // by key
	topics map[string]Topic
	marks  []Mark            // in the order of cursors
	byKey  map[string]string // topic by key of a mark
}

var _ Store = (*MemoryStore)(nil)

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{
		canned: map[string]Canned{}, slots: map[string]string{}, uses: map[string]Use{},
		topics: map[string]Topic{}, byKey: map[string]string{},
	}
}

// PutCanned implements [CannedStore].
func (s *MemoryStore) PutCanned(ctx context.Context, c Canned) (Canned, error) {
	if err := c.Validate(); err != nil {
		return Canned{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Canned{}, err
	}
	old := s.canned[c.ID]
	if have := old.Version; c.Version != have && (c.Version != 0 || !old.Deleted) || c.Deleted && old.Deleted {
		return Canned{}, ErrConflict
	}
	slot := c.Slot()
	if other, taken := s.slots[slot]; taken && other != c.ID {
		return Canned{}, &ShortcutError{Shortcut: c.Shortcut, Other: other}
	}
	delete(s.slots, old.Slot())
	if slot != "" {
		s.slots[slot] = c.ID
	}
	s.cursor++
	c = c.clone()
	c.Version, c.Uses, c.Used, c.Updated, c.Cursor = old.Version+1, old.Uses, old.Used, kept(c.Updated), s.cursor
	s.canned[c.ID] = c
	return c.clone(), nil
}

// Canned implements [CannedStore].
func (s *MemoryStore) Canned(ctx context.Context, id string) (Canned, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Canned{}, err
	}
	c, ok := s.canned[id]
	if !ok || c.Deleted {
		return Canned{}, ErrNotFound
	}
	return c.clone(), nil
}

// CannedChanges implements [CannedStore]. It yields the state at the time when the
// loop began.
func (s *MemoryStore) CannedChanges(ctx context.Context, after int64) iter.Seq2[Canned, error] {
	return func(yield func(Canned, error) bool) {
		s.mu.RLock()
		var all []Canned
		if after < s.cursor {
			for _, c := range s.canned {
				if c.Cursor > after {
					all = append(all, c.clone())
				}
			}
		}
		s.mu.RUnlock()
		slices.SortFunc(all, func(a, b Canned) int { return cmp.Compare(a.Cursor, b.Cursor) })
		yieldAll(ctx, all, yield)
	}
}

// UseCanned implements [CannedStore].
func (s *MemoryStore) UseCanned(ctx context.Context, u Use) (Canned, error) {
	if err := u.Validate(); err != nil {
		return Canned{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Canned{}, err
	}
	c, found := s.canned[u.Reply]
	if old, again := s.uses[u.Key]; again {
		if old.Reply != u.Reply {
			return Canned{}, ErrConflict
		}
		return c.clone(), nil
	}
	if !found || c.Deleted {
		return Canned{}, ErrNotFound
	}
	u.At = kept(u.At)
	s.uses[u.Key] = u
	s.cursor++
	c.Uses, c.Cursor = c.Uses+1, s.cursor
	if c.Uses == 1 || u.At.After(c.Used) {
		c.Used = u.At
	}
	s.canned[c.ID] = c
	return c.clone(), nil
}

// AddMark implements [MarkStore].
func (s *MemoryStore) AddMark(ctx context.Context, m Mark) (Topic, error) {
	if err := m.Validate(); err != nil {
		return Topic{}, err
	}
	id := m.Topic()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Topic{}, err
	}
	if topic, again := s.byKey[m.Key]; again {
		if topic != id {
			return Topic{}, ErrConflict
		}
		return s.topics[id].clone(), nil
	}
	s.cursor++
	m.At, m.Cursor = kept(m.At), s.cursor
	s.byKey[m.Key] = id
	s.marks = append(s.marks, m)
	s.topics[id] = s.topics[id].Add(m)
	return s.topics[id].clone(), nil
}

// Decide implements [MarkStore].
func (s *MemoryStore) Decide(ctx context.Context, d Decision) (Topic, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Topic{}, err
	}
	t, ok := s.topics[d.Topic]
	if !ok {
		return Topic{}, ErrNotFound
	}
	t, err := t.Decide(d)
	if err != nil {
		return Topic{}, err
	}
	s.topics[d.Topic] = t
	return t.clone(), nil
}

// Topic implements [MarkStore].
func (s *MemoryStore) Topic(ctx context.Context, id string) (Topic, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Topic{}, err
	}
	t, ok := s.topics[id]
	if !ok {
		return Topic{}, ErrNotFound
	}
	return t.clone(), nil
}

// Topics implements [MarkStore]. It yields the state at the time when the loop
// began.
func (s *MemoryStore) Topics(ctx context.Context, state TopicState) iter.Seq2[Topic, error] {
	return func(yield func(Topic, error) bool) {
		s.mu.RLock()
		var all []Topic
		for _, t := range s.topics {
			if state == "" || t.State == state {
				all = append(all, t.clone())
			}
		}
		s.mu.RUnlock()
		slices.SortFunc(all, func(a, b Topic) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(b.ID, a.ID)) })
		yieldAll(ctx, all, yield)
	}
}

// Marks implements [MarkStore]. It yields the state at the time when the loop
// began.
func (s *MemoryStore) Marks(ctx context.Context, topic string, after int64) iter.Seq2[Mark, error] {
	return func(yield func(Mark, error) bool) {
		s.mu.RLock()
		from, _ := slices.BinarySearchFunc(s.marks, after, func(m Mark, after int64) int {
			if m.Cursor <= after {
				return -1
			}
			return 1
		})
		var all []Mark
		for _, m := range s.marks[from:] {
			if topic == "" || s.byKey[m.Key] == topic {
				all = append(all, m)
			}
		}
		s.mu.RUnlock()
		yieldAll(ctx, all, yield)
	}
}

// Prune implements [Store].
func (s *MemoryStore) Prune(ctx context.Context, before time.Time) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	for key, u := range s.uses {
		if u.At.Before(before) {
			delete(s.uses, key)
			n++
		}
	}
	s.marks = slices.DeleteFunc(s.marks, func(m Mark) bool {
		old := m.At.Before(before)
		if old {
			delete(s.byKey, m.Key)
			n++
		}
		return old
	})
	return n, nil
}

// yieldAll yields values until the loop is left or the context is done.
func yieldAll[T any](ctx context.Context, all []T, yield func(T, error) bool) {
	var none T
	if err := ctx.Err(); err != nil {
		yield(none, err)
		return
	}
	for _, v := range all {
		if !yield(v, nil) {
			return
		}
		if err := ctx.Err(); err != nil {
			yield(none, err)
			return
		}
	}
}
