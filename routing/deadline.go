package routing

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// deadline is a context that ends some time after somebody first asks when: a store
// in memory never does, and needs no timer. It has the values of another context, and
// does not end with it.
type deadline struct {
	values context.Context
	after  time.Duration

	asked  atomic.Bool
	once   sync.Once
	timed  context.Context
	cancel context.CancelFunc
}

func (d *deadline) timer() context.Context {
	d.asked.Store(true)
	d.once.Do(func() { d.timed, d.cancel = context.WithTimeout(context.WithoutCancel(d.values), d.after) })
	return d.timed
}

// arm begins the time, if nothing else has.
func (d *deadline) arm() { d.timer() }

// Deadline implements [context.Context].
func (d *deadline) Deadline() (time.Time, bool) { return d.timer().Deadline() }

// Done implements [context.Context].
func (d *deadline) Done() <-chan struct{} { return d.timer().Done() }

// Err implements [context.Context].
func (d *deadline) Err() error {
	if !d.asked.Load() {
		return nil
	}
	return d.timer().Err()
}

// Value implements [context.Context].
func (d *deadline) Value(key any) any { return d.values.Value(key) }

// release ends the timer, if there is one.
func (d *deadline) release() {
	if d.asked.Load() {
		d.timer()
		d.cancel()
	}
}
