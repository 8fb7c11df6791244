package dialog

import (
	"slices"
	"strings"
)

// HandoffState is how far a hand-off has come. The empty state is that of a
// conversation that no person was asked for.
type HandoffState string

// The states of a hand-off.
const (
	// HandoffRequested: a person was asked for and nobody has accepted yet.
	HandoffRequested HandoffState = "requested"
	// HandoffAccepted: a person has the conversation.
	HandoffAccepted HandoffState = "accepted"
	// HandoffFailed: nobody takes it, for now.
	HandoffFailed HandoffState = "failed"
	// HandoffCompleted: it is over; the person is done, or none is needed any more.
	HandoffCompleted HandoffState = "completed"
)

// next returns the states that may follow s, in the order of their
// declaration. What is reported at least once may be reported again, so a
// state may follow itself; an accepted conversation goes back to requested when
// the person puts it back into the queue, and somebody may come to one that failed.
func (s HandoffState) next() []HandoffState {
	switch s {
	case "":
		return []HandoffState{HandoffRequested}
	case HandoffRequested, HandoffAccepted, HandoffFailed:
		return []HandoffState{HandoffRequested, HandoffAccepted, HandoffFailed, HandoffCompleted}
	case HandoffCompleted:
		return []HandoffState{HandoffCompleted}
	}
	return nil
}

// Next returns the state that follows s when to is reported: to itself, if the
// table allows it, and s with a [*TransitionError] if not.
//
//	(none)     requested
//	requested  requested (another place in the queue), accepted, failed, completed (not needed any more)
//	accepted   requested (back into the queue), accepted (another agent), failed, completed
//	failed     requested, accepted, failed, completed
//	completed  completed (what comes later is a hand-off of its own)
func (s HandoffState) Next(to HandoffState) (HandoffState, error) {
	if allowed := s.next(); !slices.Contains(allowed, to) {
		return s, &TransitionError{From: s, To: to, Allowed: allowed}
	}
	return to, nil
}

// TransitionError says that a hand-off cannot go from one state to another. It
// unwraps to [ErrInvalid].
type TransitionError struct {
	From, To HandoffState
	// Allowed are the states that may follow From; empty if From is no state.
	Allowed []HandoffState
}

// Error names the states.
func (e *TransitionError) Error() string {
	var b strings.Builder
	b.WriteString(ErrInvalid.Error() + ": a hand-off that is ")
	if e.From == "" {
		b.WriteString("not requested")
	} else {
		b.WriteString(string(e.From))
	}
	b.WriteString(" cannot become " + string(e.To) + ", but")
	for i, s := range e.Allowed {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(" " + string(s))
	}
	if len(e.Allowed) == 0 {
		b.WriteString(" nothing")
	}
	return b.String()
}

// Unwrap returns [ErrInvalid].
func (e *TransitionError) Unwrap() error { return ErrInvalid }
