package tickettest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

var claimChecks = []check{
	{Name: "claim/concurrent", Run: func(ctx context.Context, s ticket.Store) error {
		const claimers, tickets, each = 4, 30, 3
		err := storetest.Spread(tickets, func(i int) error {
			of := fmt.Sprint("t", i)
			return storetest.First(send(ctx, s, of, of+"/0", of+"/1"), send(ctx, s, of, of+"/2"))
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
		for i := range tickets {
			of := fmt.Sprint("t", i)
			if err := storetest.Same("the notices of a ticket as they were delivered", []string{of + "/0", of + "/1", of + "/2"}, d.seen[of]); err != nil {
				return err
			}
		}
		if d.n != tickets*each {
			return fmt.Errorf("%d deliveries of %d notices", d.n, tickets*each)
		}
		return nil
	}},
	{Name: "claim/concurrent settle", Run: func(ctx context.Context, s ticket.Store) error {
		if err := storetest.First(send(ctx, s, "a", "n", "next"), claimed(ctx, s, "at first", noon(), "n")); err != nil {
			return err
		}
		var mu sync.Mutex
		won := 0
		err := storetest.Parallel(6, func(int) error {
			err := s.Outbox().Settle(ctx, "n", 1, done())
			if errors.Is(err, ticket.ErrConflict) {
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
		return storetest.First(err, claimed(ctx, s, "the next notice", noon(), "next"))
	}},
}

// delivery is where claimers deliver to.
type delivery struct {
	mu   sync.Mutex
	n    int
	seen map[string][]string // notices by ticket, in the order of delivery
}

// drain claims, delivers and settles until it finds nothing for a while. All is within
// one lease, so nothing may come twice.
func (d *delivery) drain(ctx context.Context, s ticket.Store) error {
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
			d.deliver(out.Notice)
			if out.Attempt != 1 {
				return fmt.Errorf("%q was claimed for the %dth time within its lease", out.Notice.ID, out.Attempt)
			}
			if err := settle(ctx, s, out.Notice.ID, out.Attempt, done()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *delivery) deliver(n ticket.Notice) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.n++
	d.seen[n.Ticket] = append(d.seen[n.Ticket], n.ID)
}
