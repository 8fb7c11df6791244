package dialog_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// Opting out and caps are about the customer, whatever the channel.
func TestStartKnowsTheCustomerElsewhere(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	e, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{
		Now:       func() time.Time { return at },
		Proactive: &dialog.ProactivePolicy{Caps: map[string]dialog.ProactiveCap{"offer": {N: 1, Per: 24 * time.Hour}}},
	})
	require.NoError(t, err)
	start := func(id, customer, conversation string) dialog.ReplyKind {
		r, err := e.Start(t.Context(), dialog.Start{ID: id, Customer: customer, Conversation: conversation, Kind: "offer", Words: dialog.In("A new kettle!", "新水壶！")})
		require.NoError(t, err)
		return r.Kind
	}
	require.Equal(t, dialog.Spoken, start("1", "ann", "web"))
	require.NotEqual(t, dialog.Spoken, start("2", "ann", "wechat"), "one a day, on whatever channel")
	require.Equal(t, dialog.Spoken, start("3", "bob", "sms"))
	at = at.Add(48 * time.Hour)
	_, err = e.Handle(t.Context(), dialog.Message{ID: "x", Conversation: "web", Customer: "ann", Text: "unsubscribe"})
	require.NoError(t, err)
	require.Equal(t, dialog.Suppressed, start("4", "ann", "mail"))
	require.Equal(t, dialog.Spoken, start("5", "bob", "sms2"))
}
