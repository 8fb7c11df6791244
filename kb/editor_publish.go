package kb

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Publish makes reviewed drafts visible as one revision, all or none, and returns
// them. The actor needs [MayPublish] for each, and [MayDelete] to take an entry
// out. Drafts that are published already stay as they are. If an entry was changed
// after its draft was written, nothing is published and the error is a
// [*StaleError].
//
// A draft is Publishing while the store writes. If the process ends there, or the
// store's answer is lost, publish it again or call [Editor.Recover]: what was
// written is found in the history of the entry and is not written twice.
func (ed *Editor) Publish(ctx context.Context, actor string, ids ...string) ([]Draft, error) {
	if actor == "" {
		return nil, &FieldError{Field: "actor", Reason: "is empty"}
	}
	drafts := make([]Draft, len(ids))
	for i, id := range ids {
		d, err := ed.Draft(ctx, id)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(drafts[:i], func(o Draft) bool { return o.Entry.ID == d.Entry.ID }) {
			return nil, &FieldError{Field: "drafts", Reason: "are about the same entry"}
		}
		wants := []DraftState{Reviewed, Publishing, Published, Retired}
		if !slices.Contains(wants, d.State) {
			return nil, &DraftStateError{Draft: id, State: d.State, Wants: wants[:1]}
		}
		live, err := ed.live(ctx, d.Entry.ID)
		if err != nil {
			return nil, err
		}
		if err := ed.library.may(ctx, actor, MayPublish, live, &d.Entry); err != nil {
			return nil, err
		}
		if d.Delete {
			if err := ed.library.may(ctx, actor, MayDelete, live, &d.Entry); err != nil {
				return nil, err
			}
		}
		drafts[i] = d
	}
	p := publishing{ed: ed, actor: actor, drafts: drafts}
	return drafts, p.run(ctx)
}

// Recover deals with what was being published when a process ended: what was
// published together is finished together, and what had not come so far is
// Reviewed again. It returns how many drafts are published by it. Drafts that
// another node is publishing at the moment are finished by whoever is faster.
func (ed *Editor) Recover(ctx context.Context) (int, error) {
	var faults []error
	n := 0
	for d, err := range ed.Drafts(ctx, Publishing) {
		if err != nil {
			return n, errors.Join(append(faults, err)...)
		}
		_, begun := d.begun()
		p := publishing{ed: ed, actor: begun.Actor}
		complete := true
		for _, id := range begun.Batch {
			d, err := ed.Draft(ctx, id)
			if err != nil {
				return n, errors.Join(append(faults, err)...)
			}
			complete = complete && (d.State == Publishing || d.State == Published || d.State == Retired)
			if d.State == Publishing {
				p.drafts = append(p.drafts, d)
			}
		}
		if !complete { // so nothing was written
			faults = append(faults, p.release(ctx))
			continue
		}
		if err := p.run(ctx); err != nil {
			faults = append(faults, err)
			continue
		}
		n += len(p.drafts)
	}
	return n, errors.Join(faults...)
}

// begun returns when and by whom the last publishing began.
func (d *Draft) begun() (ok bool, event DraftEvent) {
	for _, e := range slices.Backward(d.Events) {
		if e.Action == PublishBegun {
			return true, e
		}
	}
	return false, DraftEvent{}
}

// publishing is one call of Publish.
type publishing struct {
	ed     *Editor
	actor  string
	drafts []Draft
}

func (p *publishing) run(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		todo, err := p.sort(ctx)
		if err != nil || len(todo) == 0 {
			return errors.Join(err, p.release(ctx))
		}
		if err := p.mark(ctx, todo); err != nil {
			return errors.Join(err, p.release(ctx))
		}
		revision, err := p.write(ctx, todo)
		switch {
		case err == nil:
			for _, i := range todo {
				err = errors.Join(err, p.finish(ctx, i, revision))
			}
			return err
		case errors.Is(err, ErrConflict) && attempt < putAttempts:
			// Somebody was faster, perhaps with these very drafts.
		case errors.Is(err, ErrConflict), errors.Is(err, ErrInvalid): // nothing was written
			return errors.Join(err, p.release(ctx))
		default:
			return fmt.Errorf("kb: publishing was interrupted: %w", err)
		}
	}
}

// sort finishes the drafts that the store has already and returns those that are
// to be written. If some cannot be, the error is a [*StaleError].
func (p *publishing) sort(ctx context.Context) (todo []int, err error) {
	var stale []StaleDraft
	for i := range p.drafts {
		d := &p.drafts[i]
		if d.State.final() {
			continue
		}
		live, err := p.ed.live(ctx, d.Entry.ID)
		if err != nil {
			return nil, err
		}
		version := int64(0)
		if live != nil {
			version = live.Version
		}
		if version == d.Entry.Version {
			todo = append(todo, i)
			continue
		}
		revision, err := p.ed.written(ctx, d)
		if err != nil {
			return nil, err
		}
		if revision > 0 {
			if err := p.finish(ctx, i, revision); err != nil {
				return nil, err
			}
			continue
		}
		stale = append(stale, StaleDraft{Draft: d.ID, Entry: d.Entry.ID, Base: d.Entry.Version, Live: version})
	}
	if len(stale) > 0 {
		return nil, &StaleError{Stale: stale}
	}
	return todo, nil
}

// written returns the revision at which the store took the draft, or 0. It is
// looked for by its content and by the time at which publishing it began.
func (ed *Editor) written(ctx context.Context, d *Draft) (int64, error) {
	begun, event := d.begun()
	if !begun {
		return 0, nil
	}
	for c, err := range ed.library.store.History(ctx, d.Entry.ID) {
		if err != nil {
			return 0, err
		}
		if c.Revision <= d.Entry.Version {
			break
		}
		if c.Entry.Updated.Equal(event.At) && c.Deleted == d.Delete && c.Entry.Editor == d.Author && c.Entry.Reason == d.Reason &&
			(c.Deleted || c.Entry.sameContent(&d.Entry)) {
			return c.Revision, nil
		}
	}
	return 0, nil
}

// mark notes that the drafts are being published.
func (p *publishing) mark(ctx context.Context, todo []int) error {
	batch := make([]string, len(todo))
	for n, i := range todo {
		batch[n] = p.drafts[i].ID
	}
	for _, i := range todo {
		d := &p.drafts[i]
		if d.State == Publishing {
			continue
		}
		marked := *d
		marked.State = Publishing
		marked.Events = slices.Clone(d.Events)
		marked.note(p.ed.now(), p.actor, PublishBegun, "")
		marked.Events[len(marked.Events)-1].Batch = batch
		if err := p.ed.save(ctx, &marked); err != nil {
			return err
		}
		*d = marked
	}
	return nil
}

// write puts and deletes what the drafts say.
func (p *publishing) write(ctx context.Context, todo []int) (int64, error) {
	var put []Entry
	var gone []Ref
	for _, i := range todo {
		d := &p.drafts[i]
		_, begun := d.begun()
		if d.Delete {
			gone = append(gone, Ref{ID: d.Entry.ID, Version: d.Entry.Version, Editor: d.Author, Reason: d.Reason, Updated: begun.At})
			continue
		}
		e := d.Entry
		e.Editor, e.Reason, e.Updated = d.Author, d.Reason, begun.At
		put = append(put, e)
	}
	return p.ed.library.write(ctx, put, gone)
}

// write writes exactly these versions, once, and makes them visible.
func (l *Library) write(ctx context.Context, put []Entry, gone []Ref) (int64, error) {
	return l.retry(ctx, func() (int64, error) { return l.store.Write(ctx, put, gone) }, func(string) bool { return false })
}

// finish notes that the store has the draft. Whatever became of the draft in
// between, that is the truth now.
func (p *publishing) finish(ctx context.Context, i int, revision int64) error {
	ctx = context.WithoutCancel(ctx)
	for attempt := 1; ; attempt++ {
		d := p.drafts[i]
		d.State, d.Revision = Published, revision
		if d.Delete {
			d.State = Retired
		}
		d.Events = slices.Clone(d.Events)
		d.note(p.ed.now(), p.actor, DraftPublished, "")
		err := p.ed.save(ctx, &d)
		if err == nil {
			p.drafts[i] = d
			return nil
		}
		if !errors.Is(err, ErrConflict) || attempt == putAttempts {
			return fmt.Errorf("kb: published, but the draft does not know: %w", err)
		}
		if p.drafts[i], err = p.ed.Draft(ctx, d.ID); err != nil {
			return err
		}
		if p.drafts[i].State == Published || p.drafts[i].State == Retired {
			return nil
		}
	}
}

// release makes drafts that were not published Reviewed again. If somebody else
// writes one in this moment all the same, he finishes it.
func (p *publishing) release(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	for i := range p.drafts {
		if p.drafts[i].State != Publishing {
			continue
		}
		d := p.drafts[i]
		d.State = Reviewed
		d.Events = slices.Clone(d.Events)
		d.note(p.ed.now(), p.actor, PublishFailed, "")
		if err := p.ed.save(ctx, &d); err == nil {
			p.drafts[i] = d
		} else if !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return nil
}

// Put writes entries at once, without draft and review, all or none, and returns
// them as stored. An entry with Version 0 replaces what there is; one with another
// Version exactly that version, else the error is [ErrConflict]. The actor becomes
// the entries' editor; he needs [MayPublish] for each as it is and as it would be.
func (ed *Editor) Put(ctx context.Context, actor, reason string, entries ...Entry) ([]Entry, error) {
	put := make([]Entry, len(entries))
	for i := range entries {
		put[i] = entries[i].kept()
		e := &put[i]
		if err := e.Validate(); err != nil {
			return nil, err
		}
		live, err := ed.live(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		if err := ed.library.may(ctx, actor, MayPublish, live, e); err != nil {
			return nil, err
		}
		if e.ID == "" {
			e.ID = ed.library.opts.NewID()
		}
		if live != nil && e.Version == 0 { // the rights were for this version
			e.Version = live.Version
		}
		e.Editor, e.Reason, e.Updated = actor, reason, ed.now()
	}
	revision, err := ed.library.write(ctx, put, nil)
	if err != nil {
		return nil, err
	}
	for i := range put {
		put[i].Version = revision
	}
	return put, nil
}

// Delete takes entries out at once, without draft and review. The actor needs
// [MayDelete] for each. If one does not exist, nothing is removed and the error is
// [ErrNotFound].
func (ed *Editor) Delete(ctx context.Context, actor, reason string, ids ...string) error {
	gone := make([]Ref, len(ids))
	for i, id := range ids {
		live, err := ed.live(ctx, id)
		if err != nil {
			return err
		}
		if live == nil {
			return ErrNotFound
		}
		if err := ed.library.may(ctx, actor, MayDelete, live, nil); err != nil {
			return err
		}
		gone[i] = Ref{ID: id, Version: live.Version, Editor: actor, Reason: reason, Updated: ed.now()}
	}
	_, err := ed.library.write(ctx, nil, gone)
	return err
}

// Rollback publishes an old version of an entry anew, on top of whatever there is,
// and returns it as stored; an entry that was deleted comes back. The actor needs
// [MayPublish] for the entry as it is and as it was. If that text is what there is
// already, nothing is written. [ErrNotFound]: the entry has no such version.
func (ed *Editor) Rollback(ctx context.Context, actor, id string, version int64, reason string) (Entry, error) {
	if actor == "" {
		return Entry{}, &FieldError{Field: "actor", Reason: "is empty"}
	}
	for c, err := range ed.library.History(ctx, id) {
		switch {
		case err != nil:
			return Entry{}, err
		case c.Revision > version:
			continue
		case c.Revision < version || c.Deleted:
			return Entry{}, ErrNotFound
		}
		live, err := ed.live(ctx, id)
		if err != nil {
			return Entry{}, err
		}
		if err := ed.library.may(ctx, actor, MayPublish, live, &c.Entry); err != nil {
			return Entry{}, err
		}
		e := c.Entry
		e.Version, e.Editor, e.Reason, e.Updated = 0, actor, reason, ed.now()
		if live != nil {
			if live.sameContent(&e) {
				return *live, nil
			}
			e.Version = live.Version
		}
		e.Version, err = ed.library.write(ctx, []Entry{e}, nil)
		return e, err
	}
	return Entry{}, ErrNotFound
}
