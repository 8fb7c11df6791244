package metrics

import (
	"context"
	"errors"
	"iter"
	"time"
)

// Errors of package metrics.
var (
	// ErrInvalid is what all errors about unusable events, queries and options unwrap to.
	ErrInvalid = errors.New("metrics: invalid")
	// ErrNotFound is what errors about an unknown conversation, episode or turn unwrap to.
	ErrNotFound = errors.New("metrics: not found")
)

// Store keeps events and what they were folded to. A store serves one tenant. All
// methods are safe for concurrent use and honour the context.
type Store interface {
	// Append writes events, all or none, in their order; Seq is ignored. An event whose
	// thread has one of its ID is left out, as is the second of two in one call. It returns
	// how many were new. Their threads are stale from then on. An event that is not [Event.Storable]
	// is an [EventError].
	Append(ctx context.Context, events ...Event) (added int, err error)

	// Feed yields the events behind a cursor (0: all), with Seq set, in the order of commits. No event
	// appears later at or below a Seq that was yielded.
	Feed(ctx context.Context, after int64) iter.Seq2[Event, error]

	// Threads yields these threads with all their events, in no particular order; without keys
	// all threads. A thread that has no events is left out.
	Threads(ctx context.Context, keys ...string) iter.Seq2[Thread, error]

	// Stale returns up to limit keys of threads that have events which the last [Folded] of
	// the thread did not know, or whose Due is not after now. A thread that was never
	// folded is stale.
	Stale(ctx context.Context, now time.Time, limit int) ([]string, error)

	// Fold replaces the episodes of threads, all or none. One whose Version is not the
	// thread's any more is left out: it is stale, and comes again. The sheets change with the
	// episodes.
	Fold(ctx context.Context, folded ...Folded) error

	// Sheets yields the sums over the episodes that start from the time from until before the time to,
	// in parts of the store's choosing: every episode counts in exactly one. All parts are of one moment, and stay as they
	// are when the store changes; callers only read them. From and to are multiples of [Slot].
	Sheets(ctx context.Context, from, to time.Time) iter.Seq2[*Sheet, error]

	// Episodes yields the episodes that start from the time from until before the time to, in the order
	// of their starts, and of their ids where these are equal.
	Episodes(ctx context.Context, from, to time.Time) iter.Seq2[Episode, error]
}

// Rebuilder is a [Store] that can make all episodes and sheets anew, at once.
type Rebuilder interface {
	// Rebuild folds all threads by the function and replaces all episodes and sheets in one
	// step: until it is done, readers see the former ones. What is appended meanwhile is
	// stale afterwards. A thread is the function's until it returns.
	Rebuild(ctx context.Context, fold func(Thread) Folded) error
}

// Archive is a [Store] that can forget.
type Archive interface {
	// Prune forgets the events of threads whose last event is before a time, and returns how many these
	// were. Threads that are stale, or that are folded again at a time (Due), stay whole. The
	// episodes and sums of the others stay, also when all is rebuilt; an event of such a thread that comes later is left out.
	Prune(ctx context.Context, before time.Time) (events int, err error)
}

// Thread is all that happened to one subject. It is folded as a whole whenever it has something new, so what that costs grows
// with its events: a host whose conversations never end gives them another id from time to time.
type Thread struct {
	Key string
	// Version is raised by each commit that adds an event.
	Version int64
	Events  []Event
}

// Folded is what a thread comes to.
type Folded struct {
	Key string
	// Version is that of the [Thread] that was folded.
	Version int64
	// Due is when it has to be folded again though nothing happens: an open talk ends by
	// quiet. Zero: never.
	Due      time.Time
	Episodes []Episode
}
