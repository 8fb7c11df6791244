package ticket

// Condition describes tickets for rules, as data: all of All hold, any of Any (if there
// are some), and none of None. The zero Condition always holds.
type Condition struct {
	All  []Test `json:"all,omitempty"`
	Any  []Test `json:"any,omitempty"`
	None []Test `json:"none,omitempty"`
}

// Test compares something of a ticket with a value.
//
//	fields                                                   operators
//	type subject customer channel locale source              is not in has set unset
//	owner group policy state kind template verdict
//	category                                                 also under
//	fields. and the name of a custom field                   also above below
//	tag watcher: of any of them                              is not in has set unset
//	priority comments reopened                               is not in above below
//	waiting breached snoozed: "true" or "false"              is not
//
// "not" is the opposite of "is": of a tag, that no tag is the value.
type Test struct {
	// Field is one of the above. "waiting" says whether the customer waits for an
	// answer, "breached" whether a clock that has not ended is too late, and "verdict"
	// is "accepted", "refused" or empty. What chooses the policy cannot ask for
	// "breached" or "policy", which follow from it.
	Field string `json:"field"`
	// Op is "is", "not", "in" (one of Values), "under" (that category or below it),
	// "has" (contains the text, whatever its case, width or Chinese script), "above",
	// "below" (numbers), "set" or "unset". Default: "is".
	Op     string   `json:"op,omitempty"`
	Value  string   `json:"value,omitempty"`
	Values []string `json:"values,omitempty"`
}
