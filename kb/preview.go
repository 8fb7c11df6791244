package kb

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// Preview returns a library as this one would be with changes applied: each in the
// order given, a deleted one by its id, an entry in place of the one with its id.
// It answers, lists and lints like any other; it does not follow the store, cannot
// be written to, and has a log and records of its own. It is a copy of the whole
// index: it takes as long to make as this library took to load, as much memory, and
// half as much again while it is made; it does not hold up anybody.
func (l *Library) Preview(ctx context.Context, changes ...Change) (*Library, error) {
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	entries := map[string]*Entry{}
	for e := range l.index.all() {
		entries[e.ID] = e
	}
	for _, c := range changes {
		if c.Entry.ID == "" {
			return nil, &FieldError{Field: "id", Reason: "is empty"}
		}
		if c.Deleted {
			delete(entries, c.Entry.ID)
			continue
		}
		if err := c.Entry.Validate(); err != nil {
			return nil, err
		}
		e := c.Entry.clone()
		e.Version = max(e.Version, 1) // as if it were stored
		entries[e.ID] = e
	}
	opts := l.opts
	opts.Records, opts.Log = nil, nil
	p, err := NewLibrary(&previewStore{entries: entries, live: l.store}, &opts)
	if err != nil {
		return nil, err
	}
	return p, p.load(ctx)
}

// previewStore is what a preview reads: entries that never change.
type previewStore struct {
	entries map[string]*Entry
	live    Store
}

func (s *previewStore) Put(context.Context, ...Entry) (int64, error) { return 0, s.refuse() }

func (s *previewStore) Delete(context.Context, ...Ref) (int64, error) { return 0, s.refuse() }

func (s *previewStore) Write(context.Context, []Entry, []Ref) (int64, error) { return 0, s.refuse() }

func (s *previewStore) refuse() error {
	return fmt.Errorf("%w: a preview cannot be written to", ErrForbidden)
}

func (s *previewStore) Get(ctx context.Context, id string) (Entry, error) {
	if e := s.entries[id]; e != nil {
		return *e.clone(), ctx.Err()
	}
	return Entry{}, ErrNotFound
}

func (s *previewStore) Changes(ctx context.Context, after int64) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		if after > 0 {
			return
		}
		for _, id := range slices.Sorted(maps.Keys(s.entries)) {
			if err := ctx.Err(); err != nil {
				yield(Change{}, err)
				return
			}
			if !yield(Change{Revision: 1, Entry: *s.entries[id]}, nil) {
				return
			}
		}
	}
}

func (s *previewStore) History(ctx context.Context, id string) iter.Seq2[Change, error] {
	return s.live.History(ctx, id)
}

func (s *previewStore) Revision(ctx context.Context) (int64, error) { return 1, ctx.Err() }
