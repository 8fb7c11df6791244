package dialog

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFlowTakesSeveralSlotsFromTheFirstSentence(t *testing.T) {
	b := &booked{}
	f := talkWith(t, nil, tripFlow(b.action))
	assert.Equal(t, "How many people?", f.say("I want to book a trip from Shanghai to Beijing on Tuesday"))
	assert.Equal(t, Asked, f.reply.Kind)
	assert.Equal(t, []string{"flow_started", "slot_filled from=Shanghai", "slot_filled to=Beijing", "slot_filled day=2026-11-24", "prompted count"}, f.events())
	assert.Equal(t, "Which hotel?", f.say("two"))
	f.say("skip")
	assert.Equal(t, "Booked: Shanghai to Beijing.", f.say("yes"))
	assert.Equal(t, Completed, f.reply.Kind)
	require.Len(t, b.calls, 1)
	count, ok := NumberSlot[int]("count", nil).Get(b.calls[0].Slots)
	assert.True(t, ok)
	assert.Equal(t, 2, count)
	_, ok = b.calls[0].Slots.Get("hotel")
	assert.False(t, ok, "a slot that was skipped has no value")

	f = talkWith(t, nil, tripFlow(b.action))
	assert.Equal(t, "几个人？", f.say("订行程，周二从上海到北京"))
	assert.Equal(t, "住哪家酒店？", f.say("两个"))
}

func TestFlowValueGoesToTheSlotThatWasAskedFor(t *testing.T) {
	f := talkWith(t, nil, tripFlow((&booked{}).action))
	assert.Equal(t, "Where from?", f.say("book a trip"))
	f.say("Beijing") // no role: it answers the question
	assert.Equal(t, map[string]string{"from": "Beijing"}, f.slots())
	f.say("on Tuesday, we are 3") // says other things than asked
	assert.Equal(t, "Where to?", f.reply.Text)
	assert.Equal(t, map[string]string{"from": "Beijing", "day": "2026-11-24", "count": "3"}, f.slots())
	f.say("from Shanghai") // told anew
	assert.Equal(t, "Shanghai", f.slots()["from"])
}

func TestFlowLadder(t *testing.T) {
	people := HandoffFunc(func(context.Context, Handoff) error { return nil })
	for name, c := range map[string]struct {
		how     Exhaustion
		handoff HandoffSink
		last    string
		kind    ReplyKind
		event   string
	}{
		"a person takes over": {ExhaustedHandOff, people, "passing you on", HandedOff, "flow_handed_off"},
		"nobody is there":     {ExhaustedHandOff, nil, "", Completed, "flow_cancelled"},
		"cancel":              {ExhaustedCancel, people, "", Completed, "flow_cancelled"},
		"skip":                {ExhaustedSkip, people, "And what?", Asked, "slot_skipped code"},
	} {
		t.Run(name, func(t *testing.T) {
			code := PatternSlot("code", `\d{4}`, nil, In("First", ""), In("Second", ""))
			code.Exhausted = c.how
			f := talkWith(t, func(o *Options) { o.Handoff = c.handoff }, &Flow{
				Name: "f", Phrases: []string{"go"}, Steps: []Step{Ask(code), Ask(TextSlot("what", nil, In("And what?", "")))},
			})
			assert.Equal(t, "First", f.say("go"))
			assert.Equal(t, "Second", f.say("blue"))
			assert.Contains(t, f.say("green"), "Second", "the last prompt stays")
			assert.NotEqual(t, "Second", f.reply.Text, "and says that something is wrong")
			assert.Contains(t, f.say("red"), c.last)
			assert.Equal(t, c.kind, f.reply.Kind)
			assert.Contains(t, f.events(), c.event)
		})
	}
}

func TestFlowAsksForAPersonWithTheReason(t *testing.T) {
	code := PatternSlot("code", `\d{4}`, nil, In("First", ""))
	code.Attempts = 1
	f := talkWith(t, func(o *Options) { o.Handoff = HandoffFunc(func(context.Context, Handoff) error { return nil }) },
		&Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{Ask(code)}})
	f.say("go")
	f.say("blue")
	out := f.outbox()
	require.Len(t, out, 1)
	assert.Equal(t, SlotExhausted, out[0].Handoff.Reason)
}

func TestFlowCorrections(t *testing.T) {
	const told = "book a trip from Shanghai to Beijing on Monday, we are 2"
	for _, c := range []struct {
		say, slot, want, reply string
	}{
		{"not Monday but Tuesday", "day", "2026-11-24", "Which hotel?"},
		{"不是上海，是杭州", "from", "Hangzhou", ""},
		{"no wait, three", "count", "3", "Which hotel?"},         // the last one of its kind
		{"I meant Tuesday", "day", "2026-11-24", "Which hotel?"}, // not the last one told, but the only one that fits
		{"change the destination to Hangzhou", "to", "Hangzhou", "Which hotel?"},
		{"把目的地改成杭州", "to", "Hangzhou", ""},
		{"change the day", "day", "2026-11-23", "Which day?"}, // asked for again, kept until there is a better one
		{"日期改一下", "day", "2026-11-23", "哪一天？"},
	} {
		t.Run(c.say, func(t *testing.T) {
			f := talkWith(t, nil, tripFlow((&booked{}).action))
			require.Equal(t, "Which hotel?", f.say(told))
			before := f.slots()
			reply := f.say(c.say)
			if c.reply != "" {
				assert.True(t, strings.HasSuffix(reply, c.reply), reply)
			}
			after := f.slots()
			assert.Equal(t, c.want, after[c.slot])
			delete(before, c.slot)
			delete(after, c.slot)
			assert.Equal(t, before, after, "everything else stays")
		})
	}
}

func TestFlowAsksAgainAndGoesOnWhereItWas(t *testing.T) {
	f := talkWith(t, nil, tripFlow((&booked{}).action))
	f.say("book a trip from Shanghai to Beijing on Monday")
	assert.Equal(t, "Which day?", f.say("change the day"))
	assert.NotContains(t, f.say("nonsense"), "How many")
	assert.Equal(t, "2026-11-23", f.slots()["day"], "a bad new value erases nothing")
	assert.Equal(t, "How many people?", f.say("Tuesday"))
	assert.Equal(t, []string{"slot_corrected day=2026-11-24"}, f.events(EventSlotCorrected, EventSlotFilled))

	f.say("change the day")
	assert.Equal(t, "How many people?", f.say("skip"), "the value stays as it was")
	f.say("change the day")
	for range 2 {
		f.say("nonsense")
	}
	assert.Equal(t, "How many people?", f.say("nonsense"), "so it does after the last attempt")
	assert.Equal(t, "2026-11-24", f.slots()["day"])
}

func TestFlowBadCorrectionKeepsTheValue(t *testing.T) {
	f := talkWith(t, nil, tripFlow((&booked{}).action))
	f.say("book a trip from Shanghai to Beijing on Monday, we are 2")
	reply := f.say("no wait, 44")
	assert.Contains(t, reply, "44 people cannot travel together.")
	assert.Contains(t, reply, "How many people?", "and is asked for again")
	assert.Equal(t, "2", f.slots()["count"])
	assert.Equal(t, "Which hotel?", f.say("3"))
	assert.Equal(t, "3", f.slots()["count"])
}

func TestFlowCorrectionOfNothingIsAnAnswer(t *testing.T) {
	f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{
		Ask(TextSlot("note", In("note", ""), In("Note?", ""))), Ask(NumberSlot[int]("count", In("count", ""), In("How many?", ""))), Ask(TextSlot("end", nil, In("End?", ""))),
	}})
	f.say("go")
	f.say("leave 2 at the door")
	f.say("not 2, 3")
	assert.Equal(t, map[string]string{"note": "leave 2 at the door", "count": "3"}, f.slots(), "a number in a note is not what was told; the answer denies one itself")
	f.say("not the door but the window")
	assert.Equal(t, "the window", f.slots()["note"])
}

func TestFlowDependentsAreAskedForAgain(t *testing.T) {
	f := talkWith(t, nil, tripFlow((&booked{}).action))
	f.say("book a trip from Shanghai to Beijing on Monday, we are 2")
	f.say("Hilton")
	reply := f.say("not Beijing but Hangzhou")
	assert.Contains(t, reply, "Which hotel?")
	assert.Equal(t, []string{"slot_corrected to=Hangzhou", "slot_cleared hotel"}, f.events(EventSlotCorrected, EventSlotCleared))
	f.say("Sheraton")
	f.say("change the departure city to Beijing")
	assert.Equal(t, "Sheraton", f.slots()["hotel"], "it depends on the destination alone")
	f.say("change the destination to Hangzhou") // as it was
	assert.Equal(t, "Sheraton", f.slots()["hotel"])
}

func TestFlowConfirm(t *testing.T) {
	begin := func(t *testing.T) (*flowTalk, *booked) {
		b := &booked{}
		f := talkWith(t, nil, tripFlow(b.action))
		f.say("book a trip from Shanghai to Beijing on Monday, we are 2")
		f.say("Hilton")
		require.Equal(t, "departure city: Shanghai\ndestination: Beijing\nday: Mon 23 Nov 2026\nnumber of people: 2\nhotel: Hilton\nIs that right?", f.reply.Text)
		require.Len(t, f.reply.Choices, 2)
		require.Equal(t, []string{"Yes", "No"}, []string{f.reply.Choices[0].Label, f.reply.Choices[1].Label})
		return f, b
	}
	which := "Which of these should be different?\n1. departure city\n2. destination\n3. day\n4. number of people\n5. hotel"
	t.Run("nothing is done before the yes", func(t *testing.T) {
		f, b := begin(t)
		f.say("what?")
		f.say("hm")
		assert.Empty(t, b.calls)
		f.pick("slot/yes")
		assert.Len(t, b.calls, 1)
		assert.Contains(t, f.events(), "confirmed")
	})
	t.Run("a no with the right value corrects at once", func(t *testing.T) {
		f, b := begin(t)
		reply := f.say("no, Tuesday")
		assert.Contains(t, reply, "day: Tue 24 Nov 2026")
		assert.Empty(t, b.calls, "what has changed is confirmed again")
		f.say("yes")
		require.Len(t, b.calls, 1)
		assert.Equal(t, "2026-11-24", b.calls[0].Slots.Text("day"))
	})
	t.Run("another value without a no", func(t *testing.T) {
		f, b := begin(t)
		assert.Contains(t, f.say("Tuesday please"), "day: Tue 24 Nov 2026")
		assert.Empty(t, b.calls)
	})
	t.Run("a yes with a but", func(t *testing.T) {
		f, b := begin(t)
		assert.Contains(t, f.say("yes but make it three"), "number of people: 3")
		assert.Empty(t, b.calls)
	})
	for name, wrong := range map[string]func(*flowTalk) string{
		"by name":    func(f *flowTalk) string { return f.say("the destination") },
		"by number":  func(f *flowTalk) string { return f.say("the second") },
		"by button":  func(f *flowTalk) string { return f.pick("slot/to") },
		"in Chinese": func(f *flowTalk) string { return f.say("目的地") },
	} {
		t.Run("which one is wrong, "+name, func(t *testing.T) {
			f, b := begin(t)
			assert.Equal(t, which, f.say("no"))
			assert.Contains(t, f.events(), "denied")
			assert.Contains(t, []string{"Where to?", "去哪里？"}, wrong(f))
			f.say("Hangzhou")
			assert.Empty(t, f.slots()["hotel"], "it depends on that")
			f.say("Sheraton")
			assert.Contains(t, f.reply.Text, "Hangzhou")
			f.say("yes")
			require.Len(t, b.calls, 1)
			assert.Equal(t, "Hangzhou", b.calls[0].Slots.Text("to"))
		})
	}
	t.Run("which one is wrong, by its value", func(t *testing.T) {
		f, _ := begin(t)
		f.say("no")
		assert.Contains(t, f.say("Tuesday"), "day: Tue 24 Nov 2026")
	})
	t.Run("nothing is wrong after all", func(t *testing.T) {
		f, b := begin(t)
		f.say("no")
		f.say("yes it is fine")
		assert.Len(t, b.calls, 1)
	})
}

func TestFlowConfirmsOnlyWhatItNames(t *testing.T) {
	b := &booked{}
	order := ValueSlot[string]("order", "order", In("order number", "订单号"), In("Order?", "订单号？"))
	note := TextSlot("note", In("note", "备注"), In("Note?", "备注？"))
	f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{
		Ask(order), Ask(note), Confirm(In("Cancel {order}?", "取消{order}？")), Do("cancel", b.action),
	}})
	f.say("go")
	f.say("A-77")
	assert.Equal(t, "Cancel A-77?", f.say("leave it at the door"))
	assert.Equal(t, "Order?", f.say("no"), "with one value, that is the wrong one")
	assert.Equal(t, "Cancel B-1?", f.say("B-1"))
	f.say("yes")
	assert.Len(t, b.calls, 1)
}

func TestFlowActionIsDoneOnce(t *testing.T) {
	lookup, charge := &booked{}, &booked{}
	lookup.do = func(c Call) (Result, error) {
		return Result{Set: map[string]string{"price": "price of " + c.Slots.Text("order")}, Say: In("It costs {price}.", "")}, nil
	}
	order := ValueSlot[string]("order", "order", In("order", ""), In("Order?", ""))
	f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{
		Ask(order), Do("look up", lookup.action).Repeatable(), Do("charge", charge.action), Ask(TextSlot("why", nil, In("Why?", ""))),
	}})
	f.say("go")
	assert.Equal(t, "It costs price of A-1.\nWhy?", f.say("A-1"))
	assert.Contains(t, f.say("change the order to B-2"), "It costs price of B-2.")
	assert.Len(t, lookup.calls, 2, "what is repeatable is done again when what it saw has changed")
	assert.Len(t, charge.calls, 1, "nothing else is")
	assert.NotEqual(t, lookup.calls[0].Key, lookup.calls[1].Key)
	assert.Equal(t, "A-1", charge.calls[0].Slots.Text("order"))
	f.say("because")
	assert.Len(t, lookup.calls, 2, "and only then")
}

func TestFlowActionFails(t *testing.T) {
	broken := true
	b := &booked{do: func(Call) (Result, error) {
		if broken {
			return Result{}, errors.New("down")
		}
		return Result{Say: In("Done it.", "")}, nil
	}}
	flow := func() *Flow {
		return &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{
			Ask(ValueSlot[string]("order", "order", nil, In("Order?", ""))),
			Do("book", b.action).Retry(Retry{Tries: 3, Pause: time.Microsecond}).OnFailure(In("It did not work.", "")),
		}}
	}
	f := talkWith(t, nil, flow())
	f.say("go")
	assert.Equal(t, "It did not work.\nShall I try again?", f.say("A-1"))
	assert.Equal(t, []string{"slot_filled order=A-1", "action_failed=book", "prompted"}, f.events())
	require.Len(t, b.calls, 3)
	assert.Equal(t, []int{1, 2, 3}, []int{b.calls[0].Attempt, b.calls[1].Attempt, b.calls[2].Attempt})
	broken = false
	assert.Equal(t, "Done it.", f.say("try again"))
	assert.Equal(t, b.calls[0].Key, b.calls[3].Key, "the same values have the same key")
	assert.Contains(t, b.calls[0].Key, "c/")

	broken = true
	f = talkWith(t, func(o *Options) { o.Handoff = HandoffFunc(func(context.Context, Handoff) error { return nil }) }, flow())
	f.say("go")
	f.say("A-1")
	f.say("yes")
	assert.Equal(t, HandedOff, f.reply.Kind, "the second failure is for a person")
	assert.Contains(t, f.events(), "flow_failed")
	assert.Equal(t, ActionFailed, f.outbox()[0].Handoff.Reason)

	f = talkWith(t, nil, flow())
	f.say("go")
	f.say("A-1")
	f.say("yes")
	assert.Equal(t, Asked, f.reply.Kind)
	f.say("yes")
	assert.Contains(t, f.events(), "flow_failed", "where there is none, the third one is the end")
	f.say("go")
	f.say("A-1")
	f.say("no")
	assert.Contains(t, f.events(), "flow_cancelled")
}

func TestFlowActionThatBreaks(t *testing.T) {
	for name, do := range map[string]Action{
		"panics":       func(context.Context, Call) (Result, error) { panic("secret") },
		"is too slow":  func(ctx context.Context, _ Call) (Result, error) { <-ctx.Done(); return Result{}, ctx.Err() },
		"says nothing": func(context.Context, Call) (Result, error) { return Result{}, errors.New("secret") },
	} {
		t.Run(name, func(t *testing.T) {
			f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{
				Do("book", do).Retry(Retry{Timeout: time.Millisecond, Tries: 1}).Else(Say(In("By letter, then.", ""))),
				Say(In("Bye.", "")),
			}})
			assert.Equal(t, "By letter, then.\nBye.", f.say("go"))
			assert.Equal(t, []string{"flow_started", "action_failed=book", "flow_completed"}, f.events())
		})
	}
}

func TestFlowActionRefuses(t *testing.T) {
	b := &booked{do: func(c Call) (Result, error) {
		if c.Slots.Text("order") == "A-1" {
			return Result{Say: In("There is no order {order}.", ""), Clear: []string{"order"}}, nil
		}
		return Result{}, &Refusal{Why: In("Not today.", "")}
	}}
	f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{
		Ask(ValueSlot[string]("order", "order", nil, In("Order?", ""), In("Which order, please?", ""))), Do("look up", b.action),
	}})
	f.say("go")
	assert.Contains(t, f.say("A-1"), "Which order, please?", "it counts as an answer that could not be used")
	assert.Equal(t, []string{"slot_cleared order"}, f.events(EventSlotCleared))
	assert.Contains(t, f.say("A-1"), "Which order, please?")
	f.say("A-1")
	assert.Contains(t, f.events(), "flow_cancelled", "the ladder has an end")
	assert.Len(t, b.calls, 3)

	f.say("go")
	assert.Equal(t, "Not today.\nShall I try again?", f.say("B-2"))
	assert.Len(t, b.calls, 4, "what was refused is not tried again by itself")
}

func TestFlowActionDecidesHowItGoesOn(t *testing.T) {
	result := Result{}
	do := func(context.Context, Call) (Result, error) { return result, nil }
	flow := &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{Do("look", do), Say(In("Later.", ""))}}
	f := talkWith(t, func(o *Options) { o.Handoff = HandoffFunc(func(context.Context, Handoff) error { return nil }) }, flow)
	result = Result{End: true, Say: In("That is all.", ""), Parts: []Part{{Kind: LinkPart, Text: "here", URL: "https://example.com"}}}
	assert.Equal(t, "That is all.", f.say("go"))
	assert.Len(t, f.reply.Parts, 2)
	assert.Equal(t, Completed, f.reply.Kind)
	result = Result{HandOff: true, Say: In("Somebody will look at it.", "")}
	assert.Contains(t, f.say("go"), "Somebody will look at it.\n")
	assert.Equal(t, HandedOff, f.reply.Kind)
}

func TestFlowEffectsWaitForTheCommit(t *testing.T) {
	flow := &Flow{Name: "f", Phrases: []string{"go"}, OnEnd: "ended", Steps: []Step{
		Ask(ValueSlot[string]("order", "order", nil, In("Order?", ""))),
		Emit("refund", func(v Values) map[string]string { return map[string]string{"of": v.Text("order")} }),
		Ask(YesNoSlot("more", nil, In("More?", ""))),
		Emit("note", nil).Uses("more"),
	}}
	done := func(context.Context, Effect) error { return nil }
	f := talkWith(t, func(o *Options) { o.Effects = map[string]EffectFunc{"refund": done, "note": done, "ended": done} }, flow)
	f.say("go")
	assert.Empty(t, f.outbox())
	f.say("A-1")
	out := f.outbox()
	require.Len(t, out, 1)
	assert.Equal(t, "refund", out[0].Effect.Name)
	assert.Equal(t, map[string]string{"of": "A-1"}, out[0].Effect.Args)
	f.say("yes")
	out = f.outbox()
	require.Len(t, out, 2, "the first one is not sent again")
	assert.Equal(t, map[string]string{"more": "yes"}, out[0].Effect.Args)
	assert.Equal(t, map[string]string{"flow": "f", "run": "m1", "ended": "flow_completed", "slot.order": "A-1", "slot.more": "yes"}, out[1].Effect.Args)
	assert.NotEqual(t, out[0].Effect.Key, out[1].Effect.Key)
}

func TestFlowBranches(t *testing.T) {
	reason := ChoiceSlot("reason", In("reason", "原因"), []Option{
		{Value: "damaged", Label: In("It is damaged", "坏了"), Also: []string{"broken"}},
		{Value: "size", Label: In("Wrong size", "尺寸不对")},
		{Value: "other", Label: In("Something else", "别的原因")},
	}, In("Why?", "为什么？"))
	count := NumberSlot[int]("count", nil, In("How many?", "几件？"))
	count.When = "reason != 'other'"
	gift := YesNoSlot("gift", nil, In("Was it a gift?", "是礼物吗？"))
	gift.Need = func(v Values) bool { n, _ := count.Get(v); return n > 1 }
	flows := []*Flow{
		{Name: "f", Phrases: []string{"go", "退货"}, Steps: []Step{
			Ask(reason), Ask(count), Ask(gift),
			Switch("reason", When("damaged", Say(In("Sorry!", "抱歉！"))), When("size", Include("size"))).Else(Say(In("I see.", "明白。")), End()),
			If(Where("count > 5"), Say(In("That many!", "这么多！"))),
			If(gift.Is(true), Say(In("A gift.", "礼物。"))).Else(Say(In("No gift.", "不是礼物。"))),
		}},
		{Name: "size", Steps: []Step{Ask(TextSlot("fits", nil, In("Which size?", "什么尺寸？"))), If(Where("fits == 'XS'"), Say(In("Sold out.", "卖完了。")), End()), Say(In("{fits} it is.", "{fits}好的。"))}},
	}
	for _, c := range []struct {
		say  []string
		last string
	}{
		{[]string{"go", "1", "1"}, "Sorry!\nNo gift."},
		{[]string{"go", "broken", "seven", "yes"}, "Sorry!\nThat many!\nA gift."},
		{[]string{"go", "wrong size", "one", "XL"}, "XL it is.\nNo gift."},
		{[]string{"go", "wrong size", "one", "XS"}, "Sold out.\nNo gift."}, // End ends what was included
		{[]string{"go", "something else"}, "I see."},
		{[]string{"退货", "尺寸不对", "两件", "是的", "小号"}, "小号好的。\n礼物。"},
	} {
		f := talkWith(t, nil, flows...)
		for _, words := range c.say {
			f.say(words)
		}
		assert.Equal(t, c.last, f.reply.Text, "%v", c.say)
		assert.Equal(t, Completed, f.reply.Kind)
	}
}

func TestFlowBranchThatIsLeftIsNotSeen(t *testing.T) {
	b := &booked{}
	reason := ChoiceSlot("reason", In("reason", ""), []Option{{Value: "damaged"}, {Value: "late"}}, In("Why?", ""))
	f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{
		Ask(reason), If(reason.Is("damaged"), Ask(TextSlot("part", nil, In("Which part?", "")))), Confirm(nil), Do("note", b.action),
	}})
	f.say("go")
	f.say("damaged")
	f.say("the lid")
	f.say("change the reason to late")
	f.say("yes")
	require.Len(t, b.calls, 1)
	_, ok := b.calls[0].Slots.Get("part")
	assert.False(t, ok, "a value of a branch that is not taken any more is none")
}

func TestFlowGoesInCircles(t *testing.T) {
	n := 0
	spin := func(slot string) Action {
		return func(context.Context, Call) (Result, error) {
			n++
			return Result{Set: map[string]string{slot: itoa(n)}}, nil
		}
	}
	f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{
		Do("a", spin("a")).Uses("b").Repeatable(), Do("b", spin("b")).Uses("a").Repeatable(),
	}})
	f.say("go")
	assert.Contains(t, f.events(), "internal_error")
	assert.Contains(t, f.events(), "flow_failed")
	assert.LessOrEqual(t, n, maxWalks)
}

func TestFlowInterruptedGoesOn(t *testing.T) {
	trip := tripFlow((&booked{}).action)
	track := &Flow{Name: "track", Label: In("tracking", "查询"), Phrases: []string{"track my parcel"}, Steps: []Step{
		Ask(ValueSlot[string]("order", "order", nil, In("Order?", ""))), Say(In("{order} is on its way.", "")),
	}}
	f := talkWith(t, nil, trip, track)
	f.say("book a trip from Shanghai to Beijing")
	assert.Equal(t, "Order?", f.say("track my parcel"))
	reply := f.say("A-1")
	assert.True(t, strings.HasPrefix(reply, "A-1 is on its way.\n"), reply)
	assert.True(t, strings.HasSuffix(reply, "Which day?"), reply)
	assert.Equal(t, Asked, f.reply.Kind)
	assert.Equal(t, []string{"flow_completed", "flow_resumed"}, f.events(EventFlowCompleted, EventFlowResumed))
	assert.Equal(t, map[string]string{"from": "Shanghai", "to": "Beijing"}, f.slots())
}
