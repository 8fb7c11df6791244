package kb

import (
	"cmp"
	"context"
	"slices"
)

// DocumentReport says what [Library.PutDocument] did.
type DocumentReport struct {
	// Added, Updated, Unchanged and Deleted count the entries of the document.
	Added, Updated, Unchanged, Deleted int
}

// PutDocument makes the entries of a document, table or source exactly these: new
// ones are added, those that differ are updated, and what the library has of this
// document beyond them is deleted. Doing it again changes nothing, so a call that
// failed is simply repeated. Each entry has an ID that stays the same when the
// document is read again, and names the document in its Origin, else the error is
// [ErrInvalid]; no entries delete the document.
//
// All changes are one revision of the store, and become visible together.
func (l *Library) PutDocument(ctx context.Context, document string, entries []Entry) (DocumentReport, error) {
	var report DocumentReport
	if document == "" {
		return report, &FieldError{Field: "document", Reason: "is empty"}
	}
	ids := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		switch {
		case e.ID == "":
			return report, &FieldError{Field: "id", Reason: "is empty"}
		case ids[e.ID]:
			return report, &FieldError{Field: "id", Reason: "is repeated"}
		case e.Origin == nil || e.Origin.Document != document:
			return report, &FieldError{Field: "origin.document", Reason: "is another document"}
		}
		ids[e.ID] = true
	}
	for i := range entries {
		if err := entries[i].Validate(); err != nil {
			return report, err
		}
	}
	if err := l.Refresh(ctx); err != nil {
		return report, err
	}
	_, err := l.retry(ctx, func() (int64, error) {
		var put []Entry
		var gone []Ref
		put, gone, report = l.documentChanges(document, entries, ids)
		if len(put)+len(gone) == 0 {
			return 0, nil
		}
		return l.store.Write(ctx, put, gone)
	}, func(string) bool { return true })
	if err != nil {
		return DocumentReport{}, err
	}
	return report, nil
}

// documentChanges returns what makes a document's entries the given ones.
func (l *Library) documentChanges(document string, entries []Entry, ids map[string]bool) (put []Entry, gone []Ref, report DocumentReport) {
	now := l.now()
	for i := range entries {
		e := entries[i].clone()
		old, known := l.index.Get(e.ID)
		switch {
		case !known:
			report.Added++
		case e.sameContent(&old):
			report.Unchanged++
			continue
		default:
			report.Updated++
		}
		e.Version, e.Updated = old.Version, now
		put = append(put, *e)
	}
	for _, e := range l.index.ofDocument(document) {
		if !ids[e.ID] {
			gone = append(gone, Ref{ID: e.ID, Version: e.Version, Updated: now})
		}
	}
	report.Deleted = len(gone)
	return put, gone, report
}

// Document returns the entries of a document, table or source, in the order in
// which they stand in it; none if there are none.
func (l *Library) Document(ctx context.Context, document string) ([]Entry, error) {
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	entries := []Entry(nil)
	for _, e := range l.index.ofDocument(document) {
		entries = append(entries, *e.clone())
	}
	return entries, nil
}

// ofDocument returns the entries with this origin, which must not be modified.
func (x *Index) ofDocument(document string) []*Entry {
	v := x.current.Load()
	var found []*Entry
	for i := range v.slots.n {
		u := &unpacked{slot: i}
		if v.alive(v.slots.at(i)) {
			if v.unpack(u); u.Origin != nil && u.Origin.Document == document {
				found = append(found, &u.Entry)
			}
		}
	}
	slices.SortFunc(found, func(a, b *Entry) int {
		return cmp.Or(cmp.Compare(a.Origin.Start, b.Origin.Start), cmp.Compare(a.ID, b.ID))
	})
	return found
}
