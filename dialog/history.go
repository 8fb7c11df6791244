package dialog

import (
	"context"
	"time"
)

// pastRecords is how many of the last turns of an earlier conversation are looked at
// to say what it was about.
const pastRecords = 20

// History returns the latest conversations of a customer over all channels, the
// latest first, at most limit of them, each with what it was about: so an Engine is a
// [HistoryProvider]. The store has to be an [Archive]; otherwise the error is
// [ErrNotFound]. What was pruned leaves a conversation without a summary.
func (e *Engine) History(ctx context.Context, customer string, limit int) ([]PastConversation, error) {
	archive, ok := e.store.(Archive)
	if !ok {
		return nil, ErrNotFound
	}
	var past []PastConversation
	for c, err := range archive.Conversations(ctx, customer, time.Time{}) {
		if err != nil {
			return nil, err
		}
		if len(past) >= limit {
			break
		}
		one, err := e.past(ctx, c)
		if err != nil {
			return nil, err
		}
		past = append(past, one)
	}
	return past, nil
}

// past sums one conversation up.
func (e *Engine) past(ctx context.Context, c Conversation) (PastConversation, error) {
	p := PastConversation{ID: c.ID, Channel: c.Channel, Started: c.Created, Ended: c.Updated}
	var said past
	for r, err := range e.store.Transcript(ctx, c.ID, max(0, c.Version-pastRecords)) {
		if err != nil {
			return p, err
		}
		said.add(r.Message, r.Reply, r.Events)
		if r.Reply.Kind != "" && r.Reply.Kind != Relayed {
			p.Outcome = string(r.Reply.Kind)
		}
	}
	p.Category = briefOf(said.Readings).Category
	p.Summary = Summarize(said.Lines, SummaryOptions{Language: c.Locale}).Problem
	return p, nil
}

// earlier are the conversations that the customer had before this one, for whoever
// takes over. Without them the hand-off goes on.
func (t *Talk) earlier(ctx context.Context) []PastConversation {
	c := &t.turn.Conversation
	if _, ok := t.engine.store.(Archive); !ok || c.Customer == "" {
		return nil
	}
	const shown = 3
	customer := c.Customer
	past, err := call(ctx, t, "history", "", t.engine.opts.HookTimeout, func(ctx context.Context) ([]PastConversation, error) {
		return t.engine.History(ctx, customer, shown+1)
	})
	if err != nil {
		t.failed(ctx, "no history", err)
		return nil
	}
	var others []PastConversation
	for _, p := range past {
		if p.ID != c.ID && len(others) < shown {
			others = append(others, p)
		}
	}
	return others
}
