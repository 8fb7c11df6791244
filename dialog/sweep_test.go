package dialog

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// Of any number of sweepers on any number of nodes, exactly one warns, one expires and
// one tells the host.
func TestSweepersShareTheWork(t *testing.T) {
	const conversations, engines, sweepers = 60, 3, 8
	store := NewMemoryStore()
	var mu sync.Mutex
	sent := map[string]int{}
	count := func(key string) error { mu.Lock(); defer mu.Unlock(); sent[key]++; return nil }
	now := timedStart
	var nodes []*Engine
	for range engines {
		e, err := NewEngine(store, &Options{
			Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn, Expire: timedExpire})},
			Now:   func() time.Time { return now },
			Sender: SenderFunc(func(_ context.Context, out Outgoing) error {
				return count(out.Conversation + " " + out.Reply.Text[:10])
			}),
			Effects: map[string]EffectFunc{
				"ended":  func(_ context.Context, e Effect) error { return count(e.Key) },
				"refund": func(context.Context, Effect) error { return nil },
			},
		})
		require.NoError(t, err)
		nodes = append(nodes, e)
	}
	for i := range conversations {
		_, err := nodes[i%engines].Handle(t.Context(), Message{ID: "1", Conversation: fmt.Sprint("c", i), Text: "return it"})
		require.NoError(t, err)
	}
	for _, at := range []time.Duration{timedWarn, timedExpire} {
		now = timedStart.Add(at)
		var wg sync.WaitGroup
		var done atomic.Int64
		for i := range sweepers {
			wg.Go(func() {
				n, err := nodes[i%engines].Sweep(t.Context(), now)
				done.Add(int64(n))
				if err != nil {
					t.Error(err)
				}
				if _, err := nodes[i%engines].Deliver(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.EqualValues(t, conversations, done.Load())
		_, err := nodes[0].Deliver(t.Context())
		require.NoError(t, err)
	}
	require.Len(t, sent, 3*conversations)
	for key, n := range sent {
		require.Equal(t, 1, n, key)
	}
}

// Something due that fails keeps nothing else back, and is tried again later and later.
func TestSweepPutsOffWhatFails(t *testing.T) {
	broken := true
	d := newTimedDesk(t, Options{
		SessionTimeout: -1, Merge: time.Millisecond,
		Patterns: Patterns{Unknown: func(ctx context.Context, t *Talk) (bool, error) {
			if broken {
				return false, errTimed
			}
			return unknown(ctx, t)
		}},
		Flows: []*Flow{timedFlow(&Timeouts{Warn: time.Hour})},
	})
	var failing, fine Conversation
	failing = Conversation{ID: "c", Owner: Bot, Due: timedStart, Created: timedStart, Updated: timedStart, State: []byte(`{"h":["zebra"],"tm":1}`)}
	_, err := d.store.Commit(t.Context(), Turn{Conversation: failing, Message: Message{ID: "m"}})
	require.NoError(t, err)
	d.handle(Message{Conversation: "d", Text: "return it"})
	d.now = d.now.Add(time.Hour)
	done, err := d.e.Sweep(t.Context(), d.now)
	require.ErrorIs(t, err, errTimed)
	require.Equal(t, 1, done)
	fine, err = d.store.Load(t.Context(), "d")
	require.NoError(t, err)
	require.True(t, fine.Due.IsZero(), "the other one was reminded")
	require.Equal(t, time.Hour, d.due().Sub(d.now), "it stood still for an hour")
	require.Equal(t, []EventType{EventInternalError}, d.events(EventInternalError))
	require.Equal(t, []string{"zebra"}, d.session().Held, "nothing is lost")
	broken = false
	require.Contains(t, strings.Join(d.after(time.Hour), " "), "I don't know the answer")
}

// A state that cannot be read is put off too, and left as it is.
func TestSweepLeavesWhatItCannotRead(t *testing.T) {
	d := newTimedDesk(t, Options{})
	c := Conversation{ID: "c", Owner: Bot, Due: timedStart, State: []byte(`{"f":7}`), Updated: timedStart}
	_, err := d.store.Commit(t.Context(), Turn{Conversation: c, Message: Message{ID: "m"}})
	require.NoError(t, err)
	_, err = d.e.Sweep(t.Context(), timedStart)
	require.Error(t, err)
	got, err := d.store.Load(t.Context(), "c")
	require.NoError(t, err)
	require.Equal(t, c.State, got.State)
	require.Equal(t, timedStart.Add(time.Minute), got.Due)
	_, err = d.e.Sweep(t.Context(), timedStart.Add(time.Second))
	require.NoError(t, err)
}

// Where options have changed, a conversation that is woken for nothing learns when it is
// due, and is not woken again.
func TestSweepWithOtherOptions(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn})}})
	d.say("return it")
	d.open(Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: time.Hour})}})
	require.Empty(t, d.after(timedWarn))
	require.Equal(t, timedStart.Add(time.Hour), d.due())
	require.Len(t, d.after(time.Hour-timedWarn), 1)
}

// staleStore says of conversations that they are due which are not any more, or lets
// somebody else be faster.
type staleStore struct {
	Store
	ids    []string
	faster func()
}

func (s *staleStore) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	if s.ids != nil {
		return s.ids, nil
	}
	return s.Store.Due(ctx, now, limit)
}

func (s *staleStore) Commit(ctx context.Context, turn Turn) (int64, error) {
	if s.faster != nil {
		s.faster()
	}
	return s.Store.Commit(ctx, turn)
}

// What somebody else does in the meantime is not done again, and not counted.
func TestSweepAfterSomebodyElse(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn})}})
	d.say("return it")
	at := timedStart.Add(timedWarn)
	other := d.e
	stale := &staleStore{Store: d.store}
	d.store = stale
	d.open(Options{Flows: []*Flow{timedFlow(&Timeouts{Warn: timedWarn})}})
	stale.faster = func() {
		n, err := other.Sweep(t.Context(), at)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		stale.faster = nil
	}
	n, err := d.e.Sweep(t.Context(), at)
	require.NoError(t, err)
	require.Zero(t, n)
	stale.ids = []string{"c", "never was"} // an index that stands still is no reason to go round in circles
	n, err = d.e.Sweep(t.Context(), at)
	require.NoError(t, err)
	require.Zero(t, n)
	require.Len(t, d.records(), 2)
}

// countingStore counts the questions for what is due.
type countingStore struct {
	Store
	dues atomic.Int64
}

func (s *countingStore) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	s.dues.Add(1)
	return s.Store.Due(ctx, now, limit)
}

// A backlog without words is done at once.
func TestRunEndsSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemoryStore()
		e, err := NewEngine(store, nil)
		require.NoError(t, err)
		for i := range 3 * sweepOnce {
			_, err := e.Handle(t.Context(), Message{ID: "1", Conversation: fmt.Sprint(i), Text: "hello"})
			require.NoError(t, err)
		}
		time.Sleep(24 * time.Hour)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- e.Run(ctx) }()
		synctest.Wait()
		ids, err := store.Due(t.Context(), time.Now(), 1)
		require.NoError(t, err)
		require.Empty(t, ids)
		stop()
		require.NoError(t, <-ended)
	})
}

// Run sweeps once a second, in bounded steps, and delivers in between.
func TestRunSweeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &countingStore{Store: NewMemoryStore()}
		var sent atomic.Int64
		var first atomic.Int64
		e, err := NewEngine(store, &Options{
			Flows: []*Flow{{Name: "ask", Phrases: []string{"return it"}, Timeouts: &Timeouts{Warn: time.Minute}, Steps: []Step{
				Ask(TextSlot("what", nil, In("What?", "什么?"))),
			}}},
			Sender: SenderFunc(func(context.Context, Outgoing) error {
				sent.Add(1)
				if first.Load() == 0 {
					first.Store(store.dues.Load())
				}
				return nil
			}),
		})
		require.NoError(t, err)
		const many = 3 * sweepOnce
		for i := range many {
			_, err := e.Handle(t.Context(), Message{ID: "1", Conversation: fmt.Sprint(i), Text: "return it"})
			require.NoError(t, err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- e.Run(ctx) }()
		time.Sleep(30*time.Second + time.Millisecond)
		require.EqualValues(t, 31, store.dues.Load(), "one look at the index a second")
		time.Sleep(30 * time.Second)
		require.EqualValues(t, many, sent.Load())
		require.Less(t, first.Load(), int64(61+sweepOnce/sweepBatch+1), "a backlog is delivered from its beginning")
		stop()
		require.NoError(t, <-ended)
	})
}

// Receivers that never keep up delay nobody's time-out.
func TestSlowDeliveriesKeepNothingBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemoryStore()
		e, err := NewEngine(store, &Options{
			Flows: []*Flow{{Name: "ask", Phrases: []string{"return it"}, Timeouts: &Timeouts{Expire: time.Minute}, Steps: []Step{Ask(TextSlot("what", nil, In("What?", "什么?")))}}},
			Sender: SenderFunc(func(ctx context.Context, _ Outgoing) error {
				select {
				case <-time.After(5 * time.Second):
				case <-ctx.Done():
				}
				return ctx.Err()
			}),
		})
		require.NoError(t, err)
		for i := range 100 {
			_, err := e.Say(t.Context(), Message{ID: "1", Conversation: fmt.Sprint(i), Text: "hello", Agent: "bo"})
			require.NoError(t, err)
		}
		_, err = e.Handle(t.Context(), Message{ID: "1", Conversation: "waits", Text: "return it"})
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- e.Run(ctx) }()
		time.Sleep(time.Minute + 2*time.Second)
		c, err := store.Load(t.Context(), "waits")
		require.NoError(t, err)
		require.EqualValues(t, 2, c.Version, "the flow has expired")
		stop()
		require.NoError(t, <-ended)
	})
}
