package kb_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"sync"
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

// What a Library does with a store, for those who write one: all or none, of one
// version, and others follow the changes. kbtest.RunStore checks the rest.
func ExampleStore() {
	ctx := context.Background()
	var store kb.Store = kb.NewMemoryStore() // or kbsql.Open, or your own
	first, err := store.Put(ctx, kb.Entry{ID: "hours", Question: "几点开门"}, kb.Entry{ID: "place", Question: "在哪里"})
	if err != nil {
		log.Fatal(err)
	}
	second, err := store.Write(ctx,
		[]kb.Entry{{ID: "hours", Question: "几点营业", Version: first}},
		[]kb.Ref{{ID: "place", Version: first, Editor: "li", Reason: "moved"}})
	if err != nil {
		log.Fatal(err)
	}
	_, err = store.Put(ctx, kb.Entry{ID: "hours", Question: "too late", Version: first})
	if conflict, ok := errors.AsType[*kb.ConflictError](err); ok {
		fmt.Println("somebody was faster:", conflict.IDs)
	}
	for change, err := range store.Changes(ctx, first) { // what a node does that has seen the first revision
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(change.Revision == second, change.Entry.ID, change.Entry.Question, change.Deleted)
	}
	// Output:
	// somebody was faster: [hours]
	// true hours 几点营业 false
	// true place  true
}

// Two nodes count in the same record: whoever loses reads again.
func ExampleRecordStore() {
	ctx := context.Background()
	var records kb.RecordStore = kb.NewMemoryRecords() // or kbsql.OpenRecords, or your own
	count := func() error {
		for {
			record, err := records.Record(ctx, "counter", "visits")
			if err != nil && !errors.Is(err, kb.ErrNotFound) {
				return err
			}
			record.Kind, record.ID, record.State = "counter", "visits", "open"
			record.Data = append(record.Data, '|')
			if _, err = records.PutRecord(ctx, record); !errors.Is(err, kb.ErrConflict) {
				return err
			}
		}
	}
	var nodes sync.WaitGroup
	for range 4 {
		nodes.Go(func() {
			if err := count(); err != nil {
				log.Print(err)
			}
		})
	}
	nodes.Wait()
	for record, err := range records.Records(ctx, "counter", "open") {
		fmt.Println(record.ID, string(record.Data), record.Version, err)
	}
	// Output: visits |||| 4 <nil>
}

// Own figures from the log: read what is new since the last time, and forget what
// is older than the law allows. The counts stay.
func ExampleLogStore() {
	ctx := context.Background()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var records kb.LogStore = kb.NewMemoryLog() // or kbsql.OpenLog, or your own
	err := records.Append(ctx,
		kb.Logged{Asked: &kb.Asked{ID: "q1", At: at, Text: "几点开门", Locale: "zh", Decision: kb.Direct, Shown: []kb.Shown{{Entry: "hours"}}}},
		kb.Logged{Asked: &kb.Asked{ID: "q2", At: at.AddDate(0, 3, 0), Text: "do you sell elephants", Locale: "en"}},
		kb.Logged{Feedback: &kb.Feedback{ID: "f1", At: at, Asked: "q1", Entry: "hours", Verdict: kb.Useful}})
	if err != nil {
		log.Fatal(err)
	}
	cursor := int64(0) // of the last run
	unanswered := map[string]int{}
	for item, err := range records.Items(ctx, cursor) {
		if err != nil {
			log.Fatal(err)
		}
		if item.Asked != nil && item.Asked.Decision == kb.None {
			unanswered[item.Asked.Locale]++
		}
		cursor = item.Cursor
	}
	pruned, err := records.Prune(ctx, at.AddDate(0, 1, 0))
	if err != nil {
		log.Fatal(err)
	}
	_, err = records.Question(ctx, "q1")
	fmt.Println(unanswered, cursor > 0, pruned, errors.Is(err, kb.ErrNotFound))
	usage, err := records.Usage(ctx, "hours")
	fmt.Println(usage[0].Answered, usage[0].Useful, err)
	// Output:
	// map[en:1] true 2 true
	// 1 1 <nil>
}
