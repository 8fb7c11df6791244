package kbsql

import (
	"cmp"
	"context"
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
)

// row is a new state of one entry.
type row struct {
	id      string
	version int64  // the state that it replaces
	body    []byte // JSON, or nil for deleted
	grave   []byte // JSON, or nil for not deleted
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
		body, err := encodeEntry(put[i])
		if err != nil {
			return 0, err
		}
		rows = append(rows, row{id: put[i].ID, version: put[i].Version, body: body})
	}
	for _, r := range gone {
		grave, err := encodeGrave(r)
		if err != nil {
			return 0, err
		}
		rows = append(rows, row{id: r.ID, version: r.Version, grave: grave})
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
// version is not the expected one, and else keeps what will be replaced.
func (s *Store) compare(tx *sqldb.Tx, rows []row) error {
	var conflicts []string
	for part := range slices.Chunk(rows, writeRows) {
		stored, err := s.versions(tx, part)
		if err != nil {
			return err
		}
		for _, r := range part {
			if version := stored[r.id]; r.version != version || r.body == nil && version == 0 {
				conflicts = append(conflicts, r.id)
			}
		}
		if len(conflicts) > 0 || len(stored) == 0 {
			continue
		}
		if err := s.keep(tx, part); err != nil {
			return err
		}
	}
	if len(conflicts) > 0 {
		return &kb.ConflictError{IDs: conflicts}
	}
	return nil
}

// versions returns the versions of the entries that exist, and 0 for those that
// were deleted.
func (s *Store) versions(tx *sqldb.Tx, rows []row) (map[string]int64, error) {
	stored := make(map[string]int64, len(rows))
	err := tx.Query(func(scan func(...any) error) error {
		var (
			id      string
			version int64
		)
		err := scan(&id, &version)
		stored[id] = version
		return err
	}, "SELECT id, CASE WHEN body IS NULL THEN 0 ELSE revision END FROM kb_entry WHERE tenant = ? AND id IN ("+
		sqldb.Repeat("?", len(rows))+")", s.idArgs(rows)...)
	return stored, err
}

// keep copies the present states of entries into the history.
func (s *Store) keep(tx *sqldb.Tx, rows []row) error {
	_, err := tx.Exec("INSERT INTO kb_history (tenant, id, revision, body, grave)"+
		" SELECT tenant, id, revision, body, grave FROM kb_entry WHERE tenant = ? AND id IN ("+
		sqldb.Repeat("?", len(rows))+")", s.idArgs(rows)...)
	return err
}

// idArgs are the tenant and the ids.
func (s *Store) idArgs(rows []row) []any {
	args := make([]any, 1, 1+len(rows))
	args[0] = s.tenant
	for _, r := range rows {
		args = append(args, r.id)
	}
	return args
}

func (s *Store) store(tx *sqldb.Tx, revision int64, rows []row) error {
	args := make([]any, 0, 5*len(rows))
	for _, r := range rows {
		args = append(args, s.tenant, r.id, revision, r.body, r.grave)
	}
	_, err := tx.Exec("INSERT INTO kb_entry (tenant, id, revision, body, grave) VALUES "+
		sqldb.Repeat("(?,?,?,?,?)", len(rows))+
		" ON CONFLICT (tenant, id) DO UPDATE SET revision = excluded.revision, body = excluded.body, grave = excluded.grave", args...)
	return err
}
