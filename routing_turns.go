package kefu

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/routing"
)

// followTurns carries what is said and decided in conversations to the router,
// until ctx is done: at once for turns of this node, within a second for others.
func (b *Bot) followTurns(ctx context.Context) {
	b.follow(ctx, "routed", "kefu: the router does not hear of conversations yet", b.turned, b.tellRouter)
}

// follow tells somebody of each turn of all conversations, until ctx is done: when there is
// news, and within a second. Where he is in their feed is kept under a name.
func (b *Bot) follow(ctx context.Context, name, fault string, news <-chan struct{}, tell func(context.Context, dialog.Record) error) {
	tick := time.NewTicker(logPoll)
	defer tick.Stop()
	for {
		if err := b.relayRecords(ctx, name, tell); err != nil && ctx.Err() == nil {
			b.opts.Logger.WarnContext(ctx, fault, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-news:
		}
	}
}

func (b *Bot) relayRecords(ctx context.Context, name string, tell func(context.Context, dialog.Record) error) error {
	cursor, err := b.loadCursor(ctx, name)
	if err != nil {
		return err
	}
	start := cursor.At
	var failed error
	for record, err := range b.opts.Stores.Dialog.Feed(ctx, cursor.At) {
		if err == nil {
			err = tell(ctx, record)
		}
		if err != nil { // what came before is done
			failed = err
			break
		}
		cursor.At = record.Cursor
	}
	if cursor.At == start {
		return failed
	}
	if err := b.saveCursor(ctx, &cursor); !errors.Is(err, kb.ErrConflict) { // else another node is at it
		return errors.Join(failed, err)
	}
	return failed
}

// over says why a turn ended what its conversation had with agents; empty: it did not.
func over(record dialog.Record) (why string) {
	for _, e := range record.Events {
		switch e.Type {
		case dialog.EventHandoffCompleted:
			why = "released"
		case dialog.EventSessionEnded:
			why = e.Detail
		case dialog.EventHandoffRequested: // the same turn began anew
			why = ""
		}
	}
	return why
}

// tellRouter says one turn to the router.
func (b *Bot) tellRouter(ctx context.Context, record dialog.Record) error {
	// Words about a ticket say nothing of who has the conversation.
	over, byAgent := over(record), record.Message.From == dialog.Agent && !strings.HasPrefix(record.Message.ID, dialog.AgentIDs+ticketReports)
	if over != "" || byAgent { // what other nodes did before must not be missed
		if _, err := b.router.Sweep(ctx); err != nil {
			return err
		}
	}
	works, err := b.router.Conversation(ctx, record.Message.Conversation)
	if err != nil || len(works) == 0 {
		return err
	}
	for _, w := range works {
		a, at := w.Assignment(), record.Reply.At
		switch {
		case over != "" && !at.Before(w.Item.Arrived):
			if w.Status.State == routing.Active {
				_, err = b.router.Complete(ctx, a, over)
			}
			if w.Status.State != routing.Active && w.Status.State != routing.Wrapping || errors.Is(err, routing.ErrStale) {
				_, err = b.router.Cancel(ctx, w.Item.ID, over)
			}
		case byAgent && w.Status.Epoch > 0 && at.Before(w.Status.Since): // he has passed it on since
		case byAgent && w.Status.State == routing.Active:
			err = b.router.AgentSpoke(ctx, a)
		case byAgent && w.Status.State != routing.Wrapping:
			err = b.tookOver(ctx, w.Item.ID, record.Message.Agent)
		case record.Message.From == dialog.Customer:
			err = b.router.CustomerSpoke(ctx, w.Item.ID)
		}
		if err = ignorePast(err); err != nil {
			return err
		}
	}
	return nil
}

// ignorePast drops what the router refuses because the item has gone on.
func ignorePast(err error) error {
	if errors.Is(err, routing.ErrStale) || errors.Is(err, routing.ErrState) || errors.Is(err, routing.ErrNotFound) {
		return nil
	}
	return err
}

// takenOver is why an item is withdrawn whose customer an agent serves whom the
// router cannot give it to.
const takenOver = "taken over"

// tookOver tells the router that an agent spoke to a customer who still waits: the
// item is his, or nobody's whom the router knows.
func (b *Bot) tookOver(ctx context.Context, item, agent string) error {
	_, err := b.router.Assign(ctx, item, agent, routing.Hand{By: agent, Reason: "spoke", Unqualified: true})
	switch {
	case errors.Is(err, routing.ErrNoRoom): // he helps out
		return nil
	case errors.Is(err, routing.ErrNotFound), errors.Is(err, routing.ErrState):
		_, err = b.router.Cancel(ctx, item, takenOver)
	}
	return err
}
