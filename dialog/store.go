package dialog

import (
	"context"
	"iter"
	"time"
)

// Conversation is the record of one conversation.
type Conversation struct {
	ID       string `json:"id"`
	Customer string `json:"customer,omitempty"`
	Channel  string `json:"channel,omitempty"`
	Locale   string `json:"locale,omitempty"`
	// Owner is who answers: [Bot] or [Agent]. Exactly one at any time.
	Owner Role `json:"owner"`
	// Version counts the commits. It is 0 before the first one; the store
	// raises it by one with each.
	Version int64 `json:"version"`
	// Created and Updated are the times of the first and the last commit, as
	// the committer states them.
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	// Due is when the conversation wants to be woken next (an idle prompt, a
	// time-out); zero means never.
	Due time.Time `json:"due"`
	// State belongs to whoever drives the conversation, and need not be a text. The store
	// keeps it byte for byte.
	State []byte `json:"state,omitempty"`
}

// Turn is what one commit writes.
type Turn struct {
	// Conversation is the state after the turn. Its Version is still the one
	// that was loaded (0 creates the conversation).
	Conversation Conversation
	// Message is what the turn answers. Its ID is required and unique within
	// the conversation; turns that no message caused carry an id of their own
	// making, such as "timeout:7".
	Message Message
	// Reply is the answer that Handle returns. A turn without one has the zero
	// Reply.
	Reply Reply
	// Outbox holds what has to leave because of this turn, in order. IDs are
	// unique within the store.
	Outbox []Outgoing
	// Events are what happened in the turn, in order.
	Events []Event
	// Trace belongs to whoever drives the conversation: what he needs to go
	// through the turn again. The store keeps it byte for byte.
	Trace []byte
}

// Record is a committed turn as the ledger keeps it.
type Record struct {
	// Cursor orders all records of a store by commit. It is set by feeds of the
	// whole store and 0 in the transcript of one conversation.
	Cursor int64 `json:"cursor"`
	// Version is the version that the turn gave its conversation, so that the
	// records of a conversation are numbered 1, 2, 3 ...
	Version int64   `json:"version"`
	Message Message `json:"message"`
	Reply   Reply   `json:"reply"`
	// Events and Trace are those of the turn.
	Events []Event `json:"events,omitempty"`
	Trace  []byte  `json:"trace,omitempty"`
	// Pruned says that only what [Record.Stub] says is left of it.
	Pruned bool `json:"pruned,omitempty"`
}

// Outcome says what became of a claimed [Outgoing].
type Outcome struct {
	// Retry asks for another attempt not before this time; zero settles the
	// item for good.
	Retry time.Time
	// Failed keeps a settled item as failed instead of delivered; it is not
	// tried again, and the items behind it go on.
	Failed bool
}

// Store keeps conversations, the ledger of turns and the outbox. A Store serves
// one tenant, is safe for concurrent use and honours its contexts: a call whose
// context is done before it commits changes nothing and returns the context's
// error. Times are kept to the microsecond, in UTC. What a store returns shares
// no memory with what it keeps. Ids are text: UTF-8 without NUL bytes, compared
// byte for byte. Any other text is stored, but bytes that are not UTF-8 may come
// back as U+FFFD. A loop over an iterator may call the store.
//
// A store may forget the words of turns that are old: an [Archive] when it is told
// to, others by a limit of their own. Transcript and Feed leave such records out,
// so that versions and cursors have gaps; Replied and a [DuplicateError] show what
// is left of them, with Pruned set.
//
// dialogtest.RunStore checks all of this for any implementation.
type Store interface {
	// Load returns a conversation, or [ErrNotFound].
	Load(ctx context.Context, conversation string) (Conversation, error)

	// Commit writes a turn in one transaction: all of it or nothing. It
	// returns a [*DuplicateError] (which is [ErrDuplicate]) with the committed
	// reply when the conversation has a turn with this message id already,
	// whatever the version; [ErrConflict] when the conversation's version is
	// not the one the turn names; [ErrInvalid] when the turn lacks a
	// usable conversation id or message id, or an outbox item lacks a usable id
	// or is in the store already, settled or not. On success it returns the new version.
	Commit(ctx context.Context, turn Turn) (version int64, err error)

	// Replied returns the record of a message id, or [ErrNotFound].
	Replied(ctx context.Context, conversation, message string) (Record, error)

	// Transcript yields the records of one conversation whose Version is above
	// after, in order. An unknown conversation has none.
	Transcript(ctx context.Context, conversation string, after int64) iter.Seq2[Record, error]

	// Feed yields the records of all conversations whose Cursor is above
	// after, in commit order, and ends with the last one committed. Cursors
	// only grow, and a record never appears below a cursor that a feed has
	// yielded: whoever saves his cursor skips nothing. Within a conversation
	// records come in the order of their versions.
	Feed(ctx context.Context, after int64) iter.Seq2[Record, error]

	// Due returns the ids of at most limit conversations whose Due is at or
	// before now, the longest overdue first.
	Due(ctx context.Context, now time.Time, limit int) ([]string, error)

	// Outbox returns the queue of what has to leave.
	Outbox() Outbox
}

// Outbox is the queue of outgoing items of a [Store], under the same
// obligations.
type Outbox interface {
	// Claim takes at most limit items that are due at now, and hides them
	// until the time of the lease: an item that was not settled by then is
	// claimed again. Of a conversation, only the oldest unsettled item can be
	// claimed, so that items leave in order. Each claim raises the item's
	// Attempt.
	Claim(ctx context.Context, now, lease time.Time, limit int) ([]Outgoing, error)

	// Settle records what became of a claimed item. It returns [ErrConflict]
	// when the item has been claimed again or settled since, and [ErrNotFound]
	// when there is no such item.
	Settle(ctx context.Context, id string, attempt int, outcome Outcome) error
}
