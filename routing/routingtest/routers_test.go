package routingtest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// Routers on a store that is broken, each in a way that only shows when several
// work at once or in the end.
func TestCrowdNotices(t *testing.T) {
	for name, c := range map[string]struct {
		breaks func(s *broken)
		want   string
	}{
		"nothing": {breaks: func(*broken) {}},
		"the last one wins": {func(s *broken) {
			s.commit = func(ctx context.Context, c routing.Commit) (int64, error) {
				for {
					now, err := s.right.Changes(ctx, 1<<62)
					if err != nil {
						return 0, err
					}
					if c.After != now.Revision {
						c.Events = nil
					}
					c.After = now.Revision
					revision, err := s.right.Commit(ctx, c)
					if !errors.Is(err, routing.ErrConflict) {
						return revision, err
					}
				}
			}
		}, ""},
		"assignments have one epoch": {onCommit(func(c *routing.Commit) {
			for i := range c.Statuses {
				c.Statuses[i].Status.Epoch = min(c.Statuses[i].Status.Epoch, 1)
			}
			for i := range c.Events {
				c.Events[i].Epoch = min(c.Events[i].Epoch, 1)
			}
		}), ""},
		"items are lost": {onCommit(func(c *routing.Commit) {
			if len(c.Items) > 1 {
				id := c.Items[0].ID
				c.Items = c.Items[1:]
				c.Statuses = slices.DeleteFunc(c.Statuses, func(st routing.StatusOf) bool { return st.Item == id })
			}
		}), ""},
		"ends are told twice": {onEvents(func(_ int64, all []routing.Event) []routing.Event {
			for _, e := range all {
				if e.Type == routing.EventCompleted {
					return append(all, e)
				}
			}
			return all
		}), "ended 2 times"},
		"items that have ended are open": {onChanges(func(after int64, c *routing.Changes) {
			for i := range c.Works {
				if after > 0 && c.Works[i].Status.State == routing.Cancelled {
					c.Works[i].Status.State = routing.Waiting
				}
			}
		}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			right := routing.NewMemoryStore()
			var stores []routing.Store
			for range 3 {
				s := newBroken()
				s.right = right
				s.commit, s.changes, s.work, s.events, s.prune = right.Commit, right.Changes, right.Work, right.Events, right.Prune
				c.breaks(s)
				stores = append(stores, s)
			}
			crowd, err := newCrowd(stores)
			require.NoError(t, err)
			err = crowd.run(t.Context(), 3, 16, 16)
			if name == "nothing" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}
