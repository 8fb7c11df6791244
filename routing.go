package kefu

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/routing"
)

// Routing brings the conversations that the bot hands over to agents.
//
// A hand-off becomes an item of a [routing.Router], under the hand-off's id and with
// its skills, priority and record as brief. What the router decides reaches the
// conversation: the customer hears his place in the queue, who takes over, and that
// the bot has him back. What agents and customers say reaches the router, for
// [routing.Queue.ReplyWithin]; a conversation that is given back completes its item.
// Where the rules choose an agent that is a bot, the conversation stays with this one.
type Routing struct {
	// Options are the router's: the plan, strategies, hours. Its Now and Logger
	// are the bot's.
	Options routing.Options
	// Item may change the item that is submitted for a hand-off: tier, class,
	// attributes. It is also asked before, with what [dialog.Options.Available] gets, to
	// know who could take one. A panic is contained, and the item is left as it was.
	Item func(ctx context.Context, h Handoff, item *routing.Item)
	// Notice is how often customers who wait are told that they have come forward in
	// the queue; package dialog says when that is worth a word. Negative: never.
	// Default: 30 s.
	Notice time.Duration
	// OnPeak is told when the load becomes high and when it is so no more (see
	// [routing.Peak]): the moment to start spare nodes, or to call people in. It is
	// called at least once, on each node; an error is logged. Default: nothing.
	OnPeak func(ctx context.Context, on bool, load routing.Load) error
	// Diverted takes what no agent will have: the item's Status.Outcome says what
	// its queue made of it ("ticket", "callback", ...). It is called at least once;
	// an error has it called again. Default: nothing; the customer is told that
	// nobody came.
	Diverted func(ctx context.Context, w routing.Work) error
}

// Router returns the router of hand-offs; nil without [Options.Routing].
func (b *Bot) Router() *routing.Router { return b.router }

// routed is the [HandoffSink] of a bot that has a router.
type routed struct{ b *Bot }

// Offer gives the hand-off to the host's sink, if there is one, and to the router.
func (r routed) Offer(ctx context.Context, h Handoff) error {
	b := r.b
	if b.opts.Handoff != nil {
		if err := b.opts.Handoff.Offer(ctx, h); err != nil && !errors.Is(err, dialog.ErrUndeliverable) {
			return err
		}
	}
	item, err := itemFromHandoff(h)
	if err != nil {
		return err
	}
	if item.LastAgent, err = b.lastAgent(ctx, h); err != nil {
		return err
	}
	item = b.ownItem(ctx, h, item)
	_, err = b.router.Submit(ctx, item)
	if errors.Is(err, routing.ErrQueueFull) || errors.Is(err, routing.ErrInvalid) {
		if errors.Is(err, routing.ErrInvalid) {
			b.opts.Logger.ErrorContext(ctx, "kefu: a hand-off cannot be routed", "error", err)
		}
		outcome := "full"
		if b.tickets != nil {
			if _, err := b.openTicket(ctx, h, ""); err != nil {
				return err
			}
			outcome = ticketOutcome
		}
		_, err = b.engine.Progress(ctx, h.Conversation, routingReports+h.ID+"/refused", dialog.HandoffProgress{
			ID: h.ID, State: dialog.HandoffFailed, Reason: outcome,
		})
		return ignoreGone(err)
	}
	if err != nil {
		return err
	}
	return r.overtaken(ctx, h)
}

// overtaken withdraws the item of a hand-off that was over before it came here: the
// router could not hear of that then.
func (r routed) overtaken(ctx context.Context, h Handoff) error {
	for record, err := range r.b.opts.Stores.Dialog.Transcript(ctx, h.Conversation, 0) {
		if err != nil {
			return err
		}
		if why := over(record); why != "" && record.Reply.At.After(h.At) {
			_, err = r.b.router.Cancel(ctx, h.ID, why)
			return ignorePast(err)
		}
	}
	return nil
}

// ownItem is an item as the host wants it.
func (b *Bot) ownItem(ctx context.Context, h Handoff, item routing.Item) routing.Item {
	own := b.opts.Routing.Item
	if own == nil {
		return item
	}
	changed := item
	if err := contained(func() error { own(ctx, h, &changed); return nil }); err != nil {
		b.opts.Logger.ErrorContext(ctx, "kefu: the item of a hand-off is left as it was", "error", err)
		return item
	}
	changed.ID, changed.Conversation = h.ID, h.Conversation
	return changed
}

// itemFromHandoff says a hand-off in the words of package routing.
func itemFromHandoff(h Handoff) (routing.Item, error) {
	brief, err := json.Marshal(h)
	if err != nil {
		return routing.Item{}, err
	}
	item := routing.Item{
		ID: h.ID, Conversation: h.Conversation, Customer: h.Customer, Channel: h.Channel, Type: "handoff",
		Category: h.Brief.Category, Language: h.Locale, Emotion: h.Brief.Mood.Label, Valence: h.Brief.Mood.Now,
		Urgency: h.Brief.Urgency, Priority: h.Priority, Tags: h.Brief.Tags, Arrived: h.At, Brief: brief,
		Attributes: map[string]string{"reason": string(h.Reason)},
	}
	if h.Offline {
		item.Type = "message"
	}
	if h.Flow != "" {
		item.Attributes["flow"] = h.Flow
	}
	for _, s := range h.Skills {
		item.Skills = append(item.Skills, routing.Need{Skill: s})
	}
	return item, nil
}

// handoffFromItem is the hand-off that an item was made of, if it was made of one.
func handoffFromItem(i routing.Item) (h Handoff, ok bool) {
	err := json.Unmarshal(i.Brief, &h)
	return h, err == nil && h.ID != "" && h.ID == i.ID
}

// lastAgent is who served the customer last, as far as his latest conversations
// tell.
func (b *Bot) lastAgent(ctx context.Context, h Handoff) (string, error) {
	conversations := []string{h.Conversation}
	for _, p := range h.Past[:min(len(h.Past), 3)] {
		conversations = append(conversations, p.ID)
	}
	for _, id := range conversations {
		agent := ""
		for record, err := range b.opts.Stores.Dialog.Transcript(ctx, id, 0) {
			if err != nil {
				return "", err
			}
			if a := record.Message.Agent; a != "" {
				agent = a
			}
		}
		if agent != "" {
			return agent, nil
		}
	}
	return "", nil
}

// followRouting carries what the router did to the conversations, until ctx is
// done.
func (b *Bot) followRouting(ctx context.Context) {
	b.followEvents(ctx, "routing", "kefu: conversations do not hear from the router yet", b.relay)
}

// followDiverted tells the host what no agent will have, until ctx is done. It has a
// cursor of its own: whatever ails the host, conversations go on hearing.
func (b *Bot) followDiverted(ctx context.Context) {
	if b.opts.Routing.Diverted == nil {
		return
	}
	b.eachWork(ctx, "diverted", "kefu: the host does not hear what was diverted yet", diverted, func(ctx context.Context, w routing.Work) error {
		return contained(func() error { return b.opts.Routing.Diverted(ctx, w) })
	})
}

// followOutcomes makes tickets of what no agent will have, until ctx is done.
func (b *Bot) followOutcomes(ctx context.Context) {
	b.eachWork(ctx, "outcomes", "kefu: no tickets are made of what was diverted yet", func(e *routing.Event) bool {
		return diverted(e) || withdrawn(e)
	}, b.ticketDiverted)
}

// diverted says that no agent will have an item, by its queue.
func diverted(e *routing.Event) bool { return e.Type == routing.EventDiverted }

// eachWork hands on the items to which something happened, from a cursor of its own.
func (b *Bot) eachWork(ctx context.Context, name, failure string, which func(*routing.Event) bool, f func(context.Context, routing.Work) error) {
	b.followEvents(ctx, name, failure, func(ctx context.Context, e routing.Event) error {
		if !which(&e) {
			return nil
		}
		w, err := b.router.Work(ctx, e.Item)
		if errors.Is(err, routing.ErrNotFound) { // pruned
			return nil
		}
		if err != nil {
			return err
		}
		return f(ctx, w)
	})
}

// followEvents hands the router's events on from a saved cursor, again and again where
// that fails.
func (b *Bot) followEvents(ctx context.Context, name, failure string, f func(context.Context, routing.Event) error) {
	for ctx.Err() == nil {
		if err := b.relayEvents(ctx, name, f); err != nil && ctx.Err() == nil {
			b.opts.Logger.WarnContext(ctx, failure, "error", err)
			sleep(ctx, logPoll)
		}
	}
}

// relayEvents follows the router's events from a saved cursor. Those of the last second
// may come again after a crash, and several nodes may follow at once: whoever takes
// them knows them by their numbers.
func (b *Bot) relayEvents(ctx context.Context, name string, f func(context.Context, routing.Event) error) error {
	cursor, err := b.loadCursor(ctx, name)
	if err != nil {
		return err
	}
	saved, from := b.now(), cursor.At
	for e, err := range b.router.Watch(ctx, cursor.At) {
		if err != nil {
			return err
		}
		if err := f(ctx, e); err != nil {
			if cursor.At > from { // what went before need not come again
				err = errors.Join(err, b.saveCursor(ctx, &cursor))
			}
			return err
		}
		cursor.At = e.Seq
		if now := b.now(); now.Sub(saved) >= time.Second {
			saved = now
			switch err := b.saveCursor(ctx, &cursor); {
			case errors.Is(err, kb.ErrConflict): // another node follows too
				other, err := b.loadCursor(ctx, cursor.name)
				if err != nil {
					return err
				}
				cursor.version = other.version
			case err != nil:
				return err
			}
		}
	}
	return nil
}

// routingReports begins the ids of what conversations hear from the router.
const routingReports = "routing/"

// relay carries one event to its conversation.
func (b *Bot) relay(ctx context.Context, e routing.Event) error {
	if e.Type == routing.EventPeak {
		b.peaked(ctx, e)
		return nil
	}
	report := dialog.HandoffProgress{ID: e.Item, At: e.At, Agent: e.Agent, Reason: e.Reason}
	switch e.Type {
	case routing.EventAssigned:
		report.State = dialog.HandoffAccepted
		a, err := b.agent(ctx, e.Agent)
		if err != nil {
			return err
		}
		if report.Name = a.Name; a.Bot {
			return b.keep(ctx, e)
		}
	case routing.EventReturned, routing.EventTransferred:
		report.State, report.Agent = dialog.HandoffRequested, ""
	case routing.EventCancelled:
		if e.Reason == takenOver { // the conversation is the agent's who said so
			return nil
		}
		report.State = dialog.HandoffCompleted
		if withdrawn(&e) {
			report.State, report.Reason = dialog.HandoffFailed, ticketOutcome
		}
	case routing.EventWrapping, routing.EventCompleted:
		report.State = dialog.HandoffCompleted
	case routing.EventDiverted:
		report.State, report.Reason = dialog.HandoffFailed, e.Detail
	default:
		return nil
	}
	w, err := b.router.Work(ctx, e.Item)
	switch {
	case errors.Is(err, routing.ErrNotFound): // pruned
		return nil
	case err != nil:
		return err
	case w.Item.Conversation == "":
		return nil
	case e.Type == routing.EventTransferred && w.Status.State == routing.Active && w.Status.Epoch > e.Epoch: // his name comes next
		return nil
	}
	_, err = b.engine.Progress(ctx, w.Item.Conversation, fmt.Sprintf(routingReports+"%d", e.Seq), report)
	return ignoreGone(err)
}

// agent returns who an agent is, nobody if he was removed. He may be registered by
// another node, so that this one has to look.
func (b *Bot) agent(ctx context.Context, id string) (routing.Agent, error) {
	a, err := b.router.Agent(ctx, id)
	if errors.Is(err, routing.ErrNotFound) {
		if _, err := b.router.Sweep(ctx); err != nil {
			return routing.Agent{}, err
		}
		a, err = b.router.Agent(ctx, id)
	}
	if errors.Is(err, routing.ErrNotFound) {
		return routing.Agent{}, nil
	}
	return a.Seat.Agent, err
}

// keep leaves a conversation with the bot, as the rules want it: the bot was the
// agent that they chose.
func (b *Bot) keep(ctx context.Context, e routing.Event) error {
	w, err := b.router.Complete(ctx, routing.Assignment{Item: e.Item, Agent: e.Agent, Epoch: e.Epoch}, "bot")
	switch {
	case errors.Is(err, routing.ErrStale), errors.Is(err, routing.ErrState), errors.Is(err, routing.ErrNotFound):
		return nil
	case err != nil || w.Item.Conversation == "":
		return err
	}
	_, err = b.engine.Progress(ctx, w.Item.Conversation, fmt.Sprintf(routingReports+"%d", e.Seq), dialog.HandoffProgress{
		ID: e.Item, State: dialog.HandoffFailed, At: e.At, Reason: "bot",
	})
	return ignoreGone(err)
}

// peaked tells the host of a peak.
func (b *Bot) peaked(ctx context.Context, e routing.Event) {
	if b.opts.Routing.OnPeak == nil {
		return
	}
	load, err := b.router.Load(ctx)
	if err == nil {
		err = contained(func() error { return b.opts.Routing.OnPeak(ctx, e.Detail == "on", load) })
	}
	if err != nil {
		b.opts.Logger.ErrorContext(ctx, "kefu: the host does not hear of the peak", "error", err)
	}
}

// ignoreGone drops what a conversation does not want to hear any more: it was
// pruned, or has another hand-off by now.
func ignoreGone(err error) error {
	if errors.Is(err, dialog.ErrNotFound) || errors.Is(err, dialog.ErrInvalid) {
		return nil
	}
	return err
}

// cursor is how far something was followed.
type cursor struct {
	At int64 `json:"cursor"`
	// Agents are what the agents do, for metrics.
	Agents  map[string]*onDuty `json:"agents,omitempty"`
	name    string
	version int64
}

func (b *Bot) loadCursor(ctx context.Context, name string) (cursor, error) {
	c := cursor{name: name}
	saved, err := b.opts.Stores.KBRecords.Record(ctx, askedKind, name)
	if errors.Is(err, kb.ErrNotFound) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(saved.Data, &c); err != nil {
		return c, fmt.Errorf("kefu: cursor %s cannot be read: %w", name, err)
	}
	c.version = saved.Version
	return c, nil
}

func (b *Bot) saveCursor(ctx context.Context, c *cursor) (err error) {
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	c.version, err = b.opts.Stores.KBRecords.PutRecord(ctx, kb.Record{
		Kind: askedKind, ID: c.name, Version: c.version, Updated: b.now(), Data: data,
	})
	return err
}

// sleep waits, or not once ctx is done.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
