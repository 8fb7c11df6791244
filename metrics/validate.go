package metrics

import "fmt"

// EventError says what is wrong with an event. It unwraps to [ErrInvalid].
type EventError struct {
	// ID is the event's, and Index its place among those that were recorded together.
	ID    string
	Index int
	// Field is what is wrong, and Reason why.
	Field  string
	Reason string
}

// Error implements error.
func (e *EventError) Error() string {
	return fmt.Sprintf("metrics: event %d (%q): %s %s", e.Index, e.ID, e.Field, e.Reason)
}

// Unwrap returns [ErrInvalid].
func (e *EventError) Unwrap() error { return ErrInvalid }

// Validate returns an [EventError] for an event that cannot be recorded.
func (e *Event) Validate() error {
	switch {
	case e.ID == "" || len(e.ID) > 200:
		return &EventError{ID: e.ID, Field: "ID", Reason: "is not of 1 to 200 bytes"}
	case e.At.IsZero():
		return &EventError{ID: e.ID, Field: "At", Reason: "is missing"}
	}
	return nil
}

// complete fills in the defaults.
func (r Rules) complete() (Rules, error) { return r, nil }
