package main

import (
	"context"
	"strings"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/escalation"
	"github.com/kefu-go/kefu/ticket"
)

// complaining takes complaints down as tickets, whose numbers customers get. What is severe goes to a
// person at once.
func (t *tasks) complaining() task {
	about := dialog.ChoiceSlot("about", dialog.In("subject", "投诉内容"), []dialog.Option{
		{Value: "product", Label: dialog.In("A product", "商品质量"), Also: []string{"quality", "the item", "商品", "产品", "质量"}},
		{Value: "delivery", Label: dialog.In("The delivery", "物流配送"), Also: []string{"courier", "shipping", "parcel", "快递", "配送", "物流"}},
		{Value: "service", Label: dialog.In("How I was treated", "服务态度"), Also: []string{"staff", "rude", "service", "客服", "态度", "服务"}},
		{Value: "danger", Label: dialog.In("Something dangerous", "安全问题"), Also: []string{"safety", "injury", "hurt", "危险", "受伤", "安全"}},
	}, dialog.In("I'm sorry that you have a reason to complain. What is it about?", "很抱歉给您带来不好的体验，请问您要投诉哪方面的问题？"))

	order := orderSlot()
	order.Prompts = []dialog.Words{dialog.In("Is it about an order? Its number helps us; you can also skip this.", "和哪个订单有关？请提供订单号，没有可以回复“跳过”。")}
	order.Optional, order.Attempts, order.Exhausted = true, 2, dialog.ExhaustedSkip

	details := dialog.TextSlot("details", dialog.In("what happened", "事情经过"), dialog.In("Please tell me what happened.", "请描述一下事情的经过。"))
	details.Raw = true

	wish := dialog.ChoiceSlot("wish", dialog.In("your wish", "诉求"), []dialog.Option{
		{Value: "refund", Label: dialog.In("My money back", "退款"), Also: []string{"refund", "money", "退钱"}},
		{Value: "replacement", Label: dialog.In("A replacement", "换货"), Also: []string{"exchange", "a new one", "replace", "换一个", "换新"}},
		{Value: "apology", Label: dialog.In("An apology", "道歉"), Also: []string{"apologise", "sorry", "赔礼"}},
	}, dialog.In("What would put it right?", "您希望我们怎么处理？"))

	register := func(ctx context.Context, c dialog.Call) (dialog.Result, error) {
		made, err := t.tickets.Open(ctx, complaint(c, about, wish), ticket.ByBot("desk"))
		if err != nil {
			return dialog.Result{}, err
		}
		r := dialog.Result{Set: map[string]string{"number": made.Number}}
		if severe(c.Slots) {
			r.HandOff = true
			r.Say = dialog.In("Your complaint has the number "+made.Number+". This is for a person to look at.", "您的投诉编号是 "+made.Number+"，这类问题由专人处理。")
			return r, nil
		}
		r.Say = dialog.In("Thank you. Your complaint has the number "+made.Number+". We answer here; ask for it by its number at any time.",
			"感谢您的反馈，投诉编号是 "+made.Number+"。我们会在这里答复您，您可随时凭编号查询进度。")
		return r, nil
	}
	return task{
		flow: &dialog.Flow{
			Name: "complain", Label: dialog.In("your complaint", "投诉"), Category: "complaint", Intents: []string{complainIntent},
			Phrases: []string{
				"i want to complain", "i'd like to complain", "i would like to complain", "make a complaint", "file a complaint", "lodge a complaint", "i have a complaint",
				"我要投诉", "我想投诉", "投诉你们", "要投诉",
			},
			Steps: []dialog.Step{
				dialog.Ask(about),
				dialog.If(about.Is("danger"), dialog.Ask(details)).Else(dialog.Ask(order), dialog.Ask(details)), // the number can wait
				dialog.If(dialog.Not(dialog.Test("severe", severe)), dialog.Ask(wish)),
				dialog.Do("register", register),
			},
			Timeouts: waits(),
		},
		slots:   []dialog.Slot[string]{about, order, details, wish},
		starter: dialog.In("I want to complain", "我要投诉"),
	}
}

// The priorities of complaints.
const (
	usualComplaint  = 1
	severeComplaint = 2
)

// complaint is the ticket of a complaint. Its id is the key of the call, so that the same
// call twice is one complaint.
func complaint(c dialog.Call, about, wish dialog.Slot[string]) ticket.Draft {
	locale := "en"
	if strings.HasPrefix(c.Locale, "zh") {
		locale = "zh"
	}
	told := func(s dialog.Slot[string]) string { return words(shown(s, c.Slots.Text(s.Name)), locale) }
	customer := ticket.ByCustomer(c.Customer)
	d := ticket.Draft{
		ID: "complaint/" + c.Key, Source: c.Key, Type: complaintType, Category: "complaint/" + c.Slots.Text(about.Name), Priority: usualComplaint,
		Subject: words(dialog.In("Complaint: ", "投诉："), locale) + told(about), Tags: []string{c.Slots.Text(about.Name)},
		Customer: c.Customer, Conversation: c.Conversation, Channel: c.Channel, Locale: c.Locale,
		Comments: []ticket.Comment{{Text: c.Slots.Text("details"), Author: &customer, At: c.Now}},
	}
	if severe(c.Slots) {
		d.Priority = severeComplaint
	}
	var facts []string
	if order := c.Slots.Text("order"); order != "" {
		facts = append(facts, words(dialog.In("Order: ", "订单："), locale)+order)
	}
	if c.Slots.Text(wish.Name) != "" {
		facts = append(facts, words(dialog.In("Wish: ", "诉求："), locale)+told(wish))
	}
	d.Summary = strings.Join(append([]string{d.Subject}, facts...), "\n")
	return d
}

// severe reports whether a complaint cannot wait: somebody may be hurt, or speaks of
// lawyers, the press, fraud.
func severe(v dialog.Values) bool {
	return v.Text("about") == "danger" || len(escalation.Topics(v.Text("details"))) > 0
}
