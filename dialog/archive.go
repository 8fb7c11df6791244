package dialog

import (
	"context"
	"iter"
	"time"
)

// Archive is what a [Store] offers beside the work on single turns: the former
// conversations of a customer, and forgetting. It is under the same obligations
// as the store that it belongs to; [MemoryStore] and dialogsql.Store are both.
//
// dialogtest.RunArchive checks all of this for any implementation.
type Archive interface {
	// Conversations yields the conversations of a customer, over all channels,
	// whose Updated is before a time, the latest first and those of the same time
	// by falling id; the zero time means all. The customer is the one that the
	// last commit named. The empty customer, and one that is no usable id or longer
	// than [MaxCustomer], has none.
	Conversations(ctx context.Context, customer string, before time.Time) iter.Seq2[Conversation, error]

	// Prune forgets at most limit turns that are older than a time, and returns
	// how many: fewer than limit means that there are no more by now. A turn is as old as the Updated of the
	// Conversation that it wrote. Of a turn goes its message, its reply, its
	// events, its trace, and what of its outbox was settled, whose ids may come
	// again. What stays is [Record.Stub], so that its message id is a duplicate for
	// good. A turn of which something has yet to leave stays whole. Conversations
	// stay, with their state. Readers are not waited for: a Feed that is further
	// behind than that time misses what was pruned.
	Prune(ctx context.Context, before time.Time, limit int) (pruned int, err error)
}

// MaxCustomer is the greatest length, in bytes, of a customer whose
// conversations an [Archive] finds again.
const MaxCustomer = 512

// Stub returns what is left of a record that was pruned: the Version, of Message
// the ID, Conversation and From, of Reply the ID, Conversation, Message, Version,
// Kind, From, Agent and Owner. It holds no words and no times. A message that
// comes again after that is known and not processed a second time, but what was
// replied to it cannot be said again.
func (r Record) Stub() Record {
	m, p := r.Message, r.Reply
	return Record{
		Cursor: r.Cursor, Version: r.Version, Pruned: true,
		Message: Message{ID: m.ID, Conversation: m.Conversation, From: m.From},
		Reply: Reply{
			ID: p.ID, Conversation: p.Conversation, Message: p.Message, Version: p.Version,
			Kind: p.Kind, From: p.From, Agent: p.Agent, Owner: p.Owner,
		},
	}
}

// Retention is for how long the words of a conversation are kept.
type Retention struct {
	// Keep is for how long. Default: 30 days.
	Keep time.Duration
	// Batch is how many turns one call of [Archive.Prune] takes, which bounds for
	// how long it keeps others waiting. Default: 500.
	Batch int
}

// Apply prunes what is older than Keep at now, and returns how many turns that
// were, also beside an error. It goes on until nothing is left or ctx is done.
func (r Retention) Apply(ctx context.Context, a Archive, now time.Time) (pruned int, err error) {
	keepFor, batch := r.Keep, r.Batch
	if keepFor <= 0 {
		keepFor = 30 * 24 * time.Hour
	}
	if batch <= 0 {
		batch = 500
	}
	for before := now.Add(-keepFor); ; {
		n, err := a.Prune(ctx, before, batch)
		pruned += n
		if err != nil || n < batch {
			return pruned, err
		}
	}
}

// Past is a conversation of a customer as [History] shows it.
type Past struct {
	Conversation Conversation `json:"conversation"`
	// Records are its last ones, the oldest first.
	Records []Record `json:"records"`
}

// History returns the last n records of a customer, over all his conversations
// and channels, for the person who takes him over. The conversation that was
// updated last comes first. Records that were pruned do not count, and a
// conversation without any is left out.
func History(ctx context.Context, s Store, a Archive, customer string, n int) (past []Past, err error) {
	if n <= 0 {
		return nil, ctx.Err()
	}
	for c, err := range a.Conversations(ctx, customer, time.Time{}) {
		if err != nil {
			return nil, err
		}
		p := Past{Conversation: c}
		for r, err := range s.Transcript(ctx, c.ID, max(0, c.Version-int64(n))) {
			if err != nil {
				return nil, err
			}
			p.Records = append(p.Records, r)
		}
		p.Records = p.Records[max(0, len(p.Records)-n):]
		if len(p.Records) > 0 {
			past = append(past, p)
		}
		if n -= len(p.Records); n == 0 {
			break
		}
	}
	return past, nil
}

// Watch yields the records of a conversation whose Version is above after, and
// then, each time that wake is ready, those that have come since: what a
// supervisor sees who looks on. It ends when wake is closed, with the first error,
// which it yields, and with the context's when that is done. Wake may be the
// channel of a time.Ticker.
func Watch(ctx context.Context, s Store, conversation string, after int64, wake <-chan time.Time) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		seen := after
		for {
			for r, err := range s.Transcript(ctx, conversation, seen) {
				if !yield(r, err) || err != nil {
					return
				}
				seen = r.Version
			}
			select {
			case <-ctx.Done():
				yield(Record{}, ctx.Err())
				return
			case _, open := <-wake:
				if !open {
					return
				}
			}
		}
	}
}
