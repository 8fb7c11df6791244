package integration

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/dialogsql"
	"github.com/stretchr/testify/require"
)

// countdown is a context that ends when it is asked for the n-th time whether
// it has.
type countdown struct {
	context.Context
	cancel context.CancelFunc
	left   atomic.Int64
}

func newCountdown(ctx context.Context, n int) *countdown {
	c := &countdown{}
	c.Context, c.cancel = context.WithCancel(ctx)
	c.left.Store(int64(n))
	return c
}

func (c *countdown) Err() error {
	if c.left.Add(-1) == 0 {
		c.cancel()
	}
	return c.Context.Err()
}

// A commit that is cancelled anywhere has done nothing, or says that it does
// not know; the same turn again is written exactly once.
func TestCommitCancelledAnywhere(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		store := newDialog(t, d.shared(t), "")
		cancelled, done := 0, false
		for n := 1; !done; n++ {
			require.Less(t, n, 1000)
			conversation := fmt.Sprint("c", n)
			turn := aTurn(conversation, 0, "m")
			turn.Outbox = []dialog.Outgoing{{ID: fmt.Sprint("o", n), Due: noon, Reply: &dialog.Reply{ID: "r"}}}

			limited := newCountdown(ctx, n)
			_, err := store.Commit(limited, turn)
			limited.cancel()
			switch {
			case err == nil:
				done = true
			case errors.Is(err, dialogsql.ErrUnknownOutcome):
			default:
				cancelled++
				require.ErrorIs(t, err, context.Canceled)
				_, err = store.Load(ctx, conversation)
				require.ErrorIs(t, err, dialog.ErrNotFound)
				_, err = store.Commit(ctx, turn)
				require.NoError(t, err, "nothing of it was there")
			}
			_, err = store.Commit(ctx, turn)
			require.True(t, err == nil || errors.Is(err, dialog.ErrDuplicate), "got %v", err)
			items, err := store.Outbox().Claim(ctx, noon, noon.Add(time.Hour), 10)
			require.NoError(t, err)
			require.Len(t, items, 1)
		}
		require.Greater(t, cancelled, 3)
	})
}
