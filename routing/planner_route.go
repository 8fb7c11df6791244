package routing

import "time"

// placement is where an item goes.
type placement struct {
	Stage Stage
	// Divert is the outcome with which the item leaves the router, if it does.
	Divert string
	// Reason is how it got there: "rule", "skipped" and "unsatisfiable" if targets
	// before were passed over, "wait", "relaxed", "gone" (the last agent),
	// "full", "closed", "max_wait", "transfer". Empty: it stays where it was,
	// and at most Until is another one.
	Reason string
	// Err is a QueueFullError, or ErrInvalid for a transfer to no queue; the rest is
	// empty then. There is none for an item that is in the router already, unless
	// it is transferred.
	Err error
	// Unsatisfiable is what the nearest agent lacks if no registered one could ever
	// take the item: where it is, and for a route that nobody meets in its last
	// resort.
	Unsatisfiable []Lack
}

// visit is one look at where an item could go.
type visit struct {
	*planner
	f      *Facts
	weight int
	// now is the stage that the item is in; its Queue is empty if it is new.
	now Stage
	// admitted says that the item is in the router already.
	admitted bool
}

func (p *planner) visit(f *Facts, weight int) visit {
	f.location = p.location
	return visit{planner: p, f: f, weight: weight}
}

// place returns where a new item goes.
func (p *planner) place(f *Facts, weight int) placement {
	v := p.visit(f, weight)
	return v.place()
}

// next returns where a waiting item goes whose stage is over. It can be asked at any
// time: as long as nothing is due, the answer is the stage itself. The Until of
// what it returns is zero or later than now, except for a target without Wait, whose
// turn is over at once if nobody takes the item; asking again leads on from there. A
// queue that is no more is left, for the route that the item would take now.
func (p *planner) next(f *Facts, weight int, now Stage) placement {
	if now.Entered.IsZero() {
		now.Entered = f.Now
	}
	if now.Queued.IsZero() {
		now.Queued = now.Entered
	}
	if f.Now.Before(now.Entered) { // the clock jumped back
		now.Entered = f.Now
	}
	if f.Now.Before(now.Queued) {
		now.Queued = f.Now
	}
	v := p.visit(f, weight)
	v.now, v.admitted = now, true
	return v.next()
}

// resumed returns the stage of an item that comes back from an agent who had it for
// so long: its clocks stood still. Its Until is to be had from next.
func (s Stage) resumed(held time.Duration) Stage {
	if held > 0 && !s.Entered.IsZero() {
		s.Entered = s.Entered.Add(held)
		if !s.Queued.IsZero() {
			s.Queued = s.Queued.Add(held)
		}
	}
	return s
}

// into returns where an item goes that is transferred to a queue by hand. Whoever
// does that knows better than the rules: only what the queue requires is asked, the
// item's own skills are preferred. A new route begins.
func (p *planner) into(f *Facts, weight int, queue string) placement {
	q := p.queues[queue]
	if q == nil {
		return placement{Err: &FieldError{Field: "queue", Reason: "is no queue of the plan"}}
	}
	v := p.visit(f, weight)
	s := v.outside(q, f.Item.Priority)
	s.Require, s.Prefer = q.Require, merged(f.Item.Skills)
	s.Require.Skills = merged(q.Require.Skills)
	pl, full := v.enter(q, nil, s, placement{Reason: "transfer", Unsatisfiable: v.unmet(&s)})
	if full {
		return q.refuses()
	}
	return pl
}

// refuses is what comes of an item that a queue does not take.
func (q *planQueue) refuses() placement {
	return placement{Err: &QueueFullError{Queue: q.ID, MaxLen: q.MaxLen}}
}

// place routes the item from the beginning.
func (v *visit) place() placement {
	r := &v.rest
	for i := range v.rules {
		if v.takes(&v.rules[i], v.f) {
			r = &v.rules[i]
			break
		}
	}
	return v.along(r, "rule")
}

// along routes the item along a route from its beginning. It always has a result.
func (v *visit) along(r *route, reason string) placement {
	w := v.walk(r, 0, reason)
	switch {
	case w.taken:
		return w.placement
	case w.full != nil && !v.admitted:
		return w.full.queue.refuses()
	case w.full != nil:
		return v.force(w.full, reason, nil)
	case w.unmet != nil:
		return v.force(w.unmet, instead(reason, "unsatisfiable"), w.lacks)
	case r != &v.rest:
		return v.along(&v.rest, instead(reason, "skipped"))
	}
	return v.force(&r.targets[len(r.targets)-1], reason, nil) // for a plan that was not checked
}

// walked is what came of trying targets.
type walked struct {
	placement
	taken bool
	// full is the last target that only lacked room in its queue, unmet the first
	// one that nobody meets where the item could wait, and lacks what it takes to
	// meet the last of those.
	full, unmet *planTarget
	lacks       []Lack
}

// walk tries the targets of a route from one on.
func (v *visit) walk(r *route, from int, reason string) (w walked) {
	for i := from; i < len(r.targets); i++ {
		t := &r.targets[i]
		if v.skips(t) {
			reason = instead(reason, "skipped")
			continue
		}
		s, lacks := v.step(t, 0)
		if lacks != nil {
			w.lacks = lacks
			if w.unmet == nil || w.unmet.Wait <= 0 {
				w.unmet = t
			}
			reason = instead(reason, "unsatisfiable")
			continue
		}
		if !t.last && t.Wait <= 0 && !v.room(&s) {
			reason = instead(reason, "skipped")
			continue
		}
		pl, full := v.enter(t.queue, t, s, placement{Reason: reason})
		if full {
			w.full = t
			continue
		}
		w.placement, w.taken = pl, true
		return w
	}
	return w
}

// instead is the reason why an item is not in the first target. One that had to leave
// another target has its reason; that nobody meets a target matters more than that
// one was skipped.
func instead(reason, passed string) string {
	if reason == "rule" || reason == "skipped" {
		return passed
	}
	return reason
}

// skips says that a target is not for the item now.
func (v *visit) skips(t *planTarget) bool {
	if t.LastAgent {
		last := v.f.Item.LastAgent
		if last == "" || !v.f.view.present(last) {
			return true
		}
		if only := t.queue.Require.Agent; only != "" && only != last {
			return true
		}
	}
	return t.skip != nil && v.holds(t.skip, v.f)
}

// step returns the item's stage in a target at the first step, from one on, that some
// registered agent meets. If there is none, it is that of this one, and lacks is what
// is lacking at the last.
func (v *visit) step(t *planTarget, from int) (s Stage, lacks []Lack) {
	for step := from; step <= len(t.Relax); step++ {
		met, clash := v.stage(t, step)
		switch {
		case clash != "":
			lacks = []Lack{{What: "language", Want: clash}}
		default:
			lacks = v.unmet(&met)
		}
		if lacks == nil {
			return met, nil
		}
		if step == from {
			s = met
		}
	}
	return s, lacks
}

// unmet returns what the nearest agent lacks if none could ever take the item in a
// stage; nil if one could.
func (v *visit) unmet(s *Stage) []Lack {
	ok, lacks := v.f.view.possible(v.f.Item, *s, v.weight)
	switch {
	case ok:
		return nil
	case len(lacks) == 0:
		return []Lack{{What: "queue", Want: s.Queue}} // nobody is registered
	}
	return lacks
}

func (v *visit) room(s *Stage) bool { return v.f.view.room(v.f.Item, *s, v.weight) }

// force puts the item into a target that cannot have it, because there is none that
// can.
func (v *visit) force(t *planTarget, reason string, lacks []Lack) placement {
	s, _ := v.stage(t, 0)
	pl, full := v.enter(t.queue, t, s, placement{Reason: reason, Unsatisfiable: lacks})
	switch {
	case full && !v.admitted:
		return t.queue.refuses()
	case full:
		s.Until = v.until(t.queue, t, &s)
		return placement{Stage: s, Reason: reason, Unsatisfiable: lacks}
	}
	return pl
}

// enter puts the item into a queue, or where the queue's overflow leads it; full says
// that it leads nowhere. t is nil for a queue without a target.
func (v *visit) enter(q *planQueue, t *planTarget, s Stage, pl placement) (entered placement, full bool) {
	for {
		var out *Overflow
		switch {
		case q.Closed != nil && !v.opened(q, v.f.Now):
			out, pl.Reason = q.Closed, "closed"
		case q.Full != nil && q.MaxWait > 0 && v.spent(q, &s) >= q.MaxWait.Std():
			out, pl.Reason = q.Full, "max_wait"
		case q.MaxLen > 0 && q.ID != v.now.Queue && v.f.Queue(q.ID).Waiting >= q.MaxLen && !v.room(&s):
			if q.Full == nil {
				return placement{}, true
			}
			out, pl.Reason = q.Full, "full"
		default:
			s.Until = v.until(q, t, &s)
			pl.Stage = s
			return pl, false
		}
		if out.To != "" {
			return placement{Stage: s, Divert: out.To, Reason: pl.Reason}, false
		}
		q, t, s = v.spill(out, s)
		pl.Unsatisfiable = v.unmet(&s)
	}
}

// spill returns the queue that an item overflows into, and what is asked there; see
// [Overflow].
func (v *visit) spill(out *Overflow, s Stage) (*planQueue, *planTarget, Stage) {
	q := v.queues[out.Queue]
	n := v.outside(q, s.Priority)
	n.Rule = s.Rule
	n.Require, _ = jointly(q.Require, Require{Language: s.Require.Language, People: s.Require.People})
	n.Prefer = merged(s.Require.Skills, s.Prefer)
	return q, nil, n
}
