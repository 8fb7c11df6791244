package kb

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// MemoryStore is a [Store] that keeps the entries in the memory of the process.
// It is safe for concurrent use and starts no goroutines.
type MemoryStore struct {
	mu       sync.RWMutex
	revision int64
	latest   map[string]*Change // by entry id; a Change in the store never changes
	// log holds changes by revision and id. Those that are not the latest of
	// their entry any more are skipped, and dropped when they are the majority.
	log []*Change
	// past holds what latest had before, the oldest first.
	past map[string][]*Change
}

var _ Store = (*MemoryStore)(nil)

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{latest: make(map[string]*Change), past: make(map[string][]*Change)}
}

// Put implements [Store].
func (s *MemoryStore) Put(ctx context.Context, entries ...Entry) (int64, error) {
	return s.Write(ctx, entries, nil)
}

// Delete implements [Store].
func (s *MemoryStore) Delete(ctx context.Context, refs ...Ref) (int64, error) {
	return s.Write(ctx, nil, refs)
}

// Write implements [Store].
func (s *MemoryStore) Write(ctx context.Context, put []Entry, gone []Ref) (int64, error) {
	changes := make([]*Change, 0, len(put)+len(gone))
	for i := range put {
		changes = append(changes, &Change{Entry: put[i].kept()})
	}
	for _, r := range gone {
		changes = append(changes, &Change{Deleted: true, Entry: r.grave()})
	}
	return s.write(ctx, changes)
}

// replaces reports whether a change, whose entry names the version that it
// replaces, fits what is stored.
func (c *Change) replaces(stored *Change) bool {
	if stored == nil || stored.Deleted {
		return c.Entry.Version == 0 && !c.Deleted
	}
	return c.Entry.Version == stored.Revision
}

// write stores changes as one revision.
func (s *MemoryStore) write(ctx context.Context, changes []*Change) (int64, error) {
	slices.SortFunc(changes, func(a, b *Change) int { return cmp.Compare(a.Entry.ID, b.Entry.ID) })
	for i, c := range changes {
		switch id := c.Entry.ID; {
		case id == "":
			return 0, &FieldError{Field: "id", Reason: "is empty"}
		case !utf8.ValidString(id) || strings.IndexByte(id, 0) >= 0:
			return 0, &FieldError{Field: "id", Reason: "is not a text"}
		case i > 0 && changes[i-1].Entry.ID == id:
			return 0, &FieldError{Field: "id", Reason: "is repeated"}
		}
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	var conflicts []string
	for _, c := range changes {
		if !c.replaces(s.latest[c.Entry.ID]) {
			conflicts = append(conflicts, c.Entry.ID)
		}
	}
	if len(conflicts) > 0 {
		return 0, &ConflictError{IDs: conflicts}
	}
	if len(changes) == 0 {
		return s.revision, nil
	}
	s.revision++
	for _, c := range changes {
		c.Revision, c.Entry.Version = s.revision, s.revision
		if old := s.latest[c.Entry.ID]; old != nil {
			s.past[c.Entry.ID] = append(s.past[c.Entry.ID], old)
		}
		s.latest[c.Entry.ID] = c
	}
	s.log = append(s.log, changes...)
	if len(s.log) > 2*len(s.latest)+1024 {
		s.log = s.live(s.log)
	}
	return s.revision, nil
}

// live returns, as a new slice, the changes that are still the latest of their
// entries.
func (s *MemoryStore) live(changes []*Change) []*Change {
	live := make([]*Change, 0, min(len(changes), len(s.latest)))
	for _, c := range changes {
		if s.latest[c.Entry.ID] == c {
			live = append(live, c)
		}
	}
	return live
}

// Get implements [Store].
func (s *MemoryStore) Get(ctx context.Context, id string) (Entry, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Entry{}, err
	}
	c, ok := s.latest[id]
	if !ok || c.Deleted {
		return Entry{}, ErrNotFound
	}
	return c.Entry.kept(), nil
}

// Changes implements [Store]. It yields the state at the time when the loop
// began.
func (s *MemoryStore) Changes(ctx context.Context, after int64) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		s.mu.RLock()
		from, _ := slices.BinarySearchFunc(s.log, after, func(c *Change, after int64) int {
			if c.Revision > after {
				return 1
			}
			return -1
		})
		changes := s.live(s.log[from:])
		s.mu.RUnlock()
		for i := 0; ; i++ {
			if err := ctx.Err(); err != nil {
				yield(Change{}, err)
				return
			}
			if i == len(changes) {
				return
			}
			c := *changes[i]
			c.Entry = c.Entry.kept()
			if !yield(c, nil) {
				return
			}
		}
	}
}

// grave is what a store keeps of a deleted entry.
func (r Ref) grave() Entry {
	e := Entry{ID: r.ID, Version: r.Version, Editor: r.Editor, Reason: r.Reason, Updated: r.Updated}
	return e.kept()
}

// History implements [Store]. It yields the state at the time when the loop
// began.
func (s *MemoryStore) History(ctx context.Context, id string) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		s.mu.RLock()
		states := slices.Clone(s.past[id])
		if last := s.latest[id]; last != nil {
			states = append(states, last)
		}
		s.mu.RUnlock()
		for _, state := range slices.Backward(states) {
			c := *state
			c.Entry = c.Entry.kept()
			if err := ctx.Err(); err != nil {
				yield(Change{}, err)
				return
			}
			if !yield(c, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Change{}, err)
		}
	}
}

// Revision implements [Store].
func (s *MemoryStore) Revision(ctx context.Context) (int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.revision, ctx.Err()
}
