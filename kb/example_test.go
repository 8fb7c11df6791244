package kb_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/kefu-go/kefu/kb"
)

func Example() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{
			ID: "track", Question: "Where is my order?", Phrasings: []string{"How can I track my parcel?"},
			Answer: kb.TextAnswer("Open “My orders” and tap the parcel."),
		},
		kb.Entry{
			ID: "return", Question: "怎么申请退货？", Phrasings: []string{"不想要了可以退吗"},
			Answer: kb.TextAnswer("七天内可以无理由退货。"),
		},
		kb.Entry{
			ID: "voucher", Question: "voucher", Mode: kb.Contains,
			Answer: kb.TextAnswer("Vouchers are sent by e-mail."),
		},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	policy := kb.Policy{}
	for _, question := range []string{"how can I track my parcell please", "怎麼申請退貨", "has my voucher expired", "do you like music"} {
		decision := policy.Decide(index.Match(kb.Query{Text: question}))
		fmt.Print(question, ": ", decision.Kind)
		for _, hit := range decision.Hits {
			fmt.Print(", ", hit.Entry.Answer.PlainText())
		}
		fmt.Println()
	}
	// Output:
	// how can I track my parcell please: direct, Open “My orders” and tap the parcel.
	// 怎麼申請退貨: direct, 七天内可以无理由退货。
	// has my voucher expired: direct, Vouchers are sent by e-mail.
	// do you like music: none
}

func ExampleLibrary_Import() {
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	const file = `question,similar,answer,mode
How do I pay?,which cards do you take|can I pay by PayPal,By card or PayPal.,
opening hours,,From nine to six.,contains
,,An answer to nothing.,
Where are you?,,In Leeds.,guess
`
	report, err := library.Import(context.Background(), strings.NewReader(file), kb.ImportOptions{Format: kb.CSV})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("added:", report.Added, "failed:", report.Failed)
	for _, row := range report.Rows {
		if row.Err != nil {
			fmt.Printf("line %d: %s %s\n", row.Err.Line, row.Err.Column, row.Err.Reason)
		}
	}
	// Output:
	// added: 2 failed: 2
	// line 4: question is empty
	// line 5: mode is none of "smart", "exact", "contains", "pattern"
}

func ExamplePolicy_Decide() {
	policy := kb.Policy{Direct: 0.8, Suggest: 0.3, Margin: 0.2}
	refund, retour := &kb.Entry{ID: "refund"}, &kb.Entry{ID: "return"}
	for _, hits := range [][]kb.Hit{
		{{Entry: refund, Score: 0.95}, {Entry: retour, Score: 0.5}},
		{{Entry: refund, Score: 0.85}, {Entry: retour, Score: 0.8}},
		{{Entry: refund, Score: 0.25}},
	} {
		decision := policy.Decide(hits)
		fmt.Println(decision.Kind, "because:", decision.Reason)
	}
	// Output:
	// direct because: above direct
	// suggest because: within margin
	// none because: below suggest
}

// A matcher in memory, without a store: for a bot whose entries come with the
// program.
func ExampleIndex() {
	index := kb.NewIndex(&kb.IndexOptions{Precedence: []kb.Mode{kb.Exact, kb.Smart}})
	err := index.Put(
		kb.Entry{ID: "hours", Question: "When are you open?", Phrasings: []string{"几点开门"}, Answer: kb.TextAnswer("9:00–18:00")},
		kb.Entry{ID: "place", Question: "Where are you?", Phrasings: []string{"你们在哪里"}, Answer: kb.TextAnswer("York")},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	var hits []kb.Hit
	for _, question := range []string{"请问几点开门呀", "where are you exactly"} {
		hits = index.AppendMatch(hits[:0], kb.Query{Text: question, Limit: 1})
		fmt.Printf("%q by %q: %s\n", question, hits[0].Phrasing, hits[0].Answer().PlainText())
	}
	fmt.Println(index.Delete("place", "nowhere"), index.Len())
	// Output:
	// "请问几点开门呀" by "几点开门": 9:00–18:00
	// "where are you exactly" by "Where are you?": York
	// 1 1
}

// A knowledge base over a store, which other nodes may share: Run follows them.
func ExampleLibrary() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Policy: kb.Policy{Direct: 0.7}})
	if err != nil {
		fmt.Println(err)
		return
	}
	ended := make(chan error)
	go func() { ended <- library.Run(ctx) }()

	entries, err := library.Put(ctx, kb.Entry{ID: "发票", Question: "怎么开发票", Answer: kb.TextAnswer("下单时勾选。"), Related: []string{"抬头"}},
		kb.Entry{ID: "抬头", Question: "怎么改发票抬头"})
	if err != nil {
		fmt.Println(err)
		return
	}
	query := kb.Query{Text: "怎麼開發票", Locale: "zh-TW"}
	decision, err := library.Decide(ctx, query)
	if err != nil {
		fmt.Println(err)
		return
	}
	next, err := library.Related(ctx, decision.Hits[0], query)
	fmt.Println(len(entries), decision.Kind, decision.Hits[0].Answer().PlainText(), next[0].Question, err)
	stop()
	fmt.Println(<-ended)
	// Output:
	// 2 direct 下单时勾选。 怎么改发票抬头 <nil>
	// <nil>
}
