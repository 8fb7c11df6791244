package dialog

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestNumbersInWords(t *testing.T) {
	for words, want := range map[string]float64{
		"3": 3, "2.5": 2.5, "-4": -4, "1,200": 1200, "I'd like 12 please": 12, "３件": 3,
		"two": 2, "twenty-five": 25, "just one": 1, "make it one": 1, "one, please": 1, "a hundred and three": 103, "two thousand and twenty": 2020, "nine thousand nine hundred ninety nine": 9999,
		"a dozen": 12, "two dozen": 24, "a couple": 2, "eleven of them": 11, "fifteen": 15,
		"三": 3, "两件": 2, "十五": 15, "二十": 20, "两百零五": 205, "三千": 3000, "一百二": 120, "九千九百九十九": 9999, "二〇六": 206, "一千零一": 1001, "要三个，谢谢": 3, "兩個": 2,
	} {
		n, ok := onlyNumber(words)
		assert.True(t, ok, words)
		assert.InDelta(t, want, n, 0, words)
	}
	for _, words := range []string{"", "no idea", "the blue one", "this one", "which one", "two or three", "3 and 5", "个", "百千", "and", "a", "20 21", "十百千"} {
		n, ok := onlyNumber(words)
		assert.False(t, ok, "%s: %v", words, n)
	}
}

func TestNumbersInWordsAreReadBack(t *testing.T) {
	ones := []string{"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
	tens := []string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	var english func(n int) string
	english = func(n int) string {
		switch {
		case n < 20:
			return ones[n]
		case n < 100:
			return tens[n/10] + " " + ones[n%10]
		case n < 1000:
			return ones[n/100] + " hundred " + english(n%100)
		}
		return english(n/1000) + " thousand " + english(n%1000)
	}
	digits := []rune("零一二三四五六七八九")
	chinese := func(n int) string {
		s, zero := "", false
		for i, unit := range []int{1000, 100, 10, 1} {
			d := n / unit % 10
			if d == 0 {
				zero = s != ""
				continue
			}
			if zero {
				s, zero = s+"零", false
			}
			s += string(digits[d]) + []string{"千", "百", "十", ""}[i]
		}
		return s
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9999).Draw(t, "n")
		for _, words := range []string{english(n), chinese(n), formatNumber(float64(n))} {
			got, ok := onlyNumber(words)
			if !ok || got != float64(n) {
				t.Fatalf("%q is read as %v, not as %d", words, got, n)
			}
		}
	})
}

func FuzzOnlyNumber(f *testing.F) {
	for _, s := range []string{"two hundred and five", "一百二", "-", ".5", "1,2,3", "thousand", "零零零", "a dozen dozen dozen dozen"} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, s string) { onlyNumber(s) })
}

func TestChoices(t *testing.T) {
	options := []Option{
		{Value: "red", Label: In("Dark red", "深红色"), Also: []string{"crimson"}},
		{Value: "blue", Label: In("Dark blue", "深蓝色")},
		{Value: "three", Label: In("Three colours", "三色")},
	}
	for words, want := range map[string]string{
		"red": "red", "Dark red": "red", "深红色": "red", "crimson": "red", "CRIMSON!": "red", // by value, label, another word
		"1": "red", "the second one": "blue", "第三个": "three", // by number
		"I'd take the dark blue one, please": "blue", "我要深蓝色的": "blue", // in a sentence
		"blue": "blue", "红色": "red", "colours": "three", // by a part
		"crimsen": "red", "drak blue": "blue", "the crimsn one": "red", // with a letter wrong
		"not the dark red": "", "不要深红色": "", // denied
		"dark": "", "深": "", "dark red or dark blue": "", // not only one
		"4": "", "green": "", "": "", "no": "",
	} {
		o := chooseOption(options, keyOf(words), true)
		got := ""
		if o != nil {
			got = o.Value
		}
		assert.Equal(t, want, got, words)
	}
	for _, words := range []string{"1", "crimsen", "colours"} {
		assert.Nil(t, chooseOption(options, keyOf(words), false), "unasked, %s is no choice", words)
	}
	assert.Equal(t, "red", chooseOption(options, keyOf("my crimson shirt"), false).Value)
}

func TestChoiceSlotsFillThemselves(t *testing.T) {
	reason := ChoiceSlot("reason", nil, []Option{{Value: "damaged"}, {Value: "late"}, {Value: "both"}}, In("Why?", ""))
	wish := ChoiceSlot("wish", nil, []Option{{Value: "refund"}, {Value: "exchange"}, {Value: "both"}}, In("What would you like?", ""))
	flow := &Flow{Name: "f", Phrases: []string{"return it"}, Steps: []Step{Ask(reason), Ask(wish)}}
	f := talkWith(t, nil, flow)
	f.say("I return it, it is damaged and I want a refund")
	assert.Equal(t, []string{"slot_filled reason=damaged", "slot_filled wish=refund"}, f.events(EventSlotFilled))
	f.say("return it, it is not damaged")
	assert.Equal(t, "Why?\n1. damaged\n2. late\n3. both", f.reply.Text)
	f.say("both")
	assert.Equal(t, map[string]string{"reason": "both"}, f.slots(), "a word for options of two slots is that of the one asked for")
	f.pick("slot/late") // a button of the former question
	assert.Equal(t, "late", f.slots()["reason"])
	assert.Contains(t, f.reply.Text, "What would you like?")
	assert.Equal(t, []string{"slot_corrected reason=late"}, f.events(EventSlotCorrected))
	f.pick("slot/refund")
	assert.Equal(t, Completed, f.reply.Kind)
}

func TestPatternSlots(t *testing.T) {
	code := PatternSlot("code", `[A-Z]{2}\d{3}`, nil, In("Code?", ""))
	flow := &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{Ask(TextSlot("what", nil, In("What?", ""))), Ask(code), Ask(TextSlot("why", nil, In("Why?", "")))}}
	for say, want := range map[string]string{
		"AB123": "AB123", "it's ab123.": "AB123", "编号是ab123的": "AB123", "AB1234": "", "xAB123": "", "ab 123": "",
	} {
		f := talkWith(t, nil, flow)
		f.say("go")
		f.say("a lamp")
		f.say(say)
		assert.Equal(t, want, f.slots()["code"], say)
	}
	f := talkWith(t, nil, flow)
	f.say("go, my code is ab123")
	assert.Equal(t, "AB123", f.slots()["code"], "unasked")
}

func TestValidate(t *testing.T) { synctest.Test(t, testValidate) }

func testValidate(t *testing.T) {
	var mu sync.Mutex // one that is late may still be running
	var attempts []Attempt
	order := ValueSlot[string]("order", "order", nil, In("Order?", ""), In("Order, please?", ""))
	order.Invalid = In("{value} is no order of yours.", "")
	order.Validate = func(ctx context.Context, v string, a Attempt) (string, error) {
		mu.Lock()
		attempts = append(attempts, a)
		mu.Unlock()
		switch v {
		case "A-1":
			return "", errors.New("unknown")
		case "A-2":
			return "", &Refusal{Why: In("That one was sent back.", "")}
		case "A-3":
			panic("boom")
		case "A-4":
			<-ctx.Done()
			return "", ctx.Err()
		}
		return v + "/2026", nil
	}
	order.Attempts = 9
	f := talkWith(t, func(o *Options) { o.HookTimeout = time.Second }, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{Ask(order), Ask(TextSlot("why", nil, In("Why?", "")))}})
	assert.Equal(t, "A-1 is no order of yours.\nOrder?", f.say("go with a-1"), "not asked, so it is the first prompt")
	assert.Equal(t, "That one was sent back.\nOrder, please?", f.say("A-2"))
	assert.Contains(t, f.say("A-3"), "went wrong on our side")
	assert.Equal(t, []string{"internal_error", "slot_rejected order=A-3"}, f.events(EventInternalError, EventSlotRejected))
	assert.Contains(t, f.say("A-4"), "went wrong on our side")
	assert.Equal(t, "Why?", f.say("A-5"))
	assert.Equal(t, "A-5/2026", f.slots()["order"], "a value may be replaced")
	var numbers []int
	for _, a := range attempts {
		numbers = append(numbers, a.Number)
	}
	assert.Equal(t, []int{0, 1, 2, 3, 4}, numbers)
	assert.Equal(t, "a-1", attempts[0].Raw)
}

func TestWholeNumbersRefuseFractions(t *testing.T) {
	count := NumberSlot[int]("count", nil, In("How many?", ""))
	weight := NumberSlot[float64]("weight", nil, In("How heavy?", ""))
	f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{Ask(count), Ask(weight)}})
	f.say("go")
	f.say("2.5")
	assert.Empty(t, f.slots())
	f.say("2")
	f.say("2.5")
	assert.Contains(t, f.events(), "slot_filled weight=2.5")
}

func TestRawSlotsTakeEveryWord(t *testing.T) {
	name := TextSlot("name", nil, In("Name of the project?", ""))
	name.Raw = true
	flows := []*Flow{
		{Name: "f", Phrases: []string{"go"}, Steps: []Step{Ask(name), Ask(ValueSlot[string]("order", "order", nil, In("Order?", "")))}},
		{Name: "track", Phrases: []string{"track my parcel"}, Steps: []Step{Say(In("On its way.", ""))}},
	}
	for _, words := range []string{"help the children", "cancel culture A-1", "not Shanghai but Hangzhou", "track my parcel", "change the name"} {
		f := talkWith(t, nil, flows...)
		f.say("go")
		assert.Equal(t, "Order?", f.say(words), words)
		assert.Equal(t, map[string]string{"name": words}, f.slots(), "values in it are for nobody")
	}
	f := talkWith(t, nil, flows...)
	f.say("go")
	f.say("cancel")
	assert.Contains(t, f.events(), "flow_cancelled", "a command alone still is one")
}

func TestTextSlotsTakeTheWholeMessage(t *testing.T) {
	f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{
		Ask(TextSlot("fault", nil, In("What is wrong?", ""))), Ask(ValueSlot[string]("order", "order", nil, In("Order?", ""))), Ask(NumberSlot[int]("count", nil, In("How many?", ""))),
	}})
	f.say("go")
	f.say("the 2 buttons of A-1 are loose")
	assert.Equal(t, map[string]string{"fault": "the 2 buttons of A-1 are loose", "order": "A-1"}, f.slots(), "and other slots their values of it, but no number")
	f = talkWith(t, nil, f.opts.Flows...)
	f.say("go")
	assert.Equal(t, "What is wrong?", f.say("A-1"), "what is nothing but a value of another slot is that")
	assert.Equal(t, map[string]string{"order": "A-1"}, f.slots())
}

func TestSecretSlotsAreMasked(t *testing.T) {
	pin := NumberSlot[int]("pin", In("PIN", ""), In("PIN?", ""))
	pin.Secret = true
	f := talkWith(t, func(o *Options) {
		o.Effects = map[string]EffectFunc{"end": func(context.Context, Effect) error { return nil }}
	}, &Flow{Name: "f", OnEnd: "end", Phrases: []string{"go"}, Steps: []Step{Ask(pin), Confirm(nil)}})
	f.say("go")
	assert.Contains(t, f.say("my pin is 1234"), "PIN: ***")
	assert.Equal(t, []string{"slot_filled pin=***"}, f.events(EventSlotFilled))
	assert.Empty(t, f.state().top().Slots["pin"].Raw)
	f.say("yes")
	assert.NotContains(t, f.outbox()[0].Effect.Args, "slot.pin")
}

func TestProfileFillsSlots(t *testing.T) {
	profile := Profile{Attributes: []Attribute{{Name: "mail", Value: "a@example.com", Source: Stated}, {Name: "size", Value: "99", Source: Stated}}}
	mail := TextSlot("email", In("e-mail", ""), In("Your e-mail?", ""))
	mail.Profile = "mail"
	size := NumberSlot[int]("size", nil, In("Size?", ""))
	size.Profile, size.Max = "size", ptr(50.0)
	f := talkWith(t, func(o *Options) {
		o.Profiles = profilesOf(profile)
	}, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{Ask(mail), Ask(size)}})
	f.message(Message{Text: "go", Customer: "ann"})
	assert.Equal(t, []string{"slot_filled email=a@example.com", "slot_rejected size=99"}, f.events(EventSlotFilled, EventSlotRejected))
	assert.Equal(t, Known, f.state().top().Slots["email"].Source)
	assert.Contains(t, f.reply.Text, "Size?", "what is known may be of no use")
	f.message(Message{Text: "hm", Customer: "ann"})
	assert.Empty(t, f.events(EventSlotRejected), "and is tried once")
	require.Contains(t, f.message(Message{Text: "change the e-mail", Customer: "ann"}).Text, "Your e-mail?")
	f.message(Message{Text: "b@example.com", Customer: "ann"})
	assert.Equal(t, []string{"slot_corrected email=b@example.com"}, f.events(EventSlotCorrected, EventSlotRejected), "once in the run, not in the turn")
}

type profilesOf Profile

func (p profilesOf) Profile(context.Context, string) (Profile, error) { return Profile(p), nil }

func TestTypedSlots(t *testing.T) {
	v := ValuesOf(map[string]string{"yes": "yes", "n": "3", "q": "4 piece", "sum": "CNY 99.5", "at": "2026-11-24T15:00:00Z"})
	yes, ok := YesNoSlot("yes", nil).Get(v)
	assert.True(t, ok && yes)
	q, ok := ValueSlot[int]("q", "quantity", nil).Get(v)
	assert.True(t, ok)
	assert.Equal(t, 4, q)
	sum, ok := ValueSlot[float64]("sum", "money", nil).Get(v)
	assert.True(t, ok)
	assert.InDelta(t, 99.5, sum, 0)
	at, ok := ValueSlot[time.Time]("at", "time", nil).Get(v)
	assert.True(t, ok)
	assert.Equal(t, 15, at.Hour())
	_, ok = NumberSlot[int]("none", nil).Get(v)
	assert.False(t, ok)
	assert.True(t, NumberSlot[int]("n", nil).Is(3).Holds(v))
	assert.True(t, YesNoSlot("yes", nil).Is(true).Holds(v))
	assert.False(t, TextSlot("none", nil).Filled().Holds(v))
	assert.True(t, Not(TextSlot("none", nil).Filled()).Holds(v))
}
