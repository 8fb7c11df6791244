package routing

import (
	"errors"
	"strconv"
)

func (c *planCheck) rules() {
	seen := make(map[string]int)
	for i := range c.plan.Rules {
		r := &c.plan.Rules[i]
		at := "rules[" + strconv.Itoa(i) + "]"
		c.id(at+".name", r.Name)
		if first, ok := seen[r.Name]; ok {
			c.add(at+".name", "%q is that of rules[%d] already; give each rule its own", clip(r.Name), first)
		} else {
			seen[r.Name] = i
		}
		c.condition(at+".if", r.If)
		if len(r.Targets) == 0 {
			c.add(at+".targets", "are missing; name at least one queue")
		}
		c.targets(at+".targets", r.Targets)
	}
	c.targets("default", c.plan.Default)
	if n := len(c.plan.Default); n > 0 { // always: the plan is filled
		at := "default[" + strconv.Itoa(n-1) + "]"
		last := &c.plan.Default[n-1]
		if last.SkipIf != "" {
			c.add(at+".skip_if", "is on the last target, behind which there is nowhere to go; add a target without")
		}
		if last.LastAgent {
			c.add(at+".last_agent", "is on the last target, behind which there is nowhere to go; add a target without")
		}
	}
}

func (c *planCheck) condition(at, text string) {
	if text == "" {
		return
	}
	_, err := c.schema.Parse(text)
	var faults *ConditionError
	switch {
	case err == nil:
	case errors.As(err, &faults):
		for _, f := range faults.Faults {
			c.add(at, "%v", f)
		}
	default:
		c.add(at, "%v", err)
	}
}

func (c *planCheck) targets(field string, targets []Target) {
	for i := range targets {
		t := &targets[i]
		at := field + "[" + strconv.Itoa(i) + "]"
		c.known(at+".queue", t.Queue)
		c.require(at+".require", &t.Require)
		c.needs(at+".prefer", t.Prefer)
		switch t.Skills {
		case SkillsRequired, SkillsPreferred, SkillsIgnored:
		default:
			c.add(at+".skills", "%s", unknown(string(t.Skills), "is no use of skills",
				[]string{string(SkillsPreferred), string(SkillsIgnored)}))
		}
		c.between(at+".priority", t.Priority, -maxPriority, maxPriority)
		if t.Ageing != nil {
			c.rate(at+".ageing", *t.Ageing)
		}
		c.duration(at+".wait", t.Wait)
		c.condition(at+".skip_if", t.SkipIf)
		c.agrees(at, t)
		c.relaxations(at, t, i == len(targets)-1)
	}
}

// agrees checks that somebody could meet both the target and its queue.
func (c *planCheck) agrees(at string, t *Target) {
	for i := range c.plan.Queues {
		q := &c.plan.Queues[i]
		if q.ID != t.Queue {
			continue
		}
		for _, both := range [...]struct {
			field, target, queue string
			agree                bool
		}{
			{"department", t.Require.Department, q.Require.Department, t.Require.Department == q.Require.Department},
			{"agent", t.Require.Agent, q.Require.Agent, t.Require.Agent == q.Require.Agent},
			{"language", t.Require.Language, q.Require.Language, agree(t.Require.Language, q.Require.Language)},
		} {
			if both.target != "" && both.queue != "" && !both.agree {
				c.add(at+".require."+both.field, "is %q, but queue %q requires %q; nobody can have both",
					clip(both.target), q.ID, clip(both.queue))
			}
		}
		if t.LastAgent && t.Require.Agent != "" {
			c.add(at+".require.agent", "cannot stand beside last_agent; leave one of them out")
		}
		return
	}
}

func agree(a, b string) bool {
	_, ok := narrower(a, b)
	return ok
}

func (c *planCheck) relaxations(field string, t *Target, last bool) {
	var before Duration
	for i := range t.Relax {
		x := &t.Relax[i]
		at := field + ".relax[" + strconv.Itoa(i) + "]"
		switch {
		case x.After <= 0:
			c.add(at+".after", "is %v, it must be more than 0", x.After.Std())
		case x.After <= before:
			c.add(at+".after", "is %v, it must be more than that of the one before, which is %v", x.After.Std(), before.Std())
		case !last && x.After >= t.Wait:
			c.add(at+".after", "is %v, but the item waits here for only %v; let it come earlier or wait be longer", x.After.Std(), t.Wait.Std())
		}
		before = max(before, x.After)
		c.names(at+".drop", x.Drop)
		c.between(at+".lower", x.Lower, 0, maxPriority)
		c.between(at+".priority", x.Priority, -maxPriority, maxPriority)
		if len(x.Drop) == 0 && x.Lower == 0 && !x.AnyLanguage && !x.AnyDepartment && x.Priority == 0 {
			c.add(at, "changes nothing; say what is dropped or lowered, or leave it out")
		}
	}
}
