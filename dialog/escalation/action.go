package escalation

// Action is what to do about a customer beside answering him. A higher one does
// more.
type Action uint8

// The actions.
const (
	// Stay: go on as if nothing was.
	Stay Action = iota
	// Soothe: say that one understands, and go on.
	Soothe
	// Offer: ask whether the customer wants a person, and go on meanwhile.
	Offer
	// HandOff: give the conversation to a person.
	HandOff
	// Supervisor: give it to somebody who may decide, at once.
	Supervisor
)

var actionNames = [...]string{"stay", "soothe", "offer", "hand_off", "supervisor"}

// String returns the name of the action as it stands in JSON, "unknown" for
// what is none.
func (a Action) String() string {
	if !a.known() {
		return "unknown"
	}
	return actionNames[a]
}

func (a Action) known() bool { return int(a) < len(actionNames) }

// MarshalText returns the name of the action, and a [FieldError] for what is
// none.
func (a Action) MarshalText() ([]byte, error) {
	if !a.known() {
		return nil, &FieldError{Field: "action", Reason: "is unknown"}
	}
	return []byte(a.String()), nil
}

// UnmarshalText reads the name of an action. It returns a [FieldError] for
// anything else.
func (a *Action) UnmarshalText(name []byte) error {
	for i, n := range actionNames {
		if n == string(name) {
			*a = Action(i)
			return nil
		}
	}
	return &FieldError{Field: "action", Reason: "is none of stay, soothe, offer, hand_off, supervisor"}
}
