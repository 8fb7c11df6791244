package ticket

import "strconv"

// reach reports a mark that a clock has reached at a time in microseconds, once, and does
// what the ladder says, once. What was reported before that time, was another promise: of
// a priority, policy or calendar that holds no more. The ids of these events are those of the mark, so that no two desks can both.
func (w *work) reach(p *Policy, mark Mark, at int64, reported reports) error {
	name := ""
	if p != nil {
		name = p.Name
	}
	by := doer{actor: BySystem("sla"), rule: "policy:" + name}
	if mark.Percent <= 100 && !reported.has(EventBreached, mark, at) {
		e := by.event(EventWarned)
		if mark.Percent == 100 {
			e.Type = EventBreached
		}
		e.ID, e.Mark, e.New = w.markID("mark/", mark), &mark, mark.Clock
		if err := w.add(e); err != nil {
			return err
		}
	}
	if p == nil || reported.has(EventEscalated, mark, at) {
		return nil
	}
	var do []Action
	for _, rung := range p.Ladder {
		if rung.Clock == mark.Clock && rung.Percent == mark.Percent {
			do = append(do, rung.Do...)
		}
	}
	if do == nil {
		return nil
	}
	by.rule = "ladder:" + name
	e := by.event(EventEscalated)
	e.ID, e.Mark = w.markID("ladder/", mark), &mark
	if err := w.add(e); err != nil {
		return err
	}
	return w.obey(doer{actor: by.actor, rule: by.rule, cause: e.ID, depth: 1}, do)
}

// markID is the id of what reports a mark. Where another round had the number before, by
// another policy, it says with which event the round began; where the mark was reported
// before, also with which it is reported again.
func (w *work) markID(prefix string, mark Mark) string {
	id := prefix + mark.Key()
	if w.has(id) {
		id += "/" + strconv.FormatInt(mark.Since, 10)
	}
	if w.has(id) {
		id += "/" + strconv.Itoa(len(w.history)+1)
	}
	return id
}

// reports are the marks that were reported, and the rungs of the ladder that were, with
// when the last time was, in microseconds.
type reports map[report]int64

type report struct {
	what EventType // breached, for warnings too, or escalated
	mark Mark
}

// reported goes through the history.
func (w *work) reported() reports {
	all := reports{}
	for i := range w.history {
		if e := &w.history[i]; e.Mark != nil {
			what := e.Type
			if what == EventWarned {
				what = EventBreached
			}
			m := *e.Mark
			if m.Since > 0 {
				m.Round = 0
			}
			all[report{what, m}] = max(all[report{what, m}], e.At.UnixMicro())
		}
	}
	return all
}

// has says whether a mark is among them, at a time or later: by the event with which its
// round began, or by the number of the round if nothing else is known of what was reported.
func (r reports) has(what EventType, m Mark, at int64) bool {
	byEvent, byRound := m, m
	byEvent.Round, byRound.Since = 0, 0
	return max(r[report{what, byEvent}], r[report{what, byRound}]) >= at
}
