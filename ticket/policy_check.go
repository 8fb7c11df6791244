package ticket

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// checkPolicies returns what is wrong with the policies, but for their conditions and
// the actions of their ladders.
func (r *Rules) checkPolicies(o *Options) (faults []error) {
	names := map[string]bool{}
	for i := range r.Policies {
		p := &r.Policies[i]
		at := func(reason, field string, args ...any) {
			faults = append(faults, fault(reason, "policies[%d]."+field, append([]any{i}, args...)...))
		}
		if why := cannotName(p.Name, names); why != "" {
			at(why, "name")
		}
		if !knownHours(p.Hours, o) {
			at("is no calendar", "hours")
		}
		clocks := map[string]bool{}
		for j := range p.Targets {
			faults = append(faults, r.checkTarget(&p.Targets[j], o, clocks, i, j)...)
		}
		r.nameSteps(clocks)
		rungs := map[Mark]bool{}
		for j, rung := range p.Ladder {
			if !clocks[rung.Clock] {
				at("is no clock of the policy, and no step with a deadline", "ladder[%d].clock", j)
			}
			if rung.Percent < 1 || rung.Percent > maxPercent {
				at("is not 1 to 10000", "ladder[%d].percent", j)
			}
			mark := Mark{Clock: rung.Clock, Percent: rung.Percent}
			if rungs[mark] {
				at("is that of another rung of the clock", "ladder[%d].percent", j)
			}
			rungs[mark] = true
		}
	}
	return faults
}

// maxPercent is the highest rung of a ladder.
const maxPercent = 10_000

// knownHours says whether there is a calendar of a name, or it needs none.
func knownHours(name string, o *Options) bool {
	return name == "" || name == Always || o.Hours[name] != nil
}

// nameSteps adds the clocks of the steps that have a deadline.
func (r *Rules) nameSteps(clocks map[string]bool) {
	for _, t := range r.Templates {
		for _, s := range t.Steps {
			if s.Within > 0 {
				clocks[stepClock+s.Name] = true
			}
		}
	}
}

// checkTarget returns what is wrong with a target, and takes down the name of its clock.
func (r *Rules) checkTarget(t *Target, o *Options, clocks map[string]bool, policy, target int) (faults []error) {
	at := func(reason, field string, args ...any) {
		faults = append(faults, fault(reason, "policies[%d].targets[%d]."+field, append([]any{policy, target}, args...)...))
	}
	answers := t.Metric == FirstResponse || t.Metric == NextResponse || t.Metric == Update
	if !answers && t.Metric != Resolution && t.Metric != Milestone {
		at("is none of first_response, next_response, resolution, update, milestone", "metric")
	}
	name := t.clock()
	if t.Metric == Milestone {
		name = t.Name
	}
	why := cannotName(name, clocks)
	if why == "" && (strings.Contains(name, "/") || strings.HasPrefix(name, stepClock)) {
		why = "has a slash, or is that of a step"
	}
	if why != "" {
		at(why, "name")
	}
	if t.Limit < 0 {
		at("is negative", "limit")
	}
	if t.Limit == 0 && len(t.Limits) == 0 {
		at("is missing, and so are limits of priorities", "limit")
	}
	for _, p := range slices.Sorted(maps.Keys(t.Limits)) {
		switch {
		case p < -MaxPriority || p > MaxPriority:
			at("is no priority", "limits[%d]", p)
		case t.Limits[p] <= 0:
			at("is not above 0", "limits[%d]", p)
		}
	}
	for i, percent := range t.Warn {
		switch {
		case percent < 1 || percent > 99:
			at("is not 1 to 99", "warn[%d]", i)
		case i > 0 && percent <= t.Warn[i-1]:
			at("is not above the one before", "warn[%d]", i)
		}
	}
	for i, name := range t.PauseIn {
		if r.Workflow.state(name) == nil && !slices.Contains(Kinds(), Kind(name)) {
			at("is no state, and no kind of state", "pause_in[%d]", i)
		}
	}
	if !knownHours(t.Hours, o) {
		at("is no calendar", "hours")
	}
	if t.Bot && !answers {
		at("is only for answers", "bot")
	}
	for _, end := range []struct {
		field string
		what  *Happening
	}{{"start", t.Start}, {"stop", t.Stop}} {
		switch {
		case t.Metric != Milestone && end.what != nil:
			at("is only for milestones", end.field)
		case t.Metric == Milestone && end.what == nil:
			at("is missing", end.field)
		case t.Metric == Milestone:
			path := fmt.Sprintf("policies[%d].targets[%d].%s", policy, target, end.field)
			faults = append(faults, r.checkHappening(end.what, path)...)
		}
	}
	return faults
}
