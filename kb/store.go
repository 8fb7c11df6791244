package kb

import (
	"context"
	"iter"
	"time"
)

// Change is the latest state of one entry.
type Change struct {
	// Revision is the revision of the store that wrote this state.
	Revision int64
	// Entry is the entry as stored. Of a deleted one only ID, Version, Editor,
	// Reason and Updated are set.
	Entry Entry
	// Deleted tells that the entry is gone.
	Deleted bool
}

// Ref names one version of one entry.
type Ref struct {
	// ID is the id of the entry, and Version the one that is meant.
	ID      string
	Version int64
	// Editor, Reason and Updated say who deletes the entry, why and when; Changes
	// and History tell them. They are not part of the name.
	Editor  string
	Reason  string
	Updated time.Time
}

// Store keeps the entries of one knowledge base. A Store serves one tenant, is
// safe for concurrent use and honours its contexts: a call whose context is
// done before it commits changes nothing and returns the context's error.
// Times are kept to the microsecond, in UTC. What a store returns shares no
// memory with what it keeps. Ids are text: UTF-8 without NUL bytes, compared and
// ordered byte for byte. Any other text is stored, but bytes that are not UTF-8
// may come back as U+FFFD. A loop over an iterator may call the store.
//
// kbtest.RunStore checks all of this for any implementation.
type Store interface {
	// Put writes entries in one transaction, all or none, as one new revision.
	// Each entry's Version must be the stored one, or 0 where the entry does
	// not exist (or was deleted); else nothing is written and the error is a
	// [*ConflictError], which is [ErrConflict]. An empty, unusable or repeated
	// ID is [ErrInvalid]. On success every stored entry has the returned
	// revision as its Version. Putting nothing returns the present revision.
	Put(ctx context.Context, entries ...Entry) (revision int64, err error)

	// Delete removes entries in one transaction, all or none, as one new
	// revision, under the rules of Put; an entry that does not exist is
	// a conflict too.
	Delete(ctx context.Context, refs ...Ref) (revision int64, err error)

	// Write does what Put and Delete do, as one transaction and one new revision,
	// under the rules of both. An ID in put and in gone is repeated.
	Write(ctx context.Context, put []Entry, gone []Ref) (revision int64, err error)

	// Get returns one entry, or [ErrNotFound].
	Get(ctx context.Context, id string) (Entry, error)

	// Changes yields, in the order of revisions and within one in the order of
	// ids, the latest state of every entry that was written after a revision.
	// A revision that Changes or Revision has shown is complete: no change
	// appears at or below it later.
	Changes(ctx context.Context, after int64) iter.Seq2[Change, error]

	// History yields every state that an entry ever had, deletions included, the
	// latest first. It yields nothing for an id that was never written.
	History(ctx context.Context, id string) iter.Seq2[Change, error]

	// Revision returns the latest revision, 0 for a new store.
	Revision(ctx context.Context) (int64, error)
}
