package dialog

import "time"

// ReplyKind says what a reply does, so that a host and a test need not read
// its wording.
type ReplyKind string

// The kinds of reply.
const (
	// Answered: the bot answers the question.
	Answered ReplyKind = "answered"
	// Guided: the next step of a guide that an answer began.
	Guided ReplyKind = "guided"
	// Suggested: the bot offers a list of questions to pick from.
	Suggested ReplyKind = "suggested"
	// Unanswered: the bot says that it does not know.
	Unanswered ReplyKind = "unanswered"
	// HandedOff: the bot hands the conversation to a person.
	HandedOff ReplyKind = "handed_off"
	// Relayed: a person owns the conversation. The message was kept for him
	// and the bot has nothing to say.
	Relayed ReplyKind = "relayed"
	// Spoken: words of a person or of the system, sent from the outbox.
	Spoken ReplyKind = "spoken"
	// Asked: the bot asks for what a flow needs.
	Asked ReplyKind = "asked"
	// Completed: a flow has ended, done or cancelled, and nothing else is asked.
	Completed ReplyKind = "completed"
	// Chatted: the bot says something that answers no question: a greeting, that it waits.
	Chatted ReplyKind = "chatted"
	// Repeated: the bot says its last reply again.
	Repeated ReplyKind = "repeated"
	// Offered: the bot asks whether a person should take over, or what the customer meant.
	Offered ReplyKind = "offered"
	// Merged: the message is answered together with those that follow it.
	Merged ReplyKind = "merged"
	// Postponed: words that nobody asked for were put off; Suppressed: they are not said.
	Postponed  ReplyKind = "postponed"
	Suppressed ReplyKind = "suppressed"
	// Invalid: the message could not be understood as a message at all
	// (empty, for instance); the reply says so.
	Invalid ReplyKind = "invalid"
)

// Reply is what the customer gets to see for one message.
type Reply struct {
	// ID is stable: the same message gets the reply with the same ID.
	ID string `json:"id"`
	// Conversation and Message name what is replied to. Message is empty for a
	// reply that nobody asked for.
	Conversation string `json:"conversation"`
	Message      string `json:"message,omitempty"`
	// Version is the version of the conversation after the reply; it orders the
	// replies of a conversation.
	Version int64     `json:"version,omitempty"`
	Kind    ReplyKind `json:"kind"`
	// From says who speaks: the bot, an agent or the system.
	From Role `json:"from"`
	// Agent is the agent who speaks, if From is [Agent].
	Agent string `json:"agent,omitempty"`
	// Locale is the language of the reply as a BCP 47 tag.
	Locale string `json:"locale,omitempty"`
	// Text is the reply in plain text; it can stand alone on every channel.
	Text string `json:"text,omitempty"`
	// Parts is the rich form of the reply; empty when Text says it all. Beside
	// Choices it holds what comes before them, without the numbered list that
	// Text has.
	Parts []Part `json:"parts,omitempty"`
	// Choices are what the customer can pick from.
	Choices []Choice `json:"choices,omitempty"`
	// Source is the id of the knowledge base entry that the answer comes from,
	// and Score how sure the bot is of it, in [0,1].
	Source string  `json:"source,omitempty"`
	Score  float64 `json:"score,omitempty"`
	// Question is the id of the earlier message that the reply is about: where
	// this one picked from what that one was offered, turned all of it down, or
	// asked for a person because of it.
	Question string `json:"question,omitempty"`
	// Reading is what the bot read in the message; nil if it read nothing.
	Reading *Reading `json:"reading,omitempty"`
	// Owner is who holds the conversation after this reply.
	Owner Role      `json:"owner"`
	At    time.Time `json:"at"`
}
