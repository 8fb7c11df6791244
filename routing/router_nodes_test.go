package routing_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// A router that stood aside while another one worked knows nothing of it yet. What
// it answers is true all the same: it neither refuses what is right nor confirms
// what has passed.
func TestRouterThatStoodAside(t *testing.T) {
	ctx := context.Background()
	now := func() time.Time { return time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC) }
	for name, aside := range map[string]func(t *testing.T, busy, idle *routing.Router, a routing.Assignment){
		"complete": func(t *testing.T, _, idle *routing.Router, a routing.Assignment) {
			_, err := idle.Complete(ctx, a, "solved")
			require.NoError(t, err)
		},
		"cancel": func(t *testing.T, _, idle *routing.Router, a routing.Assignment) {
			_, err := idle.Cancel(ctx, a.Item, "left")
			require.NoError(t, err)
		},
		"an agent of the other": func(t *testing.T, _, idle *routing.Router, _ routing.Assignment) {
			require.NoError(t, idle.SetPresence(ctx, "ben", routing.Online, ""))
		},
		"accept what has passed": func(t *testing.T, busy, idle *routing.Router, a routing.Assignment) {
			_, err := idle.Accept(ctx, a) // which has it know of it
			require.NoError(t, err)
			_, err = busy.Return(ctx, a, "")
			require.NoError(t, err)
			_, err = idle.Accept(ctx, a)
			require.ErrorIs(t, err, routing.ErrStale)
		},
		"submit again": func(t *testing.T, busy, idle *routing.Router, a routing.Assignment) {
			_, err := idle.Sweep(ctx)
			require.NoError(t, err)
			_, err = busy.Complete(ctx, a, "")
			require.NoError(t, err)
			w, err := idle.Submit(ctx, routing.Item{ID: a.Item})
			require.NoError(t, err)
			require.Equal(t, routing.Completed, w.Status.State)
		},
	} {
		t.Run(name, func(t *testing.T) {
			store := routing.NewMemoryStore()
			var both [2]*routing.Router
			for i := range both {
				r, err := routing.New(store, &routing.Options{Now: now})
				require.NoError(t, err)
				_, err = r.Sweep(ctx)
				require.NoError(t, err)
				both[i] = r
			}
			busy, idle := both[0], both[1]
			require.NoError(t, busy.Register(ctx, routing.Agent{ID: "ann", Capacity: 1}))
			require.NoError(t, busy.Register(ctx, routing.Agent{ID: "ben", Capacity: 1}))
			require.NoError(t, busy.SetPresence(ctx, "ann", routing.Online, ""))
			w, err := busy.Submit(ctx, routing.Item{ID: "1"})
			require.NoError(t, err)
			aside(t, busy, idle, w.Assignment())
		})
	}
}
