package dialog

import "maps"

// Effect is something that the host does for a turn once that is committed: an
// order is cancelled, a ticket opened. It waits in the outbox like what is said,
// so it is carried out at least once.
type Effect struct {
	// Name says what is to be done.
	Name string `json:"name"`
	// Key is the same at each attempt, and another one for another effect:
	// whoever carries it out does a key that he has done before no second time.
	Key string `json:"key"`
	// Args are what it is done with.
	Args map[string]string `json:"args,omitempty"`
}

// Clone returns a copy that shares no memory with e; nil stays nil.
func (e *Effect) Clone() *Effect {
	if e == nil {
		return nil
	}
	c := *e
	c.Args = maps.Clone(e.Args)
	return &c
}
