package alert

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"time"
)

// Store keeps small records, at most some hundred kilobytes each, by a key. It is safe for concurrent use and honours the
// context.
type Store interface {
	// Load returns a record and its version; nil and 0 where there is none.
	Load(ctx context.Context, key string) (data []byte, version int64, err error)
	// Save replaces the record of a version, 0 where there is to be none, and raises the version. Where the
	// version is another one by now it changes nothing and returns [ErrConflict].
	Save(ctx context.Context, key string, data []byte, version int64) error
}

// MemoryStore is a [Store] in the memory of the process. Its zero value is empty and ready.
type MemoryStore struct {
	mu      sync.Mutex
	records map[string]stored
}

type stored struct {
	data    []byte
	version int64
}

// Load implements [Store].
func (s *MemoryStore) Load(ctx context.Context, key string) ([]byte, int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.records[key]
	return bytes.Clone(r.data), r.version, nil
}

// Save implements [Store].
func (s *MemoryStore) Save(ctx context.Context, key string, data []byte, version int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.records[key].version != version {
		return fmt.Errorf("%w: %q", ErrConflict, key)
	}
	if s.records == nil {
		s.records = map[string]stored{}
	}
	s.records[key] = stored{bytes.Clone(data), version + 1}
	return nil
}

// timely is a store whose calls end in time, also where it does not honour its context. A Save that was not waited for is
// found, or not, by the version of the next Load.
type timely struct {
	store   Store
	timeout time.Duration
}

func (s timely) Load(ctx context.Context, key string) ([]byte, int64, error) {
	type record struct {
		data    []byte
		version int64
	}
	r, err := bounded(ctx, s.timeout, func(ctx context.Context) (r record, err error) {
		r.data, r.version, err = s.store.Load(ctx, key)
		return r, err
	})
	return r.data, r.version, err
}

func (s timely) Save(ctx context.Context, key string, data []byte, version int64) error {
	_, err := bounded(ctx, s.timeout, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.store.Save(ctx, key, data, version)
	})
	return err
}
