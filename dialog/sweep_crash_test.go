package dialog

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// crashSteps is a conversation in which everything is used that leaves a turn.
var crashSteps = []func(ctx context.Context, e *Engine, now *time.Time) error{
	func(ctx context.Context, e *Engine, _ *time.Time) error { return crashSay(ctx, e, "1", "return it") },
	func(ctx context.Context, e *Engine, now *time.Time) error {
		return crashSweep(ctx, e, now, timedStart.Add(timedWarn))
	},
	func(ctx context.Context, e *Engine, _ *time.Time) error { return crashSay(ctx, e, "2", "A-77") },
	func(ctx context.Context, e *Engine, _ *time.Time) error { return crashSay(ctx, e, "3", "too small") },
	func(ctx context.Context, e *Engine, _ *time.Time) error {
		_, err := e.Start(ctx, Start{ID: "4", Conversation: "c", Words: In("A sale!", "促销!")})
		return err
	},
	func(ctx context.Context, e *Engine, _ *time.Time) error {
		return crashSay(ctx, e, "5", "talk to a human")
	},
	func(ctx context.Context, e *Engine, _ *time.Time) error {
		_, err := e.Say(ctx, Message{ID: "6", Conversation: "c", Text: "Hi", Agent: "bo"})
		return err
	},
	func(ctx context.Context, e *Engine, _ *time.Time) error {
		_, err := e.Release(ctx, "c", "7")
		return err
	},
	func(ctx context.Context, e *Engine, now *time.Time) error {
		return crashSweep(ctx, e, now, timedStart.Add(48*time.Hour))
	},
}

func crashSay(ctx context.Context, e *Engine, id, text string) error {
	_, err := e.Handle(ctx, Message{ID: id, Conversation: "c", Text: text, At: timedStart})
	return err
}

func crashSweep(ctx context.Context, e *Engine, now *time.Time, to time.Time) error {
	*now = to
	if _, err := e.Sweep(ctx, to); err != nil {
		return err
	}
	_, err := e.Deliver(ctx)
	return err
}

// crashRun does the steps; each is repeated until it succeeds, as a channel repeats a
// message, by another process that has nothing of the first but the store. It returns what
// was said and what reached the host, by id.
func crashRun(t *testing.T, base Store, first Store) (said []string, reached map[string]int) {
	t.Helper()
	now := timedStart
	reached = map[string]int{}
	open := func(store Store) *Engine {
		took := func(id string) error { reached[id]++; return nil }
		e, err := NewEngine(store, &Options{
			Now:     func() time.Time { return now },
			Flows:   []*Flow{timedFlow(&Timeouts{Warn: timedWarn})},
			Sender:  SenderFunc(func(_ context.Context, out Outgoing) error { return took(out.ID) }),
			Handoff: HandoffFunc(func(_ context.Context, h Handoff) error { return took(h.ID) }),
			Effects: map[string]EffectFunc{
				"refund": func(_ context.Context, e Effect) error { return took(e.Key) },
				"ended":  func(_ context.Context, e Effect) error { return took(e.Key) },
			},
		})
		require.NoError(t, err)
		return e
	}
	e := open(first)
	for i, step := range crashSteps {
		err := step(t.Context(), e, &now)
		if err == nil {
			continue
		}
		require.ErrorIs(t, err, errTimed, "step %d", i)
		e = open(base) // the process died; a new one
		require.NoError(t, step(t.Context(), e, &now))
	}
	now = now.Add(time.Hour) // what a dead process had claimed
	if _, err := e.Deliver(t.Context()); err != nil {
		require.ErrorIs(t, err, errTimed)
		now = now.Add(time.Hour)
		_, err = open(base).Deliver(t.Context())
		require.NoError(t, err)
	}
	for r, err := range base.Transcript(t.Context(), "c", 0) {
		require.NoError(t, err)
		said = append(said, r.Message.ID+": "+r.Reply.Text)
	}
	return said, reached
}

// A process that dies before or after any step of any turn loses nothing and does nothing
// twice.
func TestCrashesLoseAndDoubleNothing(t *testing.T) {
	base := NewMemoryStore()
	counting := &faultStore{Store: base}
	want, reachedAll := crashRun(t, base, counting)
	require.Greater(t, counting.n, 30)
	for at := range counting.n {
		for _, after := range []bool{false, true} {
			base := NewMemoryStore()
			store := &faultStore{Store: base, at: at + 1, after: after}
			said, reached := crashRun(t, base, store)
			where := fmt.Sprintf("call %d (%s), after %v", at+1, counting.made[at], after)
			require.Equal(t, want, said, where)
			for id, n := range reachedAll {
				got := reached[id]
				require.GreaterOrEqual(t, got, n, "%s: %s", where, id)
				if strings.HasPrefix(counting.made[at], "settle") { // it reached the host, and nobody could note that
					require.LessOrEqual(t, got, n+1, where)
				} else {
					require.Equal(t, n, got, "%s: %s", where, id)
				}
			}
			require.Len(t, reached, len(reachedAll), where)
		}
	}
}

// A call that is cancelled at any point is stored whole or not at all, and says so.
func TestCancelledAnywhere(t *testing.T) {
	for at := 1; ; at++ {
		base := NewMemoryStore()
		ctx, cancel := context.WithCancel(t.Context())
		store := &faultStore{Store: base, at: at, cancel: cancel}
		e, err := NewEngine(store, &Options{Handoff: HandoffFunc(func(context.Context, Handoff) error { return nil })})
		require.NoError(t, err)
		r, err := e.Handle(ctx, Message{ID: "1", Conversation: "c", Text: "talk to a human"})
		cancel()
		found, loadErr := base.Load(t.Context(), "c")
		if err == nil {
			require.NoError(t, loadErr)
			require.Equal(t, Agent, found.Owner)
			require.Equal(t, HandedOff, r.Kind)
		} else {
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, loadErr, ErrNotFound)
			items, err := base.Outbox().Claim(t.Context(), time.Now().Add(time.Hour), time.Now().Add(2*time.Hour), 9)
			require.NoError(t, err)
			require.Empty(t, items)
		}
		if store.n < at {
			require.Greater(t, at, 3)
			return
		}
	}
}

// Messages that come three times, in any order, through any of three engines, have one effect each.
func TestMessagesComeThreeTimes(t *testing.T) {
	const conversations, messages = 20, 6
	store := NewMemoryStore()
	var mu sync.Mutex
	refunds := map[string]int{}
	var nodes []*Engine
	flow := &Flow{Name: "refund", Phrases: []string{"refund"}, Steps: []Step{Emit("refund", nil), Say(In("Done.", "好了。"))}}
	for range 3 {
		e, err := NewEngine(store, &Options{Flows: []*Flow{flow}, Effects: map[string]EffectFunc{"refund": func(_ context.Context, e Effect) error {
			mu.Lock()
			defer mu.Unlock()
			refunds[e.Key]++
			return nil
		}}})
		require.NoError(t, err)
		nodes = append(nodes, e)
	}
	type sending struct{ c, m int }
	var all []sending
	for c := range conversations {
		for m := range messages {
			all = append(all, sending{c, m}, sending{c, m}, sending{c, m})
		}
	}
	random := rand.New(rand.NewPCG(1, 1))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	replies := make([]Reply, len(all))
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := worker; i < len(all); i += 8 {
				r, err := nodes[i%3].Handle(t.Context(), Message{ID: fmt.Sprint(all[i].m), Conversation: fmt.Sprint(all[i].c), Text: "refund"})
				if err != nil {
					t.Error(err)
				}
				replies[i] = r
			}
		})
	}
	wg.Wait()
	first := map[sending]Reply{}
	for i, s := range all {
		if r, ok := first[s]; ok {
			require.Equal(t, r, replies[i], "the same message, the same reply")
		}
		first[s] = replies[i]
	}
	for _, e := range nodes {
		_, err := e.Deliver(t.Context())
		require.NoError(t, err)
	}
	require.Len(t, refunds, conversations*messages)
	for key, n := range refunds {
		require.Equal(t, 1, n, key)
	}
	for c := range conversations {
		got, err := store.Load(t.Context(), fmt.Sprint(c))
		require.NoError(t, err)
		require.EqualValues(t, messages, got.Version)
	}
}

// slowHook waits for as long as it may.
func slowHook(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

type troubledKnowledge struct{ run func(context.Context) error }

func (k troubledKnowledge) Search(ctx context.Context, _ Query) (Found, error) {
	return Found{Confidence: Nothing}, k.run(ctx)
}

func (k troubledKnowledge) Answer(ctx context.Context, _ Hit, _ Query) (Answer, error) {
	return Answer{}, k.run(ctx)
}

// No hook keeps a customer waiting for longer than a turn may take, nor leaves anything half
// done.
func TestSlowAndPanickingHooks(t *testing.T) {
	crash := func(context.Context) error { panic("secret") }
	read := func(run func(context.Context) error) Reader {
		return ReaderFunc(func(ctx context.Context, _ ReadInput) (Understood, error) { return Understood{}, run(ctx) })
	}
	act := func(run func(context.Context) error) []*Flow {
		return []*Flow{{Name: "act", Phrases: []string{"act"}, Steps: []Step{
			Do("act", func(ctx context.Context, _ Call) (Result, error) { return Result{}, run(ctx) }).Retry(Retry{Timeout: time.Minute}),
		}}}
	}
	for name, c := range map[string]struct {
		opts  Options
		took  time.Duration
		kind  ReplyKind
		err   error
		event string
	}{
		"a slow reader":                            {Options{Reader: read(slowHook)}, 300 * time.Millisecond, Unanswered, nil, "not understood"},
		"a panicking reader":                       {Options{Reader: read(crash)}, 0, Unanswered, nil, "not understood"},
		"a slow knowledge base":                    {Options{Knowledge: troubledKnowledge{slowHook}}, 3 * time.Second, "", context.DeadlineExceeded, ""},
		"one that may be slower than a turn":       {Options{Knowledge: troubledKnowledge{slowHook}, KnowledgeTimeout: time.Minute}, 5 * time.Second, Unanswered, nil, "out of time"},
		"a panicking knowledge base":               {Options{Knowledge: troubledKnowledge{crash}}, 0, "", ErrPanicked, ""},
		"an action that is slower than a turn":     {Options{Flows: act(slowHook), TurnTimeout: 2 * time.Second}, 1500 * time.Millisecond, Asked, nil, ""},
		"a panicking pattern of the host":          {Options{Patterns: Patterns{Unknown: func(ctx context.Context, _ *Talk) (bool, error) { return true, crash(ctx) }}}, 0, "", ErrPanicked, ""},
		"a pattern that is slower than a turn":     {Options{Patterns: Patterns{Unknown: func(ctx context.Context, _ *Talk) (bool, error) { return true, slowHook(ctx) }}}, 5 * time.Second, Unanswered, nil, "out of time"},
		"an availability that nobody can tell":     {Options{Handoff: HandoffFunc(nil), Available: func(ctx context.Context, _ Handoff) (Availability, error) { return Availability{}, slowHook(ctx) }}, 300 * time.Millisecond, Unanswered, nil, "nobody knows who is there"},
		"an availability that panics when it asks": {Options{Handoff: HandoffFunc(nil), Available: func(ctx context.Context, _ Handoff) (Availability, error) { return Availability{}, crash(ctx) }}, 0, Unanswered, nil, "nobody knows who is there"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := NewMemoryStore()
				e, err := NewEngine(store, &c.opts)
				require.NoError(t, err)
				began := time.Now()
				r, err := e.Handle(t.Context(), Message{ID: "1", Conversation: "c", Text: "act"})
				require.Equal(t, c.took, time.Since(began))
				require.Equal(t, c.kind, r.Kind)
				if c.err != nil {
					require.ErrorIs(t, err, c.err)
					require.NotContains(t, err.Error(), "secret")
					_, err = store.Load(t.Context(), "c")
					require.ErrorIs(t, err, ErrNotFound, "nothing is half done")
					return
				}
				require.NoError(t, err)
				found, err := store.Replied(t.Context(), "c", "1")
				require.NoError(t, err)
				require.Equal(t, c.event != "", slices.ContainsFunc(found.Events, func(e Event) bool { return e.Type == EventInternalError && e.Detail == c.event }), "%v", found.Events)
				got, err := e.Replay(t.Context(), "c", 1)
				require.NoError(t, err)
				require.Empty(t, got.Differences)
			})
		})
	}
}

// What reaches the host fails, is slow or panics: it is tried again, later and later, and what
// is behind it in its conversation waits.
func TestSlowAndPanickingReceivers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tries atomic.Int32 // one that is late may still be running
		var got []string
		e, err := NewEngine(NewMemoryStore(), &Options{Sender: SenderFunc(func(ctx context.Context, out Outgoing) error {
			switch tries.Add(1) {
			case 1:
				panic("secret")
			case 2:
				return slowHook(ctx)
			}
			got = append(got, out.Reply.Text)
			return nil
		})})
		require.NoError(t, err)
		for i, words := range []string{"one", "two"} {
			_, err := e.Say(t.Context(), Message{ID: fmt.Sprint(i), Conversation: "c", Text: words})
			require.NoError(t, err)
		}
		for _, want := range []error{ErrPanicked, context.DeadlineExceeded} {
			_, err = e.Deliver(t.Context())
			require.ErrorIs(t, err, want)
			require.NotContains(t, err.Error(), "secret")
			require.Empty(t, got)
			time.Sleep(2 * time.Second)
		}
		n, err := e.Deliver(t.Context())
		require.NoError(t, err)
		require.Equal(t, 2, n)
		require.Equal(t, []string{"one", "two"}, got)
	})
}

// An effect that nobody here can carry out waits for a node that can.
func TestEffectsWaitForTheirNode(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(nil)}})
	d.say("return it")
	d.say("A-77")
	d.say("too small")
	other, err := NewEngine(d.store, &Options{Now: func() time.Time { return d.now }})
	require.NoError(t, err)
	_, err = other.Deliver(t.Context())
	require.Error(t, err)
	require.False(t, errors.Is(err, ErrUndeliverable))
	d.after(time.Hour)
	require.Len(t, d.effects(), 2)
	require.Equal(t, "refund", d.effects()[0].Name)
}
