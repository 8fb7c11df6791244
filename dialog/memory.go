package dialog

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// MemoryStore is a [Store] that keeps everything in the memory of the process,
// for tests, demonstrations and bots that may forget. It is safe for concurrent
// use and starts no goroutines. Nothing is ever evicted. A commit takes constant
// time apart from copying; finding due work takes time logarithmic in the
// number of conversations.
type MemoryStore struct {
	mu            sync.RWMutex
	conversations map[string]*memoryConversation
	feed          []*Record // the record with cursor c is at c-1; records never change
	wakes         timeline  // conversations with a Due
	heads         timeline  // conversations with something to send
	items         map[string]*memoryItem
}

var _ Store = (*MemoryStore)(nil)

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{
		conversations: make(map[string]*memoryConversation),
		items:         make(map[string]*memoryItem),
	}
}

// Load implements [Store].
func (s *MemoryStore) Load(ctx context.Context, conversation string) (Conversation, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Conversation{}, err
	}
	c, ok := s.conversations[conversation]
	if !ok {
		return Conversation{}, ErrNotFound
	}
	return copyConversation(c.record), nil
}

// Commit implements [Store].
func (s *MemoryStore) Commit(ctx context.Context, turn Turn) (int64, error) {
	if err := checkTurn(&turn); err != nil {
		return 0, err
	}
	turn = copyTurn(turn) // before the lock: a long message keeps nobody waiting

	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	c := s.conversations[turn.Conversation.ID]
	if c == nil {
		c = &memoryConversation{}
	}
	if r := c.find(turn.Message.ID); r != nil {
		return 0, &DuplicateError{Record: copyRecord(r, 0)}
	}
	if c.record.Version != turn.Conversation.Version {
		return 0, ErrConflict
	}
	for i := range turn.Outbox {
		if _, taken := s.items[turn.Outbox[i].ID]; taken {
			return 0, fmt.Errorf("%w: outbox item %d is in the store already", ErrInvalid, i)
		}
	}
	return s.write(c, &turn), nil
}

// write does what Commit has found to be in order.
func (s *MemoryStore) write(c *memoryConversation, turn *Turn) int64 {
	turn.Conversation.Version++
	c.record = turn.Conversation
	s.conversations[c.record.ID] = c

	r := &Record{
		Cursor:  int64(len(s.feed)) + 1,
		Version: c.record.Version,
		Message: turn.Message,
		Reply:   turn.Reply,
	}
	s.feed = append(s.feed, r)
	c.add(r)

	if c.record.Due.IsZero() {
		s.wakes.remove(&c.wake)
	} else {
		s.wakes.set(&c.wake, c, c.record.Due)
	}
	for i := range turn.Outbox {
		it := &memoryItem{out: &turn.Outbox[i], owner: c}
		s.items[it.out.ID] = it
		c.queue = append(c.queue, it)
		if len(c.queue) == 1 {
			s.heads.set(&c.head, c, it.out.Due)
		}
	}
	return c.record.Version
}

// Replied implements [Store].
func (s *MemoryStore) Replied(ctx context.Context, conversation, message string) (Record, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Record{}, err
	}
	if c, ok := s.conversations[conversation]; ok {
		if r := c.find(message); r != nil {
			return copyRecord(r, 0), nil
		}
	}
	return Record{}, ErrNotFound
}

// Transcript implements [Store]. It ends with the last record that was there
// when the loop began.
func (s *MemoryStore) Transcript(ctx context.Context, conversation string, after int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		s.mu.RLock()
		var records []*Record
		if c, ok := s.conversations[conversation]; ok {
			records = above(c.records, after)
		}
		s.mu.RUnlock()
		for r, err := range each(ctx, records) {
			r.Cursor = 0
			if !yield(r, err) {
				return
			}
		}
	}
}

// Feed implements [Store]. It ends with the last record that was there when
// the loop began.
func (s *MemoryStore) Feed(ctx context.Context, after int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		s.mu.RLock()
		records := above(s.feed, after)
		s.mu.RUnlock()
		each(ctx, records)(yield)
	}
}

// above returns the records numbered after+1 and up, of a list that numbers
// its records from 1. Lists only grow and records never change, so the caller
// may read the result without the lock.
func above(records []*Record, after int64) []*Record {
	after = min(max(after, 0), int64(len(records)))
	return records[after:]
}

// each yields copies of records until ctx is done.
func each(ctx context.Context, records []*Record) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for i := 0; ; i++ {
			if err := ctx.Err(); err != nil {
				yield(Record{}, err)
				return
			}
			if i == len(records) || !yield(copyRecord(records[i], records[i].Cursor), nil) {
				return
			}
		}
	}
}

// Due implements [Store].
func (s *MemoryStore) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range s.wakes.take(now, limit) {
		ids = append(ids, c.record.ID)
		s.wakes.set(&c.wake, c, c.record.Due)
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
