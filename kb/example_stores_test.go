package kb_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/kb"
)

// Everything that happened to an entry stays, and who did it and why.
func ExampleMemoryStore_History() {
	ctx := context.Background()
	store := kb.NewMemoryStore()
	first, _ := store.Put(ctx, kb.Entry{ID: "returns", Question: "How do I return it?", Editor: "li"})
	second, _ := store.Put(ctx, kb.Entry{ID: "returns", Question: "How do I send it back?", Editor: "wang", Version: first})
	_, _ = store.Delete(ctx, kb.Ref{ID: "returns", Version: second, Editor: "li", Reason: "now in the shop"})
	for change, err := range store.History(ctx, "returns") {
		if err != nil {
			fmt.Println(err)
			return
		}
		e := change.Entry
		fmt.Printf("%d %s: %q %t %q\n", change.Revision, e.Editor, e.Question, change.Deleted, e.Reason)
	}
	// Output:
	// 3 li: "" true "now in the shop"
	// 2 wang: "How do I send it back?" false ""
	// 1 li: "How do I return it?" false ""
}

// Of two who change the same record one is told to look again.
func ExampleMemoryRecords() {
	ctx := context.Background()
	records := kb.NewMemoryRecords()
	version, _ := records.PutRecord(ctx, kb.Record{Kind: "draft", ID: "1", State: "open", Data: []byte(`"one"`)})
	_, _ = records.PutRecord(ctx, kb.Record{Kind: "draft", ID: "1", State: "done", Version: version})
	_, err := records.PutRecord(ctx, kb.Record{Kind: "draft", ID: "1", State: "open", Version: version})
	fmt.Println(errors.Is(err, kb.ErrConflict))
	for r, err := range records.Records(ctx, "draft", "done") {
		if err != nil {
			fmt.Println(err)
		}
		fmt.Println(r.ID, r.Version)
	}
	// Output:
	// true
	// 1 2
}

// An item that comes twice counts once, and counts stay when texts are forgotten.
func ExampleMemoryLog() {
	ctx := context.Background()
	log := kb.NewMemoryLog()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	items := []kb.Logged{
		{Asked: &kb.Asked{ID: "q1", At: at, Text: "send it back?", Decision: kb.Direct, Shown: []kb.Shown{{Entry: "returns"}}}},
		{Feedback: &kb.Feedback{ID: "f1", Asked: "q1", Entry: "returns", Verdict: kb.Useful, At: at}},
	}
	_ = log.Append(ctx, items...)
	_ = log.Append(ctx, items...)
	pruned, _ := log.Prune(ctx, at.Add(time.Hour))
	usage, _ := log.Usage(ctx, "returns")
	fmt.Println(pruned, usage[0].Hits(), usage[0].Useful)
	// Output: 2 1 1
}
