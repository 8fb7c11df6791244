package ticket

import (
	"maps"
	"slices"
	"time"
)

// Ticket is one case as it stands: the fold of its events, and what the desk worked out
// from them. Times are UTC, to the microsecond.
type Ticket struct {
	ID string `json:"id"`
	// Serial counts the tickets of a store, from 1, without gaps; the store gives it.
	Serial int64 `json:"serial"`
	// Number is the Serial as people read it; see [Numbering].
	Number string `json:"number"`
	// Version counts the commits that changed the ticket. It is 0 before the first.
	Version int64 `json:"version"`
	// Events counts the events.
	Events int64 `json:"events"`

	// Type is what kind of case it is: "question", "complaint", "callback" or any other.
	Type     string `json:"type,omitempty"`
	Subject  string `json:"subject"`
	Category string `json:"category,omitempty"`
	// Priority is higher for what is more urgent; 0 is normal.
	Priority int `json:"priority,omitempty"`
	// Owner is the agent who answers for it, Group the department; empty: nobody yet.
	Owner string `json:"owner,omitempty"`
	Group string `json:"group,omitempty"`

	// State is the name of its state in the [Workflow], Kind what sort of state that is.
	State string `json:"state"`
	Kind  Kind   `json:"kind"`
	// Entered is since when it is in that state, and Reason why.
	Entered time.Time `json:"entered"`
	Reason  string    `json:"reason,omitempty"`
	// Wake is when it comes back to whoever put it off; zero: it is not put off.
	Wake time.Time `json:"wake,omitzero"`

	Customer string `json:"customer,omitempty"`
	// Conversation is where it came from and where public comments go, if anywhere.
	Conversation string `json:"conversation,omitempty"`
	Channel      string `json:"channel,omitempty"`
	Locale       string `json:"locale,omitempty"`
	// Source is the key of what it was made of, such as a hand-off.
	Source string `json:"source,omitempty"`

	Summary  string            `json:"summary,omitempty"`
	Tags     []string          `json:"tags,omitempty"`
	Fields   map[string]string `json:"fields,omitempty"`
	Watchers []string          `json:"watchers,omitempty"`
	Links    []Link            `json:"links,omitempty"`
	// Comments counts the comments, those of merged tickets included.
	Comments int `json:"comments,omitempty"`

	// Template is the procedure that it follows, Steps how far it is.
	Template string `json:"template,omitempty"`
	Steps    []Step `json:"steps,omitempty"`

	// Waiting is since when the customer waits for an answer; zero: he does not.
	Waiting time.Time `json:"waiting,omitzero"`
	// Replied is when an agent first answered in public; LastReply the last time.
	Replied   time.Time `json:"replied,omitzero"`
	LastReply time.Time `json:"last_reply,omitzero"`
	// Heard is when the customer last wrote.
	Heard time.Time `json:"heard,omitzero"`
	// Verdict is what the customer said of the solution; nil: nothing yet. Of a solution
	// that did not last nothing stays: praise goes when the ticket is opened again, blame
	// when it is resolved again. All that was said is in the history.
	Verdict *Verdict `json:"verdict,omitempty"`

	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	// Resolved and Closed are when it last came to such a state; zero when it is not in
	// one (a closed ticket keeps when it was resolved).
	Resolved time.Time `json:"resolved,omitzero"`
	Closed   time.Time `json:"closed,omitzero"`
	// Reopened counts how often it came back from resolved.
	Reopened int `json:"reopened,omitempty"`

	// Policy is the name of the service level that applies. Fired are the keys of the
	// marks that were reported, so that each is reported once; see [Mark].
	Policy string   `json:"policy,omitempty"`
	Fired  []string `json:"fired,omitempty"`

	// Clocks are the clocks of the service level as they stood at the last commit,
	// Deadline is the earliest Due of those that have not ended (in the past, if it was
	// missed; zero: there is none), and Due is when the desk has to look at the ticket
	// next; zero: never. They are worked out by the desk and are no part of the fold.
	Clocks   []Clock   `json:"clocks,omitempty"`
	Deadline time.Time `json:"deadline,omitzero"`
	Due      time.Time `json:"due,omitzero"`
}

// Ended says whether the ticket is in a final state.
func (t *Ticket) Ended() bool { return t.Kind.Final() }

// Snoozed says whether it is put off at a time.
func (t *Ticket) Snoozed(at time.Time) bool { return t.Wake.After(at) }

// Linked returns the ids of the tickets that it is linked to in one way.
func (t *Ticket) Linked(kind LinkKind) (ids []string) {
	for _, l := range t.Links {
		if l.Kind == kind {
			ids = append(ids, l.Ticket)
		}
	}
	return ids
}

// Into returns the ticket that this one was merged into; empty if it was not.
func (t *Ticket) Into() string {
	for _, l := range t.Links {
		if l.Kind == MergedInto {
			return l.Ticket
		}
	}
	return ""
}

// Onward returns the ids of the tickets to which a customer's words go on from this one:
// the one that it was merged into, and its follow-ups.
func (t *Ticket) Onward() (ids []string) {
	for _, l := range t.Links {
		if l.Kind == MergedInto || l.Kind == FollowUp {
			ids = append(ids, l.Ticket)
		}
	}
	return ids
}

// Clone returns a copy that shares no memory with t.
func (t *Ticket) Clone() *Ticket {
	c := *t
	c.Tags, c.Watchers, c.Links, c.Fired = slices.Clone(t.Tags), slices.Clone(t.Watchers), slices.Clone(t.Links), slices.Clone(t.Fired)
	c.Fields = maps.Clone(t.Fields)
	c.Steps = slices.Clone(t.Steps)
	for i := range c.Steps {
		c.Steps[i].Results = maps.Clone(c.Steps[i].Results)
	}
	c.Clocks = slices.Clone(t.Clocks)
	if t.Verdict != nil {
		v := *t.Verdict
		c.Verdict = &v
	}
	return &c
}

// LinkKind says what another ticket is to this one.
type LinkKind string

// The kinds of links. Each has a counterpart, which the other ticket gets in the same
// commit.
const (
	Parent       LinkKind = "parent" // the other ticket is the whole of which this is a part
	Child        LinkKind = "child"
	Blocks       LinkKind = "blocks"
	BlockedBy    LinkKind = "blocked_by"
	DuplicateOf  LinkKind = "duplicate_of"
	DuplicatedBy LinkKind = "duplicated_by"
	FollowUpOf   LinkKind = "follow_up_of" // it goes on with what the other, ended one left
	FollowUp     LinkKind = "follow_up"
	MergedInto   LinkKind = "merged_into" // made by [Desk.Merge] only
	MergedFrom   LinkKind = "merged_from"
	SplitFrom    LinkKind = "split_from" // made by [Desk.Split] only
	SplitInto    LinkKind = "split_into"
	Related      LinkKind = "related"
)

// Counterpart returns what this ticket is to the other one; empty for a kind that does
// not exist.
func (k LinkKind) Counterpart() LinkKind {
	switch k {
	case Parent:
		return Child
	case Child:
		return Parent
	case Blocks:
		return BlockedBy
	case BlockedBy:
		return Blocks
	case DuplicateOf:
		return DuplicatedBy
	case DuplicatedBy:
		return DuplicateOf
	case FollowUpOf:
		return FollowUp
	case FollowUp:
		return FollowUpOf
	case MergedInto:
		return MergedFrom
	case MergedFrom:
		return MergedInto
	case SplitFrom:
		return SplitInto
	case SplitInto:
		return SplitFrom
	case Related:
		return Related
	}
	return ""
}

// Link is a way to another ticket.
type Link struct {
	Kind   LinkKind `json:"kind"`
	Ticket string   `json:"ticket"`
}

// Attachment is a file that a comment refers to. The bytes stay with the host.
type Attachment struct {
	URL  string `json:"url"`
	Name string `json:"name,omitempty"`
	// Type is the media type, Size the number of bytes and Hash their digest, such as
	// "sha256:...", as the host states them.
	Type string `json:"type,omitempty"`
	Size int64  `json:"size,omitempty"`
	Hash string `json:"hash,omitempty"`
}

// Comment is what somebody wrote on a ticket.
type Comment struct {
	Text string `json:"text"`
	// Internal comments are for staff only.
	Internal bool `json:"internal,omitempty"`
	// Mentions are the ids of those who are asked to look; they become watchers.
	Mentions    []string     `json:"mentions,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	// Author and At are who wrote it and when, where that is somebody or some time else
	// than the event says: comments that were split off or imported.
	Author *Actor    `json:"author,omitempty"`
	At     time.Time `json:"at,omitzero"`
	// Origin is the id of the event, of another ticket, that had it first.
	Origin string `json:"origin,omitempty"`
	// Message is the id of the message in the conversation that it was.
	Message string `json:"message,omitempty"`
}

// Verdict is what the customer says of the solution.
type Verdict struct {
	Accepted bool `json:"accepted"`
	// Score is 1 to 5; 0: none given.
	Score int       `json:"score,omitempty"`
	Text  string    `json:"text,omitempty"`
	At    time.Time `json:"at"`
}

// Step is a step of a [Template] as it stands.
type Step struct {
	Name string `json:"name"`
	// Started is when it could be begun, Due until when it is to be done (zero: no
	// deadline), and Done when it was (zero: not yet).
	Started time.Time `json:"started,omitzero"`
	Due     time.Time `json:"due,omitzero"`
	Done    time.Time `json:"done,omitzero"`
	// Limit is the time that it may take, in working time of the calendar Hours, from
	// Since; 0: no deadline.
	Limit Duration  `json:"limit,omitempty"`
	Since time.Time `json:"since,omitzero"`
	Hours string    `json:"hours,omitempty"`
	// Skipped says that it was left out, for the reason in its event.
	Skipped bool   `json:"skipped,omitempty"`
	By      string `json:"by,omitempty"`
	// Results are what was found, by the names that the template requires.
	Results map[string]string `json:"results,omitempty"`
}
