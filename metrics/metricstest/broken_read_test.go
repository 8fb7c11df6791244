package metricstest

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

type (
	eventSeq   = iter.Seq2[metrics.Event, error]
	threadSeq  = iter.Seq2[metrics.Thread, error]
	episodeSeq = iter.Seq2[metrics.Episode, error]
	sheetSeq   = iter.Seq2[*metrics.Sheet, error]
)

var readFaults = []fault{
	{"a cursor is included", []string{"feed/cursors"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) eventSeq { return s.right.Feed(ctx, after-1) }
	}},
	{"the feed is in the order of time", []string{"feed/cursors", "feed/order within a call"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) eventSeq {
			return func(yield func(metrics.Event, error) bool) {
				all, _ := storetest.Collect(s.right.Feed(ctx, after))
				slices.SortStableFunc(all, func(a, b metrics.Event) int { return a.At.Compare(b.At) })
				for _, e := range all {
					if !yield(e, nil) {
						return
					}
				}
			}
		}
	}},
	{"the feed goes on after its loop was left", []string{"feed/left early"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) eventSeq { return careless(s.right.Feed(ctx, after)) }
	}},
	{"nobody writes while somebody reads the feed", []string{"feed/calls in a loop"}, func(s *broken) {
		s.feed = func(ctx context.Context, after int64) eventSeq { return busyWhile(s, s.right.Feed(ctx, after)) }
	}},
	{"keys are ignored", []string{"threads/some"}, func(s *broken) {
		s.threads = func(ctx context.Context, _ []string) threadSeq { return s.right.Threads(ctx) }
	}},
	{"threads that are not there have a place", []string{"threads/some"}, func(s *broken) {
		s.threads = func(ctx context.Context, keys []string) threadSeq {
			return func(yield func(metrics.Thread, error) bool) {
				for _, key := range keys {
					if !yield(s.current(key), nil) {
						return
					}
				}
			}
		}
	}},
	{"a hundred threads are enough", []string{"threads/many"}, func(s *broken) {
		s.threads = func(ctx context.Context, keys []string) threadSeq {
			n := 0
			return mapped(s.right.Threads(ctx, keys...), func(*metrics.Thread) bool { n++; return n <= 100 })
		}
	}},
	{"a loop that is left keeps its connection", []string{"threads/left early"}, func(s *broken) {
		lost := false
		s.threads = func(ctx context.Context, keys []string) threadSeq {
			return func(yield func(metrics.Thread, error) bool) {
				if lost {
					yield(metrics.Thread{}, errBusy)
					return
				}
				for t, err := range s.right.Threads(ctx, keys...) {
					if !yield(t, err) {
						lost = true
						return
					}
				}
			}
		}
	}},
	{"nobody writes while somebody reads threads", []string{"threads/calls in a loop"}, func(s *broken) {
		s.threads = func(ctx context.Context, keys []string) threadSeq { return busyWhile(s, s.right.Threads(ctx, keys...)) }
	}},
	{"episodes of one time are in any order", []string{"episodes/order and ranges"}, func(s *broken) {
		s.episodes = func(ctx context.Context, from, to time.Time) episodeSeq {
			return func(yield func(metrics.Episode, error) bool) {
				all, _ := storetest.Collect(s.right.Episodes(ctx, from, to))
				slices.Reverse(all)
				slices.SortStableFunc(all, func(a, b metrics.Episode) int { return a.Start.Compare(b.Start) })
				for _, e := range all {
					if !yield(e, nil) {
						return
					}
				}
			}
		}
	}},
	{"episodes at the end of a range are in it", []string{"episodes/order and ranges"}, func(s *broken) {
		s.episodes = func(ctx context.Context, from, to time.Time) episodeSeq {
			return s.right.Episodes(ctx, from, to.Add(time.Microsecond))
		}
	}},
	{"ranges of episodes have nanoseconds", []string{"episodes/order and ranges"}, func(s *broken) {
		s.episodes = func(ctx context.Context, from, to time.Time) episodeSeq {
			return mapped(s.right.Episodes(ctx, from, to), func(e *metrics.Episode) bool { return !e.Start.Before(from) })
		}
	}},
	{"episodes go on after their loop was left", []string{"episodes/left early"}, func(s *broken) {
		s.episodes = func(ctx context.Context, from, to time.Time) episodeSeq {
			return careless(s.right.Episodes(ctx, from, to))
		}
	}},
	{"nobody writes while somebody reads episodes", []string{"episodes/calls in a loop"}, func(s *broken) {
		s.episodes = func(ctx context.Context, from, to time.Time) episodeSeq {
			return busyWhile(s, s.right.Episodes(ctx, from, to))
		}
	}},
}

var sheetFaults = []fault{
	{"sheets are whole hours", []string{"sheets/ranges"}, func(s *broken) {
		s.sheets = func(ctx context.Context, from, to time.Time) sheetSeq {
			return s.right.Sheets(ctx, from.Truncate(time.Hour), to.Add(time.Hour-1).Truncate(time.Hour))
		}
	}},
	{"the slot at the end of a range is in it", []string{"sheets/ranges"}, func(s *broken) {
		s.sheets = func(ctx context.Context, from, to time.Time) sheetSeq {
			return s.right.Sheets(ctx, from, to.Add(metrics.Slot))
		}
	}},
	{"what is taken out stays in the sums", []string{"fold/replaces", "fold/random"}, func(s *broken) {
		sum := metrics.NewSheet()
		s.fold = func(ctx context.Context, folded []metrics.Folded) error {
			for _, f := range folded {
				for i := range f.Episodes {
					sum.Add(&f.Episodes[i])
				}
			}
			return s.right.Fold(ctx, folded...)
		}
		s.sheets = func(context.Context, time.Time, time.Time) sheetSeq {
			return func(yield func(*metrics.Sheet, error) bool) { yield(sum, nil) }
		}
	}},
	{"sheets that were yielded change", []string{"sheets/yielded ones stay"}, func(s *broken) {
		sum := metrics.NewSheet()
		s.fold = func(ctx context.Context, folded []metrics.Folded) error {
			for _, f := range folded {
				was, _ := storetest.Collect(s.right.Episodes(ctx, longAgo(), farAway()))
				for i := range was {
					sum.Remove(&was[i])
				}
				if err := s.right.Fold(ctx, f); err != nil {
					return err
				}
				is, _ := storetest.Collect(s.right.Episodes(ctx, longAgo(), farAway()))
				for i := range is {
					sum.Add(&is[i])
				}
			}
			return nil
		}
		s.sheets = func(context.Context, time.Time, time.Time) sheetSeq {
			return func(yield func(*metrics.Sheet, error) bool) { yield(sum, nil) }
		}
	}},
	{"nobody writes while somebody reads sheets", []string{"sheets/calls in a loop"}, func(s *broken) {
		s.sheets = func(ctx context.Context, from, to time.Time) sheetSeq {
			return busyWhile(s, s.right.Sheets(ctx, from, to))
		}
	}},
}

var staleFaults = []fault{
	{"asking takes out of the queue", []string{"stale/appended"}, func(s *broken) {
		asked := map[string]bool{}
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			keys, err := s.right.Stale(ctx, now, limit)
			return slices.DeleteFunc(keys, func(key string) bool {
				was := asked[key]
				asked[key] = true
				return was
			}), err
		}
	}},
	{"what was due once stays so", []string{"stale/due"}, func(s *broken) {
		last := longAgo()
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			if now.After(last) {
				last = now
			}
			return s.right.Stale(ctx, last, limit)
		}
	}},
	{"a due time that is taken back takes another one with it", []string{"stale/due times that move"}, func(s *broken) {
		due, hidden := map[string]bool{}, ""
		s.fold = func(ctx context.Context, folded []metrics.Folded) error {
			for _, f := range folded {
				if !f.Due.IsZero() {
					due[f.Key] = true
					continue
				}
				if delete(due, f.Key); len(due) > 10 {
					hidden = slices.Max(slices.Collect(maps.Keys(due)))
				}
			}
			return s.right.Fold(ctx, folded...)
		}
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			keys, err := s.right.Stale(ctx, now, limit)
			return slices.DeleteFunc(keys, func(key string) bool { return key == hidden }), err
		}
	}},
	{"what is due at a time is due after it", []string{"stale/due", "stale/due to the microsecond"}, func(s *broken) {
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			return s.right.Stale(ctx, now.Add(-time.Microsecond), limit)
		}
	}},
	{"what is due for two reasons comes twice", []string{"stale/due and appended"}, func(s *broken) {
		due := map[string]time.Time{}
		s.fold = func(ctx context.Context, folded []metrics.Folded) error {
			for _, f := range folded {
				due[f.Key] = f.Due
			}
			return s.right.Fold(ctx, folded...)
		}
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			keys, err := s.right.Stale(ctx, longAgo(), limit)
			for key, at := range due {
				if !at.IsZero() && !at.After(now) {
					keys = append(keys, key)
				}
			}
			return keys, err
		}
	}},
	{"due times are seconds", []string{"stale/due to the microsecond"}, onFold(func(_ *broken, folded []metrics.Folded) []metrics.Folded {
		for i := range folded {
			folded[i].Due = folded[i].Due.Truncate(time.Second)
		}
		return folded
	})},
	{"there is no limit", []string{"stale/limit"}, func(s *broken) {
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			if limit <= 0 {
				return nil, nil
			}
			return s.right.Stale(ctx, now, 1000)
		}
	}},
	{"no limit is none", []string{"stale/limit"}, func(s *broken) {
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			if limit <= 0 {
				limit = 1000
			}
			return s.right.Stale(ctx, now, limit)
		}
	}},
}

var contextFaults = []fault{
	{"a read goes on without anybody who waits", []string{"context/reads"}, func(s *broken) {
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			return s.right.Stale(context.WithoutCancel(ctx), now, limit)
		}
	}},
	{"an append that fails is written", []string{"context/writes"}, func(s *broken) {
		s.append = func(ctx context.Context, events []metrics.Event) (int, error) {
			added, err := s.right.Append(context.WithoutCancel(ctx), events...)
			return added, errors.Join(err, ctx.Err())
		}
	}},
	{"a fold that fails is written", []string{"context/writes"}, func(s *broken) {
		s.fold = func(ctx context.Context, folded []metrics.Folded) error {
			return errors.Join(s.right.Fold(context.WithoutCancel(ctx), folded...), ctx.Err())
		}
	}},
	{"a loop over what was read before its context ended looks complete", []string{"context/within a loop"}, func(s *broken) {
		s.episodes = func(ctx context.Context, from, to time.Time) episodeSeq {
			return s.right.Episodes(context.WithoutCancel(ctx), from, to)
		}
	}},
}

var rebuildFaults = []fault{
	{"nothing is rebuilt", []string{"rebuild/all"}, func(s *broken) {
		s.rebuild = func(ctx context.Context, _ func(metrics.Thread) metrics.Folded) error { return ctx.Err() }
	}},
	{"only what is stale is rebuilt", []string{"rebuild/all"}, func(s *broken) {
		s.rebuild = func(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error {
			keys, err := s.right.Stale(ctx, longAgo(), 1000)
			for _, key := range keys {
				err = errors.Join(err, s.right.Fold(ctx, fold(s.current(key))))
			}
			return err
		}
	}},
	{"an empty store cannot be rebuilt", []string{"rebuild/empty"}, func(s *broken) {
		s.rebuild = func(context.Context, func(metrics.Thread) metrics.Folded) error { return errBusy }
	}},
	{"a rebuild does not see all events", []string{"rebuild/equals the running totals"}, func(s *broken) {
		s.rebuild = func(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error {
			return s.right.Rebuild(ctx, func(t metrics.Thread) metrics.Folded {
				t.Events = t.Events[1:]
				return fold(t)
			})
		}
	}},
	{"a rebuild makes fresh what came meanwhile", []string{"rebuild/meanwhile", "rebuild/folded meanwhile"}, func(s *broken) {
		s.rebuild = func(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error {
			var all []metrics.Folded
			for t, err := range s.right.Threads(ctx) {
				if err != nil {
					return err
				}
				f := fold(t)
				f.Version = s.current(t.Key).Version
				all = append(all, f)
			}
			return s.right.Fold(ctx, all...)
		}
	}},
	{"readers see half of a rebuild", []string{"rebuild/meanwhile"}, func(s *broken) {
		s.rebuild = func(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error {
			for t := range s.right.Threads(ctx) {
				if err := s.right.Fold(ctx, metrics.Folded{Key: t.Key, Version: t.Version}); err != nil {
					return err
				}
			}
			return s.right.Rebuild(ctx, fold)
		}
	}},
	{"what was pruned while all was rebuilt is due", []string{"rebuild/pruned meanwhile"}, func(s *broken) {
		var due []string
		s.rebuild = func(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error {
			return s.right.Rebuild(ctx, func(t metrics.Thread) metrics.Folded {
				due = append(due, t.Key)
				return fold(t)
			})
		}
		s.stale = func(ctx context.Context, now time.Time, limit int) ([]string, error) {
			keys, err := s.right.Stale(ctx, now, limit)
			for _, key := range due {
				if !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
			return keys, err
		}
	}},
	{"a rebuild does not end with its context", []string{"rebuild/contexts"}, func(s *broken) {
		s.rebuild = func(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error {
			return errors.Join(s.right.Rebuild(context.WithoutCancel(ctx), fold), ctx.Err())
		}
	}},
}

var pruneFaults = []fault{
	{"nothing is older than 1970", []string{"prune/before 1970"}, func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			if before.Unix() < 0 {
				return 0, ctx.Err()
			}
			return s.right.Prune(ctx, before)
		}
	}},
	{"what is at the time is old", []string{"prune/what is old"}, func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			return s.right.Prune(ctx, before.Add(time.Microsecond))
		}
	}},
	{"results are forgotten with their events", []string{"prune/results stay"}, func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			for t := range s.right.Threads(ctx) {
				if t.Events[len(t.Events)-1].At.Before(before) {
					_ = s.right.Fold(ctx, metrics.Folded{Key: t.Key, Version: t.Version})
				}
			}
			return s.right.Prune(ctx, before)
		}
	}},
	{"late events begin their thread anew", []string{"prune/late events"}, func(s *broken) {
		pruned := false
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			pruned = true
			return s.right.Prune(ctx, before)
		}
		s.append = func(ctx context.Context, events []metrics.Event) (int, error) {
			for i := range events {
				if pruned && s.current(events[i].Thread()).Key == "" {
					events = slices.Clone(events)
					events[i].Conversation += "'"
				}
			}
			return s.right.Append(ctx, events...)
		}
	}},
	{"what is open is forgotten", []string{"prune/what is not finished"}, func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			for t := range s.right.Threads(ctx) {
				_ = s.right.Fold(ctx, counted(t))
			}
			return s.right.Prune(ctx, before)
		}
	}},
	{"cursors begin anew", []string{"prune/cursors go on"}, func(s *broken) {
		var gone int64
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			n, err := s.right.Prune(ctx, before)
			gone += int64(n)
			return n, err
		}
		s.feed = func(ctx context.Context, after int64) eventSeq { return s.right.Feed(ctx, after+gone) }
	}},
	{"a rebuild forgets what was pruned", []string{"prune/rebuild"}, func(s *broken) {
		s.rebuild = func(ctx context.Context, fold func(metrics.Thread) metrics.Folded) error {
			s.episodes = func(ctx context.Context, from, to time.Time) episodeSeq {
				return mapped(s.right.Episodes(ctx, from, to), func(e *metrics.Episode) bool { return s.current("c/"+e.Conversation).Key != "" })
			}
			return s.right.Rebuild(ctx, fold)
		}
	}},
	{"a pruning that fails is done", []string{"prune/contexts"}, func(s *broken) {
		s.prune = func(ctx context.Context, before time.Time) (int, error) {
			n, err := s.right.Prune(context.WithoutCancel(ctx), before)
			return n, errors.Join(err, ctx.Err())
		}
	}},
}
