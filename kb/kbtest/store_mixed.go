package kbtest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var mixedChecks = []check{
	{Name: "write/puts and deletes", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0), entry("b", 0), entry("c", 0))
		if err != nil {
			return err
		}
		before := stored[0].Version
		revision, err := s.Write(ctx, []kb.Entry{entry("d", 0), entry("b", before)}, []kb.Ref{{ID: "c", Version: before}})
		if err != nil {
			return fmt.Errorf("write of two entries and a deletion: %w", err)
		}
		b, d := entry("b", revision), entry("d", revision)
		changes, err := storetest.Collect(s.Changes(ctx, before))
		return storetest.First(err,
			raised(ctx, s, "write", before, revision),
			holds(ctx, s, "after a mixed write", stored[0], b, d),
			storetest.Same("the changes of a mixed write", []kb.Change{present(b), gone("c", revision), present(d)}, changes),
		)
	}},
	{Name: "write/all or none", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0), entry("b", 0))
		if err != nil {
			return err
		}
		version := stored[0].Version
		tries := []struct {
			what   string
			target error
			ids    []string
			put    []kb.Entry
			gone   []kb.Ref
		}{
			{"a stale put beside a good deletion", kb.ErrConflict, []string{"a"}, []kb.Entry{entry("a", 0)}, []kb.Ref{{ID: "b", Version: version}}},
			{"a stale deletion beside a good put", kb.ErrConflict, []string{"z"}, []kb.Entry{entry("a", version)}, []kb.Ref{{ID: "z"}}},
			{"conflicts on both sides", kb.ErrConflict, []string{"b", "z"}, []kb.Entry{entry("z", version)}, []kb.Ref{{ID: "b", Version: version + 1}}},
			{"an id on both sides", kb.ErrInvalid, nil, []kb.Entry{entry("a", version)}, []kb.Ref{{ID: "a", Version: version}}},
		}
		for _, try := range tries {
			err := refused(ctx, s, "write: "+try.what, try.target, try.ids, func() (int64, error) { return s.Write(ctx, try.put, try.gone) })
			if err != nil {
				return err
			}
		}
		return nil
	}},
}
