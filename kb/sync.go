package kb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// SourceChange is one change that a [Source] tells.
type SourceChange struct {
	// Entry is the entry as it should be, whole. Its ID is required; of a deleted
	// one it is enough.
	Entry Entry
	// Deleted tells that the source has it no more.
	Deleted bool
	// Checkpoint is where to go on after this change. Empty: not here.
	Checkpoint string
}

// Source is a system that knows something which the knowledge base should know
// too: a CRM, an ERP, a product catalogue.
type Source interface {
	// Changes yields what has changed since a checkpoint, in an order in which a
	// later change of an entry comes later; "" is from the beginning. What was told
	// before may be told again. A change that cannot be read may come as a
	// [*RowError], and the changes behind it follow; any other error is the last.
	Changes(ctx context.Context, since string) iter.Seq2[SourceChange, error]
}

// SourceFunc is a function as [Source].
type SourceFunc func(ctx context.Context, since string) iter.Seq2[SourceChange, error]

// Changes calls f.
func (f SourceFunc) Changes(ctx context.Context, since string) iter.Seq2[SourceChange, error] {
	return f(ctx, since)
}

// SyncOptions are the choices of [Library.Sync].
type SyncOptions struct {
	// Prefix goes before the ids of the source, and what begins with it belongs to
	// the source, unless the document of its [Origin] is another one. Default: none;
	// an entry belongs to the source if that document is the source's name.
	Prefix string
	// Snapshot tells that the source always yields everything: what it does not
	// yield is removed from the library, if it belongs to the source. Default:
	// false, removed is what the source calls deleted.
	Snapshot bool
	// MaxRemoved is the share of the source's entries, in (0,1], that a snapshot may
	// remove; a source that has lost its data must not empty the knowledge base. One
	// entry may always be removed, unless the snapshot is empty. Default: 0.2.
	MaxRemoved float64
	// Restart forgets the checkpoint and begins anew. Default: false.
	Restart bool
	// Batch is how many changes are stored at once. Default: 500.
	Batch int
	// Actor is who synchronises: the editor of the entries. If an [Authorizer] is
	// there he needs [MayImport] for each entry. Default: the source's name, and
	// nobody is asked.
	Actor string
	// OnFault is called with each change that could not be taken. The report has the
	// first thousand. Default: nobody is told.
	OnFault func(SyncFault)
}

// SyncFault is a change that could not be taken.
type SyncFault struct {
	// Number is which change it was, counted from 1.
	Number int
	// ID is the entry's id in the library, if it is known.
	ID string
	// Err says why, without texts of the entry.
	Err error
}

// SyncReport is the outcome of a synchronisation.
type SyncReport struct {
	// Added, Updated, Unchanged, Removed and Failed count the changes by what was done
	// with them.
	Added, Updated, Unchanged, Removed, Failed int
	// Faults are the first thousand changes that could not be taken.
	Faults []SyncFault
	// Checkpoint is where the next synchronisation goes on.
	Checkpoint string
}

// RemovalError is returned by a synchronisation that would remove more than
// [SyncOptions.MaxRemoved]; the rest of it is done. It unwraps to [ErrConflict].
type RemovalError struct {
	// Missing of Owned entries were not in the snapshot.
	Missing, Owned int
}

// Error has the numbers.
func (e *RemovalError) Error() string {
	return fmt.Sprintf("%v: the snapshot lacks %d of %d entries", ErrConflict, e.Missing, e.Owned)
}

// Unwrap returns [ErrConflict].
func (e *RemovalError) Unwrap() error { return ErrConflict }

const (
	syncRecords   = "sync"
	maxSyncFaults = 1000
)

// syncState is the record of a source.
type syncState struct {
	Checkpoint string `json:"checkpoint"`
}

// Sync brings what a source knows into the library. The name identifies the source:
// its checkpoint is kept under it, and the document of each entry's [Origin] is set
// to it. The checkpoint is saved after the changes before it are stored, so that a
// synchronisation that ends anywhere, by an error, a panic of the source or a
// crash, goes on at the next call, and nothing is lost or doubled. Entries that do
// not belong to the source are left alone: a change of one is a fault. Two
// synchronisations of one name at a time do no harm; one of them gets
// [ErrConflict].
//
// The error tells that the source, the library or the context ended the
// synchronisation; faulty changes are in the report.
func (l *Library) Sync(ctx context.Context, name string, source Source, opts SyncOptions) (SyncReport, error) {
	s := syncing{library: l, name: name, opts: opts}
	switch {
	case source == nil:
		return SyncReport{}, &FieldError{Field: "source", Reason: "is nil"}
	case opts.MaxRemoved < 0 || opts.MaxRemoved > 1:
		return SyncReport{}, &FieldError{Field: "max_removed", Reason: "is not in (0,1]"}
	case opts.Batch < 0:
		return SyncReport{}, &FieldError{Field: "batch", Reason: "is negative"}
	}
	if opts.MaxRemoved == 0 {
		s.opts.MaxRemoved = 0.2
	}
	if opts.Batch == 0 {
		s.opts.Batch = importBatch
	}
	if err := s.begin(ctx); err != nil {
		return SyncReport{}, err
	}
	since := s.report.Checkpoint
	if opts.Snapshot {
		since = ""
	}
	var err error
	if fault := contained(func() { err = s.read(ctx, source.Changes(ctx, since)) }); fault != nil {
		err = fault
	}
	// What came before an error is good, whatever ended it.
	if flush := s.flush(ctx); err == nil {
		err = flush
	}
	if err == nil && opts.Snapshot {
		err = s.removeMissing(ctx)
	}
	return s.report, err
}

// syncing is one synchronisation.
type syncing struct {
	library *Library
	name    string
	opts    SyncOptions
	report  SyncReport
	record  Record
	batch   []SourceChange // the last change of each entry
	at      map[string]int // in batch
	number  int            // changes read
	// checkpoint is the one behind the batch.
	checkpoint string
	seen       map[string]bool // ids in a snapshot
	nameless   bool            // a change came without a usable id
}

// begin loads the checkpoint.
func (s *syncing) begin(ctx context.Context) error {
	if err := s.library.Refresh(ctx); err != nil {
		return err
	}
	if s.opts.Actor != "" {
		if err := s.library.may(ctx, s.opts.Actor, MayImport, nil, nil); err != nil {
			return err
		}
	}
	s.at = map[string]int{}
	if s.opts.Snapshot {
		s.seen = map[string]bool{}
	}
	s.record = Record{Kind: syncRecords, ID: s.name}
	if err := s.record.Validate(); err != nil {
		return err
	}
	r, err := s.library.opts.Records.Record(ctx, syncRecords, s.name)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	s.record = r
	var state syncState
	if err := json.Unmarshal(r.Data, &state); err != nil {
		return fmt.Errorf("kb: the checkpoint of source %s is damaged", s.name)
	}
	if !s.opts.Restart {
		s.report.Checkpoint = state.Checkpoint
	}
	return nil
}

func (s *syncing) read(ctx context.Context, changes iter.Seq2[SourceChange, error]) error {
	for c, err := range changes {
		s.number++
		if fault := (*RowError)(nil); errors.As(err, &fault) {
			s.nameless = true
			s.fail("", fault)
			continue
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		s.take(c)
		if len(s.batch) >= s.opts.Batch {
			if err := s.flush(ctx); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

func (s *syncing) fail(id string, err error) {
	s.report.Failed++
	f := SyncFault{Number: s.number, ID: id, Err: err}
	if len(s.report.Faults) < maxSyncFaults {
		s.report.Faults = append(s.report.Faults, f)
	}
	if s.opts.OnFault != nil {
		if err := contained(func() { s.opts.OnFault(f) }); err != nil {
			s.library.opts.Logger.Warn("kb: OnFault failed", "error", err)
		}
	}
}

// take puts a change into the batch, in place of an earlier one of the same entry.
func (s *syncing) take(c SourceChange) {
	if c.Checkpoint != "" {
		s.checkpoint = c.Checkpoint
	}
	if c.Entry.ID == "" {
		s.nameless = true
		s.fail("", &FieldError{Field: "id", Reason: "is empty"})
		return
	}
	e := c.Entry.clone()
	e.ID = s.opts.Prefix + e.ID
	if s.seen != nil && !c.Deleted {
		s.seen[e.ID] = true
	}
	if !c.Deleted {
		if e.Origin == nil {
			e.Origin = &Origin{}
		}
		e.Origin.Document = s.name
		if err := e.Validate(); err != nil {
			s.fail(e.ID, err)
			return
		}
	}
	e.Editor = s.opts.Actor
	if e.Editor == "" {
		e.Editor = s.name
	}
	c.Entry = *e
	if i, ok := s.at[e.ID]; ok {
		s.batch[i] = c
		return
	}
	s.at[e.ID] = len(s.batch)
	s.batch = append(s.batch, c)
}

// owns reports whether an entry belongs to the source.
func (s *syncing) owns(e *Entry) bool {
	document := ""
	if e.Origin != nil {
		document = e.Origin.Document
	}
	if s.opts.Prefix != "" && document == "" {
		return strings.HasPrefix(e.ID, s.opts.Prefix)
	}
	return document == s.name && strings.HasPrefix(e.ID, s.opts.Prefix)
}

// flush stores the batch, and then the checkpoint behind it.
func (s *syncing) flush(ctx context.Context) error {
	if err := s.store(ctx, s.batch); err != nil {
		return err
	}
	s.batch, s.at = s.batch[:0], map[string]int{}
	if s.checkpoint == "" || s.opts.Snapshot {
		return nil
	}
	data, err := json.Marshal(syncState{Checkpoint: s.checkpoint})
	if err != nil {
		return err
	}
	s.record.Data, s.record.Updated = data, s.library.now()
	if s.record.Version, err = s.library.opts.Records.PutRecord(ctx, s.record); err != nil {
		return err
	}
	s.report.Checkpoint, s.checkpoint = s.checkpoint, ""
	return nil
}

// store writes changes as one revision. When others write the same entries at the
// same time it looks again.
func (s *syncing) store(ctx context.Context, changes []SourceChange) error {
	for attempt := 1; ; attempt++ {
		w := s.decide(ctx, changes)
		var err error
		if len(w.put)+len(w.gone) > 0 {
			_, err = s.library.write(ctx, w.put, w.gone)
		}
		if err == nil {
			s.report.Added += w.added
			s.report.Updated += len(w.put) - w.added
			s.report.Removed += len(w.gone)
			s.report.Unchanged += w.unchanged
			for _, f := range w.faults {
				s.fail(f.ID, f.Err)
			}
			return nil
		}
		if !errors.Is(err, ErrConflict) || attempt == putAttempts {
			return err
		}
		if err := s.library.Refresh(ctx); err != nil {
			return err
		}
	}
}

// syncWrite is what becomes of a batch.
type syncWrite struct {
	put              []Entry
	gone             []Ref
	added, unchanged int
	faults           []SyncFault
}

var errNotOwned = fmt.Errorf("%w: the entry does not belong to the source", ErrForbidden)

// decide compares changes with the library.
func (s *syncing) decide(ctx context.Context, changes []SourceChange) (w syncWrite) {
	now := s.library.now()
	for _, c := range changes {
		e := c.Entry
		old := s.library.index.peek(e.ID)
		if old != nil && !s.owns(old) {
			w.faults = append(w.faults, SyncFault{ID: e.ID, Err: errNotOwned})
			continue
		}
		if old == nil && c.Deleted || old != nil && !c.Deleted && e.sameContent(old) {
			w.unchanged++
			continue
		}
		if s.opts.Actor != "" {
			becomes := &e
			if c.Deleted {
				becomes = nil
			}
			if err := s.library.may(ctx, s.opts.Actor, MayImport, old, becomes); err != nil {
				w.faults = append(w.faults, SyncFault{ID: e.ID, Err: err})
				continue
			}
		}
		e.Version, e.Updated = 0, now
		if old != nil {
			e.Version = old.Version
		}
		switch {
		case c.Deleted:
			w.gone = append(w.gone, Ref{ID: e.ID, Version: e.Version, Editor: e.Editor, Reason: e.Reason, Updated: now})
		default:
			w.put = append(w.put, e)
			if old == nil {
				w.added++
			}
		}
	}
	return w
}

// removeMissing removes what a snapshot did not have.
func (s *syncing) removeMissing(ctx context.Context) error {
	if s.nameless { // one of the missing may have been it
		return nil
	}
	owned := 0
	var missing []SourceChange
	for e := range s.library.index.all() {
		if !s.owns(e) {
			continue
		}
		owned++
		if !s.seen[e.ID] {
			c := SourceChange{Deleted: true, Entry: Entry{ID: e.ID, Editor: s.opts.Actor}}
			if c.Entry.Editor == "" {
				c.Entry.Editor = s.name
			}
			missing = append(missing, c)
		}
	}
	mayLack := len(missing) <= 1 && len(s.seen) > 0
	if !mayLack && float64(len(missing)) > s.opts.MaxRemoved*float64(owned) {
		return &RemovalError{Missing: len(missing), Owned: owned}
	}
	return s.store(ctx, missing)
}
