package routing

import (
	"math"
	"slices"
	"time"
)

// settle gives waiting items to agents who have room, until none is left that
// could be given. Only what changed since the last time is looked at: an item that
// waits, or a seat that has room, was looked at when it came to be so.
//
// The most urgent item of all comes first, then the agent is chosen for it.
func (t *tx) settle() {
	now := t.now.UnixMicro()
	slices.SortFunc(t.loose, func(a, b *entry) int {
		switch {
		case a.status.State != Waiting || b.status.State != Waiting:
			return int(a.status.State) - int(b.status.State) // they are passed over
		case a.sooner(&b.urgency, now):
			return -1
		}
		return 1
	})
	items := t.loose
	for {
		best := t.pull(now)
		for len(items) > 0 { // the first of them that somebody can take
			e := items[0]
			if e.status.State == Waiting && t.taker(e) {
				if best == nil || e.sooner(&best.urgency, now) {
					best = e
				}
				break
			}
			items = items[1:] // seats only get fuller here
		}
		if best == nil {
			break
		}
		t.give(best)
	}
	t.clean()
}

// pull returns the most urgent item that one of the seats to look at can take, and
// forgets the seats that can take none.
func (t *tx) pull(now int64) (best *entry) {
	seats := t.roomy[:0]
	for _, s := range t.roomy {
		e := t.topFor(s, now)
		if e == nil {
			s.dirty = false
			continue
		}
		seats = append(seats, s)
		if best == nil || e.sooner(&best.urgency, now) {
			best = e
		}
	}
	t.roomy = seats
	return best
}

// topFor returns the most urgent item that a seat can take, or nil.
func (t *tx) topFor(s *seat, now int64) (best *entry) {
	if s.rec.Removed || !t.open.has(s.index) || t.lapsed(s) {
		return nil
	}
	for _, c := range s.classes {
		if c.line.front == nil && len(c.odd) == 0 {
			continue
		}
		if len(c.odd) == 0 && best != nil && !c.line.head.sooner(&best.urgency, now) {
			continue // without looking at the item itself
		}
		e := c.top(s)
		if e != nil && (best == nil || e.sooner(&best.urgency, now)) && s.fits(c) {
			best = e
		}
	}
	return best
}

// taker says that somebody can take an item now.
func (t *tx) taker(e *entry) bool {
	for i := range both(e.class.seats, t.open) {
		if s := t.order[i]; s.fits(e.class) && !e.declinedBy(s) && !t.lapsed(s) {
			return true
		}
	}
	return false
}

// lapsed says that a seat's lease is over: what is due before has not been done yet.
func (t *tx) lapsed(s *seat) bool { return !s.rec.Lease.IsZero() && !s.rec.Lease.After(t.now) }

// give offers or assigns an item to the best of the agents who can take it.
func (t *tx) give(e *entry) {
	name, strategy := t.planner.strategy(e.status.Stage.Queue)
	var best *seat
	var score float64
	c := &t.choice
	*c = Candidate{Item: &e.item, Stage: &e.status.Stage, Now: t.now, Team: &t.team}
	for i := range both(e.class.seats, t.open) {
		s := t.order[i]
		if !s.fits(e.class) || e.declinedBy(s) || t.lapsed(s) {
			continue
		}
		v := t.r.score(strategy, c.of(s))
		if best == nil || v > score || v == score && s.idler(best) {
			best, score = s, v
		}
	}
	if t.r.opts.OnDecision != nil {
		t.decided(e, best, name)
	}
	t.hand(e, best, handed{reason: name})
}

// of makes c the candidate of a seat.
func (c *Candidate) of(s *seat) *Candidate {
	c.Seat, c.Used, c.Items, c.Past = &s.rec, s.used, len(s.held), s.past
	return c
}

// idler decides between agents whom the strategy likes alike.
func (s *seat) idler(x *seat) bool {
	if !s.rec.Idle.Equal(x.rec.Idle) {
		return s.rec.Idle.Before(x.rec.Idle)
	}
	return s.rec.Agent.ID < x.rec.Agent.ID
}

// score asks a strategy, which may be the host's.
func (r *Router) score(s Strategy, c *Candidate) (v float64) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("routing: strategy panicked", "panic", p)
			v = math.Inf(-1)
		}
	}()
	v = s.Score(c)
	if math.IsNaN(v) {
		return math.Inf(-1)
	}
	return v
}

// handed says how an item comes to an agent.
type handed struct {
	by, reason string
	direct     bool // without being asked
}

// hand gives an item to a seat: as an offer if its queue asks for one.
func (t *tx) hand(e *entry, s *seat, h handed) {
	q := t.planner.queue(e.status.Stage.Queue)
	st := e.status
	st.Agent = s.rec.Agent.ID
	st.Epoch++
	st.Since = t.now
	kind := EventAssigned
	if q != nil && q.OfferFor > 0 && !h.direct && !s.rec.Agent.Bot {
		st.State, st.Due, st.Accepted = Offered, t.now.Add(q.OfferFor.Std()), time.Time{}
		kind = EventOffered
	} else {
		t.activate(&st, q)
	}
	t.set(e, st)
	t.control.Turn++
	rec := t.note(s)
	rec.Given, rec.Turn = t.now, t.control.Turn
	t.event(e, Event{Type: kind, Agent: st.Agent, By: h.by, Reason: h.reason})
}

// activate makes an item its agent's.
func (t *tx) activate(st *Status, q *Queue) {
	st.State, st.Since, st.Accepted = Active, t.now, t.now
	st.Reply = time.Time{}
	if q != nil && q.ReplyWithin > 0 {
		st.Reply = t.now.Add(q.ReplyWithin.Std())
	}
	st.Due = st.Reply
}
