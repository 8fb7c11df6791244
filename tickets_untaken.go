package kefu

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/ticket"
)

// untaken is why the router loses an item that nobody took for too long.
const untaken = "untaken"

// withdrawn says that an item was lost for that.
func withdrawn(e *routing.Event) bool { return e.Type == routing.EventCancelled && e.Reason == untaken }

// waited says whether nobody has taken for too long what has been waiting since.
func (b *Bot) waited(since time.Time) bool {
	limit := b.opts.Tickets.Untaken
	return limit > 0 && !b.opts.Now().Before(since.Add(limit))
}

// offer gives a hand-off to whoever takes conversations over. Where he fails for too long,
// or for good, it becomes a ticket, and is not offered again.
func (s ticketed) offer(ctx context.Context, h Handoff) error {
	b, late := s.b, s.b.waited(h.At)
	offering := ctx
	if late { // some time has to be left for the ticket
		if made, err := b.madeTicket(ctx, h); made || err != nil {
			return errors.Join(err, b.untake(ctx, h))
		}
		var done context.CancelFunc
		offering, done = context.WithTimeout(ctx, b.opts.DeliverTimeout/2)
		defer done()
	}
	err := s.next.Offer(offering, h)
	if err == nil || ctx.Err() != nil || !late && !errors.Is(err, dialog.ErrUndeliverable) {
		return err
	}
	b.opts.Logger.WarnContext(ctx, "kefu: nobody takes a hand-off; it becomes a ticket", "error", err)
	return b.untake(ctx, h)
}

// madeTicket says whether a hand-off became a ticket because nobody took it.
func (b *Bot) madeTicket(ctx context.Context, h Handoff) (bool, error) {
	if h.Offline || b.complains(h) { // these always do
		return false, nil
	}
	_, err := b.tickets.Load(ctx, h.ID)
	if errors.Is(err, ticket.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// untake makes a ticket of a hand-off that nobody took, unless somebody did after all, or
// it is over.
func (b *Bot) untake(ctx context.Context, h Handoff) error {
	for record, err := range b.opts.Stores.Dialog.Transcript(ctx, h.Conversation, 0) {
		if err != nil {
			return err
		}
		accepted := slices.ContainsFunc(record.Events, func(e dialog.Event) bool { return e.Type == dialog.EventHandoffAccepted })
		if accepted && !record.Reply.At.Before(h.At) || over(record) != "" && record.Reply.At.After(h.At) {
			return nil
		}
	}
	if b.router != nil { // which may have it, and have failed to say so
		if _, err := b.router.Cancel(ctx, h.ID, untaken); ignorePast(err) != nil {
			return err
		}
	}
	if _, err := b.openTicket(ctx, h, ""); err != nil || h.Offline {
		return err
	}
	return b.tellTicketed(ctx, h)
}

// followUntaken withdraws what waits for too long from the router, until ctx is done. The
// tickets are made of what the router then says, so that none is lost in between.
func (b *Bot) followUntaken(ctx context.Context) {
	limit := b.opts.Tickets.Untaken
	if limit <= 0 {
		return
	}
	tick := time.NewTicker(min(max(limit/10, time.Second), 30*time.Second))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := b.withdrawUntaken(ctx); err != nil && ctx.Err() == nil {
			b.opts.Logger.WarnContext(ctx, "kefu: hand-offs that nobody takes are no tickets yet", "error", err)
		}
	}
}

func (b *Bot) withdrawUntaken(ctx context.Context) error {
	open, err := b.router.Open(ctx, "")
	if err != nil {
		return err
	}
	queues := map[string]bool{} // those that divert what waits
	for _, q := range b.router.Plan().Queues {
		queues[q.ID] = q.MaxWait > 0
	}
	for _, w := range open {
		since := w.Status.Arrived
		if w.Status.Returns > 0 {
			since = w.Status.Since
		}
		if w.Status.State != routing.Waiting && w.Status.State != routing.Offered || queues[w.Status.Stage.Queue] || !b.waited(since) {
			continue
		}
		if h, ok := handoffFromItem(w.Item); !ok || h.Offline {
			continue // the host's own item; or a ticket already, and nobody waits in the conversation
		}
		if _, err := b.router.Cancel(ctx, w.Item.ID, untaken); ignorePast(err) != nil {
			return err
		}
	}
	return nil
}
