package dialog

import "errors"

// The errors of this package. Test for them with [errors.Is].
var (
	// ErrNotFound: there is no such conversation, message or outbox item.
	ErrNotFound = errors.New("dialog: not found")
	// ErrConflict: somebody else committed in between; load and try again.
	ErrConflict = errors.New("dialog: version conflict")
	// ErrDuplicate: the message was committed before; see [DuplicateError].
	ErrDuplicate = errors.New("dialog: message already committed")
	// ErrUndeliverable: returned by a [Sender] or a [HandoffSink] for what will
	// never be delivered; it is given up instead of tried again.
	ErrUndeliverable = errors.New("dialog: undeliverable")
	// ErrInvalid: the input cannot be used; the text says why.
	ErrInvalid = errors.New("dialog: invalid input")
)

// FieldError says what is wrong with one field of the input. It unwraps to
// [ErrInvalid] and never holds customer text.
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

// DuplicateError is returned by [Store.Commit] for a message id that was
// committed before. It unwraps to [ErrDuplicate].
type DuplicateError struct {
	// Record is the turn that was committed under this message id.
	Record Record
}

// Error names no customer text.
func (e *DuplicateError) Error() string { return ErrDuplicate.Error() }

// Unwrap returns [ErrDuplicate].
func (e *DuplicateError) Unwrap() error { return ErrDuplicate }
