package dialog_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// A message that comes again, when the flow has gone on and would take its words for
// something else, calls no action: not even before the commit finds it done.
func TestRepeatedMessageCallsNoAction(t *testing.T) {
	var orders []string
	flow := &dialog.Flow{Name: "cancel_order", Phrases: []string{"take back my purchase"}, Steps: []dialog.Step{
		dialog.Ask(dialog.TextSlot("order", dialog.In("order", "订单"), dialog.In("Which one?", "哪个？"))),
		dialog.Do("cancel", func(_ context.Context, c dialog.Call) (dialog.Result, error) {
			orders = append(orders, c.Slots.Text("order"))
			return dialog.Result{}, nil
		}),
	}}
	e, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{Flows: []*dialog.Flow{flow}})
	require.NoError(t, err)
	begins := dialog.Message{ID: "1", Conversation: "c", Text: "take back my purchase"}
	first, err := e.Handle(t.Context(), begins)
	require.NoError(t, err)
	require.Equal(t, dialog.Asked, first.Kind)
	again, err := e.Handle(t.Context(), begins)
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.Empty(t, orders)
	_, err = e.Handle(t.Context(), dialog.Message{ID: "2", Conversation: "c", Text: "the lamp"})
	require.NoError(t, err)
	require.Equal(t, []string{"the lamp"}, orders)
}

// unanswering is a store that cannot say whether a message was answered.
type unanswering struct{ dialog.Store }

var errUnanswering = errors.New("no connection")

func (unanswering) Replied(context.Context, string, string) (dialog.Record, error) {
	return dialog.Record{}, errUnanswering
}

// Where the store cannot tell whether a message is new, no action is called, and
// nothing is stored.
func TestNoActionForMessagesThatMayBeRepeated(t *testing.T) {
	called := false
	flow := &dialog.Flow{Name: "book", Phrases: []string{"book it"}, Steps: []dialog.Step{
		dialog.Do("book", func(context.Context, dialog.Call) (dialog.Result, error) { called = true; return dialog.Result{}, nil }),
	}}
	store := dialog.NewMemoryStore()
	e, err := dialog.NewEngine(unanswering{store}, &dialog.Options{Flows: []*dialog.Flow{flow}})
	require.NoError(t, err)
	_, err = e.Handle(t.Context(), dialog.Message{ID: "1", Conversation: "c", Text: "book it"})
	require.ErrorIs(t, err, errUnanswering)
	require.False(t, called)
	_, err = store.Load(t.Context(), "c")
	require.ErrorIs(t, err, dialog.ErrNotFound)
}
