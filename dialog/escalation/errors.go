package escalation

import "errors"

// ErrInvalid is the kind of every error of this package: input that cannot be
// used.
var ErrInvalid = errors.New("escalation: invalid")

// FieldError says what is wrong with one field of the input. It unwraps to
// [ErrInvalid] and never holds customer text.
type FieldError struct {
	// Field is the place of the field as it appears in JSON, such as
	// "rules[2].if.intensity".
	Field string
	// Reason completes the sentence that the field's name begins.
	Reason string
}

// Error returns the sentence.
func (e *FieldError) Error() string { return ErrInvalid.Error() + ": " + e.Field + " " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }
