package intent_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/kefu-go/kefu/intent"
)

var orders = []intent.Example{
	{Text: "where is my parcel", Label: "track"},
	{Text: "track my order", Label: "track"},
	{Text: "has it been shipped", Label: "track"},
	{Text: "I want my money back", Label: "refund"},
	{Text: "please refund my order", Label: "refund"},
	{Text: "how do I return this", Label: "refund"},
}

// A correction counts from the next message on, also for a label that is new, and
// is taken back as easily.
func ExampleModel_With() {
	ctx := context.Background()
	m, err := intent.Train(ctx, orders, nil)
	if err != nil {
		log.Fatal(err)
	}
	taught, err := m.With(intent.Example{ID: "1", Text: "the box was open and empty", Label: "complaint"})
	if err != nil {
		log.Fatal(err)
	}
	r, err := taught.Classify(ctx, intent.Input{Text: "The box was empty and open!"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Label())

	undone, err := taught.Without("1")
	fmt.Println(undone.Version() == m.Version(), err)
	_, err = undone.Without("1")
	fmt.Println(errors.Is(err, intent.ErrNotFound))
	// Output:
	// complaint
	// true <nil>
	// true
}

// The models of a shop: published, corrected while they answer, trained anew with
// the corrections, rolled back. On a database, the store is one of package
// intentsql, and every node runs registry.Run.
func ExampleRegistry() {
	ctx := context.Background()
	registry, err := intent.NewRegistry(intent.NewMemoryStore(), &intent.RegistryOptions{
		Gate: func(_ context.Context, candidate, live *intent.Model) error {
			if live != nil && len(candidate.Labels()) < len(live.Labels()) {
				return errors.New("an intent is missing")
			}
			return nil
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	m, err := intent.Train(ctx, orders, nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := registry.Publish(ctx, m, "from the wiki"); err != nil {
		log.Fatal(err)
	}
	_, err = registry.Correct(ctx, intent.Correction{
		ID: "turn-17", Text: "the box was open and empty", Wrong: "track", Label: "complaint", Actor: "ann",
	})
	if err != nil {
		log.Fatal(err)
	}
	r, err := registry.Classify(ctx, intent.Input{Text: "the box was open and empty"})
	fmt.Println(r.Label(), r.Model == m.Version()+"+1", err)

	stored, err := registry.Retrain(ctx)
	fmt.Println(stored.Examples, stored.Labels, err)

	_, err = registry.Publish(ctx, m, "again")
	fmt.Println(err != nil, errors.Is(err, intent.ErrRefused))
	fmt.Println(registry.Rollback(ctx), registry.Live().Version == m.Version())
	// Output:
	// complaint true <nil>
	// 7 3 <nil>
	// true true
	// <nil> true
}

// A model is compared on live traffic before it answers.
func ExampleRegistry_Shadow() {
	ctx := context.Background()
	registry, err := intent.NewRegistry(intent.NewMemoryStore(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, examples := range [][]intent.Example{append(orders[:6:6], intent.Example{Text: "the box was empty", Label: "complaint"}), orders} {
		m, err := intent.Train(ctx, examples, nil)
		if err != nil {
			log.Fatal(err)
		}
		if _, err := registry.Publish(ctx, m, ""); err != nil {
			log.Fatal(err)
		}
	}
	if err := registry.Shadow(ctx, registry.Live().Before); err != nil {
		log.Fatal(err)
	}
	for _, text := range []string{"where is my parcel", "the box was empty"} {
		if _, err := registry.Classify(ctx, intent.Input{Text: text}); err != nil {
			log.Fatal(err)
		}
	}
	c, _ := registry.Comparison()
	fmt.Println(c.Messages, c.Agreement(), c.Disagreements[0].Text)
	fmt.Println(registry.Promote(ctx))
	// Output:
	// 2 0.5 the box was empty
	// <nil>
}
