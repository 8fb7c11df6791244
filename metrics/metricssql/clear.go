package metricssql

import (
	"context"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// settle removes the marks of threads that the generation knows all events of.
func (s *Store) settle(ctx context.Context, gen int64) error {
	for from := int64(-1); ; {
		var last int64
		n := 0
		err := s.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
			last, n, err = s.settleSome(tx, gen, from)
			return err
		})
		if err != nil || n < clearRows {
			return err
		}
		from = last
	}
}

func (s *Store) settleSome(tx *sqldb.Tx, gen, from int64) (last int64, n int, err error) {
	marks, numbers := map[int64]int64{}, []int64{}
	err = tx.Query(func(scan func(...any) error) error {
		var no, version int64
		err := scan(&no, &version)
		marks[no] = version
		numbers = append(numbers, no)
		return err
	}, "SELECT thread, version FROM metrics_stale WHERE tenant = ? AND thread > ? ORDER BY thread LIMIT ?", s.tenant, from, clearRows)
	if err != nil || len(numbers) == 0 {
		return 0, 0, err
	}
	known := map[int64][]int64{} // by version of the mark: one that was set meanwhile has a higher one
	err = in(tx, numbers, func(scan func(...any) error) error {
		var no, version int64
		err := scan(&no, &version)
		if mark := marks[no]; version >= mark {
			known[mark] = append(known[mark], no)
		}
		return err
	}, "SELECT thread, version FROM metrics_fold WHERE tenant = ? AND gen = ? AND thread", "", s.tenant, gen)
	if err != nil {
		return 0, 0, err
	}
	for mark, threads := range known {
		if _, err := remove(tx, threads, "DELETE FROM metrics_stale WHERE tenant = ? AND version = ? AND thread", s.tenant, mark); err != nil {
			return 0, 0, err
		}
	}
	return numbers[len(numbers)-1], len(numbers), nil
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
