package dialog

import (
	"context"
	"fmt"
	"sync"
)

// running are the calls of actions that have not come back yet, by their keys. One that does
// not heed its context outlives the time that it had; whoever tries it again waits for that
// call, instead of making a second one beside it.
type running struct {
	mu   sync.Mutex
	jobs map[string]*job
}

// job is one call of an action.
type job struct {
	done chan struct{} // closed when out and err are set
	out  outcome
	err  error
}

// once does what a key stands for, unless somebody is at it: then it waits for that as long as
// ctx allows, and returns what came of it.
func (r *running) once(ctx context.Context, key string, do func() (outcome, error)) (outcome, error) {
	r.mu.Lock()
	j := r.jobs[key]
	if j != nil {
		r.mu.Unlock()
		select {
		case <-j.done:
			return j.out, j.err
		case <-ctx.Done():
			return outcome{}, fmt.Errorf("%w: %w", ErrLate, ctx.Err())
		}
	}
	j = &job{done: make(chan struct{}), err: ErrPanicked} // unless it says otherwise
	if r.jobs == nil {
		r.jobs = map[string]*job{}
	}
	r.jobs[key] = j
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.jobs, key)
		r.mu.Unlock()
		close(j.done)
	}()
	j.out, j.err = do()
	return j.out, j.err
}
