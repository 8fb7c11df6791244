package metricstest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var raceChecks = []check{
	{Name: "race/one event from many sides", Run: func(ctx context.Context, s metrics.Store) error {
		const sides, events = 6, 60
		var added atomic.Int64
		err := storetest.Parallel(sides, func(side int) error {
			for i := range events {
				at := (i + side*events/sides) % events
				n, err := s.Append(ctx, said(fmt.Sprint("t", at%7), fmt.Sprint("e", at), at), said("all", fmt.Sprint("e", at), at))
				if err != nil {
					return err
				}
				added.Add(int64(n))
			}
			return nil
		})
		if err != nil {
			return err
		}
		feed, err := storetest.Collect(s.Feed(ctx, 0))
		if err == nil && (len(feed) != 2*events || added.Load() != 2*events) {
			err = fmt.Errorf("%d events, each from %d sides: append says that %d were new, and the feed has %d", 2*events, sides, added.Load(), len(feed))
		}
		return err
	}},
	{Name: "race/cursors skip nothing", Run: func(ctx context.Context, s metrics.Store) error {
		const writers, each = 4, 80
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		var done atomic.Bool
		var mu sync.Mutex
		var faults []error
		var readers sync.WaitGroup
		for range 2 {
			readers.Go(func() {
				if err := follow(ctx, s, &done, writers*each); err != nil {
					mu.Lock()
					faults = append(faults, err)
					mu.Unlock()
				}
			})
		}
		err := storetest.Parallel(writers, func(w int) error {
			for i := range each {
				if err := write(ctx, s, said(fmt.Sprint("t", i%5), fmt.Sprint(w, "/", i), i)); err != nil {
					return err
				}
			}
			return nil
		})
		done.Store(true)
		readers.Wait()
		return errors.Join(append(faults, err)...)
	}},
	{Name: "race/append and fold", Run: func(ctx context.Context, s metrics.Store) error {
		const writers, each, names = 3, 60, 5
		var done atomic.Bool
		var folders sync.WaitGroup
		faults := make([]error, 2)
		for i := range faults {
			folders.Go(func() {
				for faults[i] == nil && !done.Load() {
					faults[i] = rollOnce(ctx, s)
					runtime.Gosched()
				}
			})
		}
		err := storetest.Parallel(writers, func(w int) error {
			for i := range each {
				if err := write(ctx, s, said(fmt.Sprint("t", i%names), fmt.Sprint(w, "/", i), 10*i)); err != nil {
					return err
				}
			}
			return nil
		})
		done.Store(true)
		folders.Wait()
		if err := errors.Join(append(faults, err)...); err != nil {
			return err
		}
		if err := storetest.First(rollOnce(ctx, s), stale(ctx, s, noon())); err != nil {
			return err
		}
		var want []metrics.Episode
		for t, err := range s.Threads(ctx) {
			if err != nil {
				return err
			}
			if len(t.Events) != writers*each/names {
				return fmt.Errorf("the thread %q has %d events, want %d", t.Key, len(t.Events), writers*each/names)
			}
			want = append(want, counted(t).Episodes...)
		}
		return has(ctx, s, "after appends and folds at once", want...)
	}},
	{Name: "race/reads see whole folds", Run: func(ctx context.Context, s metrics.Store) error {
		// One thread moves to and fro between two slots: a reader of both must never see it in none or in both.
		if err := storetest.First(talk(ctx, s, "a", 1), fold(ctx, s, "c/a", never, 0)); err != nil {
			return err
		}
		var done atomic.Bool
		var fault error
		var reader sync.WaitGroup
		reader.Go(func() {
			for fault == nil && !done.Load() {
				fault = oneTalk(ctx, s, noon(), noon().Add(4*metrics.Slot))
				runtime.Gosched()
			}
		})
		var err error
		for i := 0; i < 100 && err == nil; i++ {
			err = fold(ctx, s, "c/a", never, 20*(i%2))
		}
		done.Store(true)
		reader.Wait()
		return errors.Join(err, fault)
	}},
}

// follow reads the feed by a cursor until it has seen all, and returns an error when it sees one twice, or when there
// is no more to come and one is missing.
func follow(ctx context.Context, s metrics.Store, done *atomic.Bool, want int) error {
	seen := map[string]bool{}
	cursor := int64(0)
	for {
		last := done.Load()
		for e, err := range s.Feed(ctx, cursor) {
			if err != nil {
				return err
			}
			name := e.Thread() + " " + e.ID
			if seen[name] || e.Seq <= cursor {
				return fmt.Errorf("behind cursor %d the feed has %q with Seq %d, seen before: %t", cursor, name, e.Seq, seen[name])
			}
			seen[name], cursor = true, e.Seq
		}
		if last {
			if len(seen) != want {
				return fmt.Errorf("a reader that saved its cursor saw %d of %d events", len(seen), want)
			}
			return nil
		}
		runtime.Gosched()
	}
}

// rollOnce folds what is stale until nothing is.
func rollOnce(ctx context.Context, s metrics.Store) error {
	for {
		keys, err := s.Stale(ctx, noon(), 3)
		if err != nil || len(keys) == 0 {
			return err
		}
		var batch []metrics.Folded
		for t, err := range s.Threads(ctx, keys...) {
			if err != nil {
				return err
			}
			batch = append(batch, counted(t))
		}
		if err := s.Fold(ctx, batch...); err != nil {
			return err
		}
	}
}

// counted folds a thread to episodes of an hour each, with the number of their events.
func counted(t metrics.Thread) metrics.Folded {
	f := metrics.Folded{Key: t.Key, Version: t.Version}
	hours := map[time.Time]int{}
	for i := range t.Events {
		hours[t.Events[i].At.Truncate(time.Hour)]++
	}
	for hour, n := range hours {
		e := episode(t.Key, int(hour.Sub(noon())/time.Hour), 0)
		e.Start, e.FromCustomer = hour, n
		f.Episodes = append(f.Episodes, e)
	}
	return f
}

// oneTalk returns an error unless the sheets of a range count one talk.
func oneTalk(ctx context.Context, s metrics.Store, from, to time.Time) error {
	n := int64(0)
	for sheet, err := range s.Sheets(ctx, from, to) {
		if err != nil {
			return err
		}
		for _, sum := range sheet.Column(metrics.Talks) {
			n += sum.N
		}
	}
	if n != 1 {
		return fmt.Errorf("while a talk is folded again and again, the sheets count it %d times", n)
	}
	return nil
}
