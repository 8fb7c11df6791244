package dialog

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// Patterns, middleware and OnTurn that do not heed their context are left alone, too.
func TestDeafAroundTheTurn(t *testing.T) {
	for _, c := range []struct {
		late   string
		least  time.Duration // that Handle takes
		stored int
		err    error
	}{
		{late: "nobody", stored: 1},
		{late: "pattern", least: time.Second, stored: 1}, // the customer is told
		{late: "before", least: time.Second, err: ErrLate},
		{late: "behind", least: time.Second, stored: 1, err: ErrLate},
		{late: "told", least: 100 * time.Millisecond, stored: 1},
	} {
		t.Run(c.late, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				until := make(chan struct{})
				wait := func(name string) {
					if c.late == name {
						<-until
					}
				}
				store := NewMemoryStore()
				e, err := NewEngine(store, &Options{
					TurnTimeout: time.Second, HookTimeout: 100 * time.Millisecond,
					Patterns: Patterns{Accept: func(_ context.Context, t *Talk) (bool, error) {
						wait("pattern")
						t.Say(Words{"": {"mine"}})
						return true, nil
					}},
					Middleware: []Middleware{func(next Handler) Handler {
						return func(ctx context.Context, msg Message) (Reply, error) {
							wait("before")
							r, err := next(ctx, msg)
							wait("behind")
							return r, err
						}
					}},
					OnTurn: func(Message, Reply) { wait("told") },
				})
				require.NoError(t, err)
				began := time.Now()
				reply, err := e.Handle(t.Context(), Message{ID: "m", Conversation: "c", Text: "hi"})
				require.Equal(t, c.least, time.Since(began))
				if c.err != nil {
					require.ErrorIs(t, err, c.err)
				} else {
					require.NoError(t, err)
					require.NotEmpty(t, reply.Text)
					require.Equal(t, c.late == "pattern", reply.Text != "mine")
				}
				stored := 0
				for _, err := range store.Transcript(t.Context(), "c", 0) {
					require.NoError(t, err)
					stored++
				}
				require.Equal(t, c.stored, stored)
				close(until) // the test does not end before all goroutines have
			})
		})
	}
}

// The time of middleware is its own: that of the turn does not count.
func TestMiddlewareTimeIsItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pause := func(ctx context.Context, d time.Duration) {
			select {
			case <-time.After(d):
			case <-ctx.Done():
			}
		}
		e, err := NewEngine(NewMemoryStore(), &Options{
			TurnTimeout: time.Second,
			Patterns: Patterns{Accept: func(ctx context.Context, t *Talk) (bool, error) {
				pause(ctx, 900*time.Millisecond)
				t.Say(Words{"": {"mine"}})
				return true, nil
			}},
			Middleware: []Middleware{func(next Handler) Handler {
				return func(ctx context.Context, msg Message) (Reply, error) {
					pause(ctx, 900*time.Millisecond)
					r, err := next(ctx, msg)
					pause(ctx, 900*time.Millisecond)
					return r, err
				}
			}},
		})
		require.NoError(t, err)
		r, err := e.Handle(t.Context(), Message{ID: "m", Conversation: "c", Text: "hi"})
		require.NoError(t, err)
		require.Equal(t, "mine", r.Text)
	})
}

// Panics and ends of the goroutine are errors there as well.
func TestOwnPatternsAreContained(t *testing.T) {
	e, err := NewEngine(NewMemoryStore(), &Options{Patterns: Patterns{Accept: func(context.Context, *Talk) (bool, error) { panic("private") }}})
	require.NoError(t, err)
	_, err = e.Handle(t.Context(), Message{ID: "m", Conversation: "c", Text: "hi"})
	require.ErrorIs(t, err, ErrPanicked)
	require.NotContains(t, err.Error(), "private")
}

// What derives from the context of a function ends with it, and hears of its end.
func TestTimelyContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		whole, cancel := context.WithTimeout(context.WithValue(t.Context(), ownTime{}, "v"), time.Minute)
		defer cancel()
		c := &timely{Context: whole, until: time.Now().Add(time.Second)}
		at, ok := c.Deadline()
		require.True(t, ok)
		require.Equal(t, time.Now().Add(time.Second), at)
		require.Equal(t, "v", c.Value(ownTime{}))
		derived, stop := context.WithCancel(c)
		defer stop()
		require.Equal(t, "v", derived.Value(ownTime{}))
		require.NoError(t, c.Err())
		time.Sleep(time.Second)
		synctest.Wait()
		require.ErrorIs(t, derived.Err(), context.DeadlineExceeded)
		require.ErrorIs(t, c.Err(), context.DeadlineExceeded)

		early := &timely{Context: whole, until: time.Now().Add(time.Hour)}
		at, _ = early.Deadline()
		require.True(t, at.Before(early.until), "that of the whole comes first")
		early.end()
		require.ErrorIs(t, early.Err(), context.Canceled)
		<-early.Done()
	})
}
