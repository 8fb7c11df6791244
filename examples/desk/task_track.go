package main

import "github.com/kefu-go/kefu/dialog"

// tracking tells where an order is.
func (t *tasks) tracking() task {
	number := orderSlot()
	show := func(c dialog.Call, one order) dialog.Result {
		return dialog.Result{Say: one.sentence(), Parts: []dialog.Part{one.card(c.Locale, nil)}}
	}
	return task{
		flow: &dialog.Flow{
			Name: "track", Label: dialog.In("the search for your order", "订单查询"), Category: "after_sales/order", Intents: []string{trackIntent},
			Phrases: []string{
				"where is my order", "where's my order", "track my order", "track my last order", "track an order", "track order", "status of my order", "where is order",
				"我的订单到哪", "订单到哪", "查一下订单", "查订单", "查询订单", "查我的订单", "最近一单到哪", "最近一单",
			},
			Steps:    append(t.ask(number, anyOrder), dialog.Do("look up", t.look(noReason, show)).Uses("order").Repeatable()),
			Timeouts: waits(),
		},
		slots:   []dialog.Slot[string]{number},
		starter: dialog.In("Track my order", "查订单"),
	}
}
