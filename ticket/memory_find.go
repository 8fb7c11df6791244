package ticket

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
)

// place is where a ticket is in an order.
type place struct {
	key    int64
	serial uint32
}

// firstPlace comes before all places.
var firstPlace = place{key: math.MinInt64}

func comparePlaces(a, b place) int {
	if a.key != b.key {
		return cmp.Compare(a.key, b.key)
	}
	return cmp.Compare(a.serial, b.serial)
}

// lookEvery is how many tickets a search looks at between two looks at its context.
const lookEvery = 1024

// Find implements [Store].
func (s *MemoryStore) Find(ctx context.Context, f Filter, p Page) (Found, error) {
	after, err := p.complete()
	if err != nil {
		return Found{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := ctx.Err(); err != nil {
		return Found{}, err
	}
	q := s.query(&f)
	places, err := s.page(ctx, &q, &p, after)
	if err != nil {
		return Found{}, err
	}
	var found Found
	if len(places) > p.Limit {
		places = places[:p.Limit]
		found.Next = p.cursor(places[p.Limit-1])
	}
	for _, at := range places {
		found.Tickets = append(found.Tickets, s.at(at.serial).ticket(at.serial))
	}
	return found, nil
}

// page returns the places of the tickets of a page, and one more if there is one. It
// goes through all tickets in the order of the page, which ends soon where many are
// described, but looks at no more of them than have the rarest of the terms, which it
// goes through otherwise.
func (s *MemoryStore) page(ctx context.Context, q *memoryQuery, p *Page, after *place) ([]place, error) {
	var places []place
	looked := 0
	for at := range s.walk(p, after) {
		if looked++; looked%lookEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if looked > s.candidateCount(q) {
			return s.choose(ctx, q, p, after)
		}
		if q.named(at.serial) && q.describes(s.at(at.serial)) {
			if places = append(places, at); len(places) > p.Limit {
				break
			}
		}
	}
	return places, nil
}

// choose is page for few candidates.
func (s *MemoryStore) choose(ctx context.Context, q *memoryQuery, p *Page, after *place) ([]place, error) {
	var places []place
	first := func() {
		slices.SortFunc(places, p.compare)
		places = places[:min(len(places), p.Limit+1)]
	}
	looked := 0
	for serial := range s.candidates(q) {
		if looked++; looked%lookEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		t := s.at(serial)
		at := place{t.key(p.By, serial), serial}
		if after != nil && p.compare(at, *after) <= 0 || !q.describes(t) {
			continue
		}
		if places = append(places, at); len(places) > 4*p.Limit {
			first()
		}
	}
	first()
	return places, nil
}

// candidateCount is how many candidates there are.
func (s *MemoryStore) candidateCount(q *memoryQuery) int {
	switch {
	case !q.anyone:
		return len(q.serials)
	case len(q.clauses) == 0:
		return len(s.byID)
	default:
		return q.clauses[0].tickets
	}
}

// candidates yields the serials of the tickets that may be what was asked for, each once.
func (s *MemoryStore) candidates(q *memoryQuery) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		switch {
		case !q.anyone:
			for _, serial := range q.serials {
				if !yield(serial) {
					return
				}
			}
		case len(q.clauses) == 0:
			for i, t := range s.tickets {
				if t != nil && !yield(uint32(i)+1) {
					return
				}
			}
		default:
			// A ticket has one of the terms at most: lists are of fields with one value.
			for _, n := range q.clauses[0].terms {
				for serial := range s.terms.terms[n].serials() {
					if !yield(serial) {
						return
					}
				}
			}
		}
	}
}
