package ticket

// Policy is a service level: what is promised for some tickets, as data. The first
// policy whose condition holds applies; it is chosen anew with each change.
type Policy struct {
	Name string    `json:"name"`
	When Condition `json:"when,omitzero"`
	// Hours is the name of the calendar in [Options.Hours], or [Always]. Default: "",
	// around the clock unless Options.Hours has "".
	Hours   string   `json:"hours,omitempty"`
	Targets []Target `json:"targets"`
	// Ladder is what happens as clocks advance.
	Ladder []Rung `json:"ladder,omitempty"`
}

// Metric is what a clock measures.
type Metric string

// The metrics. An answer is a public comment of staff, or of a bot where the target
// says so.
const (
	// FirstResponse: from the opening to the first answer. A ticket that staff opened
	// has none until the customer writes, and none at all if staff has written by then.
	FirstResponse Metric = "first_response"
	// NextResponse: from the customer's first words since the last answer to the next
	// one, once there has been a first. Each wait is a round.
	NextResponse Metric = "next_response"
	// Resolution: from the opening until it is resolved or closed. Reopening goes on
	// with what was used; the time in between does not count.
	Resolution Metric = "resolution"
	// Update: from each answer to the next one, while the ticket is active, whether the
	// customer waits or not. Each is a round. The first one begins with the opening if
	// the policy promised no first response then, so that what is due next is never an
	// update before the first answer.
	Update Metric = "update"
	// Milestone: from one kind of event to another; see [Target.Start].
	Milestone Metric = "milestone"
)

// Target is one promise.
type Target struct {
	Metric Metric `json:"metric"`
	// Name is the clock's name. Default: the Metric; a milestone needs one.
	Name string `json:"name,omitempty"`
	// Limit is the promised working time, Limits that for single priorities. A priority
	// without its own has that of the next one on the way to 0, and then Limit: what is
	// more urgent than the highest one in Limits never falls back to less. 0: there is no
	// such promise.
	Limit  Duration         `json:"limit,omitempty"`
	Limits map[int]Duration `json:"limits,omitempty"`
	// Warn are the marks, in percent of the limit, that are reported before the breach,
	// rising. Default: nil means 50 and 80; an empty list none.
	Warn []int `json:"warn,omitzero"`
	// PauseIn are the kinds or names of states in which time does not count.
	// Default: nil means pending for Resolution, nothing for the others; an empty list
	// nothing. In resolved and final states no clock runs, and none for answers does
	// when the customer does not wait.
	PauseIn []string `json:"pause_in,omitzero"`
	// Hours replaces the policy's; [Always] is around the clock.
	Hours string `json:"hours,omitempty"`
	// Bot says that answers of bots count.
	Bot bool `json:"bot,omitempty"`
	// Start and Stop begin and end a milestone, each time they happen, and each is a
	// round; another start while it runs changes nothing. An event that is both ends one
	// round and begins the next. PauseIn holds as for the others.
	Start *Happening `json:"start,omitempty"`
	Stop  *Happening `json:"stop,omitempty"`
}

// Happening describes events. What is empty is not asked for, but for the Type.
type Happening struct {
	Type EventType `json:"type"`
	// Field is that of a change; State the state, or its kind, that it was moved to;
	// New the new value, tag, step or template.
	Field string `json:"field,omitempty"`
	State string `json:"state,omitempty"`
	New   string `json:"new,omitempty"`
	Role  Role   `json:"role,omitempty"`
}

// Rung is a step of the ladder: what is done when a clock reaches a mark.
type Rung struct {
	// Clock is the name of the target, or of a step ("step:" and its name).
	Clock string `json:"clock"`
	// Percent of the limit, 1 to 10000; 100 is the breach. Above, the clock goes on
	// counting working time.
	Percent int      `json:"percent"`
	Do      []Action `json:"do"`
}
