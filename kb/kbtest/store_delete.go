package kbtest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var deleteChecks = []check{
	{Name: "delete/entry", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0), entry("b", 0), entry("c", 0))
		if err != nil {
			return err
		}
		revision, err := remove(ctx, s, stored[0], stored[2])
		if err != nil {
			return err
		}
		changes, err := storetest.Collect(s.Changes(ctx, revision-1))
		return storetest.First(err,
			holds(ctx, s, "after deleting two of three", stored[1]),
			storetest.Same("the changes of a delete", []kb.Change{gone("a", revision), gone("c", revision)}, changes),
		)
	}},
	{Name: "delete/conflict", Run: func(ctx context.Context, s kb.Store) error {
		first, err := put(ctx, s, entry("a", 0), entry("b", 0), entry("gone", 0))
		if err != nil {
			return err
		}
		old := first[0].Version
		second, err := put(ctx, s, entry("a", old))
		if err != nil {
			return err
		}
		last := second[0].Version
		deleted, err := remove(ctx, s, first[2])
		if err != nil {
			return err
		}
		tries := []struct {
			what string
			refs []kb.Ref
			ids  []string
		}{
			{"a version of the past", []kb.Ref{{ID: "a", Version: old}}, []string{"a"}},
			{"no version", []kb.Ref{{ID: "a"}}, []string{"a"}},
			{"what never existed", []kb.Ref{{ID: "z"}}, []string{"z"}},
			{"a version of what never existed", []kb.Ref{{ID: "z", Version: last}}, []string{"z"}},
			{"what was deleted, at its last version", []kb.Ref{{ID: "gone", Version: old}}, []string{"gone"}},
			{"what was deleted, at the revision that did", []kb.Ref{{ID: "gone", Version: deleted}}, []string{"gone"}},
			{"what was deleted, as new", []kb.Ref{{ID: "gone"}}, []string{"gone"}},
			{"conflicts around a good one", []kb.Ref{{ID: "z"}, {ID: "b", Version: old}, {ID: "a", Version: old}}, []string{"a", "z"}},
		}
		for _, try := range tries {
			err := refused(ctx, s, "delete: "+try.what, kb.ErrConflict, try.ids, func() (int64, error) { return s.Delete(ctx, try.refs...) })
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "delete/invalid", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0))
		if err != nil {
			return err
		}
		a := kb.Ref{ID: "a", Version: stored[0].Version}
		tries := [][]kb.Ref{{a, a}}
		for _, id := range storetest.BadIDs() {
			tries = append(tries, []kb.Ref{a, {ID: id}})
		}
		for _, refs := range tries {
			err := refused(ctx, s, fmt.Sprintf("delete of %+q", fmt.Sprint(refs)), kb.ErrInvalid, nil, func() (int64, error) { return s.Delete(ctx, refs...) })
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "delete/create again", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0))
		if err != nil {
			return err
		}
		for range 3 {
			deleted, err := remove(ctx, s, stored...)
			if err != nil {
				return err
			}
			for _, version := range []int64{stored[0].Version, deleted} {
				err := refused(ctx, s, "updating what was deleted", kb.ErrConflict, []string{"a"}, func() (int64, error) { return s.Put(ctx, entry("a", version)) })
				if err != nil {
					return err
				}
			}
			before := deleted
			if stored, err = put(ctx, s, entry("a", 0)); err != nil {
				return fmt.Errorf("creating what was deleted: %w", err)
			}
			changes, err := storetest.Collect(s.Changes(ctx, before))
			err = storetest.First(err,
				holds(ctx, s, "after creating again", stored...),
				storetest.Same("the changes of creating again", []kb.Change{present(stored[0])}, changes),
			)
			if err != nil {
				return err
			}
		}
		return nil
	}},
}

// gone and present are the changes of an entry.
func gone(id string, revision int64) kb.Change {
	return kb.Change{Revision: revision, Entry: kb.Entry{ID: id, Version: revision}, Deleted: true}
}

func present(e kb.Entry) kb.Change { return kb.Change{Revision: e.Version, Entry: e} }
