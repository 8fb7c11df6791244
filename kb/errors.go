package kb

import (
	"errors"
	"strings"
)

// The errors of this package. Test for them with [errors.Is].
var (
	// ErrNotFound: there is no such entry.
	ErrNotFound = errors.New("kb: not found")
	// ErrConflict: somebody else wrote in between; see [ConflictError].
	ErrConflict = errors.New("kb: version conflict")
	// ErrInvalid: the input cannot be used; see [FieldError].
	ErrInvalid = errors.New("kb: invalid input")
	// ErrForbidden: whoever asks for it may not do it.
	ErrForbidden = errors.New("kb: forbidden")
	// ErrBlocked: a [Guard] lets nothing of a text be used.
	ErrBlocked = errors.New("kb: blocked by the guard")
)

// ConflictError names the entries whose version was not the expected one. It
// unwraps to [ErrConflict].
type ConflictError struct {
	// IDs are the ids of the entries, or of the record.
	IDs []string
}

// Error names the entries by their ids.
func (e *ConflictError) Error() string {
	return ErrConflict.Error() + ": " + strings.Join(e.IDs, ", ")
}

// Unwrap returns [ErrConflict].
func (e *ConflictError) Unwrap() error { return ErrConflict }

// ActionError says that a live answer could not be had. It unwraps to its cause:
// [ErrNotFound] where no function has the name, the error of the function, or
// [context.DeadlineExceeded].
type ActionError struct {
	// Name is the name of the action.
	Name string
	// Err is the cause.
	Err error
}

// Error names the action and its cause.
func (e *ActionError) Error() string { return "kb: action " + e.Name + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *ActionError) Unwrap() error { return e.Err }

// FieldError says what is wrong with one field of an entry, a query or an
// option. It unwraps to [ErrInvalid] and never holds customer text.
type FieldError struct {
	// Field is the name of the field as it appears in JSON.
	Field string
	// Reason completes the sentence that the field's name begins.
	Reason string
}

// Error returns the sentence.
func (e *FieldError) Error() string { return ErrInvalid.Error() + ": " + e.Field + " " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }

// The limits of what an entry and a query may hold. They keep one bad import
// line or one hostile message from costing more than it should.
const (
	MaxID        = 256             // bytes
	MaxQuestion  = 4 << 10         // bytes of one wording
	MaxPhrasings = 1000            // wordings besides the question
	MaxAnswer    = 1 << 20         // bytes of all parts together
	MaxGuarded   = 4 * MaxQuestion // bytes of a query that a Guard checks; what follows is cut off
)
