package kb

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// Refine learns from the entries; see [Index.Refine]. With an [Embedder] it also has
// the wordings that are new turned into vectors, each once and in batches, and measures
// what their similarities tell in this library. Run does the first now and then, and the
// second after every change, so that only programs without Run need to. Until then a
// match knows new wordings by their words only.
func (l *Library) Refine(ctx context.Context) error {
	if err := l.load(ctx); err != nil {
		return err
	}
	return errors.Join(l.index.Refine(ctx), l.embedWordings(ctx))
}

// refineShare is the part of the entries, as one of so many, that must have
// changed for Run to refine anew.
const refineShare = 10

// refiner refines a library in the background of Run, one at a time.
type refiner struct {
	busy    atomic.Bool
	running sync.WaitGroup
	changes int64 // at the last tick

	embedding atomic.Bool
}

// embed brings the vectors of a library up to date.
func (r *refiner) embed(ctx context.Context, l *Library) {
	if l.opts.Embedder == nil || !l.loaded.Load() || !r.embedding.CompareAndSwap(false, true) {
		return
	}
	r.running.Go(func() {
		defer r.embedding.Store(false)
		if err := l.embedWordings(ctx); err != nil && ctx.Err() == nil {
			l.opts.Logger.WarnContext(ctx, "kb: cannot embed the wordings", "error", err)
		}
	})
}

// tick refines if enough has changed, and nothing since the last tick.
func (r *refiner) tick(ctx context.Context, l *Library) {
	changes := l.index.changes.Load()
	idle := changes == r.changes
	r.changes = changes
	r.embed(ctx, l)
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
