package intent

import (
	"errors"
	"fmt"
)

var (
	// ErrInvalid is the kind of every error about input that cannot be used.
	ErrInvalid = errors.New("intent: invalid")
	// ErrNotFound says that there is no such model, example or correction.
	ErrNotFound = errors.New("intent: not found")
	// ErrConflict says that somebody else was faster: load again and retry.
	ErrConflict = errors.New("intent: conflict")
	// ErrDamaged says that stored bytes are not a model, or not a whole one.
	ErrDamaged = errors.New("intent: damaged model")
	// ErrRefused says that the gate did not let a model answer; see [GateError].
	ErrRefused = errors.New("intent: model refused")
	// ErrNewer says that a model was written by a newer version of this package.
	ErrNewer = errors.New("intent: model of a newer version")
	// ErrOlder says that a model was written by an older version of this package, whose
	// form is not read any more: train it anew.
	ErrOlder = errors.New("intent: model of an older version, to be trained anew")
)

// FieldError says which field of an argument cannot be used, and why. It is an
// [ErrInvalid].
type FieldError struct {
	Field  string
	Reason string
}

// Error returns the field and the reason; never a customer's words.
func (e *FieldError) Error() string { return fmt.Sprintf("intent: %s %s", e.Field, e.Reason) }

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
func (e *ExampleError) Error() string { return fmt.Sprintf("intent: example %d %s", e.Index, e.Reason) }

// Unwrap returns [ErrInvalid].
func (e *ExampleError) Unwrap() error { return ErrInvalid }

// GateError says which model [RegistryOptions.Gate] refused, and why. It is an
// [ErrRefused], and what the gate returned. The model is kept, and can be used with
// [Registry.Use].
type GateError struct {
	// Version is the model that was refused, Err what the gate said.
	Version string
	Err     error
}

// Error returns the version and what the gate said.
func (e *GateError) Error() string { return fmt.Sprintf("%v: %s: %v", ErrRefused, e.Version, e.Err) }

// Unwrap returns [ErrRefused] and what the gate said.
func (e *GateError) Unwrap() []error { return []error{ErrRefused, e.Err} }
