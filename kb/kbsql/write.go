package kbsql

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
)

// row is a new state of one entry.
type row struct {
	id      string
	version int64  // the state that it replaces
	body    []byte // JSON, or nil for deleted
}

// Put implements [kb.Store].
func (s *Store) Put(ctx context.Context, entries ...kb.Entry) (int64, error) {
	return s.Write(ctx, entries, nil)
}

// Delete implements [kb.Store].
func (s *Store) Delete(ctx context.Context, refs ...kb.Ref) (int64, error) {
	return s.Write(ctx, nil, refs)
}

// Write implements [kb.Store].
func (s *Store) Write(ctx context.Context, put []kb.Entry, gone []kb.Ref) (int64, error) {
	rows := make([]row, 0, len(put)+len(gone))
	for i := range put {
		body, err := encode(put[i])
		if err != nil {
			return 0, err
		}
		rows = append(rows, row{id: put[i].ID, version: put[i].Version, body: body})
	}
	for _, r := range gone {
		rows = append(rows, row{id: r.ID, version: r.Version})
	}
	return s.write(ctx, rows)
}

func (s *Store) write(ctx context.Context, rows []row) (revision int64, err error) {
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.id, b.id) })
	for i, r := range rows {
		switch {
		case r.id == "":
			return 0, &kb.FieldError{Field: "id", Reason: "is empty"}
		case !usable(r.id):
			return 0, &kb.FieldError{Field: "id", Reason: "is not a text"}
		case i > 0 && rows[i-1].id == r.id:
			return 0, &kb.FieldError{Field: "id", Reason: "is repeated"}
		}
	}
	if len(rows) == 0 {
		return s.Revision(ctx)
	}
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		// The lock on this row makes the order of revisions that of commits.
		if _, err := tx.Get([]any{&revision}, "INSERT INTO kb_store (tenant, revision) VALUES (?, 1)"+
			" ON CONFLICT (tenant) DO UPDATE SET revision = kb_store.revision + 1 RETURNING revision", s.tenant); err != nil {
			return err
		}
		if err := s.compare(tx, rows); err != nil {
			return err
		}
		for part := range slices.Chunk(rows, writeRows) {
			if err := s.store(tx, revision, part); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return revision, nil
}

// writeRows is how many entries one statement reads or writes.
const writeRows = 200

// compare returns a [*kb.ConflictError] that names the entries whose stored
// version is not the expected one.
func (s *Store) compare(tx *sqldb.Tx, rows []row) error {
	var conflicts []string
	for part := range slices.Chunk(rows, writeRows) {
		stored, err := s.versions(tx, part)
		if err != nil {
			return err
		}
		for _, r := range part {
			version, exists := stored[r.id]
			if r.version != version || r.body == nil && !exists {
				conflicts = append(conflicts, r.id)
			}
		}
	}
	if len(conflicts) > 0 {
		return &kb.ConflictError{IDs: conflicts}
	}
	return nil
}

// versions returns the versions of the entries that exist.
func (s *Store) versions(tx *sqldb.Tx, rows []row) (map[string]int64, error) {
	args := make([]any, 1, 1+len(rows))
	args[0] = s.tenant
	for _, r := range rows {
		args = append(args, r.id)
	}
	stored := make(map[string]int64, len(rows))
	err := tx.Query(func(scan func(...any) error) error {
		var (
			id      string
			version int64
		)
		err := scan(&id, &version)
		stored[id] = version
		return err
	}, "SELECT id, revision FROM kb_entry WHERE tenant = ? AND body IS NOT NULL AND id IN ("+
		sqldb.Repeat("?", len(rows))+")", args...)
	return stored, err
}

func (s *Store) store(tx *sqldb.Tx, revision int64, rows []row) error {
	args := make([]any, 0, 4*len(rows))
	for _, r := range rows {
		args = append(args, s.tenant, r.id, revision, r.body)
	}
	_, err := tx.Exec("INSERT INTO kb_entry (tenant, id, revision, body) VALUES "+
		sqldb.Repeat("(?,?,?,?)", len(rows))+
		" ON CONFLICT (tenant, id) DO UPDATE SET revision = excluded.revision, body = excluded.body", args...)
	return err
}

// encode returns the JSON of an entry without its version, which is a column.
func encode(e kb.Entry) ([]byte, error) {
	e.Version = 0
	e.Updated = sqldb.Keep(e.Updated)
	body, err := json.Marshal(&e)
	if err != nil && !errors.Is(err, kb.ErrInvalid) {
		return nil, &kb.FieldError{Field: "updated", Reason: "is not a time of the years 0 to 9999"}
	}
	return body, err
}

func decode(id string, version int64, body []byte) (kb.Entry, error) {
	var e kb.Entry
	if err := json.Unmarshal(body, &e); err != nil {
		// The text of the error may quote what was stored.
		return kb.Entry{}, fmt.Errorf("kbsql: a stored row is damaged: %T", err)
	}
	e.ID, e.Version = id, version
	return e, nil
}
