package dialog

import (
	"context"
	"encoding/binary"
	"hash/maphash"
	"reflect"
	"time"
)

// memoryOutbox is the [Outbox] of a [MemoryStore], under the same lock.
type memoryOutbox MemoryStore

// The block of an outgoing item has the number of its conversation, the item
// behind it in the conversation's queue, the block of what it carries (0 once it
// is delivered), the attempt, its state, when it is due, the version of its turn,
// and its id in plain form. It is known until its turn is pruned, because its id
// may not come again.
const (
	itemConversation = 0
	itemNext         = 4
	itemBody         = 8
	itemAttempt      = 12
	itemState        = 16
	itemDue          = 17
	itemVersion      = 25
	itemID           = 33
)

// The states of an item.
const (
	itemWaits = iota
	itemClaimed
	itemSettled
)

func packItem(p *packing, o *Outgoing, conversation string) {
	p.seen = append(p.seen[:0], conversation)
	p.value(reflect.ValueOf(o).Elem())
}

// enqueue adds an item, of which body is the packed form, at the end of the
// queue of its conversation.
func (s *MemoryStore) enqueue(n uint32, o *Outgoing, body []byte) block {
	c := s.all.at(int(n))
	p := packing{b: make([]byte, itemID, 128)}
	put32(p.b[itemConversation:], n)
	put32(p.b[itemBody:], uint32(s.blocks.put(body)))
	put64(p.b[itemDue:], o.Due.UnixMicro())
	put64(p.b[itemVersion:], c.version)
	p.plain(o.ID)
	ref := s.blocks.put(p.b)
	s.byItem.add(maphash.String(s.seed, o.ID), uint32(ref))
	if c.queue == 0 {
		c.queue = ref
		s.setMicros(&s.heads, sendPlace, n, o.Due.UnixMicro())
	} else {
		put32(s.blocks.get(c.last)[itemNext:], uint32(ref))
	}
	c.last = ref
	return ref
}

// item returns the item with an id, or 0.
func (s *MemoryStore) item(id string) block {
	return block(s.byItem.find(maphash.String(s.seed, id), func(ref uint32) bool { return plainIs(s.blocks.get(block(ref))[itemID:], id) }))
}

// itemsOf calls visit for the items that the turn of a whole record wrote.
func (s *MemoryStore) itemsOf(record block, visit func(item block)) {
	b := s.blocks.get(record)
	item := block(get32(b[recordItem:]))
	if item == 0 {
		return
	}
	rest := b[recordID+plainEnd(b[recordID:]):]
	_, version := binary.Uvarint(rest)
	n, _ := binary.Uvarint(rest[version:])
	for ; n > 0; n-- {
		next := block(get32(s.blocks.get(item)[itemNext:]))
		visit(item)
		item = next
	}
}

// waiting tells whether something of a record's turn has yet to leave.
func (s *MemoryStore) waiting(record block) (waits bool) {
	s.itemsOf(record, func(item block) { waits = waits || s.blocks.get(item)[itemState] != itemSettled })
	return waits
}

// dropItems forgets what of a record's turn is settled.
func (s *MemoryStore) dropItems(record block) {
	s.itemsOf(record, func(item block) {
		if s.blocks.get(item)[itemState] == itemSettled {
			s.dropItem(item)
		}
	})
}

func (s *MemoryStore) dropItem(ref block) {
	b := s.blocks.get(ref)
	s.byItem.replace(maphash.String(s.seed, plainOf(b[itemID:])), uint32(ref), 0)
	s.blocks.drop(block(get32(b[itemBody:])))
	s.blocks.drop(ref)
}

// Claim implements [Outbox].
func (o *memoryOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]Outgoing, error) {
	s := (*MemoryStore)(o)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var claimed []Outgoing
	due := s.take(&s.heads, sendPlace, now, limit)
	for _, a := range due {
		b := s.blocks.get(s.all.at(int(a.conversation)).queue)
		b[itemState] = itemClaimed
		put32(b[itemAttempt:], get32(b[itemAttempt:])+1)
		claimed = append(claimed, s.outgoing(b))
	}
	for _, a := range due { // after taking: a lease in the past must not be taken twice
		s.set(&s.heads, sendPlace, a.conversation, lease)
	}
	return claimed, nil
}

// outgoing returns an item that is not settled.
func (s *MemoryStore) outgoing(b []byte) Outgoing {
	body := s.blocks.get(block(get32(b[itemBody:])))
	u := unpacking{s: string(body), seen: []string{s.idOf(get32(b))}}
	out := &Outgoing{}
	u.value(reflect.ValueOf(out).Elem())
	out.Due, out.Attempt = time.UnixMicro(get64(b[itemDue:])).UTC(), int(get32(b[itemAttempt:]))
	return *out
}

// Settle implements [Outbox].
func (o *memoryOutbox) Settle(ctx context.Context, id string, attempt int, outcome Outcome) error {
	s := (*MemoryStore)(o)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	ref := s.item(id)
	if ref == 0 {
		return ErrNotFound
	}
	b := s.blocks.get(ref)
	if b[itemState] != itemClaimed || int(get32(b[itemAttempt:])) != attempt {
		return ErrConflict
	}
	n := get32(b)
	if !outcome.Retry.IsZero() {
		b[itemState] = itemWaits
		put64(b[itemDue:], outcome.Retry.UnixMicro())
		s.set(&s.heads, sendPlace, n, outcome.Retry)
		return nil
	}
	b[itemState] = itemSettled
	if !outcome.Failed {
		s.blocks.drop(block(get32(b[itemBody:])))
		put32(b[itemBody:], 0)
	}
	c := s.all.at(int(n))
	if c.queue = block(get32(b[itemNext:])); c.queue == 0 {
		s.clear(&s.heads, sendPlace, n)
	} else {
		s.setMicros(&s.heads, sendPlace, n, get64(s.blocks.get(c.queue)[itemDue:]))
	}
	if s.orphan(c, get64(b[itemVersion:])) {
		s.dropItem(ref)
	}
	return nil
}

// orphan tells whether the turn of a version is forgotten already, which is so
// only where options bound what is kept: what it wrote goes when it is settled.
func (s *MemoryStore) orphan(c *memoryConversation, version int64) bool {
	i := c.place(version)
	return i < 0 || !isWhole(s.blocks.get(s.recordOf(c, i)))
}
