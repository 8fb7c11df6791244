package routing

import "time"

// alarms are times at which something happens by itself, the earliest first: a
// binary heap.
type alarms []*alarm

// alarm is the time of an entry or of a seat.
type alarm struct {
	at    time.Time
	index int // in the heap, from 1; 0: it is not set
	entry *entry
	seat  *seat
}

func (a *alarm) before(b *alarm) bool {
	if !a.at.Equal(b.at) {
		return a.at.Before(b.at)
	}
	return a.name() < b.name() // one order for all nodes
}

func (a *alarm) name() string {
	if a.entry != nil {
		return "i" + a.entry.item.ID
	}
	return "a" + a.seat.rec.Agent.ID
}

// set sets an alarm; the zero time takes it out.
func (h *alarms) set(a *alarm, at time.Time) {
	switch {
	case at.IsZero() && a.index == 0:
		return
	case at.IsZero():
		h.remove(a)
	case a.index == 0:
		a.at = at
		*h = append(*h, a)
		a.index = len(*h)
		h.up(a.index)
	case !a.at.Equal(at):
		a.at = at
		h.up(a.index)
		h.down(a.index)
	}
}

func (h *alarms) remove(a *alarm) {
	i, last := a.index, len(*h)
	h.swap(i, last)
	(*h)[last-1] = nil
	*h = (*h)[:last-1]
	a.index, a.at = 0, time.Time{}
	if i < last {
		h.up(i)
		h.down(i)
	}
}

func (h *alarms) swap(i, j int) {
	s := *h
	s[i-1], s[j-1] = s[j-1], s[i-1]
	s[i-1].index, s[j-1].index = i, j
}

func (h *alarms) up(i int) {
	for i > 1 && (*h)[i-1].before((*h)[i/2-1]) {
		h.swap(i, i/2)
		i /= 2
	}
}

func (h *alarms) down(i int) {
	for {
		child := 2 * i
		if child > len(*h) {
			return
		}
		if child < len(*h) && (*h)[child].before((*h)[child-1]) {
			child++
		}
		if !(*h)[child-1].before((*h)[i-1]) {
			return
		}
		h.swap(i, child)
		i = child
	}
}
