package kb

import (
	"context"
	"sync"
	"sync/atomic"
)

// Refine learns from the entries; see [Index.Refine]. Run calls it, so that only
// programs without Run need to.
func (l *Library) Refine(ctx context.Context) error {
	if err := l.load(ctx); err != nil {
		return err
	}
	return l.index.Refine(ctx)
}

// refineShare is the part of the entries, as one of so many, that must have
// changed for Run to refine anew.
const refineShare = 10

// refiner refines a library in the background of Run, one at a time.
type refiner struct {
	busy    atomic.Bool
	running sync.WaitGroup
	changes int64 // at the last tick
}

// tick refines if enough has changed, and nothing since the last tick.
func (r *refiner) tick(ctx context.Context, l *Library) {
	changes := l.index.changes.Load()
	idle := changes == r.changes
	r.changes = changes
	if l.opts.Unrefined || !idle || changes == 0 || changes*refineShare < int64(l.index.Len()) || !r.busy.CompareAndSwap(false, true) {
		return
	}
	r.running.Go(func() {
		defer r.busy.Store(false)
		if err := l.Refine(ctx); err != nil && ctx.Err() == nil {
			l.opts.Logger.WarnContext(ctx, "kb: cannot refine", "error", err)
		}
	})
}

func (r *refiner) wait() { r.running.Wait() }
