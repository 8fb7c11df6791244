package routing

import (
	"math"
	"strings"
	"time"
)

// queue is the state of a queue, for rules and for people.
func (b *board) queue(id string, now time.Time) QueueState {
	var st QueueState
	if q := b.queues[id]; q != nil {
		st.Waiting, st.Held = q.waiting, q.held
		for c := range q.classes {
			for _, e := range c.heads() {
				st.Longest = max(st.Longest, now.Sub(e.status.Arrived))
			}
		}
	}
	slots := 0.0
	c := b.classOf(&Item{}, &Stage{Queue: id}, 1) // everybody who serves it
	for i := range both(c.seats, b.online) {
		person := b.order[i].person()
		st.Online++
		st.People += person
		slots += b.order[i].slots()
		if b.open.has(i) {
			st.Available++
			st.Free += person
		}
	}
	st.Open = b.planner.isOpen(id, now)
	if st.Available == 0 || st.Waiting > 0 {
		st.Estimate, _, _ = b.wait(st.Waiting+1, slots, "")
	}
	return st
}

// heads are the items of a class that may have come first: ageing and priorities
// put others before them, so all that can be said without looking at every item is
// taken from the first of each.
func (c *class) heads() []*entry {
	out := c.odd
	if c.line.front != nil {
		out = append(out[:len(out):len(out)], c.line.front)
	}
	return out
}

// slots is how many items an agent can have at once, at least 1: units of capacity
// over an item of weight 1.
func (s *seat) slots() float64 {
	a := &s.rec.Agent
	if a.Capacity <= 0 {
		n := 0
		for _, limit := range a.Limits {
			n += limit
		}
		return float64(max(1, n))
	}
	return float64(a.Capacity)
}

// present says that an agent is online.
func (b *board) present(agent string) bool {
	s := b.seats[agent]
	return s != nil && s.rec.Presence == Online
}

// room says that somebody could take such an item at once.
func (b *board) room(item *Item, stage Stage, weight int) bool {
	if s := b.seats[stage.Require.Agent]; stage.Require.Agent != "" {
		return s != nil && b.open.has(s.index) && s.takes(weight, item.Channel, item.Class) &&
			b.planner.qualifies(&s.rec.Agent, &stage.Require, stage.Queue) == nil
	}
	c := b.classOf(item, &stage, weight)
	for i := range both(c.seats, b.open) {
		if b.order[i].fits(c) {
			return true
		}
	}
	return false
}

// possible says that some registered agent could ever take such an item.
func (b *board) possible(item *Item, stage Stage, weight int) (ok bool, lacks []Lack) {
	if stage.Require.Agent != "" {
		return b.judge(item, &stage, weight)
	}
	c := b.classOf(item, &stage, weight)
	if c.judged != b.profiles {
		c.judged = b.profiles
		c.possible, c.lacks = b.judge(item, &stage, weight)
	}
	return c.possible, c.lacks
}

// judge looks at every agent for possible.
func (b *board) judge(item *Item, stage *Stage, weight int) (ok bool, lacks []Lack) {
	for _, s := range b.order {
		if s == nil {
			continue
		}
		missing := b.planner.qualifies(&s.rec.Agent, &stage.Require, stage.Queue)
		switch {
		case len(missing) == 0 && s.everTakes(item, weight):
			return true, nil
		case len(missing) == 0:
			missing = []Lack{{What: "capacity", Want: item.Channel, Min: weight, Have: s.rec.Agent.Capacity}}
		}
		if lacks == nil || len(missing) < len(lacks) {
			lacks = missing
		}
	}
	if lacks == nil {
		lacks = []Lack{{What: "queue", Want: stage.Queue}}
	}
	return false, lacks
}

// everTakes says that a seat would have room for an item if it held nothing.
func (s *seat) everTakes(item *Item, weight int) bool {
	empty := seat{rec: s.rec}
	return empty.takes(weight, item.Channel, item.Class)
}

// usualHandling is what a handling takes while nothing is known.
const usualHandling = 5 * time.Minute

// handling is how many seconds an item of a category takes: the mean of those before, of
// the nearest category above of which there were any.
func (b *board) handling(category string) float64 {
	for {
		if x := b.team.Past[category]; x.Done >= 1 {
			return x.Seconds / x.Done
		}
		if category == "" {
			return usualHandling.Seconds()
		}
		category = category[:max(0, strings.LastIndexByte(category, '/'))]
	}
}

// wait estimates how long the place-th item waits behind agents with so many slots:
// the time in which so many handlings end. With slots that each end at the mean
// rate, the time to the k-th end is gamma distributed with mean k*m/n and standard
// deviation sqrt(k)*m/n; low and high are one and a quarter deviations away, which
// holds about four fifths.
func (b *board) wait(place int, slots float64, category string) (mean, low, high time.Duration) {
	if slots <= 0 {
		return 0, 0, 0
	}
	m := b.handling(category)
	k := float64(place)
	seconds := func(x float64) time.Duration {
		return time.Duration(max(0, x) * float64(time.Second)).Round(time.Second)
	}
	return seconds(k * m / slots), seconds((k - 1.25*math.Sqrt(k)) * m / slots), seconds((k + 1.25*math.Sqrt(k)) * m / slots)
}
