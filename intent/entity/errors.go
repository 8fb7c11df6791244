package entity

import (
	"errors"
	"fmt"
)

// ErrInvalid is the kind of every error about options that cannot be used.
var ErrInvalid = errors.New("entity: invalid")

// FieldError says which field of the options cannot be used, and why. It is an
// [ErrInvalid].
type FieldError struct {
	Field  string
	Reason string
}

// Error returns the field and the reason.
func (e *FieldError) Error() string { return fmt.Sprintf("entity: %s %s", e.Field, e.Reason) }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }
