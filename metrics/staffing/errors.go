package staffing

import (
	"errors"
	"fmt"
)

// The errors of this package. Test for them with [errors.Is].
var (
	// ErrInvalid: the input cannot be used; see [FieldError].
	ErrInvalid = errors.New("staffing: invalid")
	// ErrOverload: the queue grows without end; see [OverloadError].
	ErrOverload = errors.New("staffing: overload")
	// ErrUnreachable: [MaxAgents] agents do not reach the target.
	ErrUnreachable = errors.New("staffing: target out of reach")
	// ErrUnbounded: the target does not limit what the agents can take.
	ErrUnbounded = errors.New("staffing: target sets no limit")
)

// FieldError says what is wrong with one field of the input. It unwraps to
// [ErrInvalid].
type FieldError struct {
	// Field is the path of the field, such as "demand[3].contacts".
	Field string
	// Reason completes the sentence that the field's name begins.
	Reason string
}

// Error returns the sentence.
func (e *FieldError) Error() string { return ErrInvalid.Error() + ": " + e.Field + " " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }

// OverloadError refuses a queue in which everybody waits and more arrives than
// the agents can handle. It unwraps to [ErrOverload].
type OverloadError struct {
	// Agents is how many there are.
	Agents int
	// Load is in erlangs; the queue is in balance only below one erlang per agent.
	Load float64
}

// Error says both.
func (e *OverloadError) Error() string {
	return fmt.Sprintf("%v: %g erlangs for %d agents", ErrOverload, e.Load, e.Agents)
}

// Unwrap returns [ErrOverload].
func (e *OverloadError) Unwrap() error { return ErrOverload }

// faults collects what is wrong with an input.
type faults []error

func (f *faults) add(bad bool, field, reason string) {
	if bad {
		*f = append(*f, &FieldError{Field: field, Reason: reason})
	}
}

func (f faults) err() error { return errors.Join(f...) }
