package ticket

import (
	"strconv"
	"time"
)

// Mark is a point on a clock that is reported once when it is reached.
type Mark struct {
	// Clock is the name of the clock: a metric, or a milestone's or step's name.
	Clock string `json:"clock"`
	// Round counts the times the clock was started on this ticket, from 1.
	Round int `json:"round"`
	// Percent is how much of the limit has passed: 100 is the breach.
	Percent int `json:"percent"`
	// Since is the number of the event with which the round began, in the events that
	// report a mark. It tells rounds apart that another policy counts otherwise; 0: not
	// known.
	Since int64 `json:"since,omitempty"`
}

// Key is the mark as [Ticket.Fired] has it, such as "resolution/1/80".
func (m Mark) Key() string {
	return m.Clock + "/" + strconv.Itoa(m.Round) + "/" + strconv.Itoa(m.Percent)
}

// ClockState is how a clock stands.
type ClockState string

// The states of clocks.
const (
	// Running: time passes; outside of working hours it does so at the next opening.
	Running ClockState = "running"
	// Paused: it waits for the ticket to leave a state, or for the customer to write; it
	// has no Due.
	Paused ClockState = "paused"
	// Met: what was promised was done, in time or not: Breached tells.
	Met ClockState = "met"
	// Dropped: there is nothing left to promise, since the ticket was merged, is spam, or
	// was closed without it, or the step of a procedure was left out.
	Dropped ClockState = "dropped"
)

// Clock is one promise to the customer as it stands at a time.
type Clock struct {
	// Name is the metric, or the name of a milestone or step; Round counts its starts.
	Name  string     `json:"name"`
	Round int        `json:"round"`
	State ClockState `json:"state"`
	// Started is when the round began, in working hours or not.
	Started time.Time `json:"started"`
	// Limit is the promise, Elapsed what has been used of it, both in working time.
	Limit   Duration `json:"limit"`
	Elapsed Duration `json:"elapsed"`
	// Due is the first instant at which it will be, or was, too late if nothing happens;
	// zero while it is paused and where it was met in a pause or dropped, unless it is
	// breached.
	Due time.Time `json:"due,omitzero"`
	// Breached says that it was too late. Ended is when it was met or dropped.
	Breached bool      `json:"breached,omitempty"`
	Ended    time.Time `json:"ended,omitzero"`
}

// Remaining is what is left of the limit; negative when it is over.
func (c Clock) Remaining() time.Duration { return c.Limit.Std() - c.Elapsed.Std() }
