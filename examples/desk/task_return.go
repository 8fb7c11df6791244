package main

import (
	"context"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// returning takes returns: which order, which item of it, why, in what condition, and
// where and when it is picked up; then it books the return and writes to the warehouse.
func (t *tasks) returning() task {
	order := orderSlot()

	item := dialog.ValueSlot[string]("item", itemKind, dialog.In("item", "商品"), dialog.In("Which item of it?", "要退哪一件？"),
		dialog.In("Please name one of these:{items_en}", "请从下面选一件：{items_zh}"))
	item.DependsOn = []string{"order"}
	item.Also = []string{"product", "东西"}
	item.Show = t.orders.name

	reason := dialog.ChoiceSlot("reason", dialog.In("reason", "原因"), []dialog.Option{
		{Value: "broken", Label: dialog.In("It is broken", "坏了"), Also: []string{"damaged", "defective", "doesn't work", "有故障", "损坏", "不能用"}},
		{Value: "other_than_shown", Label: dialog.In("It is not as described", "与描述不符"), Also: []string{"not as shown", "different", "和图片不一样", "货不对板"}},
		{Value: "size", Label: dialog.In("It does not fit", "尺寸不合适"), Also: []string{"wrong size", "too small", "too big", "太小", "太大", "尺码不对"}},
		{Value: "unwanted", Label: dialog.In("I don't need it any more", "不想要了"), Also: []string{"changed my mind", "don't want it", "不需要了", "不喜欢"}},
	}, dialog.In("Why do you send it back?", "退货原因是什么？"))

	condition := dialog.TextSlot("condition", dialog.In("condition", "商品状况"),
		dialog.In("In what condition is it? Please describe it in your own words.", "商品现在是什么状况？请简单描述一下。"))
	condition.Raw = true
	condition.Help = dialog.In("The warehouse looks at it when the parcel arrives.", "仓库收到包裹后会据此核对。")

	address := dialog.TextSlot("address", dialog.In("pick-up address", "取件地址"),
		dialog.In("Where shall we pick it up?", "请问到哪里取件？"))
	address.Also = []string{"address", "地址"}

	pickup := dialog.ValueSlot[string]("pickup", "time", dialog.In("pick-up time", "取件时间"),
		dialog.In("When? For example: tomorrow afternoon.", "什么时候方便取件？例如：明天下午。"),
		dialog.In("Please name a day and, if you like, a time: \"Friday at 10\".", "请告诉我日期和时间，例如“周五上午十点”。"))
	pickup.Also = []string{"time", "date", "时间", "日期"}
	pickup.Validate = t.inTime
	pickup.Show = showTime

	book := func(ctx context.Context, c dialog.Call) (dialog.Result, error) {
		number, err := t.requests.take(ctx, returnRequest, c)
		return dialog.Result{Set: map[string]string{"number": number}, Say: dialog.In(
			"Booked: return "+number+". We pick it up on "+showTime(c.Slots.Text("pickup"), "en")+", the refund follows within two working days of its arrival.",
			"已登记退货 "+number+"，我们将于"+showTime(c.Slots.Text("pickup"), "zh")+"上门取件，入库后两个工作日内退款。")}, err
	}
	steps := t.ask(order, t.orders.returnable)
	steps = append(steps,
		dialog.Do("find order", t.look(t.notReturnable, itemsOf)).Uses("order", "item").Repeatable(),
		dialog.Ask(item), dialog.Ask(reason), dialog.Ask(condition), dialog.Ask(address), dialog.Ask(pickup),
		dialog.Confirm(nil),
		dialog.Do("book", book),
		dialog.Emit("mail", func(v dialog.Values) map[string]string {
			return letter("warehouse", v, "number", "order", "item", "reason", "condition", "address", "pickup")
		}),
	)
	return task{
		flow: &dialog.Flow{
			Name: "return", Label: dialog.In("the return", "退货"), Category: "after_sales/return", Intents: []string{returnIntent},
			Phrases: []string{
				"i want to return", "i would like to return", "i'd like to return", "i need to return", "return an item", "return something",
				"return my order", "send it back for me", "book a return", "start a return",
				"我要退货", "我想退货", "我想要退货", "帮我退货", "办理退货", "要退货", "退一下货",
			},
			Steps: steps, Timeouts: waits(),
		},
		slots:   []dialog.Slot[string]{order, item, reason, condition, address, pickup},
		starter: dialog.In("I want to return an item", "我要退货"),
	}
}

// notReturnable says why the items of an order cannot be sent back.
func (t *tasks) notReturnable(one order) dialog.Words {
	switch {
	case t.orders.returnable(one):
		return nil
	case one.State != delivered:
		return dialog.In("Order "+one.Number+" "+one.progress("en")+", so there is nothing to send back yet.",
			"订单 "+one.Number+" "+one.progress("zh")+"，还没有可以退的商品。")
	}
	return dialog.In("Order "+one.Number+" was delivered on "+day(one.Arrives, "en")+", and items can be returned for 30 days. That is over, I'm sorry.",
		"订单 "+one.Number+" 已于"+day(one.Arrives, "zh")+"送达，退货期限是 30 天，很抱歉已经超过了。")
}

// itemsOf shows what an order has in it, unless the customer has named an item already; of
// a single one there is nothing to ask.
func itemsOf(c dialog.Call, one order) dialog.Result {
	r := dialog.Result{Set: map[string]string{"items_en": one.lines("en"), "items_zh": one.lines("zh")}}
	named := c.Slots.Text("item")
	switch {
	case one.has(named):
		return dialog.Result{}
	case named != "":
		r.Clear = []string{"item"}
		r.Say = dialog.In("That is not in order "+one.Number+".", "订单 "+one.Number+" 里没有这件商品。")
		return r
	case len(one.Items) == 1:
		r.Set["item"] = one.Items[0].SKU
		return r
	}
	var choices []dialog.Choice
	for _, i := range one.Items {
		choices = append(choices, dialog.Choice{Label: words(i.Name, c.Locale)})
	}
	r.Parts = []dialog.Part{one.card(c.Locale, choices)}
	return r
}

// inTime refuses times of which the courier knows nothing.
func (t *tasks) inTime(_ context.Context, when string, _ dialog.Attempt) (string, error) {
	at, err := timeOf(when)
	today := t.orders.now().UTC().Truncate(24 * time.Hour)
	switch {
	case err != nil || at.Before(today):
		return "", &dialog.Refusal{Why: dialog.In("That is not a day to come.", "这个时间已经过去了。")}
	case at.After(today.AddDate(0, 0, 14)):
		return "", &dialog.Refusal{Why: dialog.In("The courier can be booked for the next 14 days.", "目前只能预约 14 天以内的取件。")}
	}
	return when, nil
}

// timeOf reads the beginning of a moment or a stretch of time, as package entity writes it.
func timeOf(value string) (time.Time, error) {
	from, _, _ := strings.Cut(value, "/")
	at, err := time.Parse("2006-01-02T15:04", from)
	if err != nil {
		at, err = time.Parse(time.DateOnly, from)
	}
	return at, err
}

// showTime is a moment as customers read it.
func showTime(value, locale string) string {
	from, to, stretch := strings.Cut(value, "/")
	at, err := timeOf(from)
	if err != nil {
		return value
	}
	shown := day(at, locale)
	if strings.Contains(from, "T") {
		shown += at.Format(" 15:04")
	}
	if until, err := timeOf(to); stretch && err == nil && strings.Contains(to, "T") {
		shown += until.Format("–15:04")
	}
	return shown
}

// letter are the fields of a letter about a request.
func letter(to string, v dialog.Values, slots ...string) map[string]string {
	fields := map[string]string{"to": to}
	for _, slot := range slots {
		fields[slot] = v.Text(slot)
	}
	return fields
}
