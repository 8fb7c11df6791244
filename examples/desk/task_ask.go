package main

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent/entity"
	"github.com/kefu-go/kefu/ticket"
)

// caseNumber is the type of values that are numbers of tickets.
const caseNumber = "ticket"

// caseNumbers finds them in what customers write.
var caseNumbers = entity.Pattern{Type: caseNumber, Expr: `(?i)\bT-?\d{4,9}\b`, Upper: true}

// mostTold is how many tickets a customer is told of who names none.
const mostTold = 3

// asking tells a customer how far a complaint or another ticket of his is.
func (t *tasks) asking() task {
	number := dialog.ValueSlot[string]("number", caseNumber, dialog.In("ticket", "工单"))
	number.Hidden = true // who names none hears of his latest ones
	tell := func(ctx context.Context, c dialog.Call) (dialog.Result, error) {
		list, err := t.own(ctx, c)
		if err != nil {
			return dialog.Result{}, err
		}
		named := c.Slots.Text("number")
		if len(list) == 0 && named != "" {
			named = strings.Replace(named, "T", "T-", 1)
			return dialog.Result{Say: dialog.In("There is no ticket "+named+" of yours.", "没有找到您的工单 "+named+"。")}, nil
		}
		if len(list) == 0 {
			return dialog.Result{Say: dialog.In("There is no open complaint or ticket of yours.", "您目前没有处理中的投诉或工单。")}, nil
		}
		var en, zh []string
		for i := range list {
			en, zh = append(en, t.standing(&list[i], "en")), append(zh, t.standing(&list[i], "zh"))
		}
		return dialog.Result{Say: dialog.In(strings.Join(en, "\n"), strings.Join(zh, "\n"))}, nil
	}
	return task{
		flow: &dialog.Flow{
			Name: "ticket", Label: dialog.In("the question about your ticket", "工单查询"), Intents: []string{askIntent},
			Phrases: []string{
				"what about my complaint", "status of my complaint", "news about my complaint", "what about my ticket", "status of my ticket", "status of ticket",
				"my tickets", "what about ticket", "news about ticket", "what about t",
				"我的投诉怎么样", "我的投诉处理", "投诉进度", "投诉处理得怎么样", "我的工单", "工单进度", "查工单", "查一下工单",
			},
			Steps:    []dialog.Step{dialog.Ask(number), dialog.Do("tell", tell).Uses("number").Repeatable()},
			Timeouts: waits(),
		},
		slots: []dialog.Slot[string]{number},
	}
}

// own returns the ticket that a customer named, if it is his, or his latest ones.
func (t *tasks) own(ctx context.Context, c dialog.Call) ([]ticket.Ticket, error) {
	if c.Customer == "" {
		return nil, nil
	}
	if named := c.Slots.Text("number"); named != "" {
		one, err := t.tickets.ByNumber(ctx, strings.Replace(named, "T", "T-", 1))
		if errors.Is(err, ticket.ErrNotFound) || err == nil && one.Customer != c.Customer {
			return nil, nil
		}
		return []ticket.Ticket{one}, err
	}
	found, err := t.tickets.Find(ctx, ticket.Filter{Customers: []string{c.Customer}, Kinds: append(activeKinds(), ticket.KindResolved)},
		ticket.Page{By: ticket.ByUpdated, Desc: true, Limit: mostTold})
	return found.Tickets, err
}

// standing is how a ticket stands, in one sentence for its customer.
func (t *tasks) standing(one *ticket.Ticket, lang string) string {
	state := one.State
	for _, s := range t.tickets.Rules().Workflow.States {
		if s.Name == one.State {
			state = cmp.Or(s.Title[lang], state)
		}
	}
	said := words(map[ticket.Kind]dialog.Words{
		ticket.KindNew:      dialog.In("we have it, and a colleague will look at it", "已收到，客服会尽快处理"),
		ticket.KindOpen:     dialog.In("a colleague is working on it", "客服正在处理"),
		ticket.KindPending:  dialog.In("we wait for your answer", "等待您的回复"),
		ticket.KindOnHold:   dialog.In("we are waiting for somebody else and keep it in mind", "正在等待其他部门，我们会继续跟进"),
		ticket.KindResolved: dialog.In("solved; write if it is not", "已解决，如未解决请告诉我们"),
		ticket.KindClosed:   dialog.In("closed", "已关闭"),
		ticket.KindMerged:   dialog.In("it goes on together with another ticket of yours", "已与您的另一张工单合并处理"),
	}[one.Kind], lang)
	said = cmp.Or(said, state)
	if lang == "zh" {
		return one.Number + "（" + one.Subject + "）：" + said + "。"
	}
	return one.Number + " (" + one.Subject + "): " + said + "."
}
