package routing

import (
	"errors"
	"fmt"
	"strings"
)

// The errors of this package. Test for them with [errors.Is].
var (
	// ErrNotFound: there is no such item, agent or queue; see [NotFoundError].
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
	// ErrNoRoom: the agent has no capacity left for the item; see [NoRoomError].
	ErrNoRoom = errors.New("routing: no capacity left")
	// ErrUnqualified: the agent lacks what the item requires; see
	// [UnqualifiedError].
	ErrUnqualified = errors.New("routing: agent does not meet the requirements")
	// ErrQueueFull: the queue takes no more, and says so instead of passing on; see
	// [QueueFullError].
	ErrQueueFull = errors.New("routing: queue is full")
	// ErrInvalid: the input cannot be used; the text says why and what to do.
	ErrInvalid = errors.New("routing: invalid input")
)

// NotFoundError names what there is not. It unwraps to [ErrNotFound].
type NotFoundError struct {
	// What is "item", "agent" or "queue", and ID its id.
	What, ID string
}

// Error says what to do about it.
func (e *NotFoundError) Error() string {
	advice := map[string]string{
		"item":  "it was never submitted, or has ended and Router.Work still has it until it is pruned",
		"agent": "register him with Router.Register first",
		"queue": "the plan of Router.SetPlan has no such queue",
	}
	return fmt.Sprintf("%v: %s %q: %s", ErrNotFound, e.What, e.ID, advice[e.What])
}

// Unwrap returns [ErrNotFound].
func (e *NotFoundError) Unwrap() error { return ErrNotFound }

// NoRoomError says how much of an agent an item would take. It unwraps to [ErrNoRoom].
type NoRoomError struct {
	// Agent and Item are the ids.
	Agent, Item string
	// Weight is what the item takes in units of [Agent.Capacity], Used what he has in hand.
	Weight, Used int
}

// Error says both, and what would help.
func (e *NoRoomError) Error() string {
	return fmt.Sprintf("%v: agent %q has %d units in hand, item %q takes %d: complete one of his, or raise his capacity or limits",
		ErrNoRoom, e.Agent, e.Used, e.Item, e.Weight)
}

// Unwrap returns [ErrNoRoom].
func (e *NoRoomError) Unwrap() error { return ErrNoRoom }

// QueueFullError names the queue. It unwraps to [ErrQueueFull].
type QueueFullError struct {
	// Queue is its id, MaxLen how many may wait in it.
	Queue  string
	MaxLen int
}

// Error says what would help.
func (e *QueueFullError) Error() string {
	return fmt.Sprintf("%v: %q has the %d items that it takes: submit later, raise max_len, or set full to pass items on", ErrQueueFull, e.Queue, e.MaxLen)
}

// Unwrap returns [ErrQueueFull].
func (e *QueueFullError) Unwrap() error { return ErrQueueFull }

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
	return fmt.Sprintf("%v: item %q is not with agent %q in epoch %d; %s: read it again with Router.Work", ErrStale, e.Named.Item, e.Named.Agent, e.Named.Epoch, now)
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
