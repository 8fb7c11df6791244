package metrics

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// modelStore is what a modelStore has to be like: maps, and nothing else.
type modelStore struct {
	mu      sync.RWMutex
	feed    []modelEvent
	threads map[string]*modelThread
	keys    []string // of threads, oldest first
}

type modelEvent struct {
	packed []byte
	thread *modelThread
}

type modelThread struct {
	ids      map[string]bool
	events   []int // places in the feed
	version  int64
	folded   int64
	due      time.Time
	last     time.Time
	pruned   bool
	episodes [][]byte
}

func newModelStore() *modelStore { return &modelStore{threads: map[string]*modelThread{}} }

func (s *modelStore) Append(ctx context.Context, events ...Event) (added int, err error) {
	for i := range events {
		if err := events[i].Storable(); err != nil {
			return 0, at(err, i)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	for i := range events {
		e := &events[i]
		key := e.Thread()
		t := s.threads[key]
		if t == nil {
			t = &modelThread{ids: map[string]bool{}}
			s.threads[key] = t
			s.keys = append(s.keys, key)
		}
		if t.pruned || t.ids[e.ID] {
			continue
		}
		packed, err := e.AppendBinary(nil)
		if err != nil {
			return added, err
		}
		t.ids[strings.Clone(e.ID)] = true
		t.events = append(t.events, len(s.feed))
		t.version++
		if e.At.After(t.last) {
			t.last = e.At
		}
		s.feed = append(s.feed, modelEvent{packed, t})
		added++
	}
	return added, nil
}

// event returns the event of a place in the feed, false if it was pruned.
func (s *modelStore) event(place int) (e Event, ok bool, err error) {
	if s.feed[place].thread.pruned {
		return e, false, nil
	}
	err = e.UnmarshalBinary(s.feed[place].packed)
	e.Seq = int64(place) + 1
	return e, true, err
}

func (s *modelStore) Feed(ctx context.Context, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for place := max(0, after); ; place++ {
			s.mu.RLock()
			if place >= int64(len(s.feed)) {
				s.mu.RUnlock()
				return
			}
			e, ok, err := s.event(int(place))
			s.mu.RUnlock()
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(Event{}, err)
				return
			}
			if ok && !yield(e, nil) {
				return
			}
		}
	}
}

func (s *modelStore) Threads(ctx context.Context, keys ...string) iter.Seq2[Thread, error] {
	return func(yield func(Thread, error) bool) {
		all := keys
		if len(keys) == 0 {
			s.mu.RLock()
			all = slices.Clone(s.keys)
			s.mu.RUnlock()
		}
		for _, key := range all {
			t, err := s.thread(key)
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(Thread{}, err)
				return
			}
			if len(t.Events) > 0 && !yield(t, nil) {
				return
			}
		}
	}
}

func (s *modelStore) thread(key string) (Thread, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := s.threads[key]
	if t == nil || t.pruned {
		return Thread{}, nil
	}
	got := Thread{Key: key, Version: t.version}
	for _, place := range t.events {
		e, _, err := s.event(place)
		if err != nil {
			return Thread{}, err
		}
		got.Events = append(got.Events, e)
	}
	return got, nil
}

func (s *modelStore) Stale(ctx context.Context, now time.Time, limit int) (keys []string, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, key := range s.keys {
		t := s.threads[key]
		if len(keys) < limit && !t.pruned && (t.folded != t.version || !t.due.IsZero() && !t.due.After(now)) {
			keys = append(keys, key)
		}
	}
	return keys, ctx.Err()
}

func (s *modelStore) Fold(ctx context.Context, folded ...Folded) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, f := range folded {
		t := s.threads[f.Key]
		if t == nil || t.pruned || t.version != f.Version {
			continue
		}
		t.folded, t.due, t.episodes = f.Version, f.Due.Truncate(time.Microsecond), nil
		for i := range f.Episodes {
			packed, err := f.Episodes[i].AppendBinary(nil)
			if err != nil {
				return err
			}
			t.episodes = append(t.episodes, packed)
		}
	}
	return nil
}

func (s *modelStore) Sheets(ctx context.Context, from, to time.Time) iter.Seq2[*Sheet, error] {
	return func(yield func(*Sheet, error) bool) {
		sheet := NewSheet()
		for e, err := range s.Episodes(ctx, from, to) {
			if err != nil {
				yield(nil, err)
				return
			}
			sheet.Add(&e)
		}
		yield(sheet, nil)
	}
}

func (s *modelStore) Episodes(ctx context.Context, from, to time.Time) iter.Seq2[Episode, error] {
	return func(yield func(Episode, error) bool) {
		from, to := from.Truncate(time.Microsecond), to.Truncate(time.Microsecond)
		var all []Episode
		s.mu.RLock()
		err := ctx.Err()
		for t := range maps.Values(s.threads) {
			for _, packed := range t.episodes {
				var e Episode
				if fault := e.UnmarshalBinary(packed); fault != nil {
					err = fault
				}
				if !e.Start.Before(from) && e.Start.Before(to) {
					all = append(all, e)
				}
			}
		}
		s.mu.RUnlock()
		if err != nil {
			yield(Episode{}, err)
			return
		}
		slices.SortFunc(all, func(a, b Episode) int {
			if n := a.Start.Compare(b.Start); n != 0 {
				return n
			}
			return strings.Compare(a.ID, b.ID)
		})
		for i := range all {
			if err := ctx.Err(); err != nil {
				yield(Episode{}, err)
				return
			}
			if !yield(all[i], nil) {
				return
			}
		}
	}
}

func (s *modelStore) Rebuild(ctx context.Context, fold func(Thread) Folded) error {
	var all []Folded
	for t, err := range s.Threads(ctx) {
		if err != nil {
			return err
		}
		all = append(all, fold(t))
	}
	return s.Fold(ctx, all...)
}

func (s *modelStore) Prune(ctx context.Context, before time.Time) (events int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	for _, t := range s.threads {
		if !t.pruned && t.folded == t.version && t.due.IsZero() && t.last.Before(before) {
			for _, place := range t.events {
				s.feed[place].packed = nil
			}
			events += len(t.events)
			t.pruned, t.events, t.ids = true, nil, nil
		}
	}
	return events, nil
}
