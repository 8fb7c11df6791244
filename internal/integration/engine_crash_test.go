package integration

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

var errDied = errors.New("the process has died")

// mortal is a process that dies at its n-th step, from 1: from there on it reaches neither
// the store nor the host. 0 is never. It is used by one goroutine.
type mortal struct {
	at    int
	steps []string
	dead  bool
}

func (p *mortal) step(name string) error {
	if !p.dead {
		p.steps = append(p.steps, name)
		p.dead = len(p.steps) == p.at
	}
	if p.dead {
		return errDied
	}
	return nil
}

// mortalDoes does something between two steps.
func mortalDoes[T any](p *mortal, name string, do func() (T, error)) (result T, err error) {
	if err := p.step("before " + name); err != nil {
		return result, err
	}
	if result, err = do(); err != nil {
		return result, err
	}
	if err := p.step("after " + name); err != nil {
		return *new(T), err
	}
	return result, nil
}

// mortalStore is the store as the process reaches it.
type mortalStore struct {
	dialog.Store
	p *mortal
}

func (s mortalStore) Load(ctx context.Context, c string) (dialog.Conversation, error) {
	return mortalDoes(s.p, "load", func() (dialog.Conversation, error) { return s.Store.Load(ctx, c) })
}

func (s mortalStore) Commit(ctx context.Context, turn dialog.Turn) (int64, error) {
	return mortalDoes(s.p, "commit", func() (int64, error) { return s.Store.Commit(ctx, turn) })
}

func (s mortalStore) Replied(ctx context.Context, c, m string) (dialog.Record, error) {
	return mortalDoes(s.p, "replied", func() (dialog.Record, error) { return s.Store.Replied(ctx, c, m) })
}

func (s mortalStore) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	return mortalDoes(s.p, "due", func() ([]string, error) { return s.Store.Due(ctx, now, limit) })
}

func (s mortalStore) Transcript(ctx context.Context, c string, after int64) iter.Seq2[dialog.Record, error] {
	return func(yield func(dialog.Record, error) bool) {
		if err := s.p.step("before transcript"); err != nil {
			yield(dialog.Record{}, err)
			return
		}
		s.Store.Transcript(ctx, c, after)(yield)
	}
}

func (s mortalStore) Outbox() dialog.Outbox { return mortalOutbox{s.Store.Outbox(), s.p} }

type mortalOutbox struct {
	dialog.Outbox
	p *mortal
}

func (o mortalOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]dialog.Outgoing, error) {
	return mortalDoes(o.p, "claim", func() ([]dialog.Outgoing, error) { return o.Outbox.Claim(ctx, now, lease, limit) })
}

func (o mortalOutbox) Settle(ctx context.Context, id string, attempt int, out dialog.Outcome) error {
	_, err := mortalDoes(o.p, "settle", func() (struct{}, error) { return struct{}{}, o.Outbox.Settle(ctx, id, attempt, out) })
	return err
}

// mortalHost is what the host does, by key, and how often each came.
type mortalHost struct {
	now     time.Time
	reached map[string]int // what left through the outbox
	booked  map[string]int // what actions did
}

// mortalKnowledge answers one question.
type mortalKnowledge struct{ p *mortal }

func (k mortalKnowledge) Search(_ context.Context, q dialog.Query) (dialog.Found, error) {
	return mortalDoes(k.p, "search", func() (dialog.Found, error) {
		if strings.Contains(q.Text, "open on Sundays") {
			return dialog.Found{Confidence: dialog.Sure, Hits: []dialog.Hit{{ID: "hours", Score: 1}}}, nil
		}
		return dialog.Found{Confidence: dialog.Nothing}, nil
	})
}

func (k mortalKnowledge) Answer(context.Context, dialog.Hit, dialog.Query) (dialog.Answer, error) {
	return mortalDoes(k.p, "answer", func() (dialog.Answer, error) { return dialog.Answer{Entry: "hours", Text: "We are."}, nil })
}

func (h *mortalHost) engine(t *testing.T, store dialog.Store, p *mortal) *dialog.Engine {
	takes := func(in map[string]int, name, key string) error {
		_, err := mortalDoes(p, name, func() (struct{}, error) { in[key]++; return struct{}{}, nil })
		return err
	}
	order := dialog.TextSlot("order", dialog.In("order", "订单"), dialog.In("Which order?", "哪个订单？"))
	reason := dialog.TextSlot("reason", dialog.In("reason", "原因"), dialog.In("Why?", "为什么？"))
	flow := &dialog.Flow{
		Name: "return", Phrases: []string{"return it"}, OnEnd: "ended", Timeouts: &dialog.Timeouts{Warn: 5 * time.Minute, Expire: time.Hour},
		Steps: []dialog.Step{
			dialog.Ask(order),
			dialog.Do("reserve", func(_ context.Context, c dialog.Call) (dialog.Result, error) {
				return dialog.Result{Set: map[string]string{"place": "7"}}, takes(h.booked, "action", c.Key)
			}).Uses("order"),
			dialog.Ask(reason),
			dialog.Emit("refund", nil),
			dialog.Say(dialog.In("Place {place} is yours.", "{place}号位置已预留。")),
		},
	}
	effect := func(_ context.Context, e dialog.Effect) error { return takes(h.reached, "deliver", e.Key) }
	return accountEngine(t, mortalStore{store, p}, dialog.Options{
		Now: func() time.Time { return h.now }, Flows: []*dialog.Flow{flow}, Knowledge: mortalKnowledge{p},
		Reader: dialog.ReaderFunc(func(ctx context.Context, in dialog.ReadInput) (dialog.Understood, error) {
			return mortalDoes(p, "read", func() (dialog.Understood, error) { return dialog.PlainReader{}.Read(ctx, in) })
		}),
		Profiles: dialog.ProfileFunc(func(context.Context, string) (dialog.Profile, error) {
			return mortalDoes(p, "profile", func() (dialog.Profile, error) { return dialog.Profile{}, nil })
		}),
		Sender:  dialog.SenderFunc(func(_ context.Context, out dialog.Outgoing) error { return takes(h.reached, "deliver", out.ID) }),
		Handoff: dialog.HandoffFunc(func(_ context.Context, o dialog.Handoff) error { return takes(h.reached, "deliver", o.ID) }),
		Effects: map[string]dialog.EffectFunc{"refund": effect, "ended": effect},
		Idle:    dialog.Idle{},
	})
}

// mortalStory is what happens to the engine, with what leaves it delivered in between.
func mortalStory() []func(ctx context.Context, e *dialog.Engine, h *mortalHost) error {
	type act = func(ctx context.Context, e *dialog.Engine, h *mortalHost) error
	says := func(id, text string) act {
		return func(ctx context.Context, e *dialog.Engine, _ *mortalHost) error {
			_, err := e.Handle(ctx, dialog.Message{ID: id, Conversation: "c", Customer: "ann", Text: text})
			return err
		}
	}
	sweeps := func(after time.Duration) act {
		return func(ctx context.Context, e *dialog.Engine, h *mortalHost) error {
			h.now = noon.Add(after)
			if _, err := e.Sweep(ctx, h.now); err != nil {
				return err
			}
			_, err := e.Deliver(ctx)
			return err
		}
	}
	return []act{
		says("1", "are you open on Sundays?"), says("2", "return it"), says("3", "A-77"), sweeps(10 * time.Minute), says("4", "too small"),
		func(ctx context.Context, e *dialog.Engine, _ *mortalHost) error {
			_, err := e.Start(ctx, dialog.Start{ID: "5", Conversation: "c", Words: dialog.In("A sale!", "促销！")})
			return err
		},
		says("6", "return it"), sweeps(3 * time.Hour), says("7", "let me talk to a human"),
		func(ctx context.Context, e *dialog.Engine, _ *mortalHost) error {
			_, err := e.Say(ctx, dialog.Message{ID: "8", Conversation: "c", Agent: "bo", Text: "Hi"})
			return err
		},
		func(ctx context.Context, e *dialog.Engine, _ *mortalHost) error {
			_, err := e.Release(ctx, "c", "9")
			return err
		},
		says("10", "thanks"), sweeps(72 * time.Hour),
	}
}

// mortalRun lives through the story; after a death another process goes on, and what had
// no answer is sent again. It returns what was said.
func mortalRun(t *testing.T, store dialog.Store, p *mortal) (said []string, h *mortalHost) {
	t.Helper()
	h = &mortalHost{now: noon, reached: map[string]int{}, booked: map[string]int{}}
	e := h.engine(t, store, p)
	for i, act := range mortalStory() {
		if err := act(t.Context(), e, h); err != nil {
			require.ErrorIs(t, err, errDied, "act %d", i)
			e = h.engine(t, store, &mortal{})
			require.NoError(t, act(t.Context(), e, h), "act %d again", i)
		}
	}
	for range 2 { // what a dead process had claimed comes when the lease is over
		h.now = h.now.Add(time.Hour)
		if _, err := e.Deliver(t.Context()); err != nil {
			require.ErrorIs(t, err, errDied)
			e = h.engine(t, store, &mortal{})
		}
	}
	e = h.engine(t, store, &mortal{})
	for r, err := range store.Transcript(t.Context(), "c", 0) {
		require.NoError(t, err)
		said = append(said, fmt.Sprintf("%d %s: %s", r.Version, r.Message.ID, r.Reply.Text))
		if _, quick := store.(*dialog.MemoryStore); quick {
			again, err := e.Replay(t.Context(), "c", r.Version)
			require.NoError(t, err)
			require.Empty(t, again.Differences)
		}
	}
	return said, h
}

// A process may die between any two steps of any turn, sweep or delivery, in the store or
// in a function of the host: another one goes on as if nothing had been, with every reply,
// every value and every effect there once. Only what reached the host and could not be
// noted reaches it again, under the same key.
func TestDeathBetweenAnySteps(t *testing.T) {
	onEachStore(t, func(t *testing.T, kind string, open func(tenant string) dialog.Store) {
		every := 1
		if kind != "memory" && os.Getenv("KEFU_RACES") != "full" || testing.Short() {
			every = 7 // which is no multiple of how often a kind of step comes
		}
		runs := 0
		fresh := func() dialog.Store { runs++; return open(fmt.Sprint("run ", runs)) }
		counting := &mortal{}
		want, host := mortalRun(t, fresh(), counting)
		require.Greater(t, len(counting.steps), 150)
		for at := 1; at <= len(counting.steps); at += every {
			p := &mortal{at: at}
			said, h := mortalRun(t, fresh(), p)
			require.True(t, p.dead)
			died := fmt.Sprintf("died at step %d, %s", at, counting.steps[at-1])
			require.Equal(t, want, said, died)
			twice := 0
			require.Len(t, h.reached, len(host.reached), died)
			for key := range host.reached {
				require.Positive(t, h.reached[key], "%s: %s", died, key)
				twice += h.reached[key] - 1
			}
			switch counting.steps[at-1] {
			case "after deliver", "before settle":
				require.LessOrEqual(t, twice, 1, died)
			default:
				require.Zero(t, twice, died)
			}
			require.Len(t, h.booked, len(host.booked), died)
			for key := range host.booked {
				require.Positive(t, h.booked[key], "%s: %s", died, key)
			}
		}
	})
}
