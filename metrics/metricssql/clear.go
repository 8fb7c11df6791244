package metricssql

import (
	"context"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// settle removes the marks of threads that the generation knows all events of.
func (s *Store) settle(ctx context.Context, gen int64) error {
	for from := int64(-1); ; {
		var to *int64
		err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Get([]any{&to}, "SELECT MAX(thread) FROM (SELECT thread FROM metrics_stale WHERE tenant = ? AND thread > ?"+
				" ORDER BY thread LIMIT ?) AS x", s.tenant, from, clearRows)
			if err != nil || to == nil {
				return err
			}
			_, err = tx.Exec("DELETE FROM metrics_stale WHERE tenant = ? AND thread > ? AND thread <= ? AND EXISTS (SELECT 1 FROM metrics_fold f"+
				" WHERE f.tenant = metrics_stale.tenant AND f.gen = ? AND f.thread = metrics_stale.thread AND f.version >= metrics_stale.version)",
				s.tenant, from, *to, gen)
			return err
		})
		if err != nil || to == nil {
			return err
		}
		from = *to
	}
}

// clearRows is how many rows one transaction removes, so that other writers need not wait long.
const clearRows = 2000

// clear removes all generations but two.
func (s *Store) clear(ctx context.Context, keep, too int64) error {
	for _, t := range []struct{ table, column string }{
		{"metrics_sheet", "slot"}, {"metrics_episode", "start"}, {"metrics_fold", "thread"},
	} {
		for gen := int64(-1); ; {
			found := false
			err := s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
				found, err = tx.Get([]any{&gen}, "SELECT gen FROM "+t.table+" WHERE tenant = ? AND gen > ? ORDER BY gen LIMIT 1", s.tenant, gen)
				return err
			})
			if err != nil {
				return err
			}
			if !found {
				break
			}
			if gen == keep || gen == too {
				continue
			}
			if err := s.clearOne(ctx, t.table, t.column, gen); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) clearOne(ctx context.Context, table, column string, gen int64) error {
	for {
		var to *int64
		err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Get([]any{&to}, "SELECT MAX("+column+") FROM (SELECT "+column+" FROM "+table+" WHERE tenant = ? AND gen = ?"+
				" ORDER BY "+column+" LIMIT ?) AS x", s.tenant, gen, clearRows)
			if err != nil || to == nil {
				return err
			}
			_, err = tx.Exec("DELETE FROM "+table+" WHERE tenant = ? AND gen = ? AND "+column+" <= ?", s.tenant, gen, *to)
			return err
		})
		if err != nil || to == nil {
			return err
		}
	}
}
