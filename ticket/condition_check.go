package ticket

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// checkConditions returns what is wrong with the conditions of all rules.
func (r *Rules) checkConditions() (faults []error) {
	for i := range r.Policies {
		faults = append(faults, r.checkCondition(&r.Policies[i].When, "policies["+strconv.Itoa(i)+"].when", "breached", "policy")...)
	}
	for i := range r.Triggers {
		faults = append(faults, r.checkCondition(&r.Triggers[i].When, "triggers["+strconv.Itoa(i)+"].when")...)
	}
	for i := range r.Timers {
		faults = append(faults, r.checkCondition(&r.Timers[i].When, "timers["+strconv.Itoa(i)+"].when")...)
	}
	for i := range r.Macros {
		faults = append(faults, r.checkCondition(&r.Macros[i].When, "macros["+strconv.Itoa(i)+"].when")...)
	}
	return faults
}

// checkCondition returns what is wrong with one, which must not ask for some fields.
func (r *Rules) checkCondition(c *Condition, path string, never ...string) (faults []error) {
	for _, part := range []struct {
		name  string
		tests []Test
	}{{"all", c.All}, {"any", c.Any}, {"none", c.None}} {
		for i := range part.tests {
			x := &part.tests[i]
			at := path + "." + part.name + "[" + strconv.Itoa(i) + "]"
			if slices.Contains(never, x.Field) {
				faults = append(faults, fault("asks for what follows from it", "%s.field", at))
				continue
			}
			if err := r.checkTest(x, at); err != nil {
				faults = append(faults, err)
			}
		}
	}
	return faults
}

// The operators that make sense for sorts of fields.
const (
	textOps   = " is not in has set unset "
	numberOps = " is not in above below "
	flagOps   = " is not "
)

// opsOf returns the operators for a field; empty: there is no such field.
func (r *Rules) opsOf(field string) string {
	switch field {
	case "type", "subject", "customer", "channel", "locale", "source", "owner", "group", "policy", "state", "kind", "template", "verdict", "tag", "watcher":
		return textOps
	case "category":
		return textOps + "under "
	case "priority", "comments", "reopened":
		return numberOps
	case "waiting", "breached", "snoozed":
		return flagOps
	}
	if name, ok := strings.CutPrefix(field, "fields."); ok && r.hasField(name) {
		return textOps + numberOps
	}
	return ""
}

// hasField says whether tickets may have a custom field. Without rules for fields they
// may have any.
func (r *Rules) hasField(name string) bool {
	return name != "" && (len(r.Fields) == 0 || slices.ContainsFunc(r.Fields, func(f FieldRule) bool { return f.Name == name }))
}

// checkTest returns what is wrong with a test, the first of it.
func (r *Rules) checkTest(x *Test, path string) error {
	ops := r.opsOf(x.Field)
	op := x.Op
	if op == "" {
		op = "is"
	}
	switch {
	case ops == "":
		return fault("is no field of tickets", "%s.field", path)
	case strings.Contains(op, " ") || !strings.Contains(ops, " "+op+" "):
		return fault("is not one of "+strings.Join(slices.Compact(slices.Sorted(slices.Values(strings.Fields(ops)))), ", "), "%s.op", path)
	case op != "in" && len(x.Values) > 0:
		return fault("are only for in", "%s.values", path)
	}
	switch op {
	case "in":
		if x.Value != "" || len(x.Values) == 0 {
			return fault("need to be the list of values, and value empty", "%s.values", path)
		}
	case "set", "unset":
		if x.Value != "" {
			return fault("is not compared with anything", "%s.value", path)
		}
		return nil
	case "has", "under":
		if x.Value == "" {
			return fault("is empty", "%s.value", path)
		}
		return nil
	}
	for i, v := range x.Values {
		if why := r.cannotBe(x.Field, op, v); why != "" {
			return fault(why, "%s.values[%d]", path, i)
		}
	}
	if op != "in" {
		if why := r.cannotBe(x.Field, op, x.Value); why != "" {
			return fault(why, "%s.value", path)
		}
	}
	return nil
}

// cannotBe says why a field is never equal to, or cannot be compared with, a value;
// empty: it can.
func (r *Rules) cannotBe(field, op, value string) string {
	number := op == "above" || op == "below"
	switch field {
	case "priority", "comments", "reopened":
		number = true
	case "waiting", "breached", "snoozed":
		if value != "true" && value != "false" {
			return "is neither true nor false"
		}
	case "state":
		if r.Workflow.state(value) == nil {
			return "is no state"
		}
	case "kind":
		if !slices.Contains(Kinds(), Kind(value)) {
			return "is no kind of state"
		}
	case "template":
		if value != "" && r.template(value) == nil {
			return "is no template"
		}
	case "verdict":
		if value != "" && value != "accepted" && value != "refused" {
			return "is neither accepted nor refused"
		}
	case "tag", "watcher":
		if value == "" {
			return "is empty"
		}
	}
	if number {
		if n, err := strconv.ParseFloat(value, 64); err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return "is no number"
		}
	}
	return ""
}
