package routing

import (
	"cmp"
	"context"
	"iter"
	"slices"
)

// Changes implements [Store]. It takes time that depends on how much it returns.
func (s *MemoryStore) Changes(ctx context.Context, after int64) (Changes, error) {
	c, err := s.changes(ctx, after)
	slices.SortFunc(c.Works, func(a, b Work) int { return cmp.Compare(a.Item.ID, b.Item.ID) })
	slices.SortFunc(c.Seats, func(a, b Seat) int { return cmp.Compare(a.Agent.ID, b.Agent.ID) })
	slices.SortFunc(c.Learned, func(a, b Learned) int {
		return cmp.Or(cmp.Compare(a.Agent, b.Agent), cmp.Compare(a.Category, b.Category))
	})
	return c, err
}

func (s *MemoryStore) changes(ctx context.Context, after int64) (Changes, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Changes{}, err
	}
	c := Changes{Revision: s.revision, Control: s.control, Seq: s.events.last}
	work := func(r *memoryItem) { c.Works = append(c.Works, r.work()) }
	seat := func(r *memorySeat) { c.Seats = append(c.Seats, cloneSeat(&r.seat)) }
	learned := func(r *memoryLearned) { c.Learned = append(c.Learned, r.learned) }
	if c.Whole = after <= 0 || after > s.revision || after < s.horizon; c.Whole {
		after = 0
	} else {
		s.items.since(listGone, after, work)
		s.seats.since(listGone, after, seat)
		s.learned.since(listGone, after, learned)
	}
	s.items.since(listLive, after, work)
	s.seats.since(listLive, after, seat)
	s.learned.since(listLive, after, learned)
	return c, nil
}

func (r *memoryItem) work() Work {
	return Work{Item: cloneItem(&r.item), Status: cloneStatus(&r.status)}
}

// Work implements [Store].
func (s *MemoryStore) Work(ctx context.Context, item string) (Work, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Work{}, err
	}
	n, ok := s.itemNumber(item, 0)
	if !ok {
		return Work{}, &NotFoundError{What: "item", ID: item}
	}
	return s.items.at(n).work(), nil
}

// Events implements [Store]. A loop ends with what was the last event when it
// began.
func (s *MemoryStore) Events(ctx context.Context, item string, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		page, from, end := s.begin(item, after)
		for {
			if err := ctx.Err(); err != nil {
				yield(Event{}, err)
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
				if err := ctx.Err(); err != nil {
					yield(Event{}, err)
					return
				}
			}
			if from >= end {
				return
			}
			page, from = s.read(page[:0], from, end)
		}
	}
}

// begin returns the first events of a loop, up to which one they go, and the last
// one of the loop. Of one item it returns all.
func (s *MemoryStore) begin(item string, after int64) (page []Event, from, end int64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if item == "" {
		end = s.events.last
		size := min(max(end-after, 0), eventPageSize)
		page, from = s.events.read(make([]Event, 0, size), after, end)
		return page, from, end
	}
	seq := s.strays[item]
	if n, ok := s.itemNumber(item, 0); ok {
		seq = s.items.at(n).event
	}
	for seq > after {
		e := s.events.at(seq)
		if e == nil {
			break
		}
		page = append(page, e.Event)
		seq = e.before
	}
	slices.Reverse(page)
	return page, 0, 0
}

func (s *MemoryStore) read(page []Event, after, end int64) ([]Event, int64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.events.read(page, after, end)
}
