package routingtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

// RunRouters has routers that share what they keep do random commands from 32
// goroutines, with a clock of its own, and checks that
//
//   - every commit holds what [Watched] says,
//   - whenever nothing is under way, nobody is idle who could take an item that
//     waits ([Quiet]),
//   - no item is lost, and none has two owners or two ends,
//   - what the clients saw of each item can be explained by one order of the
//     commands that agrees with real time,
//   - whoever names an assignment that has been replaced is refused.
//
// open returns a store for each router, all over the same data, which are empty; what
// it opens it closes by t.Cleanup.
func RunRouters(t *testing.T, open func(t *testing.T) []routing.Store) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), storetest.Patience)
	defer cancel()
	crowd, err := newCrowd(open(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := crowd.run(ctx, 5, 32, 16); err != nil {
		t.Error(err)
	}
}

// crowd is who works with a few routers at once.
type crowd struct {
	stores  []*Watched
	routers []*routing.Router
	clock   atomic.Int64 // seconds after noon
	history storetest.History

	mu    sync.Mutex
	items []string             // that were submitted
	last  []routing.Assignment // that somebody was told of, in that order
}

const crowdAgents = 8

// crowdQueues are one where items are given, one where they are offered, and one
// with a time to write up.
var crowdQueues = [...]routing.Queue{
	{ID: "given"},
	{
		ID: "offered", OfferFor: routing.Duration(20 * time.Second), RetryAfter: routing.Duration(5 * time.Second), AwayAfter: 3,
		Strategy: "least_loaded",
	},
	{ID: "wrapped", WrapUp: routing.Duration(10 * time.Second), Ageing: 1, Strategy: "round_robin"},
}

func newCrowd(stores []routing.Store) (*crowd, error) {
	c := &crowd{}
	plan := routing.Plan{Queues: crowdQueues[:], Weights: map[string]int{"voice": 2}}
	for _, q := range crowdQueues {
		plan.Rules = append(plan.Rules, routing.Rule{
			Name: q.ID, When: func(f *routing.Facts) bool { return f.Item.Category == q.ID }, Targets: []routing.Target{{Queue: q.ID}},
		})
	}
	for _, s := range stores {
		w := Watch(s)
		r, err := routing.New(w, &routing.Options{Plan: plan, Lease: -1, Now: func() time.Time {
			return noon().Add(time.Duration(c.clock.Load()) * time.Second)
		}})
		if err != nil {
			return nil, err
		}
		c.stores, c.routers = append(c.stores, w), append(c.routers, r)
	}
	return c, nil
}

// run works in rounds; after each one nothing is under way.
func (c *crowd) run(ctx context.Context, rounds, workers, times int) error {
	for i := range crowdAgents {
		if err := c.register(ctx, c.routers[0], i, 2); err != nil {
			return err
		}
		if err := c.routers[0].SetPresence(ctx, agentName(i), routing.Online, ""); err != nil {
			return err
		}
	}
	if err := c.replaceOne(ctx); err != nil {
		return err
	}
	for round := range rounds {
		err := storetest.Parallel(workers, func(i int) error {
			w := &worker{crowd: c, client: i, name: fmt.Sprintf("%d-%d", round, i), rng: rand.New(rand.NewPCG(uint64(round), uint64(i)))} //nolint:gosec // a test
			for range times {
				if err := w.work(ctx); err != nil {
					return fmt.Errorf("%s: %w", w.did, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := c.quiet(ctx); err != nil {
			return fmt.Errorf("after round %d: %w", round, err)
		}
	}
	return storetest.First(c.nothingLost(ctx), c.staleIsRefused(ctx), c.explained())
}

// replaceOne has an agent give an item back, which another one gets: there is one
// assignment at least that is replaced.
func (c *crowd) replaceOne(ctx context.Context) error {
	w, err := c.routers[0].Submit(ctx, routing.Item{ID: "handed on", Category: crowdQueues[0].ID})
	if err != nil {
		return err
	}
	c.items, c.last = append(c.items, w.Item.ID), append(c.last, w.Assignment())
	_, err = c.routers[0].Return(ctx, w.Assignment(), "not mine")
	return err
}

func agentName(i int) string { return fmt.Sprint("agent ", i) }

func (c *crowd) register(ctx context.Context, r *routing.Router, i, capacity int) error {
	a := routing.Agent{ID: agentName(i), Capacity: capacity, Skills: map[string]int{"x": 1 + i%4, "y": 4 - i%4}}
	if i%3 == 0 {
		a.Limits = map[string]int{"voice": 1}
	}
	if i%4 == 1 {
		a.Reserved = map[string]int{"vip": 1}
	}
	return r.Register(ctx, a)
}

// quiet does what is due and checks what was written so far.
func (c *crowd) quiet(ctx context.Context) error {
	for _, r := range c.routers {
		if _, err := r.Sweep(ctx); err != nil {
			return err
		}
	}
	var faults []error
	for _, s := range c.stores {
		faults = append(faults, s.Err())
	}
	return errors.Join(append(faults, Quiet(ctx, c.stores[0], crowdQueues[:]...))...)
}

// nothingLost looks up every item that was submitted: it is there once, open or
// ended, and what happened to it is a story with one beginning and at most one end.
func (c *crowd) nothingLost(ctx context.Context) error {
	open, err := c.stores[0].Changes(ctx, 0)
	if err != nil {
		return err
	}
	waits := map[string]bool{}
	for _, w := range open.Works {
		waits[w.Item.ID] = true
	}
	for _, id := range c.items {
		w, err := c.stores[0].Work(ctx, id)
		if err != nil {
			return fmt.Errorf("item %q is lost: %w", id, err)
		}
		if waits[id] == w.Status.State.Ended() {
			return fmt.Errorf("item %q is %s, and among the open ones: %t", id, w.Status.State, waits[id])
		}
		begun, ended, epoch := 0, 0, int64(0)
		for e, err := range c.stores[0].Events(ctx, id, 0) {
			if err != nil {
				return err
			}
			switch e.Type {
			case routing.EventSubmitted:
				begun++
			case routing.EventCompleted, routing.EventCancelled, routing.EventDiverted:
				ended++
			}
			if e.Epoch < epoch {
				return fmt.Errorf("the events of item %q go from epoch %d to %d", id, epoch, e.Epoch)
			}
			epoch = e.Epoch
		}
		if begun != 1 || ended != 0 == waits[id] || ended > 1 {
			return fmt.Errorf("item %q, now %s, began %d times and ended %d times", id, w.Status.State, begun, ended)
		}
	}
	return nil
}

// staleIsRefused names every assignment that anybody was ever told of and that is
// no more: nobody can do anything with it, through any router.
func (c *crowd) staleIsRefused(ctx context.Context) error {
	tried := 0
	for i, a := range c.last {
		w, err := c.stores[0].Work(ctx, a.Item)
		if err != nil {
			return err
		}
		if w.Status.Epoch == a.Epoch && w.Status.Agent == a.Agent {
			continue
		}
		tried++
		r := c.routers[i%len(c.routers)]
		for what, call := range assignmentCalls {
			if _, err := call(ctx, r, a, "stale"); !errors.Is(err, routing.ErrStale) {
				return fmt.Errorf("%s of %v, which is with %q in epoch %d: got error %w", what, a, w.Status.Agent, w.Status.Epoch, err)
			}
		}
		after, err := c.stores[0].Work(ctx, a.Item)
		if err := storetest.First(err, storetest.Same("an item after stale commands", w, after)); err != nil {
			return err
		}
	}
	if tried == 0 {
		return errors.New("no assignment was ever replaced: this test tests nothing")
	}
	return nil
}
