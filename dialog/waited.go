package dialog

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// helper is a goroutine that calls functions of the host for a turn, one after the other, so
// that the turn can go on without one that is late.
type helper struct {
	jobs chan func()
	done chan struct{} // has room for one who is late
	late *time.Timer
}

func newHelper() *helper {
	h := &helper{jobs: make(chan func(), 1), done: make(chan struct{}, 1), late: time.NewTimer(hookTimeout)}
	go func() {
		for job := range h.jobs {
			h.do(job)
		}
	}()
	return h
}

// do does a job, and says so even where that ends the goroutine.
func (h *helper) do(job func()) {
	defer func() { h.done <- struct{}{} }()
	job()
}

// dismiss lets a helper go when it has done what it is at.
func (h *helper) dismiss() {
	if h != nil {
		h.late.Stop()
		close(h.jobs)
	}
}

// dismiss ends what a turn has kept for its calls.
func (c *calls) dismiss() {
	c.helper.dismiss()
	c.helper = nil
}

// bounded runs a function of the host within the time that it has; 0 is for what has no
// time of its own. One that heeds its context comes back in time. One that does not is left
// alone: it goes on for itself, and what it returns is dropped.
func bounded[T any](ctx context.Context, clock func() time.Time, timeout time.Duration, run func(context.Context) (T, error)) (T, error) {
	var c calls
	defer c.dismiss()
	return waited(ctx, &c, clock, timeout, 0, run)
}

// waited is bounded with the helper of a turn, and with a patience for what comes back when
// its context is over.
func waited[T any](whole context.Context, c *calls, clock func() time.Time, timeout, patience time.Duration, run func(context.Context) (T, error)) (T, error) {
	if timeout <= 0 {
		return unpanicked(whole, run)
	}
	h := c.helper
	if c.helper = nil; h == nil {
		h = newHelper()
	}
	ctx := &timely{Context: whole, until: clock().Add(timeout)}
	defer ctx.end()
	type returned struct {
		result T
		err    error
		ended  bool
	}
	r := &returned{}
	h.late.Reset(timeout)
	h.jobs <- func() {
		r.result, r.err = unpanicked(ctx, run)
		r.ended = true
	}
	is := func() (T, error) {
		if !r.ended { // it has ended its goroutine, which is the helper's
			h.dismiss()
			return *new(T), ErrPanicked
		}
		h.late.Stop()
		c.helper = h
		return r.result, r.err
	}
	over := context.DeadlineExceeded
	select {
	case <-h.done:
		return is()
	case <-h.late.C:
	case <-whole.Done():
		over = whole.Err()
	}
	if patience > 0 {
		last, stop := context.WithTimeout(whole, patience)
		defer stop()
		select {
		case <-h.done:
			return is()
		case <-last.Done():
		}
	}
	select {
	case <-h.done: // both at once
		return is()
	default:
		h.dismiss()
		c.late = true
		return *new(T), fmt.Errorf("%w: %w", ErrLate, over)
	}
}

// timely is a context that ends at a time. It takes a timer only when somebody waits for its
// end: most functions of a host are done before they would.
type timely struct {
	context.Context // what it is derived from
	until           time.Time

	mu     sync.Mutex
	made   context.Context // at first need
	cancel context.CancelFunc
	over   bool
}

// Deadline implements [context.Context].
func (c *timely) Deadline() (time.Time, bool) {
	if at, ok := c.Context.Deadline(); ok && at.Before(c.until) {
		return at, true
	}
	return c.until, true
}

// Done implements [context.Context].
func (c *timely) Done() <-chan struct{} { return c.make().Done() }

// Err implements [context.Context].
func (c *timely) Err() error { return c.make().Err() }

// Value implements [context.Context]. What was made knows how contexts that are derived
// from it hear of its end.
func (c *timely) Value(key any) any {
	c.mu.Lock()
	of := c.made
	c.mu.Unlock()
	if of == nil {
		of = c.Context
	}
	return of.Value(key)
}

func (c *timely) make() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == nil {
		c.made, c.cancel = context.WithDeadline(c.Context, c.until)
		if c.over {
			c.cancel()
		}
	}
	return c.made
}

// end ends it before its time.
func (c *timely) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.over = true
	if c.cancel != nil {
		c.cancel()
	}
}

// unpanicked runs a function of the host; a panic is an error.
func unpanicked[T any](ctx context.Context, run func(context.Context) (T, error)) (result T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %T", ErrPanicked, p)
		}
	}()
	return run(ctx)
}

// ErrLate says that a function of the host was not done in time, and that nobody waits for
// it any more.
var ErrLate = errors.New("dialog: a function of the host is late")

// ErrPanicked says that a function of the host panicked.
var ErrPanicked = errors.New("dialog: panic in a function of the host")
