package routing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// ParsePlan reads a plan from JSON and checks it, as far as that goes without
// [Options]; see [Plan.Check]. A field that plans do not have is a fault. The error
// is [ErrInvalid].
func ParsePlan(data []byte) (Plan, error) {
	var p Plan
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Plan{}, unreadable(data, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Plan{}, &FieldError{Field: "plan", Reason: "is followed by something else " + position(data, d.InputOffset())}
	}
	if err := p.Check(nil); err != nil {
		return Plan{}, err
	}
	return p, nil
}

// unreadable says in terms of the plan why JSON could not be read.
func unreadable(data []byte, err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	var field *FieldError
	switch {
	case errors.As(err, &field):
		return field
	case errors.As(err, &kind):
		name := kind.Field
		if name == "" {
			name = "plan"
		}
		return &FieldError{Field: name, Reason: fmt.Sprintf("cannot be a JSON %s (%s)", kind.Value, position(data, kind.Offset))}
	case errors.As(err, &syntax):
		return &FieldError{Field: "plan", Reason: fmt.Sprintf("is not JSON %s: %v", position(data, syntax.Offset), syntax)}
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return &FieldError{Field: strings.Trim(name, `"`), Reason: "is not a field of a plan"}
	}
	return &FieldError{Field: "plan", Reason: "is not JSON: it ends too early"}
}

// position names the last of so many bytes.
func position(data []byte, offset int64) string {
	before := data[:min(int(offset), len(data))]
	line := bytes.Count(before, []byte{'\n'}) + 1
	return fmt.Sprintf("in line %d, column %d", line, max(1, len(before)-1-bytes.LastIndexByte(before, '\n')))
}

// MarshalJSON returns the rule as data. A rule with a When is no data: without it, it
// would hold for items that it does not hold for.
func (r Rule) MarshalJSON() ([]byte, error) {
	if r.When != nil {
		return nil, &FieldError{Field: fmt.Sprintf("rule %q", r.Name), Reason: "has a When in Go, which cannot be written as data; use If"}
	}
	type data Rule // without this method
	return json.Marshal(data(r))
}

// clone returns a deep copy.
func (p Plan) clone() Plan {
	p.Queues = slices.Clone(p.Queues)
	for i := range p.Queues {
		q := &p.Queues[i]
		q.Require.Skills = slices.Clone(q.Require.Skills)
		q.Closed, q.Full = copied(q.Closed), copied(q.Full)
	}
	p.Rules = slices.Clone(p.Rules)
	for i := range p.Rules {
		p.Rules[i].Targets = cloneTargets(p.Rules[i].Targets)
	}
	p.Default = cloneTargets(p.Default)
	p.Weights = maps.Clone(p.Weights)
	p.Peak = copied(p.Peak)
	return p
}

func cloneTargets(targets []Target) []Target {
	targets = slices.Clone(targets)
	for i := range targets {
		t := &targets[i]
		t.Require.Skills, t.Prefer = slices.Clone(t.Require.Skills), slices.Clone(t.Prefer)
		t.Ageing = copied(t.Ageing)
		t.Relax = slices.Clone(t.Relax)
		for k := range t.Relax {
			t.Relax[k].Drop = slices.Clone(t.Relax[k].Drop)
		}
	}
	return targets
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}
