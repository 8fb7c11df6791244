package bizhours

import (
	"errors"
	"fmt"
)

// ErrInvalid is the kind of every error of this package: hours that cannot be
// used.
var ErrInvalid = errors.New("bizhours: invalid")

// FieldError says what is wrong with one field of [Options]. It unwraps to
// [ErrInvalid].
type FieldError struct {
	// Field is the place of the field as it appears in JSON, such as
	// "week.mon-fri[1]" or "days[3].until".
	Field string
	// Reason completes the sentence that the field's name begins.
	Reason string
}

// Error returns the sentence.
func (e *FieldError) Error() string { return ErrInvalid.Error() + ": " + e.Field + " " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }

// faults are what is wrong, in the order of the fields.
type faults []error

func (f *faults) add(field, format string, args ...any) {
	*f = append(*f, &FieldError{Field: field, Reason: fmt.Sprintf(format, args...)})
}
