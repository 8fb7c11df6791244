package dialog

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
)

// mendBFlows are three tasks that begin by phrases.
func mendBFlows() []*Flow {
	ask := func(name, phrase, zh string) *Flow {
		return &Flow{Name: name, Label: In("the "+name, zh), Phrases: []string{phrase, zh}, Steps: []Step{
			Ask(PatternSlot(name+"_number", `[A-Z]-\d+`, In("number", "编号"), In("Which "+name+" number?", zh+"哪个编号？"))),
			Say(In("Done with the "+name+".", zh+"好了。")),
		}}
	}
	return []*Flow{ask("return", "return", "退货"), ask("tracking", "track", "查物流"), ask("booking", "book a room", "订房"), ask("complaint", "complaint", "投诉")}
}

// mendBKnows answers what is in its map, word for word.
type mendBKnows map[string]string

func (k mendBKnows) Search(_ context.Context, q Query) (Found, error) {
	if _, ok := k[q.Text]; ok {
		return Found{Confidence: Sure, Hits: []Hit{{ID: q.Text, Question: q.Text, Score: .9}}}, nil
	}
	return Found{Confidence: Nothing}, nil
}

func (k mendBKnows) Answer(_ context.Context, h Hit, _ Query) (Answer, error) {
	return Answer{Entry: h.ID, Text: k[h.ID]}, nil
}

func TestFlowIsNotBegunByWhatSaysOtherwise(t *testing.T) {
	for _, c := range []struct{ says, begins string }{
		{"I do not want to return anything", ""},
		{"I don't want to track my order, I want your opening hours", ""},
		{"I don't think I want to return it", ""},
		{"I have no complaint, everything was great", ""},
		{"please cancel my return", ""},
		{"I already sent the return", ""},
		{"who pays when I return it?", ""},
		{"If I return it, who pays?", ""},
		{"What is your return policy", ""},
		{"我不想退货", ""},
		{"我不想订房", ""},
		{"取消我的订房", ""},
		{"我之前订房了，怎么还没收到确认", ""},
		{"退货运费谁出？", ""},
		{"请问退货政策是什么", ""},

		{"can I return this?", "return"},
		{"how do I return this?", "return"},
		{"no I want to return it", "return"},
		{"It is not the one I want, I want to return it", "return"},
		{"I don't want to track it but I have a complaint", "complaint"},
		{"I want to return it and what happened is a shame", "return"},
		{"can you track it?", "tracking"},
		{"我可以退货吗", "return"},
		{"怎么退货？", "return"},
		{"要不要退货呢，还是退货吧", "return"},
		{"要不退货吧", "return"},
		{"这个没用我要退货", "return"},
		{"不想要想退货", "return"},
		{"不退货了，我要投诉", "complaint"},
		{"我想退货，不知道为什么坏了", "return"},
	} {
		f := talkWith(t, nil, mendBFlows()...)
		f.say(c.says)
		got := ""
		if top := f.state().top(); top != nil {
			got = top.Flow
		}
		assert.Equal(t, c.begins, got, c.says)
	}
}

func TestQuestionAboutATaskIsAnsweredFirst(t *testing.T) {
	knows := mendBKnows{"Is it too late for a return?": "30 days.", "退货包邮吗": "包邮。"}
	for says, answer := range knows {
		f := talkWith(t, func(o *Options) { o.Knowledge = knows }, mendBFlows()...)
		assert.Equal(t, answer, f.say(says))
		f = talkWith(t, nil, mendBFlows()...) // nobody has an answer: the task has
		f.say(says)
		assert.Equal(t, "return", f.state().top().Flow, says)
	}
}
