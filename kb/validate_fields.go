package kb

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits of the fields around an entry's question and answer.
const (
	MaxCategory = 1 << 10 // bytes
	MaxTags     = 100     // of one entry, each of at most MaxID bytes
	MaxRelated  = 100     // entries
	MaxFacts    = 200     // cells of one row
	MaxSteps    = 500     // of one guide
	MaxReason   = 4 << 10 // bytes
	MaxTimeout  = time.Minute
)

// validateFields reports the first fault of what is around question and answer.
func (e *Entry) validateFields() error {
	for _, f := range []struct {
		name, value string
		limit       int
	}{
		{"base", e.Base, MaxID},
		{"category", e.Category, MaxCategory},
		{"locale", e.Locale, MaxID},
		{"editor", e.Editor, MaxID},
		{"reason", e.Reason, MaxReason},
	} {
		if err := validateText(f.name, f.value, f.limit); err != nil {
			return err
		}
	}
	switch e.Kind.orFAQ() {
	case FAQ, Passage, TableRow, GuideKind, ChitChat:
	default:
		return &FieldError{Field: "kind", Reason: "is unknown"}
	}
	if !e.ValidFrom.IsZero() && !e.ValidTo.IsZero() && !e.ValidFrom.Before(e.ValidTo) {
		return &FieldError{Field: "valid_to", Reason: "is not after valid_from"}
	}
	if !(e.MinScore >= 0 && e.MinScore < 1) {
		return &FieldError{Field: "min_score", Reason: "is not in [0,1)"}
	}
	if err := e.validateRelated(); err != nil {
		return err
	}
	if err := validateList("tags", e.Tags, MaxTags); err != nil {
		return err
	}
	if err := e.validatePatterns(); err != nil {
		return err
	}
	if err := e.validateFacts(); err != nil {
		return err
	}
	return e.validateGuide()
}

// validateRelated checks the references to other entries. That they exist is not
// required: they may come later, and are left out until then.
func (e *Entry) validateRelated() error {
	if err := validateList("related", e.Related, MaxRelated); err != nil {
		return err
	}
	for i, id := range e.Related {
		if id == e.ID {
			return &FieldError{Field: at("related", i), Reason: "is the entry itself"}
		}
	}
	return nil
}

// validatePatterns compiles the expressions of an entry of mode pattern.
func (e *Entry) validatePatterns() (err error) {
	if e.Mode != Pattern {
		return nil
	}
	e.expressions(func(line int, source string) {
		if _, fault := compile(source); fault != "" && err == nil {
			field := "question"
			if line >= 0 {
				field = at("phrasings", line)
			}
			err = &FieldError{Field: field, Reason: fault}
		}
	})
	return err
}

func (e *Entry) validateFacts() error {
	if len(e.Facts) > MaxFacts {
		return &FieldError{Field: "facts", Reason: "are more than " + strconv.Itoa(MaxFacts)}
	}
	for i, f := range e.Facts {
		field := at("facts", i)
		if len(f.Names) == 0 {
			return &FieldError{Field: field + ".names", Reason: "are missing"}
		}
		if len(f.Names) > MaxTags {
			return &FieldError{Field: field + ".names", Reason: "are more than " + strconv.Itoa(MaxTags)}
		}
		for j, name := range f.Names {
			if err := validateWording(at(field+".names", j), name); err != nil {
				return err
			}
		}
		if err := validateText(field+".value", f.Value, MaxQuestion); err != nil {
			return err
		}
	}
	return nil
}

// validateGuide checks that a guide can be followed: steps have ids of their own,
// and every option leads to one.
func (e *Entry) validateGuide() error {
	if e.Guide == nil {
		if e.Kind == GuideKind {
			return &FieldError{Field: "guide", Reason: "is missing"}
		}
		return nil
	}
	steps := e.Guide.Steps
	if len(steps) == 0 || len(steps) > MaxSteps {
		return &FieldError{Field: "guide.steps", Reason: "are none or more than " + strconv.Itoa(MaxSteps)}
	}
	known := map[string]bool{}
	for i, s := range steps {
		field := at("guide.steps", i)
		if err := validateText(field+".id", s.ID, MaxID); err != nil {
			return err
		}
		if s.ID == "" || known[s.ID] {
			return &FieldError{Field: field + ".id", Reason: "is empty or repeated"}
		}
		known[s.ID] = true
		if err := s.Say.validate(field + ".say"); err != nil {
			return err
		}
		if s.Outcome != "" && s.Outcome != Solved && s.Outcome != HandOff {
			return &FieldError{Field: field + ".outcome", Reason: "is unknown"}
		}
	}
	for i, s := range steps {
		if len(s.Options) > MaxTags {
			return &FieldError{Field: at("guide.steps", i) + ".options", Reason: "are more than " + strconv.Itoa(MaxTags)}
		}
		for j, o := range s.Options {
			field := at(at("guide.steps", i)+".options", j)
			if err := validateWording(field+".label", o.Label); err != nil {
				return err
			}
			if len(o.Wordings) > MaxPhrasings {
				return &FieldError{Field: field + ".wordings", Reason: "are more than " + strconv.Itoa(MaxPhrasings)}
			}
			for k, w := range o.Wordings {
				if err := validateWording(at(field+".wordings", k), w); err != nil {
					return err
				}
			}
			if !known[o.Next] {
				return &FieldError{Field: field + ".next", Reason: "is no step"}
			}
		}
	}
	return nil
}

// validate reports the first fault of an answer. field is what it is called.
func (a *Answer) validate(field string) error {
	size := 0
	for i, p := range a.Parts {
		size += len(p.Text) + len(p.URL) + len(p.MIME)
		if p.Kind == "" {
			return &FieldError{Field: at(field+".parts", i) + ".kind", Reason: "is empty"}
		}
		if p.Kind != TextPart && p.Kind != MarkdownPart && p.Kind != HTMLPart && p.URL == "" {
			return &FieldError{Field: at(field+".parts", i) + ".url", Reason: "is empty"}
		}
	}
	if size > MaxAnswer {
		return tooLong(field, MaxAnswer)
	}
	if a.Action == nil {
		return nil
	}
	if a.Action.Name == "" {
		return &FieldError{Field: field + ".action.name", Reason: "is empty"}
	}
	if a.Action.Timeout < 0 || a.Action.Timeout > MaxTimeout {
		return &FieldError{Field: field + ".action.timeout", Reason: "is not between 0 and " + MaxTimeout.String()}
	}
	size = len(a.Action.Name)
	for name, value := range a.Action.Args {
		size += len(name) + len(value)
	}
	if size > MaxQuestion {
		return tooLong(field+".action", MaxQuestion)
	}
	return nil
}

func validateList(field string, list []string, limit int) error {
	if len(list) > limit {
		return &FieldError{Field: field, Reason: "are more than " + strconv.Itoa(limit)}
	}
	for i, s := range list {
		if s == "" {
			return &FieldError{Field: at(field, i), Reason: "is empty"}
		}
		if err := validateText(at(field, i), s, MaxID); err != nil {
			return err
		}
	}
	return nil
}

func validateText(field, s string, limit int) error {
	switch {
	case len(s) > limit:
		return tooLong(field, limit)
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return &FieldError{Field: field, Reason: "is not a text"}
	}
	return nil
}

// at names an element of a field.
func at(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
