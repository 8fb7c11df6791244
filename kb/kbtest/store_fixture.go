package kbtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

type check = storetest.Check[kb.Store]

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// entry returns a small entry on top of a version.
func entry(id string, version int64) kb.Entry {
	return kb.Entry{
		ID: id, Question: "question of " + id, Phrasings: []string{"phrasing of " + id},
		Answer: kb.TextAnswer("answer of " + id), Version: version, Updated: noon(),
	}
}

// put writes entries, returns them as they have to be stored, and fails unless
// the revision rises and the caller's entries stay as they are.
func put(ctx context.Context, s kb.Store, entries ...kb.Entry) ([]kb.Entry, error) {
	before, err := s.Revision(ctx)
	if err != nil {
		return nil, fmt.Errorf("revision: %w", err)
	}
	given := slices.Clone(entries)
	revision, err := s.Put(ctx, given...)
	if err != nil {
		return nil, fmt.Errorf("put of %d entries: %w", len(entries), err)
	}
	if err := storetest.Same("what the caller has put, and still holds", entries, given); err != nil {
		return nil, err
	}
	stored := slices.Clone(entries)
	for i := range stored {
		e := &stored[i]
		e.Version = revision
		e.Updated, e.ValidFrom, e.ValidTo = storetest.Kept(e.Updated), storetest.Kept(e.ValidFrom), storetest.Kept(e.ValidTo)
	}
	return stored, raised(ctx, s, "put", before, revision)
}

// remove deletes entries as they are stored and returns the revision.
func remove(ctx context.Context, s kb.Store, entries ...kb.Entry) (int64, error) {
	before, err := s.Revision(ctx)
	if err != nil {
		return 0, fmt.Errorf("revision: %w", err)
	}
	var refs []kb.Ref
	for _, e := range entries {
		refs = append(refs, kb.Ref{ID: e.ID, Version: e.Version})
	}
	revision, err := s.Delete(ctx, refs...)
	if err != nil {
		return 0, fmt.Errorf("delete of %d entries: %w", len(entries), err)
	}
	return revision, raised(ctx, s, "delete", before, revision)
}

func raised(ctx context.Context, s kb.Store, what string, before, revision int64) error {
	now, err := s.Revision(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("revision: %w", err)
	case revision <= before:
		return fmt.Errorf("%s moved the revision from %d to %d", what, before, revision)
	case now != revision:
		return fmt.Errorf("%s returned revision %d, and Revision returns %d", what, revision, now)
	}
	return nil
}

// holds returns an error unless the store holds exactly these entries as
// present, and Get and Changes agree on them.
func holds(ctx context.Context, s kb.Store, what string, entries ...kb.Entry) error {
	want := map[string]kb.Entry{}
	for _, e := range entries {
		want[e.ID] = e
	}
	got := map[string]kb.Entry{}
	for c, err := range s.Changes(ctx, 0) {
		if err != nil {
			return fmt.Errorf("changes: %w", err)
		}
		e, err := s.Get(ctx, c.Entry.ID)
		if c.Deleted {
			if err := storetest.WantErr(what+": get of the deleted "+c.Entry.ID, err, kb.ErrNotFound); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: get %q: %w", what, c.Entry.ID, err)
		}
		if err := storetest.Same(what+": what Get returns and Changes has shown", c.Entry, e); err != nil {
			return err
		}
		got[e.ID] = e
	}
	return storetest.Same(what+": the entries", want, got)
}

// refused returns an error unless write fails with target, names exactly the
// conflicts (for [kb.ErrConflict]), and changes nothing.
func refused(ctx context.Context, s kb.Store, what string, target error, conflicts []string, write func() (int64, error)) error {
	before, err := look(ctx, s)
	if err != nil {
		return err
	}
	_, err = write()
	if err := storetest.WantErr(what, err, target); err != nil {
		return err
	}
	var conflict *kb.ConflictError
	if errors.As(err, &conflict) {
		got := slices.Sorted(slices.Values(conflict.IDs))
		slices.Sort(conflicts)
		if err := storetest.Same(what+": the ids in the error", conflicts, got); err != nil {
			return err
		}
	} else if errors.Is(target, kb.ErrConflict) {
		return fmt.Errorf("%s: got error %w, want a *ConflictError", what, err)
	}
	return unchanged(ctx, s, what, before)
}

// view is what a store shows of itself.
type view struct {
	Revision int64
	Changes  []kb.Change
}

func look(ctx context.Context, s kb.Store) (view, error) {
	revision, err := s.Revision(ctx)
	if err != nil {
		return view{}, fmt.Errorf("revision: %w", err)
	}
	changes, err := storetest.Collect(s.Changes(ctx, 0))
	if err != nil {
		return view{}, fmt.Errorf("changes: %w", err)
	}
	return view{Revision: revision, Changes: changes}, nil
}

func unchanged(ctx context.Context, s kb.Store, what string, before view) error {
	after, err := look(ctx, s)
	if err != nil {
		return err
	}
	return storetest.Same(what+": what the store holds afterwards", before, after)
}

func second[T any](_ T, err error) error { return err }
