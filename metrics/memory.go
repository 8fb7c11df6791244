package metrics

import (
	"context"
	"fmt"
	"hash/maphash"
	"iter"
	"math"
	"sync"
	"time"
)

// MemoryStore is a [Store], a [Rebuilder] and an [Archive] that keeps everything in the memory of the process, for
// tests, demonstrations and services that may forget. It is safe for concurrent use and starts no goroutines.
//
// Recording an event takes no allocation of its own: events are packed into pages, and found by tables of numbers. Who
// reads takes no lock while he looks at what he got, and an append never waits for a fold. It holds up to 2^32-1 events.
type MemoryStore struct {
	// mu is for the log. Who needs both locks takes that of the sums first.
	mu   sync.RWMutex
	log  memoryLog
	sums memorySums
}

var (
	_ Store     = (*MemoryStore)(nil)
	_ Rebuilder = (*MemoryStore)(nil)
	_ Archive   = (*MemoryStore)(nil)
)

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{log: memoryLog{seed: maphash.MakeSeed()}}
}

// Append implements [Store].
func (s *MemoryStore) Append(ctx context.Context, events ...Event) (added int, err error) {
	return s.write(ctx, events, false)
}

// write appends events, which are validated on the way if they have not been.
func (s *MemoryStore) write(ctx context.Context, events []Event, validate bool) (added int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	l := &s.log
	if err := l.pack(events, validate); err != nil {
		return 0, err
	}
	if len(events) >= math.MaxUint32-int(l.n) {
		return 0, fmt.Errorf("metrics: the store in memory is full: it has %d events", l.n)
	}
	from := 0
	for i, end := range l.ends {
		if l.append(&events[i], l.packed[from:end.key], l.packed[end.key:end.event]) {
			added++
		}
		from = end.event
	}
	if cap(l.packed) > keptScratch {
		l.packed, l.ends = nil, nil
	}
	return added, nil
}

// keptScratch is how many bytes of a call's packed events stay for the next one.
const keptScratch = 1 << 20

// Feed implements [Store].
func (s *MemoryStore) Feed(ctx context.Context, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for place := max(0, after); ; {
			records, keys, next := s.page(place)
			for i := range records {
				if !s.yield(ctx, records[i], keys[i], yield) {
					return
				}
			}
			if err := ctx.Err(); err != nil {
				yield(Event{}, err)
				return
			}
			if place = next; next < 0 {
				return
			}
		}
	}
}

func (s *MemoryStore) yield(ctx context.Context, r record, key []byte, yield func(Event, error) bool) bool {
	err := ctx.Err()
	var e Event
	if err == nil {
		e, err = r.unpack(string(key))
	}
	return yield(e, err) && err == nil
}

// feedStep is how many events are read at a time.
const feedStep = 256

// page returns some of the events from a place on, the keys of their threads, and the place of the next ones; -1 if
// there are no more.
func (s *MemoryStore) page(place int64) (records []record, keys [][]byte, next int64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for place < int64(s.log.n) {
		p := s.log.pages[place/pageEvents]
		next = min(place-place%feedStep+feedStep, int64(s.log.n))
		for ; p != nil && place < next; place++ {
			if r := p.record(uint32(place)); len(r.data) > 0 {
				records = append(records, r)
				keys = append(keys, s.log.threads.key(r.thread))
			}
		}
		if place = next; len(records) > 0 {
			return records, keys, next
		}
	}
	return nil, nil, -1
}

// Threads implements [Store].
func (s *MemoryStore) Threads(ctx context.Context, keys ...string) iter.Seq2[Thread, error] {
	return func(yield func(Thread, error) bool) {
		var records []record
		one := func(n uint32) bool {
			t, fault := s.thread(n, &records)
			if err := ctx.Err(); err != nil {
				fault = err
			}
			if fault != nil {
				yield(Thread{}, fault)
				return false
			}
			return len(t.Events) == 0 || yield(t, nil)
		}
		if len(keys) == 0 {
			for n := range s.begun() {
				if !one(n) {
					return
				}
			}
		}
		for _, key := range keys {
			s.mu.RLock()
			n, ok := s.log.find(key)
			s.mu.RUnlock()
			if ok && !one(n) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Thread{}, err)
		}
	}
}

// begun is how many threads there are.
func (s *MemoryStore) begun() uint32 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.log.threads.n
}

// thread returns a thread; one without events if these were forgotten.
func (s *MemoryStore) thread(n uint32, records *[]record) (Thread, error) {
	s.mu.RLock()
	t := s.log.threads.at(n)
	version := int64(t.version)
	key := s.log.threads.key(n)
	*records = (*records)[:0]
	for at := t.last; at != 0 && !t.pruned; {
		p := s.log.pages[(at-1)/pageEvents]
		*records = append(*records, p.record(at-1))
		at = p.before[(at-1)%pageEvents]
	}
	s.mu.RUnlock()
	if len(*records) == 0 {
		return Thread{}, nil
	}
	got := Thread{Key: string(key), Version: version, Events: make([]Event, len(*records))}
	for i, r := range *records {
		e, err := r.unpack(got.Key)
		if err != nil {
			return Thread{}, err
		}
		got.Events[len(*records)-1-i] = e
	}
	return got, nil
}

// Stale implements [Store].
func (s *MemoryStore) Stale(ctx context.Context, now time.Time, limit int) (keys []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil || limit <= 0 {
		return nil, err
	}
	l := &s.log
	l.stale.first(func(n uint32) (keep, stop bool) {
		t := l.threads.at(n)
		if t.listed = t.stale(); t.listed {
			keys = append(keys, string(l.threads.key(n)))
		}
		return t.listed, len(keys) == limit
	})
	if len(keys) == limit {
		return keys, nil
	}
	l.due.until(&l.threads, now.UnixMicro(), func(n uint32) bool {
		if !l.threads.at(n).stale() {
			keys = append(keys, string(l.threads.key(n)))
		}
		return len(keys) < limit
	})
	return keys, nil
}
