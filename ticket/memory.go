package ticket

import (
	"context"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// MemoryStore is a [Store] and an [Archive] that keeps everything in the memory of the
// process, for tests, demonstrations and desks that may forget. It is safe for
// concurrent use and starts no goroutines. A commit takes time that depends on the
// tickets that it is about and only logarithmically on how many others there are; so
// does finding what is due. A page looks at no more tickets than twice those that have
// the rarest of what its filter asks for; a count looks at these.
//
// Tickets are packed: one with two events, a comment and thirty words takes 2.2 KB.
type MemoryStore struct {
	mu      sync.RWMutex
	tickets []*memoryTicket   // by serial, from 1; nil for those that were pruned
	byID    map[string]uint32 // serials
	terms   memoryTerms
	orders  memoryOrders
	ended   sortedSet[place] // tickets that ended, by when
	feed    memoryFeed
	notices memoryNotices
}

var (
	_ Store   = (*MemoryStore)(nil)
	_ Archive = (*MemoryStore)(nil)
)

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{
		byID: map[string]uint32{}, terms: newMemoryTerms(), orders: newMemoryOrders(),
		ended: sortedSet[place]{compare: comparePlaces}, notices: newMemoryNotices(),
	}
}

// at returns the ticket with a serial; nil if it was pruned.
func (s *MemoryStore) at(serial uint32) *memoryTicket { return s.tickets[serial-1] }

// Commit implements [Store].
func (s *MemoryStore) Commit(ctx context.Context, c Commit) ([]Ticket, error) {
	if err := checkCommit(&c); err != nil {
		return nil, err
	}
	packed := make([]*memoryTicket, len(c.Changes))
	for i := range c.Changes {
		packed[i] = packTicket(&c.Changes[i])
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i := range c.Changes {
		if err := s.admit(&c.Changes[i], packed[i]); err != nil {
			return nil, err
		}
	}
	for i := range c.Outbox {
		if s.notices.has(c.Outbox[i].ID) {
			return nil, &FieldError{Field: "outbox.id", Reason: "is there already"}
		}
	}
	tickets := make([]Ticket, len(c.Changes))
	for i := range c.Changes {
		serial := s.write(&c.Changes[i], packed[i])
		tickets[i] = packed[i].ticket(serial)
	}
	for i := range c.Outbox {
		s.notices.add(&c.Outbox[i])
	}
	return tickets, nil
}

// checkCommit finds what makes a commit unusable whatever the store holds.
func checkCommit(c *Commit) error {
	tickets := make(map[string]struct{}, len(c.Changes))
	for i := range c.Changes {
		change := &c.Changes[i]
		id := change.Ticket.ID
		if !usableID(id) {
			return &FieldError{Field: "changes.ticket.id", Reason: "is not a usable text"}
		}
		if _, twice := tickets[id]; twice {
			return &FieldError{Field: "changes", Reason: "are twice of the same ticket"}
		}
		tickets[id] = struct{}{}
		if change.Ticket.Version < 0 {
			return &FieldError{Field: "changes.ticket.version", Reason: "is negative"}
		}
		events := make(map[string]struct{}, len(change.Events))
		for k := range change.Events {
			e := change.Events[k].ID
			if !usableID(e) {
				return &FieldError{Field: "changes.events.id", Reason: "is not a usable text"}
			}
			if _, twice := events[e]; twice {
				return &ExistsError{Ticket: id, Event: e}
			}
			events[e] = struct{}{}
		}
	}
	notices := make(map[string]struct{}, len(c.Outbox))
	for i := range c.Outbox {
		n := &c.Outbox[i]
		if !usableID(n.ID) || !usableID(n.Ticket) {
			return &FieldError{Field: "outbox.id", Reason: "is not a usable text"}
		}
		if _, twice := notices[n.ID]; twice {
			return &FieldError{Field: "outbox.id", Reason: "is there twice"}
		}
		notices[n.ID] = struct{}{}
	}
	return nil
}

// usableID tells whether every store can keep id as text.
func usableID(id string) bool {
	return id != "" && utf8.ValidString(id) && strings.IndexByte(id, 0) < 0
}

// admit returns why a change cannot be made, if it cannot.
func (s *MemoryStore) admit(c *Change, packed *memoryTicket) error {
	serial, known := s.byID[c.Ticket.ID]
	var before []memoryEvent
	switch {
	case c.Ticket.Version == 0 && known:
		return &ExistsError{Ticket: c.Ticket.ID}
	case c.Ticket.Version != 0 && !known:
		return ErrNotFound
	case known:
		t := s.at(serial)
		if t.version != c.Ticket.Version {
			return ErrConflict
		}
		before = t.events
	}
	for i := range before {
		for k := range packed.events {
			if before[i].id() == packed.events[k].id() {
				return &ExistsError{Ticket: c.Ticket.ID, Event: before[i].id()}
			}
		}
	}
	if c.Ticket.Events != int64(len(before)+len(packed.events)) {
		return &FieldError{Field: "changes.ticket.events", Reason: "does not count the events"}
	}
	return nil
}

// write makes a change that was admitted, and returns the serial of the ticket.
func (s *MemoryStore) write(c *Change, t *memoryTicket) uint32 {
	serial, known := s.byID[t.id]
	var old *memoryTicket
	if known {
		old = s.at(serial)
		s.tickets[serial-1] = t
	} else {
		s.tickets = append(s.tickets, t)
		serial = uint32(len(s.tickets)) //nolint:gosec // four thousand million tickets do not fit in memory
		s.byID[t.id] = serial
		s.notices.keep(t.id)
	}
	fresh := t.events
	terms := termsOf(&c.Ticket)
	for _, w := range c.Words {
		terms = append(terms, WordTerm(w))
	}
	if old == nil {
		t.terms = s.terms.replace(serial, nil, terms)
	} else {
		t.id, t.version = old.id, old.version
		t.events = append(old.events, fresh...)
		t.terms = s.terms.replace(serial, old.terms, terms)
	}
	for i := range memoryGroups {
		t.groups[i] = s.terms.number[memoryGroups[i].field+groupValue(&c.Ticket, memoryGroups[i].by)]
	}
	t.version++
	for i := len(t.events) - len(fresh); i < len(t.events); i++ {
		t.events[i].seq = s.feed.add(feedPlace{serial, uint32(i)})
	}
	s.orders.move(serial, old, t)
	if old != nil && old.ended != never {
		s.ended.remove(place{old.ended, serial})
	}
	if t.ended != never {
		s.ended.add(place{t.ended, serial})
	}
	return serial
}

// Load implements [Store].
func (s *MemoryStore) Load(ctx context.Context, id string) (Ticket, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Ticket{}, err
	}
	serial, ok := s.byID[id]
	if !ok {
		return Ticket{}, ErrNotFound
	}
	return s.at(serial).ticket(serial), nil
}

// Due implements [Store].
func (s *MemoryStore) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var ids []string
	for at := range s.orders.due.from(firstPlace) {
		if at.key > now.UnixMicro() || len(ids) >= limit {
			break
		}
		ids = append(ids, s.at(at.serial).id)
	}
	return ids, nil
}

// Outbox implements [Store].
func (s *MemoryStore) Outbox() Outbox { return (*memoryOutbox)(s) }
