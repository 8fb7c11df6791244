package routing

import "time"

// isOpen says that a queue is open at a time; one that is not in the plan is not.
func (p *planner) isOpen(queue string, at time.Time) bool {
	q := p.queues[queue]
	return q != nil && p.opened(q, at)
}

func (p *planner) opened(q *planQueue, at time.Time) (open bool) {
	if q.hours == nil {
		return true
	}
	defer p.hoursPanicked(q, func() { open = true })
	return q.hours.Open(at)
}

// maxChanges bounds how many changes of hours are looked at that change nothing.
const maxChanges = 100

// closing returns when an open queue closes after a time; zero means never.
func (p *planner) closing(q *planQueue, after time.Time) (at time.Time) {
	if q.hours == nil {
		return time.Time{}
	}
	defer p.hoursPanicked(q, func() { at = time.Time{} })
	for range maxChanges {
		change, ok := q.hours.Next(after)
		if !ok || !change.After(after) {
			return time.Time{}
		}
		if !q.hours.Open(change) {
			return change
		}
		after = change
	}
	return time.Time{}
}

// opens returns when a closed queue opens after a time; ok is false if it is open, or
// never opens.
func (p *planner) opens(queue string, after time.Time) (at time.Time, ok bool) {
	q := p.queues[queue]
	if q == nil || p.opened(q, after) {
		return time.Time{}, false
	}
	defer p.hoursPanicked(q, func() { at, ok = time.Time{}, false })
	for range maxChanges {
		change, more := q.hours.Next(after)
		if !more || !change.After(after) {
			return time.Time{}, false
		}
		if q.hours.Open(change) {
			return change, true
		}
		after = change
	}
	return time.Time{}, false
}

// hoursPanicked is deferred around calls of hours.
func (p *planner) hoursPanicked(q *planQueue, mend func()) {
	if v := recover(); v != nil {
		p.log.Error("routing: hours panicked", "queue", q.ID, "panic", v)
		mend()
	}
}

// Opens returns when a queue that is closed at a time opens next. False: it is open,
// never opens, or is no queue of the plan.
func (r *Router) Opens(queue string, after time.Time) (time.Time, bool) {
	r.mu.RLock()
	p := r.planner
	r.mu.RUnlock()
	return p.opens(queue, after)
}
