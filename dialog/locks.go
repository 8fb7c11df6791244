package dialog

import (
	"context"
	"sync"
)

// turnLocks let the turns of one conversation pass one at a time, in the order
// in which they came. They only save work: what keeps turns from overwriting each
// other, also between nodes, is the version of the conversation.
type turnLocks struct {
	mu   sync.Mutex
	held map[string]*turnLock
}

type turnLock struct {
	token chan struct{} // holds one value while nobody has the lock
	users int
}

func newTurnLocks() *turnLocks { return &turnLocks{held: map[string]*turnLock{}} }

// lock waits for the turn of whoever asks, or for ctx.
func (l *turnLocks) lock(ctx context.Context, conversation string) (unlock func(), err error) {
	l.mu.Lock()
	t := l.held[conversation]
	if t == nil {
		t = &turnLock{token: make(chan struct{}, 1)}
		t.token <- struct{}{}
		l.held[conversation] = t
	}
	t.users++
	l.mu.Unlock()

	leave := func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if t.users--; t.users == 0 {
			delete(l.held, conversation)
		}
	}
	select {
	case <-t.token:
		return func() { t.token <- struct{}{}; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}
