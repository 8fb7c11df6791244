package kbtest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

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

// Which threshold is right for this knowledge base? The sweep says what each would
// have answered, and how much of it wrongly.
func ExampleThreshold() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{ID: "营业时间", Question: "几点开门"},
		kb.Entry{ID: "退货", Question: "怎么申请退货"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	cases := []kbtest.Case{
		{Query: "几点开门", Relevant: []string{"营业时间"}},
		{Query: "怎么申请退货", Relevant: []string{"退货"}},
		{Query: "今天天气怎么样"}, // must be turned down
	}
	var report kbtest.Report
	report, err = kbtest.Evaluate(context.Background(), func(_ context.Context, query string) ([]kb.Hit, error) {
		return index.Match(kb.Query{Text: query, Limit: 10}), nil
	}, kb.Policy{}, cases)
	if err != nil {
		fmt.Println(err)
		return
	}
	var best kbtest.Threshold
	for _, t := range report.Sweep {
		if t.Wrong == 0 && t.Rate > best.Rate {
			best = t
		}
	}
	fmt.Printf("%d of %d answerable, %.0f %% answered, %.0f %% wrongly\n", report.Answerable, report.N, 100*best.Rate, 100*best.Wrong)
	// Output: 2 of 3 answerable, 67 % answered, 0 % wrongly
}

// The test of a store of your own has this in a function TestStore.
func ExampleRunStore() {
	var t *testing.T // that of the test
	kbtest.RunStore(t, func(*testing.T) kb.Store {
		return kb.NewMemoryStore() // a new and empty one of yours
	})
}

// The same for records.
func ExampleRunRecordStore() {
	var t *testing.T // that of the test
	kbtest.RunRecordStore(t, func(*testing.T) kb.RecordStore {
		return kb.NewMemoryRecords() // a new and empty one of yours
	})
}

// The same for a log.
func ExampleRunLogStore() {
	var t *testing.T // that of the test
	kbtest.RunLogStore(t, func(*testing.T) kb.LogStore {
		return kb.NewMemoryLog() // a new and empty one of yours
	})
}
