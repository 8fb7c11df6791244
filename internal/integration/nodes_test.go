package integration

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

// Several nodes (on SQLite: processes) with a handle of their own on the same
// database write, follow the feed and empty the outbox, all at once.
func TestManyNodes(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		const (
			nodes, writers, turns = 3, 3, 15
			total                 = nodes * writers * turns
		)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var (
			all       sync.WaitGroup
			mu        sync.Mutex
			delivered = map[string][]string{} // by conversation
			left      atomic.Int64
			feeds     [nodes][]dialog.Record
			errs      []error
		)
		left.Store(total)
		run := func(part func() error) {
			all.Go(func() {
				if err := part(); err != nil {
					cancel()
					mu.Lock()
					defer mu.Unlock()
					errs = append(errs, err)
				}
			})
		}
		for node := range nodes {
			store := newDialog(t, d.shared(t), "")
			for w := range writers {
				run(func() error { return talk(ctx, store, fmt.Sprintf("c-%d-%d", node, w), turns) })
			}
			run(func() (err error) {
				feeds[node], err = follow(ctx, store, total)
				return err
			})
			run(func() error {
				for left.Load() > 0 {
					items, err := store.Outbox().Claim(ctx, noon, noon.Add(time.Hour), 4)
					if err != nil {
						return err
					}
					for _, o := range items {
						mu.Lock()
						delivered[o.Conversation] = append(delivered[o.Conversation], o.ID)
						mu.Unlock()
						if err := store.Outbox().Settle(ctx, o.ID, o.Attempt, dialog.Outcome{}); err != nil {
							return err
						}
						left.Add(-1)
					}
				}
				return nil
			})
		}
		all.Wait()
		require.NoError(t, errors.Join(errs...))

		require.Equal(t, feeds[0], feeds[1], "all read the same order")
		require.Equal(t, feeds[0], feeds[2])
		versions, cursor := map[string]int64{}, int64(0)
		for _, r := range feeds[0] {
			require.Greater(t, r.Cursor, cursor)
			cursor = r.Cursor
			versions[r.Message.Conversation]++
			require.Equal(t, versions[r.Message.Conversation], r.Version)
		}
		require.Len(t, delivered, nodes*writers)
		for conversation, ids := range delivered {
			for i, id := range ids {
				require.Equal(t, fmt.Sprint(conversation, " item ", i), id, "once each, in order")
			}
			require.Len(t, ids, turns)
		}
	})
}

// talk commits turns that each send something.
func talk(ctx context.Context, store dialog.Store, conversation string, turns int) error {
	for i := range turns {
		turn := aTurn(conversation, int64(i), fmt.Sprint("m", i))
		turn.Outbox = []dialog.Outgoing{{
			ID: fmt.Sprint(conversation, " item ", i), Conversation: conversation, Due: noon, Reply: &dialog.Reply{ID: "r"},
		}}
		if _, err := store.Commit(ctx, turn); err != nil {
			return err
		}
	}
	return nil
}

// follow reads the feed, each time from where it stopped, until it has n
// records.
func follow(ctx context.Context, store dialog.Store, n int) (records []dialog.Record, err error) {
	cursor := int64(0)
	for len(records) < n {
		for r, err := range store.Feed(ctx, cursor) {
			if err != nil {
				return nil, err
			}
			cursor = r.Cursor
			records = append(records, r)
		}
	}
	return records, nil
}
