package routingsim

import "time"

// ending is what became of an item.
type ending uint8

const (
	served ending = iota
	abandoned
	diverted
	refused
	leftOver // had not ended when the simulation did
	endings
)

// cell is what was seen in one observation of the items of a stream, of those that
// came to a queue, or of all.
type cell struct {
	offered    float64
	ended      [endings]float64
	overflowed float64
	inTime     float64   // answered within the time of the service level
	waited     float64   // seconds, by all that were let in
	waits      []float64 // seconds, of those that were answered
	waiting    float64   // the integral over time of how many wait
}

// desk is what was seen of an agent in one observation: the integrals over time of
// his being there, for new items or still at one, and of the share of his capacity that
// was used, and how many items he was given.
type desk struct {
	staffed, used, items float64
}

// tally adds up one replication, slice by slice.
type tally struct {
	*Scenario
	slice   int      // -1: warming up or after the end
	total   []cell   // by slice
	streams [][]cell // by stream, then slice
	queues  [][]cell // by queue in order of appearance, then slice
	names   map[string]int32
	ids     []string
	desks   [][]desk // by agent, then slice
	online  []bool   // by agent
	there   []level
	busy    []level
	waiting []level // how many wait: of all, by stream, by queue
	events  int64
}

// level is a number that changes now and then, with the time of the last change.
type level struct {
	since time.Duration
	value float64
}

// to changes the level, and returns the integral since the last change.
func (l *level) to(now time.Duration, value float64) float64 {
	area := l.value * (now - l.since).Seconds()
	l.since, l.value = now, value
	return area
}

func newTally(s *Scenario) *tally {
	t := &tally{
		Scenario: s, slice: -1, names: map[string]int32{}, total: make([]cell, s.Slices),
		online: make([]bool, len(s.Agents)), there: make([]level, len(s.Agents)), busy: make([]level, len(s.Agents)),
	}
	for range s.Streams {
		t.streams = append(t.streams, make([]cell, s.Slices))
	}
	t.waiting = make([]level, 1+len(s.Streams))
	for range s.Agents {
		t.desks = append(t.desks, make([]desk, s.Slices))
	}
	for _, q := range s.Options.Plan.Queues {
		t.queue(q.ID)
	}
	return t
}

// queue returns the number of a queue.
func (t *tally) queue(id string) int32 {
	n, ok := t.names[id]
	if !ok {
		n = int32(len(t.ids))
		t.names[id] = n
		t.ids = append(t.ids, id)
		t.queues = append(t.queues, make([]cell, t.Slices))
		t.waiting = append(t.waiting, level{})
	}
	return n
}

// cut ends a slice; the next one begins.
func (t *tally) cut(now time.Duration, next int) {
	for i := range t.desks {
		t.load(now, i, t.busy[i].value)
	}
	for i := range t.waiting {
		t.wait(now, i, 0)
	}
	t.slice = next
	if next >= t.Slices {
		t.slice = -1
	}
}

// present is an agent's being there for new items from now on, or not.
func (t *tally) present(now time.Duration, agent int, online bool) {
	t.online[agent] = online
	t.staff(now, agent)
}

// staff adds up an agent's time: who goes away with work at hand is there until it is done.
func (t *tally) staff(now time.Duration, agent int) {
	value := 0.0
	if t.online[agent] || t.busy[agent].value > 0 {
		value = 1
	}
	area := t.there[agent].to(now, value)
	if t.slice >= 0 {
		t.desks[agent][t.slice].staffed += area
	}
}

// used is how many units of his capacity are filled from now on.
func (t *tally) used(now time.Duration, agent, units int) {
	capacity := t.Agents[agent].Capacity
	if capacity <= 0 { // only limits, each of a channel
		for _, limit := range t.Agents[agent].Limits {
			capacity += max(limit, 0)
		}
	}
	t.load(now, agent, float64(units)/float64(max(capacity, 1)))
}

func (t *tally) load(now time.Duration, agent int, share float64) {
	area := t.busy[agent].to(now, share)
	if t.slice >= 0 {
		t.desks[agent][t.slice].used += area
	}
	t.staff(now, agent)
}

// add is how many more items of a stream, or fewer, wait in a queue from now on.
func (t *tally) add(now time.Duration, stream, queue int32, more float64) {
	t.wait(now, 0, more)
	t.wait(now, 1+int(stream), more)
	t.wait(now, 1+len(t.streams)+int(queue), more)
}

func (t *tally) wait(now time.Duration, i int, more float64) {
	l := &t.waiting[i]
	area := l.to(now, l.value+more)
	if t.slice < 0 {
		return
	}
	switch n := len(t.streams); {
	case i == 0:
		t.total[t.slice].waiting += area
	case i <= n:
		t.streams[i-1][t.slice].waiting += area
	default:
		t.queues[i-1-n][t.slice].waiting += area
	}
}

// answers counts an item for its agent, when he takes it.
func (t *tally) answers(agent int32) {
	if t.slice >= 0 {
		t.desks[agent][t.slice].items++
	}
}

// item counts an item that has ended, in the slice in which it came.
func (t *tally) item(it *item, how ending) {
	slice := t.sliceOf(it.arrived)
	if slice < 0 {
		return
	}
	t.total[slice].item(it, how, t.Within)
	t.streams[it.stream][slice].item(it, how, t.Within)
	if it.queue >= 0 {
		t.queues[it.queue][slice].item(it, how, t.Within)
	}
}

func (c *cell) item(it *item, how ending, within time.Duration) {
	if it.answered && how == abandoned {
		how = served // the host withdrew what an agent had
	}
	c.offered++
	c.ended[how]++
	if it.overflowed && how != diverted {
		c.overflowed++
	}
	if how == refused {
		return
	}
	c.waited += it.waited.Seconds()
	if it.answered {
		c.waits = append(c.waits, it.waited.Seconds())
		if it.waited <= within {
			c.inTime++
		}
	}
}

// sliceOf is the slice of a time, -1 if it does not count.
func (t *tally) sliceOf(at time.Duration) int {
	if at < t.WarmUp || at >= t.Horizon {
		return -1
	}
	return min(int(float64(at-t.WarmUp)/float64(t.Horizon-t.WarmUp)*float64(t.Slices)), t.Slices-1)
}
