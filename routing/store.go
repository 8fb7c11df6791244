package routing

import (
	"context"
	"iter"
	"time"
)

// Control is what holds for all of a store.
type Control struct {
	// Peak says that the load is high, since PeakSince; see [Plan.Peak].
	Peak      bool      `json:"peak,omitempty"`
	PeakSince time.Time `json:"peak_since,omitzero"`
	// Beyond is since when the load would have changed that; zero: it would not.
	Beyond time.Time `json:"beyond,omitzero"`
	// Turn numbers the assignments, and Order the items.
	Turn  int64 `json:"turn,omitempty"`
	Order int64 `json:"order,omitempty"`
}

// StatusOf is the status of an item.
type StatusOf struct {
	Item   string `json:"item"`
	Status Status `json:"status"`
}

// Commit is what one commit writes: all of it or nothing.
type Commit struct {
	// After is the revision that all of this was decided on.
	After int64
	// Items are new; each has its status in Statuses, with Version 1.
	Items []Item
	// Statuses are the new statuses of items, each item at most once.
	Statuses []StatusOf
	// Seats are new or changed, each agent at most once. A seat that is
	// Removed stays a record until it is registered again.
	Seats []Seat
	// Learned is new or changed, each pair of agent and category at most once.
	Learned []Learned
	// Control replaces what was there; nil leaves it.
	Control *Control
	// Events happened, in this order; their Seq is given by the store.
	Events []Event

	places *places
}

// places are the numbers of the records of a commit in a [MemoryStore], as far as
// they are known: they spare it to search. Who makes a commit with places never
// changes what it refers to, so that it need not be copied either. Nothing depends on
// them: a store between may drop them, and one that has other numbers finds out.
type places struct {
	statuses, seats []uint32 // as in the commit
}

func (p *places) status(i int) uint32 {
	if p == nil || i >= len(p.statuses) {
		return 0
	}
	return p.statuses[i]
}

func (p *places) seat(i int) uint32 {
	if p == nil || i >= len(p.seats) {
		return 0
	}
	return p.seats[i]
}

// learn takes what the numbers are.
func (p *places) learn(statuses, seats []uint32) {
	if p != nil {
		p.statuses, p.seats = append(p.statuses[:0], statuses...), append(p.seats[:0], seats...)
	}
}

// Changes is what a store holds, or what was written to it after a revision: a
// consistent picture of one moment.
type Changes struct {
	// Revision is the moment.
	Revision int64
	// Whole says that this is all that has not ended, not only what was written
	// since: whatever else was known is gone. It is so after revision 0, after one
	// that the store has not reached, and where an item was forgotten that was
	// written since.
	Whole bool
	// Works are the items that were written since; after revision 0, all that
	// have not ended. Seats likewise: after revision 0, all that are not removed.
	// The order is that of their ids.
	Works []Work
	Seats []Seat
	// Learned likewise: after revision 0, all whose Experience is not empty.
	Learned []Learned
	// Control is as it is at the Revision.
	Control Control
	// Seq is the number of the last event.
	Seq int64
}

// Store keeps items, agents and the history of both. It serves one tenant, is safe
// for concurrent use and honours its contexts: a call whose context is done before
// it commits changes nothing and returns the context's error. Times are kept to the
// microsecond, in UTC. What a store returns shares no memory with what it keeps,
// and it keeps nothing of what it is given. Ids are UTF-8 without NUL bytes,
// compared byte for byte. A loop over an iterator may call the store.
//
// routingtest.RunStore checks all of this for any implementation.
type Store interface {
	// Commit writes c, if the store's revision is still c.After, and returns the
	// new revision, which is higher by one. Otherwise it returns [ErrConflict];
	// an [*ExistsError] if one of c.Items is in the store already, whatever the
	// revision; [ErrNotFound] for a status whose item is in neither; [ErrInvalid]
	// for an id that is no usable text. A store starts with revision 0.
	Commit(ctx context.Context, c Commit) (revision int64, err error)

	// Changes returns what was written after a revision. One that is higher than
	// the store's own is answered like 0: the store is not the one it was. So is
	// one before the last commit of an item that was forgotten, because nobody
	// can be told any more how that item ended.
	Changes(ctx context.Context, after int64) (Changes, error)

	// Work returns an item, ended or not, or [ErrNotFound].
	Work(ctx context.Context, item string) (Work, error)

	// Events yields the events whose Seq is above after, in order, and ends with
	// the last one committed. If item is not empty, only those of that item.
	Events(ctx context.Context, item string, after int64) iter.Seq2[Event, error]

	// Prune forgets at most limit items that ended before a time, and their
	// events, the longest ended first, and returns how many. Events of no item
	// are forgotten with the last of these, if they are older than its end. The
	// numbers of events stay. Submitting such an id again makes a new item.
	Prune(ctx context.Context, before time.Time, limit int) (int, error)
}
