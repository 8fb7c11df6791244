package kb_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/kefu-go/kefu/kb"
)

func ExampleNewLexicon() {
	starter, err := kb.StarterWords("shop", "en")
	if err != nil {
		fmt.Println(err)
		return
	}
	lexicon, err := kb.NewLexicon(starter, kb.Words{
		Synonyms: [][]string{{"click and collect", "store pickup"}},
		Terms:    []string{"Luma"},
		Typed:    map[string]string{"luna": "Luma"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	index := kb.NewIndex(&kb.IndexOptions{Lexicon: lexicon})
	err = index.Put(
		kb.Entry{ID: "pickup", Question: "Do you offer click and collect?"},
		kb.Entry{ID: "refund", Question: "When will I get my refund?"},
		kb.Entry{ID: "luma", Question: "How do I charge the Luma?"},
		kb.Entry{ID: "lamp", Question: "How do I charge the lamp?"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, question := range []string{"is store pickup possible", "reimbursement", "charge the luna"} {
		fmt.Println(index.Match(kb.Query{Text: question})[0].Entry.ID)
	}
	// Output:
	// pickup
	// refund
	// luma
}

func ExampleReadLexicon() {
	_, err := kb.ReadLexicon(strings.NewReader(`{"synonyms": [["发票"]], "stop": ["发票"], "typed": {"fp": "fp"}}`))
	fmt.Println(err)
	// Output:
	// kb: invalid input: typed["fp"] leads back to itself
	// kb: invalid input: synonyms[0] has less than two words
	// kb: invalid input: stop[0] is also a term or a synonym
}

func ExampleLibrary_SetLexicon() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "发票", Question: "怎么开发票"}, kb.Entry{ID: "退货", Question: "怎么申请退货"}); err != nil {
		fmt.Println(err)
		return
	}
	lexicon, err := kb.NewLexicon(kb.Words{Synonyms: [][]string{{"发票", "报销凭证"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := library.SetLexicon(ctx, lexicon); err != nil {
		fmt.Println(err)
		return
	}
	hits, err := library.Match(ctx, kb.Query{Text: "报销凭证在哪里开"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(hits[0].Entry.ID)
	// Output: 发票
}

// Customers write by ear and in letters.
func ExampleIndex_Match_pinyin() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{ID: "发票", Question: "怎么开发票"},
		kb.Entry{ID: "快递", Question: "我的快递到哪里了"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, question := range []string{"想开发飘", "fapiao zenme kai", "我的快弟呢"} {
		fmt.Println(index.Match(kb.Query{Text: question})[0].Entry.ID)
	}
	// Output:
	// 发票
	// 发票
	// 快递
}

// The words of a field begin with a starter and are changed by editors: a changed
// lexicon is a new one.
func ExampleLexicon() {
	starter, err := kb.StarterWords("telecom", "zh-CN")
	if err != nil {
		fmt.Println(err)
		return
	}
	lexicon, err := kb.NewLexicon(starter)
	if err != nil {
		fmt.Println(err)
		return
	}
	words := lexicon.Words() // kb.Words
	words.Synonyms = append(words.Synonyms, []string{"畅享卡", "老用户卡"})
	lexicon, err = kb.NewLexicon(words)
	if err != nil {
		fmt.Println(err)
		return
	}
	index := kb.NewIndex(&kb.IndexOptions{Lexicon: lexicon})
	if err := index.Put(kb.Entry{ID: "畅享卡", Question: "怎么办理畅享卡"}, kb.Entry{ID: "宽带", Question: "怎么办理宽带"}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(index.Match(kb.Query{Text: "老用户卡怎么办理"})[0].Entry.ID)
	// Output: 畅享卡
}

// Each kind of word has its own effect.
func ExampleWords() {
	words := kb.Words{
		Synonyms: [][]string{{"sofa", "couch"}, {"delivery", "shipping"}},
		Terms:    []string{"Ekeby"},                   // a product: kept whole, never "corrected"
		Stop:     []string{"hiya"},                    // tells nothing
		Typed:    map[string]string{"ekebi": "Ekeby"}, // what people type
	}
	lexicon, err := kb.NewLexicon(words)
	if err != nil {
		fmt.Println(err)
		return
	}
	index := kb.NewIndex(&kb.IndexOptions{Lexicon: lexicon})
	err = index.Put(
		kb.Entry{ID: "sofa", Question: "How do I clean a sofa?"},
		kb.Entry{ID: "ekeby", Question: "Which colours does the Ekeby have?"},
		kb.Entry{ID: "delivery", Question: "What does delivery cost?"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, question := range []string{"hiya, my couch is dirty", "ekebi colours", "shipping cost"} {
		fmt.Println(index.Match(kb.Query{Text: question})[0].Entry.ID)
	}
	// Output:
	// sofa
	// ekeby
	// delivery
}

func ExampleStarterWords() {
	for _, field := range []string{"shop", "banking", "telecom", "travel"} {
		words, err := kb.StarterWords(field, "en")
		fmt.Println(field, len(words.Synonyms) > 40, len(words.Typed) > 0, err)
	}
	_, err := kb.StarterWords("zoo", "zh")
	fmt.Println(errors.Is(err, kb.ErrNotFound))
	// Output:
	// shop true true <nil>
	// banking true true <nil>
	// telecom true true <nil>
	// travel true true <nil>
	// true
}
