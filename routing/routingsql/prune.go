package routingsql

import (
	"context"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// pruneRows is how many items one transaction prunes, so that commits need not
// wait long.
const pruneRows = 200

// Prune implements [routing.Store]. It takes a transaction for each few hundred
// items; one that is cancelled has pruned a part, and says how many.
func (s *Store) Prune(ctx context.Context, before time.Time, limit int) (pruned int, err error) {
	// What is kept has no parts of a microsecond.
	until := sqldb.Micros(before.Add(time.Microsecond - 1))
	for {
		rows := min(limit-pruned, pruneRows)
		if rows <= 0 {
			return pruned, ctx.Err()
		}
		n, err := s.pruneSome(ctx, until, rows)
		pruned += n
		if err != nil || n < rows {
			return pruned, err
		}
	}
}

func (s *Store) pruneSome(ctx context.Context, until int64, limit int) (n int, err error) {
	var old prunable
	err = s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
		old, err = s.old(tx, until, 1)
		return err
	})
	if err != nil || len(old.ids) == 0 {
		return 0, err // looking in vain costs no transaction
	}
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		// The lock keeps commits out, so that the items stay as they are.
		var horizon, prunes int64
		if _, err := tx.Get([]any{&horizon, &prunes}, "SELECT horizon, prunes FROM routing_head WHERE tenant = ?"+tx.Dialect().ForUpdate(), s.tenant); err != nil {
			return err
		}
		old, err := s.old(tx, until, limit)
		if n = len(old.ids); err != nil || n == 0 {
			return err
		}
		own := planned(old.revision, prunes)
		for _, t := range []struct{ table, column string }{{"routing_event", "item"}, {"routing_status", "id"}, {"routing_item", "id"}} {
			if err := among(tx, t.column, old.ids, func(condition string, args []any) error {
				_, err := tx.Exec("DELETE FROM "+t.table+" WHERE tenant = ? AND "+condition+own, append([]any{s.tenant}, args...)...)
				return err
			}); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("DELETE FROM routing_event WHERE tenant = ? AND item IS NULL AND at < ?"+own, s.tenant, old.ended); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE routing_head SET horizon = ?, prunes = prunes + 1 WHERE tenant = ?", max(horizon, old.revision), s.tenant)
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// prunable are items that ended long ago: when the last of them ended, and the
// highest revision.
type prunable struct {
	ids             []string
	ended, revision int64
}

func (s *Store) old(tx *sqldb.Tx, until int64, limit int) (p prunable, err error) {
	err = tx.Query(func(scan func(...any) error) error {
		var (
			id       string
			revision int64
		)
		err := scan(&id, &p.ended, &revision)
		p.ids, p.revision = append(p.ids, id), max(p.revision, revision)
		return err
	}, "SELECT id, ended, revision FROM routing_status WHERE tenant = ? AND ended < ? ORDER BY ended, id LIMIT ?", s.tenant, until, limit)
	return p, err
}
