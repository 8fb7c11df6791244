package dialog_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// posted is a channel that keeps what it is given, and fails once at a piece.
type posted struct {
	ids, texts []string
	fail       string
}

func (p *posted) Send(_ context.Context, out dialog.Outgoing) error {
	if out.ID == p.fail {
		p.fail = ""
		return errors.New("busy")
	}
	p.ids, p.texts = append(p.ids, out.ID), append(p.texts, out.Reply.Text)
	return nil
}

// One reply in, and each channel gets it in its own shape.
func TestOutlets(t *testing.T) {
	channels := dialog.Channels()
	weibo, other := &posted{fail: "o/2"}, &posted{}
	var left []dialog.Part
	outlets := &dialog.Outlets{
		By: map[string]dialog.Outlet{"weibo": {channels["weibo"], weibo}, "": {channels["phone"], other}},
		Left: func(_ context.Context, out dialog.Outgoing, parts []dialog.Part) error {
			require.Equal(t, "o", out.ID)
			left = parts
			return nil
		},
		Expression: &dialog.Expression{Translator: shout},
		Language:   func(out dialog.Outgoing) string { return map[string]string{"weibo": "fr"}[out.Channel] },
	}
	reply := &dialog.Reply{ID: "r", Locale: "en", Text: repeatSentence(10) + "See https://a.example"}
	out := dialog.Outgoing{ID: "o", Channel: "weibo", Reply: reply}
	require.ErrorContains(t, outlets.Send(t.Context(), out), "busy")
	require.NoError(t, outlets.Send(t.Context(), out))
	require.Equal(t, []string{"o/1", "o/1", "o/2"}, weibo.ids, "the same ids again")
	require.Contains(t, weibo.texts[2], "SEE HTTPS://A.EXAMPLE")
	require.Empty(t, left)

	require.NoError(t, outlets.Send(t.Context(), dialog.Outgoing{ID: "o", Channel: "phone", Reply: reply}))
	require.Equal(t, []string{"o"}, other.ids)
	require.Equal(t, []dialog.Part{{Kind: dialog.LinkPart, URL: "https://a.example"}}, left)
	require.Contains(t, reply.Text, "https://", "the reply itself stays")

	delete(outlets.By, "")
	require.ErrorIs(t, outlets.Send(t.Context(), dialog.Outgoing{ID: "o", Channel: "fax", Reply: reply}), dialog.ErrUndeliverable)
	require.ErrorIs(t, outlets.Send(t.Context(), dialog.Outgoing{ID: "o", Channel: "weibo"}), dialog.ErrUndeliverable)
}

// exchange is a telephone system with one call.
type exchange struct{ log []string }

func (e *exchange) Dial(_ context.Context, c dialog.PhoneCall) (string, error) {
	e.log = append(e.log, "dial "+c.To+" "+c.Key+" "+c.Conversation)
	return "call-1", nil
}

func (e *exchange) Transfer(_ context.Context, id, to string) error {
	if id != "call-1" {
		return dialog.ErrNotFound
	}
	e.log = append(e.log, "transfer "+to)
	return nil
}

func (*exchange) Hangup(context.Context, string) error { return nil }

func TestSwitchboard(t *testing.T) {
	calls := &exchange{}
	var kept []string
	keep := dialog.HandoffFunc(func(_ context.Context, h dialog.Handoff) error {
		kept = append(kept, h.ID)
		return nil
	})
	callOf := func(_ context.Context, conversation string) (string, error) {
		return map[string]string{"c": "call-1", "ended": "call-0"}[conversation], nil
	}
	s := &dialog.Switchboard{Calls: calls, Handoffs: keep, Call: callOf}
	phone := dialog.Handoff{ID: "h1", Conversation: "c", Channel: "phone", Skills: []string{"returns", "zh"}}
	require.NoError(t, s.Offer(t.Context(), phone))
	phone.Skills = nil
	require.NoError(t, s.Offer(t.Context(), phone))
	s.Queue = func(h dialog.Handoff) string { return "queue of " + h.ID }
	require.NoError(t, s.Offer(t.Context(), phone))
	require.Equal(t, []string{"transfer returns", "transfer agents", "transfer queue of h1"}, calls.log)

	// A chat, a message that was left, and a call that has ended are for the desk.
	for _, h := range []dialog.Handoff{{ID: "h2", Channel: "web", Conversation: "c"}, {ID: "h3", Channel: "phone", Conversation: "c", Offline: true}, {ID: "h4", Channel: "phone", Conversation: "ended"}, {ID: "h5", Channel: "phone", Conversation: "none"}} {
		require.NoError(t, s.Offer(t.Context(), h))
		require.ErrorIs(t, (&dialog.Switchboard{Calls: calls, Call: callOf}).Offer(t.Context(), h), dialog.ErrUndeliverable, h.ID)
	}
	require.Equal(t, []string{"h1", "h1", "h1", "h2", "h3", "h4", "h5"}, kept)
	require.Len(t, calls.log, 3)
	require.NoError(t, (&dialog.Switchboard{Calls: calls}).Offer(t.Context(), dialog.Handoff{Channel: "phone", Conversation: "call-1"}), "the conversation's id is the call's")

	// Care by phone: one ring per item.
	out := dialog.Outgoing{ID: "o", Channel: "phone", Customer: "anna", Conversation: "c", Reply: &dialog.Reply{Text: "hi"}}
	require.ErrorIs(t, s.Send(t.Context(), out), dialog.ErrUndeliverable)
	s.Number = func(_ context.Context, customer string) (string, error) {
		return map[string]string{"anna": "+8613812345678"}[customer], nil
	}
	require.NoError(t, s.Send(t.Context(), out))
	require.Equal(t, "dial +8613812345678 o c", calls.log[len(calls.log)-1])
	out.Customer = "nobody"
	require.ErrorIs(t, s.Send(t.Context(), out), dialog.ErrUndeliverable)
	out.Channel = "web"
	require.ErrorIs(t, s.Send(t.Context(), out), dialog.ErrUndeliverable)
	web := &posted{}
	s.Others = web
	require.NoError(t, s.Send(t.Context(), out))
	require.Equal(t, []string{"o"}, web.ids)
}

func TestAlarm(t *testing.T) {
	var told []dialog.Notice
	full := false
	alarm := &dialog.Alarm{
		Notifier: dialog.NotifierFunc(func(_ context.Context, n dialog.Notice) error {
			told = append(told, n)
			return nil
		}),
		Next: dialog.HandoffFunc(func(context.Context, dialog.Handoff) error {
			if full {
				return errors.New("full")
			}
			return nil
		}),
		Priority: 2, To: "supervisor",
	}
	require.NoError(t, alarm.Offer(t.Context(), dialog.Handoff{ID: "calm", Priority: 1}))
	require.NoError(t, alarm.Offer(t.Context(), dialog.Handoff{ID: "h1", Priority: 2, Reason: dialog.Upset, Reasons: []string{"safety"}, Question: "q", Conversation: "c", Customer: "anna", At: day(1)}))
	require.NoError(t, alarm.Offer(t.Context(), dialog.Handoff{ID: "h2", Priority: 9, Reason: dialog.Upset, Question: "q", Summary: dialog.Summary{Text: "s"}}))
	full = true
	require.Error(t, alarm.Offer(t.Context(), dialog.Handoff{ID: "h3", Priority: 9}))
	require.Equal(t, []dialog.Notice{
		{ID: "h1", Kind: "safety", To: "supervisor", Conversation: "c", Customer: "anna", Text: "q", At: day(1)},
		{ID: "h2", Kind: "upset", To: "supervisor", Text: "s"},
	}, told, "of what nobody took nobody is told")
}
