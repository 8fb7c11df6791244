package ticket

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// memoryNotices are the notices of a [MemoryStore].
type memoryNotices struct {
	byID   map[string]*memoryNotice
	queues map[string]*noticeQueue // by ticket
	// heads has the oldest unsettled notice of each ticket to each recipient, by when it is
	// due and then by age.
	heads sortedSet[noticePlace]
	last  int64
}

// noticeQueue has the notices of a ticket that are known.
type noticeQueue struct {
	open    []*memoryNotice // those that are not settled, the oldest first
	settled []string        // the ids of the others
	// pruned says that the ticket is gone: what is settled is forgotten.
	pruned bool
}

// memoryNotice is a notice; a settled one is known because its id may not come again.
type memoryNotice struct {
	id, ticket, to string
	body           string // empty when it is settled
	age            int64
	due            int64
	attempt        int
	claimed        bool
}

type noticePlace struct {
	due, age int64
	notice   *memoryNotice
}

func (n *memoryNotice) place() noticePlace { return noticePlace{n.due, n.age, n} }

func newMemoryNotices() memoryNotices {
	return memoryNotices{
		byID: map[string]*memoryNotice{}, queues: map[string]*noticeQueue{},
		heads: sortedSet[noticePlace]{compare: func(a, b noticePlace) int {
			return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.age, b.age))
		}},
	}
}

func (m *memoryNotices) has(id string) bool { return m.byID[id] != nil }

// add appends a notice to the queue of its ticket.
func (m *memoryNotices) add(n *Notice) {
	m.last++
	rest := *n
	rest.ID, rest.Ticket, rest.To = "", "", ""
	kept := &memoryNotice{id: n.ID, ticket: n.Ticket, to: n.To, body: pack(&rest), age: m.last, due: n.At.UnixMicro()}
	m.byID[kept.id] = kept
	q := m.queues[kept.ticket]
	if q == nil {
		q = &noticeQueue{}
		m.queues[kept.ticket] = q
	}
	if q.first(kept.to) == nil {
		m.heads.add(kept.place())
	}
	q.open = append(q.open, kept)
}

// first is the oldest unsettled notice to a recipient; nil if there is none.
func (q *noticeQueue) first(to string) *memoryNotice {
	for _, n := range q.open {
		if n.to == to {
			return n
		}
	}
	return nil
}

// keep takes prune back: there is a new ticket with this id.
func (m *memoryNotices) keep(ticket string) {
	if q := m.queues[ticket]; q != nil {
		q.pruned = false
	}
}

// prune forgets the settled notices of a ticket, and the others once they are settled.
func (m *memoryNotices) prune(ticket string) {
	q := m.queues[ticket]
	if q == nil {
		return
	}
	q.pruned = true
	m.forget(q, ticket)
}

func (m *memoryNotices) forget(q *noticeQueue, ticket string) {
	for _, id := range q.settled {
		delete(m.byID, id)
	}
	if q.settled = nil; len(q.open) == 0 {
		delete(m.queues, ticket)
	}
}

// memoryOutbox is the [Outbox] of a [MemoryStore], under the same lock.
type memoryOutbox MemoryStore

// Claim implements [Outbox].
func (o *memoryOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]Outgoing, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m := &o.notices
	var due []noticePlace
	for at := range m.heads.from(noticePlace{due: firstPlace.key}) {
		if at.due > now.UnixMicro() || len(due) >= limit {
			break
		}
		due = append(due, at)
	}
	var claimed []Outgoing
	for _, at := range due {
		n := at.notice
		m.heads.remove(at)
		n.claimed, n.due = true, lease.UnixMicro()
		n.attempt++
		m.heads.add(n.place())
		out := Outgoing{Notice: unpack[Notice](n.body), Attempt: n.attempt}
		out.Notice.ID, out.Notice.Ticket, out.Notice.To = n.id, n.ticket, n.to
		claimed = append(claimed, out)
	}
	return claimed, nil
}

// Settle implements [Outbox].
func (o *memoryOutbox) Settle(ctx context.Context, id string, attempt int, retry time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	m := &o.notices
	n := m.byID[id]
	switch {
	case n == nil:
		return ErrNotFound
	case !n.claimed || n.attempt != attempt:
		return ErrConflict
	}
	m.heads.remove(n.place())
	n.claimed = false
	if !retry.IsZero() {
		n.due = retry.UnixMicro()
		m.heads.add(n.place())
		return nil
	}
	n.body = ""
	q := m.queues[n.ticket]
	at := slices.Index(q.open, n)
	q.open, q.settled = slices.Delete(q.open, at, at+1), append(q.settled, n.id)
	if next := q.first(n.to); next != nil {
		m.heads.add(next.place())
	}
	if q.pruned {
		m.forget(q, n.ticket)
	}
	return nil
}
