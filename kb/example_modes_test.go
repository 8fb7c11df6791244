package kb_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/kefu-go/kefu/kb"
)

func ExamplePattern() {
	index := kb.NewIndex(nil)
	err := index.Put(kb.Entry{
		ID: "order", Question: "Where is order number …?", Mode: kb.Pattern,
		Phrasings: []string{`订单\s*(?P<no>[A-Z]{2}\d{6})`, `order\s+#?(?P<no>[A-Z]{2}\d{6})`},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"where is Order #ab123456?", "訂單ＡＢ１２３４５６到哪了", "order 12"} {
		for _, hit := range index.Match(kb.Query{Text: text}) {
			fmt.Println(hit.Mode, hit.Args["no"])
		}
	}
	// Output:
	// pattern ab123456
	// pattern AB123456
}

func ExampleIndexOptions_precedence() {
	index := kb.NewIndex(&kb.IndexOptions{Precedence: []kb.Mode{kb.Contains}})
	err := index.Put(
		kb.Entry{ID: "faq", Question: "gift card"},
		kb.Entry{ID: "campaign", Question: "card", Mode: kb.Contains},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(index.Match(kb.Query{Text: "gift card"})[0].Entry.ID)
	// Output: campaign
}

func ExampleScope() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{ID: "everywhere", Question: "opening hours"},
		kb.Entry{ID: "leeds", Question: "opening hours", Base: "leeds"},
		kb.Entry{ID: "york", Question: "opening hours", Base: "york"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	query := kb.Query{Text: "opening hours", Scope: kb.Scope{Public: true, Bases: []string{"leeds"}}}
	for _, hit := range index.Match(query) {
		fmt.Println(hit.Entry.ID)
	}
	// Output:
	// leeds
	// everywhere
}

func ExampleContext() {
	index := kb.NewIndex(nil)
	err := index.Put(
		kb.Entry{ID: "return", Question: "怎么申请退货", Category: "退货"},
		kb.Entry{ID: "return time", Question: "退货要多久", Category: "退货"},
		kb.Entry{ID: "exchange", Question: "怎么申请换货", Category: "换货"},
		kb.Entry{ID: "exchange time", Question: "换货要多久", Category: "换货"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, last := range []string{"return", "exchange"} {
		hits := index.Match(kb.Query{Text: "那要多久呢？", Context: kb.Context{LastEntry: last}})
		fmt.Println(last, "→", hits[0].Entry.ID)
	}
	// Output:
	// return → return time
	// exchange → exchange time
}

func ExampleBooster() {
	var onPhone kb.Booster = kb.BoosterFunc(func(q *kb.Query, e *kb.Entry) float64 {
		if q.Profile.Attributes["device"] == "phone" && strings.HasPrefix(e.Category, "app") {
			return 1
		}
		return 0
	})
	index := kb.NewIndex(&kb.IndexOptions{Booster: onPhone})
	err := index.Put(
		kb.Entry{ID: "web", Question: "How do I log in on the website?", Category: "web"},
		kb.Entry{ID: "app", Question: "How do I log in to the app?", Category: "app"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	query := kb.Query{Text: "I cannot log in", Profile: kb.Profile{Attributes: map[string]string{"device": "phone"}}}
	fmt.Println(index.Match(query)[0].Entry.ID)
	// Output: app
}

func ExampleLibrary_Answer() {
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{
		Actions: map[string]kb.ActionFunc{
			"order state": func(_ context.Context, call kb.ActionCall) (kb.Answer, error) {
				return kb.TextAnswer("Order " + call.Args["no"] + " is on its way."), nil
			},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	entry := kb.Entry{ID: "order", Question: "Where is order number …?", Phrasings: []string{`order (?P<no>\d+)`}, Mode: kb.Pattern}
	entry.Answer = kb.TextAnswer("Open “My orders”.") // if the action fails
	entry.Answer.Action = &kb.Action{Name: "order state", Timeout: time.Second}
	if _, err := library.Put(ctx, entry); err != nil {
		fmt.Println(err)
		return
	}
	query := kb.Query{Text: "where is order 4711"}
	decision, err := library.Decide(ctx, query)
	if err != nil || decision.Kind != kb.Direct {
		fmt.Println(decision.Kind, err)
		return
	}
	answer, err := library.Answer(ctx, decision.Hits[0], query)
	if err != nil {
		slog.Warn("live answer", "error", err)
	}
	fmt.Println(answer.PlainText())
	// Output: Order 4711 is on its way.
}

func ExampleLibrary_Explain() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = library.Put(
		ctx,
		kb.Entry{ID: "hours", Question: "opening hours", Mode: kb.Contains},
		kb.Entry{ID: "sunday", Question: "Are you open on Sundays?"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	explanation, err := library.Explain(ctx, kb.Query{Text: "your opening hours on Sundays"}, "sunday")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(explanation)
	// Output: contains: hours 0.948; direct: above direct (direct 0.60, suggest 0.20, margin 0.15); not sunday: another layer decided
}

func ExampleNewGuard() {
	guard, err := kb.NewGuard([]string{"darn", "笨蛋"}, &kb.GuardOptions{Block: []string{"bomb"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"this darn parcel", "你是笨-蛋吗", "a BOMB"} {
		checked, err := guard.Check(context.Background(), kb.In, text)
		fmt.Println(checked, err)
	}
	// Output:
	// this **** parcel <nil>
	// 你是***吗 <nil>
	//  kb: blocked by the guard
}

func ExampleLibrary_Recommend() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = library.Put(
		ctx,
		kb.Entry{ID: "boots", Question: "Winter boots", Category: "shoes/winter", Tags: []string{kb.Recommendable}},
		kb.Entry{ID: "sandals", Question: "Sandals", Category: "shoes/summer", Tags: []string{kb.Recommendable}},
		kb.Entry{ID: "club", Question: "The gold club", Category: "club", Tags: []string{kb.Recommendable, "tier:gold"}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	list, err := library.Recommend(ctx, kb.Profile{
		Attributes: map[string]string{"tier": "gold"},
		Trail:      []kb.Visit{{Category: "shoes/winter"}},
	}, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range list {
		fmt.Println(r.Entry.ID, "because of", r.Reasons[0].Kind, r.Reasons[0].Detail)
	}
	// Output:
	// boots because of visit shoes/winter
	// club because of attribute tier:gold
}

// A model of meaning for the example: it knows that two words mean the same.
func meaning(_ context.Context, texts []string) ([][]float32, error) {
	list := make([][]float32, len(texts))
	for i, text := range texts {
		list[i] = []float32{0.1, 0.1}
		if strings.Contains(text, "doctor") || strings.Contains(text, "physician") {
			list[i][0] = 1
		} else {
			list[i][1] = 1
		}
	}
	return list, nil
}

func ExampleLibrary_Refine() {
	ctx := context.Background()
	library, err := kb.NewLibrary(kb.NewMemoryStore(), &kb.LibraryOptions{Embedder: kb.EmbedderFunc(meaning)})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := library.Put(ctx, kb.Entry{ID: "doctor", Question: "see a doctor"}, kb.Entry{ID: "parking", Question: "where to park"}); err != nil {
		fmt.Println(err)
		return
	}
	if err := library.Refine(ctx); err != nil { // Library.Run does it
		fmt.Println(err)
		return
	}
	decision, err := library.Decide(ctx, kb.Query{Text: "physician"})
	if err != nil || len(decision.Hits) == 0 {
		fmt.Println(decision.Kind, err)
		return
	}
	fmt.Println(decision.Kind, decision.Hits[0].Entry.ID)
	// Output: suggest doctor
}
