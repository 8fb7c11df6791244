package kb

import (
	"context"
	"errors"
	"iter"
	"time"
)

// AuditEvent is one step in the history of a draft, with what it was about.
type AuditEvent struct {
	// Draft is the id of the draft, and Entry that of the entry that it changes.
	Draft string `json:"draft"`
	Entry string `json:"entry"`
	DraftEvent
}

// AuditFilter selects events. The zero AuditFilter selects all.
type AuditFilter struct {
	// Entry, Actor and Action keep to events of this entry, by him and of this
	// sort.
	Entry  string
	Actor  string
	Action DraftAction
	// From and To keep to events from From on and before To; zero is without bound.
	From, To time.Time
}

// Audit yields who did what when: the events of all drafts, in the order of the
// drafts' ids, and of one draft in their order. [Library.History] has what was
// written without a draft.
func (ed *Editor) Audit(ctx context.Context, f AuditFilter) iter.Seq2[AuditEvent, error] {
	return func(yield func(AuditEvent, error) bool) {
		for d, err := range ed.Drafts(ctx, "") {
			if err != nil {
				if !yield(AuditEvent{}, err) {
					return
				}
				continue
			}
			if f.Entry != "" && f.Entry != d.Entry.ID {
				continue
			}
			for _, e := range d.Events {
				if (f.Actor == "" || f.Actor == e.Actor) && (f.Action == "" || f.Action == e.Action) &&
					!e.At.Before(f.From) && (f.To.IsZero() || e.At.Before(f.To)) &&
					!yield(AuditEvent{Draft: d.ID, Entry: d.Entry.ID, DraftEvent: e}, nil) {
					return
				}
			}
		}
	}
}

// Prune forgets drafts that were published, retired or withdrawn before a time,
// with their events, and returns how many. The entries and their history stay.
func (ed *Editor) Prune(ctx context.Context, before time.Time) (int, error) {
	n := 0
	for _, state := range []DraftState{Published, Retired, Withdrawn} {
		for d, err := range ed.Drafts(ctx, state) {
			if err != nil {
				return n, err
			}
			if !d.Updated.Before(before) {
				continue
			}
			err := ed.library.opts.Records.DeleteRecord(ctx, draftRecords, d.ID, d.Version)
			if err != nil && !errors.Is(err, ErrConflict) { // somebody else forgot it
				return n, err
			}
			if err == nil {
				n++
			}
		}
	}
	return n, nil
}
