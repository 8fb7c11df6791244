package ticket

import (
	"context"
	"iter"
	"time"
)

// Change is what a commit does to one ticket.
type Change struct {
	// Ticket is how it stands afterwards, Events included. Its Version is still the one
	// that was read; 0 makes a new ticket. Its Serial and Number are ignored: the store
	// knows the one, and keeps nothing of the other.
	Ticket Ticket
	// Events happened to it, in this order. Their Seq, N and Ticket are given by the
	// store.
	Events []Event
	// Words are what the ticket is found by from now on, besides those of earlier
	// commits; see [Words].
	Words []string
}

// Commit is what one commit writes: all of it or nothing.
type Commit struct {
	// Changes are of different tickets.
	Changes []Change
	// Outbox has the notices that leave because of them. Their IDs are unique within
	// the store.
	Outbox []Notice
}

// Outgoing is a claimed notice.
type Outgoing struct {
	Notice Notice
	// Attempt counts the claims.
	Attempt int
}

// Page asks for some of the tickets that a filter finds.
type Page struct {
	// By is what they are ordered by, Desc turns it round. At the same place the younger
	// serial is last; only the order by serial itself begins with it under Desc.
	// Default: [BySerial].
	By   Order
	Desc bool
	// After is the [Found.Next] of the page before, for the same By and Desc; empty: the
	// first one.
	After string
	// Limit is how many tickets there are on the page, 1 to 1000. Default: 50.
	Limit int
}

// Order is what tickets are ordered by.
type Order string

// The orders. Tickets without a deadline come last, whatever Desc says.
const (
	BySerial   Order = "serial"
	ByUpdated  Order = "updated"
	ByPriority Order = "priority"
	ByDeadline Order = "deadline"
)

// Found is a page of tickets.
type Found struct {
	Tickets []Ticket
	// Next leads to the next page; empty: this is the last one.
	Next string
}

// Store keeps tickets, their histories and what leaves because of them. It serves one
// tenant, is safe for concurrent use and honours its contexts: a call whose context is
// done before it commits changes nothing and returns the context's error. Times are kept
// to the microsecond, in UTC. What a store returns shares no memory with what it keeps,
// and it keeps nothing of what it is given. Ids are UTF-8 without NUL bytes, compared
// byte for byte; so is whatever a [Filter] compares. A loop over an iterator may call
// the store.
//
// tickettest.RunStore checks all of this for any implementation.
type Store interface {
	// Commit writes c in one transaction and returns the tickets as they are now, in
	// the order of the changes, with their new versions, which are higher by one. It
	// returns [ErrConflict] if a ticket has another version than the change names; an
	// [*ExistsError] for a new ticket whose id is there, or an event whose id the ticket
	// has already, or gets twice; [ErrNotFound] for a changed ticket that is not there;
	// [ErrInvalid] for ids that are no usable text, a ticket that is changed twice or does
	// not count its events, a notice whose id is there. A commit of nothing does nothing.
	// New tickets get the next serials, in the order of the changes: without gaps,
	// whatever fails or races.
	Commit(ctx context.Context, c Commit) ([]Ticket, error)

	// Load returns a ticket, or [ErrNotFound].
	Load(ctx context.Context, id string) (Ticket, error)

	// History yields the events of a ticket whose N is above after, in order. An
	// unknown ticket has none.
	History(ctx context.Context, id string, after int64) iter.Seq2[Event, error]

	// Feed yields the events of all tickets whose Seq is above after, in commit order,
	// and ends with the last one committed. A number never appears below one that a
	// feed has yielded: whoever saves it skips nothing.
	Feed(ctx context.Context, after int64) iter.Seq2[Event, error]

	// Last returns the Seq of the last event committed, also if it was forgotten since; 0
	// if there was none.
	Last(ctx context.Context) (seq int64, err error)

	// Due returns the ids of at most limit tickets whose Due is at or before now, the
	// longest overdue first.
	Due(ctx context.Context, now time.Time, limit int) ([]string, error)

	// Find returns a page of the tickets that f describes. A ticket that does not change
	// meanwhile is on exactly one page. What p cannot mean, a damaged After included, is
	// [ErrInvalid].
	Find(ctx context.Context, f Filter, p Page) (Found, error)

	// Count returns how many tickets f describes, for each value of what they are
	// grouped by; see [GroupBy].
	Count(ctx context.Context, f Filter, by GroupBy) (map[string]int, error)

	// Outbox returns the queue of what has to leave.
	Outbox() Outbox
}

// GroupBy is what tickets are counted by.
type GroupBy string

// The ways to count. The keys are the values, for CountPriority in decimal.
const (
	CountAll      GroupBy = "" // one figure, under the empty key
	CountKind     GroupBy = "kind"
	CountState    GroupBy = "state"
	CountOwner    GroupBy = "owner"
	CountGroup    GroupBy = "group"
	CountType     GroupBy = "type"
	CountPriority GroupBy = "priority"
)

// Outbox is the queue of outgoing notices of a [Store], under the same obligations.
type Outbox interface {
	// Claim takes at most limit notices that are due at now (a fresh one since its At),
	// the longest due first, and hides
	// them until the time of the lease: one that was not settled by then is claimed
	// again. Notices of one ticket to one recipient ([Notice.To]) leave in order: only the
	// oldest unsettled one of them can be claimed. What one recipient refuses is not kept
	// from the others.
	Claim(ctx context.Context, now, lease time.Time, limit int) ([]Outgoing, error)

	// Settle says what became of a claimed notice: done, or to be tried again not before
	// retry (zero: done). It returns [ErrConflict] when the notice has been claimed
	// again or settled since, and [ErrNotFound] when there is no such notice.
	Settle(ctx context.Context, id string, attempt int, retry time.Time) error
}

// Archive is what a [Store] may offer besides: forgetting.
type Archive interface {
	// Prune forgets at most limit tickets that ended, and were last changed, before a
	// time, with their events and words, the longest ended first, and returns how many.
	// One from which words go on ([Ticket.Onward]) to a ticket for which that is not so,
	// directly or by others, stays: its comments are read there, and customers who have
	// its number reach that one by it.
	// Serials and numbers of events are not given again.
	Prune(ctx context.Context, before time.Time, limit int) (int, error)
}
