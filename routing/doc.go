// Package routing brings every customer to the right person, once.
//
// A [Router] holds agents and items of work. Rules say which queue an item goes to,
// what its agent must be able to do and how that is relaxed while it waits; a
// strategy chooses among the agents who could take it; capacity, offers, wrap-up
// and leases say when an agent has room. Whatever changes (an item comes, an agent
// is freed, a deadline passes) is acted upon at once: nothing polls.
//
// All that is known is in records ([Work], [Seat]) of a [Store], written by
// compare-and-set of the store's one revision: many routers share a store, and
// each decision is made on exactly the state it is written to. Every hand-over to
// an agent has an epoch, and what a stalled agent or node still says about an
// earlier one is refused with [ErrStale].
//
// Every rule is a function of the time it is given: [Options.Now] is the clock. A
// deadline that passed while nothing ran is acted upon by the next command or sweep, as of
// then: what follows from it, such as the wait in the next target, begins at that time.
package routing
