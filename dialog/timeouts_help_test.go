package dialog

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// timedDesk is a conversation under a clock that the test moves, with the sweeper of
// its engine.
type timedDesk struct {
	*testing.T
	e     *Engine
	store Store
	now   time.Time

	mu   sync.Mutex
	sent []Outgoing
	n    int
}

var timedStart = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func newTimedDesk(t *testing.T, o Options) *timedDesk {
	d := &timedDesk{T: t, store: NewMemoryStore(), now: timedStart}
	return d.open(o)
}

// open makes another engine over the same store, and works with it from now on.
func (d *timedDesk) open(o Options) *timedDesk {
	o.Now = func() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.now }
	o.Sender = SenderFunc(func(_ context.Context, out Outgoing) error { d.keep(out); return nil })
	if o.Handoff == nil {
		o.Handoff = HandoffFunc(func(_ context.Context, h Handoff) error { d.keep(Outgoing{Handoff: &h}); return nil })
	}
	if o.Effects == nil {
		effect := func(_ context.Context, e Effect) error { d.keep(Outgoing{Effect: &e}); return nil }
		o.Effects = map[string]EffectFunc{"ended": effect, "refund": effect}
	}
	var err error
	d.e, err = NewEngine(d.store, &o)
	require.NoError(d, err)
	return d
}

func (d *timedDesk) keep(out Outgoing) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sent = append(d.sent, out)
}

func (d *timedDesk) handle(msg Message) Reply {
	d.Helper()
	d.n++
	if msg.ID == "" {
		msg.ID = fmt.Sprint("m", d.n)
	}
	if msg.Conversation == "" {
		msg.Conversation = "c"
	}
	r, err := d.e.Handle(d.Context(), msg)
	require.NoError(d, err)
	return r
}

func (d *timedDesk) say(text string) Reply { d.Helper(); return d.handle(Message{Text: text}) }

// after moves the clock, sweeps and delivers, and returns the words that were sent.
func (d *timedDesk) after(by time.Duration) []string {
	d.Helper()
	d.mu.Lock()
	d.now = d.now.Add(by)
	now := d.now
	d.sent = nil
	d.mu.Unlock()
	_, err := d.e.Sweep(d.Context(), now)
	require.NoError(d, err)
	_, err = d.e.Deliver(d.Context())
	require.NoError(d, err)
	var words []string
	for _, out := range d.sent {
		if out.Reply != nil {
			words = append(words, out.Reply.Text)
		}
	}
	return words
}

// effects are what the last deliveries told the host.
func (d *timedDesk) effects() (all []Effect) {
	for _, out := range d.sent {
		if out.Effect != nil {
			all = append(all, *out.Effect)
		}
	}
	return all
}

func (d *timedDesk) records() (all []Record) {
	d.Helper()
	for r, err := range d.store.Transcript(d.Context(), "c", 0) {
		require.NoError(d, err)
		all = append(all, r)
	}
	return all
}

// events are the types of the events of some kinds, in order.
func (d *timedDesk) events(of ...EventType) (all []EventType) {
	d.Helper()
	for _, r := range d.records() {
		for _, e := range r.Events {
			for _, one := range of {
				if e.Type == one {
					all = append(all, e.Type)
				}
			}
		}
	}
	return all
}

func (d *timedDesk) session() *session {
	d.Helper()
	c, err := d.store.Load(d.Context(), "c")
	require.NoError(d, err)
	s, err := readSession(c.State)
	require.NoError(d, err)
	return s
}

func (d *timedDesk) due() time.Time {
	d.Helper()
	c, err := d.store.Load(d.Context(), "c")
	require.NoError(d, err)
	return c.Due
}

// timedFlow asks for an order and a reason, and refunds.
func timedFlow(to *Timeouts) *Flow {
	return &Flow{
		Name: "return", Label: In("the return", "退货"), Phrases: []string{"return it", "退货"}, Timeouts: to, OnEnd: "ended",
		Steps: []Step{
			Ask(PatternSlot("order", `[A-Z]-\d+`, In("order", "订单"), In("Which order?", "哪个订单?"))),
			Ask(TextSlot("reason", In("reason", "原因"), In("Why?", "为什么?"))),
			Emit("refund", nil),
			Say(In("{order} is refunded.", "{order}已退款。")),
		},
	}
}

// timedAnswers is a knowledge base by wording: what has several answers is offered.
type timedAnswers map[string][]string

func (a timedAnswers) Search(_ context.Context, q Query) (f Found, err error) {
	for i, words := range a[q.Text] {
		f.Hits = append(f.Hits, Hit{ID: words, Question: words, Score: 1 - float64(i)/10})
	}
	switch len(f.Hits) {
	case 0:
		f.Confidence = Nothing
	case 1:
		f.Confidence = Sure
	default:
		f.Confidence = Unsure
	}
	return f, nil
}

func (a timedAnswers) Answer(_ context.Context, h Hit, _ Query) (Answer, error) {
	return Answer{Entry: h.ID, Text: "About " + h.ID + "."}, nil
}

var errTimed = errors.New("broken on purpose")
