package routing

import (
	"errors"
	"fmt"
	"strings"
)

// The errors of this package. Test for them with [errors.Is].
var (
	// ErrNotFound: there is no such item or agent.
	ErrNotFound = errors.New("routing: not found")
	// ErrConflict: the store has moved on since the revision that the commit
	// names. A [Router] tries again by itself.
	ErrConflict = errors.New("routing: revision conflict")
	// ErrExists: there is an item with this id already; see [ExistsError].
	ErrExists = errors.New("routing: item exists")
	// ErrStale: the assignment is not the item's present one; see [StaleError].
	ErrStale = errors.New("routing: stale assignment")
	// ErrState: the item or agent is not in a state that allows this; see
	// [StateError].
	ErrState = errors.New("routing: not possible in this state")
	// ErrNoRoom: the agent has no capacity left for the item.
	ErrNoRoom = errors.New("routing: no capacity left")
	// ErrUnqualified: the agent lacks what the item requires; see
	// [UnqualifiedError].
	ErrUnqualified = errors.New("routing: agent does not meet the requirements")
	// ErrQueueFull: the queue takes no more, and says so instead of passing on.
	ErrQueueFull = errors.New("routing: queue is full")
	// ErrInvalid: the input cannot be used; the text says why and what to do.
	ErrInvalid = errors.New("routing: invalid input")
)

// FieldError says what is wrong with one field of the input. It unwraps to
// [ErrInvalid].
type FieldError struct {
	// Field is the path of the field as it appears in JSON, such as
	// "queues[2].overflow.queue".
	Field string
	// Reason completes the sentence that the field's name begins.
	Reason string
}

// Error returns the sentence.
func (e *FieldError) Error() string { return ErrInvalid.Error() + ": " + e.Field + " " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }

// ExistsError is returned by [Store.Commit] for an item that is not new. It
// unwraps to [ErrExists].
type ExistsError struct {
	// Item is the id.
	Item string
}

// Error names the item.
func (e *ExistsError) Error() string { return fmt.Sprintf("%v: %q", ErrExists, e.Item) }

// Unwrap returns [ErrExists].
func (e *ExistsError) Unwrap() error { return ErrExists }

// StaleError refuses what names an earlier assignment of an item. It unwraps to
// [ErrStale].
type StaleError struct {
	// Named is what the caller named, Now what the item's assignment is; its
	// Agent is empty if it has none.
	Named, Now Assignment
}

// Error says both.
func (e *StaleError) Error() string {
	now := "it is with nobody"
	if e.Now.Agent != "" {
		now = fmt.Sprintf("it is with agent %q in epoch %d", e.Now.Agent, e.Now.Epoch)
	}
	return fmt.Sprintf("%v: item %q is not with agent %q in epoch %d; %s", ErrStale, e.Named.Item, e.Named.Agent, e.Named.Epoch, now)
}

// Unwrap returns [ErrStale].
func (e *StaleError) Unwrap() error { return ErrStale }

// StateError says that something is not possible as things are. It unwraps to
// [ErrState].
type StateError struct {
	// Subject is the item or agent, in words such as `item "7"`.
	Subject string
	// State is the state it is in.
	State string
	// Wanted are the states that would allow it.
	Wanted []string
}

// Error says what would be needed.
func (e *StateError) Error() string {
	return fmt.Sprintf("%v: %s is %s, it would have to be %s", ErrState, e.Subject, e.State, strings.Join(e.Wanted, " or "))
}

// Unwrap returns [ErrState].
func (e *StateError) Unwrap() error { return ErrState }

// UnqualifiedError says what an agent lacks. It unwraps to [ErrUnqualified].
type UnqualifiedError struct {
	// Agent is the agent's id.
	Agent string
	// Lacks are the requirements that he does not meet.
	Lacks []Lack
}

// Error lists what is missing.
func (e *UnqualifiedError) Error() string {
	words := make([]string, len(e.Lacks))
	for i, l := range e.Lacks {
		words[i] = l.String()
	}
	return fmt.Sprintf("%v: agent %q: %s", ErrUnqualified, e.Agent, strings.Join(words, ", "))
}

// Unwrap returns [ErrUnqualified].
func (e *UnqualifiedError) Unwrap() error { return ErrUnqualified }
