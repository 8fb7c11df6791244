package dialog

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wishReader sees a wish for a person in every message that speaks of one.
type wishReader struct{}

func (wishReader) Read(context.Context, ReadInput) (Understood, error) {
	return Understood{Reading: Reading{WantsHuman: true}}, nil
}

// Who is asked for words and only asks for a person gets one; who tells of people, or wants
// one beside what he tells, has told what he was asked for.
func TestAWishForAPersonIsNoAnswerInWords(t *testing.T) {
	problem := func(raw bool) *Flow {
		slot := TextSlot("problem", In("problem", "问题"), In("What is the problem?", "有什么问题？"))
		slot.Raw = raw
		return &Flow{Name: "report", Phrases: []string{"report it"}, Steps: []Step{Ask(slot), Say(In("Noted: {problem}.", "已记录：{problem}。"))}}
	}
	said := func(reader Reader, raw bool, words string) ReplyKind {
		e, err := NewEngine(NewMemoryStore(), &Options{
			Reader: reader, Flows: []*Flow{problem(raw)}, Handoff: HandoffFunc(func(context.Context, Handoff) error { return nil }),
		})
		require.NoError(t, err)
		_, err = e.Start(t.Context(), Start{ID: "s", Conversation: "c", Flow: "report"})
		require.NoError(t, err)
		r, err := e.Handle(t.Context(), Message{ID: "1", Conversation: "c", Text: words})
		require.NoError(t, err)
		return r.Kind
	}
	for _, words := range []string{
		"I want a human", "stop, I want a human", "I want your manager", "I don't want to talk to a bot", "no more bots",
		"我要和真人对话", "找个真人", "叫你们经理来", "转接人工服务", "不想跟机器人说话", "能不能换个人跟我说", "不要机器人",
	} {
		assert.Equal(t, HandedOff, said(PlainReader{}, false, words), words)
	}
	for _, words := range []string{"I wnat a human", "get me somebody real", "我要投诉找你们领导", "我想找人说话"} {
		assert.Equal(t, HandedOff, said(wishReader{}, false, words), words)
		assert.NotEqual(t, HandedOff, said(wishReader{}, true, words), words)
		assert.NotEqual(t, HandedOff, said(PlainReader{}, false, words), words)
	}
	for _, words := range []string{
		"the agent was rude, I want a human to look at my order", "the agent was rude, I want a human", "the supervisor", "manager", "hand it to a person",
		"I was told that a real person would look into my order", "客服态度差，我要人工看一下我的订单", "请联系经理", "送到人工窗口",
	} {
		assert.NotEqual(t, HandedOff, said(wishReader{}, false, words), words)
	}
	assert.NotEqual(t, HandedOff, said(PlainReader{}, false, "我和客服沟通了"))
}
