// Kb alone: package kb as a library of its own, without the rest of kefu. It
// decides on each question of standard input and shows the scores.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/kefu-go/kefu/kb"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(in io.Reader, out io.Writer) error {
	index := kb.NewIndex(nil)
	if err := index.Put(
		kb.Entry{ID: "reset", Question: "How do I reset my password?", Phrasings: []string{"forgot my password"}, Answer: kb.TextAnswer("Use the link below the login form.")},
		kb.Entry{ID: "change", Question: "How do I change my password?", Answer: kb.TextAnswer("Under Account > Security.")},
		kb.Entry{ID: "hours", Question: "opening hours", Mode: kb.Contains, Answer: kb.TextAnswer("Nine to five.")},
		kb.Entry{ID: "invoice", Question: "怎么开发票？", Phrasings: []string{"发票在哪里下载"}, Answer: kb.TextAnswer("在订单详情里申请。")},
	); err != nil {
		return err
	}
	for lines := bufio.NewScanner(in); lines.Scan(); {
		decision := kb.Policy{}.Decide(index.Match(kb.Query{Text: lines.Text()})) // the default policy
		fmt.Fprintf(out, "%s: %s (%s)\n", lines.Text(), decision.Kind, decision.Reason)
		for _, hit := range decision.Hits {
			fmt.Fprintf(out, "  %.2f %s %q: %s\n", hit.Score, hit.Mode, hit.Phrasing, hit.Entry.Answer.PlainText())
		}
	}
	return nil
}
