package ticket

import "time"

// EventType is what happened.
type EventType string

// What happens to tickets. Field changes name the field, and the Old and New value.
const (
	// EventOpened: the ticket was made; Opened has what of.
	EventOpened EventType = "opened"
	// EventMoved: it went from state Old to New, for Reason.
	EventMoved EventType = "moved"
	// EventChanged: Field went from Old to New. Fields are "type", "subject",
	// "category", "priority", "owner", "group", "customer", "conversation", "summary",
	// "policy", and "fields." with a custom field's name.
	EventChanged EventType = "changed"
	// EventTagged, EventUntagged: the tag New came, the tag Old went.
	EventTagged   EventType = "tagged"
	EventUntagged EventType = "untagged"
	// EventWatched, EventUnwatched: the watcher New came, the watcher Old went.
	EventWatched   EventType = "watched"
	EventUnwatched EventType = "unwatched"
	// EventCommented: Comment was written.
	EventCommented EventType = "commented"
	// EventLinked, EventUnlinked: Link came or went.
	EventLinked   EventType = "linked"
	EventUnlinked EventType = "unlinked"
	// EventAbsorbed: another ticket was merged into this one; Absorbed has what came
	// with it. The other one moved to a state of [KindMerged].
	EventAbsorbed EventType = "absorbed"
	// EventSplit: the comments with the ids in Moved went to the ticket in Link.
	EventSplit EventType = "split"
	// EventSnoozed: put off until Until; EventWoken: no more.
	EventSnoozed EventType = "snoozed"
	EventWoken   EventType = "woken"
	// EventStarted: the procedure New was begun; Steps has its steps.
	EventStarted EventType = "started"
	// EventStep: the step New, whose new state is in Steps, was "begun", "done" or
	// "skipped", as Field says.
	EventStep EventType = "step"
	// EventVerdict: the customer said what he thinks of the solution.
	EventVerdict EventType = "verdict"
	// EventWarned, EventBreached: a clock reached the Mark.
	EventWarned   EventType = "warned"
	EventBreached EventType = "breached"
	// EventEscalated: a rung of the ladder, or a person, called for help; Mark says
	// which, if it was a rung.
	EventEscalated EventType = "escalated"
	// EventTimer: the timer New fired; see [Timer].
	EventTimer EventType = "timer"
	// EventNotified: somebody was told; see [Action] notify.
	EventNotified EventType = "notified"
	// EventFailed: a rule wanted to do Field (an [ActionKind]), to New, and could not, for
	// Reason. What else the rule does is done. Or a notice to New was given up.
	EventFailed EventType = "failed"
)

// Event is something that happened to a ticket. Events are never changed. Those of one
// commit share their time and stand one after the other.
type Event struct {
	// Seq orders all events of a store by commit; 0 in a history of one ticket that was
	// not read from a feed. N counts the ticket's events from 1; both are given by the
	// store.
	Seq int64 `json:"seq,omitempty"`
	N   int64 `json:"n"`
	// ID is unique within the ticket: whoever writes an event twice writes it once.
	ID     string    `json:"id"`
	Ticket string    `json:"ticket"`
	Type   EventType `json:"type"`
	At     time.Time `json:"at"`
	Actor  Actor     `json:"actor"`
	// Cause is what led to it: the id of an event, or of a command of the host.
	// Rule is the name of the trigger, timer, macro or ladder that did it.
	Cause string `json:"cause,omitempty"`
	Rule  string `json:"rule,omitempty"`
	// Depth is how many rules led to one another until this happened.
	Depth  int    `json:"depth,omitempty"`
	Reason string `json:"reason,omitempty"`

	Field string `json:"field,omitempty"`
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
	// Kind is the kind of the state that the ticket moved to or was opened in.
	Kind Kind `json:"kind,omitempty"`

	Opened   *Draft    `json:"opened,omitempty"`
	Comment  *Comment  `json:"comment,omitempty"`
	Link     *Link     `json:"link,omitempty"`
	Absorbed *Absorbed `json:"absorbed,omitempty"`
	Moved    []string  `json:"moved,omitempty"`
	Until    time.Time `json:"until,omitzero"`
	Steps    []Step    `json:"steps,omitempty"`
	Verdict  *Verdict  `json:"verdict,omitempty"`
	Mark     *Mark     `json:"mark,omitempty"`
	Notice   *Notice   `json:"notice,omitempty"`
}

// Draft is what a ticket is opened with.
type Draft struct {
	// ID is the caller's key: opening it again returns the ticket that is there.
	// Default: a new one.
	ID           string            `json:"id,omitempty"`
	Type         string            `json:"type,omitempty"`
	Subject      string            `json:"subject"`
	Category     string            `json:"category,omitempty"`
	Priority     int               `json:"priority,omitempty"`
	Owner        string            `json:"owner,omitempty"`
	Group        string            `json:"group,omitempty"`
	Customer     string            `json:"customer,omitempty"`
	Conversation string            `json:"conversation,omitempty"`
	Channel      string            `json:"channel,omitempty"`
	Locale       string            `json:"locale,omitempty"`
	Source       string            `json:"source,omitempty"`
	Summary      string            `json:"summary,omitempty"`
	Tags         []string          `json:"tags,omitempty"`
	Fields       map[string]string `json:"fields,omitempty"`
	Watchers     []string          `json:"watchers,omitempty"`
	Links        []Link            `json:"links,omitempty"`
	// Comments are what is known already, the customer's words first of all.
	Comments []Comment `json:"comments,omitempty"`
	// Template is the procedure to follow; empty: that of the first [Template] for the
	// Type, if there is one.
	Template string `json:"template,omitempty"`
	// Created is when it came to the business, where that was before now. It takes
	// [RightRelay].
	Created time.Time `json:"created,omitzero"`
}

// Absorbed is what a ticket brings along that is merged into another one. Its comments
// stay in its own history; [Desk.Comments] shows them with the other's.
type Absorbed struct {
	Ticket   string   `json:"ticket"`
	Number   string   `json:"number,omitempty"`
	Watchers []string `json:"watchers,omitempty"`
	Links    []Link   `json:"links,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	Comments int      `json:"comments,omitempty"`
	// Waiting is since when its customer waits for an answer; zero: he does not.
	Waiting time.Time `json:"waiting,omitzero"`
}
