package assisttest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"strconv"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing/assist"
)

var raceChecks = []check{
	{Name: "race/versions", Run: func(ctx context.Context, s assist.Store) error {
		return storetest.Linearizable(ctx, storetest.Cell{
			Load: func(ctx context.Context) (int64, int, error) {
				c, err := s.Canned(ctx, "a")
				if errors.Is(err, assist.ErrNotFound) {
					return 0, 0, nil
				}
				if err != nil {
					return 0, 0, err
				}
				n, err := strconv.Atoi(c.Text)
				return c.Version, n, err
			},
			Swap: func(ctx context.Context, version int64, value int) (bool, error) {
				_, err := s.PutCanned(ctx, assist.Canned{ID: "a", Version: version, Text: strconv.Itoa(value)})
				if errors.Is(err, assist.ErrConflict) {
					return false, nil
				}
				return err == nil, err
			},
		}, 4, 6)
	}},
	{Name: "race/shortcut", Run: func(ctx context.Context, s assist.Store) error {
		var won atomic.Int64
		err := storetest.Parallel(6, func(i int) error {
			err := put(ctx, s, withShortcut(fmt.Sprint("c", i), "/one"))
			if errors.Is(err, assist.ErrConflict) {
				return nil
			}
			won.Add(1)
			return err
		})
		if err == nil && won.Load() != 1 {
			err = fmt.Errorf("%d of 6 replies got the same shortcut", won.Load())
		}
		return err
	}},
	{Name: "race/uses", Run: func(ctx context.Context, s assist.Store) error {
		const n, times = 6, 10
		if err := put(ctx, s, reply("a")); err != nil {
			return err
		}
		err := storetest.Parallel(n, func(i int) error {
			for k := range times {
				// Each key comes from two callers.
				if err := use(ctx, s, fmt.Sprint("k ", i/2, " ", k), "a", k); err != nil {
					return err
				}
			}
			return nil
		})
		c, err2 := s.Canned(ctx, "a")
		return storetest.First(err, err2, storetest.Same("the uses of all", n/2*times, int(c.Uses)))
	}},
	{Name: "race/marks", Run: func(ctx context.Context, s assist.Store) error {
		const n, times = 6, 10
		err := storetest.Parallel(n, func(i int) error {
			for k := range times {
				m := mark(fmt.Sprint("k ", i/2, " ", k), "q", k)
				if err := flag(ctx, s, m); err != nil {
					return err
				}
			}
			return nil
		})
		t, err2 := s.Topic(ctx, topicOf("q"))
		return storetest.First(err, err2, storetest.Same("the marks of all", n/2*times, int(t.Count)))
	}},
	{Name: "race/decide", Run: func(ctx context.Context, s assist.Store) error {
		t, err := s.AddMark(ctx, mark("a", "q", 0))
		if err != nil {
			return err
		}
		var won atomic.Int64
		err = storetest.Parallel(6, func(i int) error {
			_, err := s.Decide(ctx, assist.Decision{Topic: t.ID, Version: t.Version, State: assist.TopicAccepted, By: fmt.Sprint("agent ", i), At: noon()})
			if errors.Is(err, assist.ErrConflict) {
				return nil
			}
			won.Add(1)
			return err
		})
		if err == nil && won.Load() != 1 {
			err = fmt.Errorf("%d of 6 decisions on one version were taken", won.Load())
		}
		return err
	}},
	{Name: "race/follow", Run: follow},
}

// follow has writers at work while readers follow by the cursors that they have been
// shown. A cursor that was seen must skip nothing.
func follow(ctx context.Context, s assist.Store) error {
	const writers, times = 4, 12
	var busy atomic.Int64
	busy.Store(writers)
	write := func(w int) error {
		defer busy.Add(-1)
		for i := range times {
			id := fmt.Sprintf("own %d %d", w, i)
			if err := storetest.First(put(ctx, s, reply(id)), use(ctx, s, id, id, i), flag(ctx, s, mark(id, "q", i))); err != nil {
				return err
			}
		}
		return nil
	}
	read := func() error {
		cursor, marks := int64(0), int64(0)
		uses, seen := map[string]int64{}, map[string]int{}
		for last := false; ; {
			for c, err := range s.CannedChanges(ctx, cursor) {
				if err != nil {
					return err
				}
				cursor, uses[c.ID] = c.Cursor, c.Uses
			}
			for m, err := range s.Marks(ctx, "", marks) {
				if err != nil {
					return err
				}
				marks = m.Cursor
				seen[m.Key]++
			}
			if last {
				break
			}
			last = busy.Load() == 0 // read once more after the last commit
			runtime.Gosched()
		}
		if len(uses) != writers*times || len(seen) != writers*times {
			return fmt.Errorf("a follower saw %d replies and %d marks of %d", len(uses), len(seen), writers*times)
		}
		for id := range uses {
			if uses[id] != 1 || seen[id] != 1 {
				return errors.New("a follower missed a use, or saw a mark twice")
			}
		}
		return nil
	}
	return storetest.Parallel(writers+2, func(i int) error {
		if i < writers {
			return write(i)
		}
		return read()
	})
}

var contextChecks = []check{
	{Name: "context/reads", Run: func(ctx context.Context, s assist.Store) error {
		return storetest.First(
			put(ctx, s, reply("a")), flag(ctx, s, mark("m", "q", 0)),
			storetest.DoneContexts(ctx, "canned", func(ctx context.Context) error { return second(s.Canned(ctx, "a")) }),
			storetest.DoneContexts(ctx, "changes", func(ctx context.Context) error { return second(storetest.Collect(s.CannedChanges(ctx, 0))) }),
			storetest.DoneContexts(ctx, "topic", func(ctx context.Context) error { return second(s.Topic(ctx, topicOf("q"))) }),
			storetest.DoneContexts(ctx, "topics", func(ctx context.Context) error { return second(storetest.Collect(s.Topics(ctx, ""))) }),
			storetest.DoneContexts(ctx, "marks", func(ctx context.Context) error { return second(storetest.Collect(s.Marks(ctx, "", 0))) }))
	}},
	{Name: "context/writes", Run: func(ctx context.Context, s assist.Store) error {
		n := 0
		next := func() string { n++; return fmt.Sprint("late", n) }
		if err := storetest.First(put(ctx, s, reply("a")), flag(ctx, s, mark("m", "q", 0))); err != nil {
			return err
		}
		t, err := s.Topic(ctx, topicOf("q"))
		if err := storetest.First(err,
			storetest.DoneContexts(ctx, "put", func(ctx context.Context) error { return put(ctx, s, reply(next())) }),
			storetest.DoneContexts(ctx, "use", func(ctx context.Context) error { return use(ctx, s, next(), "a", 0) }),
			storetest.DoneContexts(ctx, "mark", func(ctx context.Context) error { return flag(ctx, s, mark(next(), "q", 0)) }),
			storetest.DoneContexts(ctx, "decide", func(ctx context.Context) error {
				return second(s.Decide(ctx, assist.Decision{Topic: t.ID, Version: t.Version, State: assist.TopicDone, At: noon()}))
			}),
			storetest.DoneContexts(ctx, "prune", func(ctx context.Context) error { return second(s.Prune(ctx, minute(9))) }),
			second(wantChanges(ctx, s, 0, "a")),
			second(wantMarks(ctx, s, "", 0, "m")),
		); err != nil {
			return err
		}
		c, err := s.Canned(ctx, "a")
		after, err2 := s.Topic(ctx, t.ID)
		return storetest.First(err, err2, storetest.Same("uses", int64(0), c.Uses), storetest.Same("the topic", t, after))
	}},
	{Name: "context/loops", Run: func(ctx context.Context, s assist.Store) error {
		return storetest.First(
			put(ctx, s, reply("a"), reply("b")), flag(ctx, s, mark("m", "q", 0), mark("n", "r", 0)),
			endsDuring(ctx, "changes", func(ctx context.Context) iter.Seq2[assist.Canned, error] { return s.CannedChanges(ctx, 0) }),
			endsDuring(ctx, "topics", func(ctx context.Context) iter.Seq2[assist.Topic, error] { return s.Topics(ctx, "") }),
			endsDuring(ctx, "marks", func(ctx context.Context) iter.Seq2[assist.Mark, error] { return s.Marks(ctx, "", 0) }))
	}},
}

// endsDuring returns an error unless a loop whose context ends at the first
// element ends with the context's error.
func endsDuring[T any](ctx context.Context, what string, loop func(context.Context) iter.Seq2[T, error]) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var err error
	for _, err = range loop(ctx) {
		cancel()
	}
	return storetest.WantErr("a loop over "+what+" during which the context ends", err, context.Canceled)
}
