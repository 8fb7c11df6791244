package ticket_test

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// Two desks on one store, 32 sweeps and deliveries at once: timers, marks, rungs and
// notices are there once, whoever was first.
func TestSweepsRace(t *testing.T) {
	ctx := context.Background()
	store := ticket.NewMemoryStore()
	rules := ticket.DefaultRules()
	rules.Policies = []ticket.Policy{{
		Name: "p", Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(100 * time.Hour), PauseIn: []string{}}},
		Ladder: []ticket.Rung{{Clock: "resolution", Percent: 100, Do: []ticket.Action{ticket.Raise(1), ticket.Escalate("", "late")}}},
	}}
	var mu sync.Mutex
	notices := map[string]int{}
	now := noon
	var desks []*ticket.Desk
	for range 2 {
		d, err := ticket.New(store, &ticket.Options{
			Rules: &rules, Now: func() time.Time { return now },
			Notifier: ticket.NotifierFunc(func(_ context.Context, n ticket.Notice) error {
				mu.Lock()
				defer mu.Unlock()
				notices[n.ID]++
				return nil
			}),
		})
		require.NoError(t, err)
		desks = append(desks, d)
	}
	for i := range 8 {
		id := strconv.Itoa(i)
		_, err := desks[0].Open(ctx, ticket.Draft{ID: id, Subject: "s", Customer: "carl"}, carl)
		require.NoError(t, err)
		_, err = desks[0].Do(ctx, id, ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.MoveTo("pending", "")}})
		require.NoError(t, err)
	}
	now = noon.Add(121 * time.Hour) // one timer, three marks and a rung are due
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			_, err := desks[i%2].Sweep(ctx)
			assert.NoError(t, err)
			_, err = desks[i%2].Deliver(ctx)
			assert.NoError(t, err)
		})
	}
	all.Wait()
	for i := range 8 {
		count := map[string]int{}
		for e, err := range store.History(ctx, strconv.Itoa(i), 0) {
			require.NoError(t, err)
			count[string(e.Type)]++
		}
		assert.Equal(t, "map[breached:1 changed:2 escalated:2 moved:1 notified:1 opened:1 timer:1 warned:2]", fmt.Sprint(count))
	}
	assert.Len(t, notices, 8*(2+1+1+1), "opened to both sides; breached, escalated, closing")
	for id, n := range notices {
		assert.Equal(t, 1, n, id)
	}
}
