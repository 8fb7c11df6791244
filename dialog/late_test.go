package dialog

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// deaf are hooks that do not heed their context.
type deaf struct {
	Knowledge
	until chan struct{}
	late  map[string]bool
}

func (d *deaf) wait(name string) {
	if d.late[name] {
		<-d.until
	}
}

func (d *deaf) Read(context.Context, ReadInput) (Understood, error) {
	d.wait("read")
	return Understood{}, nil
}

func (d *deaf) Listen(context.Context, string, Reply) (string, error) {
	d.wait("listen")
	return "", nil
}

func (d *deaf) Search(ctx context.Context, q Query) (Found, error) {
	d.wait("search")
	return d.Knowledge.Search(ctx, q)
}

func (d *deaf) Answer(ctx context.Context, hit Hit, q Query) (Answer, error) {
	d.wait("answer")
	return d.Knowledge.Answer(ctx, hit, q)
}

func (d *deaf) Profile(context.Context, string) (Profile, error) {
	d.wait("profile")
	return Profile{}, nil
}

// A hook that does not heed its context has no more time than one that does: what follows is
// what follows its error, and nothing is left behind but the hook itself.
func TestDeafHooks(t *testing.T) {
	fails := []string{"search", "answer", "args"}
	for _, name := range []string{"read", "listen", "search", "answer", "profile", "do", "check", "args"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &deaf{Knowledge: answers{"how long does delivery take": "Two days."}, until: make(chan struct{}), late: map[string]bool{name: true}}
				size := NumberSlot[int]("size", In("size", "尺寸"), In("Which size?", "多大？"))
				size.Validate = func(_ context.Context, n int, _ Attempt) (int, error) {
					d.wait("check")
					return n, nil
				}
				act := func(context.Context, Call) (Result, error) {
					d.wait("do")
					return Result{}, nil
				}
				args := func(Values) map[string]string {
					d.wait("args")
					return nil
				}
				e, err := NewEngine(NewMemoryStore(), &Options{
					Knowledge: d, Reader: d, Profiles: d,
					Flows:   []*Flow{{Name: "order", Phrases: []string{"order shoes"}, Steps: []Step{Ask(size), Emit("order", args), Do("order", act)}}},
					Effects: map[string]EffectFunc{"order": func(context.Context, Effect) error { return nil }},
				})
				require.NoError(t, err)
				failed := 0
				for i, said := range []string{"how long does delivery take", "order shoes", "42", "bye"} {
					began := time.Now()
					_, err := e.Handle(t.Context(), Message{ID: said, Conversation: "c", Customer: "ann", Text: said})
					if err != nil { // an answer that cannot be found is for the host to ask for again
						require.Contains(t, fails, name)
						require.ErrorIs(t, err, ErrLate)
						failed++
					}
					require.Less(t, time.Since(began), 2*time.Minute, i)
				}
				require.Equal(t, slices.Contains(fails, name), failed > 0)
				close(d.until) // the test does not end before all goroutines have
			})
		})
	}
}

// What says that it only computes is called as it is.
func TestPromptIsNotWatched(t *testing.T) {
	require.Zero(t, watch(PlainReader{}, time.Second))
	require.Equal(t, time.Second, watch(&deaf{}, time.Second))
}

func TestLateIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until := make(chan struct{})
		_, err := bounded(t.Context(), time.Now, time.Second, func(context.Context) (int, error) { <-until; return 1, nil })
		require.ErrorIs(t, err, ErrLate)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		close(until)
		synctest.Wait()
		_, err = bounded(t.Context(), time.Now, time.Second, func(context.Context) (int, error) { runtime.Goexit(); return 1, nil })
		require.ErrorIs(t, err, ErrPanicked)
		own := errors.New("own")
		got, err := bounded(t.Context(), time.Now, time.Second, func(ctx context.Context) (int, error) { <-ctx.Done(); return 1, own })
		if err != own { //nolint:errorlint // both at once
			require.ErrorIs(t, err, ErrLate)
			require.Zero(t, got)
		}
	})
}
