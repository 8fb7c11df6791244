package dialog

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestValuesAreToldAnew(t *testing.T) {
	begin := func() *flowTalk {
		color := ChoiceSlot("color", In("colour", "颜色"), []Option{{Value: "red", Label: In("red", "红色")}, {Value: "blue", Label: In("blue", "蓝色")}}, In("Which colour?", "什么颜色？"))
		day := ValueSlot[string]("day", DateKind, In("day", "日期"), In("Which day?", "哪天？"))
		count := NumberSlot[int]("count", Words{"en": {"pieces"}, "zh": {"件"}}, In("How many?", "几件？"))
		order := ValueSlot[string]("order", "order", In("order", "订单"), In("Which order?", "哪个订单？"))
		f := talkWith(t, nil, &Flow{Name: "buy", Phrases: []string{"buy", "买"}, Steps: []Step{Ask(color), Ask(day), Ask(count), Ask(order), Confirm(nil)}})
		f.say("buy")
		f.say("red")
		f.say("Monday")
		assert.Equal(t, "Which order?", func() string { f.say("3"); return f.reply.Text }())
		return f
	}
	for words, want := range map[string]map[string]string{
		"a blue shirt then":               {"color": "blue", "day": "2026-11-23", "count": "3"},
		"that works on Tuesday, 2 pieces": {"color": "red", "day": "2026-11-24", "count": "2"},
		"那就蓝色的，周二":                        {"color": "blue", "day": "2026-11-24", "count": "3"},
		"how about blue?":                 {"color": "blue", "day": "2026-11-23", "count": "3"},
		"could you do Tuesday?":           {"color": "red", "day": "2026-11-24", "count": "3"},
		"is the blue shirt on sale?":      {"color": "red", "day": "2026-11-23", "count": "3"}, // wants to know
		"can you tell me about the blue":  {"color": "blue", "day": "2026-11-23", "count": "3"},
		"can you tell me if blue fits?":   {"color": "red", "day": "2026-11-23", "count": "3"},
		"there are 8 of us":               {"color": "red", "day": "2026-11-23", "count": "3"}, // of what?
	} {
		f := begin()
		f.say(words)
		assert.Equal(t, want, f.slots(), words)
	}
	f := begin()
	f.say("blue one please")
	assert.Contains(t, f.reply.Text, "blue", "the customer is told what has changed")
	f = begin()
	f.say("A-77, it came on Tuesday")
	assert.Equal(t, "2026-11-23", f.slots()["day"], "who answers what was asked changes nothing else")
}
