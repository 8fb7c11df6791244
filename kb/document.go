package kb

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// DocumentReport says what [Library.PutDocument] did.
type DocumentReport struct {
	Added, Updated, Unchanged, Deleted int
}

// PutDocument makes the entries of a document, table or source exactly these: new
// ones are added, those that differ are updated, and what the library has of this
// document beyond them is deleted. Doing it again changes nothing, so a call that
// failed is simply repeated. Each entry has an ID that stays the same when the
// document is read again, and names the document in its Origin, else the error is
// [ErrInvalid]; no entries delete the document.
//
// Added and updated entries become visible together, and deleted ones just after.
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
	if err := l.Refresh(ctx); err != nil {
		return report, err
	}
	var put []Entry
	for _, e := range entries {
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
		put = append(put, e)
	}
	if len(put) > 0 {
		if _, err := l.Put(ctx, put...); err != nil {
			return DocumentReport{}, err
		}
	}
	deleted, err := l.deleteOthers(ctx, document, ids)
	report.Deleted = deleted
	return report, err
}

// deleteOthers deletes the entries of a document that are not to be kept.
func (l *Library) deleteOthers(ctx context.Context, document string, keep map[string]bool) (int, error) {
	for attempt := 1; ; attempt++ {
		var gone []string
		for _, e := range l.index.ofDocument(document) {
			if !keep[e.ID] {
				gone = append(gone, e.ID)
			}
		}
		if len(gone) == 0 {
			return 0, nil
		}
		err := l.Delete(ctx, gone...)
		if err == nil {
			return len(gone), nil
		}
		if !errors.Is(err, ErrNotFound) || attempt == putAttempts { // somebody else deletes them too
			return 0, err
		}
		if err := l.Refresh(ctx); err != nil {
			return 0, err
		}
	}
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
	x.mu.Lock()
	defer x.mu.Unlock()
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
