package routing

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Accept takes an offer. To accept it again changes nothing. An offer that has
// passed, or was taken back, is a [*StaleError].
func (r *Router) Accept(ctx context.Context, a Assignment) (w Work, err error) {
	err = r.held(ctx, &w, a, func(t *tx, e *entry) error {
		st := e.status
		switch st.State {
		case Active, Wrapping:
			return nil
		}
		t.activate(&st, t.planner.queue(st.Stage.Queue))
		t.set(e, st)
		t.event(e, Event{Type: EventAssigned, Agent: a.Agent, By: a.Agent, Reason: "accepted"})
		t.present(a.Agent)
		return nil
	})
	return w, err
}

// present forgets the offers that an agent missed.
func (t *tx) present(agent string) {
	if s := t.board.seats[agent]; s != nil && s.rec.Missed > 0 {
		t.note(s).Missed = 0
	}
}

// Reject refuses an offer, for a reason. The item goes to the next agent, and not
// to this one again in this pass.
func (r *Router) Reject(ctx context.Context, a Assignment, reason string) (w Work, err error) {
	err = r.held(ctx, &w, a, func(t *tx, e *entry) error {
		if e.status.State != Offered {
			return e.not(Offered)
		}
		t.present(a.Agent)
		t.decline(e, Event{Type: EventRejected, Agent: a.Agent, By: a.Agent, Reason: reason})
		return nil
	})
	return w, err
}

// Return gives an item back to its queue, where it keeps its age. It is not offered
// to this agent again in this pass.
func (r *Router) Return(ctx context.Context, a Assignment, reason string) (w Work, err error) {
	err = r.held(ctx, &w, a, func(t *tx, e *entry) error {
		switch e.status.State {
		case Offered, Active:
			if e.status.State == Active {
				t.idle(e)
			}
			t.decline(e, Event{Type: EventReturned, Agent: a.Agent, By: a.Agent, Reason: reason})
			return nil
		}
		return e.not(Offered, Active)
	})
	return w, err
}

// Complete ends the work with the customer, with an outcome in the host's words.
// Where the queue has a wrap-up time the item is then [Wrapping] until that has
// passed or [Router.Ready] is called; its capacity is held so long. To complete it
// again changes nothing.
func (r *Router) Complete(ctx context.Context, a Assignment, outcome string) (w Work, err error) {
	err = r.held(ctx, &w, a, func(t *tx, e *entry) error {
		switch e.status.State {
		case Wrapping:
			return nil
		case Active:
			t.complete(e, outcome)
			return nil
		}
		return e.not(Active)
	}, Completed)
	return w, err
}

// Ready ends a wrap-up before its time.
func (r *Router) Ready(ctx context.Context, a Assignment) (w Work, err error) {
	err = r.held(ctx, &w, a, func(t *tx, e *entry) error {
		if e.status.State != Wrapping {
			return e.not(Wrapping)
		}
		t.complete(e, "")
		return nil
	}, Completed)
	return w, err
}

// complete ends the service of an active item, or the wrap-up of one.
func (t *tx) complete(e *entry, outcome string) {
	st := e.status
	agent := st.Agent
	q := t.planner.queue(st.Stage.Queue)
	if st.State == Active {
		t.learn(e, outcome)
		st.Outcome = outcome
		if q != nil && q.WrapUp > 0 {
			st.State, st.Since, st.Due, st.Reply = Wrapping, t.now, t.now.Add(q.WrapUp.Std()), time.Time{}
			t.set(e, st)
			t.event(e, Event{Type: EventWrapping, Agent: agent, Detail: outcome})
			return
		}
	}
	t.idle(e)
	st.State, st.Since, st.Due, st.Reply = Completed, t.now, time.Time{}, time.Time{}
	t.set(e, st)
	t.event(e, Event{Type: EventCompleted, Agent: agent, Detail: st.Outcome})
}

// idle notes that whoever holds an item ends something.
func (t *tx) idle(e *entry) {
	if e.seat != nil {
		t.note(e.seat).Idle = t.now
	}
}

// missed lets an offer pass.
func (t *tx) missed(e *entry, q *Queue) {
	agent := e.status.Agent
	t.decline(e, Event{Type: EventMissed, Agent: agent})
	s := t.board.seats[agent]
	if s == nil {
		return
	}
	rec := t.note(s)
	rec.Missed++
	if q != nil && q.AwayAfter > 0 && rec.Missed >= q.AwayAfter && rec.Presence == Online {
		t.leave(s, Away, "missed offers", "")
	}
}

// decline takes an item from an agent, who is not asked again in this pass.
func (t *tx) decline(e *entry, ev Event) { t.comeBack(e, ev, true) }

// requeue brings an item back to its queue, with its age and its place in the
// route.
func (t *tx) requeue(e *entry, ev Event) { t.comeBack(e, ev, false) }

func (t *tx) comeBack(e *entry, ev Event, declined bool) {
	st := e.status
	retry := retryAfter(t.planner.queue(st.Stage.Queue))
	if st.State == Active && len(st.Declined) > 0 && !t.now.Before(st.Accepted.Add(retry)) {
		st.Declined = nil // else two who give it back at once would give it to each other
		st.Pass++
	}
	if declined && !slices.Contains(st.Declined, ev.Agent) {
		st.Declined = append(slices.Clone(st.Declined), ev.Agent)
	}
	if ev.Type == EventReturned || st.State == Active {
		st.Returns++
	}
	if st.State == Active {
		st.Stage = st.Stage.resumed(t.now.Sub(st.Accepted))
	}
	st.State, st.Since, st.Accepted, st.Reply = Waiting, t.now, time.Time{}, time.Time{}
	st.Due = st.Stage.Until
	if len(st.Declined) > 0 {
		st.Due = earliest(st.Due, t.now.Add(retry))
	}
	t.set(e, st)
	t.event(e, ev)
	if u := st.Stage.Until; !u.IsZero() && !u.After(t.now) || t.left(&st) || t.planner.queue(st.Stage.Queue) == nil {
		t.move(e)
	}
}

// left says that a stage waits for one agent only, who is not there.
func (t *tx) left(st *Status) bool {
	agent := st.Stage.Require.Agent
	return agent != "" && !t.board.present(agent)
}

// AgentSpoke notes that the agent answered the customer; see [Queue.ReplyWithin].
func (r *Router) AgentSpoke(ctx context.Context, a Assignment) error {
	var w Work
	return r.held(ctx, &w, a, func(t *tx, e *entry) error {
		st := e.status
		if st.State != Active {
			return e.not(Active)
		}
		if st.Reply.IsZero() {
			return nil
		}
		if s := t.board.seats[a.Agent]; s == nil || s.rec.Presence != Offline {
			st.Due = time.Time{}
		} else if q := t.planner.queue(st.Stage.Queue); st.Due.Equal(st.Reply) && q != nil {
			st.Due = t.now.Add(q.KeepLost.Std()) // he is lost all the same
		}
		st.Reply = time.Time{}
		t.set(e, st)
		return nil
	})
}

// CustomerSpoke notes that the customer said something that the agent is to answer
// within [Queue.ReplyWithin]. It does nothing unless an agent has the item, and
// nothing if the customer waits for an answer already.
func (r *Router) CustomerSpoke(ctx context.Context, item string) error {
	var w Work
	return r.change(ctx, &w, item, func(t *tx, e *entry) error {
		st := e.status
		q := t.planner.queue(st.Stage.Queue)
		if st.State == Active && st.Reply.IsZero() && q != nil && q.ReplyWithin > 0 {
			st.Reply = t.now.Add(q.ReplyWithin.Std())
			st.Due = earliest(st.Due, st.Reply)
			t.set(e, st)
		}
		return nil
	}, Completed, Cancelled, Diverted)
}

// held carries out a command of the agent who holds the item, which is w then. One that
// has ended in the given state, in this assignment, is what it is.
func (r *Router) held(ctx context.Context, w *Work, a Assignment, f func(t *tx, e *entry) error, ended ...State) error {
	err := r.onBoard(ctx, w, a, true, f)
	if !errors.Is(err, errEnded) {
		return err
	}
	is, err := r.store.Work(ctx, a.Item)
	if err != nil {
		return err
	}
	if is.Status.Epoch != a.Epoch || is.Status.Agent != a.Agent {
		return &StaleError{Named: a, Now: is.Assignment()}
	}
	return endedIn(w, &is, ended)
}

func (e *entry) assignment() Assignment {
	a := Assignment{Item: e.item.ID, Epoch: e.status.Epoch}
	if e.status.State.Held() {
		a.Agent = e.status.Agent
	}
	return a
}

// not says that an item would have to be in other states.
func (e *entry) not(wanted ...State) error {
	err := &StateError{Subject: "item " + e.item.ID, State: e.status.State.String()}
	for _, s := range wanted {
		err.Wanted = append(err.Wanted, s.String())
	}
	return err
}
