package flowyaml

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// shop is the code that the flow in testdata refers to.
func shop() dialog.Registry {
	return dialog.Registry{
		Actions: map[string]dialog.Action{"look up": func(_ context.Context, c dialog.Call) (dialog.Result, error) {
			price := "20"
			if c.Slots.Text("order") == "B-1" {
				price = "200"
			}
			return dialog.Result{Set: map[string]string{"price": price}}, nil
		}},
		Checks: map[string]func(context.Context, string, dialog.Attempt) (string, error){
			"exists": func(_ context.Context, v string, _ dialog.Attempt) (string, error) {
				if v == "Z-9" {
					return "", dialog.ErrInvalid
				}
				return v, nil
			},
		},
	}
}

// inGo is the flow in testdata, written in Go.
func inGo() *dialog.Flow {
	code := shop()
	in := dialog.In
	order := dialog.ValueSlot[string]("order", "order", in("order number", "订单号"),
		in("What is the order number?", "请问订单号是多少？"), in("I need the order number, it looks like A-77.", "请提供订单号，例如 A-77。"))
	order.Invalid = in("There is no order {value}.", "没有订单{value}。")
	order.Validate = code.Checks["exists"]
	reason := dialog.ChoiceSlot("reason", in("reason", "原因"), []dialog.Option{
		{Value: "damaged", Label: in("It is damaged", "商品损坏"), Also: []string{"broken", "坏了"}},
		{Value: "unwanted", Label: in("I do not like it", "不喜欢")},
	}, in("Why do you return it?", "退货原因是什么？"))
	count := dialog.NumberSlot[int]("count", in("number", "数量"), in("How many?", "几件？"))
	least, most := 1.0, 9.0
	count.Min, count.Max = &least, &most
	part := dialog.TextSlot("part", in("part", "部位"), in("What is damaged?", "哪里坏了？"))
	part.When, part.DependsOn, part.Optional = "reason == 'damaged'", []string{"reason"}, true
	source := dialog.TextSlot("source", nil)
	source.Hidden = true
	return &dialog.Flow{
		Name: "return", Version: 2, Label: in("the return", "退货"), Category: "after-sales/returns",
		Intents: []string{"return_item"}, Phrases: []string{"return an item", "我要退货"},
		Steps: []dialog.Step{
			dialog.Ask(source),
			dialog.Ask(order),
			dialog.Do("look up", code.Actions["look up"]).Retry(dialog.Retry{Timeout: time.Second, Tries: 3, Pause: time.Millisecond}).Repeatable().
				OnFailure(in("I cannot look that up now.", "暂时无法查询。")).Else(dialog.HandOff("shop_down", in("The shop is down.", "商城系统故障。"))),
			dialog.Ask(reason), dialog.Ask(count), dialog.Ask(part),
			dialog.If(dialog.Where("reason == 'damaged' and price > 100"), dialog.HandOff("dear", in("That is for a colleague.", "需要同事处理。"))).
				Else(dialog.Say(in("The price is {price}.", "价格是{price}。"))),
			dialog.Switch("reason", dialog.When("unwanted", dialog.Say(dialog.Words{
				"en": {"You can send it back for free.", "Sending it back is free."}, "zh": {"可以免费寄回。"},
			}))),
			dialog.Confirm(nil),
			dialog.Emit("refund", func(v dialog.Values) map[string]string {
				return map[string]string{"order": v.Text("order"), "count": v.Text("count")}
			}).Uses("order", "count"),
			dialog.Say(in("Done.", "办好了。")).As("bye"),
			dialog.End(),
		},
		Timeouts: &dialog.Timeouts{Warn: 2 * time.Minute, Expire: 30 * time.Minute, Keep: 7 * 24 * time.Hour, Slots: map[string]dialog.Timeouts{
			"order": {Warn: 5 * time.Minute, Expire: time.Hour},
		}},
	}
}

// orders finds orders.
var orders = dialog.ReaderFunc(func(_ context.Context, in dialog.ReadInput) (dialog.Understood, error) {
	var u dialog.Understood
	for i := 0; i+3 <= len(in.Text); i++ {
		if s := in.Text[i : i+3]; s[0] >= 'A' && s[0] <= 'Z' && s[1] == '-' && s[2] >= '0' && s[2] <= '9' {
			u.Reading.Values = append(u.Reading.Values, dialog.Value{Type: "order", Value: s, Start: i, End: i + 3})
		}
	}
	return u, nil
})

// transcript is everything that comes of some messages.
func transcript(t *testing.T, flow *dialog.Flow, messages []string) string {
	t.Helper()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	store := dialog.NewMemoryStore()
	engine, err := dialog.NewEngine(store, &dialog.Options{
		Flows: []*dialog.Flow{flow}, Reader: orders, Now: func() time.Time { return now },
		Handoff: dialog.HandoffFunc(func(context.Context, dialog.Handoff) error { return nil }),
		Effects: map[string]dialog.EffectFunc{"refund": func(context.Context, dialog.Effect) error { return nil }},
	})
	require.NoError(t, err)
	for i, words := range messages {
		_, err := engine.Handle(context.Background(), dialog.Message{ID: fmt.Sprint(i), Conversation: "c", Text: words})
		require.NoError(t, err)
	}
	var out strings.Builder
	for r, err := range store.Transcript(context.Background(), "c", 0) {
		require.NoError(t, err)
		line, err := json.Marshal([]any{r.Message.Text, r.Reply, r.Events})
		require.NoError(t, err)
		out.Write(line)
		out.WriteByte('\n')
	}
	items, err := store.Outbox().Claim(context.Background(), now, now.Add(time.Hour), 10)
	require.NoError(t, err)
	line, err := json.Marshal(items)
	require.NoError(t, err)
	return out.String() + string(line)
}

func TestOneFlowInGoYAMLAndJSON(t *testing.T) {
	data, err := os.ReadFile("testdata/return.yaml")
	require.NoError(t, err)
	spec, err := Parse(data)
	require.NoError(t, err)
	asJSON, err := json.Marshal(spec)
	require.NoError(t, err)
	var again dialog.FlowSpec
	require.NoError(t, json.Unmarshal(asJSON, &again))
	require.Equal(t, spec, again)

	byGo := inGo()
	for _, spec := range []dialog.FlowSpec{spec, again} {
		byData, err := dialog.NewFlow(spec, shop())
		require.NoError(t, err)
		assert.Equal(t, byGo.Timeouts, byData.Timeouts)
		for _, messages := range [][]string{
			{"I want to return an item, A-1", "broken", "two", "the lid", "yes"},
			{"return an item", "Z-9", "A-1", "1", "3 please", "skip", "no", "the reason", "2", "yes"},
			{"return an item", "B-1", "broken", "12", "2.5", "two", "all of it"},
			{"我要退货 A-1", "不喜欢", "两件", "对"},
			{"我要退货", "不知道", "嗯嗯呢呢", "什么"},
		} {
			want := transcript(t, byGo, messages)
			assert.Equal(t, want, transcript(t, byData, messages))
			assert.Greater(t, strings.Count(want, "\n"), 2)
		}
	}
}

func TestFaultsAreNamedByTheirLines(t *testing.T) {
	for src, want := range map[string][]string{
		"":                                    {"the file is empty"},
		"name: [":                             {"line 1: "},
		"name: a\nname: b":                    {"line 2: has \"name\" twice"},
		"name: a\nnaem: b\nsteps: x":          {"line 2: there is no \"naem\" here", "line 3: steps: should be a list"},
		"name: a\n---\nname: b":               {"there is more than one document"},
		"- a":                                 {"line 1: should have keys and values"},
		"name: {a: b}":                        {"line 1: name: should be a text"},
		"name:":                               {"line 1: name: should be a text"},
		"version: 1.5":                        {"line 1: version: should be a whole number"},
		"steps:\n  - end: 1":                  {"line 2: steps[0].end: should be true or false"},
		"steps:\n  - {if: a, then: [{x: 1}]}": {"line 2: steps[0].then[0]: there is no \"x\" here"},
		"slots:\n- name: a\n  min: much":      {"line 3: slots[0].min: should be a number"},
		"label: &a {en: x}\nname: b":          {"line 1: label: is an alias or an anchor, which flows have not"},
		"label: {en: {a: b}}":                 {"line 1: label.en: should be a list"},
		"? [a]\n: b":                          {"line 1: has a key that is no text"},
		strings.Repeat(" ", 1<<20+1):          {"longer than 1 MiB"},
	} {
		_, err := Parse([]byte(src))
		require.ErrorIs(t, err, dialog.ErrInvalid, src)
		var line *LineError
		require.ErrorAs(t, err, &line)
		for _, w := range want {
			assert.Contains(t, err.Error(), w, src)
		}
		assert.Len(t, strings.Split(err.Error(), "\n"), len(want), err)
	}
}

func TestATextIsAsItIsWritten(t *testing.T) {
	spec, err := Parse([]byte("name: 007\nphrases: [yes, 1.0, 2026-11-21, no]\nlabel: {en: on}"))
	require.NoError(t, err)
	assert.Equal(t, "007", spec.Name)
	assert.Equal(t, []string{"yes", "1.0", "2026-11-21", "no"}, spec.Phrases)
	assert.Equal(t, dialog.In("on", ""), spec.Label)
}

func FuzzParse(f *testing.F) {
	data, err := os.ReadFile("testdata/return.yaml")
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte("steps: [{if: a, then: [{say: {en: b}}], else: []}]"))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("name: !!binary x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		spec, err := Parse(data)
		if err != nil {
			return
		}
		_, _ = dialog.NewFlow(spec, shop()) // names faults, and does not panic
		if b, err := json.Marshal(spec); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
	})
}
