package routing

import "time"

// EventType is what happened.
type EventType string

// The events of items.
const (
	// EventSubmitted: the item came. Queue is where it went.
	EventSubmitted EventType = "submitted"
	// EventMoved: it went to another stage or queue; Reason says why.
	EventMoved EventType = "moved"
	// EventUnsatisfiable: no registered agent could ever take it as it is; Reason
	// says what is lacking.
	EventUnsatisfiable EventType = "unsatisfiable"
	// EventOffered: Agent is asked to take it.
	EventOffered EventType = "offered"
	// EventAssigned: Agent has it.
	EventAssigned EventType = "assigned"
	// EventRejected: Agent refused the offer, for Reason.
	EventRejected EventType = "rejected"
	// EventMissed: Agent let the offer pass.
	EventMissed EventType = "missed"
	// EventRescinded: the offer was taken back, for Reason.
	EventRescinded EventType = "rescinded"
	// EventReturned: it came back from Agent to its queue, with its age.
	EventReturned EventType = "returned"
	// EventTransferred: Agent handed it on.
	EventTransferred EventType = "transferred"
	// EventWrapping: the customer is served, Agent writes up.
	EventWrapping EventType = "wrapping"
	// EventCompleted, EventCancelled, EventDiverted: it ended.
	EventCompleted EventType = "completed"
	EventCancelled EventType = "cancelled"
	EventDiverted  EventType = "diverted"
)

// The events of agents, and of the whole.
const (
	// EventRegistered, EventRemoved: an agent came, changed or went.
	EventRegistered EventType = "registered"
	EventRemoved    EventType = "removed"
	// EventPresence: Agent is now what Detail says, for Reason.
	EventPresence EventType = "presence"
	// EventPeak: the peak began or ended, as Detail ("on", "off") says.
	EventPeak EventType = "peak"
)

// Event is something that happened. Events are never changed; they are numbered in
// the order of their commits.
type Event struct {
	// Seq is the number, from 1 and without gaps; the store gives it.
	Seq  int64     `json:"seq"`
	At   time.Time `json:"at"`
	Type EventType `json:"type"`
	// Item, Agent and Queue are what it is about, as far as they have to do
	// with it.
	Item  string `json:"item,omitempty"`
	Agent string `json:"agent,omitempty"`
	Queue string `json:"queue,omitempty"`
	// Epoch is that of the assignment.
	Epoch int64 `json:"epoch,omitempty"`
	// By is who did it: an agent's or supervisor's id; empty: the router.
	By string `json:"by,omitempty"`
	// Reason says why, in the words of whoever did it, or one of the router's
	// codes such as "rule", "wait", "lease", "full".
	Reason string `json:"reason,omitempty"`
	// Detail depends on the type: the new presence, the outcome, the new queue.
	Detail string `json:"detail,omitempty"`
	// Waited is how long the item had waited until then.
	Waited time.Duration `json:"waited,omitempty"`
}
