package intent

import (
	"bytes"
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
	models map[string]StoredModel
	live   Live
	byID   map[string]Correction
	// log names the corrections in the order of cursors; a place is stale when the
	// correction has moved on to a later cursor.
	log    []place
	cursor int64
}

// place is where a correction stood in the order of changes.
type place struct {
	cursor int64
	id     string
}

var _ Store = (*MemoryStore)(nil)

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{models: make(map[string]StoredModel), byID: make(map[string]Correction)}
}

// PutModel implements [Store].
func (s *MemoryStore) PutModel(ctx context.Context, m StoredModel) error {
	if err := m.Validate(); err != nil {
		return err
	}
	m.Created, m.Data = kept(m.Created), bytes.Clone(m.Data)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if old, ok := s.models[m.Version]; ok {
		if !bytes.Equal(old.Data, m.Data) {
			return ErrConflict
		}
		return nil
	}
	s.models[m.Version] = m
	return nil
}

// Model implements [Store].
func (s *MemoryStore) Model(ctx context.Context, version string) (StoredModel, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return StoredModel{}, err
	}
	m, ok := s.models[version]
	if !ok {
		return StoredModel{}, ErrNotFound
	}
	m.Data = bytes.Clone(m.Data)
	return m, nil
}

// Models implements [Store]. It yields what was stored when the loop began.
func (s *MemoryStore) Models(ctx context.Context) iter.Seq2[StoredModel, error] {
	return func(yield func(StoredModel, error) bool) {
		s.mu.RLock()
		all := make([]StoredModel, 0, len(s.models))
		for _, m := range s.models {
			m.Data = nil
			all = append(all, m)
		}
		s.mu.RUnlock()
		slices.SortFunc(all, func(a, b StoredModel) int {
			return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.Version, a.Version))
		})
		yieldAll(ctx, all, yield)
	}
}

// Live implements [Store].
func (s *MemoryStore) Live(ctx context.Context) (Live, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Live{}, err
	}
	return s.live, nil
}

// SetLive implements [Store].
func (s *MemoryStore) SetLive(ctx context.Context, live Live) (Live, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Live{}, err
	}
	if live.Revision != s.live.Revision {
		return Live{}, ErrConflict
	}
	for _, version := range []string{live.Version, live.Before, live.Shadow} {
		if _, ok := s.models[version]; version != "" && !ok {
			return Live{}, ErrNotFound
		}
	}
	live.Revision++
	s.live = live
	return live, nil
}

// PutCorrection implements [Store].
func (s *MemoryStore) PutCorrection(ctx context.Context, c Correction) (Correction, error) {
	if err := c.Validate(); err != nil {
		return Correction{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Correction{}, err
	}
	c.At = kept(c.At)
	if old, ok := s.byID[c.ID]; ok {
		switch {
		case old.Text != c.Text || old.Label != c.Label:
			return Correction{}, ErrConflict
		case old.Undone == c.Undone:
			return old, nil
		}
		old.Undone = c.Undone
		c = old
	}
	s.cursor++
	c.Cursor = s.cursor
	s.byID[c.ID] = c
	s.log = append(s.log, place{c.Cursor, c.ID})
	if len(s.log) > 2*len(s.byID)+1024 {
		s.log = slices.DeleteFunc(s.log, func(p place) bool { return s.byID[p.id].Cursor != p.cursor })
	}
	return c, nil
}

// Corrections implements [Store]. It yields the state at the time when the loop
// began.
func (s *MemoryStore) Corrections(ctx context.Context, after int64) iter.Seq2[Correction, error] {
	return func(yield func(Correction, error) bool) {
		s.mu.RLock()
		from, _ := slices.BinarySearchFunc(s.log, after+1, func(p place, cursor int64) int { return cmp.Compare(p.cursor, cursor) })
		var all []Correction
		for _, p := range s.log[from:] {
			if c := s.byID[p.id]; c.Cursor == p.cursor {
				all = append(all, c)
			}
		}
		s.mu.RUnlock()
		yieldAll(ctx, all, yield)
	}
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

// kept is a time as stores keep it.
func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
