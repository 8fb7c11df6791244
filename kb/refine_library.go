package kb

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Refine learns from the entries; see [Index.Refine]. With an [Embedder] it also has
// the wordings that are new turned into vectors, each once and in batches, and measures
// what their similarities tell in this library when a tenth of them came or went. Run
// does the first now and then, and the second after every change, so that only programs
// without Run need to. Until then a match knows new wordings by their words only.
//
// What an Embedder fails to give is no reason to lose the rest: what was had is kept,
// and a wording that it cannot take is left out and logged. Run tries again what has
// failed, after a second and then ever later, up to 30 s; Refine tries at once, also what
// was left out.
func (l *Library) Refine(ctx context.Context) error {
	if err := l.load(ctx); err != nil {
		return err
	}
	return errors.Join(l.index.Refine(ctx), l.embedWordings(ctx, true))
}

const (
	// refineShare is the part of the entries, as one of so many, that must have
	// changed for Run to refine anew.
	refineShare = 10
	// refineWait is how long Run waits for changes to come to a rest.
	refineWait = time.Minute
)

// refiner refines a library in the background of Run, one at a time.
type refiner struct {
	busy    atomic.Bool
	running sync.WaitGroup
	changes int64     // at the last tick
	due     time.Time // since when enough has changed; zero if it has not

	embedding atomic.Bool
}

// embed brings the vectors of a library up to date.
func (r *refiner) embed(ctx context.Context, l *Library) {
	if l.opts.Embedder == nil || l.meaning.upToDate() || !r.embedding.CompareAndSwap(false, true) {
		return
	}
	r.running.Go(func() {
		defer r.embedding.Store(false)
		if err := l.embedWordings(ctx, false); err != nil && ctx.Err() == nil {
			l.opts.Logger.WarnContext(ctx, "kb: cannot embed the wordings", "error", err)
		}
	})
}

// tick refines if enough has changed, and either nothing since the last tick or for too
// long to wait for that.
func (r *refiner) tick(ctx context.Context, l *Library) {
	changes, now := l.index.changes.Load(), l.opts.Now()
	idle := changes == r.changes
	r.changes = changes
	r.embed(ctx, l)
	switch {
	case changes == 0 || changes*refineShare < int64(l.index.Len()):
		r.due = time.Time{}
		return
	case r.due.IsZero():
		r.due = now
	}
	if l.opts.Unrefined || !idle && now.Sub(r.due) < refineWait || !r.busy.CompareAndSwap(false, true) {
		return
	}
	r.due = time.Time{}
	r.running.Go(func() {
		defer r.busy.Store(false)
		if err := l.index.Refine(ctx); err != nil && ctx.Err() == nil {
			l.opts.Logger.WarnContext(ctx, "kb: cannot refine", "error", err)
		}
	})
}

func (r *refiner) wait() { r.running.Wait() }
