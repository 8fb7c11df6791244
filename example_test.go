package kefu_test

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

func Example() {
	ctx := context.Background()
	bot, err := kefu.New(&kefu.Options{
		Handoff: dialog.HandoffFunc(func(_ context.Context, h kefu.Handoff) error {
			fmt.Printf("for a colleague: %q (%s)\n", h.Question, h.Reason)
			return nil
		}),
		Texts: map[string]kefu.Texts{"en": {HandingOff: "One moment."}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := bot.KB().Put(ctx,
		kb.Entry{Question: "How can I pay?", Phrasings: []string{"payment methods"}, Answer: kb.TextAnswer("By card or PayPal."), Locale: "en"},
		kb.Entry{Question: "怎么付款？", Answer: kb.TextAnswer("支付宝或微信。"), Locale: "zh"},
	); err != nil {
		fmt.Println(err)
		return
	}
	for i, text := range []string{"怎么付款", "Payment methods?", "let me talk to a person"} {
		reply, err := bot.Handle(ctx, kefu.Message{ID: fmt.Sprint(i), Conversation: "web-1", Text: text})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s\n", reply.Kind, reply.Text)
	}
	if _, err := bot.Deliver(ctx); err != nil { // bot.Run does it all the time
		fmt.Println(err)
	}
	// Output:
	// answered: 支付宝或微信。
	// answered: By card or PayPal.
	// handed_off: One moment.
	// for a colleague: "Payment methods?" (asked)
}

// An agent speaks through the bot, and gives the conversation back.
func ExampleBot_Say() {
	ctx := context.Background()
	bot, err := kefu.New(&kefu.Options{Sender: dialog.SenderFunc(func(_ context.Context, out kefu.Outgoing) error {
		fmt.Printf("to %s, from %s: %s\n", out.Conversation, out.Reply.From, out.Reply.Text)
		return nil
	})})
	if err != nil {
		fmt.Println(err)
		return
	}
	said, err := bot.Say(ctx, kefu.Message{ID: "a1", Conversation: "web-1", Agent: "bob", Text: "Hello, this is Bob."})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("owner:", said.Owner)
	released, err := bot.Release(ctx, "web-1", "a2")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("owner:", released.Owner)
	if _, err := bot.Deliver(ctx); err != nil {
		fmt.Println(err)
	}
	// Output:
	// owner: agent
	// owner: bot
	// to web-1, from agent: Hello, this is Bob.
	// to web-1, from bot: You are talking to the assistant again. What else can I do for you?
}
