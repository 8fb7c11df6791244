package ticket

import (
	"errors"
	"fmt"
)

// rulebook is rules, checked and made ready.
type rulebook struct {
	rules  Rules
	fields map[string]*fieldCheck
	rights map[Role]map[Right]bool
}

// compile checks rules and makes them ready. What it returns does not change.
func compile(r Rules, o *Options) (*rulebook, error) {
	r = r.complete()
	b := &rulebook{rules: r}
	faults := r.check(o)
	b.fields, faults = compileFields(r.Fields, faults)
	b.rights = rightsOf(r.Roles)
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return b, nil
}

// complete fills in the defaults.
func (r Rules) complete() Rules {
	if len(r.Workflow.States) == 0 {
		reopen := r.Workflow.Reopen
		r.Workflow = DefaultWorkflow()
		if reopen != 0 {
			r.Workflow.Reopen = reopen
		}
	}
	if r.Workflow.Reopen == 0 {
		r.Workflow.Reopen = DefaultWorkflow().Reopen
	}
	if r.Roles == nil {
		r.Roles = DefaultRoles()
	}
	return r
}

// check returns what cannot be meant, all of it.
func (r *Rules) check(o *Options) (faults []error) {
	faults = append(faults, r.Workflow.check(o)...)
	faults = append(faults, r.checkRequired()...)
	faults = append(faults, r.checkRoles()...)
	faults = append(faults, r.checkTriage()...)
	faults = append(faults, r.checkPolicies(o)...)
	return append(faults, r.checkRules(o)...)
}

// fault is what is wrong with a field.
func fault(reason, field string, args ...any) error {
	return &FieldError{Field: fmt.Sprintf(field, args...), Reason: reason}
}
