package dialog

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemoryStore()
		here, err := NewEngine(store, nil)
		require.NoError(t, err)
		there, err := NewEngine(store, nil)
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		seen := make(chan string, 100)
		for range 2 {
			go func() {
				for r, err := range here.Watch(ctx, "c", 1) {
					if err != nil {
						seen <- err.Error()
						continue
					}
					seen <- r.Message.ID
				}
				seen <- "end"
			}()
		}
		say := func(e *Engine, id string) {
			_, err := e.Handle(t.Context(), Message{ID: id, Conversation: "c", Text: "hello"})
			require.NoError(t, err)
			synctest.Wait()
		}
		say(here, "1")
		require.Empty(t, seen, "that one is known")
		say(here, "2")
		require.Len(t, seen, 2, "both see it at once")
		say(there, "3")
		require.Len(t, seen, 2)
		time.Sleep(watchPoll)
		synctest.Wait()
		require.Len(t, seen, 4, "a turn of another node within a second")
		stop()
		synctest.Wait()
		require.Len(t, seen, 6)
		close(seen)
		var all []string
		for s := range seen {
			all = append(all, s)
		}
		require.Equal(t, []string{"2", "2", "3", "3", "end", "end"}, all, "it ends without an error")
		require.Empty(t, here.watchers.waits)

		for _, err := range here.Watch(t.Context(), "c", 0) {
			require.NoError(t, err)
			break
		}
		require.Empty(t, here.watchers.waits)
	})
}

// lostStore loses its connection at the n-th transcript.
func TestWatchEndsWithTheStore(t *testing.T) {
	store := &faultStore{Store: NewMemoryStore(), at: 3}
	e, err := NewEngine(store, nil)
	require.NoError(t, err)
	_, err = e.Handle(t.Context(), Message{ID: "1", Conversation: "c", Text: "hello"})
	require.NoError(t, err)
	var got []string
	for r, err := range e.Watch(t.Context(), "c", 0) {
		got = append(got, fmt.Sprint(r.Message.ID, err))
	}
	require.Equal(t, []string{errTimed.Error()}, got)
}

func TestHistory(t *testing.T) {
	now := timedStart
	store := NewMemoryStore()
	e, err := NewEngine(store, &Options{Now: func() time.Time { return now }})
	require.NoError(t, err)
	for i, channel := range []string{"web", "sms", "web"} {
		now = now.Add(time.Hour)
		_, err := e.Handle(t.Context(), Message{ID: "1", Conversation: fmt.Sprint(i), Customer: "ann", Channel: channel, Text: "hello"})
		require.NoError(t, err)
	}
	_, err = e.Handle(t.Context(), Message{ID: "1", Conversation: "other", Customer: "bob", Text: "hello"})
	require.NoError(t, err)
	history := func(n int) (ids []string) {
		past, err := e.History(t.Context(), "ann", n)
		require.NoError(t, err)
		for _, c := range past {
			ids = append(ids, c.ID+" "+c.Channel+" "+c.Outcome)
		}
		return ids
	}
	require.Equal(t, []string{"2 web chatted", "1 sms chatted", "0 web chatted"}, history(9))
	require.Equal(t, []string{"2 web chatted", "1 sms chatted"}, history(2))

	e, err = NewEngine(&faultStore{Store: store}, nil)
	require.NoError(t, err)
	_, err = e.History(t.Context(), "ann", 1)
	require.ErrorIs(t, err, ErrNotFound, "the store keeps no archive")
}
