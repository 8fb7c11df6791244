package ticket

import (
	"slices"
	"strconv"
	"strings"
)

// maxName is how long the name of a rule may be, in bytes: it is part of ids of events.
const maxName = 100

// checkRules returns what is wrong with conditions, triggers, timers, macros, templates
// and texts.
func (r *Rules) checkRules(o *Options) (faults []error) {
	faults = r.checkConditions()
	names := r.checkNames()
	faults = append(faults, names...)
	for i := range r.Triggers {
		t := &r.Triggers[i]
		path := "triggers[" + strconv.Itoa(i) + "]"
		if len(t.On) == 0 {
			faults = append(faults, fault("are none", "%s.on", path))
		}
		for j := range t.On {
			faults = append(faults, r.checkHappening(&t.On[j], path+".on["+strconv.Itoa(j)+"]")...)
		}
		faults = append(faults, r.checkActions(t.Do, path+".do", true)...)
	}
	for i := range r.Timers {
		faults = append(faults, r.checkTimer(&r.Timers[i], o, "timers["+strconv.Itoa(i)+"]")...)
	}
	for i := range r.Macros {
		path := "macros[" + strconv.Itoa(i) + "].do"
		faults = append(faults, r.checkActions(r.Macros[i].Do, path, true)...)
		for j, a := range r.Macros[i].Do {
			if a.Do == DoMacro {
				faults = append(faults, fault("is a macro within a macro", "%s[%d].do", path, j))
			}
		}
	}
	for i := range r.Templates {
		faults = append(faults, r.checkTemplate(&r.Templates[i], o, "templates["+strconv.Itoa(i)+"]")...)
	}
	for i := range r.Policies {
		for j := range r.Policies[i].Ladder {
			faults = append(faults, r.checkActions(r.Policies[i].Ladder[j].Do, "policies["+strconv.Itoa(i)+"].ladder["+strconv.Itoa(j)+"].do", true)...)
		}
	}
	if o.Hours[Always] != nil {
		faults = append(faults, fault("is the name of what never closes", "hours.%s", Always))
	}
	return append(faults, r.checkTexts(o)...)
}

// checkNames returns names that are missing, too long or given twice.
func (r *Rules) checkNames() (faults []error) {
	check := func(kind string, count int, name func(i int) string) {
		seen := map[string]bool{}
		for i := range count {
			n := name(i)
			if why := cannotName(n, seen); why != "" {
				faults = append(faults, fault(why, "%s[%d].name", kind, i))
			}
		}
	}
	check("triggers", len(r.Triggers), func(i int) string { return r.Triggers[i].Name })
	check("timers", len(r.Timers), func(i int) string { return r.Timers[i].Name })
	check("macros", len(r.Macros), func(i int) string { return r.Macros[i].Name })
	check("templates", len(r.Templates), func(i int) string { return r.Templates[i].Name })
	return faults
}

// cannotName says why a name cannot be given, and takes it down; empty: it can.
func cannotName(name string, seen map[string]bool) (why string) {
	switch {
	case strings.TrimSpace(name) == "":
		why = "is empty"
	case len(name) > maxName || usable("id", name) != nil:
		why = "is too long, or no usable text"
	case seen[name]:
		why = "is given twice"
	}
	seen[name] = true
	return why
}

// checkHappening returns what is wrong with the description of an event.
func (r *Rules) checkHappening(h *Happening, path string) (faults []error) {
	if h.Type == "" {
		faults = append(faults, fault("is empty", "%s.type", path))
	} else if !slices.Contains(eventTypes, h.Type) {
		faults = append(faults, fault("is no type of events", "%s.type", path))
	}
	if h.State != "" {
		if h.Type != EventMoved && h.Type != EventOpened {
			faults = append(faults, fault("is only for moved and opened", "%s.state", path))
		} else if r.Workflow.state(h.State) == nil && !slices.Contains(Kinds(), Kind(h.State)) {
			faults = append(faults, fault("is no state, and no kind of state", "%s.state", path))
		}
	}
	return faults
}

// eventTypes are all types of events.
var eventTypes = []EventType{
	EventOpened, EventMoved, EventChanged, EventTagged, EventUntagged, EventWatched, EventUnwatched, EventCommented, EventLinked, EventUnlinked,
	EventAbsorbed, EventSplit, EventSnoozed, EventWoken, EventStarted, EventStep, EventVerdict, EventWarned, EventBreached, EventEscalated,
	EventTimer, EventNotified, EventFailed,
}

// checkTimer returns what is wrong with a timer.
func (r *Rules) checkTimer(t *Timer, o *Options, path string) (faults []error) {
	if len(t.In) == 0 {
		faults = append(faults, fault("are no states", "%s.in", path))
	}
	for i, name := range t.In {
		kind := Kind(name)
		if s := r.Workflow.state(name); s != nil {
			kind = s.Kind
		}
		if !slices.Contains(Kinds(), kind) {
			faults = append(faults, fault("is no state, and no kind of state", "%s.in[%d]", path, i))
		} else if kind.Final() {
			faults = append(faults, fault("is final: nothing happens there any more", "%s.in[%d]", path, i))
		}
	}
	if t.For <= 0 {
		faults = append(faults, fault("is not above 0", "%s.for", path))
	}
	if t.Hours != "" && t.Hours != Always && o.Hours[t.Hours] == nil {
		faults = append(faults, fault("is no calendar", "%s.hours", path))
	}
	return append(faults, r.checkActions(t.Do, path+".do", true)...)
}

// checkTemplate returns what is wrong with a template.
func (r *Rules) checkTemplate(t *Template, o *Options, path string) (faults []error) {
	if t.Hours != "" && t.Hours != Always && o.Hours[t.Hours] == nil {
		faults = append(faults, fault("is no calendar", "%s.hours", path))
	}
	if len(t.Steps) == 0 || len(t.Steps) > MaxList {
		faults = append(faults, fault("are none, or too many", "%s.steps", path))
	}
	faults = append(faults, r.checkActions(t.Set, path+".set", false)...)
	seen := map[string]bool{}
	for i := range t.Steps {
		s := &t.Steps[i]
		at := path + ".steps[" + strconv.Itoa(i) + "]"
		if why := cannotName(s.Name, seen); why != "" {
			faults = append(faults, fault(why, "%s.name", at))
		}
		for j, name := range s.After {
			if t.step(name) == nil {
				faults = append(faults, fault("is no step", "%s.after[%d]", at, j))
			}
		}
		for j, name := range s.Results {
			if name == "" || usable("id", name) != nil {
				faults = append(faults, fault("is empty, or cannot be used", "%s.results[%d]", at, j))
			}
		}
		if s.Within < 0 {
			faults = append(faults, fault("is negative", "%s.within", at))
		}
		if s.FromOpening && s.Within == 0 {
			faults = append(faults, fault("needs a deadline, within", "%s.from_opening", at))
		}
		if t.before(s.Name, s.Name, map[string]bool{}) {
			faults = append(faults, fault("goes in a circle: the step has to come before itself", "%s.after", at))
		}
		faults = append(faults, r.checkActions(s.Do, at+".do", false)...)
		faults = append(faults, r.checkActions(s.Then, at+".then", false)...)
	}
	return faults
}

// before says whether a step has to come before another one.
func (t *Template) before(first, then string, seen map[string]bool) bool {
	s := t.step(then)
	if s == nil || seen[then] {
		return false
	}
	seen[then] = true
	return slices.ContainsFunc(s.After, func(name string) bool { return name == first || t.before(first, name, seen) })
}

// checkTexts returns what is wrong with the texts of notices.
func (r *Rules) checkTexts(o *Options) (faults []error) {
	for locale, texts := range o.Texts {
		for key, s := range texts {
			faults = append(faults, r.checkText(s, strings.HasPrefix(key, customerText), "texts."+locale+"."+key, noticePlaceholders...)...)
		}
	}
	return faults
}
