package kb

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// following is how far the index has followed the store.
type following struct {
	// turn is full while somebody reads the store: a lock that a caller can stop
	// waiting for.
	turn chan struct{}
	// reached is the revision that the index has been brought to, by whoever has
	// the turn. Before the first load is complete it says where that goes on.
	reached int64
	// shown is reached once everything up to it is there, notLoaded before.
	shown atomic.Int64
	// owed is the latest revision that this Library has written and could not
	// read back.
	owed atomic.Int64
}

const notLoaded = -1

func (f *following) init() {
	f.turn = make(chan struct{}, 1)
	f.shown.Store(notLoaded)
}

// upTo reports whether the index has been loaded and shows a revision.
func (f *following) upTo(revision int64) bool {
	shown := f.shown.Load()
	return shown != notLoaded && shown >= revision
}

// take waits for the turn to read the store, as long as ctx allows.
func (f *following) take(ctx context.Context) error {
	select {
	case f.turn <- struct{}{}:
		return nil
	default:
	}
	select {
	case f.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *following) leave() { <-f.turn }

// load makes sure that the index shows what every call before this one promised.
// One caller reads, the others wait for it, each as long as its own context allows.
func (l *Library) load(ctx context.Context) error {
	owed := l.following.owed.Load()
	if l.following.upTo(owed) {
		return nil
	}
	return l.refresh(ctx, owed)
}

// Refresh brings the index up to the store. A first load that ctx ends before it is
// complete is gone on with by the next call; until one has ended it, calls return
// errors and show nothing.
func (l *Library) Refresh(ctx context.Context) error {
	if err := l.following.take(ctx); err != nil {
		return err
	}
	defer l.following.leave()
	return l.follow(ctx)
}

// refresh is Refresh, unless the index shows a revision when the turn has come.
func (l *Library) refresh(ctx context.Context, revision int64) error {
	if err := l.following.take(ctx); err != nil {
		return err
	}
	defer l.following.leave()
	if l.following.upTo(revision) {
		return nil
	}
	return l.follow(ctx)
}

// readBackTime bounds how long a write waits for a store that does not let it read
// what it has just written.
const readBackTime = 10 * time.Second

// readBack shows what a call has written. That is stored whether or not the caller
// still waits, so reading goes on without him; if it fails, or somebody else reads
// for longer than he waits, the next call must do it.
func (l *Library) readBack(ctx context.Context, revision int64) {
	err := l.following.take(ctx)
	if err == nil {
		defer l.following.leave()
		alone, cancel := context.WithTimeout(context.WithoutCancel(ctx), readBackTime)
		defer cancel()
		err = l.follow(alone)
	}
	if err == nil {
		return
	}
	for owed := l.following.owed.Load(); owed < revision; owed = l.following.owed.Load() {
		if l.following.owed.CompareAndSwap(owed, revision) {
			break
		}
	}
	l.opts.Logger.WarnContext(ctx, "kb: written, but not read back", "error", err)
}

// follow reads what the store has beyond the index. The caller has the turn.
func (l *Library) follow(ctx context.Context) error {
	f := &l.following
	var news news
	for change, err := range l.store.Changes(ctx, f.reached) {
		if err != nil {
			if f.shown.Load() == notLoaded {
				// Nobody sees the index yet, so half of what there is does no harm, and a
				// caller who comes back with a short deadline gets on each time.
				news.dropLast()
				l.show(&news)
			}
			return fmt.Errorf("kb: reading changes: %w", err)
		}
		if err := change.Entry.Validate(); err != nil && !change.Deleted { // written by something that has other limits
			l.opts.Logger.WarnContext(ctx, "kb: entry left out", "id", change.Entry.ID, "error", err)
			change.Deleted = true
		}
		news.add(&change)
	}
	l.show(&news)
	f.shown.Store(f.reached)
	return nil
}

// news are changes of a store, in its order.
type news struct {
	put  []Entry
	gone []string
	// revision is that of the last change; what came before its first one ends with
	// revision before, and has so many of each.
	revision, before      int64
	putBefore, goneBefore int
}

func (n *news) add(c *Change) {
	if c.Revision != n.revision {
		n.before, n.putBefore, n.goneBefore = n.revision, len(n.put), len(n.gone)
		n.revision = c.Revision
	}
	if c.Deleted {
		n.gone = append(n.gone, c.Entry.ID)
	} else {
		n.put = append(n.put, c.Entry)
	}
}

// dropLast forgets the last revision, of which there may be more.
func (n *news) dropLast() {
	n.put, n.gone, n.revision = n.put[:n.putBefore], n.gone[:n.goneBefore], n.before
}

// show puts news into the index.
func (l *Library) show(n *news) {
	if len(n.put)+len(n.gone) == 0 {
		return
	}
	l.index.apply(n.put, n.gone)
	if l.opts.Embedder != nil {
		l.meaning.note(n.put, n.gone)
	}
	l.following.reached = n.revision
}
