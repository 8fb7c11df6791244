package routing

import (
	"slices"
	"time"
)

// defaultRetry is [Queue.RetryAfter] where it is not set.
const defaultRetry = 30 * time.Second

// next does what is due of the item's stage; what was due first comes first.
func (v *visit) next() placement {
	s := v.now
	q := v.queues[s.Queue]
	var r *route
	var t *planTarget
	if s.Target >= 0 {
		if r = v.named[s.Rule]; r != nil && s.Target < len(r.targets) {
			t = &r.targets[s.Target]
		}
	}
	if q == nil || s.Target >= 0 && (t == nil || t.queue != q) { // the plan is another one
		v.now = Stage{Queue: s.Queue, Earlier: s.Earlier, Queued: s.Queued}
		return v.place()
	}
	elapsed := v.f.Now.Sub(s.Entered)
	left := q.MaxWait.Std() - v.spent(q, &s) // until MaxWait is over
	switch {
	case q.Closed != nil && !v.opened(q, v.f.Now):
		return v.overflow(q, t, q.Closed, "closed")
	case t != nil && t.LastAgent && !v.f.view.present(s.Require.Agent):
		return v.leave(r, t, "gone")
	case q.Full != nil && q.MaxWait > 0 && left <= 0 && (t == nil || t.last || elapsed+left < t.Wait.Std()):
		return v.overflow(q, t, q.Full, "max_wait")
	case t != nil && !t.last && elapsed >= t.Wait.Std():
		return v.leave(r, t, "wait")
	}
	return v.relax(q, t, elapsed)
}

// leave goes on to the next target that can be had. If there is none, the item stays,
// unless staying leads nowhere.
func (v *visit) leave(r *route, t *planTarget, reason string) placement {
	w := v.walk(r, t.index+1, reason)
	if w.taken {
		return w.placement
	}
	if reason == "gone" || (w.unmet != nil && v.unmet(&v.now) != nil) {
		switch {
		case w.unmet != nil && w.full == nil:
			return v.force(w.unmet, reason, w.lacks)
		case w.full != nil:
			return v.force(w.full, reason, nil)
		case r != &v.rest:
			return v.along(&v.rest, reason)
		}
	}
	if q := t.queue; q.Full != nil && q.MaxWait > 0 && v.spent(q, &v.now) >= q.MaxWait.Std() {
		return v.overflow(q, t, q.Full, "max_wait")
	}
	return v.stay(t.queue, t)
}

// overflow leads the item out of its queue, or leaves it there if that leads nowhere.
func (v *visit) overflow(q *planQueue, t *planTarget, out *Overflow, reason string) placement {
	if out.To != "" {
		return placement{Stage: v.now, Divert: out.To, Reason: reason}
	}
	to, _, s := v.spill(out, v.now)
	pl, full := v.enter(to, nil, s, placement{Reason: reason, Unsatisfiable: v.unmet(&s)})
	if full {
		return v.stay(q, t)
	}
	return pl
}

// stay leaves the item where it is, relaxed as far as the time has come, and has it
// try again.
func (v *visit) stay(q *planQueue, t *planTarget) placement {
	pl := v.relax(q, t, v.f.Now.Sub(v.now.Entered))
	if !pl.Stage.Until.After(v.f.Now) { // a target without Wait
		pl.Stage.Until = time.Time{}
	}
	pl.Stage.Until = earliest(pl.Stage.Until, upToMicro(v.f.Now.Add(retryAfter(q.Queue))))
	return pl
}

// relax brings the item to the step of its target that the time has come for.
func (v *visit) relax(q *planQueue, t *planTarget, elapsed time.Duration) placement {
	pl := placement{Stage: v.now}
	if t != nil {
		step := v.now.Step
		for step < len(t.Relax) && t.Relax[step].After.Std() <= elapsed {
			step++
		}
		if step > v.now.Step {
			pl.Stage, pl.Unsatisfiable = v.step(t, step)
			pl.Reason = "relaxed"
			pl.Stage.Entered, pl.Stage.Queued, pl.Stage.Earlier = v.now.Entered, v.now.Queued, v.now.Earlier
		}
	}
	pl.Stage.Until = v.until(q, t, &pl.Stage)
	return pl
}

// stage returns the item's stage in a target at a step, entered now and without
// Until, and the language that it has no room for; see [demand].
func (v *visit) stage(t *planTarget, step int) (s Stage, clash string) {
	d := t.demand(v.f.Item, step)
	s = v.outside(t.queue, v.f.Item.Priority+d.priority)
	s.Target, s.Step, s.Require, s.Prefer = t.index, step, d.require, d.prefer
	s.Rule = t.rule
	if t.Ageing != nil {
		s.Ageing = *t.Ageing
	}
	return s, d.clash
}

// outside returns a stage of a queue outside of targets, entered now.
func (v *visit) outside(q *planQueue, priority int) Stage {
	s := Stage{Target: -1, Queue: q.ID, Priority: priority, Ageing: q.Ageing, Entered: v.f.Now, Queued: v.f.Now}
	s.Earlier = v.now.Earlier
	switch old := v.queues[v.now.Queue]; {
	case v.now.Queue == q.ID:
		s.Queued = v.now.Queued
	case old != nil && old.MaxWait > 0:
		s.Earlier = slices.Clone(s.Earlier)
		here := Duration(v.f.Now.Sub(v.now.Queued))
		i := slices.IndexFunc(s.Earlier, func(e Visit) bool { return e.Queue == old.ID })
		if i < 0 {
			s.Earlier = append(s.Earlier, Visit{Queue: old.ID, For: here})
		} else {
			s.Earlier[i].For += here
		}
	}
	return s
}

// spent is how long the item has been in the queue of a stage, on all visits.
func (v *visit) spent(q *planQueue, s *Stage) time.Duration {
	d := v.f.Now.Sub(s.Queued)
	for i := range s.Earlier {
		if s.Earlier[i].Queue == q.ID {
			d += s.Earlier[i].For.Std()
		}
	}
	return d
}

// until returns the earliest of what is due by itself in a stage; zero is never.
// What is in the past is not due again, but for the end of a target without Wait.
func (v *visit) until(q *planQueue, t *planTarget, s *Stage) (at time.Time) {
	add := func(d time.Duration, from time.Time) {
		if due := upToMicro(from.Add(d)); due.After(v.f.Now) {
			at = earliest(at, due)
		}
	}
	if t != nil {
		if s.Step < len(t.Relax) {
			add(t.Relax[s.Step].After.Std(), s.Entered)
		}
		if !t.last {
			if t.Wait <= 0 && !s.Entered.Before(v.f.Now) {
				return v.f.Now
			}
			add(t.Wait.Std(), s.Entered)
		}
	}
	if q.MaxWait > 0 && q.Full != nil {
		add(q.MaxWait.Std()-v.spent(q, s), v.f.Now)
	}
	if q.Closed != nil && v.opened(q, v.f.Now) {
		if closes := v.closing(q, v.f.Now); !closes.IsZero() {
			at = earliest(at, upToMicro(closes))
		}
	}
	return at
}

// upToMicro rounds a time up to the microseconds that stores keep.
func upToMicro(t time.Time) time.Time {
	if u := t.Truncate(time.Microsecond); u.Before(t) {
		return u.Add(time.Microsecond)
	}
	return t
}
