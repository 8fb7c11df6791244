package metrics

import "time"

// Subject is what an episode is about.
type Subject uint8

// The subjects.
const (
	// Talk is a part of a conversation, from a customer's first message to its end.
	Talk Subject = iota + 1
	// Case is the life of a ticket.
	Case
	// Shift is what an agent's presence was in an hour (UTC).
	Shift
)

// Outcome is how a talk ended. A talk that is over has exactly one; the first of these that
// holds is it, in the order that [Fold] documents.
type Outcome uint8

// The outcomes.
const (
	// Open: the talk goes on, and counts in no rate of outcomes.
	Open Outcome = iota
	// ByBot: the bot settled the matter, no person took part, and the customer neither said
	// that it had not helped nor asked for a person. Confirmed says that he said it had.
	ByBot
	// ByHuman: a person took part and settled the matter.
	ByHuman
	// HandedOff: a person took over, or a ticket was opened, and the talk ended unsettled.
	HandedOff
	// Abandoned: the customer left before anybody served him: while he waited for a person,
	// in the middle of a flow, or before anything was answered.
	Abandoned
	// Unresolved: he was served and it did not help: the bot did not know, or he said no.
	Unresolved
)

// UnknownHours are the business hours of a time that [Rules.Hours] could not tell, because it panicked.
const UnknownHours time.Duration = -1

// A Span is a time that passed: by the wall clock, and within business hours.
type Span struct {
	Wall time.Duration `json:"wall"`
	// Hours are from 0 to Wall, or [UnknownHours].
	Hours time.Duration `json:"hours"`
	// Known is false where the span has not ended, or never began.
	Known bool `json:"known"`
}

// An Episode is what the events of a part of a conversation, of a ticket, or of an agent's
// day come to. It is a function of these events, of [Rules] and of the time; all numbers
// that a query can tell are sums over episodes.
type Episode struct {
	// ID is unique: the thread, "#" and a name or number.
	ID      string  `json:"id"`
	Subject Subject `json:"subject"`
	// Conversation, or Ticket, or Agent is whose it is. Agent of a talk is the person who
	// settled it, else the last one who had it.
	Conversation string `json:"conversation,omitempty"`
	Ticket       string `json:"ticket,omitempty"`
	Customer     string `json:"customer,omitempty"`
	Agent        string `json:"agent,omitempty"`

	Channel  string  `json:"channel,omitempty"`
	Category string  `json:"category,omitempty"`
	Tier     string  `json:"tier,omitempty"`
	Language string  `json:"language,omitempty"`
	Region   string  `json:"region,omitempty"`
	Base     string  `json:"base,omitempty"`
	Labels   []Label `json:"labels,omitempty"`

	// Start is when it began; it counts in the bucket of this time, whatever happens when.
	// End is when it was over, zero while it is open. Last is its last event.
	Start time.Time `json:"start"`
	End   time.Time `json:"end,omitzero"`
	Last  time.Time `json:"last"`

	Outcome   Outcome `json:"outcome"`
	Confirmed bool    `json:"confirmed,omitempty"`
	// EndReason is why the talk ended; "quiet" where it ended by [Rules.Quiet].
	EndReason string `json:"end_reason,omitempty"`
	// Reopens says that the customer came back about what an earlier talk of the
	// conversation had settled, within [Rules.Reopen]; Reopened that this happened to this one.
	Reopens  bool `json:"reopens,omitempty"`
	Reopened bool `json:"reopened,omitempty"`

	FromCustomer int `json:"from_customer,omitempty"`
	FromBot      int `json:"from_bot,omitempty"`
	FromAgents   int `json:"from_agents,omitempty"`

	// FirstReply is from the customer's first message to whatever replied first, FirstHuman
	// from when a person was asked for (his first message where nobody was) to an agent's first words.
	FirstReply Span `json:"first_reply,omitzero"`
	FirstHuman Span `json:"first_human,omitzero"`
	// Resolution is from the start to when it was settled.
	Resolution Span `json:"resolution,omitzero"`
	// Replies are all replies to what the customer wrote: from the first message that nobody
	// had replied to.
	Replies []ReplyTime `json:"replies,omitempty"`

	Handoffs      int     `json:"handoffs,omitempty"`
	HandoffReason string  `json:"handoff_reason,omitempty"`
	Visits        []Visit `json:"visits,omitempty"`
	Stints        []Stint `json:"stints,omitempty"`

	// Questions that were put to the knowledge base, by what became of them. Accepted are
	// those of Suggested where the customer took one.
	Answered   int `json:"answered,omitempty"`
	Suggested  int `json:"suggested,omitempty"`
	Accepted   int `json:"accepted,omitempty"`
	Unanswered int `json:"unanswered,omitempty"`
	Helped     int `json:"helped,omitempty"`
	NotHelped  int `json:"not_helped,omitempty"`
	// Judged answers and intents, and how many of these were right. RightAnswers counts
	// halves in thousandths.
	JudgedAnswers int `json:"judged_answers,omitempty"`
	RightAnswers  int `json:"right_answers,omitempty"`
	JudgedIntents int `json:"judged_intents,omitempty"`
	RightIntents  int `json:"right_intents,omitempty"`

	Repeats     int `json:"repeats,omitempty"`
	Soothed     int `json:"soothed,omitempty"`
	Escalations int `json:"escalations,omitempty"`
	Failures    int `json:"failures,omitempty"`

	// Rating is 1 to 5, 0 where there is none.
	Rating  float64   `json:"rating,omitempty"`
	RatedAt time.Time `json:"rated_at,omitzero"`
	Tags    []string  `json:"tags,omitempty"`
	// Surveyed says that he was asked to rate it, Refused that he did not want to.
	Surveyed bool `json:"surveyed,omitempty"`
	Refused  bool `json:"refused,omitempty"`

	// Moods are the customer's, from -1 to 1, in order; at most 64, the first and the last.
	Moods []float32 `json:"moods,omitempty"`

	Flows []FlowRun `json:"flows,omitempty"`

	// Goals are a ticket's promises.
	Goals []Goal `json:"goals,omitempty"`
	// States are how long an agent was in each state but "offline" in the hour of a [Shift], by name.
	States []State `json:"states,omitempty"`
}

// A ReplyTime is how long the customer waited for a reply. Agent is empty for the bot.
type ReplyTime struct {
	Agent string        `json:"agent,omitempty"`
	Wall  time.Duration `json:"wall"`
	// Hours are from 0 to Wall, or [UnknownHours].
	Hours time.Duration `json:"hours"`
}

// Visit is one wait in a queue.
type Visit struct {
	Queue string    `json:"queue,omitempty"`
	Item  string    `json:"item,omitempty"`
	At    time.Time `json:"at"`
	// Wait is how long it took until End: "answered", "abandoned", "diverted", or "" while
	// it goes on.
	Wait time.Duration `json:"wait"`
	End  string        `json:"end,omitempty"`
	// Within says that it ended within [Rules.Within], Short within [Rules.Short].
	Within bool `json:"within,omitempty"`
	Short  bool `json:"short,omitempty"`
}

// Stint is the time that one agent had a talk.
type Stint struct {
	Agent string    `json:"agent"`
	Queue string    `json:"queue,omitempty"`
	Item  string    `json:"item,omitempty"`
	From  time.Time `json:"from"`
	// Talk is from the assignment to its end or to the after-work, Wrap the after-work.
	Talk time.Duration `json:"talk"`
	Wrap time.Duration `json:"wrap,omitempty"`
	// Over says that it has ended.
	Over bool `json:"over,omitempty"`
}

// FlowRun is one walk through a flow. End is the reason of [FlowEnded], "" while it goes on,
// and "left" where the talk ended before the flow did.
type FlowRun struct {
	Flow  string        `json:"flow"`
	End   string        `json:"end,omitempty"`
	Took  time.Duration `json:"took,omitempty"`
	Steps []StepRun     `json:"steps,omitempty"`
}

// StepRun is one step of a walk, in the order in which steps were first reached. A walk
// that did not complete was left at its last step that was not filled.
type StepRun struct {
	Step     string        `json:"step"`
	Asked    int           `json:"asked,omitempty"`
	Rejected int           `json:"rejected,omitempty"`
	Filled   bool          `json:"filled,omitempty"`
	Took     time.Duration `json:"took,omitempty"`
}

// Goal is a promise of a ticket that was kept, or was not.
type Goal struct {
	Name string        `json:"name"`
	Met  bool          `json:"met"`
	Took time.Duration `json:"took"`
}

// State is how long an agent was in a state.
type State struct {
	Name string        `json:"name"`
	Took time.Duration `json:"took"`
}
