package dialog

import (
	"context"
	"iter"
	"sync"
	"time"
)

// watchPoll is how long a turn of another node waits at most to be seen.
const watchPoll = time.Second

// watchers are those who follow conversations on this node.
type watchers struct {
	mu    sync.Mutex
	waits map[string]*watchWait
}

type watchWait struct {
	moved chan struct{} // closed by the next turn
	users int
}

// join returns what is closed by the next turn of a conversation, and how to leave.
func (w *watchers) join(conversation string) (moved <-chan struct{}, leave func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	wait := w.waits[conversation]
	if wait == nil {
		wait = &watchWait{moved: make(chan struct{})}
		if w.waits == nil {
			w.waits = map[string]*watchWait{}
		}
		w.waits[conversation] = wait
	}
	wait.users++
	return wait.moved, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if wait.users--; wait.users == 0 && w.waits[conversation] == wait {
			delete(w.waits, conversation)
		}
	}
}

// tell lets everybody know who follows a conversation.
func (w *watchers) tell(conversation string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if wait := w.waits[conversation]; wait != nil {
		close(wait.moved)
		delete(w.waits, conversation)
	}
}

// Watch follows a conversation live: it yields the records with a Version above after
// and then each new one, those of this node at once and those of others within a
// second. It ends without an error when ctx is done; an error of the store is
// yielded and ends it, and who watches again from the last version has missed
// nothing. A conversation that does not exist yet is waited for. It needs no goroutine; the
// store is asked once a second for each watcher.
func (e *Engine) Watch(ctx context.Context, conversation string, after int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		poll := time.NewTimer(watchPoll)
		defer poll.Stop()
		for ctx.Err() == nil {
			moved, leave := e.watchers.join(conversation) // before reading, so that no turn falls between
			for r, err := range e.store.Transcript(ctx, conversation, after) {
				if err != nil && ctx.Err() != nil {
					leave()
					return
				}
				if err == nil {
					after = r.Version
				}
				if !yield(r, err) || err != nil {
					leave()
					return
				}
			}
			poll.Reset(watchPoll)
			select {
			case <-moved:
			case <-poll.C:
			case <-ctx.Done():
			}
			leave()
		}
	}
}
