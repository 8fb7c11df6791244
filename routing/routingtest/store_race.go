package routingtest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

// cell is the counter of assignments as a value behind compare-and-set.
func cell(s routing.Store) storetest.Cell {
	return storetest.Cell{
		Load: func(ctx context.Context) (int64, int, error) {
			c, err := s.Changes(ctx, 0)
			return c.Revision, int(c.Control.Turn), err
		},
		Swap: func(ctx context.Context, revision int64, value int) (bool, error) {
			_, err := s.Commit(ctx, routing.Commit{After: revision, Control: &routing.Control{Turn: int64(value)}})
			if errors.Is(err, routing.ErrConflict) {
				return false, nil
			}
			return err == nil, err
		},
	}
}

var raceChecks = []check{
	{Name: "race/linearizable", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.Linearizable(ctx, cell(s), 4, 8)
	}},
	{Name: "race/no update is lost", Run: func(ctx context.Context, s routing.Store) error {
		return storetest.Increments(ctx, cell(s), 6, 8)
	}},
	{Name: "race/one wins", Run: func(ctx context.Context, s routing.Store) error {
		const rounds, rivals = 12, 6
		for round := range int64(rounds) {
			var won atomic.Int64
			err := storetest.Parallel(rivals, func(i int) error {
				c := full(round, fmt.Sprintf("item %d %d", round, i))
				c.Seats[0].Agent.ID, c.Learned[0].Agent = "shared", "shared"
				revision, err := s.Commit(ctx, c)
				if errors.Is(err, routing.ErrConflict) {
					return nil
				}
				if err == nil && revision != round+1 {
					err = fmt.Errorf("a commit after revision %d returned %d", round, revision)
				}
				won.Add(1)
				return err
			})
			if err == nil && won.Load() != 1 {
				err = fmt.Errorf("%d of %d commits after the same revision were written", won.Load(), rivals)
			}
			if err != nil {
				return err
			}
		}
		c, err := s.Changes(ctx, 0)
		if err == nil && (len(c.Works) != rounds || c.Seq != rounds || c.Revision != rounds) {
			err = fmt.Errorf("after %d commits there are %d items and %d events at revision %d", rounds, len(c.Works), c.Seq, c.Revision)
		}
		return err
	}},
	{Name: "race/one submits", Run: func(ctx context.Context, s routing.Store) error {
		// The same item by many, each of whom tries until he is told that it is there.
		var won atomic.Int64
		err := storetest.Parallel(6, func(i int) error {
			for ctx.Err() == nil {
				now, err := s.Changes(ctx, 0)
				if err != nil {
					return err
				}
				c := submit(now.Revision, "shared")
				c.Items = append(c.Items, item(fmt.Sprint("own ", i)))
				c.Statuses = append(c.Statuses, status(fmt.Sprint("own ", i), routing.Waiting, 1, 0))
				switch _, err = s.Commit(ctx, c); {
				case errors.Is(err, routing.ErrExists):
					return nil
				case err == nil:
					won.Add(1)
				case !errors.Is(err, routing.ErrConflict):
					return err
				}
			}
			return ctx.Err()
		})
		if err == nil && won.Load() != 1 {
			err = fmt.Errorf("%d have submitted the same item", won.Load())
		}
		c, e := s.Changes(ctx, 0)
		if e == nil && len(c.Works) != 2 {
			e = fmt.Errorf("a submission of two items has left %d", len(c.Works))
		}
		return storetest.First(err, e)
	}},
	{Name: "race/one moment", Run: oneMoment},
	{Name: "race/events in order", Run: eventsInOrder},
}

// oneMoment has writers that each commit the same number to an item, a seat, what
// was learned, the control and an event, while readers look: what they see must be
// of one commit.
func oneMoment(ctx context.Context, s routing.Store) error {
	const writers, readers, times = 3, 3, 25
	set := func(revision, value int64) routing.Commit {
		c := routing.Commit{
			After: revision, Statuses: []routing.StatusOf{status("a", routing.Active, value, 1)},
			Seats: []routing.Seat{seat("x", value)}, Learned: []routing.Learned{learned("x", "", float64(value))},
			Control: &routing.Control{Turn: value}, Events: []routing.Event{event("a", 1)},
		}
		if revision == 0 {
			c.Items = []routing.Item{item("a")}
		}
		return c
	}
	if err := write(ctx, s, set(0, 1)); err != nil {
		return err
	}
	check := func(c routing.Changes) error {
		if len(c.Works) != 1 || len(c.Seats) != 1 || len(c.Learned) != 1 {
			return errors.New("a part of a commit is missing")
		}
		n := c.Revision
		if w, x, l := c.Works[0].Status.Version, c.Seats[0].Turn, int64(c.Learned[0].Experience.Done); w != n || x != n || l != n ||
			c.Control.Turn != n || c.Seq != n {
			return fmt.Errorf("at revision %d the item is of %d, the seat of %d, what was learned of %d, the control of %d, the events of %d",
				n, w, x, l, c.Control.Turn, c.Seq)
		}
		return nil
	}
	var busy atomic.Int64
	busy.Store(writers)
	return storetest.Parallel(writers+readers, func(i int) error {
		if i < writers {
			defer busy.Add(-1)
			for done := 0; done < times; {
				now, err := s.Changes(ctx, 0)
				if err != nil {
					return err
				}
				_, err = s.Commit(ctx, set(now.Revision, now.Revision+1))
				if err == nil {
					done++
				} else if !errors.Is(err, routing.ErrConflict) {
					return err
				}
			}
			return nil
		}
		for last := int64(0); busy.Load() > 0; runtime.Gosched() {
			after := int64(0)
			if i%2 == 0 {
				after = last
			}
			c, err := s.Changes(ctx, after)
			if err != nil {
				return err
			}
			if c.Revision < last {
				return fmt.Errorf("revision %d came after %d", c.Revision, last)
			}
			if c.Revision > last {
				if err := check(c); err != nil {
					return err
				}
			}
			last = c.Revision
		}
		return nil
	})
}

// eventsInOrder has readers follow the events by their numbers while writers
// commit: none may come late.
func eventsInOrder(ctx context.Context, s routing.Store) error {
	const writers, readers, times = 4, 2, 25
	var busy atomic.Int64
	busy.Store(writers)
	return storetest.Parallel(writers+readers, func(i int) error {
		if i < writers {
			defer busy.Add(-1)
			for done := 0; done < times; {
				now, err := s.Changes(ctx, 0)
				if err != nil {
					return err
				}
				_, err = s.Commit(ctx, routing.Commit{After: now.Revision, Events: []routing.Event{event("a", i), event("", i)}})
				if err == nil {
					done++
				} else if !errors.Is(err, routing.ErrConflict) {
					return err
				}
			}
			return nil
		}
		for seq, last := int64(0), false; ; runtime.Gosched() {
			for e, err := range s.Events(ctx, "", seq) {
				if err != nil {
					return err
				}
				if e.Seq != seq+1 {
					return fmt.Errorf("event %d follows %d", e.Seq, seq)
				}
				seq = e.Seq
			}
			if last {
				if seq != 2*writers*times {
					return fmt.Errorf("of %d events %d were seen", 2*writers*times, seq)
				}
				return nil
			}
			last = busy.Load() == 0 // read once more after the last commit
		}
	})
}
