package dialog_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// handed is an engine whose customers wait for a person, with what was sent to them.
type handed struct {
	*dialog.Engine
	t    *testing.T
	n    int
	sent []string
	at   time.Time
	kept dialog.Store
}

func newHanded(t *testing.T, opts dialog.Options) *handed {
	t.Helper()
	h := &handed{t: t, at: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), kept: dialog.NewMemoryStore()}
	opts.Handoff = dialog.HandoffFunc(func(context.Context, dialog.Handoff) error { return nil })
	opts.Sender = dialog.SenderFunc(func(_ context.Context, out dialog.Outgoing) error {
		h.sent = append(h.sent, out.Reply.Text)
		return nil
	})
	opts.Now = func() time.Time { return h.at }
	var err error
	h.Engine, err = dialog.NewEngine(h.kept, &opts)
	require.NoError(t, err)
	return h
}

func (h *handed) say(text string) dialog.Reply {
	h.t.Helper()
	h.n++
	r, err := h.Handle(h.t.Context(), dialog.Message{ID: fmt.Sprint(h.n), Conversation: "c", Text: text})
	require.NoError(h.t, err)
	return r
}

// report reports progress of the hand-off and returns what the customer was sent.
func (h *handed) report(p dialog.HandoffProgress) (sent string, reply dialog.Reply) {
	h.t.Helper()
	h.n++
	h.sent = nil
	p.ID = "handoff/c/1"
	reply, err := h.Progress(h.t.Context(), "c", fmt.Sprint(h.n), p)
	require.NoError(h.t, err)
	_, err = h.Deliver(h.t.Context())
	require.NoError(h.t, err)
	if len(h.sent) > 0 {
		sent = h.sent[len(h.sent)-1]
	}
	return sent, reply
}

// While people are busy the bot goes on; from when one accepts it is silent; when he is
// done it takes over again. The customer hears of each change, and there is one owner at
// each moment.
func TestBotServesWhilePeopleAreBusy(t *testing.T) {
	h := newHanded(t, dialog.Options{
		Knowledge: book{"when are you open?": "From 9 to 6."},
		Available: func(context.Context, dialog.Handoff) (dialog.Availability, error) {
			return dialog.Availability{Busy: true, Place: 8, Wait: 150 * time.Second}, nil
		},
	})
	first := h.say("转人工")
	require.Equal(t, dialog.HandedOff, first.Kind)
	require.Equal(t, dialog.Bot, first.Owner)
	require.Contains(t, first.Text, "3分钟")

	meanwhile := h.say("when are you open?")
	require.Equal(t, "From 9 to 6.", meanwhile.Text)
	again := h.say("转人工")
	require.Contains(t, again.Text, "排队")
	require.Empty(t, h.sent)

	sent, _ := h.report(dialog.HandoffProgress{State: dialog.HandoffRequested, Place: 4})
	require.Contains(t, sent, "4")
	sent, _ = h.report(dialog.HandoffProgress{State: dialog.HandoffRequested, Place: 3})
	require.Empty(t, sent, "not each step is worth a message")
	sent, reply := h.report(dialog.HandoffProgress{State: dialog.HandoffAccepted, Agent: "bob"})
	require.NotEmpty(t, sent)
	require.Equal(t, dialog.Agent, reply.Owner)
	require.Equal(t, dialog.Relayed, h.say("when are you open?").Kind)
	sent, reply = h.report(dialog.HandoffProgress{State: dialog.HandoffCompleted})
	require.NotEmpty(t, sent)
	require.Equal(t, dialog.Bot, reply.Owner)
	require.Equal(t, "From 9 to 6.", h.say("when are you open?").Text)

	_, err := h.Progress(t.Context(), "c", "x", dialog.HandoffProgress{ID: "handoff/c/1", State: dialog.HandoffAccepted})
	var impossible *dialog.TransitionError
	require.ErrorAs(t, err, &impossible)
	_, err = h.Progress(t.Context(), "c", "y", dialog.HandoffProgress{ID: "another", State: dialog.HandoffAccepted})
	require.ErrorIs(t, err, dialog.ErrInvalid)
	_, err = h.Progress(t.Context(), "nobody", "z", dialog.HandoffProgress{ID: "handoff/c/1", State: dialog.HandoffAccepted})
	require.ErrorIs(t, err, dialog.ErrNotFound)
}

// A colleague who takes over is an event like the first one: pages name who is there by it.
func TestHandOffToAColleague(t *testing.T) {
	h := newHanded(t, dialog.Options{})
	h.say("I want to talk to a person")
	for _, agent := range []string{"ann", "ann", "bob"} {
		sent, _ := h.report(dialog.HandoffProgress{State: dialog.HandoffAccepted, Agent: agent, Name: "Ms " + agent})
		if sent != "" {
			require.Contains(t, sent, "Ms "+agent)
		}
	}
	var took []string
	for record, err := range h.kept.Transcript(t.Context(), "c", 0) {
		require.NoError(t, err)
		for _, e := range record.Events {
			if e.Type == dialog.EventHandoffAccepted {
				took = append(took, e.Value)
			}
		}
	}
	require.Equal(t, []string{"ann", "bob"}, took)
}

// Nobody takes it: the bot has the conversation again, and says so.
func TestHandOffThatNobodyTakes(t *testing.T) {
	h := newHanded(t, dialog.Options{Knowledge: book{"when are you open?": "From 9 to 6."}})
	require.Equal(t, dialog.Agent, h.say("I want to talk to a person").Owner)
	sent, reply := h.report(dialog.HandoffProgress{State: dialog.HandoffFailed, Reason: "nobody there"})
	require.Contains(t, sent, "no colleague")
	require.Equal(t, dialog.Bot, reply.Owner)
	same, err := h.Progress(t.Context(), "c", fmt.Sprint(h.n), dialog.HandoffProgress{ID: "handoff/c/1", State: dialog.HandoffFailed})
	require.NoError(t, err)
	require.Equal(t, reply, same, "a report that comes twice is one")
	require.Equal(t, "From 9 to 6.", h.say("when are you open?").Text)
}

// The words of a category take the place of the engine's own, and its opening is
// said once when the conversation comes to it.
func TestWordsOfACategory(t *testing.T) {
	e, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{
		Reader: dialog.ReaderFunc(func(_ context.Context, _ dialog.ReadInput) (dialog.Understood, error) {
			return dialog.Understood{Reading: dialog.Reading{Category: "after_sales/refund/late"}}, nil
		}),
		Categories: dialog.CategoryPolicies{{Category: "after_sales/refund", Words: map[string]map[string][]string{
			"opening": {"en": {"Refunds are a matter of trust."}, "zh": {"退款问题我来帮您。"}},
			"unknown": {"en": {"I will find that out."}},
		}}},
	})
	require.NoError(t, err)
	say := func(id, text string) string {
		r, err := e.Handle(t.Context(), dialog.Message{ID: id, Conversation: "c", Text: text})
		require.NoError(t, err)
		return r.Text
	}
	require.Equal(t, "Refunds are a matter of trust.\nI will find that out.", say("1", "my money is not there yet"))
	require.Equal(t, "I will find that out.", say("2", "where does it hang"))
	require.Contains(t, say("3", "钱还没到账怎么回事"), "抱歉", "a language without words of its own has the engine's")
}

// book answers what it knows by heart.
type book map[string]string

func (b book) Search(_ context.Context, q dialog.Query) (dialog.Found, error) {
	if _, ok := b[q.Text]; ok {
		return dialog.Found{Confidence: dialog.Sure, Hits: []dialog.Hit{{ID: q.Text, Question: q.Text, Score: 1}}}, nil
	}
	return dialog.Found{Confidence: dialog.Nothing}, nil
}

func (b book) Answer(_ context.Context, hit dialog.Hit, _ dialog.Query) (dialog.Answer, error) {
	if s, ok := b[hit.ID]; ok {
		return dialog.Answer{Text: s}, nil
	}
	return dialog.Answer{}, dialog.ErrNotFound
}
