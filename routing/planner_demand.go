package routing

import (
	"slices"
	"strings"
)

// demand is what a step of a target asks of the agent.
type demand struct {
	require  Require
	prefer   []Need
	priority int // added to the item's
	// clash is a language that is asked for beside another one, which a Require
	// has no room for: nobody meets it.
	clash string
}

// demand returns what the target asks for an item at a step. Its slices may be the
// planner's: they are not to be changed.
func (t *planTarget) demand(item *Item, step int) demand {
	if t.LastAgent || t.Language && item.Language != "" || len(item.Skills) > 0 && t.Skills != SkillsIgnored {
		return t.work(item, step)
	}
	return t.always[step]
}

// work works a demand out. What the queue requires stands; what the target and the
// item ask besides is loosened by the relaxations up to the step.
func (t *planTarget) work(item *Item, step int) demand {
	d := demand{priority: t.Priority}
	own := t.Require
	var required, preferred []Need // by the item
	switch t.Skills {
	case SkillsRequired:
		required = item.Skills
	case SkillsPreferred:
		preferred = item.Skills
	}
	asked, liked := slices.Concat(t.Require.Skills, required), slices.Concat(t.Prefer, preferred)
	language := ""
	if t.Language {
		language = item.Language
	}
	if t.LastAgent {
		own.Agent = item.LastAgent
	}
	lower := 0
	for i := range t.Relax[:step] {
		r := &t.Relax[i]
		lower += r.Lower
		d.priority += r.Priority
		asked = slices.DeleteFunc(asked, func(n Need) bool {
			drop := slices.Contains(r.Drop, n.Skill) || slices.Contains(r.Drop, "*")
			if drop {
				liked = append(liked, n)
			}
			return drop
		})
		if r.AnyLanguage {
			own.Language, language = "", ""
		}
		if r.AnyDepartment {
			own.Department = ""
		}
	}
	for i := range asked {
		asked[i].Min -= lower // to 1 at least, see merged
	}
	own.Skills, own.Seniority = asked, own.Seniority-lower // to what the queue requires at least
	d.require, d.clash = jointly(t.queue.Require, own)
	if language != "" {
		narrow, ok := narrower(d.require.Language, language)
		if ok {
			d.require.Language = narrow
		} else {
			d.clash = language
		}
	}
	d.prefer = merged(liked)
	return d
}

// jointly is what two sets of requirements ask together. If they ask for two
// languages, that of the first stands and clash is the other.
func jointly(a, b Require) (r Require, clash string) {
	r = Require{
		Skills:     merged(a.Skills, b.Skills),
		Language:   a.Language,
		Seniority:  max(a.Seniority, b.Seniority),
		Department: a.Department,
		Agent:      a.Agent,
		People:     a.People || b.People,
	}
	if narrow, ok := narrower(a.Language, b.Language); ok {
		r.Language = narrow
	} else {
		clash = b.Language
	}
	if r.Department == "" {
		r.Department = b.Department
	}
	if r.Agent == "" {
		r.Agent = b.Agent
	}
	return r, clash
}

// merged puts needs together: each skill once, by name, with the highest level that
// is asked for, at least 1.
func merged(lists ...[]Need) []Need {
	n := 0
	for _, l := range lists {
		n += len(l)
	}
	if n == 0 {
		return nil
	}
	all := make([]Need, 0, n)
	for _, l := range lists {
		all = append(all, l...)
	}
	for i := range all {
		all[i].Min = max(1, all[i].Min)
	}
	if n == 1 {
		return all
	}
	slices.SortFunc(all, func(a, b Need) int {
		if c := strings.Compare(a.Skill, b.Skill); c != 0 {
			return c
		}
		return b.Min - a.Min
	})
	return slices.CompactFunc(all, func(a, b Need) bool { return a.Skill == b.Skill })
}
