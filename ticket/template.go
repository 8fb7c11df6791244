package ticket

// Template is a procedure: steps that have to be gone through, each with what has to be
// found and until when.
type Template struct {
	Name  string            `json:"name"`
	Title map[string]string `json:"title,omitempty"`
	// For are the types of tickets for which it begins by itself: when one is opened,
	// or given the type while it follows no procedure.
	For   []string   `json:"for,omitempty"`
	Steps []StepRule `json:"steps"`
	// Set is done when it begins.
	Set []Action `json:"set,omitempty"`
	// Hours names the calendar of the deadlines. Default: "", around the clock unless
	// [Options.Hours] has ""; [Always] is around the clock whatever it has.
	Hours string `json:"hours,omitempty"`
}

// Always is the name of a calendar that never closes. No other may have it.
const Always = "always"

// StepRule is a step of a [Template].
type StepRule struct {
	Name  string            `json:"name"`
	Title map[string]string `json:"title,omitempty"`
	// After are steps that come first; default: none, it can be begun at once.
	After []string `json:"after,omitempty"`
	// Results are the names of what has to be found for it to be done.
	Results []string `json:"results,omitempty"`
	// Optional steps may be left out and do not keep the ticket from being resolved.
	// Supervisors may leave any out, for a reason.
	Optional bool `json:"optional,omitempty"`
	// Within is the deadline, from when it could be begun, or from the opening of the
	// ticket if FromOpening; 0: none. It is the clock "step:" and the Name.
	Within      Duration `json:"within,omitempty"`
	FromOpening bool     `json:"from_opening,omitempty"`
	// Do is done when the step can be begun, and Then when it is done.
	Do   []Action `json:"do,omitempty"`
	Then []Action `json:"then,omitempty"`
}
