package kbtest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var putChecks = []check{
	{Name: "put/empty store", Run: func(ctx context.Context, s kb.Store) error {
		v, err := look(ctx, s)
		revision, putErr := s.Put(ctx)
		deleted, deleteErr := s.Delete(ctx)
		return storetest.First(err, putErr, deleteErr,
			storetest.Same("an empty store", view{}, v),
			storetest.Same("the revisions of writing nothing", []int64{0, 0}, []int64{revision, deleted}),
			storetest.WantErr("get from an empty store", second(s.Get(ctx, "a")), kb.ErrNotFound),
		)
	}},
	{Name: "put/create and update", Run: func(ctx context.Context, s kb.Store) error {
		first, err := put(ctx, s, entry("b", 0), entry("a", 0))
		if err != nil {
			return err
		}
		if err := holds(ctx, s, "after creating two", first...); err != nil {
			return err
		}
		bare, err := put(ctx, s, kb.Entry{ID: "a", Version: first[1].Version})
		if err != nil {
			return err
		}
		if err := holds(ctx, s, "after emptying one", first[0], bare[0]); err != nil {
			return err
		}
		more, err := put(ctx, s, entry("c", 0), entry("b", first[0].Version))
		if err != nil {
			return err
		}
		return holds(ctx, s, "after creating one and updating one at once", bare[0], more[0], more[1])
	}},
	{Name: "put/nothing", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0))
		if err != nil {
			return err
		}
		before, err := look(ctx, s)
		if err != nil {
			return err
		}
		put, putErr := s.Put(ctx)
		deleted, deleteErr := s.Delete(ctx)
		now := stored[0].Version
		return storetest.First(putErr, deleteErr,
			storetest.Same("the revisions of writing nothing", []int64{now, now}, []int64{put, deleted}),
			unchanged(ctx, s, "writing nothing", before),
		)
	}},
	{Name: "put/conflict", Run: func(ctx context.Context, s kb.Store) error {
		first, err := put(ctx, s, entry("a", 0), entry("b", 0))
		if err != nil {
			return err
		}
		old := first[0].Version
		second, err := put(ctx, s, entry("a", old))
		if err != nil {
			return err
		}
		last := second[0].Version
		tries := []struct {
			what    string
			entries []kb.Entry
			ids     []string
		}{
			{"creating what exists", []kb.Entry{entry("a", 0)}, []string{"a"}},
			{"a version of the past", []kb.Entry{entry("a", old)}, []string{"a"}},
			{"a version of the future", []kb.Entry{entry("a", last+1)}, []string{"a"}},
			{"a version below zero", []kb.Entry{entry("a", -1)}, []string{"a"}},
			{"the revision of another entry", []kb.Entry{entry("b", last)}, []string{"b"}},
			{"updating what does not exist", []kb.Entry{entry("z", last)}, []string{"z"}},
			{"a conflict behind a good entry", []kb.Entry{entry("new", 0), entry("b", old), entry("a", old)}, []string{"a"}},
			{"a conflict before a good entry", []kb.Entry{entry("a", old), entry("b", old), entry("new", 0)}, []string{"a"}},
			{"several conflicts", []kb.Entry{entry("z", 1), entry("a", old), entry("b", old), entry("y", 1)}, []string{"a", "y", "z"}},
		}
		for _, try := range tries {
			err := refused(ctx, s, try.what, kb.ErrConflict, try.ids, func() (int64, error) { return s.Put(ctx, try.entries...) })
			if err != nil {
				return err
			}
		}
		_, err = put(ctx, s, entry("a", last), entry("b", old), entry("new", 0))
		return err
	}},
	{Name: "put/invalid", Run: func(ctx context.Context, s kb.Store) error {
		tries := map[string][]kb.Entry{
			"an id twice":               {entry("a", 0), entry("b", 0), entry("a", 0)},
			"an id twice in a row":      {entry("a", 0), entry("a", 0)},
			"a bad id behind good ones": {entry("a", 0), entry("b", 0), entry("", 0)},
		}
		for _, id := range storetest.BadIDs() {
			tries[fmt.Sprintf("the id %q", id)] = []kb.Entry{entry(id, 0)}
			if err := storetest.WantErr(fmt.Sprintf("get %q", id), second(s.Get(ctx, id)), kb.ErrNotFound); err != nil {
				return err
			}
		}
		for what, entries := range tries {
			if err := refused(ctx, s, what, kb.ErrInvalid, nil, func() (int64, error) { return s.Put(ctx, entries...) }); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "put/thousands", Run: func(ctx context.Context, s kb.Store) error {
		const n = 3000
		var entries []kb.Entry
		for i := range n {
			entries = append(entries, entry(fmt.Sprintf("e%04d", (i*7)%n), 0))
		}
		stored, err := put(ctx, s, entries...)
		if err != nil {
			return err
		}
		if err := countChanges(ctx, s, 0, n); err != nil {
			return err
		}
		clash := append(stored[:len(stored):len(stored)], entry("new", 1))
		err = refused(ctx, s, "a conflict behind thousands of good entries", kb.ErrConflict, []string{"new"}, func() (int64, error) { return s.Put(ctx, clash...) })
		if err != nil {
			return err
		}
		if stored, err = put(ctx, s, stored...); err != nil {
			return err
		}
		if err := countChanges(ctx, s, stored[0].Version-1, n); err != nil {
			return err
		}
		revision, err := remove(ctx, s, stored...)
		return storetest.First(err, countChanges(ctx, s, revision-1, n), holds(ctx, s, "after deleting thousands"))
	}},
}

// countChanges returns an error unless there are n changes after a revision,
// in the order of ids.
func countChanges(ctx context.Context, s kb.Store, after int64, n int) error {
	changes, err := storetest.Collect(s.Changes(ctx, after))
	if err != nil {
		return err
	}
	if len(changes) != n {
		return fmt.Errorf("%d changes after a write of %d entries", len(changes), n)
	}
	return ordered(after, changes)
}
