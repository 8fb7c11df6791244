package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent/entity"
	"github.com/kefu-go/kefu/ticket"
)

// tasks are what the bot does for customers: flows, with the slots that the pages show.
type tasks struct {
	orders   *orders
	requests *requests
	tickets  *ticket.Desk // there is none before the bot is made
	list     []task
}

// task is a flow and what it asks for.
type task struct {
	flow  *dialog.Flow
	slots []dialog.Slot[string]
	// starter is how a customer begins it by a button, if there is one.
	starter dialog.Words
}

func newTasks(o *orders, r *requests) *tasks {
	t := &tasks{orders: o, requests: r}
	t.list = []task{t.returning(), t.tracking(), t.complaining(), t.asking()}
	return t
}

// flows are those of the tasks, and the one that asks for a rating.
func (t *tasks) flows() []*dialog.Flow {
	flows := []*dialog.Flow{dialog.AskRating(dialog.RatingOptions{
		BadTags: []dialog.Option{
			{Value: "slow", Label: dialog.In("It took too long", "太慢了")},
			{Value: "unsolved", Label: dialog.In("My problem is not solved", "问题没有解决")},
			{Value: "rude", Label: dialog.In("I was not treated well", "态度不好")},
		},
	})}
	for _, one := range t.list {
		flows = append(flows, one.flow)
	}
	return flows
}

// waits is how long all tasks wait for the customer.
func waits() *dialog.Timeouts {
	return &dialog.Timeouts{Warn: 5 * time.Minute, Expire: 30 * time.Minute}
}

// lastOrder is the value of "my last order".
const lastOrder = "LAST"

// values finds what customers name: an item of the shop, and "my last order" like one
// with a number.
func (t *tasks) values() (*entity.Extractor, error) {
	list := []entity.List{{Type: entity.Order, Values: []entity.Value{{
		Name: lastOrder, Synonyms: []string{
			"my last order", "last order", "my latest order", "latest order", "my most recent order", "most recent order",
			"最近一单", "最近的订单", "最近那单", "上一单", "上个订单", "最新的订单", "最后一单",
		},
	}}}}
	goods := entity.List{Type: itemKind, Fuzzy: true}
	for _, sku := range slices.Sorted(maps.Keys(t.orders.items)) {
		i := t.orders.items[sku]
		goods.Values = append(goods.Values, entity.Value{Name: sku, Synonyms: append([]string{words(i.Name, "en"), words(i.Name, "zh")}, i.Also...)})
	}
	if len(goods.Values) > 0 {
		list = append(list, goods)
	}
	return entity.New(&entity.Options{Lists: list, Patterns: []entity.Pattern{caseNumbers}})
}

// itemKind is the type of values that are items of the shop.
const itemKind = "item"

// profile is what the shop knows of a visitor.
func (t *tasks) profile(ctx context.Context, customer string) (dialog.Profile, error) {
	known := []dialog.Attribute{{Name: "account", Value: sampleAccount, Source: dialog.OnRecord}}
	latest, err := t.orders.recent(ctx, sampleAccount, 1)
	if err != nil {
		return dialog.Profile{}, err
	}
	for _, one := range latest {
		known = append(known, dialog.Attribute{Name: "last_order", Value: one.Number, Source: dialog.OnRecord, At: one.Placed})
	}
	return dialog.Profile{Customer: customer}.Merge(known...), nil
}

func account(c dialog.Call) string {
	a, _ := c.Profile.Get("account")
	return a.Value
}

// orderSlot is the order that a task is about.
func orderSlot() dialog.Slot[string] {
	s := dialog.ValueSlot[string]("order", "order", dialog.In("order", "订单"),
		dialog.In("Which order is it about? Pick one or write its number; \"my last order\" will do, too.", "请问是哪个订单？点选或输入订单号即可，也可以说“最近一单”。"),
		dialog.In("Please write the order's number as it stands in the confirmation, such as KF-100231.", "请输入确认短信里的订单号，例如 KF-100231。"))
	s.Also = []string{"order number", "订单号"}
	s.Attempts = 4
	return s
}

// mostShown is how many orders are offered to pick from.
const mostShown = 3

// ask shows the latest orders to a customer who has named none, and asks for one.
func (t *tasks) ask(s dialog.Slot[string], fits func(order) bool) []dialog.Step {
	show := func(ctx context.Context, c dialog.Call) (dialog.Result, error) {
		latest, err := t.orders.recent(ctx, account(c), 20)
		if err != nil {
			return dialog.Result{}, err
		}
		var r dialog.Result
		for _, one := range latest {
			if fits(one) && len(r.Parts) < mostShown {
				r.Parts = append(r.Parts, one.pick(c.Locale))
			}
		}
		return r, nil
	}
	return []dialog.Step{
		dialog.If(dialog.Where(s.Name+" == ''"), dialog.Do("show orders", show)),
		dialog.Ask(s),
	}
}

// look finds the order that the customer named. What may not be is told to him, and he
// is asked again.
func (t *tasks) look(refuse func(order) dialog.Words, found func(c dialog.Call, one order) dialog.Result) dialog.Action {
	return func(ctx context.Context, c dialog.Call) (dialog.Result, error) {
		number := c.Slots.Text("order")
		if number == lastOrder {
			latest, _ := c.Profile.Get("last_order")
			number = latest.Value
		}
		one, err := t.orders.find(ctx, account(c), number)
		if errors.Is(err, errNoOrder) {
			return dialog.Result{Clear: []string{"order"}, Say: dialog.In(
				"There is no order "+orderNumber(number)+" in your name. Please check the number.", "您名下没有订单 "+orderNumber(number)+"，请核对一下订单号。")}, nil
		}
		if err != nil {
			return dialog.Result{}, err
		}
		if why := refuse(one); len(why) > 0 {
			return dialog.Result{Clear: []string{"order"}, Say: why}, nil
		}
		r := found(c, one)
		if one.Number != c.Slots.Text("order") {
			if r.Set == nil {
				r.Set = map[string]string{}
			}
			r.Set["order"] = one.Number // as the book writes it
		}
		return r, nil
	}
}

func anyOrder(order) bool         { return true }
func noReason(order) dialog.Words { return nil }
