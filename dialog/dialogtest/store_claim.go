package dialogtest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

var claimChecks = []check{
	{Name: "claim/concurrent", Run: func(ctx context.Context, s dialog.Store) error {
		const claimers, conversations, each = 4, 30, 3
		err := storetest.Spread(conversations, func(i int) error {
			c := fmt.Sprint("c", i)
			return commit(ctx, s, sending(turn(c, "m0", 0), c+"/0", c+"/1"), sending(turn(c, "m1", 1), c+"/2"))
		})
		if err != nil {
			return err
		}
		d := &delivery{seen: map[string][]string{}}
		if err := storetest.Parallel(claimers, func(int) error { return d.drain(ctx, s) }); err != nil {
			return err
		}
		if err := d.drain(ctx, s); err != nil { // what one left to another that had stopped
			return err
		}
		for i := range conversations {
			c := fmt.Sprint("c", i)
			if err := storetest.Same("the items of a conversation as they were delivered", []string{c + "/0", c + "/1", c + "/2"}, d.seen[c]); err != nil {
				return err
			}
		}
		if d.n != conversations*each {
			return fmt.Errorf("%d deliveries of %d items", d.n, conversations*each)
		}
		return nil
	}},
	{Name: "claim/concurrent settle", Run: func(ctx context.Context, s dialog.Store) error {
		if err := storetest.First(commit(ctx, s, sending(turn("c", "m", 0), "o", "next")), claimed(ctx, s, "at first", noon(), "o")); err != nil {
			return err
		}
		var mu sync.Mutex
		won := 0
		err := storetest.Parallel(6, func(int) error {
			err := s.Outbox().Settle(ctx, "o", 1, dialog.Outcome{})
			if errors.Is(err, dialog.ErrConflict) {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			won++
			return err
		})
		if err == nil && won != 1 {
			err = fmt.Errorf("one claim was settled %d times", won)
		}
		return storetest.First(err, claimed(ctx, s, "the next item", noon(), "next"))
	}},
}

// delivery is where claimers deliver to.
type delivery struct {
	mu   sync.Mutex
	n    int
	seen map[string][]string // items by conversation, in the order of delivery
}

// drain claims, delivers and settles until it finds nothing for a while. All
// is within one lease, so no item may come twice.
func (d *delivery) drain(ctx context.Context, s dialog.Store) error {
	for idle := 0; idle < 3; {
		items, err := claim(ctx, s, noon(), 4)
		if err != nil {
			return err
		}
		if len(items) == 0 {
			idle++
			runtime.Gosched()
			continue
		}
		idle = 0
		for _, out := range items {
			d.deliver(out)
			if out.Attempt != 1 {
				return fmt.Errorf("%q was claimed for the %dth time within its lease", out.ID, out.Attempt)
			}
			if err := settle(ctx, s, out.ID, out.Attempt, dialog.Outcome{}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *delivery) deliver(out dialog.Outgoing) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.n++
	d.seen[out.Conversation] = append(d.seen[out.Conversation], out.ID)
}
