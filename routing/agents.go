package routing

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Register makes an agent known, or changes him: skills, capacity and all. It does
// not change whether he is online; somebody new is [Offline]. What he holds stays
// his, even if it is more than his capacity is now.
func (r *Router) Register(ctx context.Context, agent Agent) error {
	if err := agent.Check(); err != nil {
		return err
	}
	own := cloneAgent(&agent)
	return r.do(ctx, func(t *tx) error {
		rec := Seat{Since: t.now}
		if s := t.board.seats[own.ID]; s != nil {
			if sameAgent(&s.rec.Agent, &own) {
				return nil
			}
			rec = s.rec
		}
		rec.Agent = own
		t.sit(rec, true)
		t.event(nil, Event{Type: EventRegistered, Agent: own.ID})
		return nil
	})
}

// Remove makes an agent unknown: his items return to their queues, and what was
// learned of him is forgotten. An agent who is not known is [ErrNotFound].
func (r *Router) Remove(ctx context.Context, agent string) error {
	return r.seated(ctx, agent, func(t *tx, s *seat) error {
		t.leave(s, Offline, "removed", "")
		for _, e := range s.items() { // what a queue would keep for him
			t.requeue(e, Event{Type: EventReturned, Agent: agent, Reason: "removed"})
		}
		for _, category := range slices.Sorted(maps.Keys(s.past)) {
			t.teach(s, Learned{Agent: agent, Category: category})
		}
		rec := s.rec
		rec.Removed = true
		t.sit(rec, true)
		t.event(nil, Event{Type: EventRemoved, Agent: agent})
		return nil
	})
}

// SetPresence says whether an agent takes work, and why. A person who is not offline has
// to send a [Router.Heartbeat] within [Options.Lease]. When he goes away or offline
// his offers are taken back; when he goes offline his items return to their queues
// (see [Queue.KeepLost]), and what he was wrapping up is completed.
func (r *Router) SetPresence(ctx context.Context, agent string, p Presence, note string) error {
	if int(p) >= len(presences) {
		return &FieldError{Field: "presence", Reason: "is none of offline, online, busy, away"}
	}
	return r.seated(ctx, agent, func(t *tx, s *seat) error {
		t.leave(s, p, note, agent)
		return nil
	})
}

// Heartbeat says that an agent is still there. One who is offline stays so, which
// is a [*StateError]: he has to come back by [Router.SetPresence]. A lease is
// written anew only when a third of it has passed.
func (r *Router) Heartbeat(ctx context.Context, agent string) error {
	return r.seated(ctx, agent, func(t *tx, s *seat) error {
		if s.rec.Presence == Offline {
			return &StateError{Subject: "agent " + agent, State: "offline", Wanted: []string{"online", "busy", "away"}}
		}
		lease := t.lease(&s.rec.Agent)
		if s.rec.Lease.IsZero() == lease.IsZero() && lease.Sub(s.rec.Lease) < r.opts.Lease/3 {
			return nil
		}
		rec := s.rec
		rec.Lease = lease
		t.sit(rec, false)
		return nil
	})
}

// lease is when an agent who was heard of now goes offline; zero is never. A bot has
// no connection to lose.
func (t *tx) lease(a *Agent) time.Time {
	if t.r.opts.Lease < 0 || a.Bot {
		return time.Time{}
	}
	return t.now.Add(t.r.opts.Lease)
}

// seated carries out a command on an agent.
func (r *Router) seated(ctx context.Context, agent string, f func(t *tx, s *seat) error) error {
	return r.do(ctx, func(t *tx) error {
		s := t.board.seats[agent]
		if s == nil {
			return &NotFoundError{What: "agent", ID: agent}
		}
		return f(t, s)
	})
}

// items returns what a seat holds, in the order of their numbers.
func (s *seat) items() []*entry {
	out := slices.Clone(s.held)
	slices.SortFunc(out, func(a, b *entry) int { return int(a.status.Order - b.status.Order) })
	return out
}

// leave sets the presence of an agent and does what follows for his items.
func (t *tx) leave(s *seat, p Presence, note, by string) {
	rec := s.rec
	was := rec.Presence
	if rec.Lease = t.lease(&rec.Agent); p == Offline {
		rec.Lease = time.Time{}
	}
	if was == p && rec.Note == note {
		if p != Offline {
			t.sit(rec, false)
		}
		return
	}
	rec.Presence, rec.Note, rec.Since = p, note, t.now
	if p == Online && was != Online {
		rec.Missed = 0
		rec.Idle = t.now
	}
	t.sit(rec, false)
	t.event(nil, Event{Type: EventPresence, Agent: rec.Agent.ID, Detail: p.String(), Reason: note, By: by})
	for _, e := range s.items() {
		t.remain(e, was, p, note)
	}
	if p != Online {
		for _, c := range slices.Clone(s.classes) { // who waits for him alone goes on
			if c.require.Agent != rec.Agent.ID {
				continue
			}
			var alone []*entry
			c.line.each(func(e *entry) bool { alone = append(alone, e); return true })
			for _, e := range append(alone, slices.Clone(c.odd)...) {
				if t.left(&e.status) {
					t.move(e)
				}
			}
		}
	}
}

// remain decides whether an item stays with an agent whose presence changed.
func (t *tx) remain(e *entry, was, is Presence, note string) {
	st := e.status
	q := t.planner.queue(st.Stage.Queue)
	agent := st.Agent
	switch {
	case st.State == Offered && (is == Offline || is == Away):
		t.requeue(e, Event{Type: EventRescinded, Agent: agent, Reason: is.String()})
	case st.State == Wrapping && is == Offline:
		t.complete(e, "")
	case st.State == Active && is == Offline && q != nil && q.KeepLost > 0:
		st.Due = earliest(st.Due, t.now.Add(q.KeepLost.Std()))
		t.set(e, st)
	case st.State == Active && is == Offline:
		t.requeue(e, Event{Type: EventReturned, Agent: agent, Reason: reasonOf(note)})
	case st.State == Active && was == Offline: // back in time
		st.Due = st.Reply
		t.set(e, st)
	}
}

// reasonOf is the reason for which items of a lost agent return.
func reasonOf(note string) string {
	switch note {
	case "lease", "removed":
		return note
	}
	return Offline.String()
}

func cloneAgent(a *Agent) Agent {
	c := *a
	c.Queues, c.Languages = slices.Clone(a.Queues), slices.Clone(a.Languages)
	c.Skills, c.Limits = maps.Clone(a.Skills), maps.Clone(a.Limits)
	c.Reserved, c.Attributes = maps.Clone(a.Reserved), maps.Clone(a.Attributes)
	return c
}

func sameAgent(a, b *Agent) bool {
	return a.ID == b.ID && a.Name == b.Name && a.Bot == b.Bot && a.Department == b.Department &&
		a.Seniority == b.Seniority && a.Capacity == b.Capacity &&
		slices.Equal(a.Queues, b.Queues) && slices.Equal(a.Languages, b.Languages) &&
		maps.Equal(a.Skills, b.Skills) && maps.Equal(a.Limits, b.Limits) &&
		maps.Equal(a.Reserved, b.Reserved) && maps.Equal(a.Attributes, b.Attributes)
}
