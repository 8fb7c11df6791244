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
		if s.at(at.serial).updated < before.UnixMicro() {
			old = append(old, at)
		}
	}
	for _, at := range old {
		s.forget(at)
	}
	return len(old), nil
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
