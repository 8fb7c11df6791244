package dialog

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// storeFlow asks for a city and for a shop in it.
func storeFlow() *Flow {
	city := ChoiceSlot("city", In("city", "城市"), []Option{{Value: "ulm", Label: In("Ulm", "乌尔姆")}, {Value: "bonn", Label: In("Bonn", "波恩")}, {Value: "kiel", Label: In("Kiel", "基尔")}}, In("Which city?", "哪个城市？"))
	shop := ChoiceSlot("shop", In("shop", "门店"), []Option{
		{Value: "u1", Label: In("Station", "车站店"), When: "city == 'ulm'"},
		{Value: "u2", Label: In("Old town", "老城店"), When: "city == 'ulm'"},
		{Value: "b1", Label: In("Harbour", "码头店"), When: "city == 'bonn'"},
		{Value: "b2", Label: In("Closed shop", "歇业店"), When: "city == 'bonn'"},
	}, In("Which shop?", "哪家门店？"))
	shop.Offer = func(o Option, v Values) bool { return o.Value != "b2" || v.Text("city") == "nowhere" }
	return &Flow{Name: "visit", Label: In("the visit", "到店"), Phrases: []string{"visit"}, Steps: []Step{
		Ask(city), Ask(shop), Confirm(nil), Say(In("See you in {shop}.", "{shop}见。")),
	}}
}

// What can be chosen depends on what was chosen before, in one message, too; what is gone is
// asked for again, and a choice without options is not asked for.
func TestOptionsDependOnValues(t *testing.T) {
	d := talkWith(t, nil, storeFlow())
	d.say("visit")
	require.Equal(t, "Which shop?\n1. Station\n2. Old town", d.say("Ulm"))
	require.NotContains(t, d.say("Harbour"), "Is that right?", "there is none in Ulm")
	require.Contains(t, d.say("2"), "shop: Old town")
	require.Contains(t, d.say("no, the city is Bonn"), "Which shop?\n1. Harbour")
	require.Contains(t, d.events(EventSlotCleared), "slot_cleared shop")
	require.NotContains(t, d.say("Closed shop"), "Is that right?")
	require.NotContains(t, d.pick("slot/b2"), "Is that right?")
	require.Contains(t, d.pick("slot/b1"), "shop: Harbour")
	require.NotContains(t, d.say("no, the city is Kiel"), "Which shop?")

	d = talkWith(t, nil, storeFlow())
	require.Contains(t, d.say("visit, Bonn, Harbour"), "city: Bonn\nshop: Harbour")
}

// Of many options a page is shown; the next ones, and those with a word, are for the asking,
// and asking is no failed attempt.
func TestManyOptions(t *testing.T) {
	var options []Option
	for i := range 3000 {
		kind := []string{"kettle", "pan", "lamp"}[i%3]
		options = append(options, Option{Value: fmt.Sprint("v", i), Label: In(fmt.Sprintf("Model %d %s", i, kind), fmt.Sprintf("型号%d%s", i, map[string]string{"kettle": "水壶", "pan": "平底锅", "lamp": "台灯"}[kind]))})
	}
	model := ChoiceSlot("model", In("model", "型号"), options, In("Which model?", "哪个型号？"))
	flow := &Flow{Name: "buy", Phrases: []string{"buy"}, Steps: []Step{Ask(model), Say(In("Bought {model}.", "已购买{model}。"))}}
	d := talkWith(t, nil, flow)
	text := d.say("buy")
	assert.Less(t, len(text), 500)
	require.True(t, strings.HasSuffix(text, "10. Model 9 kettle\nThere are 3000 in all: write \"more\" for the next ones, or a part of what you look for."), text)
	require.Len(t, d.reply.Choices, 11)
	require.Contains(t, d.say("more"), "\n11. Model 10 pan\n")
	require.Contains(t, d.pick(d.reply.Choices[10].ID), "\n21. Model 20 lamp\n")
	text = d.say("lamp 299")
	require.Contains(t, text, "\n1. Model 299 lamp\n2. Model 2990 lamp\n3. Model 2993 lamp\n")
	require.NotContains(t, text, "in all")
	require.Contains(t, d.say("all"), "\n1. Model 0 kettle\n")
	require.Contains(t, d.say("kettle"), "\n2. Model 3 kettle\n")
	assert.Zero(t, d.state().top().Attempts)
	require.Equal(t, "Bought Model 3 kettle.", d.say("2"))

	d = talkWith(t, nil, flow)
	d.say("buy")
	d.say("kettle")
	require.Equal(t, "Bought Model 1 pan.", d.say("Model 1 pan"), "what is not in the list can be named")
	d.say("buy")
	require.Equal(t, "Bought Model 12 kettle.", d.say("13"), "the numbers are those of all of them")
}

func TestOptionFaults(t *testing.T) {
	for fault, o := range map[string]Option{
		"has an option on a condition on \"nothing\"":        {Value: "a", When: "nothing == 'x'"},
		"has the option \"a\" on a condition that cannot be": {Value: "a", When: "=="},
	} {
		flow := &Flow{Name: "f", Steps: []Step{Ask(ChoiceSlot("s", nil, []Option{o}, In("?", "?")))}}
		require.ErrorContains(t, flow.Check(), fault)
	}
}

// BenchmarkManyOptions is a turn in which a customer names one of 3,000 options.
func BenchmarkManyOptions(b *testing.B) {
	var options []Option
	for i := range 3000 {
		options = append(options, Option{Value: fmt.Sprint("v", i), Label: In(fmt.Sprintf("Model %d", i), fmt.Sprintf("型号%d", i))})
	}
	flow := &Flow{Name: "buy", Phrases: []string{"buy"}, Steps: []Step{Ask(ChoiceSlot("model", nil, options, In("Which model?", "哪个型号？")))}}
	d := talkWith(b, nil, flow)
	b.ReportAllocs()
	for b.Loop() {
		d.say("buy")
		d.say("Model 2999 please")
	}
}

// A button answers its own question, however late it is pressed and however often.
func TestButtonsBelongToTheirQuestion(t *testing.T) {
	cities := []Option{{Value: "shanghai"}, {Value: "hangzhou"}, {Value: "a/b"}}
	from := ChoiceSlot("from", In("from", "出发地"), cities, In("From where?", "从哪里?"))
	to := ChoiceSlot("to", In("to", "目的地"), cities, In("Where to?", "到哪里?"))
	flow := &Flow{Name: "trip", Phrases: []string{"book a trip"}, Steps: []Step{Ask(from), Ask(to), Confirm(nil)}}
	button := func(f *flowTalk, label string) string {
		at := slices.IndexFunc(f.reply.Choices, func(c Choice) bool { return c.Label == label })
		require.GreaterOrEqual(t, at, 0, "%v", f.reply.Choices)
		require.LessOrEqual(t, len(f.reply.Choices[at].ID), MaxID)
		return f.reply.Choices[at].ID
	}
	f := talkWith(t, nil, flow)
	f.say("book a trip")
	shanghai, hangzhou := button(f, "shanghai"), button(f, "hangzhou")
	f.pick(shanghai)
	assert.Contains(t, f.pick(shanghai), "Where to?", "pressed twice")
	assert.Equal(t, map[string]string{"from": "shanghai"}, f.slots())
	assert.Contains(t, f.pick(hangzhou), "from is hangzhou now", "a button of the first list")
	assert.Contains(t, f.reply.Text, "Where to?")
	f.pick(button(f, "a/b"))
	assert.Equal(t, map[string]string{"from": "hangzhou", "to": "a/b"}, f.slots())

	g := talkWith(t, nil, flow)
	g.say("book a trip")
	g.pick("slot/shanghai") // an id that was given before ids named their question
	g.pick("slot/a/b")
	assert.Equal(t, map[string]string{"from": "shanghai", "to": "a/b"}, g.slots())
}
