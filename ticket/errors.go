package ticket

import (
	"errors"
	"fmt"
	"strings"
)

// The errors of this package. Test for them with [errors.Is].
var (
	// ErrNotFound: there is no such ticket.
	ErrNotFound = errors.New("ticket: not found")
	// ErrConflict: the ticket has changed since the version that was named. A [Desk]
	// tries again by itself, except where the command named the version.
	ErrConflict = errors.New("ticket: version conflict")
	// ErrExists: there is a ticket or an event with this id; see [ExistsError].
	ErrExists = errors.New("ticket: exists already")
	// ErrMove: the life cycle does not allow this; see [MoveError].
	ErrMove = errors.New("ticket: move not allowed")
	// ErrMissing: something has to be filled in or done first; see [MissingError].
	ErrMissing = errors.New("ticket: something is missing")
	// ErrFinal: the ticket has ended and takes no more changes of this kind.
	ErrFinal = errors.New("ticket: has ended")
	// ErrDenied: the actor may not do this; see [DeniedError].
	ErrDenied = errors.New("ticket: not permitted")
	// ErrUndeliverable is for a [Notifier] to return for a notice that will never arrive,
	// such as a mail to an address that does not exist: it is not tried again, and the
	// ticket's later ones go on.
	ErrUndeliverable = errors.New("ticket: undeliverable")
	// ErrInvalid: the input cannot be used; the text says why and what to do.
	ErrInvalid = errors.New("ticket: invalid input")
)

// FieldError says what is wrong with one field of the input. It unwraps to
// [ErrInvalid].
type FieldError struct {
	// Field is the path of the field as it appears in JSON, such as
	// "policies[2].targets[0].limit".
	Field string
	// Reason completes the sentence that the field's name begins.
	Reason string
}

// Error returns the sentence.
func (e *FieldError) Error() string { return ErrInvalid.Error() + ": " + e.Field + " " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }

// ExistsError is returned by [Store.Commit] for a ticket that is not new, or an event
// that the ticket has already, and by [Desk.Open] for an id of another customer's ticket.
// It unwraps to [ErrExists].
type ExistsError struct {
	Ticket string
	// Event is the id of the event; empty if it is the ticket that exists.
	Event string
	// anothers says that it is another customer's ticket, which another try does not mend.
	anothers bool
}

// Error names what exists.
func (e *ExistsError) Error() string {
	if e.Event != "" {
		return fmt.Sprintf("%v: event %q of ticket %q", ErrExists, e.Event, e.Ticket)
	}
	return fmt.Sprintf("%v: ticket %q", ErrExists, e.Ticket)
}

// Unwrap returns [ErrExists].
func (e *ExistsError) Unwrap() error { return ErrExists }

// MoveError says which moves are allowed instead. It unwraps to [ErrMove].
type MoveError struct {
	Ticket   string
	From, To string
	// Allowed are the states that the ticket could go to; none if it has ended.
	Allowed []string
	// Reason is what a guard said; empty if the life cycle has no such move.
	Reason string
}

// Error names the move and the allowed ones.
func (e *MoveError) Error() string {
	s := fmt.Sprintf("%v: %q from %q to %q", ErrMove, e.Ticket, e.From, e.To)
	if e.Reason != "" {
		return s + ": " + e.Reason
	}
	if len(e.Allowed) == 0 {
		return s + "; it has ended"
	}
	return s + "; allowed: " + strings.Join(e.Allowed, ", ")
}

// Unwrap returns [ErrMove].
func (e *MoveError) Unwrap() error { return ErrMove }

// MissingError names everything that has to be filled in or done before a move or the
// end of a step. It unwraps to [ErrMissing].
type MissingError struct {
	Ticket string
	// Fields are names of fields, "reason" and "owner" among them; Steps are names of
	// steps.
	Fields, Steps []string
}

// Error names what is missing.
func (e *MissingError) Error() string {
	s := fmt.Sprintf("%v: ticket %q", ErrMissing, e.Ticket)
	if len(e.Fields) > 0 {
		s += "; fields: " + strings.Join(e.Fields, ", ")
	}
	if len(e.Steps) > 0 {
		s += "; steps: " + strings.Join(e.Steps, ", ")
	}
	return s
}

// Unwrap returns [ErrMissing].
func (e *MissingError) Unwrap() error { return ErrMissing }

// DeniedError says who may not do what. It unwraps to [ErrDenied].
type DeniedError struct {
	Actor  Actor
	Right  Right
	Reason string
}

// Error names both.
func (e *DeniedError) Error() string {
	s := fmt.Sprintf("%v: %s %q: %s", ErrDenied, e.Actor.Role, e.Actor.ID, e.Right)
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	return s
}

// Unwrap returns [ErrDenied].
func (e *DeniedError) Unwrap() error { return ErrDenied }

// CustomersError is returned by [Desk.Merge] for the tickets of two customers. It unwraps
// to [ErrInvalid].
type CustomersError struct {
	From, Into string
}

// Error names both tickets, but neither customer.
func (e *CustomersError) Error() string {
	return fmt.Sprintf("%v: tickets %q and %q are of two customers; merge them only if that is meant", ErrInvalid, e.From, e.Into)
}

// Unwrap returns [ErrInvalid].
func (e *CustomersError) Unwrap() error { return ErrInvalid }

// VersionError is returned for a command that names a version which the ticket does not
// have. It unwraps to [ErrConflict].
type VersionError struct {
	Ticket     string
	Have, Want int64
}

// Error names both versions.
func (e *VersionError) Error() string {
	return fmt.Sprintf("%v: %q has version %d, not %d", ErrConflict, e.Ticket, e.Have, e.Want)
}

// Unwrap returns [ErrConflict].
func (e *VersionError) Unwrap() error { return ErrConflict }
