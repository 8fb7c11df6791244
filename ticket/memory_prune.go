package ticket

import (
	"context"
	"time"
)

// Prune implements [Archive]. Notices of these tickets that have not left yet still do.
func (s *MemoryStore) Prune(ctx context.Context, before time.Time, limit int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	var old []place
	for at := range s.ended.from(firstPlace) {
		if at.key >= before.UnixMicro() || len(old) >= limit {
			break
		}
		if s.over(at.serial, before.UnixMicro(), map[uint32]bool{}) {
			old = append(old, at)
		}
	}
	for _, at := range old {
		s.forget(at)
	}
	return len(old), nil
}

// over says whether a ticket, and all to which words go on from it, ended and were last
// changed before a time.
func (s *MemoryStore) over(serial uint32, until int64, seen map[uint32]bool) bool {
	if seen[serial] {
		return true
	}
	seen[serial] = true
	m := s.at(serial)
	if m.ended >= until || m.updated >= until {
		return false
	}
	t := m.ticket(serial)
	for _, id := range t.Onward() {
		if next, there := s.byID[id]; there && !s.over(next, until, seen) {
			return false
		}
	}
	return true
}

// forget removes a ticket that ended.
func (s *MemoryStore) forget(at place) {
	t := s.at(at.serial)
	s.ended.remove(at)
	s.orders.move(at.serial, t, nil)
	for _, n := range t.terms {
		s.terms.drop(n, at.serial)
	}
	for i := range t.events {
		s.feed.drop(t.events[i].seq)
	}
	s.notices.prune(t.id)
	delete(s.byID, t.id)
	s.tickets[at.serial-1] = nil
}
