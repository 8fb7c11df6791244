package dialogtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// shopGoals draws what a customer of the sample shop wants.
func shopGoals(r *rand.Rand) Goal {
	zh := r.IntN(2) == 0
	say := func(en, zhWords string) string {
		if zh {
			return zhWords
		}
		return en
	}
	order := fmt.Sprintf("A-%d", 100+r.IntN(900))
	wrong := fmt.Sprintf("B-%d", 100+r.IntN(900))
	goal := Goal{
		Locale: say("en", "zh"),
		Asides: []string{say("how much is shipping?", "运费是多少？"), say("how do I get an invoice?", "怎么开发票？")},
	}
	number := Want{
		Slot: "order", Label: say("order number", "订单号"), Value: order, Wrong: wrong,
		Say:     []string{order, say("it is "+order, "是"+order), say("my order is "+order, "订单号是"+order)},
		Unasked: say("order "+order, "订单"+order),
	}
	choice := func(slot, en, zhLabel string, values []string, enWords, zhWords []string) Want {
		i := r.IntN(len(values))
		other := (i + 1) % len(values)
		words := enWords
		if zh {
			words = zhWords
		}
		return Want{Slot: slot, Label: say(en, zhLabel), Value: values[i], Say: []string{words[i], fmt.Sprint(i + 1)}, Unasked: words[i], Wrong: words[other]}
	}
	switch r.IntN(3) {
	case 0:
		goal.Flow, goal.Effect = "return", "refund"
		goal.Open = []string{say("I want to return an item", "我要退货"), say("can I send it back", "我想退掉刚买的东西")}
		reason := choice("reason", "reason", "退货原因", []string{"damaged", "wrong", "unwanted"}, []string{"It is damaged", "Wrong item", "No longer wanted"}, []string{"商品损坏", "发错货", "不想要了"})
		n := 1 + r.IntN(9)
		count := Want{Slot: "count", Label: say("quantity", "数量"), Value: fmt.Sprint(n), Wrong: fmt.Sprint(1 + n%9), Say: []string{fmt.Sprint(n), fmt.Sprint(n, say(" pieces", "件"))}, Unasked: fmt.Sprint(n, say(" pieces", "件"))}
		city := choice("city", "city", "取件城市", []string{"shanghai", "hangzhou", "beijing"}, []string{"Shanghai", "Hangzhou", "Beijing"}, []string{"上海", "杭州", "北京"})
		window := choice("window", "pick-up time", "取件时间", []string{"morning", "evening"}, []string{"morning", "evening"}, []string{"上午", "晚上"})
		goal.Wants = []Want{number, reason, count, city, window}
		if reason.Value == "damaged" {
			goal.Wants = append(goal.Wants, Want{
				Slot: "fault", Label: say("damage", "损坏情况"), Value: say("the handle came off", "把手掉了"), Say: []string{say("the handle came off", "把手掉了")},
				Free: true, Tricky: []string{say("it will not cancel the alarm", "按取消键没有反应"), say("no, the stop button", "不是杯子，是盖子坏了")},
			})
		}
		note := say("ring twice", "放在门卫那里")
		goal.Wants = append(goal.Wants, Want{Slot: "note", Label: say("note", "备注"), Value: note, Say: []string{note}, Free: true})
	case 1:
		goal.Flow, goal.Effect = "track", "tracked"
		goal.Open = []string{say("where is my parcel", "查物流"), say("I want to track something", "帮我查快递")}
		goal.Wants = []Want{number}
	default:
		goal.Flow, goal.Effect = "complain", "ticket"
		goal.Open = []string{say("I want to make a complaint", "我要投诉"), say("I have a complaint", "投诉")}
		subject := say("the cup was cold", "杯子碎了")
		phone := fmt.Sprintf("1%010d", r.Int64N(1e10))
		goal.Wants = []Want{
			{Slot: "subject", Label: say("subject", "投诉内容"), Value: subject, Say: []string{subject}, Free: true, Tricky: []string{
				say("help the children", "你们取消了我的订单"), say("nobody at the human service answers", "转人工转了一小时"), say("how much is shipping?", "运费是多少？"),
			}},
			{Slot: "phone", Label: say("phone number", "手机号"), Value: phone, Say: []string{phone, say("call "+phone, "打"+phone)}, Unasked: ""},
			{Slot: "urgent", Label: say("urgent", "是否紧急"), Value: "yes", Say: []string{say("yes", "是")}},
		}
	}
	return goal
}

func TestTenThousandCustomersOfTheShop(t *testing.T) {
	n := 10_000
	if testing.Short() {
		n = 500
	}
	host := newTally()
	start := time.Now()
	r, err := Shop(t.Context(), shopBot("", host), shopGoals, n, 1, nil)
	require.NoError(t, err)
	t.Logf("%d customers, %d messages in %s: %d served, %d handed off, %d given up", r.Customers, r.Messages, time.Since(start).Round(time.Millisecond), r.Served, r.HandedOff, r.GivenUp)
	require.NoError(t, r.Err())
	assert.Equal(t, n, r.Customers)
	assert.Equal(t, n, r.Served+r.HandedOff+r.GivenUp)
	assert.Equal(t, r.Served, host.done["refund"]+host.done["tracked"]+host.done["ticket"], "each who was served had one effect, and nobody else had")
	assert.Len(t, host.handoffs, r.HandedOff)
}

func TestEverybodyWhoGoesAlongIsServed(t *testing.T) {
	crowd := []Persona{
		{Name: "plain"},
		{Name: "talkative", Several: 0.9, OutOfOrder: 0.3},
		{Name: "undecided", ChangesMind: 0.6},
		{Name: "clumsy", Typos: 0.6, OutOfOrder: 0.2},
		{Name: "curious", Asks: 0.4},
		{Name: "literal", Commands: 1},
	}
	r, err := Shop(t.Context(), shopBot("", newTally()), shopGoals, 1200, 2, &ShopOptions{Personas: crowd})
	require.NoError(t, err)
	require.NoError(t, r.Err())
	assert.Equal(t, 1200, r.Served, "%+v", r)
}

func TestTheSameSeedIsTheSameCrowd(t *testing.T) {
	crowd := func(seed uint64) Report {
		r, err := Shop(t.Context(), shopBot("", newTally()), shopGoals, 60, seed, nil)
		require.NoError(t, err)
		return r
	}
	assert.Equal(t, crowd(7), crowd(7))
	assert.NotEqual(t, crowd(7), crowd(8))
}

// What customers suffer is noticed: each bot here is bad in its own way.
func TestShoppersNoticeABadBot(t *testing.T) {
	shopAt := func(change func(Talker) Talker, personas ...Persona) Report {
		build := func(stage *Stage) (Talker, error) {
			bot, err := shopBot("", newTally())(stage)
			return change(bot), err
		}
		r, err := Shop(t.Context(), build, shopGoals, 40, 3, &ShopOptions{Personas: personas})
		require.NoError(t, err)
		require.Equal(t, 40, r.Customers)
		require.Equal(t, 40, r.Served+r.HandedOff+r.GivenUp+r.Lost)
		return r
	}
	good := shopAt(func(b Talker) Talker { return b }, Persona{Name: "plain"})
	require.NoError(t, good.Err())
	require.Equal(t, 40, good.Served, "%+v", good)

	mute := shopAt(func(b Talker) Talker { return mishears{b, func(string) string { return "" }, true} }, Persona{Name: "plain"})
	assert.Equal(t, 40, mute.Lost, "a bot that says nothing")
	assert.Equal(t, 40, mute.Messages, "at once")
	broken := shopAt(func(b Talker) Talker { return mishears{Talker: b} }, Persona{Name: "plain"})
	assert.Equal(t, 40, broken.Lost, "a bot that fails")
	require.ErrorContains(t, broken.Err(), "40 are lost")
	require.ErrorContains(t, broken.Err(), "(out of order)")
	assert.Len(t, broken.Stories, 5)

	wrong := shopAt(func(b Talker) Talker {
		return mishears{b, func(s string) string { return strings.ReplaceAll(s, "A-", "B-") }, false}
	}, Persona{Name: "plain"})
	assert.Positive(t, wrong.Wrong+wrong.Looped, "a bot that takes another order")
	require.Error(t, wrong.Err())

	left := shopAt(func(b Talker) Talker { return b }, Persona{Name: "hasty", Patience: 1})
	assert.Equal(t, 40, left.GivenUp)
	person := shopAt(func(b Talker) Talker { return b }, Persona{Name: "wants a person", Person: 1})
	assert.Equal(t, 40, person.HandedOff)

	endless := shopAt(func(b Talker) Talker { return mishears{b, deafToNumbers, false} }, Persona{Name: "plain"})
	assert.Zero(t, endless.Looped, "the ladder of the flow ends it")
}

func deafToNumbers(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
}

// trackOnly is a bot that can do nothing else.
func trackOnly(stage *Stage, change func(*dialog.Flow)) (Talker, error) {
	flow := trackFlow("")
	change(flow)
	return dialog.NewEngine(stage.Store, &dialog.Options{
		Flows: []*dialog.Flow{flow}, Now: stage.Clock.Now, NewID: stage.NewID, NoTrace: true,
		Effects: map[string]dialog.EffectFunc{"tracked": newTally().effect},
	})
}

func trackGoals(r *rand.Rand) Goal {
	for {
		if g := shopGoals(r); g.Flow == "track" {
			return g
		}
	}
}

func TestServedTwiceIsNoticed(t *testing.T) {
	twice := func(stage *Stage) (Talker, error) {
		return trackOnly(stage, func(f *dialog.Flow) { f.Steps = append(f.Steps, dialog.Emit("tracked", nil)) })
	}
	r, err := Shop(t.Context(), twice, trackGoals, 10, 1, &ShopOptions{Personas: []Persona{{Name: "plain"}}})
	require.NoError(t, err)
	assert.Equal(t, 10, r.Served)
	assert.Equal(t, 10, r.Wrong)
}

func TestAskedForEverIsNoticed(t *testing.T) {
	endless := func(stage *Stage) (Talker, error) {
		bot, err := trackOnly(stage, func(f *dialog.Flow) {
			order := orderSlot("")
			order.Attempts = 1000
			f.Steps[0] = dialog.Ask(order)
		})
		return mishears{bot, deafToNumbers, false}, err
	}
	r, err := Shop(t.Context(), endless, trackGoals, 10, 1, &ShopOptions{Personas: []Persona{{Name: "plain"}}, Messages: 20})
	require.NoError(t, err)
	assert.Equal(t, 10, r.Looped)
	assert.Equal(t, 10, r.Lost, "nor do they get anywhere")
	assert.Equal(t, 200, r.Messages)
	require.ErrorContains(t, r.Err(), "10 are asked for ever")
}

func TestShopPassesOnWhyThereIsNoBot(t *testing.T) {
	none := errors.New("no flows")
	_, err := Shop(t.Context(), func(*Stage) (Talker, error) { return nil, none }, shopGoals, 3, 1, nil)
	require.ErrorIs(t, err, none)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Shop(ctx, shopBot("", newTally()), shopGoals, 3, 1, nil)
	require.ErrorIs(t, err, context.Canceled)
}

// mishears is a bot that hears something else than is said, says nothing, or, without
// an ear, fails.
type mishears struct {
	Talker
	hear func(string) string
	mute bool
}

func (m mishears) Handle(ctx context.Context, msg dialog.Message) (dialog.Reply, error) {
	if m.hear == nil {
		return dialog.Reply{}, errors.New("out of order")
	}
	if m.mute {
		return dialog.Reply{Owner: dialog.Bot}, nil
	}
	msg.Text = m.hear(msg.Text)
	return m.Talker.Handle(ctx, msg)
}
