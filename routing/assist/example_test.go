package assist_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/kefu-go/kefu/routing/assist"
)

// An agent answers a customer. Canned replies, a playbook and a knowledge base of the
// host's suggest what to say; what they say is one list.
func Example() {
	ctx := context.Background()
	replies, err := assist.NewReplies(assist.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = replies.Put(ctx, "ann", assist.Canned{
		Shortcut: "/late", Title: "Parcel is late", Category: "delivery", Locale: "en",
		Text: "Dear {{customer.name|customer}}, we are sorry that parcel {{order_id}} is late.",
	})
	if err != nil {
		log.Fatal(err)
	}
	playbook, err := assist.ReadPlaybook(strings.NewReader(`{"plays": [{"id": "late", "category": "delivery", "steps": [
		{"id": "order", "do": "Ask for the order", "until": [{"name": "order_id"}]},
		{"id": "depot", "do": "Call the depot", "until": [{"name": "depot_called"}]}
	]}]}`))
	if err != nil {
		log.Fatal(err)
	}
	knowledge := assist.SourceFunc(func(context.Context, *assist.Situation) ([]assist.Suggestion, error) {
		return []assist.Suggestion{{Kind: assist.Policy, ID: "p7", Text: "Parcels that are ten days late are refunded.", Score: 0.4}}, nil
	})
	assistant, err := assist.New([]assist.Origin{
		{Name: "replies", Source: replies},
		{Name: "playbook", Source: playbook},
		{Name: "knowledge", Source: knowledge, Timeout: 200 * time.Millisecond},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	got, err := assistant.Live(ctx, assist.Situation{
		Category: "delivery", Locale: "en", Draft: "/la",
		Attributes: map[string]string{"name": "Zoe"}, Slots: map[string]string{"order_id": "A-17"},
		Lines: []assist.Line{{By: assist.ByCustomer, Text: "Where is my parcel?"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range got.List {
		fmt.Printf("%s: %s%s\n", s.Kind, s.Text, map[bool]string{true: s.Title}[s.Text == ""])
	}
	// Output:
	// next-step: Call the depot
	// canned: Dear Zoe, we are sorry that parcel A-17 is late.
	// policy: Parcels that are ten days late are refunded.
}

// A reply whose values are not all known says so, and two replies cannot have one
// shortcut.
func ExampleReplies() {
	ctx := context.Background()
	replies, err := assist.NewReplies(assist.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	put := func(c assist.Canned) {
		_, err := replies.Put(ctx, "ann", c)
		if taken, ok := errors.AsType[*assist.ShortcutError](err); ok {
			fmt.Println("taken by", taken.Other)
		}
	}
	put(assist.Canned{ID: "r1", Shortcut: "/退款", Title: "退款进度", Text: "您的退款{{amount}}元已提交。"})
	put(assist.Canned{ID: "r2", Shortcut: "/退款", Text: "另一条"})

	found, err := replies.Search(ctx, assist.Query{Text: "退款到哪了"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found[0].Reply.ID)
	_, err = replies.Render(ctx, "r1", &assist.Situation{})
	fmt.Println(err)
	// Output:
	// taken by r1
	// r1
	// assist: missing values: amount
}

// A reply is checked before it is sent.
func ExampleLinter() {
	linter, err := assist.NewLinter(&assist.LintOptions{Sensitive: []string{"inside price"}})
	if err != nil {
		log.Fatal(err)
	}
	s := assist.Situation{Lines: []assist.Line{{By: assist.ByCustomer, Text: "When will it arrive? Can I change the address?"}}}
	for _, f := range linter.Check(&s, "Dear {{name}}, we guarantee that it will arrive tomorrow.") {
		fmt.Println(f.Code, f.Severity, f.Detail)
	}
	// Output:
	// placeholder block {{name}}
	// promise warning guarantee
	// unanswered info Can I change the address?
}

// What agents mark is counted by question; the most frequent comes first.
func ExampleTraining() {
	ctx := context.Background()
	training, err := assist.NewTraining(assist.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range []assist.Mark{
		{Key: "m1", Agent: "ann", Kind: assist.MissingAnswer, Question: "Do you ship to Malta?"},
		{Key: "m2", Agent: "bob", Kind: assist.MissingAnswer, Question: "do you ship to malta"},
		{Key: "m2", Agent: "bob", Kind: assist.MissingAnswer, Question: "do you ship to malta"}, // sent twice
		{Key: "m3", Agent: "bob", Kind: assist.WrongAnswer, Question: "How do I pay?"},
	} {
		if _, err := training.Flag(ctx, m); err != nil {
			log.Fatal(err)
		}
	}
	for t, err := range training.Topics(ctx, assist.TopicOpen) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(t.Count, t.Kind, t.Question, t.Agents)
	}
	// Output:
	// 2 missing-answer Do you ship to Malta? [ann bob]
	// 1 wrong-answer How do I pay? [bob]
}

// Who takes a conversation over reads what it has been about.
func ExampleBriefOf() {
	s := assist.Situation{
		Locale: "zh-CN", Slots: map[string]string{"订单号": "A-17"},
		Lines: []assist.Line{
			{By: assist.ByCustomer, Text: "你好"},
			{By: assist.ByCustomer, Text: "我的快递三天没动了", Mood: -0.5},
			{By: assist.ByBot, Text: "快递一般三到五天送达。"},
			{By: assist.ByCustomer, Text: "运费能退吗？", Mood: -0.7},
			{By: assist.ByAgent, Text: "请稍等，我会在两小时内给您回复。"},
		},
	}
	fmt.Println(assist.BriefOf(&s, nil).Text)
	// Output:
	// 诉求：我的快递三天没动了
	// 已知信息：订单号＝A-17
	// 已答复：快递一般三到五天送达。；请稍等，我会在两小时内给您回复。
	// 未答问题：运费能退吗？
	// 最近承诺：请稍等，我会在两小时内给您回复。
	// 情绪：愤怒，变差
}
