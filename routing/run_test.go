package routing_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// outage is a store that can be away, and counts how often it is asked.
type outage struct {
	routing.Store
	away  atomic.Bool
	asked atomic.Int64
}

var errAway = errors.New("away")

func (o *outage) Commit(ctx context.Context, c routing.Commit) (int64, error) {
	if o.away.Load() {
		return 0, errAway
	}
	return o.Store.Commit(ctx, c)
}

func (o *outage) Changes(ctx context.Context, after int64) (routing.Changes, error) {
	o.asked.Add(1)
	if o.away.Load() {
		return routing.Changes{}, errAway
	}
	return o.Store.Changes(ctx, after)
}

// running has a router run while f does things; the time is the bubble's.
func running(t *testing.T, store routing.Store, o routing.Options, f func(ctx context.Context, r *routing.Router)) {
	t.Helper()
	r, err := routing.New(store, &o)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	f(ctx, r)
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)
}

// ringing is a plan in which an offer lasts so long.
func ringing(d time.Duration) routing.Plan {
	return routing.Plan{Queues: []routing.Queue{{ID: "q", OfferFor: routing.Duration(d), RetryAfter: routing.Duration(time.Hour)}}}
}

func register(t *testing.T, r *routing.Router, agents ...string) {
	t.Helper()
	for _, id := range agents {
		require.NoError(t, r.Register(t.Context(), routing.Agent{ID: id, Capacity: 1}))
		require.NoError(t, r.SetPresence(t.Context(), id, routing.Online, ""))
	}
}

func TestRunActsWhenSomethingIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &outage{Store: routing.NewMemoryStore()}
		o := routing.Options{Plan: ringing(90 * time.Second), Lease: -1, Poll: time.Hour}
		running(t, store, o, func(ctx context.Context, r *routing.Router) {
			register(t, r, "ann")
			start := time.Now()
			_, err := r.Submit(ctx, routing.Item{ID: "1"})
			require.NoError(t, err)
			asked := store.asked.Load()
			for e, err := range r.Watch(ctx, 0) {
				require.NoError(t, err)
				if e.Type == routing.EventMissed {
					break
				}
			}
			require.Equal(t, 90*time.Second, time.Since(start), "to the instant, though it looks for others once an hour")
			require.LessOrEqual(t, store.asked.Load(), asked+2, "and it did not poll")
		})
	})
}

func TestRunHearsOfOthersWithinPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := routing.NewMemoryStore()
		other, err := routing.New(store, &routing.Options{Lease: -1})
		require.NoError(t, err)
		running(t, store, routing.Options{Lease: -1, Poll: 3 * time.Second}, func(ctx context.Context, r *routing.Router) {
			time.Sleep(time.Second) // of the bubble: nobody waits
			register(t, other, "ann")
			start := time.Now()
			for e, err := range r.Watch(ctx, 1) {
				require.NoError(t, err)
				require.Equal(t, routing.EventPresence, e.Type)
				break
			}
			require.Zero(t, time.Since(start), "what is there is told at once")
			_, err := other.Submit(ctx, routing.Item{ID: "1"})
			require.NoError(t, err)
			for e, err := range r.Watch(ctx, 3) {
				require.NoError(t, err)
				require.Equal(t, routing.EventAssigned, e.Type)
				break
			}
			time.Sleep(3 * time.Second)
			a, err := r.Agent(ctx, "ann")
			require.NoError(t, err)
			require.Equal(t, []string{"1"}, a.Items, "reads know it after Poll")
			start = time.Now()
			go func() {
				time.Sleep(time.Second)
				_, _ = other.Submit(ctx, routing.Item{ID: "2"})
			}()
			for e, err := range r.Watch(ctx, 4) {
				require.NoError(t, err)
				require.Equal(t, "2", e.Item)
				break
			}
			require.LessOrEqual(t, time.Since(start), 4*time.Second)
		})
	})
}

func TestRunSurvivesAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &outage{Store: routing.NewMemoryStore()}
		running(t, store, routing.Options{Plan: ringing(time.Minute), Lease: -1, Poll: 5 * time.Second}, func(ctx context.Context, r *routing.Router) {
			register(t, r, "ann", "ben")
			_, err := r.Submit(ctx, routing.Item{ID: "1"})
			require.NoError(t, err)
			store.away.Store(true)
			asked := store.asked.Load()
			time.Sleep(10 * time.Minute)
			require.Less(t, store.asked.Load()-asked, int64(3*120), "it asks a store that is away no more than thrice per Poll")
			store.away.Store(false)
			time.Sleep(5 * time.Second)
			w, err := r.Work(ctx, "1")
			require.NoError(t, err)
			require.Equal(t, "ben", w.Status.Agent, "what was due is done once the store is back")
			require.Equal(t, int64(2), w.Status.Epoch)
		})
	})
}

func TestWatchEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := routing.New(routing.NewMemoryStore(), nil)
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for _, err := range r.Watch(ctx, 0) {
			require.NoError(t, err)
		}
		require.Error(t, ctx.Err())
	})
}
