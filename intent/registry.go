package intent

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// RegistryOptions are the settings of a [Registry].
type RegistryOptions struct {
	// Poll is how often Run looks for what other nodes have published or
	// corrected. Default: 1 second.
	Poll time.Duration
	// Train is how Retrain trains. Default: as [Model.Retrain] with nil options.
	Train *TrainOptions
	// RetrainAfter makes Run retrain when that many corrections have come since the
	// live model was trained, RetrainAge when the oldest of them is that old. Where
	// several nodes are told to, each trains, and the first is the one that counts:
	// tell one. Default: never.
	RetrainAfter int
	RetrainAge   time.Duration
	// Gate decides whether a model may answer, before Publish and Retrain make it
	// live: by [Evaluate] on examples that are kept for that, for instance. Live is
	// the model that answers now, nil if there is none. An error, or a panic, refuses
	// the model; see [GateError]. Default: all may.
	Gate func(ctx context.Context, candidate, live *Model) error
	// OnSwap is called when another model answers on this node, in the goroutine
	// that noticed. It must not call the registry. A panic is logged. Default: nothing.
	OnSwap func(ctx context.Context, live Live)
	// Now tells the time. Default: time.Now.
	Now func() time.Time
	// Logger hears about what cannot be returned as an error. Default: nobody.
	Logger *slog.Logger
}

// Registry is the model that answers, while it is replaced, corrected and rolled
// back: a [Classifier] over a [Store] that any number of nodes share. Each node has
// a registry of its own and follows the others by Load or Run. It is safe for
// concurrent use, and starts goroutines only in Run.
//
// A change that a method has made holds on this node when it returns. A
// classification that is under way keeps its model.
type Registry struct {
	store Store
	opts  RegistryOptions

	turn   chan struct{} // full while somebody replaces now
	now    atomic.Pointer[serving]
	broken map[string]error // why models of the store cannot be read, by version; guarded by mu
}

var _ Classifier = (*Registry)(nil)

// serving is what a node answers with. It does not change, except for the
// counts of the shadow.
type serving struct {
	live Live
	answering
	waiting int       // how many corrections its training did not know
	counted int64     // the cursor up to which they are counted
	since   time.Time // when the first of them was made
	shadow  *shadow   // nil if there is none that can be read
}

// answering is a stored model with the corrections up to a cursor.
type answering struct {
	stored StoredModel // without data
	base   *Model      // as it is stored; nil if there is none
	model  *Model      // with the corrections
	cursor int64
}

// name is the version in results.
func (a *answering) name() string {
	if a.cursor == a.stored.Folded {
		return a.stored.Version
	}
	return a.stored.Version + "+" + strconv.FormatInt(a.cursor, 10)
}

// NewRegistry returns a registry over a store. It does no I/O: the first Load, Run
// or Classify reads the live model. Nil options are the defaults.
func NewRegistry(store Store, opts *RegistryOptions) (*Registry, error) {
	r := &Registry{store: store, broken: make(map[string]error), turn: make(chan struct{}, 1)}
	if opts != nil {
		r.opts = *opts
	}
	var faults []error
	if store == nil {
		faults = append(faults, &FieldError{"store", "is missing"})
	}
	for _, o := range []struct {
		field    string
		negative bool
	}{{"Poll", r.opts.Poll < 0}, {"RetrainAfter", r.opts.RetrainAfter < 0}, {"RetrainAge", r.opts.RetrainAge < 0}} {
		if o.negative {
			faults = append(faults, &FieldError{o.field, "is negative"})
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	if r.opts.Poll == 0 {
		r.opts.Poll = time.Second
	}
	if r.opts.Now == nil {
		r.opts.Now = time.Now
	}
	if r.opts.Logger == nil {
		r.opts.Logger = slog.New(slog.DiscardHandler)
	}
	return r, nil
}

// Classify implements [Classifier] with the live model. [Result.Model] is its
// version in the store, with "+" and a cursor behind it if the node has learned
// corrections since, the last one at that cursor. The error is [ErrNotFound] if
// there is no live model, and the store's, the first time.
func (r *Registry) Classify(ctx context.Context, in Input) (Result, error) {
	s := r.now.Load()
	if s == nil {
		if err := r.Load(ctx); err != nil {
			return Result{}, err
		}
		s = r.now.Load()
	}
	if s.model == nil {
		return Result{}, ErrNotFound
	}
	if s.shadow != nil {
		return r.classifyBoth(ctx, s, in)
	}
	result, err := s.model.Classify(ctx, in)
	result.Model = s.name()
	return result, err
}

// Live returns which models answer on this node, and the zero value before the
// first Load.
func (r *Registry) Live() Live {
	if s := r.now.Load(); s != nil {
		return s.live
	}
	return Live{}
}

// Model returns the model that answers on this node, with the corrections that it
// has learned, or nil.
func (r *Registry) Model() *Model {
	if s := r.now.Load(); s != nil {
		return s.model
	}
	return nil
}

// History yields all models of the store without their data, newest first, those
// among them that were refused or never live.
func (r *Registry) History(ctx context.Context) iter.Seq2[StoredModel, error] {
	return r.store.Models(ctx)
}

// Run follows the store until ctx is done, and then returns nil: what other nodes
// have published and corrected counts here after [RegistryOptions.Poll]. It
// retrains if the options say so. What goes wrong is logged and tried again. A poll
// that finds nothing new costs two small reads.
func (r *Registry) Run(ctx context.Context) error {
	tick := time.NewTicker(r.opts.Poll)
	defer tick.Stop()
	var (
		training sync.WaitGroup
		busy     atomic.Bool
		last     attempt
	)
	defer training.Wait()
	for {
		if err := r.Load(ctx); err != nil && ctx.Err() == nil {
			r.opts.Logger.WarnContext(ctx, "intent: cannot follow the store", "error", err)
		}
		if s := r.now.Load(); !busy.Load() && r.due(s, last) {
			last = attempt{s.cursor, r.opts.Now()}
			busy.Store(true)
			training.Go(func() {
				defer busy.Store(false)
				if _, err := r.Retrain(ctx); err != nil && ctx.Err() == nil {
					r.opts.Logger.WarnContext(ctx, "intent: cannot retrain", "error", err)
				}
			})
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// attempt is a training that Run has begun.
type attempt struct {
	cursor int64 // up to which it has the corrections
	at     time.Time
}

// due reports whether Run has to retrain. After an attempt that has not helped, as
// many corrections must come, or as much time must pass, as before it.
func (r *Registry) due(s *serving, last attempt) bool {
	if s == nil || s.waiting == 0 || s.cursor <= last.cursor {
		return false
	}
	if n := r.opts.RetrainAfter; n > 0 && s.waiting >= n && s.cursor-last.cursor >= int64(n) {
		return true
	}
	since := s.since
	if last.at.After(since) {
		since = last.at
	}
	return r.opts.RetrainAge > 0 && r.opts.Now().Sub(since) >= r.opts.RetrainAge
}
