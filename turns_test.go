package kefu_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

func TestDirectAnswer(t *testing.T) {
	at := newClock()
	bot := newBot(t, &kefu.Options{Now: at.now})
	reply, err := bot.Handle(t.Context(), kefu.Message{ID: "m", Conversation: "c", Text: "how do i RETURN an item"})
	require.NoError(t, err)
	require.NotNil(t, reply.Reading) // see TestReadingIsKeptWithTheTurn
	reply.Reading = nil
	require.Equal(t, kefu.Reply{
		ID: "c/m", Conversation: "c", Message: "m", Version: 1, Kind: dialog.Answered, From: dialog.Bot, Locale: "en",
		Text: "answer return", Source: "return", Score: 1, Owner: dialog.Bot, At: noon,
	}, reply)
}

func TestRichAnswer(t *testing.T) {
	bot := newBot(t, nil)
	image := kb.Part{Kind: kb.ImagePart, Text: "the label", URL: "https://example.com/l.png", MIME: "image/png"}
	one, two := entry("one", "", "where is the label"), entry("two", "", "show me the label")
	one.Answer = kb.Answer{Parts: []kb.Part{image}}
	two.Answer = kb.Answer{Parts: []kb.Part{{Kind: kb.TextPart, Text: "Here:"}, image}}
	_, err := bot.KB().Put(t.Context(), one, two)
	require.NoError(t, err)
	c := newTalk(t, bot)
	want := kefu.Part{Kind: dialog.ImagePart, Text: "the label", URL: "https://example.com/l.png", MIME: "image/png"}

	reply := c.say("where is the label")
	require.Equal(t, []kefu.Part{want}, reply.Parts)
	require.Equal(t, "the label https://example.com/l.png", reply.Text)

	reply = c.say("show me the label")
	require.Equal(t, []kefu.Part{{Kind: dialog.TextPart, Text: "Here:"}, want}, reply.Parts)
	require.Equal(t, "Here:\nthe label https://example.com/l.png", reply.Text)
}

func TestSuggestion(t *testing.T) {
	reply := newTalk(t, newBot(t, nil)).say("my warranty")
	require.Equal(t, dialog.Suggested, reply.Kind)
	require.Equal(t, dialog.Bot, reply.Owner)
	require.Empty(t, reply.Source)
	require.InDelta(t, 0.98, reply.Score, 0.02)
	require.Equal(t, []string{
		"How long is the warranty of a phone?", "How long is the warranty of a laptop?", "How long is the warranty of a tablet?", "None of these",
	}, labels(reply.Choices))
	require.Equal(t, []string{"w1", "w2", "w3"}, []string{reply.Choices[0].ID, reply.Choices[1].ID, reply.Choices[2].ID})
	lines := strings.Split(reply.Text, "\n")
	require.Equal(t, []kefu.Part{{Kind: dialog.TextPart, Text: lines[0]}}, reply.Parts, "what a channel with buttons shows")
	require.Equal(t, []string{"2. How long is the warranty of a laptop?", "3. How long is the warranty of a tablet?", "4. None of these"}, lines[2:])
}

func labels(choices []kefu.Choice) []string {
	var out []string
	for _, c := range choices {
		out = append(out, c.Label)
	}
	return out
}

// The knowledge base changes between two messages of one conversation.
func TestAnswersFromWhatIsThereNow(t *testing.T) {
	bot := newBot(t, nil)
	c := newTalk(t, bot)
	require.Equal(t, dialog.Unanswered, c.say("zebra").Kind)
	_, err := bot.KB().Put(t.Context(), entry("zebra", "", "zebra"))
	require.NoError(t, err)
	require.Equal(t, "answer zebra", c.say("zebra").Text)
	require.NoError(t, bot.KB().Delete(t.Context(), "zebra"))
	require.Equal(t, dialog.Unanswered, c.say("zebra").Kind)
}

func TestPolicyDecides(t *testing.T) {
	smart := entry("hours", "en", "When are you open?")
	smart.Mode = kb.Smart
	ask := func(policy kb.Policy) dialog.ReplyKind {
		bot, err := kefu.New(&kefu.Options{Policy: policy})
		require.NoError(t, err)
		_, err = bot.KB().Put(t.Context(), smart)
		require.NoError(t, err)
		return newTalk(t, bot).say("when are you open then").Kind
	}
	require.Equal(t, dialog.Answered, ask(kb.Policy{Direct: 1e-9, Suggest: 1e-9}))
	require.Equal(t, dialog.Suggested, ask(kb.Policy{Direct: 1, Suggest: 1e-9}))
	require.Equal(t, dialog.Unanswered, ask(kb.Policy{Direct: 1, Suggest: 1}))
}

func TestConversationRecord(t *testing.T) {
	at := newClock()
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores, Now: at.now})
	c := newTalk(t, bot)
	c.send(kefu.Message{Text: "zebra", Customer: "ann", Channel: "web"})
	at.add(1500)
	c.send(kefu.Message{Text: "我的会员卡"})
	got, err := stores.Dialog.Load(t.Context(), "c")
	require.NoError(t, err)
	got.State = nil
	require.Equal(t, dialog.Conversation{
		ID: "c", Customer: "ann", Channel: "web", Locale: "zh", Owner: dialog.Bot, Version: 2,
		Created: noon, Updated: noon.Add(1000), // microseconds
		Due: noon.Add(24 * time.Hour), // the session ends
	}, got)
	records := transcript(t, stores.Dialog, "c")
	require.Len(t, records, 2)
	require.Equal(t, "zebra", records[0].Message.Text)
	require.Equal(t, dialog.Customer, records[0].Message.From)
	require.Equal(t, dialog.Suggested, records[1].Reply.Kind)
}

func TestOnTurn(t *testing.T) {
	var heard []string
	bot := newBot(t, &kefu.Options{OnTurn: func(msg kefu.Message, reply kefu.Reply) {
		heard = append(heard, msg.Text+" > "+string(reply.Kind))
	}})
	msg := kefu.Message{ID: "m", Conversation: "c", Text: "How can I pay?"}
	for range 2 {
		_, err := bot.Handle(t.Context(), msg)
		require.NoError(t, err)
	}
	_, err := bot.Handle(t.Context(), kefu.Message{Conversation: "c"})
	require.Error(t, err)
	_, err = bot.Say(t.Context(), kefu.Message{ID: "s", Conversation: "c", Text: "Hello"})
	require.NoError(t, err)
	require.Equal(t, []string{"How can I pay? > answered", "Hello > spoken"}, heard, "after commits only")
}

func TestOnTurnMayPanic(t *testing.T) {
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores, OnTurn: func(kefu.Message, kefu.Reply) { panic("host") }})
	c := newTalk(t, bot)
	require.Equal(t, dialog.Answered, c.say("How can I pay?").Kind)
	require.Equal(t, dialog.Answered, c.say("How can I pay?").Kind, "the conversation is not locked")
}

func TestHandleHonoursItsContext(t *testing.T) {
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := bot.Handle(ctx, kefu.Message{ID: "m", Conversation: "c", Text: "hi"})
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, transcript(t, stores.Dialog, "c"))
}
