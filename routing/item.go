package routing

import (
	"encoding/json"
	"time"
)

// Item is something to be done by one agent: a chat, a call, a case. It is what
// the host submits and never changes; where it is now is its [Status].
type Item struct {
	// ID is the item's id, unique and not empty. Submitting an id again returns
	// what became of the first.
	ID string `json:"id"`
	// Conversation, Customer and Channel say what it is about.
	Conversation string `json:"conversation,omitempty"`
	Customer     string `json:"customer,omitempty"`
	Channel      string `json:"channel,omitempty"`
	// Type is the kind of item in the host's words: "handoff", "callback".
	Type string `json:"type,omitempty"`
	// Category is a "/"-separated path such as "after_sales/refund".
	Category string `json:"category,omitempty"`
	// Language is the customer's, a BCP 47 tag.
	Language string `json:"language,omitempty"`
	// Tier is the customer's: "vip", "gold".
	Tier string `json:"tier,omitempty"`
	// Emotion is how the customer feels, and Valence how good that is, from -1
	// to 1.
	Emotion string  `json:"emotion,omitempty"`
	Valence float64 `json:"valence,omitempty"`
	// Urgency is how pressing it is, from 0 (not) to 3 (now). Complexity is how
	// hard, from 0 to 1.
	Urgency    int     `json:"urgency,omitempty"`
	Complexity float64 `json:"complexity,omitempty"`
	// Class is the class of work that capacity can be reserved for; see
	// [Agent.Reserved].
	Class string `json:"class,omitempty"`
	// Priority is added to the priority of the target; higher comes first.
	Priority int `json:"priority,omitempty"`
	// Skills are what the agent should be able to do; see [Target.Skills].
	Skills []Need `json:"skills,omitempty"`
	// LastAgent is who served the customer last; see [Target.LastAgent].
	LastAgent string `json:"last_agent,omitempty"`
	// Weight is how many units of an agent's capacity the item fills.
	// 0: what [Plan.Weights] says for its channel.
	Weight int `json:"weight,omitempty"`
	// Tags and Attributes are the host's; rules can ask for them. Some names of
	// attributes rules know by themselves; see [Facts.Variable].
	Tags       []string          `json:"tags,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
	// Brief is what the agent gets to read, any JSON.
	Brief json.RawMessage `json:"brief,omitempty"`
	// Arrived is when the wait began. Zero: when it is submitted.
	Arrived time.Time `json:"arrived,omitzero"`
}

// State is where an item is. Every item is in exactly one.
type State uint8

// The states. The last three are final.
const (
	// Waiting: in a queue.
	Waiting State = iota + 1
	// Offered: an agent is asked to take it, and capacity is held for it.
	Offered
	// Active: an agent has it.
	Active
	// Wrapping: the customer is served; the agent writes up, and the capacity
	// is still held.
	Wrapping
	// Completed: done.
	Completed
	// Cancelled: the customer or the host withdrew it.
	Cancelled
	// Diverted: no agent will have it; [Status.Outcome] says where it went:
	// to a ticket, a call back, or a refusal.
	Diverted
)

var states = [...]string{
	Waiting: "waiting", Offered: "offered", Active: "active", Wrapping: "wrapping",
	Completed: "completed", Cancelled: "cancelled", Diverted: "diverted",
}

// String returns the name of the state.
func (s State) String() string {
	if s > 0 && int(s) < len(states) {
		return states[s]
	}
	return "unknown"
}

// Ended says that the state is final.
func (s State) Ended() bool { return s >= Completed }

// open says that the item is in the router.
func (s State) open() bool { return s > 0 && s < Completed }

// Held says that an agent holds capacity for the item in this state.
func (s State) Held() bool { return s == Offered || s == Active || s == Wrapping }

// Stage is where in its route an item is: a step of a target of a rule, and what
// that asks of the agent. It is complete in itself: a change of the rules leaves
// it as it is until the item moves on.
type Stage struct {
	// Rule is the name of the rule, empty for [Plan.Default]. Target is the number
	// of its target and Step how often that was relaxed, both from 0. A Target of
	// -1 is none: the item was transferred to the queue, or overflowed into it.
	Rule   string `json:"rule,omitempty"`
	Target int    `json:"target,omitempty"`
	Step   int    `json:"step,omitempty"`
	// Queue is the queue's id.
	Queue string `json:"queue"`
	// Require is what the agent must meet, Prefer which skills speak for him.
	Require Require `json:"require,omitzero"`
	Prefer  []Need  `json:"prefer,omitempty"`
	// Priority is the item's priority at arrival; higher comes first.
	Priority int `json:"priority,omitempty"`
	// Ageing is by how much the priority grows with each minute of waiting.
	Ageing float64 `json:"ageing,omitempty"`
	// Until is when the item moves on; zero means it stays.
	Until time.Time `json:"until,omitzero"`
	// Entered is when it entered the target, and Queued when it entered the
	// queue: returning from an agent changes neither.
	Entered time.Time `json:"entered,omitzero"`
	Queued  time.Time `json:"queued,omitzero"`
	// Earlier is how long it was, earlier on its route, in queues that have a
	// [Queue.MaxWait].
	Earlier []Visit `json:"earlier,omitempty"`
}

// Visit is how long an item was in a queue.
type Visit struct {
	Queue string   `json:"queue"`
	For   Duration `json:"for"`
}

// Status is where an item is now.
type Status struct {
	State State `json:"state"`
	Stage Stage `json:"stage,omitzero"`
	// Arrived is when the wait began; returning to a queue does not change it.
	Arrived time.Time `json:"arrived"`
	// Order numbers the items as they were submitted: who came first, if both
	// came at the same time.
	Order int64 `json:"order"`
	// Since is when the state began.
	Since time.Time `json:"since"`
	// Due is when something happens by itself: an offer ends, a wrap-up ends, a
	// reply is missing, the item moves to its next stage. Zero means never.
	Due time.Time `json:"due,omitzero"`
	// Weight is how many units of capacity the item fills.
	Weight int `json:"weight"`
	// Agent is who has it, or is asked to take it, or had it last.
	Agent string `json:"agent,omitempty"`
	// Epoch counts the assignments: every offer and every assignment has a
	// higher one. 0: there was none yet.
	Epoch int64 `json:"epoch,omitempty"`
	// Accepted is when the agent took it.
	Accepted time.Time `json:"accepted,omitzero"`
	// Reply is when the answer of the agent who has it is missing; zero: none is
	// due. See [Queue.ReplyWithin].
	Reply time.Time `json:"reply,omitzero"`
	// Declined are the agents who refused it, gave it back, or let the offer or the
	// reply pass in this pass: they are not asked again before the next. A pass ends
	// when nobody declined for [Queue.RetryAfter], or when an agent had the item
	// for so long. Pass counts from 0.
	Declined []string `json:"declined,omitempty"`
	Pass     int      `json:"pass,omitempty"`
	// Returns is how often it came back to a queue from an agent.
	Returns int `json:"returns,omitempty"`
	// Outcome is how it ended, in the host's words, or what it was diverted to.
	Outcome string `json:"outcome,omitempty"`
	// Version counts the commits of this item, from 1.
	Version int64 `json:"version"`
}

// Work is an item and where it is.
type Work struct {
	Item   Item   `json:"item"`
	Status Status `json:"status"`
}

// Assignment returns what an agent has to name when he does something with the
// item. Its Agent is empty while nobody holds it.
func (w *Work) Assignment() Assignment {
	a := Assignment{Item: w.Item.ID, Epoch: w.Status.Epoch}
	if w.Status.State.Held() {
		a.Agent = w.Status.Agent
	}
	return a
}

// Assignment names one assignment of an item to an agent. Whatever names an
// earlier one is refused with [ErrStale].
type Assignment struct {
	Item  string `json:"item"`
	Agent string `json:"agent"`
	Epoch int64  `json:"epoch"`
}
