package metrics

import (
	"time"
)

// Kind is what happened. Each says which fields of an [Event] it uses besides ID, At,
// Conversation and the dimensions; others are kept and mean nothing.
type Kind uint8

// What happens in a conversation.
const (
	// CustomerSpoke: the customer wrote. Intent and Model are what was understood;
	// Felt and Valence how he feels; Turn is the message.
	CustomerSpoke Kind = iota + 1
	// BotSpoke: the bot replied. Took is how long it thought; Turn is the message that it
	// replied to, empty for words that nobody asked for.
	BotSpoke
	// AgentSpoke: Agent, a person, wrote to the customer.
	AgentSpoke

	// Answered: the bot answered a question of the message Turn with Entry (of Version),
	// as sure as Score says.
	Answered
	// Suggested: it offered several answers to the message Turn, Picked: the customer took
	// Entry of these. Unanswered: the bot did not know.
	Suggested
	Picked
	Unanswered
	// Recommended: Entry was recommended.
	Recommended
	// Repeated: the customer asked again what he had asked, or the bot said again what it
	// had said.
	Repeated
	// Soothed: the bot answered a feeling before the question.
	Soothed
	// Escalated: Rule called for kind words or for a person, for Reason.
	Escalated
	// Failed: a hook, an action or the bot itself broke; Reason says what.
	Failed

	// HandoffRequested: a person is to take over, for Reason; Item identifies the
	// hand-off. HandoffFailed: nobody did.
	HandoffRequested
	HandoffFailed

	// Queued: Item began to wait in Queue.
	Queued
	// Offered: Agent was offered Item; Declined: he did not take it, for Reason.
	Offered
	Declined
	// Assigned: Agent has Item, from Queue, after it had waited for Took.
	Assigned
	// LeftQueue: the customer gave up waiting, after Took.
	LeftQueue
	// Diverted: no agent will take Item; Reason says what becomes of it.
	Diverted
	// Wrapping: the talk with Agent is over and his after-work begins; Completed: he is done
	// with Item.
	Wrapping
	Completed

	// Resolved: the matter is settled. Agent is the person who settled it, empty is the
	// bot; Confirmed says that the customer said so himself.
	Resolved
	// Denied: the customer said that it did not help.
	Denied
	// Ended: the talk is over, for Reason: "idle", "customer", "agent", "closed". What the
	// customer writes after it begins another episode.
	Ended

	// Rated: the customer rated the talk with Score from 1 to 5, with Tags.
	Rated
	// SurveySent: he was asked to; SurveyRefused: he does not want to be asked.
	SurveySent
	SurveyRefused

	// FlowStarted: Flow took the floor. FlowEnded: it is over, for Reason: "completed",
	// "cancelled", "expired", "failed", "handed_off".
	FlowStarted
	FlowEnded
	// StepAsked: the customer was asked for Step of Flow; StepFilled: he said it, in a
	// way that was taken; StepRejected: in one that was not.
	StepAsked
	StepFilled
	StepRejected

	// AnswerJudged: Agent, who looked at the answer Entry to the message Turn, finds it right
	// (Score 1), partly right (between), or wrong (0). With the Step "talk" it is about an agent's part in the
	// talk, and counts as no answer; see [Collector.Judge].
	AnswerJudged
	// IntentJudged: the message Turn was understood as Intent and means Truth.
	IntentJudged
	// Helpful: the customer says whether Entry helped him: Score 1, or 0.
	Helpful
)

// What happens to a ticket: Ticket is required.
const (
	// TicketOpened: a case was opened. TicketReplied: Agent wrote to the customer about it.
	TicketOpened Kind = iota + 64
	TicketReplied
	// TicketSolved: Agent, empty for a rule, says it is done. TicketReopened: it is not.
	// TicketClosed: it is over for good.
	TicketSolved
	TicketReopened
	TicketClosed
	// GoalMet, GoalMissed: the promise Step ("first_response", "resolution") was kept, or was
	// not. Took is the time that counted.
	GoalMet
	GoalMissed
)

// What a Customer is asked, and whether he wants to be, whatever he talks about: Customer is required.
const (
	// SurveyTried: the survey Item is on its way to the customer, for the time being or, where Reason
	// says so, "sent" or "undeliverable".
	SurveyTried Kind = iota + 112
	// OptedOut: he does not want to be asked, ever; OptedIn: he does, after all.
	OptedOut
	OptedIn
)

// Presence is what happens to Agent alone: he was in the state Reason ("online", "busy",
// "wrap_up", "away", "offline") for Took until now and is in the state Step from now on.
const Presence Kind = 96

// A Label is a dimension of the host's own, such as {"segment", "frequent buyer"}.
type Label struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Event is something that happened. Events are never changed.
type Event struct {
	// Seq is the event's place in the order of commits; the store gives it.
	Seq int64 `json:"seq,omitempty"`
	// ID is unique within what the event is about (see [Event.Thread]): a second event
	// with it is ignored. Required, at most [MaxID] bytes.
	ID string `json:"id"`
	// At is when it happened, kept to the microsecond in UTC. Required.
	At   time.Time `json:"at"`
	Kind Kind      `json:"kind"`

	// Conversation is the conversation that it is part of. Required, but for tickets, Presence
	// and what a customer is asked.
	Conversation string `json:"conversation,omitempty"`
	// Episode names the part of the conversation that it belongs to, in all events of a
	// conversation or in none. Where it is empty, parts are told apart by what ends and
	// begins them; see [Fold].
	Episode string `json:"episode,omitempty"`
	// Ticket is the case that it is about.
	Ticket   string `json:"ticket,omitempty"`
	Customer string `json:"customer,omitempty"`

	// The dimensions. Category is a "/"-separated path, Language a BCP 47 tag, Base a
	// knowledge base; the others are words of the host's. Labels are dimensions of his
	// own, at most 8.
	Channel  string  `json:"channel,omitempty"`
	Category string  `json:"category,omitempty"`
	Tier     string  `json:"tier,omitempty"`
	Language string  `json:"language,omitempty"`
	Region   string  `json:"region,omitempty"`
	Base     string  `json:"base,omitempty"`
	Labels   []Label `json:"labels,omitempty"`

	Agent string `json:"agent,omitempty"`
	Queue string `json:"queue,omitempty"`
	Item  string `json:"item,omitempty"`

	// Turn is the message that it is about; with Entry and its Version, Model and Rule it
	// leads from a bad turn to what caused it.
	Turn    string `json:"turn,omitempty"`
	Entry   string `json:"entry,omitempty"`
	Version int64  `json:"version,omitempty"`
	Model   string `json:"model,omitempty"`
	Rule    string `json:"rule,omitempty"`

	Flow   string `json:"flow,omitempty"`
	Step   string `json:"step,omitempty"`
	Intent string `json:"intent,omitempty"`
	Truth  string `json:"truth,omitempty"`
	Reason string `json:"reason,omitempty"`

	Confirmed bool `json:"confirmed,omitempty"`
	// Felt says that Valence is known, from -1 (bad) to 1 (good).
	Felt    bool          `json:"felt,omitempty"`
	Valence float64       `json:"valence,omitempty"`
	Score   float64       `json:"score,omitempty"`
	Took    time.Duration `json:"took,omitempty"`
	Tags    []string      `json:"tags,omitempty"`
}

// Thread identifies what the event is about and is folded with: "c/" and its conversation,
// "t/" and its ticket for kinds of tickets, "s/" and the customer for what he is asked, "a/", the agent and the UTC
// day for [Presence].
func (e *Event) Thread() string {
	switch {
	case e.Kind == Presence:
		return "a/" + e.Agent + "/" + e.At.UTC().Format(time.DateOnly)
	case e.Kind.ofTicket():
		return "t/" + e.Ticket
	case e.Kind.ofCustomer():
		return "s/" + e.Customer
	}
	return "c/" + e.Conversation
}

func (k Kind) ofTicket() bool { return k >= TicketOpened && k <= GoalMissed }

func (k Kind) ofCustomer() bool { return k >= SurveyTried && k <= OptedIn }
