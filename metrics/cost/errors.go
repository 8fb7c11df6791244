package cost

import (
	"errors"
	"math"
)

// ErrInvalid is the kind of every error of this package: input that cannot be
// used.
var ErrInvalid = errors.New("cost: invalid")

// FieldError says what is wrong with one field of the input. It unwraps to
// [ErrInvalid].
type FieldError struct {
	// Field is the path of the field, such as "volumes.solved".
	Field string
	// Reason completes the sentence that the field's name begins.
	Reason string
}

// Error returns the sentence.
func (e *FieldError) Error() string { return ErrInvalid.Error() + ": " + e.Field + " " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }

// limit keeps products of two figures, and sums of these, far from infinity.
const limit = 1e15

type faults []error

// amount wants a number from 0 to most.
func (f *faults) amount(field string, v, most float64, reason string) {
	if !(v >= 0 && v <= most) || math.IsNaN(v) {
		*f = append(*f, &FieldError{Field: field, Reason: reason})
	}
}

func (f faults) err() error { return errors.Join(f...) }
