package routingtest

import (
	"fmt"
	"slices"

	"github.com/kefu-go/kefu/routing"
)

// checking is a commit that is looked at: what was before, and what would be after.
type checking struct {
	before *picture
	c      *routing.Commit
	items  map[string]*routing.Item
	status map[string]*routing.Status
	seats  map[string]*routing.Seat
	events map[string][]*routing.Event // by item
	faults []error
}

// check returns what is wrong with a commit that is about to be written.
func (p *picture) check(c *routing.Commit) []error {
	k := &checking{
		before: p, c: c, items: itemsOf(c), status: map[string]*routing.Status{},
		seats: map[string]*routing.Seat{}, events: map[string][]*routing.Event{},
	}
	for i := range c.Statuses {
		k.status[c.Statuses[i].Item] = &c.Statuses[i].Status
	}
	for i := range c.Seats {
		k.seats[c.Seats[i].Agent.ID] = &c.Seats[i]
	}
	for i := range c.Events {
		k.events[c.Events[i].Item] = append(k.events[c.Events[i].Item], &c.Events[i])
	}
	for i := range c.Statuses {
		k.item(c.Statuses[i].Item, &c.Statuses[i].Status)
	}
	for i := range c.Seats {
		k.seat(&c.Seats[i])
	}
	if now := c.Control; now != nil && (now.Turn < p.control.Turn || now.Order < p.control.Order) {
		k.fault("the numbers of assignments and items go from %d and %d to %d and %d", p.control.Turn, p.control.Order, now.Turn, now.Order)
	}
	return k.faults
}

func (k *checking) fault(format string, args ...any) {
	k.faults = append(k.faults, fmt.Errorf(format, args...))
}

// count counts the events of an item.
func (k *checking) count(id string, types ...routing.EventType) (n int) {
	for _, e := range k.events[id] {
		if slices.Contains(types, e.Type) {
			n++
		}
	}
	return n
}

// item checks one status against the one before.
func (k *checking) item(id string, now *routing.Status) {
	old, known := k.before.works[id]
	was := &old.Status
	fresh := k.items[id] != nil
	switch {
	case fresh && known:
		k.fault("item %q is submitted again", id)
		return
	case !fresh && !known:
		k.fault("item %q changes although it has ended or was never submitted", id)
		return
	case fresh && now.Version != 1:
		k.fault("item %q is new and has version %d", id, now.Version)
	case !fresh && now.Version != was.Version+1:
		k.fault("item %q goes from version %d to %d", id, was.Version, now.Version)
	}
	if now.State < routing.Waiting || now.State > routing.Diverted {
		k.fault("item %q is in state %d", id, now.State)
	}
	if fresh && k.count(id, routing.EventSubmitted) != 1 {
		k.fault("item %q is new, and %d events say that it was submitted", id, k.count(id, routing.EventSubmitted))
	}
	if !fresh && (!now.Arrived.Equal(was.Arrived) || now.Order != was.Order) {
		k.fault("item %q loses its age or its place", id)
	}
	if fresh && now.Order <= k.before.control.Order {
		k.fault("item %q is new and has number %d, below %d", id, now.Order, k.before.control.Order)
	}
	if now.State == routing.Waiting && now.Stage.Queue == "" {
		k.fault("item %q waits in no queue", id)
	}
	k.ending(id, now)
	k.holding(id, was, now)
}

// ending checks that the events say how an item ended, and only then.
func (k *checking) ending(id string, now *routing.Status) {
	for state, event := range map[routing.State]routing.EventType{
		routing.Completed: routing.EventCompleted, routing.Cancelled: routing.EventCancelled, routing.Diverted: routing.EventDiverted,
	} {
		want := 0
		if now.State == state {
			want = 1
		}
		if n := k.count(id, event); n != want {
			k.fault("item %q is %s, and %d events are %q", id, now.State, n, event)
		}
	}
}

// holding checks who has an item.
func (k *checking) holding(id string, was, now *routing.Status) {
	// An offer that is accepted is an assignment that was counted before.
	given := k.count(id, routing.EventOffered)
	for _, e := range k.events[id] {
		if e.Type == routing.EventAssigned && !(e.Reason == "accepted" && e.By == e.Agent) {
			given++
		}
	}
	if now.Epoch != was.Epoch+int64(given) {
		k.fault("item %q goes from epoch %d to %d, and %d events say that it was given to somebody", id, was.Epoch, now.Epoch, given)
	}
	agent := holder(now)
	if !now.State.Held() {
		return
	}
	if agent == "" {
		k.fault("item %q is %s and nobody has it", id, now.State)
		return
	}
	if now.Epoch == was.Epoch {
		switch {
		case holder(was) != agent:
			k.fault("item %q goes to agent %q in the epoch of %q", id, agent, holder(was))
		case now.State < was.State:
			k.fault("item %q was %s and is %s in the same epoch", id, was.State, now.State)
		}
		return
	}
	seat, changed := k.seats[agent], true
	if seat == nil {
		before, ok := k.before.seats[agent]
		if seat, changed = &before, false; !ok {
			seat = nil
		}
	}
	switch {
	case seat == nil || seat.Removed:
		k.fault("item %q is given to agent %q, who is not registered", id, agent)
		return
	case !changed:
		k.fault("item %q is given to agent %q, whose seat does not say so", id, agent)
	}
	if !k.there(seat) {
		k.fault("item %q is given to agent %q, who is %s", id, agent, seat.Presence)
	}
	if holder(was) != agent { // else he has what he had, even if his capacity was lowered since
		k.room(id, seat)
	}
	k.turn(id, was, now)
}

// there tells whether an agent could take something at some moment of the commit,
// which may carry several commands.
func (k *checking) there(s *routing.Seat) bool {
	here := func(p routing.Presence) bool { return p == routing.Online || p == routing.Busy }
	return here(s.Presence) || here(k.before.seats[s.Agent.ID].Presence) || slices.ContainsFunc(k.events[""], func(e *routing.Event) bool {
		return e.Type == routing.EventPresence && e.Agent == s.Agent.ID &&
			(e.Detail == routing.Online.String() || e.Detail == routing.Busy.String())
	})
}

// seat checks that nobody leaves with items in his hands.
func (k *checking) seat(s *routing.Seat) {
	if !s.Removed {
		return
	}
	for id := range k.before.held[s.Agent.ID] {
		if k.status[id] == nil || holder(k.status[id]) == s.Agent.ID {
			k.fault("agent %q is removed and still has item %q", s.Agent.ID, id)
		}
	}
}

// work is an item as it would be after the commit.
func (k *checking) work(id string) (w routing.Work) {
	w = k.before.works[id]
	if item := k.items[id]; item != nil {
		w.Item = *item
	}
	if s := k.status[id]; s != nil {
		w.Status = *s
	}
	return w
}

// room checks that an agent had room for an item that he was given.
func (k *checking) room(id string, s *routing.Seat) {
	agent := s.Agent.ID
	registered := slices.ContainsFunc(k.events[""], func(e *routing.Event) bool {
		return e.Type == routing.EventRegistered && e.Agent == agent
	})
	if _, known := k.before.seats[agent]; known && registered {
		return // he may have had more room for a while, between two commands of the commit
	}
	var all []routing.Work
	for other := range k.before.held[agent] {
		if k.status[other] == nil {
			all = append(all, k.before.works[other])
		}
	}
	for other, st := range k.status {
		if holder(st) == agent {
			all = append(all, k.work(other))
		}
	}
	mine := k.work(id)
	used, channel, units := 0, 0, map[string]int{}
	for _, w := range all {
		used += w.Status.Weight
		units[w.Item.Class] += w.Status.Weight
		if w.Item.Channel == mine.Item.Channel {
			channel++
		}
	}
	limit, limited := s.Agent.Limits[mine.Item.Channel]
	if limited && channel > limit {
		k.fault("agent %q is given item %q and has %d of channel %q, of at most %d", agent, id, channel, mine.Item.Channel, limit)
	}
	if s.Agent.Capacity <= 0 {
		if !limited {
			k.fault("agent %q is given item %q and has no capacity", agent, id)
		}
		return
	}
	reserved := 0
	for class, n := range s.Agent.Reserved {
		if class != mine.Item.Class {
			reserved += max(0, n-units[class])
		}
	}
	if used+reserved > s.Agent.Capacity {
		k.fault("agent %q is given item %q and fills %d units of %d, of which %d are reserved", agent, id, used, s.Agent.Capacity, reserved)
	}
}

// turn checks that nobody was waiting for the same longer than an item that the
// rules gave to somebody.
func (k *checking) turn(id string, was, now *routing.Status) {
	for _, e := range k.events[id] {
		if e.Epoch == now.Epoch && e.By != "" && e.Reason != "accepted" {
			return // by hand
		}
	}
	w := k.work(id)
	if was.State == routing.Waiting {
		w.Status.Stage = was.Stage
	}
	w.Status.State = routing.Waiting // as it was when it was given
	for other := range k.before.lines[line(&w)] {
		o := k.before.works[other].Status
		if k.status[other] != nil || slices.Contains(o.Declined, now.Agent) {
			continue
		}
		if o.Arrived.Before(now.Arrived) || o.Arrived.Equal(now.Arrived) && o.Order < now.Order {
			k.fault("item %q is given to agent %q before item %q, which waits for the same and came first", id, now.Agent, other)
			return
		}
	}
}
