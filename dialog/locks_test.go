package dialog

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func TestTurnLocksPassInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		locks := newTurnLocks()
		unlock, err := locks.lock(t.Context(), "c")
		require.NoError(t, err)
		var order []int
		for i := range 20 {
			go func() {
				unlock, err := locks.lock(t.Context(), "c")
				if err == nil {
					order = append(order, i)
					unlock()
				}
			}()
			synctest.Wait() // it stands in the queue
		}
		require.Empty(t, order)
		other, err := locks.lock(t.Context(), "d")
		require.NoError(t, err, "another conversation need not wait")
		other()
		unlock()
		synctest.Wait()
		for i := range 20 {
			require.Equal(t, i, order[i])
		}
		require.Empty(t, locks.held, "no entry is left behind")
	})
}

func TestTurnLocksGiveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		locks := newTurnLocks()
		unlock, err := locks.lock(t.Context(), "c")
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		gaveUp := make(chan error, 1)
		go func() {
			_, err := locks.lock(ctx, "c")
			gaveUp <- err
		}()
		waited := make(chan error, 1)
		go func() {
			unlock, err := locks.lock(t.Context(), "c")
			if err == nil {
				unlock()
			}
			waited <- err
		}()
		synctest.Wait()
		cancel()
		require.ErrorIs(t, <-gaveUp, context.Canceled)
		synctest.Wait()
		require.Empty(t, waited, "whoever gave up lets nobody in")
		require.Len(t, locks.held, 1)
		unlock()
		require.NoError(t, <-waited)
		synctest.Wait()
		require.Empty(t, locks.held)
	})
}

// A turn that fails leaves the conversation open for the next one.
func TestTurnsLeaveNoLocks(t *testing.T) {
	bot, err := NewEngine(NewMemoryStore(), nil)
	require.NoError(t, err)
	_, err = bot.Release(t.Context(), "c", "r")
	require.Error(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = bot.Handle(ctx, Message{ID: "m", Conversation: "c", Text: "hi"})
	require.Error(t, err)
	_, err = bot.Handle(t.Context(), Message{ID: "m", Conversation: "c", Text: "hi"})
	require.NoError(t, err)
	require.Empty(t, bot.turns.held)
}
