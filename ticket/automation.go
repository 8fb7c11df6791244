package ticket

// Trigger is a rule that acts when something happens, in the same commit.
type Trigger struct {
	Name string `json:"name"`
	// On are the events that it looks at; those of rules too, up to [MaxDepth]. When is
	// held against the ticket as it is after them. A trigger acts at most once on a
	// ticket in one commit, so that two which undo one another come to an end. What it
	// cannot do is left out, and an [EventFailed] says why.
	On   []Happening `json:"on"`
	When Condition   `json:"when,omitzero"`
	Do   []Action    `json:"do"`
}

// MaxDepth is how many rules can lead to one another. What would go deeper is left out,
// and logged.
const MaxDepth = 8

// Timer is a rule that acts when a ticket has been in a state for some time, once for
// each stay there. Two timers make a warning and what it warns of.
type Timer struct {
	Name string `json:"name"`
	// In are the names or kinds of the states.
	In   []string  `json:"in"`
	When Condition `json:"when,omitzero"`
	// For is how long, of working time if Hours names a calendar. It starts over with
	// public comments of people, and with the end of a snooze. If When does not hold when
	// the time has come, the timer acts with the first change after which it does.
	For   Duration `json:"for"`
	Hours string   `json:"hours,omitempty"`
	// Snoozed says that a snooze changes nothing; it waits for the end of one otherwise.
	Snoozed bool     `json:"snoozed,omitempty"`
	Do      []Action `json:"do"`
}

// MacroRule is a list of actions under a name, for people to use at once: all of them
// are done, or none. Texts of comments may have placeholders, as those of other rules:
// {customer}, {number}, {subject}, {owner}, {group}, {type}, {category}, {priority},
// {state}, and {fields.x} with the name of a custom field. Braces around anything else
// stay. A ticket has no number before its first commit: there {number} stays as it is in
// the history, and is filled in where the comment goes out as a notice.
type MacroRule struct {
	Name  string            `json:"name"`
	Title map[string]string `json:"title,omitempty"`
	// When says for which tickets it is offered; it is refused for others.
	When Condition `json:"when,omitzero"`
	Do   []Action  `json:"do"`
}
