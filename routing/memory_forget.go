package routing

import (
	"context"
	"math"
	"time"
)

// Prune implements [Store].
func (s *MemoryStore) Prune(ctx context.Context, before time.Time, limit int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	// What is kept has no parts of a microsecond.
	end := before.Add(time.Microsecond - 1).UnixMicro()
	n, last := 0, int64(math.MinInt64)
	for n < limit {
		at, ok := s.forgetFirst(end)
		if !ok {
			break
		}
		n, last = n+1, at
	}
	for len(s.loose) > 0 && s.loose[0].at < last {
		s.events.forget(s.loose.pop().what)
	}
	return n, nil
}

// forgetFirst forgets the item that ended first, if that was before a time, and
// returns when.
func (s *MemoryStore) forgetFirst(end int64) (at int64, ok bool) {
	for len(s.ended) > 0 && s.ended[0].at < end {
		e := s.ended.pop()
		n := uint32(e.what) //nolint:gosec // it was one
		r := s.items.at(n)
		if !r.status.State.Ended() || r.status.Since.UnixMicro() != e.at {
			continue // it has another end since, or none
		}
		for seq := r.event; seq > 0; {
			seq = s.events.forget(seq)
		}
		s.endings--
		s.horizon = max(s.horizon, s.items.links[n].revision)
		s.itemIDs.drop(r.item.ID, n)
		s.items.drop(n)
		return e.at, true
	}
	return 0, false
}

// bound keeps what the options allow.
func (s *MemoryStore) bound() {
	for s.opts.KeepEnded > 0 && s.endings > s.opts.KeepEnded {
		s.forgetFirst(math.MaxInt64)
	}
	if s.opts.KeepEvents == 0 {
		return
	}
	// Traces of events that are gone go when there are more of them than events.
	if most := 2*s.opts.KeepEvents + eventPageSize; len(s.loose) > most || len(s.strays) > most {
		s.loose.retain(func(e stamped) bool { return e.what >= s.events.first })
		for item, seq := range s.strays {
			if seq < s.events.first {
				delete(s.strays, item)
			}
		}
	}
}
