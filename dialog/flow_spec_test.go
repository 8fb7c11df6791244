package dialog

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNewFlowNamesEveryFault(t *testing.T) {
	for data, want := range map[string][]string{
		`{"name":"f","steps":[{}]}`:                                                                                      {`step "steps[0]": does nothing; it has to do one thing`, "has no steps"},
		`{"name":"f","steps":[{"say":{"en":"x"},"end":true}]}`:                                                           {"does say and end", "has no steps"},
		`{"name":"f","steps":[{"ask":"a"}]}`:                                                                             {`step "steps[0]", slot "a": is asked for, but there is no such slot`},
		`{"name":"f","slots":[{"name":"a","prompts":[{"en":"A?"}]}],"steps":[{"end":true}]}`:                             {`step "slots[0]", slot "a": is never asked for`},
		`{"name":"f","slots":[{"name":"a","prompts":[{"en":"A?"}]},{"name":"a","hidden":true}],"steps":[{"ask":"a"}]}`:   {`step "slots[1]", slot "a": is there twice`},
		`{"name":"f","slots":[{"name":"a","prompts":[{"en":"A?"}],"check":"c"}],"steps":[{"ask":"a"}]}`:                  {`has the check "c", which is none of the registry`},
		`{"name":"f","steps":[{"do":"x"}]}`:                                                                              {`step "steps[0]": does "x", which is no action of the registry`},
		`{"name":"f","steps":[{"do":"known","retry":{"timeout":"soon","tries":99}}]}`:                                    {`step "steps[0].retry.timeout": is no length of time`, "is retried in a way that cannot be"},
		`{"name":"f","steps":[{"if":"(","then":[{"say":{"en":"x"}}]}]}`:                                                  {"has a condition that cannot be read"},
		`{"name":"f","steps":[{"if":"1","then":[{"end":true}],"else":[{"if":"1","then":[{}]}]}]}`:                        {`step "steps[0].else[0].then[0]": does nothing`, "has a branch without steps"},
		`{"name":"f","steps":[{"say":{"en":"x"},"then":[{"end":true}],"cases":[],"words":{"en":"x"},"args":{"a":"b"}}]}`: {`has "then", which only "if" has`, `has "words", which only "hand_off" has`, `has "args", which only "emit" has`},
		`{"name":"f","steps":[{"say":{"en":"x"}}],"timeouts":{"warn":"2d","expire":"1d","keep":"9999999d"}}`:             {`step "timeouts.keep": is no length of time`, "warns no earlier than it expires"},
	} {
		var spec FlowSpec
		require.NoError(t, json.Unmarshal([]byte(data), &spec), data)
		_, err := NewFlow(spec, Registry{Actions: map[string]Action{"known": func(context.Context, Call) (Result, error) { return Result{}, nil }}})
		require.ErrorIs(t, err, ErrInvalid, data)
		for _, w := range want {
			assert.Contains(t, err.Error(), w, data)
		}
		assert.Len(t, strings.Split(err.Error(), "\n"), len(want), err)
	}
	assert.ErrorContains(t, (&Flow{Name: "f", Steps: []Step{Ask(Slot[string]{SlotSpec: SlotSpec{Name: "a", Check: "c", Prompts: []Words{In("A?", "")}}})}}).Check(), `has the check "c"`)
}

func TestNewFlowHasArgsAndEffects(t *testing.T) {
	spec := FlowSpec{
		Name: "f", Phrases: []string{"go"},
		Slots: []SlotSpec{{Name: "order", Kind: "order", Prompts: []Words{In("Order?", "")}}, {Name: "who", Hidden: true, Profile: "name"}},
		Steps: []StepSpec{{Ask: "order"}, {Emit: "a", Args: map[string]string{"text": "{who}: {order} {none}"}}, {Emit: "b"}, {Emit: "c", Uses: []string{"order"}}},
	}
	flow, err := NewFlow(spec, Registry{Effects: map[string]func(Values) map[string]string{
		"b": func(v Values) map[string]string { return map[string]string{"from code": v.Text("order")} },
	}})
	require.NoError(t, err)
	none := func(context.Context, Effect) error { return nil }
	f := talkWith(t, func(o *Options) {
		o.Effects = map[string]EffectFunc{"a": none, "b": none, "c": none}
		o.Profiles = profilesOf{Attributes: []Attribute{{Name: "name", Value: "Ann", Source: Stated}}}
	}, flow)
	f.message(Message{Text: "go with A-1", Customer: "ann"})
	var args []map[string]string
	for _, out := range f.outbox() {
		args = append(args, out.Effect.Args)
	}
	assert.Equal(t, []map[string]string{{"text": "Ann: A-1 "}, {"from code": "A-1"}, {"order": "A-1"}}, args)
}

func TestWordsInJSON(t *testing.T) {
	var w Words
	require.NoError(t, json.Unmarshal([]byte(`{"en":"Hello","zh":["你好","您好"]}`), &w))
	assert.Equal(t, Words{"en": {"Hello"}, "zh": {"你好", "您好"}}, w)
	for _, bad := range []string{`"Hello"`, `{"en":1}`, `{"en":[1]}`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &w), bad)
	}
	require.NoError(t, json.Unmarshal([]byte(`null`), &w))
	assert.Nil(t, w)
}
