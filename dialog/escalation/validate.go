package escalation

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// Validate returns every fault of the policy as a [FieldError], joined; nil if
// there is none. [Policy.Decide] decides with a faulty one too, but nobody knows
// what.
func (p *Policy) Validate() error {
	var f faults
	f.from("soothe", p.Soothe)
	f.from("offer", p.Offer)
	f.from("hand_off", p.HandOff)
	f.from("supervisor", p.Supervisor)
	l := p.limits()
	last := 0.0
	for _, step := range l.steps() {
		if step.from < unreached {
			f.when(step.from < last, step.action.String(), "is below that of a lower action")
			last = step.from
		}
	}
	f.when(p.SootheAgain < 0, "soothe_again", "is negative")
	f.when(p.OfferAgain < 0, "offer_again", "is negative")
	f.when(p.DeclineFor < 0, "decline_for", "is negative")
	f.when(!(p.Worse >= 0 && p.Worse <= pastMost), "worse", "is not in [0,20]")
	names := map[string]bool{ByScore: true, ByWish: true}
	f.rules("rules", p.Rules, names)
	for i := range p.Categories {
		c, at := &p.Categories[i], fmt.Sprintf("categories[%d]", i)
		f.path(at+".path", c.Path)
		f.when(!c.Least.known(), at+".least", "is unknown")
		f.skills(at+".skills", c.Skills)
		f.rules(at+".rules", c.Rules, names)
	}
	for tier := range p.Tiers {
		f.when(tier == "", "tiers", "have one without a name")
	}
	return errors.Join(f...)
}

type faults []error

func (f *faults) when(is bool, field, reason string) {
	if is {
		*f = append(*f, &FieldError{Field: field, Reason: reason})
	}
}

func (f *faults) from(field string, x float64) { f.when(x > 1 || math.IsNaN(x), field, "is above 1") }

func (f *faults) path(field, path string) {
	f.when(path == "", field, "is empty")
	f.when(path != "" && (strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") || strings.Contains(path, "//")), field, "has an empty part")
}

func (f *faults) skills(field string, skills []string) {
	for i, s := range skills {
		f.when(s == "", fmt.Sprintf("%s[%d]", field, i), "is empty")
	}
}

func (f *faults) rules(field string, rules []Rule, names map[string]bool) {
	for i := range rules {
		r, at := &rules[i], fmt.Sprintf("%s[%d]", field, i)
		f.when(r.Name == "", at+".name", "is empty")
		f.when(r.Name != "" && names[r.Name], at+".name", "is taken")
		names[r.Name] = true
		f.when(!r.Do.known(), at+".do", "is unknown")
		f.when(r.Do == Stay && r.Priority == 0 && len(r.Skills) == 0, at+".do", "does nothing")
		f.skills(at+".skills", r.Skills)
		if r.When == nil || !r.If.asksNothing() {
			f.condition(at+".if", &r.If)
		}
	}
}

func (f *faults) condition(at string, c *If) {
	f.when(c.asksNothing(), at, "asks nothing")
	for _, x := range []struct {
		name      string
		is, limit float64
	}{
		{"displeasure", c.Displeasure, 1},
		{"intensity", c.Intensity, 1},
		{"worst", c.Worst, 1},
		{"fall", c.Fall, 2},
		{"needs_human", c.NeedsHuman, 1},
		{"score", c.Score, 1},
		{"doubt", c.Doubt, 1},
		{"value", c.Value, math.MaxFloat64},
		{"failures", float64(c.Failures), never},
		{"unresolved", float64(c.Unresolved), never},
		{"repeats", float64(c.Repeats), never},
		{"urgency", float64(c.Urgency), 3},
		{"turns", float64(c.Turns), never},
		{"elapsed", float64(c.Elapsed), math.MaxFloat64},
		{"waited", float64(c.Waited), math.MaxFloat64},
	} {
		f.when(!(x.is >= 0), at+"."+x.name, "is negative")
		f.when(x.is > x.limit, at+"."+x.name, fmt.Sprintf("is above %g", x.limit))
	}
	for _, x := range []struct {
		name string
		list []string
	}{
		{"feelings", c.Feelings}, {"topics", c.Topics}, {"intents", c.Intents}, {"tiers", c.Tiers}, {"locales", c.Locales},
	} {
		f.skills(at+"."+x.name, x.list)
	}
	for i, path := range c.Categories {
		f.path(fmt.Sprintf("%s.categories[%d]", at, i), path)
	}
	for i := range c.Any {
		f.condition(fmt.Sprintf("%s.any[%d]", at, i), &c.Any[i])
	}
}

// asksNothing reports whether the condition holds for everybody.
func (c *If) asksNothing() bool {
	return c.Displeasure == 0 && c.Intensity == 0 && c.Worst == 0 && c.Fall == 0 && c.NeedsHuman == 0 && c.Score == 0 && c.Doubt == 0 &&
		c.Failures == 0 && c.Unresolved == 0 && c.Repeats == 0 && c.Urgency == 0 && c.Turns == 0 && !c.WantsHuman && c.Elapsed == 0 &&
		c.Waited == 0 && c.Value == 0 && len(c.Feelings)+len(c.Topics)+len(c.Intents)+len(c.Tiers)+len(c.Categories)+len(c.Locales)+len(c.Any) == 0
}
