package routing

import (
	"context"
	"time"
)

// Prospect is what would become of an item that was submitted now and met everything as
// it is now: what to tell a customer before he decides to wait.
type Prospect struct {
	// Place is where it would wait: in the first queue of its route where somebody who may
	// take it is online, or else in the first of all. Of counts the item itself. Zero for an
	// item that no queue takes.
	Place Place `json:"place"`
	// Free says that an agent has room for it, and After how long its route takes to come
	// to him: 0 is at once.
	Free  bool          `json:"free"`
	After time.Duration `json:"after,omitempty"`
	// Closed says that this queue is closed, or the one that makes the Outcome of it. Opens
	// is when that opens next; zero is unknown.
	Closed bool      `json:"closed,omitempty"`
	Opens  time.Time `json:"opens,omitzero"`
	// Outcome is what its queue makes of it ("ticket", "callback") if the route leads it out
	// before anybody who is online may take it.
	Outcome string `json:"outcome,omitempty"`
}

// maxStages bounds how far a route is followed ahead. Routes end, but the rules may depend
// on what changes from stage to stage.
const maxStages = 64

// Prospect follows the route of an item that has not been submitted, and changes nothing.
// The errors are those of [Router.Submit]. It takes time linear in the stages of the route,
// and for each in the agents who qualify and the kinds of items that wait, and waits for a commit of this
// router that is under way, whatever its context says.
func (r *Router) Prospect(ctx context.Context, item Item) (Prospect, error) {
	if err := item.Check(); err != nil {
		return Prospect{}, err
	}
	if err := r.loadOnce(ctx); err != nil {
		return Prospect{}, err
	}
	r.mu.Lock() // classes may be made
	defer r.mu.Unlock()
	t := tx{board: r.board, r: r, now: r.now()}
	e := &entry{item: cloneItem(&item), status: Status{State: Waiting, Arrived: t.arrival(&item), Order: t.control.Order + 1, Weight: t.planner.weight(&item)}}
	p := t.planner.place(t.facts(&e.item, &e.status), e.status.Weight)
	if p.Err != nil {
		return Prospect{}, p.Err
	}
	return t.prospect(e, p), nil
}

func (t *tx) prospect(e *entry, p placement) (out Prospect) {
	from := t.now
	for range maxStages {
		if p.Divert != "" {
			if !out.Place.Known {
				out.Outcome = p.Divert
				out.Closed, out.Opens = t.closed(p.Stage.Queue)
			}
			break
		}
		e.status.Stage = p.Stage
		e.urgency = urgencyOf(&e.status)
		slots, free := t.ready(e)
		if free || !out.Place.Known && (slots > 0 || out.Place.Place == 0) {
			out.Place = t.stand(e, slots, t.now)
			out.Place.Of++
			out.Closed, out.Opens = t.closed(p.Stage.Queue)
		}
		if free {
			out.Free, out.After = true, t.now.Sub(from)
			break
		}
		if p.Stage.Until.IsZero() {
			break
		}
		if p.Stage.Until.After(t.now) {
			t.now = p.Stage.Until
		}
		p = t.planner.next(t.facts(&e.item, &e.status), e.status.Weight, p.Stage)
		if p.Err != nil {
			break
		}
	}
	return out
}

// ready returns the slots of the agents online who may take an item, and whether one of them
// has room.
func (t *tx) ready(e *entry) (slots float64, free bool) {
	stage, agents := &e.status.Stage, []*seat(nil)
	if of := stage.Require.Agent; of == "" {
		agents = t.classOf(&e.item, stage, e.status.Weight).list
	} else if s := t.seats[of]; s != nil && t.planner.qualifies(&s.rec.Agent, &stage.Require, stage.Queue) == nil {
		agents = []*seat{s}
	}
	for _, s := range agents {
		if s.rec.Presence == Online {
			slots += s.slots()
		}
	}
	return slots, t.room(&e.item, *stage, e.status.Weight)
}

// closed says whether a queue is, and when it opens.
func (t *tx) closed(queue string) (closed bool, opens time.Time) {
	q := t.planner.queues[queue]
	if q == nil || t.planner.opened(q, t.now) {
		return false, time.Time{}
	}
	opens, _ = t.planner.opens(queue, t.now)
	return true, opens
}
