package dialog

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFlowCheckFindsEveryFault(t *testing.T) {
	say := Say(In("Hello.", ""))
	do := func(context.Context, Call) (Result, error) { return Result{}, nil }
	ask := func(change func(*Slot[string])) Step {
		s := TextSlot("a", nil, In("A?", ""))
		change(&s)
		return Ask(s)
	}
	for name, c := range map[string]struct {
		flow  *Flow
		fault string // as "step slot: fault"
		n     int    // how many; 0 is one
	}{
		"no steps":              {&Flow{Name: "f"}, " : has no steps", 0},
		"no name":               {&Flow{Steps: []Step{say}}, " : has no name", 0},
		"version":               {&Flow{Name: "f", Version: -1, Steps: []Step{say}}, " : has a negative version", 0},
		"empty step":            {&Flow{Name: "f", Steps: []Step{{}}}, " : is empty; make steps by Ask, Say, Do ...", 0},
		"phrases":               {&Flow{Name: "f", Phrases: []string{"Go!", "go"}, Steps: []Step{say}}, ` : has the phrase "go" twice`, 0},
		"empty phrase":          {&Flow{Name: "f", Phrases: []string{" "}, Steps: []Step{say}}, " : has an empty phrase", 0},
		"two steps with one ID": {&Flow{Name: "f", Steps: []Step{say.As("x"), say.As("x")}}, "x : has the ID of another step", 0},
		"two slots of one name": {&Flow{Name: "f", Steps: []Step{Ask(TextSlot("a", nil, In("A?", ""))), Ask(TextSlot("a", nil, In("B?", "")))}}, "ask/a#2 a: is another slot of the same name", 0},
		"slot without name":     {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.Name = "" })}}, "ask/ : has no name", 0},
		"slot with a bad name":  {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.Name = "a{b}" })}}, "ask/a{b} a{b}: has a name with braces or a slash", 0},
		"no prompt":             {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.Prompts = nil })}}, "ask/a a: has no prompt", 0},
		"no options":            {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.Kind = ChoiceKind })}}, "ask/a a: has options without being a choice, or is a choice without options", 0},
		"options of one wording": {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) {
			s.Kind, s.Options = ChoiceKind, []Option{{Value: "x"}, {Value: "y", Also: []string{"X"}}}
		})}}, `ask/a a: has two options for "x"`, 0},
		"pattern":                   {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.Kind, s.Pattern = PatternKind, "(" })}}, "ask/a a: has a pattern that cannot be read", 0},
		"pattern of another kind":   {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.Pattern = "a" })}}, "ask/a a: has a pattern without being of the kind for it, or is of that kind without one", 0},
		"bounds":                    {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.Min, s.Max = ptr(2.0), ptr(1.0) })}}, "ask/a a: has a Min above its Max", 0},
		"attempts":                  {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.Attempts = -1 })}}, "ask/a a: has a negative number of attempts", 0},
		"exhaustion":                {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.Exhausted = "explode" })}}, `ask/a a: ends in "explode", which there is not`, 0},
		"condition of a slot":       {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.When = "b ==" })}}, "ask/a a: is needed on a condition that cannot be read", 0},
		"condition on nothing":      {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.When = "b == 1" })}}, `ask/a a: is needed on a condition on "b", but there is no such slot`, 0},
		"depends on nothing":        {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.DependsOn = []string{"b"} })}}, `ask/a a: depends on "b", but there is no such slot`, 0},
		"depends on itself":         {&Flow{Name: "f", Steps: []Step{ask(func(s *Slot[string]) { s.DependsOn = []string{"b"} }), Ask(Slot[string]{SlotSpec: SlotSpec{Name: "b", Prompts: []Words{In("B?", "")}, DependsOn: []string{"a"}}})}}, "ask/a a: depends on itself", 2},
		"type without Parse":        {&Flow{Name: "f", Steps: []Step{Ask(ValueSlot[struct{ X int }]("a", "order", nil, In("A?", "")))}}, "ask/a a: needs a Parse for struct { X int }", 0},
		"braces":                    {&Flow{Name: "f", Steps: []Step{Say(In("{b}", ""))}}, "say : says {b}, but there is no such slot", 0},
		"confirms nothing known":    {&Flow{Name: "f", Steps: []Step{Confirm(In("{b}?", ""))}}, "confirm : says {b}, but there is no such slot", 0},
		"says nothing":              {&Flow{Name: "f", Steps: []Step{Say(nil)}}, "say : says nothing", 0},
		"no action":                 {&Flow{Name: "f", Steps: []Step{Do("x", nil)}}, "do/x : has no action", 0},
		"retry":                     {&Flow{Name: "f", Steps: []Step{Do("x", do).Retry(Retry{Tries: 99})}}, "do/x : is retried in a way that cannot be", 0},
		"Else of the wrong step":    {&Flow{Name: "f", Steps: []Step{say.Else(say)}}, "say : has an Else, which only If, Switch and Do have", 0},
		"condition":                 {&Flow{Name: "f", Steps: []Step{If(Where("("), say)}}, "if : has a condition that cannot be read", 0},
		"condition on no slot":      {&Flow{Name: "f", Steps: []Step{If(Where("b"), say)}}, `if : has a condition on "b", but there is no such slot`, 0},
		"empty branch":              {&Flow{Name: "f", Steps: []Step{If(Condition{})}}, "if : has a branch without steps", 0},
		"no case":                   {&Flow{Name: "f", Steps: []Step{say, Switch("a")}}, "if/a a: has no case", 0},
		"case twice":                {&Flow{Name: "f", Steps: []Step{ask(func(*Slot[string]) {}), Switch("a", When("x", say), When("x", say))}}, `if/a a: has the case "x" twice`, 0},
		"case that cannot be":       {&Flow{Name: "f", Steps: []Step{Ask(YesNoSlot("a", nil, In("A?", ""))), Switch("a", When("maybe", say))}}, `if/a a: has a case for "maybe", which is none of its values`, 0},
		"behind the end":            {&Flow{Name: "f", Steps: []Step{If(Where("1"), End()).Else(HandOff("x", nil)), say}}, "say : is never reached", 0},
		"a language":                {&Flow{Name: "f", Steps: []Step{Say(In("Hello.", "你好。")), ask(func(*Slot[string]) {})}}, `ask/a a: its prompts lack the language "zh"`, 0},
		"a language of an option":   {&Flow{Name: "f", Steps: []Step{Say(In("Hello.", "你好。")), Ask(ChoiceSlot("a", nil, []Option{{Value: "x", Label: In("X", "")}}, In("A?", "甲？")))}}, `ask/a a: the labels of option x lack the language "zh"`, 0},
		"time-outs":                 {&Flow{Name: "f", Timeouts: &Timeouts{Warn: 2, Expire: 1}, Steps: []Step{say}}, " : warns no earlier than it expires", 0},
		"time-outs of a slot":       {&Flow{Name: "f", Timeouts: &Timeouts{Slots: map[string]Timeouts{"b": {}}}, Steps: []Step{say}}, " b: has time-outs, but there is no such slot", 0},
		"uses nothing known":        {&Flow{Name: "f", Steps: []Step{Emit("x", nil).Uses("b")}}, `emit/x : uses "b", but there is no such slot`, 0},
		"effect without a name":     {&Flow{Name: "f", Steps: []Step{Emit("", nil)}}, "emit : has no name", 0},
		"repeatable in words alone": {&Flow{Name: "f", Steps: []Step{say.Repeatable()}}, "say : is Repeatable, which only Do and Emit are", 0},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.flow.Check()
			require.ErrorIs(t, err, ErrInvalid)
			var lines []string
			for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
				var f *FlowError
				require.ErrorAs(t, e, &f)
				lines = append(lines, f.Step+" "+f.Slot+": "+f.Fault)
			}
			assert.Len(t, lines, max(1, c.n))
			assert.True(t, strings.HasPrefix(lines[0], c.fault), "%q is not %q", lines[0], c.fault)
		})
	}
	assert.NoError(t, tripFlow(do).Check())
	both := (&Flow{Steps: []Step{say.As("x"), say.As("x"), Do("", nil)}}).Check()
	assert.Len(t, both.(interface{ Unwrap() []error }).Unwrap(), 4, "all at once")
	assert.Contains(t, both.Error(), `flow "", step "x": has the ID of another step`)
}

func TestFlowsAreCheckedTogether(t *testing.T) {
	say := Say(In("Hello.", ""))
	for name, c := range map[string]struct {
		flows []*Flow
		fault string
	}{
		"an unknown flow":        {[]*Flow{{Name: "f", Steps: []Step{Include("g")}}}, `calls the flow "g", which there is not`},
		"itself":                 {[]*Flow{{Name: "f", Steps: []Step{Include("f")}}}, `calls itself: f > f`},
		"itself by another":      {[]*Flow{{Name: "f", Steps: []Step{Include("g")}}, {Name: "g", Steps: []Step{Include("f")}}}, `calls itself: f > g > f`},
		"a phrase of two":        {[]*Flow{{Name: "f", Phrases: []string{"Go!"}, Steps: []Step{say}}, {Name: "g", Phrases: []string{"go"}, Steps: []Step{say}}}, `has the phrase "go" of flow "f"`},
		"an intent of two":       {[]*Flow{{Name: "f", Intents: []string{"i"}, Steps: []Step{say}}, {Name: "g", Intents: []string{"i"}, Steps: []Step{say}}}, `has the intent "i" of flow "f"`},
		"an effect of nobody":    {[]*Flow{{Name: "f", Steps: []Step{Emit("x", nil)}}}, "is an effect that the options have not"},
		"an end of nobody":       {[]*Flow{{Name: "f", OnEnd: "x", Steps: []Step{say}}}, `ends with the effect "x", which the options have not`},
		"slots that do not fit":  {[]*Flow{{Name: "f", Steps: []Step{Ask(TextSlot("a", nil, In("A?", ""))), Include("g")}}, {Name: "g", Steps: []Step{Ask(TextSlot("a", nil, In("B?", "")))}}}, "is another slot of the same name"},
		"a fault of one of them": {[]*Flow{{Name: "f", Steps: []Step{Say(nil)}}}, "says nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewEngine(NewMemoryStore(), &Options{Flows: c.flows})
			require.ErrorIs(t, err, ErrInvalid)
			assert.Contains(t, err.Error(), c.fault)
		})
	}
}

func TestConditions(t *testing.T) {
	v := ValuesOf(map[string]string{"n": "3", "q": "4 piece", "sum": "CNY 99.5", "city": "北京", "vip": "yes", "gift": "no", "day": "2026-11-24", "zero": "0"})
	for src, want := range map[string]bool{
		"n == 3": true, "n == 3.0": true, "n == '3'": false || true, "n > 2 and n < 4": true, "n >= 3": true, "n <= 2": false, "n != 3": false,
		"q > 3": true, "sum < 100": true, "city == '北京'": true, `city != "北京"`: false, "city in ('上海', '北京')": true, "city in ('上海')": false,
		"vip": true, "gift": false, "zero": false, "none": false, "not none": true, "vip == true": true, "gift == false": true,
		"none == ''": true, "none != 'x'": true, "none < 5": false, "none > 5": false, "not none < 5": true,
		"day < '2026-12-01'": true, "n == q": false, "city > 3": false,
		"vip or none and none": true, "(vip or none) and none": false, "not vip or vip": true, "not (vip or vip)": false,
		`city == '\'北'`: false, "n > -1": true, "城市 == 1": false,
	} {
		c, err := ParseCondition(src)
		require.NoError(t, err, src)
		assert.Equal(t, want, c.Holds(v), src)
	}
	for src, at := range map[string]int{"": 0, "n ==": 4, "n = 3": 2, "n == 3 3": 7, "(n": 2, "n in 3": 5, "n in (": 6, "n == 'x": 5, "and": 0, "n == 1.2.3": 5, "n # 1": 2, "x in (1 2)": 8, "\xff": 0} {
		_, err := ParseCondition(src)
		var e *ConditionError
		require.ErrorAs(t, err, &e, src)
		assert.Equal(t, at, e.Offset, "%q: %v", src, err)
		require.ErrorIs(t, err, ErrInvalid)
	}
	_, err := ParseCondition(strings.Repeat("(", 100) + "n" + strings.Repeat(")", 100))
	assert.ErrorContains(t, err, "too deep")
	_, err = ParseCondition(strings.Repeat("n or ", 1000) + "n")
	assert.ErrorContains(t, err, "too long")
	assert.True(t, Condition{}.Holds(v))
	assert.False(t, Where("(").Holds(v), "what cannot be read never holds")
	assert.False(t, Not(Where("(")).Holds(v))
	assert.False(t, Test("x", func(Values) bool { panic("boom") }).Holds(v))
	assert.False(t, isValue("a'", `it's\`).Holds(v))
}

func FuzzCondition(f *testing.F) {
	for _, s := range []string{"n > 1 and reason == 'damaged'", "not (a in ('x', \"y\"))", "((a))", "'\\''", "a == -1.5e", "城市 != ''"} {
		f.Add(s)
	}
	v := ValuesOf(map[string]string{"n": "3", "reason": "damaged"})
	f.Fuzz(func(t *testing.T, src string) {
		c, err := ParseCondition(src)
		if err != nil {
			return
		}
		if Not(c).Holds(v) == c.Holds(v) {
			t.Fatal("a condition and its opposite hold alike")
		}
		slot, value := "n", src
		again, err := ParseCondition(isValue(slot, value).String())
		if len(src) < 900 {
			if err != nil {
				t.Fatalf("a literal is not read back: %v", err)
			}
			if !again.Holds(ValuesOf(map[string]string{slot: value})) {
				t.Fatal("a literal does not equal itself")
			}
		}
	})
}
