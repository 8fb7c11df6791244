package dialog

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNoAfterATaskEndsIt(t *testing.T) {
	knows := mendBKnows{"what are your hours": "9 to 5."}
	for _, no := range []string{"no", "nope", "no thanks", "没有", "没有了"} {
		f := talkWith(t, func(o *Options) { o.Knowledge = knows }, mendBTold())
		f.say("what are your hours")
		f.say("refund")
		f.say("too small")
		f.say(no)
		assert.Equal(t, Chatted, f.reply.Kind, no)
		assert.Regexp(t, "[Bb]ye|再见", f.reply.Text, no)
	}
	f := talkWith(t, func(o *Options) { o.Knowledge = knows })
	f.say("what are your hours")
	f.say("no")
	assert.Equal(t, Unanswered, f.reply.Kind)
}

func TestQuestionWithoutAnswerIsNoMiss(t *testing.T) {
	for _, ask := range []string{"what's the difference between double and twin?", "海景房有吗", "why so many"} {
		f := talkWith(t, nil, mendBFlows()...)
		f.say("book a room")
		f.say(ask)
		assert.Equal(t, []string{"unanswered", "prompted booking_number"}, f.events(), ask)
		assert.Zero(t, f.state().top().Attempts)
	}
	handed := 0
	f := talkWith(t, func(o *Options) {
		o.MaxUnanswered = 2
		o.Handoff = HandoffFunc(func(context.Context, Handoff) error { handed++; return nil })
	}, mendBFlows()...)
	f.say("book a room")
	f.say("is it far?")
	assert.Equal(t, Asked, f.reply.Kind)
	f.say("is it loud?")
	assert.Equal(t, Agent, f.reply.Owner)
	assert.Empty(t, f.state().Frames)
}
