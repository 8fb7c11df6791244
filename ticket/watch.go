package ticket

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

// committed tells whoever waits, and the host, of a commit of this desk.
func (d *Desk) committed(c *Commit) {
	d.watchers.tell()
	if d.opts.OnEvent == nil {
		return
	}
	for i := range c.Changes {
		for _, e := range c.Changes[i].Events {
			if err := contained(func() error { d.opts.OnEvent(e); return nil }); err != nil {
				d.log.Error("ticket: OnEvent failed", "error", err)
			}
		}
	}
}

// Watch yields each event after a number, in the order of commits, and goes on with new
// ones until the context is done, which ends it without an error; an error of the store
// is yielded and ends it. Events of this desk come at once, those of others within
// [Options.Poll]. A negative number is that of the last event: it begins with what
// happens from now on. Whoever must miss nothing saves the [Event.Seq] of the last event with
// what he did with it, and watches from there.
func (d *Desk) Watch(ctx context.Context, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		moved, leave := d.watchers.join()
		defer leave()
		poll := time.NewTicker(d.opts.Poll)
		defer poll.Stop()
		if after < 0 {
			var err error
			if after, err = d.store.Last(ctx); err != nil {
				if ctx.Err() == nil {
					yield(Event{}, err)
				}
				return
			}
		}
		for {
			for e, err := range d.store.Feed(ctx, after) {
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
			case <-poll.C:
			}
		}
	}
}
