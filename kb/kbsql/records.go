package kbsql

import (
	"context"
	"database/sql"
	"iter"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
)

// Records is a [kb.RecordStore] on an SQL database, under the same terms as a
// [Store]. After [ErrUnknownOutcome] the version and the content of the record tell
// whether it was written.
type Records struct{ tables }

var _ kb.RecordStore = (*Records)(nil)

// OpenRecords returns the records of one tenant in db, under the terms of [Open].
func OpenRecords(db *sql.DB, dialect Dialect, opts *Options) (*Records, error) {
	return open(db, dialect, opts, NewRecords)
}

// NewRecords is [OpenRecords] for a program that keeps several stores in one
// database.
func NewRecords(shared *sqldb.DB, opts *Options) (*Records, error) {
	t, err := newTables(shared, opts)
	if err != nil {
		return nil, err
	}
	return &Records{t}, nil
}

// PutRecord implements [kb.RecordStore].
func (s *Records) PutRecord(ctx context.Context, r kb.Record) (int64, error) {
	if err := r.Validate(); err != nil {
		return 0, err
	}
	err := s.write(ctx, r.ID, func(tx *sqldb.Tx) (int64, error) {
		updated := sqldb.Micros(r.Updated)
		if r.Version == 0 {
			return tx.Exec("INSERT INTO kb_record (tenant, kind, id, state, version, updated, data)"+
				" VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING",
				s.tenant, r.Kind, r.ID, r.State, updated, r.Data)
		}
		return tx.Exec("UPDATE kb_record SET state = ?, version = version + 1, updated = ?, data = ?"+
			" WHERE tenant = ? AND kind = ? AND id = ? AND version = ?",
			r.State, updated, r.Data, s.tenant, r.Kind, r.ID, r.Version)
	})
	if err != nil {
		return 0, err
	}
	return r.Version + 1, nil
}

// DeleteRecord implements [kb.RecordStore].
func (s *Records) DeleteRecord(ctx context.Context, kind, id string, version int64) error {
	if err := (&kb.Record{Kind: kind, ID: id}).Validate(); err != nil {
		return err
	}
	return s.write(ctx, id, func(tx *sqldb.Tx) (int64, error) {
		return tx.Exec("DELETE FROM kb_record WHERE tenant = ? AND kind = ? AND id = ? AND version = ?",
			s.tenant, kind, id, version)
	})
}

// write runs a statement that changes one row, if its version is the stored one.
func (s *Records) write(ctx context.Context, id string, change func(tx *sqldb.Tx) (int64, error)) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		n, err := change(tx)
		if err == nil && n == 0 {
			err = &kb.ConflictError{IDs: []string{id}}
		}
		return err
	})
}

// Record implements [kb.RecordStore].
func (s *Records) Record(ctx context.Context, kind, id string) (kb.Record, error) {
	found, err := s.records(ctx, kind+id, "id = ?", s.tenant, kind, id, 1)
	switch {
	case err != nil:
		return kb.Record{}, err
	case len(found) == 0:
		return kb.Record{}, kb.ErrNotFound
	}
	return found[0], nil
}

// recordRows is how many records a loop reads at a time; each may be large.
const recordRows = 50

// Records implements [kb.RecordStore].
func (s *Records) Records(ctx context.Context, kind, state string) iter.Seq2[kb.Record, error] {
	return sqldb.Pages(ctx, recordRows, func(last *kb.Record) ([]kb.Record, error) {
		after := ""
		if last != nil {
			after = last.ID
		}
		if state == "" {
			return s.records(ctx, kind, "id > ?", s.tenant, kind, after, recordRows)
		}
		return s.records(ctx, kind+state, "state = ? AND id > ?", s.tenant, kind, state, after, recordRows)
	})
}

// records reads the records that a condition selects. Names that no record can
// have are not asked for, because PostgreSQL would refuse the question.
func (s *Records) records(ctx context.Context, names, where string, args ...any) (found []kb.Record, err error) {
	if !usable(names) {
		return nil, ctx.Err()
	}
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			var (
				r       kb.Record
				updated int64
			)
			err := scan(&r.Kind, &r.ID, &r.State, &r.Version, &updated, &r.Data)
			r.Updated = sqldb.Time(updated)
			found = append(found, r)
			return err
		}, "SELECT kind, id, state, version, updated, data FROM kb_record WHERE tenant = ? AND kind = ? AND "+where+
			" ORDER BY id LIMIT ?", args...)
	})
	return found, err
}
