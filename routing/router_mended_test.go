package routing_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// An agent who is online but too small for an item is not waited for before the
// others are asked again.
func TestPassEndsWithoutThoseWhoNeverCould(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Now: func() time.Time { return now }, Lease: -1,
		Plan: routing.Plan{Queues: []routing.Queue{{ID: "q", OfferFor: routing.Duration(20 * time.Second)}}},
	})
	require.NoError(t, err)
	for id, capacity := range map[string]int{"big": 3, "small": 2} {
		require.NoError(t, r.Register(t.Context(), routing.Agent{ID: id, Capacity: capacity}))
		require.NoError(t, r.SetPresence(t.Context(), id, routing.Online, ""))
	}
	w, err := r.Submit(t.Context(), routing.Item{ID: "1", Weight: 3})
	require.NoError(t, err)
	require.Equal(t, "big", w.Status.Agent)
	_, err = r.Reject(t.Context(), w.Assignment(), "busy")
	require.NoError(t, err)
	now = now.Add(31 * time.Second)
	_, err = r.Sweep(t.Context())
	require.NoError(t, err)
	w, err = r.Work(t.Context(), "1")
	require.NoError(t, err)
	require.Equal(t, routing.Offered, w.Status.State)
}

// A plan without a peak ends the one that is on.
func TestPeakEndsWithItsPlan(t *testing.T) {
	plan := routing.Plan{Peak: &routing.Peak{Enter: 1, Leave: 0.5}}
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{Plan: plan})
	require.NoError(t, err)
	for _, id := range []string{"1", "2"} {
		_, err = r.Submit(t.Context(), routing.Item{ID: id})
		require.NoError(t, err)
	}
	load, err := r.Load(t.Context())
	require.NoError(t, err)
	require.True(t, load.Peak)
	require.NoError(t, r.SetPlan(t.Context(), routing.Plan{}))
	load, err = r.Load(t.Context())
	require.NoError(t, err)
	require.False(t, load.Peak)
}

// A suggestion for an item that has waited elsewhere is what submitting it does.
func TestSuggestForKnowsTheAge(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Now: func() time.Time { return now },
		Plan: routing.Plan{
			Queues: []routing.Queue{{ID: "q"}, {ID: "old"}},
			Rules:  []routing.Rule{{Name: "old", If: "waited > 1m", Targets: []routing.Target{{Queue: "old"}}}},
		},
	})
	require.NoError(t, err)
	for _, a := range []string{"a"} {
		require.NoError(t, r.Register(t.Context(), routing.Agent{ID: a, Capacity: 1}))
	}
	item := routing.Item{ID: "1", Arrived: now.Add(-time.Hour)}
	stage, _, err := r.SuggestFor(t.Context(), item, 1)
	require.NoError(t, err)
	w, err := r.Submit(t.Context(), item)
	require.NoError(t, err)
	require.Equal(t, w.Status.Stage.Queue, stage.Queue)
}

// A heavy item waits while light ones take each unit that becomes free, however urgent
// it is; units that are reserved for its class come free for it.
func TestReservedUnitsLetHeavyItemsThrough(t *testing.T) {
	for name, c := range map[string]struct {
		reserved map[string]int
		want     routing.State
	}{"none reserved": {nil, routing.Waiting}, "reserved": {map[string]int{"call": 2}, routing.Active}} {
		t.Run(name, func(t *testing.T) {
			now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
			r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
				Now: func() time.Time { return now }, Lease: -1, Plan: routing.Plan{Queues: []routing.Queue{{ID: "q", Ageing: 1}}},
			})
			require.NoError(t, err)
			require.NoError(t, r.Register(t.Context(), routing.Agent{ID: "ann", Capacity: 3, Reserved: c.reserved}))
			require.NoError(t, r.SetPresence(t.Context(), "ann", routing.Online, ""))
			var chats []routing.Assignment
			submit := func(id string, item routing.Item) {
				item.ID = id
				_, err := r.Submit(t.Context(), item)
				require.NoError(t, err)
			}
			held := func() {
				a, err := r.Agent(t.Context(), "ann")
				require.NoError(t, err)
				chats = chats[:0]
				for _, x := range a.Assignments {
					if x.Item != "call" {
						chats = append(chats, x)
					}
				}
			}
			for i := range 3 {
				submit(fmt.Sprint("first ", i), routing.Item{Weight: 1})
			}
			submit("call", routing.Item{Class: "call", Weight: 2, Priority: 1000})
			for i := range 40 { // there is always another chat
				now = now.Add(time.Minute)
				submit(fmt.Sprint("chat ", i), routing.Item{Weight: 1})
				held()
				_, err := r.Complete(t.Context(), chats[0], "")
				require.NoError(t, err)
			}
			w, err := r.Work(t.Context(), "call")
			require.NoError(t, err)
			require.Equal(t, c.want, w.Status.State)
		})
	}
}

// A plan whose items could not be written is not in force.
func TestPlanThatFailsIsNotKept(t *testing.T) {
	store := &failing{Store: routing.NewMemoryStore()}
	r, err := routing.New(store, &routing.Options{Plan: routing.Plan{Queues: []routing.Queue{{ID: "old"}}}})
	require.NoError(t, err)
	_, err = r.Submit(t.Context(), routing.Item{ID: "1"})
	require.NoError(t, err)
	store.err = errors.New("disk full")
	require.ErrorIs(t, r.SetPlan(t.Context(), routing.Plan{Queues: []routing.Queue{{ID: "new"}}}), store.err)
	require.Equal(t, "old", r.Plan().Queues[0].ID)
	store.err = nil
	w, err := r.Submit(t.Context(), routing.Item{ID: "2"})
	require.NoError(t, err)
	require.Equal(t, "old", w.Status.Stage.Queue)
	w, err = r.Work(t.Context(), "1")
	require.NoError(t, err)
	require.Equal(t, "old", w.Status.Stage.Queue)
}

// failing is a store whose commits fail while there is an error.
type failing struct {
	routing.Store
	err error
}

func (s *failing) Commit(ctx context.Context, c routing.Commit) (int64, error) {
	if s.err != nil {
		return 0, s.err
	}
	return s.Store.Commit(ctx, c)
}

// What is known of a category is used for those below it of which nothing is.
func TestWaitOfANewCategory(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{Now: func() time.Time { return now }, Lease: -1})
	require.NoError(t, err)
	require.NoError(t, r.Register(t.Context(), routing.Agent{ID: "ann", Capacity: 1}))
	require.NoError(t, r.SetPresence(t.Context(), "ann", routing.Online, ""))
	for category, took := range map[string]time.Duration{"refund/goods": 20 * time.Minute, "hello": time.Minute} {
		w, err := r.Submit(t.Context(), routing.Item{ID: category, Category: category})
		require.NoError(t, err)
		now = now.Add(took)
		_, err = r.Complete(t.Context(), w.Assignment(), "")
		require.NoError(t, err)
	}
	_, err = r.Submit(t.Context(), routing.Item{ID: "1"})
	require.NoError(t, err)
	for category, want := range map[string]time.Duration{
		"refund/service/online": 20 * time.Minute, "refund/goods": 20 * time.Minute, "hello": time.Minute, "other": 630 * time.Second,
	} {
		_, err := r.Submit(t.Context(), routing.Item{ID: "of " + category, Category: category})
		require.NoError(t, err)
		p, err := r.Place(t.Context(), "of "+category)
		require.NoError(t, err)
		require.InDelta(t, want.Seconds(), p.Wait.Seconds()/float64(p.Place), 2, category)
		_, err = r.Cancel(t.Context(), "of "+category, "")
		require.NoError(t, err)
	}
}
