// Quickstart is a bot in the memory of one process: it reads what a customer
// says from standard input, a line each, and prints what the bot replies.
package main

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/kb"
)

const entries = `{"question": "How do I return an item?", "similar": ["how do I return it"], "answer": "Within 30 days, under My orders > Return."}
{"question": "How long does delivery take?", "similar": ["when will it arrive"], "answer": "Two to four working days."}
{"question": "How can I pay?", "similar": ["payment methods"], "answer": "By card, PayPal or bank transfer."}
{"question": "怎么退货？", "similar": ["东西不想要了"], "answer": "30 天内在“我的订单 > 申请售后”里退货。"}
{"question": "多久能到货？", "similar": ["几天能送到"], "answer": "一般两到四天送达。"}`

func main() {
	bot, _ := kefu.New(nil) // in memory; only contradictory options are an error
	if _, err := bot.KB().Import(context.Background(), strings.NewReader(entries), kb.ImportOptions{}); err != nil {
		log.Fatal(err)
	}
	lines := bufio.NewScanner(os.Stdin)
	for n := 1; lines.Scan(); n++ {
		reply, err := bot.Handle(context.Background(), kefu.Message{ID: fmt.Sprint(n), Conversation: "console", Text: lines.Text()})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(reply.Text)
	}
}
