package intent

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Load brings this node up to date with the store: the live model, the shadow, and
// all corrections. A model that is damaged, or of a newer version of this package,
// is an error, and what answered before goes on.
func (r *Registry) Load(ctx context.Context) error {
	if err := r.take(ctx); err != nil {
		return err
	}
	defer r.leave()
	live, err := r.store.Live(ctx)
	if err != nil {
		return err
	}
	old := r.now.Load()
	if old == nil {
		old = &serving{}
	}
	next := *old
	next.live = live
	if err := r.choose(ctx, old, &next); err != nil {
		return err
	}
	if err := r.follow(ctx, &next); err != nil {
		return err
	}
	r.now.Store(&next)
	if live.Version != old.live.Version {
		r.swapped(ctx, live)
	}
	return nil
}

// take waits for the turn to replace what answers, as long as ctx allows.
func (r *Registry) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *Registry) leave() { <-r.turn }

// choose reads the models that next.live names, as far as old does not have them.
func (r *Registry) choose(ctx context.Context, old, next *serving) error {
	live := next.live
	if live.Version != old.live.Version {
		a, err := r.read(ctx, live.Version, old)
		if err != nil {
			return err
		}
		next.answering, next.waiting, next.counted = a, 0, a.stored.Folded
	}
	switch {
	case live.Shadow == "" || live.Version == "":
		next.shadow = nil
	case old.shadow == nil || old.live.Shadow != live.Shadow || old.live.Version != live.Version:
		next.shadow = nil
		a, err := r.read(ctx, live.Shadow, old)
		if err == nil {
			next.shadow = &shadow{answering: a, compared: newCompared(live, r.opts.Now())}
		} else if !cannotBeRead(err) {
			return err
		}
	}
	return nil
}

// cannotBeRead reports whether it is of no use to read a model again.
func cannotBeRead(err error) bool {
	return errors.Is(err, ErrDamaged) || errors.Is(err, ErrNewer) || errors.Is(err, ErrOlder)
}

// read returns a model of the store, or nothing for no version. One that the node
// has as its shadow need not be read.
func (r *Registry) read(ctx context.Context, version string, old *serving) (answering, error) {
	switch {
	case version == "":
		return answering{}, nil
	case old.shadow != nil && old.shadow.stored.Version == version:
		return old.shadow.answering, nil
	case r.broken[version] != nil:
		return answering{}, r.broken[version]
	}
	stored, err := r.store.Model(ctx, version)
	if err != nil {
		return answering{}, fmt.Errorf("intent: model %s: %w", version, err)
	}
	m, err := UnmarshalModel(stored.Data)
	if err != nil {
		err = fmt.Errorf("intent: model %s: %w", version, err)
		r.broken[version] = err
		r.opts.Logger.ErrorContext(ctx, "intent: model cannot be read", "version", version, "error", err)
		return answering{}, err
	}
	stored.Data = nil
	return answering{stored: stored, base: m, model: m, cursor: stored.Folded}, nil
}

// check returns an error if a model of the store cannot be read.
func (r *Registry) check(ctx context.Context, version string) error {
	if err := r.take(ctx); err != nil {
		return err
	}
	defer r.leave()
	_, err := r.read(ctx, version, &serving{})
	return err
}

// follow teaches the models what was corrected since.
func (r *Registry) follow(ctx context.Context, next *serving) error {
	if next.model == nil {
		return nil
	}
	known := next.cursor
	from := min(next.cursor, next.counted)
	all := []*answering{&next.answering}
	if next.shadow != nil {
		copied := *next.shadow
		next.shadow = &copied
		from = min(from, copied.cursor)
		all = append(all, &next.shadow.answering)
	}
	changes, err := r.corrections(ctx, from)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if c.Cursor > next.counted {
			next.counted = c.Cursor
			if next.waiting++; next.waiting == 1 || c.At.Before(next.since) {
				next.since = c.At
			}
		}
		if next.shadow != nil && c.Cursor > known && !c.Undone {
			next.shadow.compared.tell(c)
		}
	}
	for _, a := range all {
		if err := r.teachAll(ctx, a, changes); err != nil {
			return err
		}
	}
	return nil
}

func (r *Registry) corrections(ctx context.Context, after int64) (all []Correction, err error) {
	for c, err := range r.store.Corrections(ctx, after) {
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// teachAll brings corrections to a model that does not have them yet. Where one
// that it has changes, it starts again from the stored model: so what a node
// answers depends on what the store holds, and not on when the node has read it.
func (r *Registry) teachAll(ctx context.Context, a *answering, changes []Correction) error {
	changes = slices.DeleteFunc(slices.Clone(changes), func(c Correction) bool { return c.Cursor <= a.cursor })
	if a.model != a.base && slices.ContainsFunc(changes, func(c Correction) bool { return a.depends(&c) }) {
		a.model, a.cursor = a.base, a.stored.Folded
		var err error
		if changes, err = r.corrections(ctx, a.cursor); err != nil {
			return err
		}
	}
	if len(changes) == 0 {
		return nil
	}
	known := a.model.ids()
	for len(changes) > 0 {
		n := 0
		for n < len(changes) && !changes[n].Undone && changes[n].ID != "" && !known[changes[n].exampleID()] {
			known[changes[n].exampleID()] = true
			n++
		}
		if n > 0 {
			r.teachFresh(ctx, a, changes[:n])
		} else {
			n = 1
			r.teach(ctx, a, changes[0])
		}
		changes = changes[n:]
	}
	return nil
}

// depends reports whether a model that has a correction in another form must
// start again to follow it. What was only learned, and is undone, can be taken
// out, unless a lesson of the training may have been unlearned on account of it.
func (a *answering) depends(c *Correction) bool {
	o := a.model.overlay
	if o.unlearned(c.exampleID()) >= 0 {
		return true
	}
	return o.learned(c.exampleID()) >= 0 && (!c.Undone || o.find(func(l *lesson) bool { return l.unlearn }) >= 0)
}

// teachFresh brings corrections to a model that knows none of their IDs.
func (r *Registry) teachFresh(ctx context.Context, a *answering, changes []Correction) {
	examples := make([]Example, len(changes))
	for i := range changes {
		examples[i] = changes[i].example()
	}
	a.model = a.model.withFresh(examples, func(i int, err error) {
		r.opts.Logger.WarnContext(ctx, "intent: correction left out", "id", changes[i].ID, "error", err)
	})
	a.cursor = changes[len(changes)-1].Cursor
}

// teach brings a correction to a model. One that cannot be learned, because a host
// has put it past the registry, is left out.
func (r *Registry) teach(ctx context.Context, a *answering, c Correction) {
	a.cursor = c.Cursor
	var (
		m   *Model
		err error
	)
	if c.Undone {
		m, err = a.model.Without(c.exampleID())
	} else {
		m, err = a.model.With(c.example())
	}
	switch {
	case err == nil:
		a.model = m
	case !errors.Is(err, ErrNotFound):
		r.opts.Logger.WarnContext(ctx, "intent: correction left out", "id", c.ID, "error", err)
	}
}

// example returns what a correction teaches.
func (c *Correction) example() Example {
	return Example{ID: c.exampleID(), Text: c.Text, Label: c.Label, At: c.At}
}

// exampleID names what a correction teaches. Corrections have names of their own: a host numbers
// them and its examples by different tables, and number 5 of one is not number 5 of the other.
func (c *Correction) exampleID() string { return "correction/" + c.ID }

// swapped calls the hook.
func (r *Registry) swapped(ctx context.Context, live Live) {
	if r.opts.OnSwap == nil {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			r.opts.Logger.ErrorContext(ctx, "intent: OnSwap panicked", "type", fmt.Sprintf("%T", p))
		}
	}()
	r.opts.OnSwap(ctx, live)
}
