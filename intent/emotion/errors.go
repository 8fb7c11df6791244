package emotion

import (
	"errors"
	"fmt"
)

var (
	// ErrInvalid is the kind of every error about input that cannot be used.
	ErrInvalid = errors.New("emotion: invalid")
	// ErrDamaged says that stored bytes are not a detector, a tracker's state or
	// model, or not a whole one.
	ErrDamaged = errors.New("emotion: damaged data")
	// ErrNewer says that they were written by a newer version of this package.
	ErrNewer = errors.New("emotion: data of a newer version")
	// ErrPanicked says that a function of the host's panicked.
	ErrPanicked = errors.New("emotion: the host's function panicked")
)

// FieldError says which field of an argument cannot be used, and why. It is an
// [ErrInvalid].
type FieldError struct {
	Field  string
	Reason string
}

// Error returns the field and the reason; never a customer's words.
func (e *FieldError) Error() string { return fmt.Sprintf("emotion: %s %s", e.Field, e.Reason) }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }

// ExampleError says which example cannot be used for training, and why. It is
// an [ErrInvalid].
type ExampleError struct {
	// Index is the place of the example, from 0.
	Index  int
	Reason string
}

// Error returns the place and the reason; never the example's words.
func (e *ExampleError) Error() string {
	return fmt.Sprintf("emotion: example %d %s", e.Index, e.Reason)
}

// Unwrap returns [ErrInvalid].
func (e *ExampleError) Unwrap() error { return ErrInvalid }
