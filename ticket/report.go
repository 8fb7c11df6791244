package ticket

import "time"

// Report is how the promises of a policy stand at a time.
type Report struct {
	// Policy is the name of the policy; empty: none applies.
	Policy string
	// Clocks are the clocks that were ever started and for which the priority has a
	// limit, each one's last round only, in the order of the targets, then of the steps.
	Clocks []Clock
	// Reached are the marks that were reached, in the order of their times: warnings,
	// breaches and rungs of the ladder, of all rounds. A mark that a clock did not reach
	// because it was met before is not among them. The time is in working hours, or
	// exactly when they end.
	Reached []Reached
	// Next is when the next mark will be reached if nothing happens; zero: none will. It
	// is later than the time of the report.
	Next time.Time
}

// Reached is a mark and when it was reached: the first instant at which so much of the
// limit had been used.
type Reached struct {
	Mark Mark
	At   time.Time
}

// Segment is a part of a clock's time, and why it counts or does not; see [Explain].
type Segment struct {
	Clock string `json:"clock"`
	Round int    `json:"round"`
	// From and To are its bounds, Counted the working time in it that was used.
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Counted Duration  `json:"counted"`
	// State and Kind are those of the ticket meanwhile; empty for time that was brought
	// along: from before the ticket, or of one that was merged into it.
	State string `json:"state,omitempty"`
	Kind  Kind   `json:"kind,omitempty"`
	Why   Why    `json:"why"`
}

// Why is the reason for which time counts or does not.
type Why string

// The reasons.
const (
	// WhyCounts: it is used of the limit.
	WhyCounts Why = "counts"
	// WhyClosed: it would count, but nobody works at that time.
	WhyClosed Why = "closed"
	// WhyPaused: the target does not count time in this state; see [Target.PauseIn].
	WhyPaused Why = "paused"
	// WhyQuiet: the customer does not wait for an answer.
	WhyQuiet Why = "quiet"
	// WhyEnded: the ticket was resolved; it was opened again later, or still may be.
	WhyEnded Why = "ended"
)
