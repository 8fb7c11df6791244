package routing

import (
	"context"
	"strings"
	"sync"
	"unicode/utf8"
)

// MemoryOptions bound what a [MemoryStore] keeps, whatever is pruned besides.
type MemoryOptions struct {
	// KeepEvents is how many events are kept, the last ones. Default: 0, all.
	KeepEvents int
	// KeepEnded is how many ended items are kept; when there are more, those that
	// ended first are forgotten with their events, as [Store] says of Prune.
	// Default: 0, all.
	KeepEnded int
}

// MemoryStore is a [Store] that keeps everything in the memory of the process, for
// tests, simulations and routers that may forget. It is safe for concurrent use by
// any number of routers, and starts no goroutines. A commit takes time that depends
// on what it writes only, not on what is kept.
type MemoryStore struct {
	opts MemoryOptions

	mu       sync.RWMutex
	revision int64
	horizon  int64 // the last revision of an item that was forgotten
	control  Control
	items    memoryTable[memoryItem]
	seats    memoryTable[memorySeat]
	learned  memoryTable[memoryLearned]
	itemIDs  *index[uint32]
	seatIDs  map[string]uint32
	pairs    map[skilled]uint32
	events   memoryEvents
	strays   map[string]int64 // the last event of items that are not in the store
	ended    timeHeap         // when items ended
	endings  int              // how many items have ended and are kept
	loose    timeHeap         // the events of no item
	try      admission
}

var _ Store = (*MemoryStore)(nil)

// memoryItem is an item, where it is, and the number of its last event.
type memoryItem struct {
	item   Item
	status Status
	event  int64
	added  int64 // the try that made the record
	named  int64 // the last try that gave it a status
}

type memorySeat struct {
	seat  Seat
	named int64
}

type memoryLearned struct {
	learned Learned
	named   int64
}

// skilled is an agent and a category of items.
type skilled struct{ agent, category string }

// NewMemoryStore returns an empty store that forgets nothing by itself.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{
		items: newMemoryTable[memoryItem](), seats: newMemoryTable[memorySeat](), learned: newMemoryTable[memoryLearned](),
		itemIDs: newIndex[uint32](), seatIDs: make(map[string]uint32), pairs: make(map[skilled]uint32), strays: make(map[string]int64),
	}
}

// NewBoundedMemoryStore returns an empty store that keeps what the options say; nil
// options are the defaults. Negative bounds are [ErrInvalid].
func NewBoundedMemoryStore(opts *MemoryOptions) (*MemoryStore, error) {
	s := NewMemoryStore()
	if opts != nil {
		s.opts = *opts
	}
	switch {
	case s.opts.KeepEvents < 0:
		return nil, &FieldError{Field: "keep_events", Reason: "is negative"}
	case s.opts.KeepEnded < 0:
		return nil, &FieldError{Field: "keep_ended", Reason: "is negative"}
	}
	s.events.keep = int64(s.opts.KeepEvents)
	return s, nil
}

// Commit implements [Store].
func (s *MemoryStore) Commit(ctx context.Context, c Commit) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if c.After != s.revision {
		for i := range c.Items {
			if _, ok := s.itemNumber(c.Items[i].ID, 0); ok {
				return 0, &ExistsError{Item: c.Items[i].ID}
			}
		}
		return 0, ErrConflict
	}
	if err := s.admit(&c); err != nil {
		s.dismiss(&c)
		return 0, err
	}
	s.apply(&c)
	return s.revision, nil
}

// admission is how far a commit was checked, and what for: the numbers of its
// records. Its memory is used again.
type admission struct {
	number                        int64 // of the try
	items, status, seats, learned []uint32
	added                         []uint32  // the seats that are new
	pairs                         []skilled // the pairs that are new
}

// admit checks a commit and makes the records that are new. After an error they
// have to be dismissed.
func (s *MemoryStore) admit(c *Commit) error {
	t := &s.try
	t.number++
	t.items, t.status, t.seats, t.learned = t.items[:0], t.status[:0], t.seats[:0], t.learned[:0]
	t.added, t.pairs = t.added[:0], t.pairs[:0]
	for i := range c.Items {
		id := c.Items[i].ID
		if n, ok := s.itemNumber(id, 0); ok {
			if s.items.at(n).added == t.number {
				return &FieldError{Field: "items", Reason: "name an item twice"}
			}
			return &ExistsError{Item: id}
		}
		if !usable(id) {
			return &FieldError{Field: "items.id", Reason: "is not a usable text"}
		}
		n := s.items.add()
		s.itemIDs.add(id, n)
		r := s.items.at(n)
		r.item.ID, r.added = id, t.number
		t.items = append(t.items, n)
	}
	fresh := 0
	for i := range c.Statuses {
		id := c.Statuses[i].Item
		var n uint32
		if fresh < len(c.Items) && c.Items[fresh].ID == id { // mostly in the same order
			n = t.items[fresh]
		} else if known, ok := s.itemNumber(id, c.places.status(i)); ok {
			n = known
		} else if usable(id) {
			return &NotFoundError{What: "item", ID: id}
		} else {
			return &FieldError{Field: "statuses.item", Reason: "is not a usable text"}
		}
		r := s.items.at(n)
		if r.named == t.number {
			return &FieldError{Field: "statuses", Reason: "name an item twice"}
		}
		r.named = t.number
		if r.added == t.number {
			fresh++
		}
		t.status = append(t.status, n)
	}
	if fresh != len(c.Items) {
		return &FieldError{Field: "items", Reason: "are without a status"}
	}
	return s.admitRest(c)
}

func (s *MemoryStore) admitRest(c *Commit) error {
	t := &s.try
	for i := range c.Seats {
		id := c.Seats[i].Agent.ID
		n, ok := s.seatNumber(id, c.places.seat(i))
		if !ok {
			if !usable(id) {
				return &FieldError{Field: "seats.agent.id", Reason: "is not a usable text"}
			}
			n = s.seats.add()
			s.seatIDs[id] = n
			t.added = append(t.added, n)
		}
		r := s.seats.at(n)
		if r.named == t.number {
			return &FieldError{Field: "seats", Reason: "name an agent twice"}
		}
		r.named = t.number
		t.seats = append(t.seats, n)
	}
	for i := range c.Learned {
		key := skilled{c.Learned[i].Agent, c.Learned[i].Category}
		n, ok := s.pairs[key]
		if !ok {
			if !usable(key.agent) {
				return &FieldError{Field: "learned.agent", Reason: "is not a usable text"}
			}
			n = s.learned.add()
			s.pairs[key] = n
			t.pairs = append(t.pairs, key)
		}
		r := s.learned.at(n)
		if r.named == t.number {
			return &FieldError{Field: "learned", Reason: "name an agent and a category twice"}
		}
		r.named = t.number
		t.learned = append(t.learned, n)
	}
	for i := range c.Events {
		if id := c.Events[i].Item; id != "" && !usable(id) {
			return &FieldError{Field: "events.item", Reason: "is not a usable text"}
		}
	}
	return nil
}

// dismiss takes back the records that a refused commit has made.
func (s *MemoryStore) dismiss(c *Commit) {
	for i, n := range s.try.items {
		s.itemIDs.drop(c.Items[i].ID, n)
		s.items.drop(n)
	}
	for i, n := range s.try.seats {
		if len(s.try.added) > 0 && s.try.added[0] == n {
			s.try.added = s.try.added[1:]
			delete(s.seatIDs, c.Seats[i].Agent.ID)
			s.seats.drop(n)
		}
	}
	for _, key := range s.try.pairs {
		s.learned.drop(s.pairs[key])
		delete(s.pairs, key)
	}
}

// usable tells whether every store can keep an id as text.
func usable(id string) bool {
	return id != "" && utf8.ValidString(id) && strings.IndexByte(id, 0) < 0
}

// apply writes what was admitted.
func (s *MemoryStore) apply(c *Commit) {
	s.revision++
	for i, n := range s.try.items {
		r := s.items.at(n)
		if r.item = c.Items[i]; c.places == nil {
			r.item = cloneItem(&c.Items[i])
		}
		r.item.Arrived = kept(r.item.Arrived)
		if len(s.strays) > 0 {
			r.event = s.strays[r.item.ID]
			delete(s.strays, r.item.ID)
		}
	}
	for i, n := range s.try.status {
		s.setStatus(n, &c.Statuses[i].Status, c.places != nil)
	}
	for i, n := range s.try.seats {
		r := s.seats.at(n)
		setSeat(&r.seat, &c.Seats[i], c.places != nil)
		list := uint32(listLive)
		if r.seat.Removed {
			list = listGone
		}
		s.seats.changed(n, list, s.revision)
	}
	for i, n := range s.try.learned {
		r := s.learned.at(n)
		r.learned = c.Learned[i]
		list := uint32(listLive)
		if r.learned.Experience.Done == 0 {
			list = listGone
		}
		s.learned.changed(n, list, s.revision)
	}
	if c.Control != nil {
		s.control = *c.Control
		s.control.PeakSince, s.control.Beyond = kept(s.control.PeakSince), kept(s.control.Beyond)
	}
	for i := range c.Events {
		s.record(&c.Events[i], c)
	}
	s.bound()
	c.places.learn(s.try.status, s.try.seats)
}

func (s *MemoryStore) setStatus(n uint32, status *Status, constant bool) {
	r := s.items.at(n)
	had := r.status.State.Ended()
	before := r.status.Since
	setStatus(&r.status, status, constant)
	list := uint32(listLive)
	if r.status.State.Ended() {
		list = listGone
		if !had || !before.Equal(r.status.Since) {
			s.ended.push(stamped{at: r.status.Since.UnixMicro(), what: int64(n)})
		}
		if !had {
			s.endings++
		}
	} else if had {
		s.endings--
	}
	s.items.changed(n, list, s.revision)
}

// record keeps an event.
func (s *MemoryStore) record(e *Event, c *Commit) {
	if e.Item == "" {
		s.loose.push(stamped{at: e.At.UnixMicro(), what: s.events.add(e, 0)})
		return
	}
	if n, ok := s.numberOf(e.Item, c); ok {
		r := s.items.at(n)
		r.event = s.events.add(e, r.event)
		return
	}
	s.strays[e.Item] = s.events.add(e, s.strays[e.Item])
}

// numberOf finds an item, mostly among those that the commit is about.
func (s *MemoryStore) numberOf(item string, c *Commit) (uint32, bool) {
	if len(c.Statuses) <= 4 {
		for i := range c.Statuses {
			if c.Statuses[i].Item == item {
				return s.try.status[i], true
			}
		}
	}
	return s.itemNumber(item, 0)
}

// itemNumber finds an item; expected is a number that it may have.
func (s *MemoryStore) itemNumber(id string, expected uint32) (uint32, bool) {
	if int(expected) < len(s.items.links) && id != "" && s.items.at(expected).item.ID == id {
		return expected, true
	}
	return s.itemIDs.find(id, func(n uint32) bool { return s.items.at(n).item.ID == id })
}

func (s *MemoryStore) seatNumber(id string, expected uint32) (uint32, bool) {
	if int(expected) < len(s.seats.links) && id != "" && s.seats.at(expected).seat.Agent.ID == id {
		return expected, true
	}
	n, ok := s.seatIDs[id]
	return n, ok
}
