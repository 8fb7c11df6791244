package ticket

import "slices"

// check returns what cannot be meant.
func (w *Workflow) check(o *Options) (faults []error) {
	names := map[string]bool{}
	for i, s := range w.States {
		at := func(field, reason string) { faults = append(faults, fault(reason, "workflow.states[%d].%s", i, field)) }
		if s.Name == "" {
			at("name", "is empty")
		} else if names[s.Name] {
			at("name", "is that of another state")
		}
		names[s.Name] = true
		if !slices.Contains(Kinds(), s.Kind) {
			at("kind", "is none of new, open, pending, on_hold, resolved, closed, merged, spam")
		}
		if s.Kind.Final() && (len(s.To) > 0 || s.OnReply != "" || s.OnAnswer != "" || s.OnWake != "") {
			at("to", "leads out of a final state")
		}
		for j, name := range s.Guards {
			if name != "children" && name != "steps" && o.Guards[name] == nil {
				faults = append(faults, fault("is no guard", "workflow.states[%d].guards[%d]", i, j))
			}
		}
	}
	for i := range w.States {
		faults = append(faults, w.checkMoves(i)...)
	}
	initial := w.state(w.Initial)
	if initial == nil || initial.Kind != KindNew && initial.Kind != KindOpen {
		faults = append(faults, fault("is not the name of a state of kind new or open", "workflow.initial"))
	}
	for _, kind := range []Kind{KindOpen, KindResolved, KindClosed, KindMerged} {
		if w.first(kind) == nil {
			faults = append(faults, fault("has no state of kind "+string(kind), "workflow"))
		}
	}
	if w.Reopen < 0 {
		faults = append(faults, fault("is negative", "workflow.reopen"))
	}
	return append(faults, w.checkReach()...)
}

// checkMoves returns what is wrong with the moves out of a state.
func (w *Workflow) checkMoves(i int) (faults []error) {
	s := &w.States[i]
	lead := func(to, field string, args ...any) {
		next := w.state(to)
		switch {
		case next == nil:
			faults = append(faults, fault("is no state", field, args...))
		case next.Kind == KindNew && s.Kind != KindNew:
			faults = append(faults, fault("goes back to new", field, args...))
		case next.Kind == KindMerged:
			faults = append(faults, fault("goes to merged, which only merging does", field, args...))
		}
	}
	for j, to := range s.To {
		lead(to, "workflow.states[%d].to[%d]", i, j)
		if slices.Index(s.To, to) < j {
			faults = append(faults, fault("is there twice", "workflow.states[%d].to[%d]", i, j))
		}
	}
	for field, to := range map[string]string{"on_reply": s.OnReply, "on_answer": s.OnAnswer, "on_wake": s.OnWake} {
		if to != "" {
			lead(to, "workflow.states[%d].%s", i, field)
		}
	}
	if !s.Kind.Final() && len(s.To) == 0 {
		faults = append(faults, fault("leads nowhere, and is not final", "workflow.states[%d].to", i))
	}
	return faults
}

// checkReach returns the states that no ticket can ever be in, and those out of which no
// way leads to a closed one.
func (w *Workflow) checkReach() (faults []error) {
	reached := map[string]bool{w.Initial: true}
	closes := map[string]bool{}
	for range w.States {
		for _, s := range w.States {
			if s.Kind == KindClosed || s.Kind == KindMerged {
				closes[s.Name] = true
			}
			if s.Kind == KindMerged {
				reached[s.Name] = true
			}
			for _, to := range append(slices.Clone(s.To), s.OnReply, s.OnAnswer, s.OnWake) {
				if reached[s.Name] && to != "" {
					reached[to] = true
				}
			}
			for _, to := range s.To {
				closes[s.Name] = closes[s.Name] || closes[to]
			}
		}
	}
	for i, s := range w.States {
		if !reached[s.Name] {
			faults = append(faults, fault("is a state that no ticket can come to", "workflow.states[%d]", i))
		}
		if !closes[s.Name] && s.Kind != KindSpam {
			faults = append(faults, fault("is a state from which no ticket can be closed", "workflow.states[%d]", i))
		}
	}
	return faults
}
