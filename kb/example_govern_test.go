package kb_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"strings"
	"time"

	"github.com/kefu-go/kefu/kb"
)

// A change on its way to the customers: proposed, checked by the machine, approved
// by a second person, published.
func ExampleEditor() {
	ctx := context.Background()
	roles, _ := kb.NewRoles(kb.RolesConfig{Grants: []kb.Grant{
		{Actor: "tina", Role: kb.Trainer},
		{Actor: "eva", Role: kb.Expert},
		{Actor: "adam", Role: kb.SuperAdmin},
	}})
	library, _ := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Authorizer: roles})
	editor, _ := kb.NewEditor(library, nil)

	draft, _ := editor.Propose(ctx, "tina", kb.Proposal{
		Entry:  kb.Entry{ID: "refund", Question: "How do I get a refund?", Answer: kb.TextAnswer("Within 14 days.")},
		Reason: "new terms of sale",
	})
	draft, _ = editor.Check(ctx, "tina", draft)
	_, err := editor.Approve(ctx, "tina", draft, "looks good to me")
	fmt.Println(err)
	draft, _ = editor.Approve(ctx, "eva", draft, "as in the terms")
	_, err = editor.Publish(ctx, "eva", draft.ID)
	fmt.Println(err)
	done, _ := editor.Publish(ctx, "adam", draft.ID)
	fmt.Println(done[0].State)

	for change, err := range library.History(ctx, "refund") {
		if err != nil {
			fmt.Println(err)
		}
		fmt.Println(change.Entry.Answer.PlainText(), change.Entry.Editor, change.Entry.Reason)
	}
	// Output:
	// kb: forbidden: review
	// kb: forbidden: publish
	// published
	// Within 14 days. tina new terms of sale
}

// An old version comes back as a new one.
func ExampleEditor_Rollback() {
	ctx := context.Background()
	library, _ := kb.NewLibrary(kb.NewMemoryStore(), nil)
	editor, _ := kb.NewEditor(library, nil)
	first, _ := editor.Put(ctx, "adam", "", kb.Entry{ID: "a", Question: "When are you open?", Answer: kb.TextAnswer("9 to 5")})
	_, _ = editor.Put(ctx, "adam", "", kb.Entry{ID: "a", Question: "When are you open?", Answer: kb.TextAnswer("never")})
	entry, _ := editor.Rollback(ctx, "adam", "a", first[0].Version, "a slip")
	fmt.Println(entry.Version, entry.Answer.PlainText())
	// Output: 3 9 to 5
}

func ExampleRoles() {
	roles, _ := kb.NewRoles(kb.RolesConfig{Grants: []kb.Grant{{Actor: "li", Role: kb.BaseAdmin, Bases: []string{"shop"}}}})
	ctx := context.Background()
	fmt.Println(roles.Can(ctx, "li", kb.MayPublish, &kb.Entry{Base: "shop"}))
	fmt.Println(roles.Can(ctx, "li", kb.MayPublish, &kb.Entry{Base: "bank"}))
	// Output:
	// <nil>
	// kb: forbidden: publish
}

func ExampleLibrary_Lint() {
	ctx := context.Background()
	library, _ := kb.NewLibrary(kb.NewMemoryStore(), nil)
	_, _ = library.Put(ctx,
		kb.Entry{ID: "1", Question: "How do I get a refund?", Answer: kb.TextAnswer("Within 7 days.")},
		kb.Entry{ID: "2", Question: "Money back", Phrasings: []string{"how do i get a refund"}, Answer: kb.TextAnswer("Within 14 days.")},
		kb.Entry{ID: "3", Question: "怎么退货", Related: []string{"4"}},
	)
	findings, _ := library.Lint(ctx, kb.LintOptions{})
	for _, f := range findings {
		fmt.Println(f.Severity, f)
	}
	fmt.Println(findings[1].Message("zh"))
	// Output:
	// blocking 1: question is also in 2 (phrasings[0]), with another answer (likeness 1)
	// blocking 3: has no answer
	// warning 3: related[0]: there is no entry 4
	// 3:没有答案
}

// A product catalogue that tells what has changed since a number.
func ExampleLibrary_Sync() {
	ctx := context.Background()
	catalogue := kb.SourceFunc(func(_ context.Context, since string) iter.Seq2[kb.SourceChange, error] {
		return func(yield func(kb.SourceChange, error) bool) {
			if since == "17" {
				return // nothing new
			}
			_ = yield(kb.SourceChange{Entry: kb.Entry{ID: "x200", Question: "Price of the X200", Answer: kb.TextAnswer("99 €")}, Checkpoint: "16"}, nil) &&
				yield(kb.SourceChange{Entry: kb.Entry{ID: "x100"}, Deleted: true, Checkpoint: "17"}, nil)
		}
	})
	library, _ := kb.NewLibrary(kb.NewMemoryStore(), nil)
	for range 2 {
		report, err := library.Sync(ctx, "catalogue", catalogue, kb.SyncOptions{Prefix: "product/"})
		fmt.Println(report.Added, report.Updated, report.Removed, report.Checkpoint, err)
	}
	entry, _ := library.Get(ctx, "product/x200")
	fmt.Println(entry.Answer.PlainText(), entry.Origin.Document)
	// Output:
	// 1 0 0 17 <nil>
	// 0 0 0 17 <nil>
	// 99 € catalogue
}

func ExampleLibrary_Export() {
	ctx := context.Background()
	library, _ := kb.NewLibrary(kb.NewMemoryStore(), nil)
	_, _ = library.Put(ctx, kb.Entry{ID: "1", Question: "怎么退货", Phrasings: []string{"退货流程", "想退货"}, Answer: kb.TextAnswer("七天内"), Category: "售后", Tags: []string{"hot"}})
	_, _ = library.Export(ctx, os.Stdout, kb.ExportOptions{})
	_, _ = library.Export(ctx, os.Stdout, kb.ExportOptions{RowWriterOptions: kb.RowWriterOptions{Format: kb.CSV}})
	// Output:
	// {"id":"1","question":"怎么退货","phrasings":["退货流程","想退货"],"answer":"七天内","category":"售后","tags":["hot"]}
	// id,question,similar,answer,mode,locale,category,priority,tags
	// 1,怎么退货,退货流程|想退货,七天内,smart,,售后,,hot
}

// What would happen to the answers if an entry were taken out?
func ExampleLibrary_Diff() {
	ctx := context.Background()
	library, _ := kb.NewLibrary(kb.NewMemoryStore(), nil)
	_, _ = library.Put(ctx, kb.Entry{ID: "1", Question: "Where is my parcel?", Answer: kb.TextAnswer("On its way.")})
	report, _ := library.Diff(ctx, []kb.Change{{Entry: kb.Entry{ID: "1"}, Deleted: true}}, []kb.Question{
		{Query: kb.Query{Text: "where is my parcel"}, Want: []string{"1"}},
	})
	fmt.Print(report)
	// Output:
	// 1 questions, 1 changed: 1 worse, 0 different, 0 better, 0 even
	// before: 1 direct, 0 suggested, 0 none, 1 right
	// after:  0 direct, 0 suggested, 1 none, 0 right
	// worse: "where is my parcel": direct 1 (1.00) -> none
}

// Hot questions for the welcome page.
func ExampleLibrary_Hot() {
	ctx := context.Background()
	library, _ := kb.NewLibrary(kb.NewMemoryStore(), nil)
	_, _ = library.Put(ctx,
		kb.Entry{ID: "1", Question: "Where is my parcel?"},
		kb.Entry{ID: "2", Question: "Is the shop open on Sunday?", Priority: 5},
		kb.Entry{ID: "3", Question: "Christmas sale", Priority: 9, ValidTo: time.Date(2020, 12, 26, 0, 0, 0, 0, time.UTC)},
	)
	hot, _ := library.Hot(ctx, kb.HotOptions{N: 5})
	for _, e := range hot {
		fmt.Println(e.Question)
	}
	// Output:
	// Is the shop open on Sunday?
	// Where is my parcel?
}

// A sheet with Chinese headings becomes entries.
func ExampleHeader() {
	header, _ := kb.ParseHeader([]string{"标准问", "相似问法", "答案"})
	entry, _ := header.Entry([]string{"怎么退货", "退货流程|想退货", "七天内"})
	fmt.Println(entry.Question, strings.Join(entry.Phrasings, ", "), entry.Answer.PlainText())
	// Output: 怎么退货 退货流程, 想退货 七天内
}
