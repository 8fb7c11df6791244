package kb_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"os"
	"strings"

	"github.com/kefu-go/kefu/kb"
)

// Pages of an editor's list, narrowed by what he looks for.
func ExampleFilter() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = library.Put(ctx,
		kb.Entry{ID: "1", Question: "How do I return shoes?", Category: "orders/returns", Tags: []string{"hot"}},
		kb.Entry{ID: "2", Question: "怎么退货", Category: "orders/returns", Tags: []string{"hot"}, Locale: "zh"},
		kb.Entry{ID: "3", Question: "Return by post", Category: "orders/returns", Mode: kb.Exact, Tags: []string{"hot"}},
		kb.Entry{ID: "4", Question: "Who are you?", Kind: kb.ChitChat})
	if err != nil {
		log.Fatal(err)
	}
	page := kb.Filter{Category: "orders", Locale: "en", Tags: []string{"hot"}, Text: "RETURN", Limit: 1}
	for {
		last := page.After
		for entry, err := range library.List(ctx, page) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(entry.ID, entry.Question)
			page.After = entry.ID
		}
		if page.After == last {
			break
		}
		fmt.Println("-- next page")
	}
	// Output:
	// 1 How do I return shoes?
	// -- next page
	// 3 Return by post
	// -- next page
}

// The tree of categories beside the list.
func ExampleCategoryNode() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = library.Put(ctx,
		kb.Entry{ID: "1", Question: "怎么退货", Category: "订单/退货"},
		kb.Entry{ID: "2", Question: "退货要多久", Category: "订单/退货"},
		kb.Entry{ID: "3", Question: "怎么下单", Category: "订单"})
	if err != nil {
		log.Fatal(err)
	}
	root, err := library.Categories(ctx, kb.Filter{})
	if err != nil {
		log.Fatal(err)
	}
	var show func(node *kb.CategoryNode, depth int)
	show = func(node *kb.CategoryNode, depth int) {
		for _, child := range node.Children {
			fmt.Printf("%s%s %d\n", strings.Repeat("  ", depth), child.Name, child.Total)
			show(child, depth+1)
		}
	}
	show(root, 0)
	// Output:
	// 订单 3
	//   退货 2
}

// Entries go to any writer, in a form that an import reads back.
func ExampleRowWriter() {
	w, err := kb.NewRowWriter(os.Stdout, kb.RowWriterOptions{
		Format:  kb.CSV,
		Columns: kb.Header{"question", "similar", "answer"},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range []kb.Entry{
		{Question: "How do I pay?", Phrasings: []string{"which cards", "PayPal?"}, Answer: kb.TextAnswer("By card.")},
		{Question: "怎么付款", Answer: kb.TextAnswer("支付宝、微信")},
	} {
		if err := w.Write(&e); err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// question,similar,answer
	// How do I pay?,which cards|PayPal?,By card.
	// 怎么付款,,支付宝、微信
}

// Rows from a database or any other place; what is there already stays.
func ExampleLibrary_ImportRows() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "pay", Question: "How do I pay?"}); err != nil {
		log.Fatal(err)
	}
	var rows iter.Seq2[kb.Row, error] = func(yield func(kb.Row, error) bool) {
		_ = yield(kb.Row{Line: 1, Entry: kb.Entry{ID: "pay", Question: "Ways to pay"}}, nil) &&
			yield(kb.Row{Line: 2, Entry: kb.Entry{ID: "open", Question: "When are you open?"}}, nil) &&
			yield(kb.Row{}, &kb.RowError{Line: 3, Column: "answer", Reason: "is not text"})
	}
	show := func(row kb.RowResult) {
		if row.Action == kb.Failed {
			fmt.Println(row.Err)
			return
		}
		fmt.Println(row.Line, row.ID, row.Action)
	}
	report, err := library.ImportRows(ctx, rows, kb.ImportOptions{
		OnConflict: kb.KeepExisting, OnRow: show, Actor: "nightly import",
	})
	fmt.Println(report.Added, report.Unchanged, report.Failed, err)
	_, err = library.ImportRows(ctx, rows, kb.ImportOptions{AllOrNothing: true})
	fmt.Println("nothing written:", errors.Is(err, kb.ErrImport))
	// Output:
	// 1 pay unchanged
	// 2 open added
	// kb: invalid input: line 3: answer is not text
	// 1 1 1 <nil>
	// nothing written: true
}

// The passages of a document are put as a whole: what it does not have any more is
// deleted.
func ExampleLibrary_PutDocument() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	passage := func(id, heading, text string) kb.Entry {
		return kb.Entry{
			ID: "manual#" + id, Question: heading, Answer: kb.TextAnswer(text), Kind: kb.Passage,
			Origin: &kb.Origin{Document: "manual", Title: "Manual", Path: []string{heading}, URL: "https://shop.example/manual"},
		}
	}
	for _, edition := range [][]kb.Entry{
		{passage("1", "Charging", "Two hours."), passage("2", "Cleaning", "With a dry cloth.")},
		{passage("1", "Charging", "One hour.")},
	} {
		report, err := library.PutDocument(ctx, "manual", edition)
		fmt.Println(report.Added, report.Updated, report.Unchanged, report.Deleted, err)
	}
	entries, err := library.Document(ctx, "manual")
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range entries {
		fmt.Println(e.Origin.Path, e.Answer.PlainText())
	}
	// Output:
	// 2 0 0 0 <nil>
	// 0 1 0 1 <nil>
	// [Charging] One hour.
}

// A source that always tells everything. What it has lost is removed, unless it has
// lost too much.
func ExampleSource() {
	ctx := context.Background()
	stock := []string{"x100", "x200", "x300", "x400", "x500"}
	var catalogue kb.Source = kb.SourceFunc(func(context.Context, string) iter.Seq2[kb.SourceChange, error] {
		return func(yield func(kb.SourceChange, error) bool) {
			for _, model := range stock {
				entry := kb.Entry{ID: model, Question: "Price of the " + model, Answer: kb.TextAnswer("99 €")}
				if !yield(kb.SourceChange{Entry: entry}, nil) {
					return
				}
			}
		}
	})
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, stock = range [][]string{stock, stock[1:], nil} {
		report, err := library.Sync(ctx, "catalogue", catalogue, kb.SyncOptions{
			Prefix: "product/", Snapshot: true, MaxRemoved: 0.5,
			OnFault: func(f kb.SyncFault) { log.Print(f.ID, f.Err) },
		})
		fmt.Println("added", report.Added, "unchanged", report.Unchanged, "removed", report.Removed)
		if refused, ok := errors.AsType[*kb.RemovalError](err); ok {
			fmt.Println("not removed:", refused.Missing, "of", refused.Owned)
		} else if err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// added 5 unchanged 0 removed 0
	// added 0 unchanged 4 removed 1
	// added 0 unchanged 0 removed 0
	// not removed: 4 of 4
}
