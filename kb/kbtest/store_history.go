package kbtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var historyChecks = []check{
	{Name: "history/every state", Run: func(ctx context.Context, s kb.Store) error {
		var want []kb.Change
		version := int64(0)
		for round := range 3 {
			for i := range 3 {
				e := full("a", kb.Smart)
				e.Version, e.Question, e.Editor, e.Reason = version, fmt.Sprintf("wording %d-%d", round, i), fmt.Sprint("editor ", i), ""
				stored, err := put(ctx, s, entry(fmt.Sprintf("other-%d-%d", round, i), 0), e)
				if err != nil {
					return err
				}
				version = stored[1].Version
				want = append(want, present(stored[1]))
			}
			ref := kb.Ref{ID: "a", Version: version, Editor: "王", Reason: fmt.Sprint("round ", round), Updated: storetest.Moment()}
			revision, err := s.Delete(ctx, ref)
			if err != nil {
				return err
			}
			version = 0
			want = append(want, buried(ref, revision))
		}
		slices.Reverse(want)
		history, err := storetest.Collect(s.History(ctx, "a"))
		if err != nil {
			return err
		}
		other, err := storetest.Collect(s.History(ctx, "other-0-0"))
		return storetest.First(err,
			storetest.Same("the history of an entry that was created three times", want, history),
			storetest.KeptTimes("history", history),
			storetest.Same("how many states an entry has that was written once", 1, len(other)),
		)
	}},
	{Name: "history/deletion", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0), entry("b", 0))
		if err != nil {
			return err
		}
		refs := []kb.Ref{
			{ID: "a", Version: stored[0].Version, Editor: "Zoë", Reason: "sold out \x00 <b>", Updated: storetest.Moment()},
			{ID: "b", Version: stored[1].Version},
		}
		revision, err := s.Delete(ctx, refs...)
		if err != nil {
			return err
		}
		changes, err := storetest.Collect(s.Changes(ctx, stored[0].Version))
		if err != nil {
			return err
		}
		want := []kb.Change{buried(refs[0], revision), buried(refs[1], revision)}
		err = storetest.First(
			storetest.Same("who deleted, why and when, by Changes", want, changes), storetest.KeptTimes("changes", changes),
		)
		for i, ref := range refs {
			history, e := storetest.Collect(s.History(ctx, ref.ID))
			err = storetest.First(err, e,
				storetest.Same("who deleted "+ref.ID+", why and when, by History", []kb.Change{want[i], present(stored[i])}, history))
		}
		return err
	}},
	{Name: "history/unknown", Run: func(ctx context.Context, s kb.Store) error {
		if _, err := put(ctx, s, entry("a", 0), entry("ab", 0)); err != nil {
			return err
		}
		for _, id := range append(storetest.BadIDs(), "A", "b", "a ", "%", "_") {
			history, err := storetest.Collect(s.History(ctx, id))
			err = storetest.First(err, storetest.Same(fmt.Sprintf("the history of %q, which was never written", id), 0, len(history)))
			if err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "history/refused writes", Run: func(ctx context.Context, s kb.Store) error {
		first, err := put(ctx, s, entry("a", 0), entry("b", 0))
		if err != nil {
			return err
		}
		stored, err := put(ctx, s, entry("a", first[0].Version))
		if err != nil {
			return err
		}
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		b := first[1]
		_, conflict := s.Put(ctx, b, first[0])
		_, missing := s.Delete(ctx, kb.Ref{ID: "b", Version: b.Version}, kb.Ref{ID: "z", Version: 1})
		_, bad := s.Put(ctx, b, kb.Entry{})
		_, late := s.Put(cancelled, b)
		ofA, errA := storetest.Collect(s.History(ctx, "a"))
		ofB, errB := storetest.Collect(s.History(ctx, "b"))
		return storetest.First(errA, errB,
			storetest.WantErr("a put with a conflict", conflict, kb.ErrConflict),
			storetest.WantErr("a delete with a conflict", missing, kb.ErrConflict),
			storetest.WantErr("a put without an id", bad, kb.ErrInvalid),
			storetest.WantErr("a put with a context that is done", late, context.Canceled),
			storetest.Same("the history of an entry after refused writes", []kb.Change{present(stored[0]), present(first[0])}, ofA),
			storetest.Same("the history of an entry beside it", []kb.Change{present(b)}, ofB),
		)
	}},
	{Name: "history/hundreds", Run: func(ctx context.Context, s kb.Store) error {
		const n = 240
		e := entry("a", 0)
		var want []kb.Change
		for i := range n {
			e.Question = strconv.Itoa(i)
			stored, err := put(ctx, s, e)
			if err != nil {
				return err
			}
			e.Version = stored[0].Version
			want = append(want, present(stored[0]))
		}
		slices.Reverse(want)
		history, err := storetest.Collect(s.History(ctx, "a"))
		return storetest.First(err, storetest.Same("the history of an entry that was written hundreds of times", want, history))
	}},
	{Name: "history/leave early", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0))
		for range 3 {
			if err != nil {
				return err
			}
			stored, err = put(ctx, s, stored...)
		}
		return storetest.First(err, storetest.StopsEarly("history", s.History(ctx, "a")))
	}},
	{Name: "history/use the store", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0))
		if err != nil {
			return err
		}
		for range 3 {
			if stored, err = put(ctx, s, stored...); err != nil {
				return err
			}
		}
		var seen []int64
		for c, err := range s.History(ctx, "a") {
			if err != nil {
				return err
			}
			seen = append(seen, c.Revision)
			if stored, err = put(ctx, s, stored...); err != nil {
				return fmt.Errorf("put within a loop over the history: %w", err)
			}
		}
		return storetest.Same("the revisions that a loop saw while the entry was written", []int64{4, 3, 2, 1}, ranks(seen))
	}},
	{Name: "history/race", Run: concurrentHistory},
}

// concurrentHistory has writers edit one entry while readers look at its history:
// each reading must be the end of a chain that only grows, and the last one must
// have each revision that a writer was told of.
func concurrentHistory(ctx context.Context, s kb.Store) error {
	const writers, readers, times = 4, 2, 10
	var busy atomic.Int64
	busy.Store(writers)
	revisions := make([][]int64, writers)
	err := storetest.Parallel(writers+readers, func(i int) error {
		if i < writers {
			defer busy.Add(-1)
			for len(revisions[i]) < times {
				revision, err := edit(ctx, s, "a")
				if err != nil {
					return err
				}
				revisions[i] = append(revisions[i], revision)
			}
			return nil
		}
		var before []kb.Change
		for last := false; !last; {
			last = busy.Load() == 0
			now, err := storetest.Collect(s.History(ctx, "a"))
			if err != nil {
				return err
			}
			if len(now) < len(before) {
				return fmt.Errorf("a history of %d states shrank to %d", len(before), len(now))
			}
			err = storetest.Same("the older states of a history that was read before", before, append([]kb.Change(nil), now[len(now)-len(before):]...))
			if err != nil {
				return err
			}
			before = now
		}
		return nil
	})
	history, readErr := storetest.Collect(s.History(ctx, "a"))
	var got []int64
	for _, c := range slices.Backward(history) {
		got = append(got, c.Revision)
	}
	return storetest.First(err, readErr,
		storetest.Same("the revisions of an entry that many wrote", slices.Sorted(slices.Values(slices.Concat(revisions...))), got))
}

// edit writes an entry on top of what is stored, until nobody was faster. Each
// fifth revision it deletes the entry instead.
func edit(ctx context.Context, s kb.Store, id string) (int64, error) {
	for {
		e, err := s.Get(ctx, id)
		if err != nil && !errors.Is(err, kb.ErrNotFound) {
			return 0, err
		}
		var revision int64
		if e.Version%5 == 4 {
			revision, err = s.Delete(ctx, kb.Ref{ID: id, Version: e.Version, Editor: "somebody"})
		} else {
			revision, err = s.Put(ctx, entry(id, e.Version))
		}
		if !errors.Is(err, kb.ErrConflict) {
			return revision, err
		}
		if err := ctx.Err(); err != nil {
			return 0, err
		}
	}
}

// buried is the change of a deletion.
func buried(r kb.Ref, revision int64) kb.Change {
	c := gone(r.ID, revision)
	c.Entry.Editor, c.Entry.Reason, c.Entry.Updated = r.Editor, r.Reason, storetest.Kept(r.Updated)
	return c
}

// ranks returns the place of each number among all of them, from 1.
func ranks(numbers []int64) []int64 {
	sorted := slices.Sorted(slices.Values(numbers))
	ranks := make([]int64, len(numbers))
	for i, n := range numbers {
		at, _ := slices.BinarySearch(sorted, n)
		ranks[i] = int64(at + 1)
	}
	return ranks
}
