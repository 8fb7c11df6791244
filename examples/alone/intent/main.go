// Intent alone trains a model from a few examples and understands each message
// of standard input: its intent, the values in it and how the customer feels.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/intent/entity"
)

var examples = []intent.Example{
	{Text: "where is my parcel", Label: "track"},
	{Text: "has order 4411 been shipped", Label: "track"},
	{Text: "快递到哪了", Label: "track"},
	{Text: "订单发货了吗", Label: "track"},
	{Text: "I want my money back", Label: "refund"},
	{Text: "please refund me", Label: "refund"},
	{Text: "我要退款", Label: "refund"},
	{Text: "把钱退给我", Label: "refund"},
}

func main() {
	if err := run(context.Background(), os.Stdin, os.Stdout, time.Now()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, in io.Reader, out io.Writer, now time.Time) error {
	model, err := intent.Train(ctx, examples, nil)
	if err != nil {
		return err
	}
	triager, err := intent.NewTriager(&intent.TriagerOptions{Classifier: model})
	if err != nil {
		return err
	}
	entities, err := entity.New(nil)
	if err != nil {
		return err
	}
	feelings, err := emotion.New(nil)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		text := lines.Text()
		values := entities.Extract(text, now)
		triage, err := triager.Triage(ctx, intent.TriageInput{Input: intent.Input{Text: text}, Entities: len(values)})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s, %s, %s, human %t\n", text, triage.Intent.Top().Label, triage.Urgency.Level, feelings.Detect(text).Label, triage.Wish)
		for _, v := range values {
			fmt.Fprintf(out, "  %s %s\n", v.Type, v.Value)
		}
	}
	return lines.Err()
}
