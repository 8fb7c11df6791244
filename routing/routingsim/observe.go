package routingsim

import (
	"context"

	"github.com/kefu-go/kefu/routing"
)

// observe follows what the router has committed, until there is nothing more that
// agents do about it.
func (w *world) observe(ctx context.Context) error {
	for len(w.journal.statuses)+len(w.journal.seats) > 0 {
		w.statuses, w.journal.statuses = w.journal.statuses, w.statuses[:0]
		w.seats, w.journal.seats = w.journal.seats, w.seats[:0]
		w.freed, w.spoken = w.freed[:0], w.spoken[:0]
		for _, id := range w.journal.turned {
			n, err := number(id)
			if err != nil {
				return err
			}
			w.items[n].overflowed = true
		}
		w.journal.turned = w.journal.turned[:0]
		for i := range w.seats {
			w.seat(&w.seats[i])
		}
		for i := range w.statuses {
			n, err := number(w.statuses[i].Item)
			if err != nil {
				return err
			}
			w.status(n, &w.statuses[i].Status)
		}
		for _, n := range w.spoken {
			if err := w.greet(ctx, n); err != nil {
				return err
			}
		}
		for _, agent := range w.freed {
			if err := w.settle(ctx, int(agent)); err != nil {
				return err
			}
		}
	}
	return nil
}

// seat follows an agent.
func (w *world) seat(s *routing.Seat) {
	i, ok := w.byID[s.Agent.ID]
	if !ok {
		return
	}
	k := &w.agents[i]
	if k.presence == s.Presence {
		return
	}
	k.presence = s.Presence
	w.tally.present(w.now, i, s.Presence == routing.Online || s.Presence == routing.Busy)
	if k.present && s.Presence == routing.Away {
		w.agenda.add(event{at: w.now + backAfter, kind: returns, n: i})
	}
}

// status follows an item.
func (w *world) status(n int, s *routing.Status) {
	it := &w.items[n]
	was := *it
	it.state, it.epoch, it.weight = s.State, s.Epoch, s.Weight
	same := was.state.Held() && s.State.Held() && s.Epoch == was.epoch
	if was.state.Held() && !same {
		w.agents[was.agent].holding--
		w.freed = append(w.freed, was.agent)
	}
	if s.State.Held() && !same {
		it.agent = int32(w.byID[s.Agent])
		w.agents[it.agent].holding++
	}
	if was.works() && !(same && it.works()) {
		w.work(was.agent, -was.weight)
	}
	if it.works() && !(same && was.works()) {
		w.work(it.agent, it.weight)
	}
	w.queue(it, s)
	switch {
	case s.State == was.state && s.Epoch == was.epoch:
	case s.State == routing.Offered:
		w.offer(n)
	case s.State == routing.Active:
		w.answered(it)
		w.take(n, it.handling)
		if !s.Reply.IsZero() {
			w.spoken = append(w.spoken, n)
		}
	case s.State == routing.Wrapping && it.wrapUp >= 0:
		w.take(n, it.wrapUp)
	case s.State == routing.Completed:
		w.end(it, served)
	case s.State == routing.Cancelled:
		w.end(it, abandoned)
	case s.State == routing.Diverted:
		w.end(it, diverted)
	}
}

// works says that an agent is busy with the item, not only asked to take it.
func (it *item) works() bool {
	return it.state == routing.Active || it.state == routing.Wrapping
}

// queue follows an item from queue to queue. The first one is where it counts.
func (w *world) queue(it *item, s *routing.Status) {
	at := w.tally.queue(s.Stage.Queue)
	if it.queue < 0 {
		it.queue = at
	} else if at != it.queue {
		it.overflowed = true
	}
	waits := s.State == routing.Waiting || s.State == routing.Offered
	if it.at >= 0 && (!waits || it.at != at) {
		w.tally.add(w.now, it.stream, it.at, -1)
		it.at = -1
	}
	if waits && it.at < 0 {
		w.tally.add(w.now, it.stream, at, +1)
		it.at = at
	}
}

// answered is when somebody takes an item for the first time.
func (w *world) answered(it *item) {
	if it.answered {
		return
	}
	it.answered = true
	it.waited = w.now - it.arrived
	w.tally.answers(it.agent)
}

func (w *world) work(agent int32, units int) {
	k := &w.agents[agent]
	k.used += units
	w.tally.used(w.now, int(agent), k.used)
}

// end is when an item is out of the world.
func (w *world) end(it *item, how ending) {
	w.live--
	if !it.answered {
		it.waited = w.now - it.arrived
	}
	w.tally.item(it, how)
}
