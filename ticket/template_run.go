package ticket

import (
	"maps"
	"slices"
	"strings"
)

// template returns a template of the rules; nil if there is none of the name.
func (r *Rules) template(name string) *Template {
	for i := range r.Templates {
		if r.Templates[i].Name == name {
			return &r.Templates[i]
		}
	}
	return nil
}

// step returns a step; nil if there is none of the name.
func (t *Template) step(name string) *StepRule {
	for i := range t.Steps {
		if t.Steps[i].Name == name {
			return &t.Steps[i]
		}
	}
	return nil
}

// templateFor returns the procedure that tickets of a type begin with; nil: none.
func (b *rulebook) templateFor(kind string) *Template {
	for i := range b.rules.Templates {
		if kind != "" && slices.Contains(b.rules.Templates[i].For, kind) {
			return &b.rules.Templates[i]
		}
	}
	return nil
}

// optional says whether a step of a template may be left out.
func (b *rulebook) optional(template, step string) bool {
	rule := b.rules.template(template).stepOrNil(step)
	return rule != nil && rule.Optional
}

func (t *Template) stepOrNil(name string) *StepRule {
	if t == nil {
		return nil
	}
	return t.step(name)
}

// begin begins the procedure that the draft names, or that of its type.
func (w *work) begin(by doer) error {
	if name := w.history[0].Opened.Template; name != "" {
		if w.book.rules.template(name) == nil {
			return fault("is no template", "template")
		}
		return w.start(by, name)
	}
	return w.beginFor(&w.history[0])
}

// beginFor begins the procedure of the ticket's type, which an event gave it.
func (w *work) beginFor(e *Event) error {
	t := w.book.templateFor(w.t.Type)
	if t == nil || w.t.Template != "" {
		return nil
	}
	return w.start(doer{actor: BySystem(t.Name), rule: "template:" + t.Name, cause: e.ID, depth: e.Depth + 1}, t.Name)
}

// start begins a procedure. Starting the one that the ticket follows changes nothing;
// leaving another one unfinished takes a reason.
func (w *work) start(by doer, name string) error {
	t := w.book.rules.template(name)
	if t == nil {
		return fault("is no template", "to")
	}
	if w.t.Template == name {
		return nil
	}
	if strings.TrimSpace(by.reason) == "" && slices.ContainsFunc(w.t.Steps, func(s Step) bool { return !s.over() }) {
		return &MissingError{Ticket: w.t.ID, Fields: []string{"reason"}}
	}
	e := by.event(EventStarted)
	e.New = name
	for i := range t.Steps {
		s := Step{Name: t.Steps[i].Name}
		if t.Steps[i].FromOpening {
			s.limit(w, t, &t.Steps[i])
		}
		e.Steps = append(e.Steps, s)
	}
	if err := w.add(e); err != nil {
		return err
	}
	own := doer{actor: BySystem(name), rule: "template:" + name, cause: w.last(), depth: by.depth + 1}
	if err := w.obey(own, t.Set); err != nil || w.t.Template != name || w.t.Kind.Final() {
		return err
	}
	return w.beginSteps(own)
}

// over says whether nothing is left to do of a step.
func (s *Step) over() bool { return s.Skipped || !s.Done.IsZero() }

// limit gives a step its deadline.
func (s *Step) limit(w *work, t *Template, rule *StepRule) {
	if rule.Within == 0 || s.Limit != 0 {
		return
	}
	s.Limit, s.Since, s.Hours = rule.Within, w.now, t.Hours
	if rule.FromOpening {
		s.Since = w.t.Created
	}
	s.Due = calendar(w.desk.opts.Hours, s.Hours).Add(s.Since, s.Limit.Std())
}

// last is the id of the last event.
func (w *work) last() string { return w.history[len(w.history)-1].ID }

// proceed begins the procedure of a type that the ticket was given, and the steps that
// can be begun.
func (w *work) proceed() error {
	if w.t.Kind.Final() {
		return nil
	}
	by := doer{actor: BySystem(w.t.Template), rule: "template:" + w.t.Template}
	for i := len(w.history) - w.fresh; i < len(w.history); i++ {
		e := w.history[i]
		switch {
		case e.Type == EventChanged && e.Field == "type":
			if err := w.beginFor(&e); err != nil {
				return err
			}
		case e.Type == EventStep:
			by.cause, by.depth = e.ID, max(by.depth, e.Depth+1)
		}
	}
	return w.beginSteps(by)
}

// beginSteps begins the steps that can be begun.
func (w *work) beginSteps(by doer) error {
	t := w.book.rules.template(w.t.Template)
	for _, s := range slices.Clone(w.t.Steps) {
		rule := t.stepOrNil(s.Name)
		if rule == nil || !s.Started.IsZero() || s.over() || len(w.before(rule)) > 0 {
			continue
		}
		s.Results = maps.Clone(s.Results)
		s.Started = w.now
		s.limit(w, t, rule)
		e := by.event(EventStep)
		e.Field, e.New, e.Steps = "begun", s.Name, []Step{s}
		if err := w.add(e); err != nil {
			return err
		}
		do := by
		do.cause, do.depth = w.last(), by.depth+1
		if err := w.obey(do, rule.Do); err != nil {
			return err
		}
		if w.t.Template != t.Name || w.t.Kind.Final() { // it led elsewhere
			return nil
		}
	}
	return nil
}

// before are the steps that have to be over before one can be begun, and are not.
func (w *work) before(rule *StepRule) (open []string) {
	for i := range w.t.Steps {
		if s := &w.t.Steps[i]; slices.Contains(rule.After, s.Name) && !s.over() {
			open = append(open, s.Name)
		}
	}
	return open
}

// endStep ends a step, or leaves it out. A step that is over stays as it is.
func (w *work) endStep(by doer, a *Action) error {
	at := slices.IndexFunc(w.t.Steps, func(s Step) bool { return s.Name == a.To })
	if at < 0 {
		return fault("is no step of the ticket's procedure", "to")
	}
	s := w.t.Steps[at]
	if s.over() {
		return nil
	}
	rule := w.book.rules.template(w.t.Template).stepOrNil(s.Name)
	if rule == nil { // the rules have changed, and ask for nothing any more
		rule = &StepRule{Name: s.Name}
	}
	if a.Do == DoSkip {
		return w.skip(by, s, rule)
	}
	if open := w.before(rule); len(open) > 0 {
		return &MissingError{Ticket: w.t.ID, Steps: open}
	}
	results, err := found(s.Results, a.Results)
	if err != nil {
		return err
	}
	var missing []string
	for _, name := range rule.Results {
		if results[name] == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return &MissingError{Ticket: w.t.ID, Fields: missing}
	}
	s.Results, s.Done, s.By = results, w.now, by.actor.ID
	if s.Started.IsZero() {
		s.Started = w.now
	}
	e := by.event(EventStep)
	e.Field, e.New, e.Steps = "done", s.Name, []Step{s}
	if err := w.add(e); err != nil {
		return err
	}
	name := w.t.Template
	return w.obey(doer{actor: BySystem(name), rule: "template:" + name, cause: w.last(), depth: by.depth + 1}, rule.Then)
}

// found adds results to those that are there.
func found(old, more map[string]string) (map[string]string, error) {
	if len(old)+len(more) == 0 {
		return nil, nil
	}
	all := maps.Clone(old)
	if all == nil {
		all = map[string]string{}
	}
	for name, value := range more {
		if err := usable("id", name); err != nil || name == "" {
			return nil, fault("have a name that cannot be used", "results")
		}
		if err := usable("results."+name, value); err != nil {
			return nil, err
		}
		all[name] = strings.TrimSpace(value)
	}
	if len(all) > MaxList {
		return nil, fault("are too many", "results")
	}
	return all, nil
}

// skip leaves a step out: whoever may an optional one, staff above agents any, for a
// reason.
func (w *work) skip(by doer, s Step, rule *StepRule) error {
	if !rule.Optional {
		if by.actor.Role == Agent || !by.actor.Role.Staff() {
			return &DeniedError{Actor: by.actor, Right: Right(DoSkip), Reason: "the step is required"}
		}
		if strings.TrimSpace(by.reason) == "" {
			return &MissingError{Ticket: w.t.ID, Fields: []string{"reason"}}
		}
	}
	s.Skipped, s.By = true, by.actor.ID
	s.Results = maps.Clone(s.Results)
	e := by.event(EventStep)
	e.Field, e.New, e.Steps = "skipped", s.Name, []Step{s}
	return w.add(e)
}
