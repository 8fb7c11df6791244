package ticket

import "slices"

// reach reports a mark that a clock has reached, once, and does what the ladder says,
// once. The ids of these events are those of the mark, so that no two desks can both.
func (w *work) reach(p *Policy, r Reached) error {
	mark, key := r.Mark, r.Mark.Key()
	name := ""
	if p != nil {
		name = p.Name
	}
	by := doer{actor: BySystem("sla"), rule: "policy:" + name}
	if mark.Percent <= 100 && !slices.Contains(w.t.Fired, key) {
		e := by.event(EventWarned)
		if mark.Percent == 100 {
			e.Type = EventBreached
		}
		e.ID, e.Mark, e.New = "mark/"+key, &mark, mark.Clock
		if err := w.add(e); err != nil {
			return err
		}
	}
	if p == nil || slices.Contains(w.t.Fired, "ladder/"+key) {
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
	e.ID, e.Mark = "ladder/"+key, &mark
	if err := w.add(e); err != nil {
		return err
	}
	return w.obey(doer{actor: by.actor, rule: by.rule, cause: e.ID, depth: 1}, do)
}
