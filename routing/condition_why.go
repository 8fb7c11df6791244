package routing

import (
	"slices"
	"strings"
)

// ConditionPart is a part of a condition, and whether it held.
type ConditionPart struct {
	// Text is the part as it would be written.
	Text string `json:"text"`
	// Held says whether it held.
	Held bool `json:"held"`
	// Facts are what was asked for it, if it has no parts.
	Facts []ConditionFact `json:"facts,omitempty"`
	// Parts are those of "and", of "or", and the one of a "not" over them.
	Parts []ConditionPart `json:"parts,omitempty"`
	// Fault is why the part could not be worked out, which counts as not held. It
	// does not matter where the others decide.
	Fault string `json:"fault,omitempty"`
}

// ConditionFact is what a variable was.
type ConditionFact struct {
	// Name is the variable as it would be written: attributes.country.
	Name string `json:"name"`
	// Value is what it was, see [Value.String]; "" if it had none. It may be what the
	// customer wrote.
	Value string `json:"value"`
	// Missing says that it had no value.
	Missing bool `json:"missing,omitempty"`
}

// Why explains what [Condition.Holds] returns: all parts are worked out, also those
// that Holds does not come to. The error is that of Holds.
func (c *Condition) Why(vars Variables) (ConditionPart, error) {
	if c.always() {
		return ConditionPart{Text: "true", Held: true}, nil
	}
	if _, err := c.Holds(vars); err != nil {
		return ConditionPart{}, err
	}
	return c.program.explain(c.program.root, vars), nil
}

func (p *program) explain(x *expression, vars Variables) ConditionPart {
	part := ConditionPart{Text: x.String()}
	var err error
	if part.Held, err = p.run(x, vars); err != nil {
		part.Fault = err.Error()
	}
	switch {
	case x.op == opAnd, x.op == opOr, x.op == opNot && x.args[0].splits():
		for _, a := range x.args {
			part.Parts = append(part.Parts, p.explain(a, vars))
		}
	case err == nil:
		part.Facts = p.facts(x, vars)
	}
	return part
}

// splits reports whether an expression is explained by its parts.
func (e *expression) splits() bool {
	return e.op == opAnd || e.op == opOr || e.op == opNot && e.args[0].splits()
}

// facts lists what an expression asks for, in its order, each once.
func (p *program) facts(x *expression, vars Variables) (facts []ConditionFact) {
	defer func() {
		if recover() != nil {
			facts = nil // what can be asked only sometimes is no explanation
		}
	}()
	e := evaluation{program: p, vars: vars}
	x.visit(func(x *expression) {
		if x.op != opVariable {
			return
		}
		name := x.String()
		if slices.ContainsFunc(facts, func(f ConditionFact) bool { return f.Name == name }) {
			return
		}
		e.err = nil
		v, ok := e.variable(x)
		fact := ConditionFact{Name: name, Missing: !ok}
		if ok {
			fact.Value = v.String()
		}
		facts = append(facts, fact)
	})
	return facts
}

// Decisive returns the smallest parts that made the result what it is: of an "and"
// that does not hold those that do not hold, of one that holds all.
func (p ConditionPart) Decisive() []ConditionPart {
	if len(p.Parts) == 0 {
		return []ConditionPart{p}
	}
	var decisive []ConditionPart
	for _, part := range p.Parts {
		if len(p.Parts) == 1 || part.Held == p.Held { // alone: of a "not"
			decisive = append(decisive, part.Decisive()...)
		}
	}
	return decisive
}

// String is one line for each part: whether it held, its text, and what was asked.
func (p ConditionPart) String() string {
	var b strings.Builder
	p.write(&b, 0)
	return b.String()
}

func (p ConditionPart) write(b *strings.Builder, depth int) {
	for range depth {
		b.WriteString("  ")
	}
	if p.Held {
		b.WriteString("yes  ")
	} else {
		b.WriteString("no   ")
	}
	b.WriteString(p.Text)
	sep := "  (" // what was asked stands in parentheses
	for _, f := range p.Facts {
		if b.WriteString(sep + f.Name + " is "); f.Missing {
			b.WriteString("not given")
		} else {
			b.WriteString(f.Value)
		}
		sep = ", "
	}
	if len(p.Facts) > 0 {
		b.WriteByte(')')
	}
	if p.Fault != "" {
		b.WriteString("  (" + p.Fault + ")")
	}
	for _, part := range p.Parts {
		b.WriteByte('\n')
		part.write(b, depth+1)
	}
}
