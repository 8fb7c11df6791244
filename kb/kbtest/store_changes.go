package kbtest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var changesChecks = []check{
	{Name: "changes/order", Run: func(ctx context.Context, s kb.Store) error {
		one, err := put(ctx, s, entry("m", 0), entry("z", 0), entry("a", 0), entry("b", 0))
		if err != nil {
			return err
		}
		two, err := put(ctx, s, entry("y", 0), entry("a", one[2].Version))
		if err != nil {
			return err
		}
		three, err := remove(ctx, s, one[0])
		if err != nil {
			return err
		}
		four, err := put(ctx, s, entry("A", 0))
		if err != nil {
			return err
		}
		// Of each entry only its latest state, where that was written.
		want := []kb.Change{present(one[3]), present(one[1]), present(two[1]), present(two[0]), gone("m", three), present(four[0])}
		for _, after := range []int64{-1, 0, one[0].Version, two[0].Version, three, four[0].Version, four[0].Version + 9} {
			rest := []kb.Change{}
			for _, c := range want {
				if c.Revision > after {
					rest = append(rest, c)
				}
			}
			got, err := storetest.Collect(s.Changes(ctx, after))
			err = storetest.First(err, storetest.Same(fmt.Sprint("the changes after ", after), rest, append([]kb.Change{}, got...)))
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "changes/rewritten", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0), entry("b", 0))
		if err != nil {
			return err
		}
		quiet := stored[1]
		stored = stored[:1]
		for range 40 {
			if stored, err = put(ctx, s, stored...); err != nil {
				return err
			}
		}
		changes, err := storetest.Collect(s.Changes(ctx, 0))
		return storetest.First(err, storetest.Same("after writing one entry many times", []kb.Change{present(quiet), present(stored[0])}, changes))
	}},
	{Name: "changes/leave early", Run: func(ctx context.Context, s kb.Store) error {
		if _, err := put(ctx, s, entry("a", 0), entry("b", 0), entry("c", 0)); err != nil {
			return err
		}
		if _, err := put(ctx, s, entry("d", 0)); err != nil {
			return err
		}
		if err := storetest.StopsEarly("changes", s.Changes(ctx, 0)); err != nil {
			return err
		}
		_, err := put(ctx, s, entry("e", 0))
		return err
	}},
	{Name: "changes/use the store", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0), entry("b", 0), entry("c", 0))
		if err != nil {
			return err
		}
		seen := 0
		for c, err := range s.Changes(ctx, 0) {
			if err != nil {
				return err
			}
			if c.Revision > stored[0].Version {
				break
			}
			seen++
			if _, err := s.Get(ctx, c.Entry.ID); err != nil {
				return fmt.Errorf("get within a loop over changes: %w", err)
			}
			if _, err := put(ctx, s, entry("new "+c.Entry.ID, 0)); err != nil {
				return fmt.Errorf("put within a loop over changes: %w", err)
			}
		}
		if seen != len(stored) {
			return fmt.Errorf("a loop over changes that writes as it goes saw %d of %d entries", seen, len(stored))
		}
		return nil
	}},
}

// ordered returns an error unless changes come by revision and id, each entry
// once, all after a revision.
func ordered(after int64, changes []kb.Change) error {
	seen := make(map[string]bool, len(changes))
	last := kb.Change{Revision: after, Entry: kb.Entry{ID: "\U0010ffff"}}
	for _, c := range changes {
		if c.Revision < last.Revision || c.Revision == last.Revision && c.Entry.ID <= last.Entry.ID {
			return fmt.Errorf("the change of %q at revision %d follows %q at %d", c.Entry.ID, c.Revision, last.Entry.ID, last.Revision)
		}
		if seen[c.Entry.ID] {
			return fmt.Errorf("%q changes twice in one reading", c.Entry.ID)
		}
		if c.Entry.Version != c.Revision {
			return fmt.Errorf("%q has version %d in a change of revision %d", c.Entry.ID, c.Entry.Version, c.Revision)
		}
		seen[c.Entry.ID] = true
		last = c
	}
	return nil
}
