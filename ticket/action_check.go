package ticket

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checkActions returns what is wrong with the actions of a rule. A rule that only does
// something needs some.
func (r *Rules) checkActions(do []Action, path string, some bool) (faults []error) {
	if some && len(do) == 0 || len(do) > maxActions {
		faults = append(faults, fault("are none, or too many", "%s", path))
	}
	for i := range do {
		faults = append(faults, r.checkAction(&do[i], path+"["+strconv.Itoa(i)+"]")...)
	}
	return faults
}

// checkAction returns what is wrong with an action of a rule, as far as it can be seen
// without a ticket.
func (r *Rules) checkAction(a *Action, path string) (faults []error) {
	wrong := func(field, reason string) { faults = append(faults, fault(reason, "%s.%s", path, field)) }
	if err := usable("to", a.To); err != nil && a.Do != DoSet {
		wrong("to", "is too long, or no usable text")
	}
	if len(a.Reason) > MaxValue || !utf8.ValidString(a.Reason) {
		wrong("reason", "is too long, or not UTF-8")
	}
	switch a.Do {
	case DoAssign, DoGroup, DoWake:
	case DoMove:
		if s := r.Workflow.state(a.To); s == nil || s.Kind == KindMerged {
			wrong("to", "is no state that tickets can be moved to")
		} else if slices.Contains(s.Require, "reason") && a.Reason == "" {
			wrong("reason", "is required by the state")
		}
	case DoPriority, DoRaise:
		if a.Priority < -MaxPriority || a.Priority > MaxPriority || a.Do == DoRaise && a.Priority == 0 {
			wrong("priority", "is out of range")
		}
	case DoSet:
		if !slices.Contains([]string{"type", "subject", "category", "summary", "customer", "conversation"}, a.Field) &&
			!r.hasField(strings.TrimPrefix(a.Field, "fields.")) {
			wrong("field", "is no field that can be set")
		}
	case DoTag, DoUntag, DoWatch, DoUnwatch:
		if strings.TrimSpace(a.To) == "" {
			wrong("to", "is empty")
		}
	case DoComment:
		if err := a.Comment.check(); err != nil {
			wrong("comment", "cannot be used: "+err.Error())
		} else {
			faults = append(faults, r.checkText(a.Comment.Text, !a.Comment.Internal, path+".comment.text")...)
		}
	case DoLink, DoUnlink:
		if a.Link == nil || a.Link.Kind.Counterpart() == "" || a.Link.Ticket == "" {
			wrong("link", "is of no kind, or leads to no ticket")
		}
	case DoSnooze:
		if a.For <= 0 && a.Until.IsZero() {
			wrong("for", "is not above 0")
		}
	case DoStart:
		if r.template(a.To) == nil {
			wrong("to", "is no template")
		}
	case DoStep, DoSkip:
		if !slices.ContainsFunc(r.Templates, func(t Template) bool { return t.step(a.To) != nil }) {
			wrong("to", "is no step of a template")
		}
	case DoVerdict:
		wrong("do", "is for the customer to say")
	case DoEscalate:
		if a.To != "" && !addressable(a.To) {
			wrong("to", "is nobody: "+addresses)
		}
	case DoNotify:
		if !addressable(a.To) {
			wrong("to", "is nobody: "+addresses)
		}
		if a.Field == "" || usable("to", a.Field) != nil {
			wrong("field", "has to be the kind of the notice")
		}
		faults = append(faults, r.checkText(a.Reason, strings.HasPrefix(a.To, "customer"), path+".reason")...)
	case DoMacro:
		if !slices.ContainsFunc(r.Macros, func(m MacroRule) bool { return m.Name == a.To }) {
			wrong("to", "is no macro")
		}
	default:
		wrong("do", "is nothing that can be done")
	}
	return faults
}
