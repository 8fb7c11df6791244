package kbtest_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbtest"
)

func ExampleEvaluate() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{ID: "hours", Question: "When are you open?"},
		kb.Entry{ID: "returns", Question: "How do I return an order?"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	cases, err := kbtest.ReadCases(strings.NewReader(`{"query": "when are you open", "relevant": ["hours"]}
{"query": "how do I return an order", "relevant": ["returns"]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := kbtest.Evaluate(context.Background(), func(_ context.Context, query string) ([]kb.Hit, error) {
		return index.Match(kb.Query{Text: query, Limit: 10}), nil
	}, kb.Policy{}, cases)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d questions, %.2f right at once, %.2f answered directly\n", report.N, *report.S1, *report.DirectRate)
	// Output: 2 questions, 1.00 right at once, 1.00 answered directly
}
