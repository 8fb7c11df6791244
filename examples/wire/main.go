// Wire joins the packages kb, intent, dialog, routing and ticket by hand, without the root
// package: a bot that answers from a knowledge base, tracks orders, and passes upset
// customers on to one of two agents, with a ticket of what has to be done.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/intent/entity"
	"github.com/kefu-go/kefu/kb"
)

// knowledge is a kb.Index as dialog.Knowledge.
type knowledge struct{ index *kb.Index }

func (k knowledge) Search(_ context.Context, q dialog.Query) (dialog.Found, error) {
	decision := kb.Policy{}.Decide(k.index.Match(kb.Query{Text: q.Text, Locale: q.Locale, Context: kb.Context{LastEntry: q.Topic}}))
	found := dialog.Found{Confidence: dialog.Nothing, Identical: decision.Reason == kb.Identical}
	switch decision.Kind {
	case kb.Direct:
		found.Confidence = dialog.Sure
	case kb.Suggest:
		found.Confidence = dialog.Unsure
	}
	for _, h := range decision.Hits {
		found.Hits = append(found.Hits, dialog.Hit{ID: h.Entry.ID, Question: h.Entry.Question, Locale: h.Entry.Locale, Score: h.Score})
	}
	return found, nil
}

func (k knowledge) Answer(_ context.Context, hit dialog.Hit, _ dialog.Query) (dialog.Answer, error) {
	entry, ok := k.index.Get(hit.ID)
	if !ok {
		return dialog.Answer{}, dialog.ErrNotFound
	}
	return dialog.Answer{Entry: entry.ID, Locale: entry.Locale, Text: entry.Answer.PlainText()}, nil
}

// reader finds values and feelings with package intent.
type reader struct {
	entities *entity.Extractor
	feelings *emotion.Detector
}

func (r reader) Read(ctx context.Context, in dialog.ReadInput) (dialog.Understood, error) {
	u, err := dialog.PlainReader{}.Read(ctx, in) // the language, and the wish for a person
	expected := make([]entity.Type, len(in.Expect))
	for i, e := range in.Expect {
		expected[i] = entity.Type(e.Kind)
	}
	for _, e := range r.entities.ExtractExpecting(in.Text, in.Message.At, expected...) {
		u.Reading.Values = append(u.Reading.Values, dialog.Value{Type: string(e.Type), Value: e.Value, Role: e.Role, Start: e.Start, End: e.End})
	}
	felt := r.feelings.Detect(in.Text)
	u.Reading.Emotion, u.Reading.Valence, u.Reading.Intensity = string(felt.Label), felt.Valence, felt.Intensity
	u.Reading.Mood.NeedsHuman = felt.NeedsHuman
	return u, err
}

func newEngine(handoff dialog.HandoffSink) (*dialog.Engine, error) {
	index := kb.NewIndex(nil)
	if err := index.Put(
		kb.Entry{ID: "hours", Question: "When are you open?", Phrasings: []string{"opening hours"}, Answer: kb.TextAnswer("From 9 to 6, Monday to Saturday."), Locale: "en"},
		kb.Entry{ID: "hours-zh", Question: "你们几点营业？", Phrasings: []string{"营业时间"}, Answer: kb.TextAnswer("周一到周六，九点到六点。"), Locale: "zh"},
	); err != nil {
		return nil, err
	}
	entities, err := entity.New(nil)
	if err != nil {
		return nil, err
	}
	feelings, err := emotion.New(nil)
	if err != nil {
		return nil, err
	}
	order := dialog.ValueSlot[string]("order", "order", dialog.In("order number", "订单号"), dialog.In("Which order?", "请问订单号是多少？"))
	look := func(_ context.Context, c dialog.Call) (dialog.Result, error) {
		number, _ := order.Get(c.Slots)
		return dialog.Result{Say: dialog.In(number+" arrives tomorrow.", number+"明天送达。")}, nil
	}
	return dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{
		Reader: reader{entities, feelings}, Knowledge: knowledge{index}, Handoff: handoff,
		Flows: []*dialog.Flow{{Name: "track", Phrases: []string{"where is my order", "track", "物流", "快递"}, Steps: []dialog.Step{dialog.Ask(order), dialog.Do("look up", look)}}},
	})
}

func main() {
	if err := run(os.Stdin, os.Stdout, time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, now time.Time) error {
	ctx := context.Background()
	people, err := newAgents(ctx, out, now)
	if err != nil {
		return err
	}
	kept, err := newCases(people, out, now)
	if err != nil {
		return err
	}
	engine, err := newEngine(kept)
	lines := bufio.NewScanner(in)
	for n := 0; err == nil && lines.Scan(); n++ {
		var reply dialog.Reply
		if reply, err = engine.Handle(ctx, dialog.Message{ID: fmt.Sprint(n), Conversation: "c", Text: lines.Text(), At: now}); err == nil {
			fmt.Fprintf(out, "> %s\n%s\n", lines.Text(), reply.Text)
			_, err = engine.Deliver(ctx)
		}
		if err == nil {
			err = people.answer(ctx, engine, "c")
		}
	}
	return err
}
