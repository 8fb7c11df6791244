package kb

import "time"

// MaxTimeout is the longest time that an [Action] may ask for.
const MaxTimeout = time.Minute

// validate reports the first fault of an action, whose field has this name.
func (a *Action) validate(field string) error {
	if a == nil {
		return nil
	}
	if a.Name == "" {
		return &FieldError{Field: field + ".name", Reason: "is empty"}
	}
	if a.Timeout < 0 || a.Timeout > MaxTimeout {
		return &FieldError{Field: field + ".timeout", Reason: "is not between 0 and " + MaxTimeout.String()}
	}
	size := len(a.Name)
	for name, value := range a.Args {
		size += len(name) + len(value)
	}
	if size > MaxQuestion {
		return tooLong(field, MaxQuestion)
	}
	return nil
}
