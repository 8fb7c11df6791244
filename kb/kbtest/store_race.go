package kbtest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var raceChecks = []check{
	{Name: "race/no lost update", Run: func(ctx context.Context, s kb.Store) error {
		const n, times = 8, 5
		return storetest.Increments(ctx, storetest.Cell{
			Load: func(ctx context.Context) (int64, int, error) {
				e, err := s.Get(ctx, "counter")
				if errors.Is(err, kb.ErrNotFound) {
					return 0, 0, nil
				}
				if err != nil {
					return 0, 0, err
				}
				value, err := strconv.Atoi(e.Question)
				return e.Version, value, err
			},
			Swap: func(ctx context.Context, version int64, value int) (bool, error) {
				_, err := s.Put(ctx, kb.Entry{ID: "counter", Version: version, Question: strconv.Itoa(value)})
				if errors.Is(err, kb.ErrConflict) {
					return false, nil
				}
				return err == nil, err
			},
		}, n, times)
	}},
	{Name: "race/one creates", Run: func(ctx context.Context, s kb.Store) error {
		for round := range 5 {
			var mu sync.Mutex
			won := 0
			err := storetest.Parallel(6, func(i int) error {
				_, err := s.Put(ctx, entry(fmt.Sprint("own", round, i), 0), entry(fmt.Sprint("shared", round), 0))
				if errors.Is(err, kb.ErrConflict) {
					return nil
				}
				mu.Lock()
				defer mu.Unlock()
				won++
				return err
			})
			changes, readErr := storetest.Collect(s.Changes(ctx, 0))
			if err := storetest.First(err, readErr); err != nil {
				return err
			}
			if won != 1 || len(changes) != 2*(round+1) {
				return fmt.Errorf("%d of 6 puts created the same entry, and the store holds %d entries after %d rounds", won, len(changes), round+1)
			}
		}
		return nil
	}},
	{Name: "race/changes", Run: concurrentChanges},
}

// concurrentChanges has writers put and delete while readers follow by the
// revisions that they have been shown. What a reader has put together must be
// what the store holds in the end.
func concurrentChanges(ctx context.Context, s kb.Store) error {
	const writers, readers, times = 6, 2, 12
	var busy atomic.Int64
	busy.Store(writers)
	write := func(w int) error {
		defer busy.Add(-1)
		own := kb.Entry{ID: fmt.Sprint("own", w)}
		for i := range times {
			// One entry that is written again and again, and one that comes, and
			// sometimes goes.
			own.Question = strconv.Itoa(i)
			passing := kb.Entry{ID: fmt.Sprintf("w%d-%d", w, i)}
			revision, err := s.Put(ctx, own, passing)
			if err != nil {
				return err
			}
			own.Version = revision
			if i%3 == 0 {
				if _, err := s.Delete(ctx, kb.Ref{ID: passing.ID, Version: revision}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	read := func(byRevision bool) error {
		mirror := map[string]kb.Change{}
		after := int64(0)
		for last := false; ; {
			shown, err := s.Revision(ctx)
			if err != nil {
				return err
			}
			changes, err := storetest.Collect(s.Changes(ctx, after))
			if err := storetest.First(err, ordered(after, changes)); err != nil {
				return err
			}
			for _, c := range changes {
				mirror[c.Entry.ID] = c
				if !byRevision {
					after = c.Revision
				}
			}
			if byRevision {
				after = shown
			}
			if last {
				break
			}
			last = busy.Load() == 0 // read once more after the last write
			runtime.Gosched()
		}
		truth := map[string]kb.Change{}
		for c, err := range s.Changes(ctx, 0) {
			if err != nil {
				return err
			}
			truth[c.Entry.ID] = c
		}
		if want := writers * (times + 1); len(truth) != want {
			return fmt.Errorf("%d entries were written, Changes yields %d", want, len(truth))
		}
		return storetest.Same("what a reader put together from the changes that he was shown", truth, mirror)
	}
	return storetest.Parallel(writers+readers, func(i int) error {
		if i < writers {
			return write(i)
		}
		return read(i%2 == 0)
	})
}
