package metrics

import (
	"context"
	"hash/maphash"
	"time"
)

// Fold implements [Store].
func (s *MemoryStore) Fold(ctx context.Context, folded ...Folded) error {
	packed := make([][]byte, len(folded))
	for i := range folded {
		var err error
		if packed[i], err = packEpisodes(folded[i].Episodes); err != nil {
			return err
		}
	}
	s.sums.mu.Lock()
	defer s.sums.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	for i := range folded {
		n, ok := s.settle(&folded[i])
		if !ok {
			continue
		}
		if err := s.sums.replace(n, packed[i]); err != nil {
			return err
		}
	}
	return s.sums.cool()
}

// settle writes down that a thread was folded; false if it has another version.
func (s *MemoryStore) settle(f *Folded) (n uint32, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok = s.log.find(f.Key)
	if !ok {
		return 0, false
	}
	t := s.log.threads.at(n)
	if t.pruned || int64(t.version) != f.Version {
		return 0, false
	}
	t.folded = t.version
	s.log.due.set(&s.log.threads, n, dueMicro(f.Due))
	return n, true
}

// find returns the number of the thread with a key.
func (l *memoryLog) find(key string) (uint32, bool) {
	return l.threads.find(maphash.String(l.seed, key), []byte(key))
}

func dueMicro(due time.Time) int64 {
	if due.IsZero() {
		return notDue
	}
	return due.UnixMicro()
}

// Rebuild implements [Rebuilder].
func (s *MemoryStore) Rebuild(ctx context.Context, fold func(Thread) Folded) error {
	type result struct {
		version uint32
		due     int64
	}
	results := make([]result, s.begun())
	var fresh memorySums
	var records []record
	for n := range results {
		if err := ctx.Err(); err != nil {
			return err
		}
		t, err := s.thread(uint32(n), &records)
		if err != nil {
			return err
		}
		if len(t.Events) == 0 {
			continue // it was pruned, and has the episodes that it will always have
		}
		f := fold(t)
		results[n] = result{uint32(t.Version), dueMicro(f.Due)}
		packed, err := packEpisodes(f.Episodes)
		if err != nil {
			return err
		}
		if err := fresh.replace(uint32(n), packed); err != nil {
			return err
		}
		if n%pageEvents == 0 {
			if err := fresh.cool(); err != nil {
				return err
			}
		}
	}

	s.sums.mu.Lock()
	defer s.sums.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	for n, packed := range s.sums.episodes {
		if n >= len(results) || results[n].version == 0 {
			if err := fresh.replace(uint32(n), packed); err != nil {
				return err
			}
		}
	}
	s.sums.episodes, s.sums.parts, s.sums.hot, s.sums.folds = fresh.episodes, fresh.parts, fresh.hot, fresh.folds
	s.mu.Lock()
	defer s.mu.Unlock()
	for n, r := range results {
		t := s.log.threads.at(uint32(n))
		if r.version == 0 || t.pruned {
			continue
		}
		t.folded = r.version
		if t.stale() && !t.listed {
			t.listed = true
			s.log.stale.push(uint32(n))
		}
		s.log.due.set(&s.log.threads, uint32(n), r.due)
	}
	return s.sums.cool()
}
