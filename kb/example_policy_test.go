package kb_test

import (
	"errors"
	"fmt"

	"github.com/kefu-go/kefu/kb"
)

// Different thresholds for different risks: a bank answers only what it is sure of,
// and small talk has to be meant.
func ExamplePolicy() {
	policy := kb.Policy{Direct: 0.9, Suggest: 0.4, MaxSuggest: 2, ChitChat: 0.95}
	if err := policy.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	fee, card, joke := &kb.Entry{ID: "fee"}, &kb.Entry{ID: "card"}, &kb.Entry{ID: "joke", Kind: kb.ChitChat}
	for _, hits := range [][]kb.Hit{
		{{Entry: fee, Score: 0.95}},
		{{Entry: fee, Score: 0.7}, {Entry: card, Score: 0.5}},
		{{Entry: joke, Score: 0.92}},
		nil,
	} {
		decision := policy.Decide(hits)
		switch decision.Kind {
		case kb.Direct:
			fmt.Println("answer", decision.Hits[0].Entry.ID)
		case kb.Suggest:
			fmt.Println("offer", len(decision.Hits), "entries, because:", decision.Reason)
		case kb.None:
			fmt.Println("hand over, because:", decision.Reason)
		}
	}
	// Output:
	// answer fee
	// offer 2 entries, because: below direct
	// hand over, because: below chit-chat
	// hand over, because: no hit
}

// A question that differs only in a number, a model or a denial is asked back, not
// answered.
func ExampleDoubt() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{ID: "x200", Question: "How do I reset the X200?"},
		kb.Entry{ID: "发票", Question: "7天内可以开发票吗"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, question := range []string{"how do I reset the X300?", "30天内可以开发票吗"} {
		decision := kb.Policy{}.Decide(index.Match(kb.Query{Text: question}))
		hit := decision.Hits[0]
		fmt.Println(decision.Kind, hit.Entry.ID, decision.Reason,
			"model:", hit.Doubts&kb.DoubtModel != 0, "number:", hit.Doubts&kb.DoubtNumber != 0)
	}
	// Output:
	// suggest x200 doubtful model: true number: false
	// suggest 发票 doubtful model: false number: true
}

// What an entry may hold is checked when it is put; an editor's form can check it
// before.
func ExampleEntry_Validate() {
	entry := kb.Entry{
		ID: "refund", Question: "How do I get a refund?", Phrasings: []string{"money back", "怎么退款"},
		Answer:   kb.TextAnswer("Within 14 days."),
		Category: "orders/returns", Locale: "en", Kind: kb.FAQ, Mode: kb.Smart, MinScore: 1.5,
	}
	err := entry.Validate()
	if fault, ok := errors.AsType[*kb.FieldError](err); ok {
		fmt.Println("mark the field", fault.Field+":", fault.Reason)
	}
	fmt.Println(errors.Is(err, kb.ErrInvalid))
	entry.MinScore = 0.5
	fmt.Println(entry.Validate())
	// Output:
	// mark the field min_score: is not in [0,1)
	// true
	// <nil>
}

// Each mode compares in its own way.
func ExampleMode() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{ID: "agent", Question: "人工", Mode: kb.Exact},
		kb.Entry{ID: "voucher", Question: "voucher", Mode: kb.Contains},
		kb.Entry{ID: "phone", Question: `1\d{10}`, Mode: kb.Pattern},
		kb.Entry{ID: "return", Question: "How do I send something back?", Mode: kb.Smart},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"人工！", "人工费多少", "my voucher is gone", "打13812345678", "send something back, how?"} {
		hits := index.Match(kb.Query{Text: text})
		if len(hits) == 0 {
			fmt.Println("nothing")
			continue
		}
		fmt.Println(hits[0].Mode, hits[0].Entry.ID)
	}
	mode, err := kb.ParseMode("contains")
	fmt.Println(mode, err)
	// Output:
	// exact agent
	// nothing
	// contains voucher
	// pattern phone
	// smart return
	// contains <nil>
}

// A query says who asks, where and when, and only what fits is found.
func ExampleQuery() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{ID: "en", Question: "Do you ship to islands?", Locale: "en", Category: "shipping"},
		kb.Entry{ID: "en-GB", Question: "Do you ship to islands?", Locale: "en-GB", Category: "shipping/uk"},
		kb.Entry{ID: "guide", Question: "Do you ship to islands?", Category: "help", Kind: kb.GuideKind, Guide: &kb.Guide{
			Steps: []kb.Step{{ID: "end", Say: kb.TextAnswer("Ask your island.")}},
		}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, query := range []kb.Query{
		{Locale: "en-GB", Category: "shipping"},
		{Locale: "en-US"},
		{Kinds: []kb.Kind{kb.GuideKind}, Limit: 1},
	} {
		query.Text = "do you ship to islands"
		var found []string
		for _, hit := range index.Match(query) {
			found = append(found, hit.Entry.ID)
		}
		fmt.Println(found)
	}
	// Output:
	// [en-GB en]
	// [en guide]
	// [guide]
}
