package dialog

import (
	"context"
	"maps"
	"slices"
	"time"
)

// HandoffReason says why a conversation goes to a person.
type HandoffReason string

// The reasons for a hand-off.
const (
	// AskedForHuman: the customer asked for a person.
	AskedForHuman HandoffReason = "asked"
	// NotAnswered: the bot could not answer several questions in a row.
	NotAnswered HandoffReason = "unanswered"
	// GuideEnded: a guide led to a person.
	GuideEnded HandoffReason = "guide"
	// IntentMatched: what the customer wants is for people to do.
	IntentMatched HandoffReason = "intent"
	// Unresolved: the customer came back to a topic that answers should have settled.
	Unresolved HandoffReason = "unresolved"
	// CategoryRule: the rules of the category call for a person.
	CategoryRule HandoffReason = "category"
	// Escalated: the policy of escalation called for a person; see Reasons.
	Escalated HandoffReason = "escalated"
	// Upset: the customer is dissatisfied, as far as his messages tell.
	Upset HandoffReason = "upset"
)

// Handoff is the record that goes to whoever takes over from the bot.
type Handoff struct {
	// ID is stable; a sink that sees it a second time returns what it did the
	// first time.
	ID           string        `json:"id"`
	Conversation string        `json:"conversation"`
	Customer     string        `json:"customer,omitempty"`
	Channel      string        `json:"channel,omitempty"`
	Locale       string        `json:"locale,omitempty"`
	Reason       HandoffReason `json:"reason"`
	// Reasons are what led to it in particular, the weightiest first, as codes
	// of whoever decided; empty where Reason says it all.
	Reasons []string `json:"reasons,omitempty"`
	// Priority is how urgent it is; higher is more urgent and 0 is normal.
	// Skills are what the person should be able to do; empty means anybody.
	Priority int      `json:"priority,omitempty"`
	Skills   []string `json:"skills,omitempty"`
	// Flow is what the bot was doing for the customer, and Slots what it had
	// collected, by "flow.slot"; secret slots are not among them.
	Flow  string            `json:"flow,omitempty"`
	Slots map[string]string `json:"slots,omitempty"`
	// Offline says that nobody was there: Question is the message that the customer left,
	// the bot has the conversation, and the customer waits for an answer, not for a person.
	Offline bool `json:"offline,omitempty"`
	// Question is what was left open: the customer's last message that did not
	// merely ask for a person; empty if there was none.
	Question string `json:"question,omitempty"`
	// Transcript holds the last lines of the conversation, oldest first.
	Transcript []Line `json:"transcript,omitempty"`
	// Brief is what to know at a glance: the category, tags and the mood.
	Brief Brief `json:"brief,omitzero"`
	// Course is how the customer felt, message by message, the latest last:
	// valences from -1 (bad) to 1 (good), as [MoodCourse] makes it.
	Course []float64 `json:"course,omitempty"`
	// Summary is the conversation in a few sentences of its own, in the
	// customer's language.
	Summary Summary `json:"summary,omitzero"`
	// Past are earlier conversations of the customer, the latest first.
	Past []PastConversation `json:"past,omitempty"`
	At   time.Time          `json:"at"`
}

// Clone returns a copy that shares no memory with h, with all times as a
// [Store] keeps them: in UTC, to the microsecond. Nil stays nil.
func (h *Handoff) Clone() *Handoff {
	if h == nil {
		return nil
	}
	c := *h
	c.At, c.Brief.Since = keep(h.At), keep(h.Brief.Since)
	c.Brief.Tags = slices.Clone(h.Brief.Tags)
	c.Reasons, c.Skills, c.Slots = slices.Clone(h.Reasons), slices.Clone(h.Skills), maps.Clone(h.Slots)
	c.Course = slices.Clone(h.Course)
	c.Summary = h.Summary.clone()
	c.Transcript, c.Past = slices.Clone(h.Transcript), slices.Clone(h.Past)
	for i := range c.Transcript {
		c.Transcript[i].At = keep(c.Transcript[i].At)
	}
	for i := range c.Past {
		c.Past[i].Started, c.Past[i].Ended = keep(c.Past[i].Started), keep(c.Past[i].Ended)
	}
	return &c
}

// courseLength is how many messages the course of a mood has at most.
const courseLength = 20

// MoodCourse returns how the customer felt in the last twenty messages that
// were read, the latest last: valences from -1 to 1. Readings without a feeling
// (see [Reading]) are left out.
func MoodCourse(readings []*Reading) []float64 {
	var out []float64
	for _, r := range slices.Backward(readings) {
		if r != nil && r.Emotion != "" {
			out = append(out, r.Valence)
		}
		if len(out) == courseLength {
			break
		}
	}
	slices.Reverse(out)
	return out
}

// Line is one line of a transcript.
type Line struct {
	From Role      `json:"from"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// HandoffSink takes conversations over from the bot: a queue, a routing
// engine, a help desk. Offer is called at least once for each hand-off and must
// be idempotent by Handoff.ID. An error means "not taken, try again".
type HandoffSink interface {
	Offer(ctx context.Context, h Handoff) error
}

// HandoffFunc is a function that is a [HandoffSink].
type HandoffFunc func(ctx context.Context, h Handoff) error

// Offer calls f.
func (f HandoffFunc) Offer(ctx context.Context, h Handoff) error { return f(ctx, h) }
