// Dialog alone takes returns: it asks for what is missing, takes corrections, and
// books once the customer has confirmed.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/kefu-go/kefu/dialog"
)

var (
	order  = dialog.PatternSlot("order", `[A-Z]-\d{2,6}`, dialog.In("order number", "订单号"), dialog.In("Which order is it? It looks like A-77.", "请问订单号是多少？形如 A-77。"))
	reason = dialog.ChoiceSlot("reason", dialog.In("reason", "原因"), []dialog.Option{
		{Value: "broken", Label: dialog.In("It is broken", "坏了")},
		{Value: "size", Label: dialog.In("The size is wrong", "尺码不对")},
	}, dialog.In("What is the reason?", "退货原因是什么？"))
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	book := func(_ context.Context, c dialog.Call) (dialog.Result, error) { // called with c.Key, once for each return
		number, _ := order.Get(c.Slots)
		return dialog.Result{Say: dialog.In("Booked. The label for "+number+" is on its way.", number+"的退货已登记，面单稍后发给您。")}, nil
	}
	engine, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{Flows: []*dialog.Flow{{
		Name: "return", Label: dialog.In("the return", "退货"), Phrases: []string{"return", "send it back", "退货"},
		Steps: []dialog.Step{dialog.Ask(order), dialog.Ask(reason), dialog.Confirm(nil), dialog.Do("book", book)},
	}}})
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	for n := 0; lines.Scan(); n++ {
		reply, err := engine.Handle(context.Background(), dialog.Message{ID: fmt.Sprint(n), Conversation: "desk", Text: lines.Text()})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "> %s\n%s\n", lines.Text(), reply.Text)
	}
	return lines.Err()
}
