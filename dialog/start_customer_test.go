package dialog_test

import (
	"strconv"
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

// What a customer said last of unasked messages holds, however much he has talked since.
func TestAnOptOutIsNeverTooOld(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	e, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{Now: func() time.Time { return at }})
	require.NoError(t, err)
	n := 0
	say := func(conversation, words string) {
		at = at.Add(time.Minute)
		n++
		_, err := e.Handle(t.Context(), dialog.Message{ID: strconv.Itoa(n), Conversation: conversation, Customer: "ann", Text: words})
		require.NoError(t, err)
	}
	push := func(conversation string) dialog.ReplyKind {
		n++
		r, err := e.Start(t.Context(), dialog.Start{ID: strconv.Itoa(n), Customer: "ann", Conversation: conversation, Words: dialog.In("A new kettle!", "新水壶！")})
		require.NoError(t, err)
		return r.Kind
	}
	say("first", "unsubscribe")
	for i := range 30 {
		say("visit"+strconv.Itoa(i), "hello")
	}
	require.Equal(t, dialog.Suppressed, push("visit29"))
	require.Equal(t, dialog.Suppressed, push("new"))
	say("visit7", "subscribe me again")
	require.Equal(t, dialog.Spoken, push("visit29"), "the later word counts, wherever it was said")
	require.Equal(t, dialog.Spoken, push("first"))
	say("visit8", "退订")
	require.Equal(t, dialog.Suppressed, push("visit7"))
}

// The words that the law knows end what is sent by short message, and are words elsewhere.
func TestKeywordsOfShortMessages(t *testing.T) {
	e, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{Flows: []*dialog.Flow{{
		Name: "note", Phrases: []string{"note it"}, Steps: []dialog.Step{dialog.Ask(dialog.TextSlot("note", nil, dialog.In("Your words?", "请说。")))},
	}}})
	require.NoError(t, err)
	say := func(channel, conversation, id, words string) {
		_, err := e.Handle(t.Context(), dialog.Message{ID: id, Conversation: conversation, Channel: channel, Text: words})
		require.NoError(t, err)
	}
	push := func(conversation, id string) dialog.ReplyKind {
		r, err := e.Start(t.Context(), dialog.Start{ID: id, Conversation: conversation, Words: dialog.In("A new kettle!", "新水壶！")})
		require.NoError(t, err)
		return r.Kind
	}
	for _, word := range []string{"STOP", "Stop.", "STOPALL", "UNSUBSCRIBE", "end", "QUIT", "Cancel", "T", "TD", "n", "退订"} {
		say(dialog.SMSChannel, word, "1", word)
		require.Equal(t, dialog.Suppressed, push(word, "push"), word)
		say("sms-cn", word, "2", "START")
		require.Equal(t, dialog.Spoken, push(word, "again"), word)
	}
	for _, word := range []string{"STOP", "T", "QUIT", "n"} {
		say(dialog.WebChannel, "web "+word, "1", word)
		require.Equal(t, dialog.Spoken, push("web "+word, "push"), word)
	}
	say(dialog.SMSChannel, "open", "1", "note it")
	say(dialog.SMSChannel, "open", "2", "n")
	require.Equal(t, dialog.Spoken, push("open", "push"), "it was an answer")
}
