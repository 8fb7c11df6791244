package kb_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func step(id string, options ...kb.Option) kb.Step {
	return kb.Step{ID: id, Say: kb.TextAnswer(id), Options: options}
}

func option(label, next string, wordings ...string) kb.Option {
	return kb.Option{Label: label, Next: next, Wordings: wordings}
}

// router is a guide with a circle.
func router() *kb.Guide {
	fixed, agent := step("fixed"), step("agent")
	agent.Outcome = kb.HandOff
	return &kb.Guide{Steps: []kb.Step{
		step("lamp", option("The lamp is red", "restart", "red lamp", "红灯"), option("The lamp is not red", "fixed", "green"), option("There is no lamp", "agent", "没有灯")),
		step("restart", option("Yes", "fixed"), option("No", "agent"), option("Try again", "lamp", "再试一次", "again")),
		fixed, agent,
	}}
}

func TestGuideNext(t *testing.T) {
	g := router()
	require.NoError(t, g.Validate())
	assert.Equal(t, "lamp", g.Start().ID)
	for _, c := range []struct{ step, said, next string }{
		{"lamp", "the LAMP is red!", "restart"},
		{"lamp", "1", "restart"},
		{"lamp", " 2. ", "fixed"},
		{"lamp", "option 3", "agent"},
		{"lamp", "the second one", "fixed"},
		{"lamp", "第三个", "agent"},
		{"lamp", "③", "agent"},
		{"lamp", "我选二", "fixed"},
		{"lamp", "最后一个", "agent"},
		{"lamp", "I see a red lamp here", "restart"},
		{"lamp", "上面没有灯啊", "agent"},
		{"lamp", "是紅燈", "restart"},
		{"lamp", "it's green", "fixed"},
		{"lamp", "no lamp", "agent"},
		{"restart", "yep", "fixed"},
		{"restart", "不是", "agent"},
		{"restart", "是的", "fixed"},
		{"restart", "let me try again please", "lamp"},
	} {
		next, err := g.Next(c.step, c.said)
		require.NoError(t, err, c.said)
		assert.Equal(t, c.next, next.ID, c.said)
	}
	for said, fits := range map[string][]int{"blue": nil, "": nil, "4": nil, "the lamp": {0, 1, 2}, "not a red lamp": nil, "red lamp or green": {0, 1}} {
		_, err := g.Next("lamp", said)
		choice := (*kb.ChoiceError)(nil)
		require.ErrorAs(t, err, &choice, said)
		assert.Equal(t, fits, choice.Fits, said)
		assert.ErrorIs(t, err, kb.ErrInvalid)
	}
	two := kb.Guide{Steps: []kb.Step{step("a", option("red shoes", "b"), option("blue shoes", "b")), step("b")}}
	_, err := two.Next("a", "the shoes")
	choice := (*kb.ChoiceError)(nil)
	require.ErrorAs(t, err, &choice)
	assert.Equal(t, []int{0, 1}, choice.Fits)
	_, err = g.Next("fixed", "1")
	assert.ErrorIs(t, err, kb.ErrEnded)
	_, err = g.Next("gone", "1")
	assert.ErrorIs(t, err, kb.ErrNotFound)
	last, ok := g.Step("agent")
	assert.True(t, ok && last.Last())
	assert.Equal(t, kb.Step{}, (&kb.Guide{}).Start())
	_, err = g.Next("lamp", strings.Repeat("red ", 1<<20))
	assert.Error(t, err)
}

// TestGuideNumberLabels: a label that is a number is chosen by its text, not by its
// place.
func TestGuideNumberLabels(t *testing.T) {
	g := kb.Guide{Steps: []kb.Step{step("years", option("2", "two"), option("1", "one")), step("one"), step("two")}}
	next, err := g.Next("years", "1")
	require.NoError(t, err)
	assert.Equal(t, "one", next.ID)
}

func TestGuideValidate(t *testing.T) {
	for field, spoil := range map[string]func(g *kb.Guide){
		"guide.steps":                           func(g *kb.Guide) { g.Steps = nil },
		"guide.steps[1].id":                     func(g *kb.Guide) { g.Steps[1].ID = "lamp" },
		"guide.steps[2].id":                     func(g *kb.Guide) { g.Steps[2].ID = "" },
		"guide.steps[0].say":                    func(g *kb.Guide) { g.Steps[0].Say = kb.Answer{} },
		"guide.steps[0].say.parts[0].kind":      func(g *kb.Guide) { g.Steps[0].Say.Parts[0].Kind = "" },
		"guide.steps[0].outcome":                func(g *kb.Guide) { g.Steps[0].Outcome = kb.Solved },
		"guide.steps[2].outcome":                func(g *kb.Guide) { g.Steps[2].Outcome = "exploded" },
		"guide.steps[0].options":                func(g *kb.Guide) { g.Steps[0].Options = make([]kb.Option, kb.MaxOptions+1) },
		"guide.steps[0].options[1].label":       func(g *kb.Guide) { g.Steps[0].Options[1].Label = "the lamp IS red." },
		"guide.steps[0].options[0].wordings[0]": func(g *kb.Guide) { g.Steps[0].Options[0].Wordings[0] = " " },
		"guide.steps[0].options[2].wordings[0]": func(g *kb.Guide) { g.Steps[0].Options[2].Wordings[0] = "green" },
		"guide.steps[0].options[0].next":        func(g *kb.Guide) { g.Steps[0].Options[0].Next = "nowhere" },
		"guide.steps[3]":                        func(g *kb.Guide) { g.Steps[0].Options[2].Next, g.Steps[1].Options[1].Next = "fixed", "fixed" },
		"guide.steps[1]":                        func(g *kb.Guide) { g.Steps[1].Options = []kb.Option{option("loop", "restart")} },
	} {
		g := router()
		spoil(g)
		e := kb.Entry{Question: "no internet", Kind: kb.GuideKind, Guide: g}
		assertField(t, field, e.Validate())
	}
	assertField(t, "guide", (&kb.Entry{Question: "q", Kind: kb.GuideKind}).Validate())
}

func TestGuideJSON(t *testing.T) {
	e := kb.Entry{ID: "g", Question: "no internet", Kind: kb.GuideKind, Guide: router(), Facts: []kb.Fact{{Names: []string{"a"}, Value: "b"}}}
	data, err := json.Marshal(e)
	require.NoError(t, err)
	var back kb.Entry
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, e, back)
}

// FuzzGuideNext: whatever is said leads to a step of the guide or to one of the
// documented errors.
func FuzzGuideNext(f *testing.F) {
	for _, said := range []string{"1", "the", "第", "option", "red not", "\xff", "最后"} {
		f.Add(said)
	}
	g := router()
	f.Fuzz(func(t *testing.T, said string) {
		next, err := g.Next("lamp", said)
		choice := (*kb.ChoiceError)(nil)
		if errors.As(err, &choice) {
			require.NotEqual(t, 1, len(choice.Fits))
			return
		}
		require.NoError(t, err)
		_, ok := g.Step(next.ID)
		require.True(t, ok)
	})
}

// A yes or no counts where nothing else is said; what people say who need help is
// none.
func TestGuideYesNo(t *testing.T) {
	ask := step("ask", option("Yes", "yes", "是"), option("No", "no", "不是"))
	ask.Say = kb.TextAnswer("Does the lamp blink? 灯在闪吗？")
	g := kb.Guide{Steps: []kb.Step{ask, step("yes"), step("no")}}
	require.NoError(t, g.Validate())
	for said, want := range map[string]string{
		"yes please": "yes", "yes, thank you": "yes", "oh yes it does": "yes", "yes, yes": "yes", "yes the lamp does blink": "yes",
		"是的谢谢": "yes", "嗯是的": "yes", "是的，灯在闪": "yes", "对，是的": "yes",
		"no thanks": "no", "no, it doesn't": "no", "no the lamp does not blink": "no", "nope, not really": "no", "不是的": "no", "不是，灯不闪": "no", "没有，谢谢": "no",

		"yes, no problem": "", "yes but it is not working": "", "no idea": "", "I have no idea": "", "不知道": "", "我也不知道啊": "", "是不是?": "", "是不是这样": "",
		"not sure": "", "I am not sure": "", "sure, if I knew where to look": "", "no lamp here, only a button": "", "yes and no": "", "不清楚": "", "没有灯罩": "",
		"看不懂": "", "好像是又好像不是": "", "I can't find it": "", "no power at all": "", "right side": "", "可以便宜点吗": "",
	} {
		next, err := g.Next("ask", said)
		if want == "" {
			assert.ErrorIs(t, err, kb.ErrInvalid, said)
			continue
		}
		if assert.NoError(t, err, said) {
			assert.Equal(t, want, next.ID, said)
		}
	}
	lights := kb.Guide{Steps: []kb.Step{step("a", option("red light", "b"), option("green light", "c")), step("b"), step("c")}}
	for _, said := range []string{"the light is green", "the green one", "it's the green one"} {
		next, err := lights.Next("a", said)
		require.NoError(t, err, said)
		assert.Equal(t, "c", next.ID, said)
	}
}
