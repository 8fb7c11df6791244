package routingsim

import (
	"math/rand/v2"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// Scenario is what is simulated: a plan, the agents and the customers.
type Scenario struct {
	// Name is for people to read.
	Name string
	// Options are those of the router, with the plan. Now is replaced by the clock of
	// the simulation, and Lease by for ever: agents of a simulation do not vanish.
	// They also greet whom they take at once, as [routing.Queue.ReplyWithin] wants.
	Options routing.Options
	// Streams are the kinds of items that come. At least one.
	Streams []Stream
	// Agents are who works. [Team] makes many of one.
	Agents []Agent
	// Start is the time at the start of each replication, for rules and hours that
	// look at the clock. Default: Monday, 1 January 2024, 00:00 UTC.
	Start time.Time
	// Horizon is how long items come, counted from Start. Required. The simulation
	// goes on until those that came have ended, for a day at most.
	Horizon time.Duration
	// WarmUp is how long it runs at first before anything counts, so that a queue
	// that is watched in its steady state is not empty at first. Default: 0.
	WarmUp time.Duration
	// Replications is how often it is run, with other random numbers, and Slices
	// into how many equal parts the time after WarmUp is cut. Each slice of each
	// replication is one observation of the intervals; there should be 10 at least,
	// and slices long enough that one says little about the next. A day is
	// replicated; for a steady state, few long replications with many slices lose
	// less to WarmUp. Defaults: 10 and 1.
	Replications int
	Slices       int
	// Seed chooses the random numbers. The same scenario with the same seed gives the
	// same report.
	Seed uint64
	// Confidence is that of the intervals, in (0,1). Default: 0.95.
	Confidence float64
	// Within is the wait up to which an answer is in time, for the service level.
	// Default: 20 s.
	Within time.Duration
	// Parallel is how many replications run at once. The functions of the scenario
	// and its options are then called concurrently. The report does not depend on
	// it. Default: 1.
	Parallel int
}

// Stream is one kind of items: when they come, what they are, how long they take.
type Stream struct {
	// Name is unique and not empty. It also chooses the random numbers: streams of
	// the same name see the same customers in two scenarios of one seed.
	Name string
	// Arrivals say when items come. Required.
	Arrivals Arrivals
	// Item is what they are. Their ids are given.
	Item routing.Item
	// Vary changes an item before it is submitted, such as its language by chance.
	// It must depend on nothing but r, and leave ID and Arrived alone. Default: none.
	Vary func(r *rand.Rand, item *routing.Item)
	// Handling is how long an agent has an item, from accepting to completing; see
	// [Agent.Pace]. Required.
	Handling Distribution
	// WrapUp is how long an agent writes up afterwards. It counts only where the
	// queue has a [routing.Queue.WrapUp], which is also the longest that it takes.
	// Default: just so long.
	WrapUp Distribution
	// Patience is after how long somebody gives up whom nobody has answered.
	// Default: never.
	Patience Distribution
}

// Agent is who works, when and how.
type Agent struct {
	routing.Agent
	// Shifts are when he is there. Default: always.
	Shifts []Shift
	// Pace is what handling and wrap-up times are multiplied by: 0.8 is a fifth
	// faster than others. Default: 1.
	Pace float64
	// Answer is how long he takes to accept an offer. Default: no time.
	Answer Distribution
	// Declines is the probability that he declines an offer, and Misses that he does
	// not see it; he accepts all others. Defaults: 0.
	Declines, Misses float64
}

// Shift is when an agent is there, counted from the start of the replication. At its
// end, and in breaks, he takes nothing new and finishes what he has.
type Shift struct {
	From, To time.Duration
	Breaks   []Break
}

// Break is a time within a shift.
type Break struct {
	From, To time.Duration
}

// Team returns n agents like this one, whose ids end in a number. It is how the
// equal agents of a queue are written in one line.
func Team(n int, like Agent) []Agent {
	agents := make([]Agent, n)
	for i := range agents {
		agents[i] = like
		agents[i].ID = numbered(like.ID, i+1, n)
	}
	return agents
}

// Daily returns a shift on each of so many days.
func Daily(days int, s Shift) []Shift {
	var shifts []Shift
	for d := range days {
		by := time.Duration(d) * 24 * time.Hour
		moved := Shift{From: s.From + by, To: s.To + by}
		for _, b := range s.Breaks {
			moved.Breaks = append(moved.Breaks, Break{From: b.From + by, To: b.To + by})
		}
		shifts = append(shifts, moved)
	}
	return shifts
}
