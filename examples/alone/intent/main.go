// Intent alone trains a model and understands each message of standard input.
package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/intent/entity"
)

func main() { run(os.Stdin, os.Stdout, time.Now()) }

func run(in io.Reader, out io.Writer, now time.Time) {
	examples := slices.Concat(intent.StarterExamples("en"), intent.StarterExamples("zh")) // add yours
	model, err := intent.Train(context.Background(), examples, nil)
	if err != nil {
		panic(err)
	}
	entities, _ := entity.New(nil) // the defaults are never wrong
	feelings, _ := emotion.New(nil)
	for lines := bufio.NewScanner(in); lines.Scan(); {
		result, _ := model.Classify(context.Background(), intent.Input{Text: lines.Text()}) // fails if the context ends
		fmt.Fprintf(out, "%s: %s, %s\n", lines.Text(), cmp.Or(result.Label(), "unknown"), feelings.Detect(lines.Text()).Label)
		for _, e := range entities.Extract(lines.Text(), now) {
			fmt.Fprintf(out, "  %s %s\n", e.Type, e.Value)
		}
	}
}
