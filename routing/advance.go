package routing

import (
	"context"
	"time"
)

// advance does what is due, the earliest first, each at the time of the command.
func (t *tx) advance() {
	for len(t.alarms) > 0 && !t.alarms[0].at.After(t.now) {
		a := t.alarms[0]
		if a.seat != nil {
			t.leave(a.seat, Offline, "lease", "")
		} else {
			t.due(a.entry)
			t.lasting(a.entry)
		}
		t.settle()
	}
}

// lasting sees to it that a deadline that has passed does not pass again at once,
// whatever a host's calendar says.
func (t *tx) lasting(e *entry) {
	st := e.status
	if st.State.Ended() || st.Due.IsZero() || st.Due.After(t.now) {
		return
	}
	st.Due = t.now.Add(time.Second)
	t.set(e, st)
}

// due does what an item's deadline asks for. It always changes the deadline.
func (t *tx) due(e *entry) {
	st := e.status
	q := t.planner.queue(st.Stage.Queue)
	switch st.State {
	case Offered:
		t.missed(e, q)
	case Wrapping:
		t.complete(e, "")
	case Active:
		if s := t.board.seats[st.Agent]; s == nil || s.rec.Presence == Offline {
			t.requeue(e, Event{Type: EventReturned, Agent: st.Agent, Reason: "lost"})
		} else {
			t.decline(e, Event{Type: EventReturned, Agent: st.Agent, Reason: "reply"})
		}
	case Waiting:
		t.waited(e, q)
	}
}

// waited moves an item on that has waited long enough for its stage, or has those
// who declined it asked again.
func (t *tx) waited(e *entry, q *Queue) {
	st := e.status
	if q == nil || !st.Stage.Until.IsZero() && !st.Stage.Until.After(t.now) {
		t.move(e)
		return
	}
	st.Declined, st.Due = nil, st.Stage.Until
	st.Pass++
	t.set(e, st)
}

func retryAfter(q *Queue) time.Duration {
	if q == nil || q.RetryAfter <= 0 {
		return defaultRetry
	}
	return q.RetryAfter.Std()
}

// earliest returns the earlier of two times, of which the zero time is never.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// peak looks whether the load begins or ends a peak.
func (t *tx) peak() {
	p := t.planner.plan.Peak
	if p == nil {
		if t.control.Peak { // the plan that had one is gone
			t.control.Peak, t.control.PeakSince, t.control.Beyond = false, t.now, time.Time{}
			t.event(nil, Event{Type: EventPeak, Detail: "off"})
		}
		return
	}
	load := float64(t.waiting) / float64(max(1, t.people))
	c := &t.control
	if beyond := !c.Peak && load > p.Enter || c.Peak && load < p.Leave; !beyond {
		c.Beyond = time.Time{}
		return
	}
	if c.Beyond.IsZero() {
		c.Beyond = t.now
	}
	if t.now.Sub(c.Beyond) < p.For.Std() {
		return
	}
	c.Peak, c.PeakSince, c.Beyond = !c.Peak, t.now, time.Time{}
	detail := "off"
	if c.Peak {
		detail = "on"
	}
	t.event(nil, Event{Type: EventPeak, Detail: detail})
}

// Sweep does what is due and returns when something is due next; the zero time
// means that nothing is, as far as this router knows. [Router.Run] calls it; a host
// with a clock of its own can do without Run.
func (r *Router) Sweep(ctx context.Context) (next time.Time, err error) {
	if err := r.do(ctx, func(*tx) error { return nil }); err != nil {
		return time.Time{}, err
	}
	return r.Next(), nil
}

// Next returns when something is due next, as far as this router knows; zero means
// never.
func (r *Router) Next() time.Time {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.next()
}

func (r *Router) next() (next time.Time) {
	b := r.board
	if len(b.alarms) > 0 {
		next = b.alarms[0].at
	}
	if p := r.planner.plan.Peak; p != nil && !b.control.Beyond.IsZero() {
		next = earliest(next, b.control.Beyond.Add(p.For.Std()))
	}
	return next
}
