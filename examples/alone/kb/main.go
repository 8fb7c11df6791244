// Kb alone imports entries of three modes, decides on each question of standard
// input, and in the end suggests what the knowledge base should learn.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/kefu-go/kefu/kb"
)

const entries = `{"id": "reset", "question": "How do I reset my password?", "similar": ["forgot my password"], "answer": "Use the link below the login form."}
{"id": "invoice", "question": "怎么开发票？", "similar": ["发票在哪里下载"], "answer": "在订单详情里申请。"}
{"id": "hours", "mode": "contains", "question": "opening hours", "answer": "Nine to five."}
{"id": "bye", "mode": "exact", "question": "bye", "answer": "Good-bye!"}
{"id": "broken", "mode": "fuzzy", "question": "?"}`

func main() {
	if err := run(context.Background(), os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, in io.Reader, out io.Writer) error {
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		return err
	}
	report, err := library.Import(ctx, strings.NewReader(entries), kb.ImportOptions{})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "imported:", report.Added, "failed:", report.Failed, report.Rows[4].Err)
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		query := kb.Query{Text: lines.Text()}
		decision, err := library.Decide(ctx, query)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s (%s)\n", query.Text, decision.Kind, decision.Reason)
		for _, hit := range decision.Hits {
			fmt.Fprintf(out, "  %.2f %s %q: %s\n", hit.Score, hit.Mode, hit.Phrasing, hit.Entry.Answer.PlainText())
		}
		if err := library.Log(ctx, kb.NewAsked(fmt.Sprint("question ", n), query, decision)); err != nil {
			return err
		}
	}
	suggestions, err := library.Learn(ctx, kb.LearnOptions{MinCount: 2})
	for _, s := range suggestions {
		fmt.Fprintf(out, "%s: %q, asked %d times\n", s.Kind, s.Question, s.Count)
	}
	return err
}
