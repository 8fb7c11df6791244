package tickettest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

var raceChecks = []check{
	{Name: "race/serials", Run: serialsUnderLoad},
	{Name: "race/no lost update", Run: func(ctx context.Context, s ticket.Store) error {
		const n, times = 8, 5
		if err := storetest.Increments(ctx, cell(s), n, times); err != nil {
			return err
		}
		events, err := storetest.Collect(s.History(ctx, "counter", 0))
		if err == nil && len(events) != n*times {
			err = fmt.Errorf("%d commits succeeded and the history has %d events", n*times, len(events))
		}
		return err
	}},
	{Name: "race/linearizable", Run: func(ctx context.Context, s ticket.Store) error {
		return storetest.Linearizable(ctx, cell(s), 5, 8)
	}},
	{Name: "race/same ticket", Run: func(ctx context.Context, s ticket.Store) error {
		for round := range 5 {
			id := fmt.Sprint("t", round)
			var won atomic.Int64
			err := storetest.Parallel(8, func(i int) error {
				c := commitOf(opened(id, func(t *ticket.Ticket) { t.Owner = fmt.Sprint("o", i) }))
				c.Outbox = []ticket.Notice{notice(id, fmt.Sprint(id, "/", i))}
				_, err := s.Commit(ctx, c)
				if err == nil {
					won.Add(1)
				} else if errors.Is(err, ticket.ErrExists) {
					err = nil
				}
				return err
			})
			if err == nil && won.Load() != 1 {
				err = fmt.Errorf("the same ticket was made %d times", won.Load())
			}
			if err != nil {
				return err
			}
		}
		v, err := look(ctx, s)
		if err == nil && (len(v.Tickets) != 5 || len(v.Feed) != 5 || len(v.Heads) != 5) {
			err = fmt.Errorf("5 tickets were made, each by one of 8: there are %d, %d events and notices of %d", len(v.Tickets), len(v.Feed), len(v.Heads))
		}
		return err
	}},
	{Name: "race/same notice", Run: func(ctx context.Context, s ticket.Store) error {
		var won atomic.Int64
		err := storetest.Parallel(8, func(i int) error {
			id := fmt.Sprint("t", i)
			c := commitOf(opened(id))
			c.Outbox = []ticket.Notice{notice(id, "own"+id), notice(id, "shared")}
			_, err := s.Commit(ctx, c)
			if err == nil {
				won.Add(1)
			} else if errors.Is(err, ticket.ErrInvalid) {
				err = nil
			}
			return err
		})
		if err != nil {
			return err
		}
		v, err := look(ctx, s)
		if err == nil && (won.Load() != 1 || len(v.Tickets) != 1 || len(v.Heads) != 1) {
			err = fmt.Errorf("%d commits with the same notice succeeded, there are %d tickets, and notices of %d: want 1 of each", won.Load(), len(v.Tickets), len(v.Heads))
		}
		return err
	}},
	{Name: "race/changes of several", Run: crossing},
	{Name: "race/cancelled in flight", Run: cancelledInFlight},
}

// serialsUnderLoad has many writers make tickets, in commits of one and of several,
// among commits that fail and commits that lose a race. The serials that were given
// must be 1 to n, and those of one commit in the order of its changes.
func serialsUnderLoad(ctx context.Context, s ticket.Store) error {
	const writers, times = 32, 6
	if _, err := one(ctx, s, opened("there")); err != nil {
		return err
	}
	var mu sync.Mutex
	given := map[int64]string{1: "there"}
	err := storetest.Parallel(writers, func(w int) error {
		for i := range times {
			id := fmt.Sprintf("t%d-%d", w, i)
			c := commitOf(opened(id), opened(id+"b"))
			switch i % 3 {
			case 0: // refused behind a new ticket
				if _, err := s.Commit(ctx, commitOf(opened(id+"c"), opened("there"))); !errors.Is(err, ticket.ErrExists) {
					return fmt.Errorf("a commit of a ticket that exists returned error %w", err)
				}
			case 1: // one of the writers wins
				c.Changes = append(c.Changes, opened(fmt.Sprint("contested", i)))
			}
			tickets, err := s.Commit(ctx, c)
			if errors.Is(err, ticket.ErrExists) {
				continue
			}
			if err != nil {
				return err
			}
			mu.Lock()
			for k, t := range tickets {
				if other, twice := given[t.Serial]; twice {
					err = fmt.Errorf("%q and %q have the same serial %d", other, t.ID, t.Serial)
				}
				if k > 0 && t.Serial <= tickets[k-1].Serial {
					err = fmt.Errorf("the serials of one commit are %d and then %d", tickets[k-1].Serial, t.Serial)
				}
				given[t.Serial] = t.ID
			}
			mu.Unlock()
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for serial := int64(1); serial <= int64(len(given)); serial++ {
		id, ok := given[serial]
		if !ok {
			return fmt.Errorf("%d tickets were made and none of them has the serial %d", len(given), serial)
		}
		t, err := s.Load(ctx, id)
		if err == nil && t.Serial != serial {
			err = fmt.Errorf("%q was made with serial %d and has %d", id, serial, t.Serial)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cell is a ticket whose summary is a number. Each swap is an event of its own.
func cell(s ticket.Store) storetest.Cell {
	var event atomic.Int64
	return storetest.Cell{
		Load: func(ctx context.Context) (int64, int, error) {
			t, err := s.Load(ctx, "counter")
			if errors.Is(err, ticket.ErrNotFound) {
				return 0, 0, nil
			}
			if err != nil {
				return 0, 0, err
			}
			value, err := strconv.Atoi(t.Summary)
			return t.Version, value, err
		},
		Swap: func(ctx context.Context, version int64, value int) (bool, error) {
			c := opened("counter")
			c.Events[0].ID = fmt.Sprint("e", event.Add(1))
			c.Ticket.Version, c.Ticket.Events = version, version+1 // one event with each version
			c.Ticket.Summary = strconv.Itoa(value)
			_, err := s.Commit(ctx, commitOf(c))
			if errors.Is(err, ticket.ErrConflict) || errors.Is(err, ticket.ErrExists) {
				return false, nil
			}
			return err == nil, err
		},
	}
}

// crossing has writers change the same tickets together, in different orders. All must
// come to an end, and the tickets must have been changed together each time.
func crossing(ctx context.Context, s ticket.Store) error {
	const writers, times = 6, 4
	tickets, err := commit(ctx, s, opened("a"), opened("b"), opened("c"))
	if err != nil {
		return err
	}
	err = storetest.Parallel(writers, func(w int) error {
		for i := range times {
			for {
				var changes []ticket.Change
				for k := range tickets {
					t, err := s.Load(ctx, tickets[(w+k)%len(tickets)].ID)
					if err != nil {
						return err
					}
					changes = append(changes, changed(t, fmt.Sprintf("e%d-%d", w, i)))
				}
				_, err := s.Commit(ctx, commitOf(changes...))
				if err == nil {
					break
				}
				if !errors.Is(err, ticket.ErrConflict) {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var first []string
	for i := range tickets {
		events, err := storetest.Collect(s.History(ctx, tickets[i].ID, 1))
		if err != nil {
			return err
		}
		var ids []string
		for _, e := range events {
			ids = append(ids, e.ID)
		}
		if i == 0 {
			first = ids
		}
		if err := storetest.Same("the events of tickets that were always changed together", first, ids); err != nil {
			return err
		}
	}
	if len(first) != writers*times {
		return fmt.Errorf("%d commits succeeded and each ticket has %d of their events", writers*times, len(first))
	}
	return nil
}

// cancelledInFlight cancels commits while they run. Whatever comes of each, it must have
// happened as a whole or not at all, and nil means that it happened.
func cancelledInFlight(ctx context.Context, s ticket.Store) error {
	const n = 60
	err := storetest.Spread(n, func(i int) error {
		inFlight, cancel := context.WithCancel(ctx)
		defer cancel()
		id := fmt.Sprint("t", i)
		c := ticket.Commit{Changes: []ticket.Change{opened(id), opened(id + "b")}, Outbox: []ticket.Notice{notice(id, id)}}
		var commitErr error
		err := storetest.Parallel(2, func(who int) error {
			if who == 0 {
				cancel()
				return nil
			}
			_, commitErr = s.Commit(inFlight, c)
			return nil
		})
		switch {
		case commitErr == nil:
			_, loadErr := s.Load(ctx, id)
			return storetest.First(err, storetest.NoErr("a commit succeeded while its context was cancelled, then load", loadErr))
		case !errors.Is(commitErr, context.Canceled):
			return fmt.Errorf("a commit cancelled in flight returned error %w, want the context's", commitErr)
		}
		return err
	})
	if err != nil {
		return err
	}
	v, err := look(ctx, s)
	if err != nil {
		return err
	}
	if len(v.Tickets) != len(v.Feed) || len(v.Tickets) != 2*len(v.Heads) {
		return fmt.Errorf("of the commits cancelled in flight %d left a notice, with %d tickets and %d events", len(v.Heads), len(v.Tickets), len(v.Feed))
	}
	for i, t := range v.Tickets {
		if t.Serial != int64(i)+1 {
			return fmt.Errorf("after commits that were cancelled in flight, ticket %d has serial %d", i+1, t.Serial)
		}
	}
	return nil
}
