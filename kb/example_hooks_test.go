package kb_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/kefu-go/kefu/kb"
)

// An answer of this moment comes from the host's own systems. If they are down, the
// customer gets the written answer, and the host hears why.
func ExampleAction() {
	ctx := context.Background()
	balance := kb.ActionFunc(func(_ context.Context, call kb.ActionCall) (kb.Answer, error) {
		if call.Args["card"] == "" {
			return kb.Answer{}, errors.New("which card?")
		}
		return kb.TextAnswer("卡" + call.Args["card"] + "：" + call.Args["currency"] + "120"), nil
	})
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Actions: map[string]kb.ActionFunc{"balance": balance}})
	if err != nil {
		log.Fatal(err)
	}
	entry := kb.Entry{ID: "balance", Question: "我的余额是多少", Answer: kb.TextAnswer("请在手机银行查询。")}
	entry.Answer.Action = &kb.Action{Name: "balance", Args: map[string]string{"currency": "¥"}, Timeout: 2 * time.Second}
	if _, err := library.Put(ctx, entry); err != nil {
		log.Fatal(err)
	}
	for _, slots := range []map[string]string{{"card": "8812"}, nil} {
		query := kb.Query{Text: "我的余额是多少", Context: kb.Context{Slots: slots}}
		hits, err := library.Match(ctx, query)
		if err != nil {
			log.Fatal(err)
		}
		answer, err := library.Answer(ctx, hits[0], query)
		fmt.Println(answer.PlainText())
		if failed, ok := errors.AsType[*kb.ActionError](err); ok {
			fmt.Println(failed.Name, "failed:", failed.Err)
		}
	}
	// Output:
	// 卡8812：¥120
	// 请在手机银行查询。
	// balance failed: which card?
}

// Several guards in a row: one that masks words, and the host's own.
func ExampleGuardFunc() {
	ctx := context.Background()
	words, err := kb.NewGuard([]string{"darn", "笨蛋"}, &kb.GuardOptions{Mask: '＊'})
	if err != nil {
		log.Fatal(err)
	}
	secrets := kb.GuardFunc(func(_ context.Context, way kb.Way, text string) (string, error) {
		if way == kb.In && strings.Contains(strings.ToLower(text), "password") {
			return "", fmt.Errorf("%w: a secret", kb.ErrBlocked)
		}
		return text, nil
	})
	guard := kb.Guards(words, secrets) // a kb.Guard
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Guard: guard})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "door", Question: "the door is stuck", Answer: kb.TextAnswer("Push the darn thing.")}); err != nil {
		log.Fatal(err)
	}
	decision, err := library.Decide(ctx, kb.Query{Text: "my password is hunter2"})
	fmt.Println(decision.Kind, decision.Reason, err)
	_, err = library.Match(ctx, kb.Query{Text: "my password is hunter2"})
	if blocked, ok := errors.AsType[*kb.BlockedError](err); ok {
		fmt.Println("blocked on the way", blocked.Way)
	}
	hits, err := library.Match(ctx, kb.Query{Text: "the door is stuck"})
	if err != nil {
		log.Fatal(err)
	}
	answer, err := library.Answer(ctx, hits[0], kb.Query{})
	fmt.Println(answer.PlainText(), err)
	// Output:
	// none blocked <nil>
	// blocked on the way in
	// Push the ＊＊＊＊ thing. <nil>
}

// wordModel stands for the client of a service that turns texts into vectors.
type wordModel struct{}

// Embed implements [kb.Embedder].
func (wordModel) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return meaning(ctx, texts)
}

// A model of the host finds what shares no word with the question.
func ExampleEmbedder() {
	ctx := context.Background()
	var model kb.Embedder = wordModel{}
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Embedder: model, EmbedTimeout: time.Second})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "doctor", Question: "see a doctor"}, kb.Entry{ID: "parking", Question: "where to park"}); err != nil {
		log.Fatal(err)
	}
	if err := library.Refine(ctx); err != nil { // Library.Run does it
		log.Fatal(err)
	}
	explanation, err := library.Explain(ctx, kb.Query{Text: "physician"})
	if err != nil {
		log.Fatal(err)
	}
	first := explanation.Entries[0]
	fmt.Println(first.ID, "found by meaning alone:", first.Meaning.Found)
	fmt.Println(explanation.Decision.Kind, explanation.Decision.Reason)
	// Output:
	// doctor found by meaning alone: true
	// suggest below direct
}

// The host recommends in its own way: what is new comes first, but not what the
// customer has seen. The library chooses the candidates.
func ExampleRecommender() {
	ctx := context.Background()
	var newest kb.Recommender = kb.RecommenderFunc(
		func(_ context.Context, p kb.Profile, candidates []*kb.Entry, n int) ([]kb.Recommendation, error) {
			var list []kb.Recommendation
			for _, e := range candidates {
				if len(list) == n || len(p.History) > 0 && e.ID == p.History[len(p.History)-1] {
					continue
				}
				list = append(list, kb.Recommendation{Entry: e, Score: float64(e.Version), Reasons: []kb.RecommendReason{
					{Kind: kb.HasPriority, Detail: "new", Weight: float64(e.Version)},
				}})
			}
			return list, nil
		})
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Recommender: newest})
	if err != nil {
		log.Fatal(err)
	}
	_, err = library.Put(ctx,
		kb.Entry{ID: "spring", Question: "Spring sale", Tags: []string{kb.Recommendable}},
		kb.Entry{ID: "summer", Question: "Summer sale", Tags: []string{kb.Recommendable}},
		kb.Entry{ID: "imprint", Question: "Who are you?"})
	if err != nil {
		log.Fatal(err)
	}
	list, err := library.Recommend(ctx, kb.Profile{History: []string{"spring"}}, 3)
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range list {
		fmt.Println(r.Entry.ID, r.Reasons[0].Kind, r.Reasons[0].Detail)
	}
	// Output: summer priority new
}

// What is known of a customer decides between entries that fit alike, and what is
// recommended to him.
func ExampleProfile() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = library.Put(ctx,
		kb.Entry{ID: "gold", Question: "机场贵宾厅怎么用", Tags: []string{"tier:gold", kb.Recommendable}},
		kb.Entry{ID: "basic", Question: "机场贵宾厅怎么买", Tags: []string{"tier:basic", kb.Recommendable}})
	if err != nil {
		log.Fatal(err)
	}
	for _, tier := range []string{"gold", "basic"} {
		profile := kb.Profile{
			Attributes: map[string]string{"tier": tier},
			Interests:  map[string]float64{"travel": 0.8},
			Trail:      []kb.Visit{{Page: "机场贵宾厅"}},
		}
		hits, err := library.Match(ctx, kb.Query{Text: "机场贵宾厅", Profile: profile})
		if err != nil {
			log.Fatal(err)
		}
		list, err := library.Recommend(ctx, profile, 3)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(hits[0].Entry.ID, len(list), list[0].Entry.ID)
	}
	// Output:
	// gold 1 gold
	// basic 1 basic
}

// Why is it the answer, and why is the other one not? For a trainer's screen, field
// by field; as JSON it has the same names.
func ExampleExplanation() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{ID: "return", Question: "How do I return shoes?", Phrasings: []string{"send shoes back"}},
		kb.Entry{ID: "old", Question: "How do I return shoes by post?", ValidTo: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	explanation := index.Explain(kb.Query{Text: "how do I return my shoes"}, "old", "lost")
	for _, layer := range explanation.Layers {
		fmt.Println(layer.Mode, "found", layer.Found, "decided", layer.Decided)
	}
	for _, e := range explanation.Entries {
		switch {
		case e.Rank == 0:
			fmt.Println(e.ID+":", e.Obstacle)
		case e.Words != nil:
			fmt.Printf("%s: by %q, most of all by %q\n", e.ID, e.Phrasing, e.Words.Shared[0].Text)
		}
	}
	// Output:
	// exact found 0 decided false
	// pattern found 0 decided false
	// contains found 0 decided false
	// smart found 1 decided true
	// return: by "How do I return shoes?", most of all by "return"
	// old: not valid at this time
	// lost: no such entry
}
