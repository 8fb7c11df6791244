package dialog

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
)

// mendBTold is a flow that asks why, in free words.
func mendBTold() *Flow {
	return &Flow{Name: "refund", Label: In("the refund", "退款"), Phrases: []string{"refund", "退款"}, Steps: []Step{
		Ask(TextSlot("why", In("reason", "原因"), In("Why?", "为什么？"))), Say(In("Noted: {why}", "记下了：{why}")),
	}}
}

func TestStatedReasonIsNoCancel(t *testing.T) {
	for _, why := range []string{"I changed my mind", "I no longer want it", "I don't need it anymore", "not interested any more", "不想要了", "不要了", "我不需要了", "改主意了", "88"} {
		f := talkWith(t, nil, mendBTold())
		f.say("refund")
		assert.Contains(t, f.say(why), why)
	}
	for _, stop := range []string{"cancel", "never mind", "I changed my mind, cancel it", "算了", "不想要了，取消"} {
		f := talkWith(t, nil, mendBTold())
		f.say("refund")
		f.say(stop)
		assert.Empty(t, f.state().Frames, stop)
	}
	f := talkWith(t, nil, mendBFlows()...) // where no words are asked for, it cancels
	f.say("return")
	f.say("不想要了")
	assert.Empty(t, f.state().Frames)
}

func TestStoryBeginsNoTask(t *testing.T) {
	flows := append(mendBFlows(), mendBTold())
	for _, story := range []string{"Last week I called to track my order and the agent was very rude", "我昨天打电话查物流，你们的客服态度特别差", "I want to return it and get my money"} {
		f := talkWith(t, nil, flows...)
		f.say("refund")
		assert.Contains(t, f.say(story), story)
	}
	for _, task := range []string{"track", "I want to track A-1 please", "你好，我想查物流 A-1", "[track] my things"} {
		flows[1].Intents = []string{"track"}
		f := talkWith(t, nil, flows...)
		f.say("refund")
		f.say(task)
		assert.Contains(t, f.events(), "flow_suspended", task)
	}
}

func TestDoItIsNoGoodbye(t *testing.T) {
	for _, s := range []string{"do it", "just do it"} {
		assert.Equal(t, commandYes, readCommand(s).What, s)
	}
	assert.Equal(t, commandGoodbye, readCommand("that'll do it").What)
}

func TestNeverMindGoesOnWithTheRest(t *testing.T) {
	knows := mendBKnows{"what are your hours?": "9 to 5.", "运费多少钱？": "10元。"}
	both := mendBUnsure{knows}
	for says, answer := range map[string]string{"never mind, what are your hours?": "9 to 5.", "算了，运费多少钱？": "10元。"} {
		f := talkWith(t, func(o *Options) { o.Knowledge = both })
		f.say("both")
		assert.Equal(t, Suggested, f.reply.Kind)
		assert.Equal(t, answer, f.say(says))
	}
	f := talkWith(t, func(o *Options) { o.Knowledge = both }, mendBFlows()...)
	f.say("both")
	f.say("never mind, I want to return it")
	assert.Equal(t, "return", f.state().top().Flow)
}

// mendBUnsure is unsure what "both" is about.
type mendBUnsure struct{ mendBKnows }

func (k mendBUnsure) Search(ctx context.Context, q Query) (Found, error) {
	if q.Text == "both" {
		return Found{Confidence: Unsure, Hits: []Hit{{ID: "a", Question: "Alpha one", Score: .5}, {ID: "b", Question: "Beta two", Score: .5}}}, nil
	}
	return k.mendBKnows.Search(ctx, q)
}
