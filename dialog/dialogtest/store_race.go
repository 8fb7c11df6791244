package dialogtest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var raceChecks = []check{
	{Name: "race/no lost update", Run: func(ctx context.Context, s dialog.Store) error {
		const n, times = 8, 5
		if err := storetest.Increments(ctx, cell(s), n, times); err != nil {
			return err
		}
		records, err := storetest.Collect(s.Transcript(ctx, "counter", 0))
		if err == nil && len(records) != n*times {
			err = fmt.Errorf("%d commits succeeded and the transcript has %d records", n*times, len(records))
		}
		return err
	}},
	{Name: "race/linearizable", Run: func(ctx context.Context, s dialog.Store) error {
		return storetest.Linearizable(ctx, cell(s), 5, 8)
	}},
	{Name: "race/same message", Run: func(ctx context.Context, s dialog.Store) error {
		for round := range 5 {
			if err := sameMessage(ctx, s, fmt.Sprint("c", round)); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "race/same outbox id", Run: func(ctx context.Context, s dialog.Store) error {
		const n = 8
		var mu sync.Mutex
		won := 0
		err := storetest.Parallel(n, func(i int) error {
			_, err := s.Commit(ctx, sending(turn(fmt.Sprint("c", i), "m", 0), fmt.Sprint("own", i), "shared"))
			if errors.Is(err, dialog.ErrInvalid) {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			won++
			return err
		})
		if err != nil {
			return err
		}
		v, err := look(ctx, s)
		if err == nil && (won != 1 || len(v.Feed) != 1 || len(v.Heads) != 1) {
			err = fmt.Errorf("%d commits with the same outbox id succeeded, the feed has %d records, %d conversations have an outbox: want 1 of each", won, len(v.Feed), len(v.Heads))
		}
		return err
	}},
	{Name: "race/cancelled in flight", Run: cancelledInFlight},
}

// cell is a conversation whose State holds a number. Each swap is a turn of
// its own message.
func cell(s dialog.Store) storetest.Cell {
	var mu sync.Mutex
	message := 0
	return storetest.Cell{
		Load: func(ctx context.Context) (int64, int, error) {
			c, err := s.Load(ctx, "counter")
			if errors.Is(err, dialog.ErrNotFound) {
				return 0, 0, nil
			}
			if err != nil {
				return 0, 0, err
			}
			value, err := strconv.Atoi(string(c.State))
			return c.Version, value, err
		},
		Swap: func(ctx context.Context, version int64, value int) (bool, error) {
			mu.Lock()
			message++
			t := turn("counter", fmt.Sprint("m", message), version)
			mu.Unlock()
			t.Conversation.State = []byte(strconv.Itoa(value))
			_, err := s.Commit(ctx, t)
			if errors.Is(err, dialog.ErrConflict) {
				return false, nil
			}
			return err == nil, err
		},
	}
}

// sameMessage commits one message from many goroutines, each with a reply and
// an outbox item of its own. One must win and all others must get what it wrote.
func sameMessage(ctx context.Context, s dialog.Store, conversation string) error {
	const n = 8
	var mu sync.Mutex
	var winners, seen []string
	err := storetest.Parallel(n, func(i int) error {
		t := sending(turn(conversation, "m", 0), fmt.Sprintf("%s-%d", conversation, i))
		t.Reply.Text = fmt.Sprint("answer of ", i)
		_, err := s.Commit(ctx, t)
		var dup *dialog.DuplicateError
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err == nil:
			winners = append(winners, t.Reply.Text)
		case errors.As(err, &dup):
			seen = append(seen, dup.Record.Reply.Text)
		default:
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(winners) != 1 {
		return fmt.Errorf("the same message was committed %d times", len(winners))
	}
	for _, text := range seen {
		if text != winners[0] {
			return fmt.Errorf("a duplicate got %q, and %q was committed", text, winners[0])
		}
	}
	return nil
}

// cancelledInFlight cancels commits while they run. Whatever comes of each, it
// must have happened as a whole or not at all, and nil means that it happened.
func cancelledInFlight(ctx context.Context, s dialog.Store) error {
	const n = 60
	err := storetest.Spread(n, func(i int) error {
		ctx, cancel := context.WithCancel(ctx)
		t := sending(turn(fmt.Sprint("c", i), "m", 0), fmt.Sprint("o", i))
		var commitErr error
		err := storetest.Parallel(2, func(who int) error {
			if who == 0 {
				cancel()
				return nil
			}
			_, commitErr = s.Commit(ctx, t)
			return nil
		})
		cancel()
		if commitErr != nil && !errors.Is(commitErr, context.Canceled) {
			return fmt.Errorf("a commit cancelled in flight returned error %w, want the context's", commitErr)
		}
		if commitErr != nil {
			return err
		}
		_, loadErr := s.Load(context.WithoutCancel(ctx), t.Conversation.ID)
		return storetest.First(err, storetest.NoErr("a commit succeeded while its context was cancelled, then load", loadErr))
	})
	if err != nil {
		return err
	}
	v, err := look(ctx, s)
	if err != nil {
		return err
	}
	heads := make(map[string]bool)
	for _, id := range v.Heads {
		heads[id] = true
	}
	if len(heads) != len(v.Feed) {
		return fmt.Errorf("of the commits cancelled in flight %d left a record and %d an outbox item", len(v.Feed), len(heads))
	}
	for i := range n {
		_, loadErr := s.Load(ctx, fmt.Sprint("c", i))
		_, repliedErr := s.Replied(ctx, fmt.Sprint("c", i), "m")
		if loaded, has := loadErr == nil, repliedErr == nil; loaded != has || loaded != heads[fmt.Sprint("o", i)] {
			return fmt.Errorf("a commit cancelled in flight was done by half: conversation %t, record %t, outbox %t", loaded, has, heads[fmt.Sprint("o", i)])
		}
	}
	return nil
}
