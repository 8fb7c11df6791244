package dialog

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// CareFact is something that happened to a customer: an order that arrived, a
// repair that was done, a complaint that was closed.
type CareFact struct {
	// ID is stable, and unique among the facts of a customer.
	ID string
	// Type is what happened ("complaint_closed"), Category what it was about, as a
	// path in the host's tree.
	Type     string
	Category string
	At       time.Time
	// Attributes are whatever else the host knows of it.
	Attributes map[string]string
}

// CareRule is an occasion to care: when something has happened, and after a
// while, a flow is started.
type CareRule struct {
	// Name is unique among the rules of a host. Renaming a rule makes it a new one.
	Name string `json:"name"`
	// Fact is the type of fact that it begins with, Category the path that the fact
	// is in or below; empty is any.
	Fact     string `json:"fact"`
	Category string `json:"category,omitempty"`
	// Attributes are those that the fact must have, with these values.
	Attributes map[string]string `json:"attributes,omitempty"`
	// Count is how many such facts within Within it takes; the last one counts as
	// the occasion. By default every fact is one. The next occasion needs as many
	// facts again.
	Count  int           `json:"count,omitempty"`
	Within time.Duration `json:"within,omitempty"`
	// After is the time from the occasion to the message. Unless names types of
	// facts that make it needless if one comes in between, in the same category or
	// below the rule's.
	After  time.Duration `json:"after,omitempty"`
	Unless []string      `json:"unless,omitempty"`
	// Late is how long after its time a message is still worth sending, for a
	// service that was down or a rule that is new. 7 days by default.
	Late time.Duration `json:"late,omitempty"`
	// Kind is the kind of message for [ProactivePolicy]. "care" by default.
	Kind string `json:"kind,omitempty"`
	// Flow is what is started, with Args; the attributes of the fact are among them
	// if Args does not have them.
	Flow string            `json:"flow"`
	Args map[string]string `json:"args,omitempty"`
	// When is asked beside all of this, with the occasion and all facts in the order
	// of their times, if it is set.
	When func(occasion CareFact, history []CareFact) bool `json:"-"`
}

// Planned is a flow that should be started for a customer.
type Planned struct {
	// Key is the same for the same rule and occasion, whenever it is planned: whoever
	// starts flows keeps it and starts none twice.
	Key  string            `json:"key"`
	Rule string            `json:"rule"`
	Kind string            `json:"kind"`
	Flow string            `json:"flow"`
	Args map[string]string `json:"args,omitempty"`
	// At is when it is due, Until when it is not worth it any more.
	At    time.Time `json:"at"`
	Until time.Time `json:"until"`
}

// careLate is the default of [CareRule.Late].
const careLate = 7 * 24 * time.Hour

// CareRules are the rules of a host. They are read only and safe for concurrent
// use as far as their functions are.
type CareRules []CareRule

// Check returns a [*FieldError] for the first rule that cannot be meant.
func (rules CareRules) Check() error {
	seen := map[string]bool{}
	for _, r := range rules {
		fault := func(reason string) error { return &FieldError{Field: "care rule " + r.Name, Reason: reason} }
		switch {
		case r.Name == "":
			return fault("has no name")
		case seen[r.Name]:
			return fault("is there twice")
		case r.Fact == "":
			return fault("names no fact")
		case r.Flow == "":
			return fault("names no flow")
		case r.Count < 0 || r.Within < 0 || r.After < 0 || r.Late < 0:
			return fault("has a negative number")
		}
		seen[r.Name] = true
	}
	return nil
}

// Plan returns what is to be started for a customer because of what has happened
// to him by now, those that are due later, too, in the order of their times. What is
// too late is left out. Facts may come in any order; those after now do not count.
// Rules with a Count need the same beginning of the history each time.
// A panic of [CareRule.When] is for the caller.
func (rules CareRules) Plan(now time.Time, facts []CareFact) []Planned {
	history := slices.DeleteFunc(slices.Clone(facts), func(f CareFact) bool { return f.At.After(now) })
	slices.SortFunc(history, func(a, b CareFact) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	history = slices.CompactFunc(history, func(a, b CareFact) bool { return a.ID == b.ID && a.At.Equal(b.At) })
	var out []Planned
	for i := range rules {
		r := &rules[i]
		for _, occasion := range r.occasions(history) {
			at := occasion.At.Add(r.After)
			until := at.Add(cmp.Or(r.Late, careLate))
			if !now.Before(until) || r.needless(occasion, at, history) || r.When != nil && !r.When(occasion, history) {
				continue
			}
			args := maps.Clone(occasion.Attributes)
			if args == nil && len(r.Args) > 0 {
				args = map[string]string{}
			}
			maps.Copy(args, r.Args)
			out = append(out, Planned{
				Key: r.Name + "/" + occasion.ID, Rule: r.Name, Kind: cmp.Or(r.Kind, "care"), Flow: r.Flow, Args: args, At: at, Until: until,
			})
		}
	}
	slices.SortFunc(out, func(a, b Planned) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key)) })
	return out
}

// occasions returns the facts that are occasions for the rule.
func (r *CareRule) occasions(history []CareFact) []CareFact {
	var out, run []CareFact
	for _, f := range history {
		if f.Type != r.Fact || !r.covers(f.Category) || !hasAll(f.Attributes, r.Attributes) {
			continue
		}
		run = append(run, f)
		if r.Within > 0 {
			run = slices.DeleteFunc(run, func(old CareFact) bool { return f.At.Sub(old.At) > r.Within })
		}
		if len(run) >= r.Count {
			out = append(out, f)
			run = nil
		}
	}
	return out
}

// covers reports whether a category is the rule's or below it.
func (r *CareRule) covers(category string) bool {
	have, want := categoryPath(r.Category), categoryPath(category)
	return len(have) <= len(want) && slices.Equal(have, want[:len(have)])
}

func hasAll(have, want map[string]string) bool {
	for k, v := range want {
		if w, ok := have[k]; !ok || w != v {
			return false
		}
	}
	return true
}

// needless reports whether something came after the occasion, by the time that
// it is due, that makes the message needless.
func (r *CareRule) needless(occasion CareFact, due time.Time, history []CareFact) bool {
	for _, f := range history {
		if slices.Contains(r.Unless, f.Type) && f.At.After(occasion.At) && !f.At.After(due) && r.covers(f.Category) {
			return true
		}
	}
	return false
}
