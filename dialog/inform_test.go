package dialog

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInformLeavesTheTalkAsItIs(t *testing.T) {
	ctx := context.Background()
	city := ValueSlot[string]("city", "city", In("city", "城市"), In("Which city?", "哪个城市？"))
	var sent []Outgoing
	f := talkWith(t, func(o *Options) {
		o.Sender = SenderFunc(func(_ context.Context, out Outgoing) error { sent = append(sent, out); return nil })
	}, &Flow{Name: "visit", Phrases: []string{"visit"}, Steps: []Step{Ask(city), Say(In("See you in {city}.", "{city}见。"))}})

	_, err := f.engine.Inform(ctx, Message{ID: "1", Conversation: "unknown", Text: "Your case is solved."})
	require.ErrorIs(t, err, ErrNotFound)

	assert.Equal(t, "Which city?", f.say("visit"))
	for range 2 { // the second time it is known
		reply, err := f.engine.Inform(ctx, Message{ID: "1", Conversation: "c", Text: "Your case is solved.", Agent: "mia"})
		require.NoError(t, err)
		assert.Equal(t, Reply{
			ID: reply.ID, Conversation: "c", Message: reply.Message, Version: 2, Kind: Spoken, From: Agent, Agent: "mia",
			Locale: reply.Locale, Text: "Your case is solved.", Owner: Bot, At: reply.At,
		}, reply)
	}
	_, err = f.engine.Deliver(ctx)
	require.NoError(t, err)
	require.Len(t, sent, 1)
	assert.Equal(t, "Your case is solved.", sent[0].Reply.Text)
	assert.Equal(t, "See you in Shanghai.", f.say("Shanghai"), "the question is still open")

	replayed, err := f.engine.Replay(ctx, "c", 2)
	require.NoError(t, err)
	assert.Equal(t, "Your case is solved.", replayed.Record.Reply.Text)
	assert.Empty(t, replayed.Differences)
}
