package ticket

import (
	"errors"
	"slices"
	"time"
)

// A ticket that was touched is looked at again until nothing more follows: what one rule
// does may lead to another. rounds bounds that.
const rounds = 4 * MaxDepth

// follow adds what follows from what has happened: triggers, procedures, the clocks and
// their ladders, timers, and the notices of all of it.
func (a *attempt) follow() error {
	for range rounds {
		before := a.happened()
		for i := 0; i < len(a.works); i++ { // rules may touch further tickets
			w := a.works[i]
			if w.fresh == 0 && !w.swept {
				continue
			}
			for _, step := range []func() error{w.pull, w.proceed, w.serve, w.tick} {
				if err := step(); err != nil {
					return err
				}
			}
		}
		if a.happened() == before {
			for _, w := range a.works {
				if w.fresh > 0 || w.swept {
					w.due()
					w.announce()
				}
			}
			return nil
		}
	}
	return errors.New("ticket: rules lead to one another without end")
}

// happened counts the events of the attempt.
func (a *attempt) happened() (n int) {
	for _, w := range a.works {
		n += w.fresh
	}
	return n
}

// serve chooses the service level and reports the marks that its clocks have reached.
func (w *work) serve() error {
	if w.stored.Ended() { // as it ended, so it stays
		w.report = Report{Policy: w.t.Policy, Clocks: w.t.Clocks}
		return nil
	}
	policy := w.book.policy(w.t, w.now)
	name := ""
	if policy != nil {
		name = policy.Name
	}
	if err := w.change(doer{actor: BySystem("policy")}, "policy", name); err != nil {
		return err
	}
	var hits []hit
	if err := contained(func() error { w.report, hits = evaluate(w.history, policy, w.desk.opts.Hours, w.now); return nil }); err != nil {
		return err
	}
	w.t.Clocks = w.report.kept()
	reported := w.reported()
	for i, r := range w.report.Reached {
		r.Mark.Since = int64(hits[i].since)
		if err := w.reach(policy, r.Mark, hits[i].at, reported); err != nil {
			return err
		}
	}
	return nil
}

// clocksMoved says whether the clocks are others than those that were stored. That time
// has passed on one that runs is no change: its Due says as much.
func (w *work) clocksMoved() bool {
	same := func(a, b Clock) bool {
		if a.State == Running {
			a.Elapsed = b.Elapsed
		}
		return a == b
	}
	return w.swept && (!w.t.Due.Equal(w.stored.Due) || !w.t.Deadline.Equal(w.stored.Deadline) || !slices.EqualFunc(w.t.Clocks, w.stored.Clocks, same))
}

// due works out when the ticket has to be looked at next.
func (w *work) due() {
	w.t.Clocks, w.t.Deadline = w.report.Clocks, deadline(w.report.Clocks)
	w.t.Due = earliest(w.report.Next, w.t.Wake, w.nextTimer())
	if w.t.Ended() {
		w.t.Due = time.Time{}
	}
}

// kept returns the clocks as they are stored, so that what is read back is no change.
func (r *Report) kept() []Clock {
	for i := range r.Clocks {
		c := &r.Clocks[i]
		c.Due = keepZero(c.Due)
	}
	return r.Clocks
}

// deadline is the earliest one of the clocks that have not ended; zero: there is none.
func deadline(clocks []Clock) (first time.Time) {
	for i := range clocks {
		if c := &clocks[i]; c.Ended.IsZero() {
			first = earliest(first, c.Due)
		}
	}
	return first
}

// earliest is the first of some times that is not zero.
func earliest(times ...time.Time) (first time.Time) {
	for _, t := range times {
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}
