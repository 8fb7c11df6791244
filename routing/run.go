package routing

import (
	"context"
	"iter"
	"sync"
	"time"
)

// watchers are told of new events.
type watchers struct {
	mu   sync.Mutex
	list map[chan struct{}]struct{}
}

// join returns what hears of new events, and how to leave.
func (w *watchers) join() (moved <-chan struct{}, leave func()) {
	c := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.list == nil {
		w.list = map[chan struct{}]struct{}{}
	}
	w.list[c] = struct{}{}
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.list, c)
	}
}

func (w *watchers) tell() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.list {
		select {
		case c <- struct{}{}:
		default: // he is told already
		}
	}
}

// nudge tells whoever waits that something was committed, or that the earliest
// deadline is another.
func (r *Router) nudge() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
	r.watchers.tell()
}

// Run does what is due when it is due, and looks every [Options.Poll] for what
// other routers committed, until its context is done; it returns the context's
// error. Errors of the store are logged and tried again. It owns no goroutine.
func (r *Router) Run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	poll := time.NewTicker(r.opts.Poll)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-r.wake:
		case <-timer.C:
			if _, err := r.Sweep(ctx); err != nil && ctx.Err() == nil {
				r.log.Error("routing: sweep failed", "error", err)
				timer.Reset(r.opts.Poll)
				continue
			}
		case <-poll.C:
			if err := r.catchUp(ctx); err != nil && ctx.Err() == nil {
				r.log.Error("routing: catching up failed", "error", err)
			}
		}
		if next := r.Next(); !next.IsZero() {
			timer.Reset(max(0, next.Sub(r.now())))
		} else {
			timer.Stop()
		}
	}
}

// catchUp reads what other routers committed.
func (r *Router) catchUp(ctx context.Context) error {
	before := r.revision.Load()
	ctx, cancel := context.WithTimeout(ctx, r.opts.CommitTimeout)
	defer cancel()
	r.mu.Lock()
	err := r.load(ctx)
	r.mu.Unlock()
	if err == nil && r.revision.Load() != before {
		r.nudge()
	}
	return err
}

// Watch yields each event after a number, in order, and goes on with new ones until
// the context is done, which ends it without an error; an error of the store is
// yielded and ends it. Events of this router come at once, those of others when this
// one has heard of them: within [Options.Poll] while [Router.Run] runs. A host that
// must miss nothing saves the number of the last event together with what it did
// with it, and watches from there.
func (r *Router) Watch(ctx context.Context, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		moved, leave := r.watchers.join()
		defer leave()
		for {
			for e, err := range r.store.Events(ctx, "", after) {
				if err != nil && ctx.Err() != nil {
					return
				}
				if !yield(e, err) || err != nil {
					return
				}
				after = e.Seq
			}
			select {
			case <-ctx.Done():
				return
			case <-moved:
			}
		}
	}
}
