package assist

import (
	"context"
	"iter"
	"time"
)

// CannedStore keeps canned replies. It is safe for concurrent use; every method
// returns the context's error when the context is done, and has then written
// nothing. Times are kept in UTC, to the microsecond. What it returns is the
// caller's to change.
type CannedStore interface {
	// PutCanned writes a reply on top of the version that it names, 0 where there is
	// none or a deleted one, and returns it with the new version, which is higher than
	// any that the id had, and the cursor. Uses, Used and Cursor of c do not count. It is [ErrInvalid]
	// unless c.Validate holds, [ErrConflict] if the version is another one, and a [*ShortcutError] if another reply has the
	// slot, see [Canned.Slot]. A reply with Deleted set takes no slot.
	PutCanned(ctx context.Context, c Canned) (Canned, error)
	// Canned returns a reply, or [ErrNotFound], also if it was deleted.
	Canned(ctx context.Context, id string) (Canned, error)
	// CannedChanges yields the replies that changed after a cursor, deleted ones
	// too, each once with its latest state, in the order of the cursors. A use is a
	// change. A cursor that was seen skips nothing: what is committed later has a
	// higher one.
	CannedChanges(ctx context.Context, after int64) iter.Seq2[Canned, error]
	// UseCanned counts a use and returns the reply. The version stays. The same key again counts
	// nothing, and returns the reply as it is now; the key of a use of another reply is
	// [ErrConflict]. A reply that does not exist, or was deleted, is [ErrNotFound],
	// unless the key was counted before. Used is the latest time of all uses.
	UseCanned(ctx context.Context, u Use) (Canned, error)
}

// MarkStore keeps marks for training and the topics that they make up, under the
// same rules as a [CannedStore].
type MarkStore interface {
	// AddMark keeps a mark with a cursor, adds it to its topic by [Topic.Add], and returns the topic.
	// The key of an earlier mark changes nothing and returns the topic as it is now; if
	// that mark was of another topic it is [ErrConflict]. It is [ErrInvalid] unless m.Validate
	// holds.
	AddMark(ctx context.Context, m Mark) (Topic, error)
	// Decide writes what [Topic.Decide] makes of a topic and returns that, or the error of
	// Decide; [ErrNotFound] if there is no such topic.
	Decide(ctx context.Context, d Decision) (Topic, error)
	// Topic returns a topic, or [ErrNotFound].
	Topic(ctx context.Context, id string) (Topic, error)
	// Topics yields the topics in a state, or all if it is empty, the most frequent
	// first, of two that are as frequent the one with the higher id. One whose count changes during
	// the loop may come twice or be left out.
	Topics(ctx context.Context, state TopicState) iter.Seq2[Topic, error]
	// Marks yields the marks of a topic, or all if it is empty, after a cursor and in the order of cursors. A cursor
	// that was seen skips nothing.
	Marks(ctx context.Context, topic string, after int64) iter.Seq2[Mark, error]
}

// Store keeps all that agent assist has to remember.
type Store interface {
	CannedStore
	MarkStore
	// Prune forgets the marks, and the keys of the uses, that are from before a time,
	// and returns how many. Counts and topics stay. A key that was forgotten counts
	// again.
	Prune(ctx context.Context, before time.Time) (int, error)
}
