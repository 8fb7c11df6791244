package dialog

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who asks about the wait asks nothing else: parcels and refunds are waited for, too.
func TestAsksWait(t *testing.T) {
	for _, words := range []string{
		"How long do I have to wait?", "how much longer?", "is anybody there?", "hello??", "Hi, how long is the wait?", "what's my place in the queue", "how many people are ahead of me?",
		"I've been waiting for 20 minutes, how much longer?", "how long until I can talk to someone?", "this is ridiculous! I have been waiting forever", "you there?", "Am I next?", "how long does it take?", "how long will it take", "when will the agent come?", "排到哪了", "我排到哪儿了？", "how long do i have to wait for an agent",
		"还要等多久", "还要多久", "有人吗", "在吗", "人呢", "排到第几了", "请问还要等多久啊？", "前面还有几个人", "什么时候轮到我", "我都等了20分钟了", "太慢了，还要多久？", "转人工还要多久", "客服人呢？？", "有人在吗", "多久能接通", "怎么没人理我", "还要等多长时间呢",
		"我排第几位", "人工客服什么时候能来", "還要等多久",
	} {
		asks, _ := asksWait(words)
		assert.True(t, asks, words)
	}
	for _, words := range []string{
		"how long does delivery take", "how long do I have to wait for my parcel?", "how long does it take to deliver?", "when will the agent of the carrier come", "快递到哪了", "how much longer for my refund?", "hello", "hi there", "when will it be here?", "what's the number", "is anybody there on Sundays?",
		"how long is the warranty", "I've been waiting for 5 days", "hello? what does shipping cost?", "how long will shipping take, is anybody there", "ugh!", "so slow",
		"快递还要多久", "退款还要等多久", "还要等多久才发货", "我的快递等了三天了，还要多久", "多久能到", "你好", "几天能到", "有人工客服电话吗", "客服几点上班", "在吗，运费多少", "还要几天", "排队取货要多久", "有人收货吗", "太慢了", "", "?",
	} {
		asks, _ := asksWait(words)
		assert.False(t, asks, words)
	}
}

// Where nobody waits the same words are what they were, and in a field that takes every word
// they are its value. Who has just heard of his place is not reminded of it at once.
func TestOnlyWhoWaitsHearsOfTheQueue(t *testing.T) {
	raw := TextSlot("note", In("note", "备注"), In("Your words?", "请说。"))
	raw.Raw = true
	d := newTimedDesk(t, Options{
		HandoffReminder: 10 * time.Minute, SessionTimeout: -1, ServeWhileWaiting: true,
		Flows: []*Flow{{Name: "note", Label: In("the note", "备注"), Phrases: []string{"note it"}, Steps: []Step{Ask(raw), Say(In("Noted: {note}.", "已记录{note}。"))}}},
	})
	require.NotContains(t, d.say("is anybody there?").Text, "queue")
	require.Equal(t, HandedOff, d.say("I want to talk to a human").Kind)
	d.after(6 * time.Minute)
	require.Equal(t, "You are still in the queue for a colleague, nothing is lost.", d.say("is anybody there?").Text)
	require.Empty(t, d.after(6*time.Minute))
	require.Contains(t, d.say("I have been waiting for 20 minutes").Text, "sorry")
	d.say("note it")
	require.Equal(t, "Noted: is anybody there?.", d.say("is anybody there?").Text)
}

// Who does not want the person any more whom he waits for has the bot again, and whoever
// was asked to come hears of it.
func TestAHandoffIsTakenBack(t *testing.T) {
	for _, serves := range []bool{true, false} {
		for _, words := range []string{
			"I don't need a human any more", "never mind the agent", "cancel the transfer", "leave the queue", "I solved it myself, thanks",
			"不用转人工了", "取消排队", "退出排队", "不等了", "我自己解决了",
		} {
			var offered, withdrawn string
			e, err := NewEngine(NewMemoryStore(), &Options{
				ServeWhileWaiting: serves,
				Handoff:           HandoffFunc(func(_ context.Context, h Handoff) error { offered = h.ID; return nil }),
				Effects: map[string]EffectFunc{WithdrawnEffect: func(_ context.Context, e Effect) error {
					withdrawn = e.Args["handoff"]
					return nil
				}},
			})
			require.NoError(t, err)
			say := func(id, words string) Reply {
				r, err := e.Handle(t.Context(), Message{ID: id, Conversation: "c", Text: words})
				require.NoError(t, err)
				return r
			}
			say("1", "talk to a human")
			require.NotContains(t, say("2", "no").Text, "assistant")
			r := say("3", words)
			assert.Equal(t, Bot, r.Owner, words)
			assert.NotEmpty(t, r.Text, words)
			_, err = e.Deliver(t.Context())
			require.NoError(t, err)
			assert.NotEmpty(t, offered)
			assert.Equal(t, offered, withdrawn, words)
			assert.Equal(t, HandedOff, say("4", "talk to a human").Kind, "and may be asked for again")
		}
	}
}
