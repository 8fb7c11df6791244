package routing

import (
	"context"
	"time"
)

// Hand says how an item is given by hand.
type Hand struct {
	// By is who does it: a supervisor's or an agent's id.
	By string
	// Reason is for the history.
	Reason string
	// Unqualified lets an agent have it who does not meet what its stage
	// requires.
	Unqualified bool
}

// Assign gives an item to an agent by hand, whoever has it now: it is his without
// being offered. He must be online or busy and have room ([*StateError],
// [ErrNoRoom]) and meet what the item's stage requires, unless h says otherwise
// ([*UnqualifiedError]). To give it to who has it already changes nothing.
func (r *Router) Assign(ctx context.Context, item, agent string, h Hand) (w Work, err error) {
	err = r.change(ctx, &w, item, func(t *tx, e *entry) error {
		if st := &e.status; st.State == Active && st.Agent == agent {
			return nil
		}
		if e.status.State == Wrapping {
			return e.not(Waiting, Offered, Active)
		}
		s, err := t.receiver(e, agent, h)
		if err != nil {
			return err
		}
		t.part(e, h, agent)
		t.hand(e, s, handed{by: h.By, reason: h.Reason, direct: true})
		return nil
	})
	return w, err
}

// receiver returns the seat that an item is to be given to by hand.
func (t *tx) receiver(e *entry, agent string, h Hand) (*seat, error) {
	s := t.board.seats[agent]
	if s == nil {
		return nil, &NotFoundError{What: "agent", ID: agent}
	}
	if p := s.rec.Presence; p != Online && p != Busy {
		return nil, &StateError{Subject: "agent " + agent, State: p.String(), Wanted: []string{"online", "busy"}}
	}
	if !h.Unqualified {
		require := e.status.Stage.Require
		require.Agent = "" // who was asked for first
		if lacks := t.planner.qualifies(&s.rec.Agent, &require, e.status.Stage.Queue); lacks != nil {
			return nil, &UnqualifiedError{Agent: agent, Lacks: lacks}
		}
	}
	mine := e.status.State.Held() && e.status.Agent == agent
	if !mine && !s.takes(e.status.Weight, e.item.Channel, e.item.Class) {
		return nil, &NoRoomError{Agent: agent, Item: e.item.ID, Weight: e.status.Weight, Used: s.used}
	}
	return s, nil
}

// part takes an item from whoever has it, to hand it on.
func (t *tx) part(e *entry, h Hand, to string) {
	st := e.status
	agent := st.Agent
	switch st.State {
	case Offered:
		t.event(e, Event{Type: EventRescinded, Agent: agent, By: h.By, Reason: "given to another"})
	case Active:
		t.idle(e)
		t.event(e, Event{Type: EventTransferred, Agent: agent, By: h.By, Reason: h.Reason, Detail: to})
	default:
		return
	}
	st.State, st.Since, st.Due, st.Accepted, st.Reply = Waiting, t.now, st.Stage.Until, time.Time{}, time.Time{}
	t.set(e, st)
}

// Destination is where an item is transferred to: exactly one of its fields is set.
type Destination struct {
	// Agent is asked to take it, if the queue makes offers; else it is his.
	Agent string
	// Queue is where it waits anew, with its age, for whoever serves that.
	Queue string
	// Route has the rules decide anew.
	Route bool
}

// Transfer hands an item on that an agent has. It keeps its history and its age. The
// errors are those of [Router.Assign], and [ErrQueueFull].
func (r *Router) Transfer(ctx context.Context, a Assignment, to Destination, h Hand) (w Work, err error) {
	if n := btoi(to.Agent != "") + btoi(to.Queue != "") + btoi(to.Route); n != 1 {
		return Work{}, &FieldError{Field: "destination", Reason: "needs exactly one of agent, queue and route"}
	}
	err = r.held(ctx, &w, a, func(t *tx, e *entry) error {
		if e.status.State != Active {
			return e.not(Active)
		}
		if to.Agent == a.Agent {
			return nil
		}
		if to.Agent != "" {
			s, err := t.receiver(e, to.Agent, h)
			if err != nil {
				return err
			}
			t.part(e, h, to.Agent)
			t.hand(e, s, handed{by: h.By, reason: h.Reason})
			return nil
		}
		var p placement
		if to.Queue != "" {
			if t.planner.queue(to.Queue) == nil {
				return &FieldError{Field: "destination.queue", Reason: "is not a queue of the plan"}
			}
			p = t.planner.into(t.facts(&e.item, &e.status), e.status.Weight, to.Queue)
		} else {
			p = t.planner.place(t.facts(&e.item, &e.status), e.status.Weight)
		}
		if p.Err != nil {
			return p.Err
		}
		t.part(e, h, to.Queue)
		st := e.status
		st.Declined = []string{a.Agent} // not back to him at once
		t.settleIn(e, st, p)
		return nil
	})
	return w, err
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
