package ticket

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// fieldCheck is a [FieldRule], made ready.
type fieldCheck struct {
	rule    FieldRule
	pattern *regexp.Regexp
	choices map[string]string // by their key
}

// compileFields makes the rules of fields ready, and adds what is wrong with them.
func compileFields(rules []FieldRule, faults []error) (map[string]*fieldCheck, []error) {
	if len(rules) == 0 {
		return nil, faults
	}
	fields := make(map[string]*fieldCheck, len(rules))
	for i, r := range rules {
		at := func(field, reason string) { faults = append(faults, fault(reason, "fields[%d].%s", i, field)) }
		if reason := unfitName(r.Name); reason != "" {
			at("name", reason)
		} else if fields[r.Name] != nil {
			at("name", "is that of another field")
		}
		r.Type = cmp.Or(r.Type, TextField)
		f := &fieldCheck{rule: r}
		f.compile(at)
		if r.Default != "" {
			value, reason := f.read(r.Default)
			if reason != "" {
				at("default", reason)
			}
			f.rule.Default = value
		}
		fields[r.Name] = f
	}
	return fields, faults
}

// unfitName says why something cannot be the name of a custom field.
func unfitName(name string) string {
	switch {
	case name == "":
		return "is empty"
	case usable("id", name) != nil || strings.TrimSpace(name) != name:
		return "cannot be used"
	case strings.Contains(name, "=") || strings.HasPrefix(name, "fields."):
		return `has "=", or begins with "fields."`
	case name == "reason" || name == "priority" || new(Ticket).text(name) != nil:
		return "is that of a field which all tickets have"
	}
	return ""
}

// compile makes ready what the type needs, and tells what is wrong.
func (f *fieldCheck) compile(at func(field, reason string)) {
	r := &f.rule
	types := []FieldType{TextField, IntegerField, NumberField, BoolField, DateField, TimeField, ChoiceField, ChoicesField}
	if !slices.Contains(types, r.Type) {
		at("type", "is none of text, integer, number, bool, date, time, choice, choices")
	}
	if r.Type == ChoiceField || r.Type == ChoicesField {
		f.compileChoices(at)
	} else if len(r.Choices) > 0 {
		at("choices", "are for fields of type choice or choices")
	}
	if r.Min != nil || r.Max != nil {
		switch {
		case r.Type != TextField && r.Type != IntegerField && r.Type != NumberField:
			at("min", "and max are for texts and numbers")
		case r.Min != nil && math.IsNaN(*r.Min) || r.Max != nil && math.IsNaN(*r.Max):
			at("min", "or max is no number")
		case r.Min != nil && r.Max != nil && *r.Min > *r.Max:
			at("min", "is above max")
		}
	}
	if r.Pattern == "" {
		return
	}
	if r.Type != TextField {
		at("pattern", "is for texts")
	}
	if _, err := regexp.Compile(r.Pattern); err != nil {
		at("pattern", "is no expression")
		return
	}
	f.pattern = regexp.MustCompile(`\A(?:` + r.Pattern + `)\z`)
}

func (f *fieldCheck) compileChoices(at func(field, reason string)) {
	if len(f.rule.Choices) == 0 {
		at("choices", "are none")
	}
	f.choices = make(map[string]string, len(f.rule.Choices))
	size := 0
	for i, c := range f.rule.Choices {
		path := "choices[" + strconv.Itoa(i) + "]"
		switch {
		case strings.TrimSpace(c) == "" || usable(path, c) != nil || strings.TrimSpace(c) != c:
			at(path, "cannot be used")
		case f.rule.Type == ChoicesField && strings.ContainsFunc(c, isComma):
			at(path, "has a comma")
		case f.choices[text.Key(c)] != "":
			at(path, "is there twice")
		}
		f.choices[text.Key(c)] = c
		size += len(c) + 1
	}
	if f.rule.Type == ChoicesField && size > MaxValue {
		at("choices", "are too long together")
	}
}

// checkRequired returns the fields that states require and that no ticket can have.
func (r *Rules) checkRequired() (faults []error) {
	for i, s := range r.Workflow.States {
		for j, name := range s.Require {
			if name == "reason" || new(Ticket).text(name) != nil {
				continue
			}
			custom := strings.TrimPrefix(name, "fields.")
			known := slices.ContainsFunc(r.Fields, func(f FieldRule) bool { return f.Name == custom })
			if len(r.Fields) > 0 && !known || unfitName(custom) != "" {
				faults = append(faults, fault("is no field", "workflow.states[%d].require[%d]", i, j))
			}
		}
	}
	return faults
}
