package dialog

import (
	"context"
	"time"
)

// memoryOutbox is the [Outbox] of a [MemoryStore], under the same lock.
type memoryOutbox MemoryStore

// memoryItem is one outgoing item. It stays known for good, because its id may
// not come again; what it carried is dropped once it is delivered.
type memoryItem struct {
	out     *Outgoing // nil when delivered
	owner   *memoryConversation
	attempt int
	claimed bool // claimed and not settled since
}

// Claim implements [Outbox].
func (o *memoryOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]Outgoing, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var claimed []Outgoing
	lease = keep(lease)
	for _, c := range o.heads.take(now, limit) {
		it := c.queue[0]
		it.attempt++
		it.claimed = true
		out := copyOutgoing(*it.out)
		out.Attempt = it.attempt
		claimed = append(claimed, out)
	}
	for i := range claimed { // after taking: a lease in the past must not be taken twice
		c := o.items[claimed[i].ID].owner
		o.heads.set(&c.head, c, lease)
	}
	return claimed, nil
}

// Settle implements [Outbox].
func (o *memoryOutbox) Settle(ctx context.Context, id string, attempt int, outcome Outcome) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	it, ok := o.items[id]
	if !ok {
		return ErrNotFound
	}
	if !it.claimed || it.attempt != attempt {
		return ErrConflict
	}
	it.claimed = false
	c := it.owner
	if !outcome.Retry.IsZero() {
		it.out.Due = keep(outcome.Retry)
		o.heads.set(&c.head, c, it.out.Due)
		return nil
	}
	if !outcome.Failed {
		it.out = nil
	}
	c.queue[0] = nil
	c.queue = c.queue[1:]
	if len(c.queue) == 0 {
		c.queue = nil
		o.heads.remove(&c.head)
	} else {
		o.heads.set(&c.head, c, c.queue[0].out.Due)
	}
	return nil
}
