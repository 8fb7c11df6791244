package routing

import (
	"context"
	"time"
)

// Place is where a waiting item stands.
type Place struct {
	// Queue is its queue, Place its place in it from 1, and Of how many wait there.
	Queue string `json:"queue"`
	Place int    `json:"place"`
	Of    int    `json:"of"`
	// Wait is the estimate of what is left to wait; four times of five it is
	// between Low and High, if handlings take as long as those before, of its category or
	// the nearest above it. Known says
	// that there is an estimate: somebody who serves the queue is online.
	Wait  time.Duration `json:"wait"`
	Low   time.Duration `json:"low"`
	High  time.Duration `json:"high"`
	Known bool          `json:"known"`
}

// Place returns where a waiting item stands in its queue. One that does not wait is
// a [*StateError], one that has ended [ErrNotFound]. It takes time linear in
// the kinds of items and the agents, and hardly more for a long queue.
func (r *Router) Place(ctx context.Context, item string) (Place, error) {
	if err := r.loadOnce(ctx); err != nil {
		return Place{}, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	b := r.board
	e := b.work(item)
	if e == nil {
		return Place{}, &NotFoundError{What: "item", ID: item}
	}
	if e.status.State != Waiting {
		return Place{}, e.not(Waiting)
	}
	slots := 0.0
	for _, s := range e.class.list {
		if s.rec.Presence == Online {
			slots += s.slots()
		}
	}
	return b.stand(e, slots, r.now()), nil
}

// stand returns where an item stands in the queue of its stage, for whose class agents with
// so many slots are online. It need not be on the board.
func (b *board) stand(e *entry, slots float64, now time.Time) Place {
	q, at := b.count(e.status.Stage.Queue), now.UnixMicro()
	p := Place{Queue: e.status.Stage.Queue, Place: 1, Of: q.waiting, Known: slots > 0}
	for c := range q.classes {
		p.Place += c.line.ahead(func(x *urgency) bool { return x.sooner(&e.urgency, at) })
		for _, x := range c.odd {
			if x.sooner(&e.urgency, at) {
				p.Place++
			}
		}
	}
	p.Wait, p.Low, p.High = b.wait(p.Place, slots/float64(max(1, e.status.Weight)), e.item.Category)
	return p
}
