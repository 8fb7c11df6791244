package ticket

import (
	"context"
	"iter"
)

// memoryFeed numbers the events of a store in the order of their commits.
type memoryFeed struct {
	stretches []feedStretch
	last      int64 // the last number that was given
}

// feedStretch is a part of the feed.
type feedStretch struct {
	events []feedPlace // nil when all were pruned
	left   int         // how many were not
}

// feedPlace is where an event is: the serial of its ticket, or 0 if it was pruned, and
// its index there.
type feedPlace struct{ serial, i uint32 }

const feedStretchEvents = 4096

// add appends an event and returns its number.
func (f *memoryFeed) add(at feedPlace) int64 {
	if f.last%feedStretchEvents == 0 {
		f.stretches = append(f.stretches, feedStretch{})
	}
	end := &f.stretches[len(f.stretches)-1]
	end.events = append(end.events, at)
	end.left++
	f.last++
	return f.last
}

// drop takes the event with a number out.
func (f *memoryFeed) drop(seq int64) {
	part := &f.stretches[(seq-1)/feedStretchEvents]
	part.events[(seq-1)%feedStretchEvents] = feedPlace{}
	if part.left--; part.left == 0 && len(part.events) == feedStretchEvents {
		part.events = nil
	}
}

// readEvents is how many events a loop reads at a time under the lock.
const readEvents = 64

// readEvent is an event that was read, still packed.
type readEvent struct {
	memoryEvent
	ticket string
	n      int64
}

// Feed implements [Store]. It ends with the last event that was there when the loop
// began.
func (s *MemoryStore) Feed(ctx context.Context, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		s.mu.RLock()
		end := s.feed.last
		s.mu.RUnlock()
		seq := max(after, 0)
		yieldEvents(ctx, yield, func(page []readEvent) []readEvent {
			s.mu.RLock()
			defer s.mu.RUnlock()
			for seq < end && len(page) < readEvents {
				part := &s.feed.stretches[seq/feedStretchEvents]
				if part.left == 0 {
					seq = (seq/feedStretchEvents + 1) * feedStretchEvents
					continue
				}
				if at := part.events[seq%feedStretchEvents]; at.serial != 0 {
					t := s.at(at.serial)
					page = append(page, readEvent{t.events[at.i], t.id, int64(at.i) + 1})
				}
				seq++
			}
			return page
		})
	}
}

// Last implements [Store].
func (s *MemoryStore) Last(ctx context.Context) (int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.feed.last, ctx.Err()
}

// History implements [Store]. It ends with the last event that was there when the loop
// began.
func (s *MemoryStore) History(ctx context.Context, id string, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		s.mu.RLock()
		var events []memoryEvent
		if serial, ok := s.byID[id]; ok {
			events = s.at(serial).events // which later commits append to only
		}
		s.mu.RUnlock()
		n := max(after, 0)
		yieldEvents(ctx, yield, func(page []readEvent) []readEvent {
			for n < int64(len(events)) && len(page) < readEvents {
				page = append(page, readEvent{memoryEvent{body: events[n].body}, id, n + 1})
				n++
			}
			return page
		})
	}
}

// yieldEvents yields the events that read appends to a page, until it appends none or
// ctx is done.
func yieldEvents(ctx context.Context, yield func(Event, error) bool, read func(page []readEvent) []readEvent) {
	var page []readEvent
	for {
		if page = read(page[:0]); len(page) == 0 {
			if err := ctx.Err(); err != nil {
				yield(Event{}, err)
			}
			return
		}
		for i := range page {
			if err := ctx.Err(); err != nil {
				yield(Event{}, err)
				return
			}
			e := page[i].event(page[i].ticket, page[i].n)
			e.Seq = page[i].seq
			if !yield(e, nil) {
				return
			}
		}
	}
}
