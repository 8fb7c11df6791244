package ticket

import (
	"slices"
	"strconv"
	"time"
)

// timerRule begins the rules that are timers.
const timerRule = "timer:"

// tick has the timers act whose time has come.
func (w *work) tick() error {
	for i := range w.book.rules.Timers {
		t := &w.book.rules.Timers[i]
		r, ok := w.rings(t)
		if !ok || r.at.After(w.now) || !t.When.Holds(w.t, w.now) {
			continue
		}
		by := doer{actor: BySystem(t.Name), rule: timerRule + t.Name}
		e := by.event(EventTimer)
		e.ID, e.New = "timer/"+t.Name+"/"+strconv.Itoa(r.since), t.Name
		if err := w.add(e); err != nil {
			return err
		}
		by.cause, by.depth = e.ID, 1
		if err := w.obey(by, r.do); err != nil {
			return err
		}
	}
	if at := w.windowEnds(); !at.IsZero() && !at.After(w.now) {
		return w.moveTo(doer{actor: BySystem("reopen"), rule: "workflow", reason: "window over"}, w.book.rules.Workflow.first(KindClosed).Name)
	}
	return nil
}

// nextTimer is when the next one will; zero: none will.
func (w *work) nextTimer() (next time.Time) {
	for i := range w.book.rules.Timers {
		if r, ok := w.rings(&w.book.rules.Timers[i]); ok && r.at.After(w.now) {
			next = earliest(next, r.at)
		}
	}
	if at := w.windowEnds(); at.After(w.now) {
		next = earliest(next, at)
	}
	return next
}

// ring is when a timer acts.
type ring struct {
	at time.Time
	// since is the number of the event with which the time began that it measures, or of
	// its own if it acts again, because some of what it has to do was refused before.
	since int
	again bool
	do    []Action
}

// rings says when a timer acts if nothing happens; ok is false if it does not.
func (w *work) rings(t *Timer) (r ring, ok bool) {
	if !w.t.within(t.In) || w.t.Snoozed(w.now) && !t.Snoozed {
		return r, false
	}
	hours := Hours(AroundTheClock{})
	if t.Hours != "" {
		hours = calendar(w.desk.opts.Hours, t.Hours)
	}
	stay := len(w.history) - 1
	for ; stay > 0 && !w.history[stay].restarts(t); stay-- {
		if e := &w.history[stay]; e.Type == EventTimer && e.New == t.Name {
			left := w.refusedAfter(stay, t.Do)
			return ring{hours.Add(e.At, max(t.For.Std(), day)), len(w.history) + 1, true, left}, len(left) > 0
		}
	}
	return ring{at: hours.Add(w.history[stay].At, t.For.Std()), since: stay + 1, do: t.Do}, true
}

// refusedAfter are those of a timer's actions that could not be done when it acted.
func (w *work) refusedAfter(acted int, do []Action) (left []Action) {
	for i := range do {
		a := w.filled(&do[i])
		if slices.ContainsFunc(w.history[acted+1:], func(e Event) bool {
			return e.Type == EventFailed && e.Cause == w.history[acted].ID && e.Field == string(a.Do) && e.New == a.To
		}) {
			left = append(left, do[i])
		}
	}
	return left
}

// within says whether the ticket is in one of some states, by their names or kinds.
func (t *Ticket) within(states []string) bool {
	return slices.Contains(states, t.State) || slices.Contains(states, string(t.Kind))
}

// restarts says whether a timer measures from an event.
func (e *Event) restarts(t *Timer) bool {
	switch e.Type {
	case EventOpened, EventMoved:
		return true
	case EventSnoozed, EventWoken:
		return !t.Snoozed
	case EventCommented:
		return !e.Comment.Internal && e.Comment.Origin == "" && (e.Actor.Role == Customer || e.Actor.Role.Staff())
	case EventAbsorbed:
		return !e.Absorbed.Waiting.IsZero()
	}
	return false
}

// windowEnds is when a resolved ticket closes by itself, if no timer of the rules is
// going to do that to it; zero: it does not.
func (w *work) windowEnds() (at time.Time) {
	if w.t.Kind != KindResolved || w.t.Snoozed(w.now) {
		return at
	}
	for i := range w.book.rules.Timers {
		t := &w.book.rules.Timers[i]
		if r, waits := w.rings(t); waits && !r.again && w.book.ends(t) && t.When.Holds(w.t, w.now) {
			return at
		}
	}
	return w.t.Resolved.Add(w.book.rules.Workflow.Reopen.Std())
}

// ends says whether a timer ends tickets.
func (b *rulebook) ends(t *Timer) bool {
	return slices.ContainsFunc(t.Do, func(a Action) bool {
		s := b.rules.Workflow.state(a.To)
		return a.Do == DoMove && s != nil && s.Kind.Final()
	})
}

// calendar is the calendar of a name; without one time passes around the clock.
func calendar(hours map[string]Hours, name string) Hours {
	if h := hours[name]; h != nil {
		return h
	}
	return AroundTheClock{}
}
