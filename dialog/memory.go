package dialog

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// MemoryStore is a [Store] and an [Archive] that keeps everything in the memory of
// the process, for tests, demonstrations and bots that may forget. It is safe for
// concurrent use and starts no goroutines. A commit takes constant time apart from
// copying; finding due work takes time logarithmic in the number of conversations.
//
// What it holds is packed into a few large pieces of memory without pointers:
// millions of live conversations are next to nothing for the garbage collector.
// Memory that is freed is used again by the store and only in part given back.
type MemoryStore struct {
	opts    MemoryOptions
	seed    maphash.Seed
	scratch sync.Pool // of *packedTurn

	mu         sync.RWMutex
	blocks     blocks
	all        paged[memoryConversation] // by number; 0 is nobody's
	byID       hashIndex                 // of conversations
	byCustomer hashIndex                 // of the first conversation of a customer
	byMessage  hashIndex                 // of the records of long conversations
	byItem     hashIndex                 // of outgoing items
	feed       memoryFeed
	wakes      timeline // conversations with a Due
	heads      timeline // conversations with something to send
}

var (
	_ Store   = (*MemoryStore)(nil)
	_ Archive = (*MemoryStore)(nil)
)

// MemoryOptions bound what a [MemoryStore] keeps of each conversation, whatever is
// pruned besides.
type MemoryOptions struct {
	// KeepTurns is of how many turns everything is kept; of older ones
	// [Record.Stub] is left, as if they had been pruned. Default: 0, of all.
	KeepTurns int
	// KeepIDs is how many messages are known at least by their stub, at least KeepTurns; a
	// message that comes again after so many others is taken for a new one.
	// Default: 0, all.
	KeepIDs int
}

// NewMemoryStore returns an empty store that forgets nothing by itself.
func NewMemoryStore() *MemoryStore {
	s := &MemoryStore{seed: maphash.MakeSeed()}
	s.all.push()
	return s
}

// NewBoundedMemoryStore returns an empty store that keeps of each conversation
// what the options say; nil options are the defaults.
func NewBoundedMemoryStore(opts *MemoryOptions) (*MemoryStore, error) {
	s := NewMemoryStore()
	if opts == nil {
		return s, nil
	}
	s.opts = *opts
	switch o := s.opts; {
	case o.KeepTurns < 0:
		return nil, &FieldError{Field: "keep_turns", Reason: "is negative"}
	case o.KeepIDs < 0:
		return nil, &FieldError{Field: "keep_ids", Reason: "is negative"}
	case o.KeepIDs > 0 && (o.KeepTurns == 0 || o.KeepTurns > o.KeepIDs):
		return nil, &FieldError{Field: "keep_ids", Reason: "is less than keep_turns"}
	}
	return s, nil
}

// errMemoryFull: the numbers of blocks have run out.
var errMemoryFull = errors.New("dialog: the memory store is full")

// Load implements [Store].
func (s *MemoryStore) Load(ctx context.Context, conversation string) (Conversation, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Conversation{}, err
	}
	n := s.lookup(conversation)
	if n == 0 {
		return Conversation{}, ErrNotFound
	}
	return s.load(n), nil
}

// packedTurn is a turn in the form in which it is kept, so that a long message
// keeps nobody waiting for the lock.
type packedTurn struct {
	packing
	turn         Turn
	head, record int   // where they end in b
	items        []int // where the body of each ends
}

func (s *MemoryStore) pack(turn *Turn) *packedTurn {
	p, ok := s.scratch.Get().(*packedTurn)
	if !ok {
		p = &packedTurn{}
	}
	p.turn = *turn
	t := &p.turn
	packHead(&p.packing, &t.Conversation)
	p.head = len(p.b)
	packRecord(&p.packing, t)
	p.record = len(p.b)
	for i := range t.Outbox {
		packItem(&p.packing, &t.Outbox[i], t.Conversation.ID)
		p.items = append(p.items, len(p.b))
	}
	return p
}

// release gives a packedTurn back, unless it is very large.
func (s *MemoryStore) release(p *packedTurn) {
	if cap(p.b) > 1<<16 {
		return
	}
	clear(p.seen)
	*p = packedTurn{packing: packing{b: p.b[:0], seen: p.seen[:0]}, items: p.items[:0]}
	s.scratch.Put(p)
}

// Commit implements [Store].
func (s *MemoryStore) Commit(ctx context.Context, turn Turn) (int64, error) {
	if err := checkTurn(&turn); err != nil {
		return 0, err
	}
	p := s.pack(&turn)
	defer s.release(p)

	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n, version := s.lookup(turn.Conversation.ID), int64(0)
	if n != 0 {
		if r := s.find(n, turn.Message.ID); r != 0 {
			return 0, &DuplicateError{Record: s.raw(r).record(0)}
		}
		version = s.all.at(int(n)).version
	}
	if version != turn.Conversation.Version {
		return 0, ErrConflict
	}
	for i := range turn.Outbox {
		if s.item(turn.Outbox[i].ID) != 0 {
			return 0, fmt.Errorf("%w: outbox item %d is in the store already", ErrInvalid, i)
		}
	}
	if s.blocks.full(4 + 2*len(turn.Outbox)) {
		return 0, errMemoryFull
	}
	return s.write(n, p), nil
}

// write does what Commit has found to be in order.
func (s *MemoryStore) write(n uint32, p *packedTurn) int64 {
	next := &p.turn.Conversation
	created := n == 0
	if created {
		n = uint32(s.all.push())
		s.byID.add(maphash.String(s.seed, next.ID), n)
	}
	c := s.all.at(int(n))
	moved := created || !plainIs(s.customerIn(n), next.Customer)
	if moved && !created {
		s.unlink(n, findable(plainOf(s.customerIn(n))))
	}
	c.head = s.blocks.replace(c.head, p.b[:p.head])
	c.version++
	if moved {
		s.link(n, findable(next.Customer))
	}

	record := s.blocks.put(p.b[p.head:p.record])
	put32(s.blocks.get(record), n)
	cursor := s.feed.add(record, keep(next.Updated).UnixMicro())
	put64(s.blocks.get(record)[recordCursor:], cursor)
	s.makeRoom(n)
	s.remember(n, record, p.turn.Message.ID)
	s.bound(n)

	if next.Due.IsZero() {
		s.clear(&s.wakes, wakePlace, n)
	} else {
		s.set(&s.wakes, wakePlace, n, next.Due)
	}
	at := p.record
	for i, end := range p.items {
		item := s.enqueue(n, &p.turn.Outbox[i], p.b[at:end])
		if i == 0 {
			put32(s.blocks.get(record)[recordItem:], uint32(item))
		}
		at = end
	}
	return c.version
}

// Replied implements [Store].
func (s *MemoryStore) Replied(ctx context.Context, conversation, message string) (Record, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Record{}, err
	}
	if n := s.lookup(conversation); n != 0 {
		if r := s.find(n, message); r != 0 {
			return s.raw(r).record(0), nil
		}
	}
	return Record{}, ErrNotFound
}

// Due implements [Store].
func (s *MemoryStore) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var ids []string
	due := s.take(&s.wakes, wakePlace, now, limit)
	for _, a := range due {
		ids = append(ids, s.idOf(a.conversation))
		s.setMicros(&s.wakes, wakePlace, a.conversation, a.at)
	}
	return ids, nil
}

// Outbox implements [Store].
func (s *MemoryStore) Outbox() Outbox { return (*memoryOutbox)(s) }

// checkTurn finds what makes a turn unusable whatever the store holds.
func checkTurn(turn *Turn) error {
	if !validID(turn.Conversation.ID) {
		return fmt.Errorf("%w: the conversation id is not a usable text", ErrInvalid)
	}
	if !validID(turn.Message.ID) {
		return fmt.Errorf("%w: the message id is not a usable text", ErrInvalid)
	}
	if len(turn.Outbox) == 0 {
		return nil
	}
	ids := make(map[string]struct{}, len(turn.Outbox))
	for i := range turn.Outbox {
		id := turn.Outbox[i].ID
		if !validID(id) {
			return fmt.Errorf("%w: the id of outbox item %d is not a usable text", ErrInvalid, i)
		}
		if _, twice := ids[id]; twice {
			return fmt.Errorf("%w: outbox item %d repeats an id", ErrInvalid, i)
		}
		ids[id] = struct{}{}
	}
	return nil
}

// validID tells whether every store can keep id: some databases refuse NUL
// bytes and what is not UTF-8.
func validID(id string) bool {
	return id != "" && utf8.ValidString(id) && strings.IndexByte(id, 0) < 0
}
