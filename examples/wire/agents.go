package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
)

// agents are two people behind a router: what the bot hands over is offered to one
// of them after the other.
type agents struct {
	router *routing.Router
	out    io.Writer
}

func newAgents(ctx context.Context, out io.Writer, now time.Time) (*agents, error) {
	router, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Plan: routing.Plan{Queues: []routing.Queue{{ID: "help", OfferFor: routing.Duration(20 * time.Second)}}},
		Now:  func() time.Time { return now },
	})
	for _, name := range []string{"ann", "bo"} {
		if err == nil {
			err = router.Register(ctx, routing.Agent{ID: name, Capacity: 2})
		}
		if err == nil {
			err = router.SetPresence(ctx, name, routing.Online, "")
		}
	}
	return &agents{router, out}, err
}

// Offer is called for each conversation that the bot hands over.
func (a *agents) Offer(ctx context.Context, h dialog.Handoff) error {
	w, err := a.router.Submit(ctx, routing.Item{
		ID: h.ID, Conversation: h.Conversation, Category: h.Brief.Category, Language: h.Locale,
		Priority: h.Priority, Emotion: h.Brief.Mood.Label, Arrived: h.At,
	})
	fmt.Fprintf(a.out, "(for %s, %s: %s)\n", w.Status.Agent, h.Reason, h.Summary.Problem)
	return err
}

// answer has the first agent refuse what is offered and the second accept it, and
// tells the customer.
func (a *agents) answer(ctx context.Context, engine *dialog.Engine, conversation string) error {
	works, err := a.router.Conversation(ctx, conversation)
	if err != nil || len(works) == 0 || works[0].Status.State != routing.Offered {
		return err
	}
	w, err := a.router.Reject(ctx, works[0].Assignment(), "on the phone")
	if err != nil {
		return err
	}
	if w, err = a.router.Accept(ctx, w.Assignment()); err != nil {
		return err
	}
	reply, err := engine.Progress(ctx, conversation, w.Item.ID+"/accepted", dialog.HandoffProgress{
		ID: w.Item.ID, State: dialog.HandoffAccepted, Agent: w.Status.Agent, Name: w.Status.Agent,
	})
	fmt.Fprintln(a.out, reply.Text)
	return err
}
