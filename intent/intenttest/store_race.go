package intenttest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync/atomic"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/storetest"
)

var raceChecks = []check{
	{Name: "race/live", Run: func(ctx context.Context, s intent.Store) error {
		const clients, times = 4, 6
		for i := range 1 + clients*(times+1) {
			if err := put(ctx, s, model(strconv.Itoa(i), i)); err != nil {
				return err
			}
		}
		return storetest.Linearizable(ctx, storetest.Cell{
			Load: func(ctx context.Context) (int64, int, error) {
				live, err := s.Live(ctx)
				if err != nil || live.Version == "" {
					return live.Revision, 0, err
				}
				value, err := strconv.Atoi(live.Version)
				return live.Revision, value, err
			},
			Swap: func(ctx context.Context, revision int64, value int) (bool, error) {
				_, err := s.SetLive(ctx, intent.Live{Version: strconv.Itoa(value), Revision: revision})
				if errors.Is(err, intent.ErrConflict) {
					return false, nil
				}
				return err == nil, err
			},
		}, clients, times)
	}},
	{Name: "race/one model", Run: func(ctx context.Context, s intent.Store) error {
		var won atomic.Int64
		err := storetest.Parallel(6, func(i int) error {
			m := model("shared", 0)
			m.Data = []byte{byte(i)}
			err := s.PutModel(ctx, m)
			if errors.Is(err, intent.ErrConflict) {
				return nil
			}
			won.Add(1)
			return err
		})
		if err == nil && won.Load() != 1 {
			err = fmt.Errorf("%d of 6 models of the same version and other bytes were taken", won.Load())
		}
		return err
	}},
	{Name: "race/corrections", Run: concurrentCorrections},
}

// concurrentCorrections has writers correct and undo while readers follow by the
// cursors that they have been shown. What a reader has put together must be what
// the store holds in the end.
func concurrentCorrections(ctx context.Context, s intent.Store) error {
	const writers, readers, times = 6, 2, 15
	var busy atomic.Int64
	busy.Store(writers)
	write := func(w int) error {
		defer busy.Add(-1)
		for i := range times {
			own, shared := correction(fmt.Sprintf("own %d %d", w, i)), correction("shared")
			shared.Undone = (w+i)%2 == 0
			if err := correct(ctx, s, own, shared); err != nil {
				return err
			}
			own.Undone = i%3 == 0
			if err := correct(ctx, s, own); err != nil {
				return err
			}
		}
		return nil
	}
	read := func() error {
		cursor, state := int64(0), map[string]intent.Correction{}
		for last := false; ; {
			for c, err := range s.Corrections(ctx, cursor) {
				if err != nil {
					return err
				}
				if c.Cursor <= cursor {
					return fmt.Errorf("after cursor %d comes %d", cursor, c.Cursor)
				}
				cursor = c.Cursor
				state[c.ID] = c
			}
			if last {
				break
			}
			last = busy.Load() == 0 // read once more after the last commit
			runtime.Gosched()
		}
		all, err := storetest.Collect(s.Corrections(ctx, 0))
		if err != nil {
			return err
		}
		if want := writers*times + 1; len(all) != want {
			return fmt.Errorf("%d corrections were put, the store holds %d", want, len(all))
		}
		for _, c := range all {
			if err := storetest.Same("a correction as a reader has followed it", c, state[c.ID]); err != nil {
				return err
			}
		}
		return nil
	}
	return storetest.Parallel(writers+readers, func(i int) error {
		if i < writers {
			return write(i)
		}
		return read()
	})
}
