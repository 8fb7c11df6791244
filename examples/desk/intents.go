package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/kb"
)

// coffeeMachine is the intent of customers whose coffee machine is out of order,
// and the category of what the knowledge base has about it.
const coffeeMachine = "faults/coffee-machine"

// The intents that begin the tasks of the bot: customers who want something done, not
// told how it is done.
const (
	returnIntent   = "tasks/return"
	trackIntent    = "tasks/track"
	complainIntent = "tasks/complain"
	askIntent      = "tasks/ticket"
)

// taskExamples are what such customers say.
func taskExamples() []intent.Example {
	var examples []intent.Example
	for label, list := range map[string][]string{
		returnIntent: {
			"I want to return an item", "please book a return for me", "I'd like to send the vacuum cleaner back", "start a return for order KF-100231",
			"can you arrange a return for me", "I need to return the kettle I bought", "take this jacket back please", "please pick up my return",
			"set up a return for my last order", "I want to give the machine back",
			"我要退货", "帮我办理退货", "我想把吸尘器退掉", "给订单KF-100231办退货", "麻烦帮我退一下这件商品", "这个水壶我要退掉", "请安排上门取退货", "帮我登记一个退货", "我要把咖啡机退回去", "把最近一单退了",
		},
		trackIntent: {
			"where is my order", "track my order", "please check where order KF-100234 is", "look up my last order", "what is the state of my order KF-100233",
			"check my order for me", "find out where my coffee machine is", "show me where my parcel is right now", "locate my order", "can you look up order KF-100231",
			"查一下我的订单", "我的订单到哪了", "帮我看看订单KF-100234到哪里了", "查询最近一单", "帮我查物流进度", "看看我买的咖啡机到哪了", "我的包裹现在在哪", "订单KF-100233什么状态", "帮我查查订单", "我最近的订单怎么样了",
		},
		complainIntent: {
			"I want to complain", "I'd like to make a complaint", "I have a complaint about the delivery", "take down my complaint", "let me file a complaint against the courier",
			"I wish to lodge a complaint", "this is a complaint", "register a complaint please", "I want to complain about your staff", "please note my complaint",
			"我要投诉", "我想投诉你们的快递", "帮我登记投诉", "我要投诉客服", "记录一下我的投诉", "我对你们的服务要投诉", "提交一个投诉", "我要投诉商品质量", "麻烦受理我的投诉", "我要投诉这个订单",
		},
		askIntent: {
			"what about my complaint", "what is the state of my ticket", "is there any news about my complaint", "how far is my complaint", "did anybody look at my ticket T-1001",
			"has my complaint been dealt with", "what happened to ticket T-1002", "when will somebody answer my complaint", "check ticket T-1003 please", "status of ticket T-1004",
			"我的投诉怎么样了", "我的投诉处理到哪了", "投诉有进展吗", "工单T-1001什么状态", "查一下工单T-1002", "我的工单处理得怎么样了", "之前的投诉有人处理吗", "投诉什么时候有回复", "帮我查投诉进度", "上次投诉的结果呢",
		},
	} {
		for _, words := range list {
			examples = append(examples, intent.Example{Text: words, Label: label})
		}
	}
	slices.SortFunc(examples, func(a, b intent.Example) int { return strings.Compare(a.Label+a.Text, b.Label+b.Text) })
	return examples
}

// intents says what the bot does about messages that are sure to show an intent:
// the guide that finds the fault begins, in whatever words the customer asks.
func intents() map[string]kefu.Action {
	return map[string]kefu.Action{
		coffeeMachine: {Entries: []string{"en-guide-coffee", "zh-guide-coffee"}, Category: coffeeMachine},
	}
}

// trainIntents gives a bot that has no model of intents its first one. It learns
// the usual types of questions from the examples of the library, and the shop's
// own intent from the wordings of its guide.
func (d *desk) trainIntents(ctx context.Context) error {
	if err := d.bot.Intents().Load(ctx); err != nil || d.bot.Intents().Live().Version != "" {
		return err
	}
	examples := slices.Concat(
		intent.StarterExamples("en"), intent.StarterExamples("zh"),
		intent.StarterOutOfScope("en"), intent.StarterOutOfScope("zh"), // small talk and the like
		taskExamples(),
	)
	for _, id := range intents()[coffeeMachine].Entries {
		guide, err := d.bot.KB().Get(ctx, id)
		if err != nil { // a knowledge base of the user's own
			continue
		}
		for _, words := range wordings(&guide) {
			examples = append(examples, intent.Example{Text: words, Label: coffeeMachine})
		}
	}
	model, err := intent.Train(ctx, examples, nil)
	if err != nil {
		return fmt.Errorf("intents: %w", err)
	}
	_, err = d.bot.Intents().Publish(ctx, model, "the first, from the examples of the library")
	return err
}

func wordings(e *kb.Entry) []string { return append([]string{e.Question}, e.Phrasings...) }
