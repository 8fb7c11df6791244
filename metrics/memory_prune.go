package metrics

import (
	"context"
	"time"
)

// Prune implements [Archive]. It looks at ctx before it begins; then it forgets in small steps, between which others
// read and write.
func (s *MemoryStore) Prune(ctx context.Context, before time.Time) (events int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	for n := uint32(0); n < s.begun(); n += threadChunk {
		events += s.pruneThreads(n, before.UnixMicro())
	}
	if events == 0 {
		return 0, nil
	}
	for i := range s.log.ids {
		s.pruneIDs(i)
	}
	for i := 0; s.prunePage(i); i++ {
		continue
	}
	return events, nil
}

// pruneThreads marks those of a chunk that are old, and returns how many events they have.
func (s *MemoryStore) pruneThreads(from uint32, before int64) (events int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for n := from; n < min(from+threadChunk, s.log.threads.n); n++ {
		t := s.log.threads.at(n)
		if !t.pruned && !t.stale() && t.due == notDue && t.at < before {
			t.pruned, t.last = true, 0
			events += int(t.version)
		}
	}
	return events
}

// lost says that the event at a place is one of a pruned thread.
func (l *memoryLog) lost(place uint32) bool {
	p := l.pages[place/pageEvents]
	return p == nil || l.threads.at(p.thread[place%pageEvents]).pruned
}

func (s *MemoryStore) pruneIDs(part int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log.ids[part].retain(func(place uint32) bool { return !s.log.lost(place) })
}

// prunePage forgets events of a page; false if there is no such page.
func (s *MemoryStore) prunePage(i int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := &s.log
	if i >= len(l.pages) {
		return false
	}
	p := l.pages[i]
	if p == nil {
		return true
	}
	first := uint32(i) * pageEvents
	n := min(pageEvents, l.n-first)
	size := 0
	for place := first; place < first+n; place++ {
		if !l.lost(place) {
			size += len(p.record(place).data)
		}
	}
	switch {
	case size == len(p.data):
		return true
	case size == 0 && n == pageEvents:
		l.pages[i] = nil
		return true
	}
	fresh := &memoryPage{data: make([]byte, 0, size), before: p.before, thread: p.thread}
	for place := first; place < first+n; place++ {
		if !l.lost(place) {
			fresh.data = append(fresh.data, p.record(place).data...)
		}
		fresh.end[place-first] = len(fresh.data)
	}
	l.pages[i] = fresh
	return true
}
