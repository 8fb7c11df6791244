package routing

import (
	"math/bits"
	"slices"
	"time"
)

// board is what a router knows: the open items, the agents, and indexes of both. It
// is a function of the records alone; put, seat and learned are the only doors. It
// is not safe for concurrent use.
type board struct {
	planner  *planner
	revision int64
	seq      int64
	control  Control

	works  *index[*entry]
	seats  map[string]*seat
	order  []*seat // by index; nil where a seat was
	free   []int   // indexes to use again
	online set     // seats that are online
	open   set     // of them, those that have room for something
	class  map[string]*class
	needed int                 // how many classes the last sweep left
	latest *class              // that was asked for; mostly it is asked for again
	talks  map[string][]*entry // by conversation
	queues map[string]*queueCount
	alarms alarms
	team   Team

	profiles int // counts the changes of who the agents are, from 1
	waiting  int // items
	people   int // who are online
}

// entry is an open item on the board. What is compared most lies together in front.
type entry struct {
	urgency
	item   Item
	status Status
	queue  *queueCount // that it counts in
	class  *class      // while it waits
	seat   *seat       // that holds it
	place  int         // in that
	number uint32      // in a [MemoryStore], if known
	alarm  alarm
	// touched says that it is part of the present change, dirty that a settlement
	// is to look at it.
	touched, dirty bool
}

// seat is an agent on the board.
type seat struct {
	rec     Seat
	past    map[string]Experience
	index   int
	held    []*entry // in no order
	used    int
	channel tally    // items held, by channel
	class   tally    // units held, by class of work
	classes []*class // of items that he qualifies for
	alarm   alarm

	number uint32 // as an entry's

	touched, dirty bool // likewise
}

// tally counts by name: a list, because there are few names.
type tally []struct {
	name string
	n    int
}

func (t *tally) add(name string, n int) {
	for i := range *t {
		if (*t)[i].name == name {
			(*t)[i].n += n
			return
		}
	}
	*t = append(*t, struct {
		name string
		n    int
	}{name, n})
}

func (t tally) of(name string) int {
	for i := range t {
		if t[i].name == name {
			return t[i].n
		}
	}
	return 0
}

// queueCount counts the items of a queue.
type queueCount struct {
	waiting, held int
	classes       map[*class]struct{}
}

// set is a set of seats, by index.
type set []uint64

func (s *set) put(i int, in bool) {
	for len(*s) <= i/64 {
		*s = append(*s, 0)
	}
	if in {
		(*s)[i/64] |= 1 << (i % 64)
	} else {
		(*s)[i/64] &^= 1 << (i % 64)
	}
}

func (s set) has(i int) bool { return i/64 < len(s) && s[i/64]&(1<<(i%64)) != 0 }

// both yields the indexes that are in both sets, in order.
func both(a, b set) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for w := range min(len(a), len(b)) {
			for word := a[w] & b[w]; word != 0; word &= word - 1 {
				if !yield(w*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

func newBoard(p *planner) *board {
	return &board{
		planner: p,
		works:   newIndex[*entry](),
		seats:   map[string]*seat{},
		class:   map[string]*class{},
		talks:   map[string][]*entry{},

		profiles: 1,
		queues:   map[string]*queueCount{},
		team:     Team{Past: map[string]Experience{}},
	}
}

// work returns an open item, or nil.
func (b *board) work(id string) *entry {
	e, _ := b.works.find(id, func(e *entry) bool { return e.item.ID == id })
	return e
}

// put sets the status of an item, which comes onto the board if it is not there. An
// ended item leaves it.
func (b *board) put(e *entry, s *Status) {
	was, is := e.status.State.open(), s.State.open()
	if was {
		b.detach(e)
	}
	e.status = *s
	if !is {
		if was {
			b.off(e)
		}
		return
	}
	if !was {
		b.works.add(e.item.ID, e)
		if c := e.item.Conversation; c != "" {
			b.talks[c] = append(b.talks[c], e)
		}
	}
	e.alarm.entry = e
	e.urgency = urgencyOf(s)
	b.alarms.set(&e.alarm, s.Due)
	b.attach(e)
}

// forget takes an item off the board as if it had never been there.
func (b *board) forget(e *entry) { b.put(e, &Status{}) }

// off takes an entry off the board.
func (b *board) off(e *entry) {
	b.alarms.set(&e.alarm, time.Time{})
	b.works.drop(e.item.ID, e)
	c := e.item.Conversation
	if c == "" {
		return
	}
	if list := slices.DeleteFunc(b.talks[c], func(x *entry) bool { return x == e }); len(list) > 0 {
		b.talks[c] = list
	} else {
		delete(b.talks, c)
	}
}

func (b *board) attach(e *entry) {
	s := &e.status
	if s.State == Waiting {
		e.class = b.classOf(&e.item, &s.Stage, s.Weight)
		s.Stage.Require.Skills = e.class.require.Skills // the same, kept once
		e.queue = e.class.count
		e.class.add(e)
		b.waiting++
		e.queue.waiting++
		return
	}
	e.queue = b.count(s.Stage.Queue)
	e.queue.held++
	if seat := b.seats[s.Agent]; seat != nil {
		b.hold(seat, e)
	}
}

func (b *board) detach(e *entry) {
	if e.status.State == Waiting {
		b.waiting--
		e.queue.waiting--
		e.class.remove(e)
		b.drop(e.class)
		e.class = nil
		return
	}
	e.queue.held--
	if e.seat != nil {
		b.release(e)
	}
}

func (b *board) count(queue string) *queueCount {
	q := b.queues[queue]
	if q == nil {
		q = &queueCount{classes: map[*class]struct{}{}}
		b.queues[queue] = q
	}
	return q
}

// hold fills a seat with an item.
func (b *board) hold(s *seat, e *entry) {
	e.seat, e.place = s, len(s.held)
	s.held = append(s.held, e)
	b.fill(e, 1)
}

// release empties its seat of an item.
func (b *board) release(e *entry) {
	held := e.seat.held
	last := len(held) - 1
	held[e.place] = held[last]
	held[e.place].place = e.place
	held[last] = nil
	e.seat.held = held[:last]
	b.fill(e, -1)
	e.seat = nil
}

// fill counts what a seat holds, one item more or less.
func (b *board) fill(e *entry, sign int) {
	s := e.seat
	s.used += sign * e.status.Weight
	s.channel.add(e.item.Channel, sign)
	s.class.add(e.item.Class, sign*e.status.Weight)
	b.refresh(s)
}

// refresh says again whether a seat has room for anything.
func (b *board) refresh(s *seat) {
	a := &s.rec.Agent
	b.online.put(s.index, s.rec.Presence == Online)
	b.open.put(s.index, s.rec.Presence == Online && (a.Capacity > s.used || a.Capacity <= 0 && len(a.Limits) > 0))
}

// sit sets the record of an agent. profile says that the agent himself may be
// another than before; without it, only how he is now has changed.
func (b *board) sit(rec Seat, profile bool) *seat {
	id := rec.Agent.ID
	s := b.seats[id]
	switch {
	case s == nil && rec.Removed:
		return nil
	case s == nil:
		s = &seat{past: map[string]Experience{}}
		s.alarm.seat = s
		if n := len(b.free); n > 0 {
			s.index, b.free = b.free[n-1], b.free[:n-1]
			b.order[s.index] = s
		} else {
			s.index = len(b.order)
			b.order = append(b.order, s)
		}
		b.seats[id] = s
		profile = true
	default:
		b.people -= s.person()
	}
	s.rec = rec
	if rec.Removed {
		b.unseat(s)
		return s
	}
	b.people += s.person()
	b.alarms.set(&s.alarm, rec.Lease)
	if profile {
		b.qualify(s)
	}
	b.refresh(s)
	return s
}

// person is 1 for a person who is online, else 0.
func (s *seat) person() int {
	if s.rec.Presence == Online && !s.rec.Agent.Bot && !s.rec.Removed {
		return 1
	}
	return 0
}

// unseat takes a seat off the board. What it held is nobody's until it is said whose
// it is.
func (b *board) unseat(s *seat) {
	b.profiles++
	for category, x := range s.past { // another router's commit may tell of the seat first
		b.team.learned(category, x, Experience{})
	}
	clear(s.past)
	for _, e := range s.held {
		e.seat = nil
	}
	s.held = nil
	for _, c := range s.classes {
		c.leave(s)
	}
	s.classes = nil
	b.online.put(s.index, false)
	b.open.put(s.index, false)
	b.alarms.set(&s.alarm, time.Time{})
	b.order[s.index] = nil
	b.free = append(b.free, s.index)
	delete(b.seats, s.rec.Agent.ID)
}

// fits says that a seat has room for an item of a class.
func (s *seat) fits(c *class) bool { return s.takes(c.weight, c.channel, c.service) }

// takes says that a seat has room for so many units of a channel and a class of
// work.
func (s *seat) takes(weight int, channel, service string) bool {
	a := &s.rec.Agent
	limit, limited := a.Limits[channel]
	if limited && s.channel.of(channel) >= limit {
		return false
	}
	if a.Capacity <= 0 {
		return limited
	}
	free := a.Capacity - s.used
	for class, units := range a.Reserved {
		if class != service {
			free -= max(0, units-s.class.of(class))
		}
	}
	return weight <= free
}

// known sets what was learned of an agent and a category.
func (b *board) known(s *seat, l Learned) {
	old := s.past[l.Category]
	b.team.learned(l.Category, old, l.Experience)
	if l.Experience.Done > 0 {
		s.past[l.Category] = l.Experience
	} else {
		delete(s.past, l.Category)
	}
}
