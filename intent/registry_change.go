package intent

import (
	"context"
	"errors"
	"fmt"
)

// Publish keeps a model in the store and makes it live. Corrections that were made
// so far are learned on top of it, those that are among its examples already
// excepted. The note is for people. The error is a [GateError] if the gate refuses
// the model.
func (r *Registry) Publish(ctx context.Context, m *Model, note string) (StoredModel, error) {
	if m == nil {
		return StoredModel{}, &FieldError{"model", "is missing"}
	}
	if err := r.Load(ctx); err != nil { // what is live may be what has to be replaced
		r.opts.Logger.WarnContext(ctx, "intent: publishing without having read what is live", "error", err)
	}
	stored, err := r.put(ctx, m, note, 0)
	if err != nil {
		return StoredModel{}, err
	}
	if err := r.pass(ctx, m, r.Model()); err != nil {
		return stored, err
	}
	return stored, r.use(ctx, stored.Version)
}

// put keeps a model that has the corrections up to a cursor, and returns it
// without its data.
func (r *Registry) put(ctx context.Context, m *Model, note string, folded int64) (StoredModel, error) {
	data, err := m.MarshalBinary()
	if err != nil {
		return StoredModel{}, err
	}
	examples := 0
	for range m.Examples() {
		examples++
	}
	stored := StoredModel{
		Version: m.Version(), Created: kept(r.opts.Now()), Note: note,
		Examples: examples, Labels: len(m.Labels()), Folded: folded, Data: data,
	}
	err = r.store.PutModel(ctx, stored)
	stored.Data = nil
	return stored, err
}

// pass asks the gate.
func (r *Registry) pass(ctx context.Context, candidate, live *Model) (err error) {
	if r.opts.Gate == nil {
		return nil
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic of type %T", p)
		}
		if err != nil {
			err = &GateError{Version: candidate.Version(), Err: err}
		}
	}()
	return r.opts.Gate(ctx, candidate, live)
}

// Use makes a model of the store live, without asking the gate. The error is
// [ErrNotFound] if the store does not have it, and [ErrDamaged] or [ErrNewer] for
// one that cannot be read, which changes nothing.
func (r *Registry) Use(ctx context.Context, version string) error {
	if version == "" {
		return ErrNotFound
	}
	if err := r.check(ctx, version); err != nil {
		return err
	}
	return r.use(ctx, version)
}

func (r *Registry) use(ctx context.Context, version string) error {
	for {
		err := r.change(ctx, func(live Live) (Live, error) { return live.using(version), nil })
		if !errors.Is(err, ErrConflict) {
			return err
		}
	}
}

// using returns what is live after a model was made live.
func (l Live) using(version string) Live {
	if version == l.Version {
		return l
	}
	l.Before, l.Version = l.Version, version
	if l.Shadow == version {
		l.Shadow = ""
	}
	return l
}

// Rollback makes the model live that was live before. Another Rollback takes it
// back. The corrections stay. The error is [ErrNotFound] if there was no model
// before, and [ErrConflict] if somebody else changed what is live at the same time.
func (r *Registry) Rollback(ctx context.Context) error {
	return r.change(ctx, func(live Live) (Live, error) {
		if live.Before == "" {
			return live, ErrNotFound
		}
		return live.using(live.Before), nil
	})
}

// change replaces what is live, once, and brings this node up to date. A change
// that changes nothing is not written.
func (r *Registry) change(ctx context.Context, to func(Live) (Live, error)) error {
	live, err := r.store.Live(ctx)
	if err != nil {
		return err
	}
	next, err := to(live)
	if err != nil {
		return err
	}
	if next != live {
		if _, err := r.store.SetLive(ctx, next); err != nil {
			return err
		}
	}
	return r.Load(ctx)
}

// Correct keeps a correction in the store and learns it: on this node it counts
// when Correct returns, on others when they follow. The ID is the host's, and makes
// calling again harmless; At is now if it is zero. A correction that was undone
// holds again. It returns the correction as it is stored.
//
// The error is an [ErrInvalid] for a correction that cannot be learned, and
// [ErrConflict] for an ID that is taken by another one. With any error after the
// correction was stored, which is then returned, the nodes learn it later.
func (r *Registry) Correct(ctx context.Context, c Correction) (Correction, error) {
	c.Undone = false
	if c.At.IsZero() {
		c.At = r.opts.Now()
	}
	if err := c.Validate(); err != nil {
		return Correction{}, err
	}
	if err := r.Load(ctx); err != nil {
		return Correction{}, err
	}
	if m := r.Model(); m != nil {
		if _, err := m.With(c.example()); err != nil {
			return Correction{}, err
		}
	} else if _, err := learnable(c.example()); err != nil {
		return Correction{}, err
	}
	stored, err := r.store.PutCorrection(ctx, c)
	if err != nil {
		return Correction{}, err
	}
	return stored, r.Load(ctx)
}

// Undo takes a correction back: it is unlearned on this node when Undo returns, on
// others when they follow, whether it was folded in by a training or not. Undoing
// it twice is fine. The error is [ErrNotFound] if there is no such correction.
func (r *Registry) Undo(ctx context.Context, id string) error {
	for c, err := range r.store.Corrections(ctx, 0) {
		if err != nil {
			return err
		}
		if c.ID != id {
			continue
		}
		c.Undone = true
		if _, err := r.store.PutCorrection(ctx, c); err != nil {
			return err
		}
		return r.Load(ctx)
	}
	return ErrNotFound
}

// Retrain trains the live model anew on its examples and all corrections, and
// makes the result live. It takes seconds, in which the live model answers and
// learns; corrections that are made meanwhile are learned on top of the result. The
// error is [ErrNotFound] if no model is live, [ErrConflict] if another one went live
// meanwhile, a [GateError] if the gate refuses the result, or that of the training.
func (r *Registry) Retrain(ctx context.Context) (StoredModel, error) {
	if err := r.Load(ctx); err != nil {
		return StoredModel{}, err
	}
	s := r.now.Load()
	if s.model == nil {
		return StoredModel{}, ErrNotFound
	}
	m, err := s.model.Retrain(ctx, r.opts.Train)
	if err != nil {
		return StoredModel{}, err
	}
	stored, err := r.put(ctx, m, "retrained from "+s.name(), s.cursor)
	if err != nil {
		return StoredModel{}, err
	}
	if err := r.pass(ctx, m, s.model); err != nil {
		return stored, err
	}
	for overtaken := false; ; {
		err := r.change(ctx, func(live Live) (Live, error) {
			if overtaken = live.Version != s.live.Version; overtaken {
				return live, ErrConflict
			}
			return live.using(stored.Version), nil
		})
		if overtaken || !errors.Is(err, ErrConflict) {
			return stored, err
		}
	}
}
