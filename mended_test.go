package kefu_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// Ids of replies and outbox items tell "a"+"b/c" from "a/b"+"c".
func TestSlashInIDs(t *testing.T) {
	bot := newBot(t, &kefu.Options{Handoff: &takeOver{}})
	_, err := bot.Handle(t.Context(), kefu.Message{ID: "b/c", Conversation: "a", Text: "human"})
	require.NoError(t, err)
	_, err = bot.Handle(t.Context(), kefu.Message{ID: "c", Conversation: "a/b", Text: "human"})
	require.NoError(t, err, "fails for ever: outbox item is in the store already")
}

// An agent's message whose id the customer's channel has used is said all the same.
func TestAgentAndCustomerShareIDs(t *testing.T) {
	out := &outbound{}
	bot := newBot(t, &kefu.Options{Sender: out})
	_, err := bot.Handle(t.Context(), kefu.Message{ID: "1", Conversation: "c", Text: "How can I pay?"})
	require.NoError(t, err)
	reply, err := bot.Say(t.Context(), kefu.Message{ID: "1", Conversation: "c", Text: "Bob here"})
	if err == nil {
		require.Equal(t, "Bob here", reply.Text, "an error would do as well")
	}
}

// While a person owns the conversation, a long message is kept whole for him.
func TestLongMessageToAPerson(t *testing.T) {
	stores := kefu.MemoryStores()
	c := newTalk(t, newBot(t, &kefu.Options{Stores: stores, Handoff: &takeOver{}}))
	c.say("human")
	reply := c.say(strings.Repeat("x", kefu.MaxText+1))
	assert.Equal(t, dialog.Relayed, reply.Kind, "the bot speaks though a person owns it")
	assert.Len(t, transcript(t, stores.Dialog, "c")[1].Message.Text, kefu.MaxText+1, "cut off, the person sees only a part")
}

func TestSayOfControlCharacters(t *testing.T) {
	_, err := newBot(t, nil).Say(t.Context(), kefu.Message{ID: "1", Conversation: "c", Text: "\x00\x01"})
	require.ErrorIs(t, err, kefu.ErrInvalid)
}

func TestAmbiguousAgain(t *testing.T) {
	c := offered(t, nil, "my warranty")
	require.Equal(t, dialog.Suggested, c.say("just the warranty then").Kind, "three are equally good: nothing was picked")
}

func TestDeletedPickAnswersAnotherEntry(t *testing.T) {
	c := offered(t, nil, "my warranty")
	require.NoError(t, c.bot.KB().Delete(t.Context(), "w2"))
	require.NotEqual(t, "w1", c.say("How long is the warranty of a laptop?").Source)
}

func TestNoOneIsNotOne(t *testing.T) {
	require.NotEqual(t, "w1", offered(t, nil, "my warranty").say("no one").Source)
}

func TestEntryWithTheIDOfNone(t *testing.T) {
	bot := newBot(t, nil)
	e := entry("-", "en", "How long is the warranty of a lamp?", "warranty")
	e.Mode = kb.Contains
	_, err := bot.KB().Put(t.Context(), e)
	require.NoError(t, err)
	c := newTalk(t, bot)
	require.Equal(t, "-", c.say("my warranty").Choices[0].ID)
	require.Equal(t, dialog.Answered, c.say("1").Kind)
}

func TestPolicyErrorIsNotErrInvalid(t *testing.T) {
	_, err := kefu.New(&kefu.Options{Policy: kb.Policy{Direct: 2}})
	require.ErrorIs(t, err, kefu.ErrInvalid)
}

func TestTenthChoice(t *testing.T) {
	bot, err := kefu.New(&kefu.Options{Policy: kb.Policy{MaxSuggest: 12}})
	require.NoError(t, err)
	for i := range 12 {
		e := entry(strconv.Itoa(i), "", "Question "+strconv.Itoa(i)+" of the shop?", "lamp")
		e.Mode = kb.Contains
		_, err = bot.KB().Put(t.Context(), e)
		require.NoError(t, err)
	}
	c := newTalk(t, bot)
	require.Len(t, c.say("my lamp").Choices, 13)
	require.Equal(t, dialog.Answered, c.say("10").Kind)
}

func TestQuestionOfAHandOffAfterNoneOfThese(t *testing.T) {
	sink := &takeOver{}
	c := newTalk(t, newBot(t, &kefu.Options{Handoff: sink, MaxUnanswered: 1}))
	c.say("my warranty")
	c.say("4")
	deliver(t, c.bot)
	require.Equal(t, "my warranty", sink.taken[0].Question)
}

func TestUnderscoreLocale(t *testing.T) {
	require.Equal(t, "zh", newTalk(t, newBot(t, nil)).send(kefu.Message{Text: "99", Locale: "zh_CN"}).Locale[:2])
}

func TestWishes(t *testing.T) {
	bot := newBot(t, &kefu.Options{Handoff: &takeOver{}})
	for _, s := range []string{"customer service", "customer support please", "I want a person", "you are useless, I want a person", "no I need an agent", "I need help from a real person", "I want to complain to a manager", "can you get someone to help me", "human help", "why won't you let me speak to someone", "人工人工人工", "我要跟人说话", "我要和人聊", "人工回复", "请人工回复", "人工在哪"} {
		assert.True(t, handsOver(t, bot, s), "missed: "+s)
	}
	for _, s := range []string{"不需要人工客服", "不找客服", "不是要转人工", "无需转接人工客服", "暂时不转人工", "没必要转人工", "请不要帮我转接人工", "人工客服几点下班", "人工客服电话", "转人工要等多久", "I want a representative sample", "find an operator manual", "where do I find a human-readable invoice", "do you have human hair wigs", "I want to chat with people on your app", "can I chat with other people in the app", "the agent I spoke to was great", "call the operator abroad"} {
		assert.False(t, handsOver(t, bot, s), "wrong: "+s)
	}
}

// A click on a button of an older list is no unanswered question.
func TestStaleButtonsHandOver(t *testing.T) {
	c := newTalk(t, newBot(t, &kefu.Options{Handoff: &takeOver{}}))
	c.say("my warranty")
	require.Equal(t, "w1", c.send(kefu.Message{Choice: "w1"}).Source)
	require.NotEqual(t, dialog.Unanswered, c.send(kefu.Message{Choice: "w2"}).Kind)
}
