package kb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"
)

// Editor is the way of changes to a [Library] through check and review. A change
// is a [Draft] until it is published, all or none of several at once. Every
// action asks the library's [Authorizer] first, and is kept in the draft. Drafts
// are records of the library's [RecordStore], so that several nodes may edit.
//
// An Editor is safe for concurrent use. Who loses a race gets [ErrConflict], and
// nothing is changed.
type Editor struct {
	library *Library
	opts    EditorOptions
}

// EditorOptions are the choices of an [Editor].
type EditorOptions struct {
	// OwnReview lets an author approve what he wrote himself. Default: false, a
	// second person must look at it.
	OwnReview bool
	// Checkers are what [Editor.Check] asks. Default: a [LintChecker] with its
	// defaults.
	Checkers []Checker
}

// NewEditor returns an editor of a library.
func NewEditor(l *Library, opts *EditorOptions) (*Editor, error) {
	if l == nil {
		return nil, &FieldError{Field: "library", Reason: "is nil"}
	}
	ed := &Editor{library: l}
	if opts != nil {
		ed.opts = *opts
	}
	if ed.opts.Checkers == nil {
		ed.opts.Checkers = []Checker{LintChecker{}}
	}
	return ed, nil
}

// draftRecords is the kind of the records that hold drafts.
const draftRecords = "draft"

// Proposal is a change that somebody wants.
type Proposal struct {
	// Entry is the text, and its Version the one that it was made on; 0 is the
	// version that there is now. An empty ID makes a new entry. For a deletion the
	// ID is enough.
	Entry Entry
	// Delete proposes to take the entry out.
	Delete bool
	// Reason says why; it becomes part of the entry's history.
	Reason string
	// Key makes proposing again harmless: it becomes the ID of the draft, and the
	// same key of the same author a second time returns what came of the first.
	// Default: a new ID.
	Key string
}

// Propose makes a draft. The author needs [MayDraft] for the entry as it is and as
// it would be.
func (ed *Editor) Propose(ctx context.Context, author string, p Proposal) (Draft, error) {
	d := Draft{ID: p.Key, State: Drafted}
	if d.ID == "" {
		d.ID = ed.library.opts.NewID()
	}
	if err := ed.fill(ctx, author, &d, p); err != nil {
		return Draft{}, err
	}
	d.note(ed.now(), author, Proposed, p.Reason)
	err := ed.save(ctx, &d)
	if errors.Is(err, ErrConflict) {
		first, getErr := ed.Draft(ctx, p.Key)
		if getErr == nil && p.Key != "" && first.Events[0].Actor == author {
			return first, nil
		}
	}
	if err != nil {
		return Draft{}, err
	}
	return d, nil
}

// Revise replaces the text of a draft, which has to be checked and reviewed anew.
// Anybody with [MayDraft] may; the draft becomes his.
func (ed *Editor) Revise(ctx context.Context, actor string, d Draft, p Proposal) (Draft, error) {
	return ed.step(ctx, d, []DraftState{Drafted, Checked, Reviewed, Rejected}, func(d *Draft) error {
		if p.Entry.ID == "" {
			p.Entry.ID = d.Entry.ID
		}
		if p.Entry.ID != d.Entry.ID {
			return &FieldError{Field: "id", Reason: "is that of another entry"}
		}
		if p.Entry.Version == 0 {
			p.Entry.Version = d.Entry.Version
		}
		if err := ed.fill(ctx, actor, d, p); err != nil {
			return err
		}
		d.State, d.Findings = Drafted, nil
		d.note(ed.now(), actor, Revised, p.Reason)
		return nil
	})
}

// fill puts a proposal into a draft if it may be.
func (ed *Editor) fill(ctx context.Context, actor string, d *Draft, p Proposal) error {
	if actor == "" {
		return &FieldError{Field: "actor", Reason: "is empty"}
	}
	e := p.Entry.kept()
	live, err := ed.live(ctx, e.ID)
	if err != nil {
		return err
	}
	if p.Delete {
		if live == nil {
			return ErrNotFound
		}
		e = Entry{ID: e.ID, Version: e.Version, Question: live.Question, Base: live.Base}
	} else if err := e.Validate(); err != nil {
		return err
	}
	if e.ID == "" {
		e.ID = ed.library.opts.NewID()
	}
	if e.Version == 0 && live != nil {
		e.Version = live.Version
	}
	if err := ed.library.may(ctx, actor, MayDraft, live, &e); err != nil {
		return err
	}
	e.Editor, e.Reason, e.Updated = "", "", time.Time{} // are those of publishing
	d.Entry, d.Delete, d.Author, d.Reason = e, p.Delete, actor, p.Reason
	return nil
}

// Approve says that a person read the draft and finds it right. He needs
// [MayReview], and must not have written any of it unless
// [EditorOptions.OwnReview] says so.
func (ed *Editor) Approve(ctx context.Context, actor string, d Draft, note string) (Draft, error) {
	return ed.step(ctx, d, []DraftState{Checked}, func(d *Draft) error {
		if err := ed.reviews(ctx, actor, d); err != nil {
			return err
		}
		if !ed.opts.OwnReview && d.wroteBy(actor) {
			return fmt.Errorf("%w: who wrote a draft does not approve it", ErrForbidden)
		}
		d.State = Reviewed
		d.note(ed.now(), actor, DraftApproved, note)
		return nil
	})
}

// Reject says that a draft must not be published as it is; the note says why. The
// reviewer needs [MayReview].
func (ed *Editor) Reject(ctx context.Context, actor string, d Draft, note string) (Draft, error) {
	return ed.step(ctx, d, []DraftState{Drafted, Checked, Reviewed}, func(d *Draft) error {
		if err := ed.reviews(ctx, actor, d); err != nil {
			return err
		}
		d.State = Rejected
		d.note(ed.now(), actor, DraftRejected, note)
		return nil
	})
}

// Withdraw ends a draft for good. Its author may, and who has [MayReview].
func (ed *Editor) Withdraw(ctx context.Context, actor string, d Draft, note string) (Draft, error) {
	return ed.step(ctx, d, []DraftState{Drafted, Checked, Reviewed, Rejected}, func(d *Draft) error {
		if actor == "" || !d.wroteBy(actor) {
			if err := ed.reviews(ctx, actor, d); err != nil {
				return err
			}
		}
		d.State = Withdrawn
		d.note(ed.now(), actor, DraftWithdrawn, note)
		return nil
	})
}

// Draft returns one draft, or [ErrNotFound].
func (ed *Editor) Draft(ctx context.Context, id string) (Draft, error) {
	r, err := ed.library.opts.Records.Record(ctx, draftRecords, id)
	if err != nil {
		return Draft{}, err
	}
	return draftOf(&r)
}

// Drafts yields the drafts in a state, or all of them if it is empty, in the order
// of their ids.
func (ed *Editor) Drafts(ctx context.Context, state DraftState) iter.Seq2[Draft, error] {
	return func(yield func(Draft, error) bool) {
		for r, err := range ed.library.opts.Records.Records(ctx, draftRecords, string(state)) {
			var d Draft
			if err == nil {
				d, err = draftOf(&r)
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// step loads a draft, changes it and saves it, if it is in one of the states and
// of the version that the caller has seen.
func (ed *Editor) step(ctx context.Context, seen Draft, from []DraftState, change func(*Draft) error) (Draft, error) {
	d, err := ed.Draft(ctx, seen.ID)
	if err != nil {
		return Draft{}, err
	}
	if seen.Version != 0 && seen.Version != d.Version {
		return Draft{}, &ConflictError{IDs: []string{d.ID}}
	}
	if !slices.Contains(from, d.State) {
		return Draft{}, &DraftStateError{Draft: d.ID, State: d.State, Wants: from}
	}
	if err := change(&d); err != nil {
		return Draft{}, err
	}
	if err := ed.save(ctx, &d); err != nil {
		return Draft{}, err
	}
	return d, nil
}

func (ed *Editor) reviews(ctx context.Context, actor string, d *Draft) error {
	if actor == "" {
		return &FieldError{Field: "actor", Reason: "is empty"}
	}
	live, err := ed.live(ctx, d.Entry.ID)
	if err != nil {
		return err
	}
	return ed.library.may(ctx, actor, MayReview, live, &d.Entry)
}

// live returns the entry as the store has it, or nil.
func (ed *Editor) live(ctx context.Context, id string) (*Entry, error) {
	if id == "" {
		return nil, nil
	}
	e, err := ed.library.store.Get(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return &e, err
}

// save writes a draft on top of its version.
func (ed *Editor) save(ctx context.Context, d *Draft) error {
	data, err := json.Marshal(d)
	if err != nil {
		return &FieldError{Field: "draft", Reason: "cannot be written as JSON"}
	}
	d.Updated = ed.now()
	r := Record{Kind: draftRecords, ID: d.ID, State: string(d.State), Version: d.Version, Updated: d.Updated, Data: data}
	d.Version, err = ed.library.opts.Records.PutRecord(ctx, r)
	return err
}

func draftOf(r *Record) (Draft, error) {
	var d Draft
	if err := json.Unmarshal(r.Data, &d); err != nil || len(d.Events) == 0 {
		return Draft{}, fmt.Errorf("kb: the record of draft %s is damaged", r.ID)
	}
	d.ID, d.State, d.Version, d.Updated = r.ID, DraftState(r.State), r.Version, r.Updated
	return d, nil
}

// note adds an event.
func (d *Draft) note(at time.Time, actor string, action DraftAction, note string) {
	d.Events = append(d.Events, DraftEvent{At: at, Actor: actor, Action: action, Note: note})
}

func (ed *Editor) now() time.Time { return ed.library.now() }

// now is the time as stores keep it.
func (l *Library) now() time.Time { return l.opts.Now().UTC().Truncate(time.Microsecond) }

// may asks the authorizer about an entry as it is and as it would be; nil is none.
func (l *Library) may(ctx context.Context, actor string, may Permission, is, becomes *Entry) (err error) {
	if l.opts.Authorizer == nil {
		return nil
	}
	ask := func(e *Entry) error {
		return errors.Join(contained(func() { err = l.opts.Authorizer.Can(ctx, actor, may, e) }), err)
	}
	if is == nil || becomes == nil {
		if is == nil {
			is = becomes
		}
		return ask(is)
	}
	if err := ask(is); err != nil || becomes.Base == is.Base && becomes.Category == is.Category {
		return err
	}
	return ask(becomes)
}
