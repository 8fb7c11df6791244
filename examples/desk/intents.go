package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/kb"
)

// coffeeMachine is the intent of customers whose coffee machine is out of order,
// and the category of what the knowledge base has about it.
const coffeeMachine = "faults/coffee-machine"

// intents says what the bot does about messages that are sure to show an intent:
// the guide that finds the fault begins, in whatever words the customer asks.
func intents() map[string]kefu.Action {
	return map[string]kefu.Action{
		coffeeMachine: {Entries: []string{"en-guide-coffee", "zh-guide-coffee"}, Category: coffeeMachine},
	}
}

// trainIntents gives a bot that has no model of intents its first one. It learns
// the usual types of questions from the examples of the library, and the shop's
// own intent from the wordings of its guide.
func (d *desk) trainIntents(ctx context.Context) error {
	if err := d.bot.Intents().Load(ctx); err != nil || d.bot.Intents().Live().Version != "" {
		return err
	}
	examples := slices.Concat(
		intent.StarterExamples("en"), intent.StarterExamples("zh"),
		intent.StarterOutOfScope("en"), intent.StarterOutOfScope("zh"), // small talk and the like
	)
	for _, id := range intents()[coffeeMachine].Entries {
		guide, err := d.bot.KB().Get(ctx, id)
		if err != nil { // a knowledge base of the user's own
			continue
		}
		for _, words := range wordings(&guide) {
			examples = append(examples, intent.Example{Text: words, Label: coffeeMachine})
		}
	}
	model, err := intent.Train(ctx, examples, nil)
	if err != nil {
		return fmt.Errorf("intents: %w", err)
	}
	_, err = d.bot.Intents().Publish(ctx, model, "the first, from the examples of the library")
	return err
}

func wordings(e *kb.Entry) []string { return append([]string{e.Question}, e.Phrasings...) }
