package dialog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// replayHooks are hooks of a host that answer at random, fail and panic.
type replayHooks struct {
	mu sync.Mutex
	*rand.Rand
}

func (h *replayHooks) trouble() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch h.IntN(8) {
	case 0:
		return errTimed
	case 1:
		panic("hook")
	}
	return nil
}

func (h *replayHooks) Read(_ context.Context, _ ReadInput) (Understood, error) {
	err := h.trouble()
	return Understood{
		Reading: Reading{Language: "en", Confidence: h.Float64(), WantsHuman: h.IntN(20) == 0, Values: []Value{{Type: "order", Value: "A-9"}}},
		Memory:  fmt.Sprint(h.IntN(1000)),
	}, err
}

func (h *replayHooks) Listen(context.Context, string, Reply) (string, error) {
	return fmt.Sprint(h.IntN(1000)), h.trouble()
}

func (h *replayHooks) Profile(context.Context, string) (Profile, error) {
	return Profile{}, h.trouble()
}

func (h *replayHooks) Search(_ context.Context, _ Query) (Found, error) {
	hits := []Hit{{ID: fmt.Sprint(h.IntN(9)), Question: "one", Score: h.Float64()}, {ID: "b", Question: "two", Score: 0.1}}
	switch h.IntN(4) {
	case 0:
		return Found{Confidence: Sure, Hits: hits}, nil
	case 1:
		return Found{Confidence: Unsure, Hits: hits}, nil
	}
	return Found{Confidence: Nothing, Hits: hits[:h.IntN(2)]}, nil
}

func (h *replayHooks) Answer(_ context.Context, hit Hit, _ Query) (Answer, error) {
	if h.IntN(8) == 0 {
		return Answer{}, fmt.Errorf("%w: entry", ErrNotFound)
	}
	return Answer{Entry: hit.ID, Text: fmt.Sprint("answer ", h.IntN(100))}, nil
}

// replayOptions are of a bot that has everything.
func replayOptions(h *replayHooks, prompt string) Options {
	amount := NumberSlot[int]("amount", In("amount", "数量"), In("How many?", "几个?"))
	amount.Validate = func(_ context.Context, n int, _ Attempt) (int, error) { return n, h.trouble() }
	book := &Flow{Name: "book", Phrases: []string{"book"}, OnEnd: "ended", Timeouts: &Timeouts{Warn: time.Minute, Expire: 5 * time.Minute}, Steps: []Step{
		Ask(ValueSlot[string]("order", "order", In("order", "订单"), In(prompt, "哪个?"))),
		Ask(amount),
		Confirm(nil),
		Do("look", func(context.Context, Call) (Result, error) {
			return Result{Say: In(fmt.Sprint("Price ", h.IntN(100)), ""), Set: map[string]string{"price": fmt.Sprint(h.IntN(100))}}, h.trouble()
		}).Retry(Retry{Tries: 2, Pause: time.Microsecond}),
		Emit("refund", nil),
	}}
	return Options{
		Flows: []*Flow{book, timedFlow(nil), AskRating(RatingOptions{})}, Reader: h, Profiles: h, Knowledge: h, MaxUnanswered: 4,
		Rating: Rating{Completed: true}, Idle: Idle{After: time.Minute, Max: 1}, HandoffReminder: time.Minute,
		Available: func(context.Context, Handoff) (Availability, error) {
			return Availability{Closed: h.IntN(3) == 0, Busy: h.IntN(2) == 0}, h.trouble()
		},
	}
}

// replayTurns plays a random conversation and returns how many turns it has.
func replayTurns(t *testing.T, d *timedDesk, h *replayHooks, turns int) []Record {
	t.Helper()
	says := []string{"book", "return it", "A-77", "three", "2", "yes", "no", "cancel", "hello", "skip", "what is it for?", "change the amount", "talk to a human", "5 stars", "could you repeat that?", "zebra", "never mind, book", "", "unsubscribe"}
	for i := range turns {
		d.n = i
		id := fmt.Sprint("s", i)
		var err error
		switch h.IntN(12) {
		case 0:
			by := time.Duration(h.IntN(400)) * time.Second
			if h.IntN(10) == 0 {
				by = 30 * time.Hour
			}
			d.now = d.now.Add(by)
			_, err = d.e.Sweep(t.Context(), d.now)
		case 1:
			if h.IntN(3) == 0 {
				_, err = d.e.Say(t.Context(), Message{ID: id, Conversation: "c", Text: "Hi", Agent: "bo"})
			}
		case 2:
			_, err = d.e.Release(t.Context(), "c", id)
		case 3:
			_, err = d.e.Start(t.Context(), Start{ID: id, Conversation: "c", Words: In("A sale", "促销"), NotBefore: d.now.Add(time.Duration(h.IntN(100)) * time.Second)})
		case 4:
			_, err = d.e.do(t.Context(), Message{ID: id, Conversation: "c", From: Customer, Text: "book"}, work{name: holdWork})
		case 5:
			if s := d.session(); s.Pending.ID != "" {
				_, err = d.e.Progress(t.Context(), "c", id, HandoffProgress{ID: s.Pending.ID, State: HandoffAccepted, Agent: "bo"})
			}
		default:
			_, err = d.e.Handle(t.Context(), Message{ID: id, Conversation: "c", Customer: "ann", Text: says[h.IntN(len(says))]})
		}
		if err != nil && !errors.Is(err, errTimed) && !errors.Is(err, ErrPanicked) && !errors.Is(err, ErrInvalid) && !errors.Is(err, ErrNotFound) {
			require.NoError(t, err)
		}
	}
	return d.records()
}

// Every turn of conversations in which everything happens, with hooks that fail, is the same
// when it is played again, on another node and without a hook being called.
func TestReplayIsTheSameBitForBit(t *testing.T) {
	all, bytes := 0, 0
	kinds := map[ReplyKind]int{}
	for seed := range uint64(12) {
		h := &replayHooks{Rand: rand.New(rand.NewPCG(seed, 1))}
		d := newTimedDesk(t, replayOptions(h, "Which?"))
		d.say("hello")
		records := replayTurns(t, d, h, 80)
		o := replayOptions(nil, "Which?") // a hook that is called panics
		o.Reader, o.Profiles, o.Knowledge, o.Now = h, h, h, func() time.Time { panic("the time was asked") }
		h.Rand = nil
		o.Handoff = HandoffFunc(func(context.Context, Handoff) error { return nil })
		o.Sender = SenderFunc(func(context.Context, Outgoing) error { return nil })
		effect := func(context.Context, Effect) error { return nil }
		o.Effects = map[string]EffectFunc{"ended": effect, "refund": effect}
		e, err := NewEngine(d.store, &o)
		require.NoError(t, err)
		for _, r := range records {
			if len(r.Trace) == 0 {
				require.Equal(t, "put off", r.Events[0].Detail)
				continue
			}
			got, err := e.Replay(t.Context(), "c", r.Version)
			require.NoError(t, err)
			require.Empty(t, got.Differences, "seed %d, version %d: %+v", seed, r.Version, r.Message)
			all, bytes = all+1, bytes+len(r.Trace)
			kinds[r.Reply.Kind]++
		}
	}
	t.Logf("%d turns, %d bytes of trace each, %v", all, bytes/all, kinds)
	require.Greater(t, all, 500)
	for _, kind := range []ReplyKind{Answered, Suggested, Unanswered, HandedOff, Relayed, Spoken, Asked, Completed, Chatted, Repeated, Offered, Merged, Invalid, Postponed} {
		require.Contains(t, slices.Collect(maps.Keys(kinds)), kind, "it happens in the test")
	}
}

// What has changed since is named, with what it was and what it is.
func TestReplayNamesDifferences(t *testing.T) {
	asked := false
	opts := func(prompt string, break_ func(*Talk)) Options {
		f := timedFlow(nil)
		f.Steps[0] = Ask(PatternSlot("order", `[A-Z]-\d+`, nil, In(prompt, "哪个?")))
		return Options{
			Flows: []*Flow{f}, Knowledge: timedAnswers{"delivery": {"a"}, "x": {"b"}},
			Patterns: Patterns{Accept: func(ctx context.Context, t *Talk) (bool, error) {
				if break_ != nil {
					break_(t)
				}
				if asked {
					_, err := call(ctx, t, "new", "", 0, func(context.Context) (int, error) { return 1, nil })
					return false, err
				}
				return accept(ctx, t)
			}},
		}
	}
	d := newTimedDesk(t, opts("Which order?", nil))
	for _, s := range []string{"delivery", "return it", "A-1", "too small"} {
		d.say(s)
	}
	differ := func(version int64, o Options) (parts []string, was, is string) {
		t.Helper()
		d.open(o)
		got, err := d.e.Replay(t.Context(), "c", version)
		require.NoError(t, err)
		for _, diff := range got.Differences {
			parts = append(parts, diff.Part)
			was, is = diff.Was, diff.Is
		}
		return parts, was, is
	}
	same, _, _ := differ(4, opts("Which order?", nil))
	require.Empty(t, same)
	parts, was, is := differ(2, opts("Order?", nil))
	require.Equal(t, []string{"reply"}, parts)
	require.Contains(t, was, "Which order?")
	require.Contains(t, is, `"Order?"`)
	parts, _, is = differ(4, opts("Which order?", func(t *Talk) { t.event(Event{Type: EventSoothed}) }))
	require.Equal(t, []string{"events"}, parts)
	require.Contains(t, is, "soothed")
	parts, was, is = differ(3, opts("Which order?", func(t *Talk) { t.s.Returned = "seven" }))
	require.Equal(t, []string{"state"}, parts)
	require.NotContains(t, was, `"to":"seven"`, "what the next turn found")
	require.Contains(t, is, `"to":"seven"`)
	parts, was, is = differ(4, opts("Which order?", func(t *Talk) { t.s.Returned = "seven" }))
	require.Equal(t, []string{"state"}, parts)
	require.Contains(t, was, `"s":{`, "what there is now")
	require.NotEqual(t, was, is)
	parts, _, is = differ(4, opts("Which order?", func(t *Talk) { t.send("more", Outgoing{Effect: &Effect{Name: "refund"}}) }))
	require.Equal(t, []string{"outbox"}, parts)
	require.Contains(t, is, "more/c/")
	asked = true
	parts, _, is = differ(4, opts("Which order?", nil))
	require.Equal(t, []string{"calls"}, parts)
	require.Contains(t, is, "new was not asked")
	asked = false
	o := opts("Which order?", nil)
	o.Knowledge = nil
	parts, was, _ = differ(1, o)
	require.Contains(t, parts, "calls")
	require.Contains(t, parts, "reply")
	_ = was
}

func TestReplayErrors(t *testing.T) {
	d := newTimedDesk(t, Options{NoTrace: true})
	_, err := d.e.Replay(t.Context(), "c", 1)
	require.ErrorIs(t, err, ErrNotFound)
	d.say("hello")
	_, err = d.e.Replay(t.Context(), "c", 1)
	require.ErrorIs(t, err, ErrNoTrace)
	_, err = d.e.Replay(t.Context(), "c", 2)
	require.ErrorIs(t, err, ErrNotFound)
	d.open(Options{})
	d.say("hello")
	_, err = d.store.(Archive).Prune(t.Context(), d.now.Add(time.Hour), 10)
	require.NoError(t, err)
	_, err = d.e.Replay(t.Context(), "c", 2)
	require.ErrorIs(t, err, ErrNotFound, "it was pruned")
}

// A turn that was done over, because another node was faster, plays as it was committed.
func TestReplayAfterAConflict(t *testing.T) {
	store := NewMemoryStore()
	tries, called := 0, 0
	var e *Engine
	act := Do("act", func(_ context.Context, _ Call) (Result, error) {
		called++
		return Result{Say: In(fmt.Sprint("done ", called), "")}, nil
	})
	flow := &Flow{Name: "act", Phrases: []string{"act"}, Steps: []Step{act}}
	other, err := NewEngine(store, nil)
	require.NoError(t, err)
	e, err = NewEngine(store, &Options{Flows: []*Flow{flow}, Patterns: Patterns{Unknown: unknown, Accept: func(ctx context.Context, t *Talk) (bool, error) {
		if tries++; tries <= 3 && t.turn.Message.ID == "1" && !t.calls.playing {
			_, err := other.Handle(ctx, Message{ID: fmt.Sprint("other", tries), Conversation: "c", Text: "zebra"})
			return false, err
		}
		return accept(ctx, t)
	}}})
	require.NoError(t, err)
	r, err := e.Handle(t.Context(), Message{ID: "1", Conversation: "c", Text: "act"})
	require.NoError(t, err)
	require.Equal(t, int64(4), r.Version)
	require.Equal(t, "done 1", r.Text, "an action is not called again for nothing")
	got, err := e.Replay(t.Context(), "c", 4)
	require.NoError(t, err)
	require.Empty(t, got.Differences)
}
