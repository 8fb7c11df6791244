package ticket

import "slices"

// pull has the triggers act on what has happened since they last looked.
func (w *work) pull() error {
	for ; w.seen < len(w.history); w.seen++ {
		e := w.history[w.seen]
		for i := range w.book.rules.Triggers {
			t := &w.book.rules.Triggers[i]
			hears := func(h Happening) bool { return h.matches(&e) }
			if !slices.ContainsFunc(t.On, hears) || !t.When.Holds(w.t, w.now) {
				continue
			}
			if w.acted[t.Name] {
				if e.Depth > 0 {
					w.desk.log.Warn("ticket: a trigger acts once", "ticket", w.t.ID, "trigger", t.Name, "led_to_by", e.Rule)
				}
				continue
			}
			if w.acted == nil {
				w.acted = map[string]bool{}
			}
			w.acted[t.Name] = true
			if err := w.obey(doer{actor: BySystem(t.Name), rule: "trigger:" + t.Name, cause: e.ID, depth: e.Depth + 1}, t.Do); err != nil {
				return err
			}
		}
	}
	return nil
}
