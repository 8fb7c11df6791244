package ticket

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"iter"
	"math"
	"slices"
)

// memoryOrders keep the tickets in each [Order] but that of their serials, and by when
// they are due.
type memoryOrders struct{ updated, priority, deadline, due sortedSet[place] }

func newMemoryOrders() memoryOrders {
	none := sortedSet[place]{compare: comparePlaces}
	return memoryOrders{none, none, none, none}
}

// move puts a ticket where it belongs; either of the two may be nil: it comes, or goes.
func (o *memoryOrders) move(serial uint32, from, to *memoryTicket) {
	for by, set := range o.all() {
		switch {
		case from != nil && to != nil && from.key(by, serial) == to.key(by, serial):
			continue
		case from != nil:
			set.remove(place{from.key(by, serial), serial})
		}
		if to != nil {
			set.add(place{to.key(by, serial), serial})
		}
	}
}

func (o *memoryOrders) all() iter.Seq2[Order, *sortedSet[place]] {
	return func(yield func(Order, *sortedSet[place]) bool) {
		_ = yield(ByUpdated, &o.updated) && yield(ByPriority, &o.priority) && yield(ByDeadline, &o.deadline) && yield(byDue, &o.due)
	}
}

// byDue is the order in which [MemoryStore.Due] finds tickets.
const byDue Order = "due"

// key is what a ticket is ordered by.
func (t *memoryTicket) key(by Order, serial uint32) int64 {
	switch by {
	case ByUpdated:
		return t.updated
	case ByPriority:
		return t.priority
	case ByDeadline:
		return t.deadline
	case byDue:
		return t.due
	default:
		return int64(serial)
	}
}

// complete fills in the defaults, and returns the place that the page comes after, or
// nil for the first one.
func (p *Page) complete() (after *place, err error) {
	if p.By == "" {
		p.By = BySerial
	}
	if !slices.Contains([]Order{BySerial, ByUpdated, ByPriority, ByDeadline}, p.By) {
		return nil, &FieldError{Field: "by", Reason: "is no order"}
	}
	const usual, most = 50, 1000
	if p.Limit == 0 {
		p.Limit = usual
	}
	if p.Limit < 0 || p.Limit > most {
		return nil, &FieldError{Field: "limit", Reason: "is not within 1 and 1000"}
	}
	if p.After == "" {
		return nil, nil //nolint:nilnil // nothing to come after
	}
	at, ok := p.place(p.After)
	if !ok {
		return nil, &FieldError{Field: "after", Reason: "is not the Next of a page in this order"}
	}
	return &at, nil
}

// cursor is a place as text: the order, the place, and a sum of both. place reads it,
// if it is of the same order.
func (p *Page) cursor(at place) string {
	b := append(p.order(), 0)
	b = binary.BigEndian.AppendUint64(b, uint64(at.key))
	b = binary.BigEndian.AppendUint32(b, at.serial)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return base64.RawURLEncoding.EncodeToString(b)
}

func (p *Page) place(cursor string) (at place, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	const size = 8 + 4 + 4
	if err != nil || len(b) <= size {
		return at, false
	}
	b = b[len(b)-size:]
	at = place{int64(binary.BigEndian.Uint64(b)), binary.BigEndian.Uint32(b[8:])}
	return at, p.cursor(at) == cursor
}

func (p *Page) order() []byte {
	if p.Desc {
		return []byte(p.By + "-")
	}
	return []byte(p.By)
}

// compare orders places as the page does: those that are never due are last, and at
// the same place the younger serial is, in both directions.
func (p *Page) compare(a, b place) int {
	if a.key == b.key {
		return cmp.Compare(a.serial, b.serial)
	}
	if p.Desc && (p.By != ByDeadline || a.key != never && b.key != never) {
		return cmp.Compare(b.key, a.key)
	}
	return cmp.Compare(a.key, b.key)
}

// walk yields the places of all tickets after one, in the order of the page.
func (s *MemoryStore) walk(p *Page, after *place) iter.Seq[place] {
	var set *sortedSet[place]
	for by, of := range s.orders.all() {
		if by == p.By {
			set = of
		}
	}
	switch {
	case set == nil:
		return s.walkSerials(p.Desc, after)
	case !p.Desc && after == nil:
		return set.from(firstPlace)
	case !p.Desc:
		return set.from(place{after.key, after.serial + 1})
	default:
		return walkDown(set, p.By == ByDeadline, after)
	}
}

func (s *MemoryStore) walkSerials(desc bool, after *place) iter.Seq[place] {
	next, step := 1, 1
	if desc {
		next, step = len(s.tickets), -1
	}
	if after != nil {
		next = int(after.serial) + step
	}
	return func(yield func(place) bool) {
		for serial := next; serial > 0 && serial <= len(s.tickets); serial += step {
			if s.tickets[serial-1] != nil && !yield(place{int64(serial), uint32(serial)}) {
				return
			}
		}
	}
}

// walkDown yields places from the highest key down, those of one key in the order of
// their serials; where some are never due, these come last.
func walkDown(set *sortedSet[place], due bool, after *place) iter.Seq[place] {
	return func(yield func(place) bool) {
		// group yields what has a key, from a serial on.
		group := func(from place) bool {
			for at := range set.from(from) {
				if at.key != from.key {
					break
				}
				if !yield(at) {
					return false
				}
			}
			return true
		}
		below, last := place{math.MaxInt64, math.MaxUint32}, place{key: never}
		if due {
			below = last
		}
		if after != nil {
			if due && after.key == never {
				group(place{never, after.serial + 1})
				return
			}
			if !group(place{after.key, after.serial + 1}) {
				return
			}
			below = place{key: after.key}
		}
		for at, ok := set.before(below); ok; at, ok = set.before(below) {
			below = place{key: at.key}
			if !group(below) {
				return
			}
		}
		if due {
			group(last)
		}
	}
}
