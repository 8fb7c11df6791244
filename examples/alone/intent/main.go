// Intent alone trains a model and understands each message of standard input.
package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
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
	{Text: "I want my money back", Label: "refund"},
	{Text: "please refund me", Label: "refund"},
	{Text: "我要退款", Label: "refund"},
	{Text: "我要退款，什么时候到账", Label: "refund"},
}

func main() { run(os.Stdin, os.Stdout, time.Now()) }

func run(in io.Reader, out io.Writer, now time.Time) {
	model, entities, feelings := must(intent.Train(context.Background(), examples, nil)), must(entity.New(nil)), must(emotion.New(nil))
	for lines := bufio.NewScanner(in); lines.Scan(); {
		result := must(model.Classify(context.Background(), intent.Input{Text: lines.Text()}))
		fmt.Fprintf(out, "%s: %s, %s\n", lines.Text(), cmp.Or(result.Label(), "unknown"), feelings.Detect(lines.Text()).Label)
		for _, e := range entities.Extract(lines.Text(), now) {
			fmt.Fprintf(out, "  %s %s\n", e.Type, e.Value)
		}
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
