package dialog

import "time"

// EventVersion is the version of the form of an [Event] that this package writes.
const EventVersion = 1

// EventType says what happened.
type EventType string

// The types of events. What the fields of an [Event] hold beside them is said
// where more than Flow and Slot is set.
const (
	// The conversation began, or ended; Detail says by what.
	EventSessionStarted EventType = "session_started"
	EventSessionEnded   EventType = "session_ended"

	// A flow took the floor, did all it was for, was given up, was put aside for
	// something else, went on, or ran out of time.
	EventFlowStarted   EventType = "flow_started"
	EventFlowCompleted EventType = "flow_completed"
	EventFlowCancelled EventType = "flow_cancelled"
	EventFlowSuspended EventType = "flow_suspended"
	EventFlowResumed   EventType = "flow_resumed"
	EventFlowExpired   EventType = "flow_expired"
	// EventFlowQueued: a flow was asked for beside another one and waits for its end.
	EventFlowQueued EventType = "flow_queued"

	// A slot got a value, refused one, got another one, lost it, or was left
	// out. Value is the new one; Detail says why.
	EventSlotFilled    EventType = "slot_filled"
	EventSlotRejected  EventType = "slot_rejected"
	EventSlotCorrected EventType = "slot_corrected"
	EventSlotCleared   EventType = "slot_cleared"
	EventSlotSkipped   EventType = "slot_skipped"
	// EventSlotDeclined: the customer does not want to tell the value, or has none.
	EventSlotDeclined EventType = "slot_declined"

	// EventPrompted: the customer was asked for something.
	EventPrompted EventType = "prompted"
	// EventDigressed: a question in the middle of a flow was answered.
	EventDigressed EventType = "digressed"

	// An action of the host did its work, or did not; Value is its name.
	EventActionSucceeded EventType = "action_succeeded"
	EventActionFailed    EventType = "action_failed"

	// The customer said yes, or no, to what he was asked to confirm.
	EventConfirmed EventType = "confirmed"
	EventDenied    EventType = "denied"

	// The bot answered, offered questions to pick from, did not know, or said
	// again what it had said. Detail is the id of the entry of an answer, or of the topic
	// that came up again; of a narrowing question what it tells apart ([NarrowBy]).
	EventAnswered   EventType = "answered"
	EventSuggested  EventType = "suggested"
	EventUnanswered EventType = "unanswered"
	EventRepeated   EventType = "repeated"

	// EventRecommended: something was recommended; Detail is the id of the entry.
	EventRecommended EventType = "recommended"

	// EventEscalation: something called for kind words or a person. Value is what was
	// decided, an action of package escalation; Detail is the rule that called for it and
	// the codes of the reasons, the decisive one first and what held it back last.
	EventEscalation EventType = "escalation"

	// EventSoothed: the bot answered a feeling before the question.
	EventSoothed EventType = "soothed"

	// A person was offered, asked for, has taken over, did not, or is done.
	// Detail is the reason or, of an offer, what called for it; Value is the agent who
	// accepted. The hand-off itself is in the outbox of the same turn.
	EventHandoffOffered   EventType = "handoff_offered"
	EventHandoffRequested EventType = "handoff_requested"
	EventHandoffAccepted  EventType = "handoff_accepted"
	EventHandoffFailed    EventType = "handoff_failed"
	EventHandoffCompleted EventType = "handoff_completed"

	// EventTimeoutWarned: the customer was told that time is running out.
	EventTimeoutWarned EventType = "timeout_warned"

	// The bot spoke without having been asked, or held back; Detail says why.
	EventProactiveSent       EventType = "proactive_sent"
	EventProactiveSuppressed EventType = "proactive_suppressed"

	// EventOfflineMessage: the customer left a message for when people are back.
	EventOfflineMessage EventType = "offline_message"
	// EventRated: the customer rated the conversation; Value is his rating.
	EventRated EventType = "rated"
	// EventOptedOut: the customer wants no unasked messages any more (Value "out"), or
	// wants them again ("in").
	EventOptedOut EventType = "opted_out"
	// EventInternalError: a hook or an action of the host broke; Detail says which.
	EventInternalError EventType = "internal_error"
	// EventMigrated: a conversation that a former version of a flow had begun was
	// taken over by this one.
	EventMigrated EventType = "migrated"
)

// Event is something that happened in a turn, for analysis, monitoring and other
// systems. Events are written with their turn and come with its [Record], in the
// order in which they happened.
type Event struct {
	Type EventType `json:"type"`
	// Cause is the id of the message that brought it about, be it one of a
	// turn's own making, or of an earlier event. Whoever commits the turn sets it.
	Cause string `json:"cause,omitempty"`
	// Flow and Slot name where it happened, if it was in a flow.
	Flow string `json:"flow,omitempty"`
	Slot string `json:"slot,omitempty"`
	// Value and Detail depend on the type.
	Value  string    `json:"value,omitempty"`
	Detail string    `json:"detail,omitempty"`
	At     time.Time `json:"at"`
	// V is the version of the event's form: [EventVersion].
	V int `json:"v"`
}
