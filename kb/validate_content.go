package kb

import (
	"strconv"
	"time"
)

// The limits of what an answer, a row and a guide may hold.
const (
	MaxFacts   = 200 // cells of one row
	MaxSteps   = 500 // of one guide
	MaxTimeout = time.Minute
)

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
