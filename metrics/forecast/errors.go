package forecast

import (
	"errors"
	"fmt"
)

// Errors of the package. What the caller can act on comes as a typed error that unwraps
// to one of them.
var (
	// ErrInvalid is a series or an option that contradicts itself or lies out of its range.
	ErrInvalid = errors.New("forecast: invalid")
	// ErrShort is a history that is too short to learn from.
	ErrShort = errors.New("forecast: history too short")
	// ErrPanic is a function of the host that panicked.
	ErrPanic = errors.New("forecast: host function panicked")
)

// ShortError says how much history is missing. It unwraps to [ErrShort].
type ShortError struct {
	// Have and Need are counts of periods with at least one value: days, or weeks in
	// a weekly series.
	Have, Need int
}

// Error says both counts.
func (e *ShortError) Error() string {
	return fmt.Sprintf("%v: %d periods with values, %d needed", ErrShort, e.Have, e.Need)
}

// Unwrap returns ErrShort.
func (e *ShortError) Unwrap() error { return ErrShort }

// FieldError is a fault in one field of what the caller gave. It unwraps to
// [ErrInvalid].
type FieldError struct {
	// Field is the path of the field, such as "Options.Events[2].Factor".
	Field string
	// Problem says what is wrong, in a few words.
	Problem string
}

// Error names the field and the problem.
func (e *FieldError) Error() string {
	return fmt.Sprintf("%v: %s: %s", ErrInvalid, e.Field, e.Problem)
}

// Unwrap returns ErrInvalid.
func (e *FieldError) Unwrap() error { return ErrInvalid }

func fault(field, format string, args ...any) error {
	return &FieldError{Field: field, Problem: fmt.Sprintf(format, args...)}
}

// contain runs a function of the host and turns its panic into an error. What it panicked with is
// not in the error, since it may hold anything.
func contain(what string, call func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %s", ErrPanic, what)
		}
	}()
	return call()
}
