package intentsql

import (
	"cmp"
	"context"
	"iter"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/sqldb"
)

// modelRows is how many models a loop reads at a time, without their data.
const modelRows = 200

// PutModel implements [intent.Store].
func (s *Store) PutModel(ctx context.Context, m intent.StoredModel) error {
	if err := m.Validate(); err != nil {
		return err
	}
	data := m.Data
	if data == nil {
		data = []byte{}
	}
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		n, err := tx.Exec("INSERT INTO intent_model (tenant, version, created, note, examples, labels, folded, data)"+
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			s.tenant, m.Version, sqldb.Micros(m.Created), bytesOf(m.Note), m.Examples, m.Labels, m.Folded, data)
		if err != nil || n == 1 {
			return err
		}
		same, err := tx.Get([]any{new(int)}, "SELECT 1 FROM intent_model WHERE tenant = ? AND version = ? AND data = ?",
			s.tenant, m.Version, data)
		if err == nil && !same {
			err = intent.ErrConflict
		}
		return err
	})
}

// Model implements [intent.Store].
func (s *Store) Model(ctx context.Context, version string) (m intent.StoredModel, err error) {
	if !usable(version) { // PostgreSQL would refuse the question
		return m, cmp.Or(ctx.Err(), intent.ErrNotFound)
	}
	found := false
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			found = true
			return scanModel(scan, &m, &m.Data)
		}, "SELECT version, created, note, examples, labels, folded, data FROM intent_model"+
			" WHERE tenant = ? AND version = ?", s.tenant, version)
	})
	if err == nil && !found {
		err = intent.ErrNotFound
	}
	return m, err
}

// Models implements [intent.Store].
func (s *Store) Models(ctx context.Context) iter.Seq2[intent.StoredModel, error] {
	return sqldb.Pages(ctx, modelRows, func(last *intent.StoredModel) (page []intent.StoredModel, err error) {
		where, args := "", []any{s.tenant, modelRows}
		if last != nil {
			where, args = " AND (created, version) < (?, ?)", []any{s.tenant, sqldb.Micros(last.Created), last.Version, modelRows}
		}
		err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
			return tx.Query(func(scan func(...any) error) error {
				var m intent.StoredModel
				err := scanModel(scan, &m)
				page = append(page, m)
				return err
			}, "SELECT version, created, note, examples, labels, folded FROM intent_model WHERE tenant = ?"+where+
				" ORDER BY created DESC, version DESC LIMIT ?", args...)
		})
		return page, err
	})
}

// scanModel reads a row of intent_model, with more columns behind those that
// every reader wants.
func scanModel(scan func(...any) error, m *intent.StoredModel, more ...any) error {
	var (
		created int64
		note    []byte
	)
	err := scan(append([]any{&m.Version, &created, &note, &m.Examples, &m.Labels, &m.Folded}, more...)...)
	m.Created, m.Note = sqldb.Time(created), string(note)
	return err
}

// Live implements [intent.Store].
func (s *Store) Live(ctx context.Context) (live intent.Live, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Get([]any{&live.Version, &live.Before, &live.Shadow, &live.Revision},
			"SELECT version, before, shadow, revision FROM intent_store WHERE tenant = ?", s.tenant)
		return err
	})
	return live, err
}

// SetLive implements [intent.Store]. After [ErrUnknownOutcome] Live tells what
// holds.
func (s *Store) SetLive(ctx context.Context, live intent.Live) (intent.Live, error) {
	err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := s.own(tx); err != nil {
			return err
		}
		// Models are never removed, so what is there now is there after the update.
		for _, version := range []string{live.Version, live.Before, live.Shadow} {
			if version == "" {
				continue
			}
			if !usable(version) {
				return intent.ErrNotFound
			}
			found, err := tx.Get([]any{new(int)}, "SELECT 1 FROM intent_model WHERE tenant = ? AND version = ?", s.tenant, version)
			if err != nil {
				return err
			}
			if !found {
				return intent.ErrNotFound
			}
		}
		n, err := tx.Exec("UPDATE intent_store SET version = ?, before = ?, shadow = ?, revision = revision + 1"+
			" WHERE tenant = ? AND revision = ?", live.Version, live.Before, live.Shadow, s.tenant, live.Revision)
		if err == nil && n == 0 {
			err = intent.ErrConflict
		}
		return err
	})
	if err != nil {
		return intent.Live{}, err
	}
	live.Revision++
	return live, nil
}

// own makes sure that the tenant has a row.
func (s *Store) own(tx *sqldb.Tx) error {
	_, err := tx.Exec("INSERT INTO intent_store (tenant) VALUES (?) ON CONFLICT DO NOTHING", s.tenant)
	return err
}
