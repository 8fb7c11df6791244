package dialog

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMiddleware(t *testing.T) {
	var order []string
	named := func(name string) Middleware {
		return func(next Handler) Handler {
			return func(ctx context.Context, msg Message) (Reply, error) {
				order = append(order, name)
				msg.Text += "," + name
				r, err := next(ctx, msg)
				order = append(order, name+" back")
				r.Text += " and " + name
				return r, err
			}
		}
	}
	stop := func(next Handler) Handler {
		return func(ctx context.Context, msg Message) (Reply, error) {
			switch msg.Choice {
			case "limit":
				return Reply{Kind: Invalid, Text: "slowly"}, nil
			case "panic":
				panic("private")
			case "agent":
				msg.From = Agent
			}
			return next(ctx, msg)
		}
	}
	d := newTimedDesk(t, Options{
		Middleware: []Middleware{named("a"), stop, named("b")},
		Patterns: Patterns{Accept: func(_ context.Context, t *Talk) (bool, error) {
			t.Reply().Text = t.Text()
			return true, nil
		}},
	})
	require.Equal(t, "hi,a,b and b and a", d.say("hi").Text, "the first is outermost")
	require.Equal(t, []string{"a", "b", "b back", "a back"}, order)
	require.Equal(t, "hi,a,b", d.records()[0].Reply.Text, "the ledger has the engine's reply")
	require.Equal(t, "slowly and a", d.handle(Message{Choice: "limit"}).Text)
	require.Len(t, d.records(), 1, "an answer without a turn leaves none")
	_, err := d.e.Handle(t.Context(), Message{ID: "p", Conversation: "c", Choice: "panic"})
	require.ErrorIs(t, err, ErrPanicked)
	require.NotContains(t, err.Error(), "private")
	d.handle(Message{Choice: "agent"})
	require.Equal(t, Customer, d.records()[1].Message.From, "nobody becomes an agent that way")
}
