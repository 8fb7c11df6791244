package kb

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// MemoryRecords is a [RecordStore] that keeps the records in the memory of the
// process. It is safe for concurrent use and starts no goroutines.
type MemoryRecords struct {
	mu    sync.RWMutex
	kinds map[string]map[string]*Record // by kind and id; a record in here never changes
}

var _ RecordStore = (*MemoryRecords)(nil)

// NewMemoryRecords returns an empty store.
func NewMemoryRecords() *MemoryRecords {
	return &MemoryRecords{kinds: map[string]map[string]*Record{}}
}

// PutRecord implements [RecordStore].
func (s *MemoryRecords) PutRecord(ctx context.Context, r Record) (int64, error) {
	if err := r.Validate(); err != nil {
		return 0, err
	}
	kept := r.clone()
	if !kept.Updated.IsZero() {
		kept.Updated = kept.Updated.UTC().Truncate(time.Microsecond)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.compare(ctx, r.Kind, r.ID, r.Version); err != nil {
		return 0, err
	}
	kept.Version++
	if s.kinds[r.Kind] == nil {
		s.kinds[r.Kind] = map[string]*Record{}
	}
	s.kinds[r.Kind][r.ID] = &kept
	return kept.Version, nil
}

// DeleteRecord implements [RecordStore].
func (s *MemoryRecords) DeleteRecord(ctx context.Context, kind, id string, version int64) error {
	r := Record{Kind: kind, ID: id}
	if err := r.Validate(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.compare(ctx, kind, id, version); err != nil {
		return err
	}
	if version == 0 {
		return &ConflictError{IDs: []string{id}}
	}
	delete(s.kinds[kind], id)
	return nil
}

// compare returns why the record of this version may not be replaced.
func (s *MemoryRecords) compare(ctx context.Context, kind, id string, version int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	stored := int64(0)
	if r := s.kinds[kind][id]; r != nil {
		stored = r.Version
	}
	if version != stored {
		return &ConflictError{IDs: []string{id}}
	}
	return nil
}

// Record implements [RecordStore].
func (s *MemoryRecords) Record(ctx context.Context, kind, id string) (Record, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Record{}, err
	}
	r := s.kinds[kind][id]
	if r == nil {
		return Record{}, ErrNotFound
	}
	return r.clone(), nil
}

// Records implements [RecordStore]. It yields the state at the time when the
// loop began.
func (s *MemoryRecords) Records(ctx context.Context, kind, state string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		s.mu.RLock()
		records := slices.Collect(maps.Values(s.kinds[kind]))
		s.mu.RUnlock()
		if state != "" {
			records = slices.DeleteFunc(records, func(r *Record) bool { return r.State != state })
		}
		slices.SortFunc(records, func(a, b *Record) int { return strings.Compare(a.ID, b.ID) })
		for i := 0; ; i++ {
			if err := ctx.Err(); err != nil {
				yield(Record{}, err)
				return
			}
			if i == len(records) || !yield(records[i].clone(), nil) {
				return
			}
		}
	}
}

func (r *Record) clone() Record {
	c := *r
	c.Data = bytes.Clone(r.Data)
	return c
}
