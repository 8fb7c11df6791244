package kefu_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/escalation"
)

func TestHandOffOnRequest(t *testing.T) {
	at, sink := newClock(), &takeOver{}
	bot := newBot(t, &kefu.Options{Handoff: sink, Now: at.now})
	c := newTalk(t, bot)
	c.send(kefu.Message{Text: "How can I pay?", Customer: "ann", Channel: "web"})
	at.add(time.Minute)
	reply := c.say("let me talk to a person")
	require.Equal(t, dialog.HandedOff, reply.Kind)
	require.Equal(t, dialog.Agent, reply.Owner)
	require.Contains(t, reply.Text, "passing you on")
	require.Equal(t, 1, deliver(t, bot))
	require.Equal(t, noon, sink.taken[0].Brief.Since)
	require.Equal(t, "How can I pay?", sink.taken[0].Summary.Problem)
	require.Len(t, sink.taken[0].Course, 2)
	sink.taken[0].Brief = dialog.Brief{} // see TestIntentActs and TestUpsetCustomerGetsAPerson
	sink.taken[0].Summary, sink.taken[0].Course = dialog.Summary{}, nil
	require.Equal(t, []kefu.Handoff{{
		ID: "handoff/c/2", Conversation: "c", Customer: "ann", Channel: "web", Locale: "en",
		Reason: dialog.AskedForHuman, Question: "How can I pay?", At: noon.Add(time.Minute),
		Transcript: []dialog.Line{
			{From: dialog.Customer, Text: "How can I pay?", At: noon},
			{From: dialog.Bot, Text: "answer pay", At: noon},
			{From: dialog.Customer, Text: "let me talk to a person", At: noon.Add(time.Minute)},
			{From: dialog.Bot, Text: reply.Text, At: noon.Add(time.Minute)},
		},
	}}, sink.taken)
}

func TestHandOffWhenUnanswered(t *testing.T) {
	sink := &takeOver{}
	c := newTalk(t, newBot(t, &kefu.Options{Handoff: sink}))
	first := c.say("zebra")
	require.Equal(t, dialog.Unanswered, first.Kind)
	require.Contains(t, first.Text, "I don't know")
	second := c.say("purple elephants")
	require.Equal(t, dialog.HandedOff, second.Kind)
	require.Contains(t, second.Text, "could not answer")
	deliver(t, c.bot)
	require.Len(t, sink.taken, 1)
	require.Equal(t, dialog.NotAnswered, sink.taken[0].Reason)
	require.Equal(t, "purple elephants", sink.taken[0].Question)
	require.Len(t, sink.taken[0].Transcript, 4)
}

// The question of a hand-off is what the person has to answer.
func TestQuestionOfAHandOff(t *testing.T) {
	for _, c := range []struct {
		said []string
		want string
	}{
		{[]string{"human"}, ""},
		{[]string{"zebra", "How can I pay?", "human please"}, "How can I pay?"},
		{[]string{"zebra", "", "human"}, "zebra"},
		{[]string{"zebra", "elephants"}, "elephants"},
	} {
		sink := &takeOver{}
		talk := newTalk(t, newBot(t, &kefu.Options{Handoff: sink}))
		for _, text := range c.said {
			talk.say(text)
		}
		deliver(t, talk.bot)
		require.Equal(t, c.want, sink.taken[0].Question)
	}
}

// Only questions in a row count.
func TestUnansweredCount(t *testing.T) {
	for _, between := range []struct {
		said   string
		resets bool
	}{{"How can I pay?", true}, {" ", false}, {"my warranty", false}} {
		c := newTalk(t, newBot(t, &kefu.Options{Handoff: &takeOver{}}))
		c.say("zebra")
		c.say(between.said)
		want := dialog.HandedOff
		if between.resets {
			want = dialog.Unanswered
		}
		require.Equal(t, want, c.say("zebra").Kind, between.said)
	}
}

func TestMaxUnanswered(t *testing.T) {
	// after returns how many unanswered questions hand over, of five.
	after := func(opts kefu.Options) int {
		c := newTalk(t, newBot(t, &opts))
		for i := range 5 {
			if c.say("zebra").Kind == dialog.HandedOff {
				return i + 1
			}
		}
		return 0
	}
	for most, want := range map[int]int{0: 2, 1: 1, 4: 4, -1: 0} {
		require.Equal(t, want, after(kefu.Options{Handoff: &takeOver{}, MaxUnanswered: most}), most)
	}
	require.Zero(t, after(kefu.Options{}), "there is nobody to hand over to")
}

func TestNobodyThere(t *testing.T) {
	stores := kefu.MemoryStores()
	c := newTalk(t, newBot(t, &kefu.Options{Stores: stores}))
	reply := c.say("I want to talk to a human")
	require.Equal(t, dialog.Unanswered, reply.Kind)
	require.Equal(t, dialog.Bot, reply.Owner)
	require.Contains(t, reply.Text, "nobody can take over")
	require.Contains(t, c.say("转人工").Text, "没有人工客服")
	require.Equal(t, "answer pay", c.say("How can I pay?").Text, "the bot goes on")
	require.Zero(t, deliver(t, c.bot))
}

// The record goes to a person: it shows the end of a long conversation.
func TestLongTranscript(t *testing.T) {
	sink := &takeOver{}
	c := newTalk(t, newBot(t, &kefu.Options{Handoff: sink, MaxUnanswered: -1, Escalation: &escalation.Policy{Soothe: -1, Offer: -1, HandOff: -1}}))
	for i := range 30 {
		c.say("zebra " + strconv.Itoa(i))
	}
	c.say("human please")
	deliver(t, c.bot)
	lines := sink.taken[0].Transcript
	require.Len(t, lines, 2*21)
	require.Equal(t, "zebra 10", lines[0].Text)
	require.Equal(t, "human please", lines[40].Text)
}

func TestWhileAPersonOwnsIt(t *testing.T) {
	stores, sink := kefu.MemoryStores(), &takeOver{}
	c := newTalk(t, newBot(t, &kefu.Options{Stores: stores, Handoff: sink}))
	c.say("human please")
	for _, text := range []string{"How can I pay?", "zebra", "zebra", "zebra", "human please", " "} {
		reply := c.say(text)
		require.Equal(t, dialog.Relayed, reply.Kind)
		require.Equal(t, dialog.Agent, reply.Owner)
		require.Empty(t, reply.Text)
		require.Empty(t, reply.Parts)
	}
	picture := kefu.Part{Kind: dialog.ImagePart, URL: "https://example.com/broken.jpg"}
	c.send(kefu.Message{Parts: []kefu.Part{picture}})
	records := transcript(t, stores.Dialog, "c")
	require.Len(t, records, 8)
	require.Equal(t, "How can I pay?", records[1].Message.Text)
	require.Equal(t, []kefu.Part{picture}, records[7].Message.Parts)
	require.Equal(t, 1, deliver(t, c.bot), "it is handed over once")
}

func TestSay(t *testing.T) {
	at, out, stores := newClock(), &outbound{}, kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores, Sender: out, Now: at.now})
	c := newTalk(t, bot)
	c.send(kefu.Message{Text: "my warranty", Customer: "ann", Channel: "web"})
	said := kefu.Message{ID: "s", Conversation: "c", Agent: "bob", Text: "Bob here", Parts: []kefu.Part{{Kind: dialog.LinkPart, URL: "https://example.com"}}}
	reply, err := bot.Say(t.Context(), said)
	require.NoError(t, err)
	require.Equal(t, kefu.Reply{
		ID: "c/agent%2Fs", Conversation: "c", Message: "agent/s", Version: 2, Kind: dialog.Spoken, From: dialog.Agent, Agent: "bob", Locale: "en",
		Text: "Bob here", Parts: said.Parts, Owner: dialog.Agent, At: noon,
	}, reply)
	require.Equal(t, dialog.Relayed, c.say("2").Kind, "he takes over, without being asked")

	require.Equal(t, 1, deliver(t, bot))
	require.Equal(t, []kefu.Outgoing{{
		ID: "reply/c/agent%2Fs", Conversation: "c", Customer: "ann", Channel: "web", Reply: &reply, Due: noon, Attempt: 1,
	}}, out.sent, "the reply of Handle is not sent")
}

// An agent may write first.
func TestSayBeginsAConversation(t *testing.T) {
	c := newTalk(t, newBot(t, nil))
	_, err := c.bot.Say(t.Context(), kefu.Message{ID: "s", Conversation: "c", From: dialog.Agent, Text: "Your parcel is here"})
	require.NoError(t, err)
	require.Equal(t, dialog.Relayed, c.say("How can I pay?").Kind)
}

// What an agent said before is in the record of the next hand-off, once.
func TestTranscriptHasTheAgentsWords(t *testing.T) {
	sink := &takeOver{}
	bot := newBot(t, &kefu.Options{Handoff: sink})
	_, err := bot.Say(t.Context(), kefu.Message{ID: "s", Conversation: "c", Text: "Hello from Bob"})
	require.NoError(t, err)
	released, err := bot.Release(t.Context(), "c", "r")
	require.NoError(t, err)
	newTalk(t, bot).say("human please")
	deliver(t, bot)
	lines := sink.taken[0].Transcript
	require.Len(t, lines, 4)
	require.Equal(t, dialog.Agent, lines[0].From)
	require.Equal(t, "Hello from Bob", lines[0].Text)
	require.Equal(t, dialog.Bot, lines[1].From)
	require.Equal(t, released.Text, lines[1].Text)
}

func TestRelease(t *testing.T) {
	sink, out := &takeOver{}, &outbound{}
	c := newTalk(t, newBot(t, &kefu.Options{Handoff: sink, Sender: out}))
	_, err := c.bot.Release(t.Context(), "c", "r0")
	require.ErrorIs(t, err, dialog.ErrNotFound, "there is no such conversation")

	c.say("zebra")
	c.say("zebra")
	reply, err := c.bot.Release(t.Context(), "c", "r1")
	require.NoError(t, err)
	require.Equal(t, dialog.Spoken, reply.Kind)
	require.Equal(t, dialog.Bot, reply.From)
	require.Equal(t, dialog.Bot, reply.Owner)
	require.Equal(t, dialog.Unanswered, c.say("zebra").Kind, "the count began anew")

	again, err := c.bot.Release(t.Context(), "c", "r2")
	require.NoError(t, err)
	require.Equal(t, dialog.Relayed, again.Kind, "the bot owns it already")
	require.Empty(t, again.Text)
	require.Equal(t, dialog.HandedOff, c.say("zebra").Kind, "and nothing was forgotten")

	deliver(t, c.bot)
	require.Equal(t, []string{reply.Text}, out.texts())
	require.Len(t, sink.taken, 2)
	require.NotEqual(t, sink.taken[0].ID, sink.taken[1].ID)
}

// A bot without a sender leaves an agent's words to the transcript.
func TestNilSender(t *testing.T) {
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores})
	reply, err := bot.Say(t.Context(), kefu.Message{ID: "s", Conversation: "c", Text: "Bob here"})
	require.NoError(t, err)
	require.Zero(t, deliver(t, bot))
	require.Equal(t, reply, transcript(t, stores.Dialog, "c")[0].Reply)
}
