package assist

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrInvalid is the kind of every error about input that cannot be used.
	ErrInvalid = errors.New("assist: invalid")
	// ErrNotFound says that there is no such reply or topic, or none that the agent may see.
	ErrNotFound = errors.New("assist: not found")
	// ErrConflict says that somebody else was faster, or that a key or a shortcut
	// stands for something else already.
	ErrConflict = errors.New("assist: conflict")
	// ErrForbidden says that [Rights] do not allow it.
	ErrForbidden = errors.New("assist: forbidden")
	// ErrMissing says that a text has gaps that nobody knows a value for; see
	// [MissingError].
	ErrMissing = errors.New("assist: missing values")
	// ErrPanic says that a hook of the host panicked.
	ErrPanic = errors.New("assist: panic in a hook")
	// ErrBusy says that a source was not asked, because too many earlier calls of it
	// have not returned.
	ErrBusy = errors.New("assist: source is busy")
)

// FieldError says which field of an argument cannot be used, and why. It is an
// [ErrInvalid].
type FieldError struct {
	Field  string
	Reason string
}

// Error returns the field and the reason; never what somebody wrote.
func (e *FieldError) Error() string { return fmt.Sprintf("assist: %s %s", e.Field, e.Reason) }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }

// ShortcutError says that another reply in the same scope and locale has the
// shortcut. It is an [ErrConflict].
type ShortcutError struct {
	// Shortcut is the one that was wanted, Other the id of the reply that has it.
	Shortcut, Other string
}

// Error names the shortcut and the other reply.
func (e *ShortcutError) Error() string {
	return fmt.Sprintf("%v: the shortcut %q is that of reply %s", ErrConflict, e.Shortcut, e.Other)
}

// Unwrap returns [ErrConflict].
func (e *ShortcutError) Unwrap() error { return ErrConflict }

// MissingError names the variables of a text that nobody knows a value for. It is
// an [ErrMissing].
type MissingError struct {
	// Names are the variables, each once, in the order of the text.
	Names []string
}

// Error names the variables.
func (e *MissingError) Error() string { return ErrMissing.Error() + ": " + strings.Join(e.Names, ", ") }

// Unwrap returns [ErrMissing].
func (e *MissingError) Unwrap() error { return ErrMissing }

// SourceError says which source failed, and how. It unwraps to what the source
// returned: [ErrPanic], [ErrBusy], context.DeadlineExceeded or an error of its own.
type SourceError struct {
	// Source is the name of the source, Err what it returned.
	Source string
	Err    error
}

// Error names the source and says what it returned.
func (e *SourceError) Error() string { return fmt.Sprintf("assist: source %s: %v", e.Source, e.Err) }

// Unwrap returns Err.
func (e *SourceError) Unwrap() error { return e.Err }

// contained calls a function of the host's and turns a panic into an error, which
// holds the panic's type and not its value: that may be a customer's words.
func contained(call func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%w: %T", ErrPanic, fault)
		}
	}()
	return call()
}
